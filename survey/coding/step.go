package coding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"ashar/survey"
)

// MostInStep is how many texts one step codes.
const MostInStep = 500

// Step is one step of coding: some texts were said to stand for some needs. It is kept before the texts are coded, so that
// whatever of it was done can be undone, and never changes but to be undone.
type Step struct {
	ID           string    `bson:"_id"`
	Rev          int64     `bson:"rev"`
	Municipality string    `bson:"municipality"`
	Campaign     string    `bson:"campaign"`
	By           string    `bson:"by"` // the account
	At           time.Time `bson:"at"`
	Needs        []string  `bson:"needs"` // none: the texts name none
	Changes      []Change  `bson:"changes"`
	Settles      string    `bson:"settles,omitempty"` // the Second whose difference it settled
	Undone       time.Time `bson:"undone,omitempty"`  // the zero time: it was not
	UndoneBy     string    `bson:"undone_by,omitempty"`
}

// Change is what a step makes of one text. Nil is: not coded.
type Change struct {
	Response string         `bson:"response"`
	Question string         `bson:"question"`
	Before   *survey.Coding `bson:"before"`
	After    *survey.Coding `bson:"after"`
}

// StepID is the identifier of a step that somebody takes in a campaign at a moment.
func StepID(campaign, by string, at time.Time) string {
	return fmt.Sprintf("%s/%d/%s", campaign, at.UnixMilli(), by)
}

// Without is the step without what it says of a response, and whether it said anything.
func (s Step) Without(response string) (Step, bool) {
	left := slices.DeleteFunc(slices.Clone(s.Changes), func(c Change) bool { return c.Response == response })
	same := len(left) == len(s.Changes)
	s.Changes = left
	return s, !same
}

// Same reports whether two codings are one: the same needs in the same order, by the same coder, or both none.
func Same(a, b *survey.Coding) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.By == b.By && slices.Equal(a.Needs, b.Needs)
}

// Mark tells whether a text is still what it was, without saying what.
func Mark(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
