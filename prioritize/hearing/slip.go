package hearing

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"ashar/survey"
)

// Slip is a piece of paper with a code, by which one person in the hall votes on a phone. The code itself is not kept: it
// follows from the instance's secret, so that slips can be printed once more.
type Slip struct {
	ID      string `bson:"_id"` // the pseudonym of its code
	Rev     int64  `bson:"rev"`
	Hearing string `bson:"hearing"`
	Number  int    `bson:"number"` // that is printed on it, from 1
	// Out is when it was handed out; the zero time while nobody has it. Before that it admits to no vote.
	Out time.Time `bson:"out"`
	// Present says that its holder was registered by it, and so counts among those who are there. Who was given a slip
	// without that is counted at a Desk.
	Present bool   `bson:"present"`
	Person  Person `bson:"person"`
	Desk    string `bson:"desk"` // where it was handed out
	Void    bool   `bson:"void"` // it was lost: it admits to no vote any more
}

// MaxSlips is how many a hearing can have.
const MaxSlips = 5000

// holds is nil for a slip that admits to votes; else a Refusal.
func (s *Slip) holds() error {
	switch {
	case s.Void:
		return SlipVoid
	case s.Out.IsZero():
		return SlipNotOut
	}
	return nil
}

// everOut reports whether the slip may have been out once, also if that was taken back: a vote by it may still be under way.
func (s *Slip) everOut() bool { return s.Rev > 1 || !s.Out.IsZero() }

// slipCode is the code of the slip of a hearing with this number, as survey.NormalTicket returns it.
func slipCode(p survey.Pseudonyms, hearing string, number int) (string, error) {
	name := hearing + "/" + strconv.Itoa(number)
	drawn, err := hex.DecodeString(p.Of("slip", name+"/0") + p.Of("slip", name+"/1"))
	if err != nil {
		return "", fmt.Errorf("hearing: slip: %w", err)
	}
	return survey.NewTicketCode(bytes.NewReader(drawn))
}

// slipID is the identifier of the slip with this code.
func slipID(p survey.Pseudonyms, code string) string { return p.Of("hearing slip", code) }
