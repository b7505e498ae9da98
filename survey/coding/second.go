package coding

import "time"

// Second is what a second coder said of a text, without knowing what the first had. It is kept beside the response, whose
// Coded stays the first's until a difference is settled.
type Second struct {
	ID           string    `bson:"_id"` // see SecondID
	Rev          int64     `bson:"rev"`
	Municipality string    `bson:"municipality"`
	Campaign     string    `bson:"campaign"`
	Response     string    `bson:"answer"`
	Question     string    `bson:"question"`
	Coder        string    `bson:"coder"` // the account
	Needs        []string  `bson:"needs"` // none: it names none
	At           time.Time `bson:"at"`
	Words        string    `bson:"words"` // of what was coded, see Mark: it may have been corrected since
	// First is what the first coder had said by then, whatever became of it later: the two are compared as both were found.
	First      []string `bson:"first"`
	FirstCoder string   `bson:"first_coder"`
	// Settled: the difference was talked over; Became is what it was settled as, and By by whom.
	Settled bool     `bson:"settled,omitempty"`
	Became  []string `bson:"became,omitempty"`
	By      string   `bson:"by,omitempty"`
}

// SecondID identifies what a coder said of the answer to a question in a response.
func SecondID(response, question, coder string) string {
	return response + "/" + question + "/" + coder
}

// Pair is what the two coders said.
func (s *Second) Pair() Pair { return Pair{s.First, s.Needs} }

// Differs reports whether the two do not agree, and nobody has settled it.
func (s *Second) Differs() bool { return !s.Settled && !s.Pair().Agree() }

// Settle says what a difference was settled as.
func (s *Second) Settle(needs []string, by string) {
	s.Settled, s.Became, s.By = true, append([]string{}, needs...), by
}

// Reopen takes that back.
func (s *Second) Reopen() { s.Settled, s.Became, s.By = false, nil, "" }
