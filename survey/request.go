package survey

import (
	"fmt"
	"slices"
	"time"
)

// RequestKind is what somebody asks of those who keep what they answered.
type RequestKind string

// The kinds of Request.
const (
	AsksToSee      RequestKind = "see"      // what is kept of them
	AsksToCorrect  RequestKind = "correct"  // it
	AsksToWithdraw RequestKind = "withdraw" // it, so that it is deleted
	Complains      RequestKind = "complain" // of how it is kept or used
)

// RequestKinds lists them.
func RequestKinds() []RequestKind {
	return []RequestKind{AsksToSee, AsksToCorrect, AsksToWithdraw, Complains}
}

// RequestOutcome is how a request was answered.
type RequestOutcome string

// The outcomes.
const (
	RequestWaits   RequestOutcome = ""        // it was not answered yet
	RequestDone    RequestOutcome = "done"    // what was asked for was done
	RequestUnknown RequestOutcome = "unknown" // it could not be told which answers are theirs, or there are none
	RequestRefused RequestOutcome = "refused"
)

// RequestOutcomes lists those that answer.
func RequestOutcomes() []RequestOutcome {
	return []RequestOutcome{RequestDone, RequestUnknown, RequestRefused}
}

// AnswersWithin is how many days after it came a request is to be answered at the latest: the week of the law.
const AnswersWithin = 7

// Request is a line of a municipality's register: that somebody asked, when, and when it was answered. It holds nothing of
// whoever asked, nor which answers are theirs.
type Request struct {
	ID           string         `bson:"_id"`
	Rev          int64          `bson:"rev"`
	Municipality string         `bson:"municipality"`
	Kind         RequestKind    `bson:"kind"`
	Came         time.Time      `bson:"came"` // midnight UTC of the day
	Outcome      RequestOutcome `bson:"outcome"`
	Answered     time.Time      `bson:"answered,omitempty"`
	By           string         `bson:"by"` // the account that entered it, and then the one that answered
}

// Check is an ErrInvalid for a request of no kind, of no day, or of a day that is to come.
func (r *Request) Check(now time.Time) error {
	if !slices.Contains(RequestKinds(), r.Kind) || r.Came.IsZero() || r.Came.After(now.AddDate(0, 0, 1)) {
		return fmt.Errorf("survey: request %q of %s: %w", r.Kind, r.Came.Format(time.DateOnly), ErrInvalid)
	}
	return nil
}

// Due is midnight UTC of the last day on which it is answered in time.
func (r *Request) Due() time.Time { return r.Came.AddDate(0, 0, AnswersWithin) }

// Late reports whether it waits although its last day has passed, by the clock of the place that now is told in.
func (r *Request) Late(now time.Time) bool {
	year, month, day := now.Date()
	return r.Outcome == RequestWaits && time.Date(year, month, day, 0, 0, 0, 0, time.UTC).After(r.Due())
}

// Answer says how it was answered. It is an ErrExists where that was done before, and an ErrInvalid for no outcome.
func (r *Request) Answer(o RequestOutcome, by string, now time.Time) error {
	switch {
	case r.Outcome != RequestWaits:
		return fmt.Errorf("survey: request: answered before: %w", ErrExists)
	case !slices.Contains(RequestOutcomes(), o):
		return fmt.Errorf("survey: request: outcome %q: %w", o, ErrInvalid)
	}
	r.Outcome, r.By, r.Answered = o, by, stamp(now)
	r.Rev++
	return nil
}
