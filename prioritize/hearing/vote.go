package hearing

import (
	"encoding/json"
	"fmt"

	"ashar/survey"
)

// Vote is what a slip did in a round. While the round is open it holds the ballot, sealed by the instance's secret; after
// that it tells only whether the slip had voted.
//
// Which slip it is of is not written in it: its identifier is a pseudonym of both.
type Vote struct {
	ID    string `bson:"_id"`
	Rev   int64  `bson:"rev"`
	Round string `bson:"round"` // see RoundID
	Cast  bool   `bson:"cast"`  // the slip has voted
	// Settled: the round is closed and this is what counts; it takes no other ballot.
	Settled bool   `bson:"settled"`
	Key     string `bson:"key,omitempty"`    // the pseudonym of the request that cast it, so that it is known again
	Ballot  []byte `bson:"ballot,omitempty"` // sealed; nil once it is counted
}

// MaxKey is the longest key of a request, in bytes.
const MaxKey = 64

// RoundID names a round of a hearing among all rounds.
func RoundID(hearing string, number int) string { return fmt.Sprintf("%s/%d", hearing, number) }

// polls knows which vote is of which slip, and what is on it.
type polls struct {
	pseudonyms survey.Pseudonyms
	seal       survey.Seal
}

func newPolls(p survey.Pseudonyms) polls { return polls{p, survey.NewSeal(p, "ballot")} }

func (p polls) id(slip, round string) string { return p.pseudonyms.Of("vote", slip+"\x00"+round) }

func (p polls) close(v *Vote, b Ballot) error {
	plain, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("hearing: ballot: %w", err)
	}
	v.Ballot = p.seal.Close(plain, []byte(v.ID))
	return nil
}

// key is how a request's key is kept of a vote: it does not lead from the phone to the vote.
func (p polls) key(v *Vote, of string) string { return p.pseudonyms.Of("vote key", v.ID+"\x00"+of) }

// open reads a ballot that was cast. It is a survey.ErrInvalid when the store holds something else.
func (p polls) open(v *Vote) (Ballot, error) {
	plain, err := p.seal.Open(v.Ballot, []byte(v.ID))
	var b Ballot
	if err == nil {
		err = json.Unmarshal(plain, &b)
	}
	if err != nil {
		return Ballot{}, fmt.Errorf("hearing: a ballot of round %s: %w: %w", v.Round, survey.ErrInvalid, err)
	}
	return b, nil
}
