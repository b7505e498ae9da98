package survey

import (
	"context"
	"encoding/binary"
	"iter"
	"time"
)

// PaperForm is what became of one printed form of a campaign, which is known by the number on
// it. There is none of a form that nobody has said anything of.
type PaperForm struct {
	ID           string     `bson:"_id"` // PaperFormID(Campaign, Serial)
	Rev          int64      `bson:"rev"` // grows by one with every change
	Municipality string     `bson:"municipality"`
	Campaign     string     `bson:"campaign"`
	Serial       string     `bson:"serial"` // as ParseSerial returns it
	State        PaperState `bson:"state"`
	By           string     `bson:"by"` // the account of whoever brought it to this state
	At           time.Time  `bson:"at"`
	Village      string     `bson:"village,omitempty"`
	Why          string     `bson:"why,omitempty"` // of one that is PaperSpoiled: the reason
	// Response is the identifier of what it was typed in as. Of one that is PaperEntered it can be
	// missing in the store for as long as the typing takes, and after a crash until it is typed again.
	Response string `bson:"response,omitempty"`
	// Interview is the one in which it was typed in, and Key what that was called where it was typed: typed again under the
	// same key, it is not another entry.
	Interview string `bson:"interview,omitempty"`
	Key       string `bson:"key,omitempty"`
	// Second is the second entry of it, which never counts; nil where there is none.
	Second *SecondEntry `bson:"second,omitempty"`
}

// PaperState is what became of a printed form.
type PaperState string

// The states.
const (
	PaperEntered   PaperState = "entered"   // it was typed in
	PaperSpoiled   PaperState = "spoiled"   // it came back and cannot be typed in
	PaperTakenBack PaperState = "takenback" // it was typed in, and the respondent took the answers back
)

// SecondEntry is a printed form as another person typed it in again, to find slips of the hand.
type SecondEntry struct {
	By      string    `bson:"by"`
	At      time.Time `bson:"at"`
	Answers []Answer  `bson:"answers"`
	// Compared are the questions that either had an answer to when the second entry came, Differing
	// those of them that did not have the same one.
	Compared  []string     `bson:"compared"`
	Differing []string     `bson:"differing"`
	Settled   []Settlement `bson:"settled,omitempty"` // of those that differed, in their order
}

// Settlement says what stands on the paper, where two people typed it differently.
type Settlement struct {
	Question string    `bson:"question"`
	As       Reading   `bson:"as"`
	By       string    `bson:"by"`
	At       time.Time `bson:"at"`
}

// Reading is one of what was read from a paper.
type Reading string

// The readings.
const (
	ReadFirst  Reading = "first"  // as it was typed first
	ReadSecond Reading = "second" // as it was typed again
	ReadAnew   Reading = "anew"   // neither was right
)

// PaperForms keeps what became of printed forms. What is not there is an ErrNotFound.
type PaperForms interface {
	PaperForm(ctx context.Context, id string) (PaperForm, error)
	// SavePaperForm keeps the form durably. With Rev 1 it is new, and an ErrExists if there is
	// one; with a higher Rev it replaces the one that has Rev-1, and is an ErrConflict if that one
	// has changed meanwhile.
	SavePaperForm(ctx context.Context, p PaperForm) error
	// PaperFormsOf streams those of a campaign in the order of their identifiers. After an error it
	// ends.
	PaperFormsOf(ctx context.Context, campaign string) iter.Seq2[PaperForm, error]
}

// PaperFormID is the identifier of what became of a campaign's form with a serial as ParseSerial returns
// it.
func PaperFormID(campaign, serial string) string { return campaign + "/" + serial }

// SampledTwice reports whether a campaign's form with this serial is one of the part, in hundredths,
// that are typed in twice. It follows from the number, so that nobody chooses; whatever is part of a
// smaller part is part of a larger one.
func SampledTwice(campaign, serial string, percent int) bool {
	d := digest("second entry", campaign+"\x00"+serial)
	return binary.BigEndian.Uint64(d)%100 < uint64(max(percent, 0))
}

// sampledTwice is the part of the printed forms that is typed in twice where nobody says otherwise, in hundredths.
const sampledTwice = 10

// TwiceShare is the part of the campaign's printed forms that is typed in twice, in hundredths; see SampledTwice.
func (c *Campaign) TwiceShare() int {
	if c.Twice == nil {
		return sampledTwice
	}
	return *c.Twice
}
