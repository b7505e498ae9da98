package hearing

import "ashar/survey"

// Refusal is why a slip or a vote is not taken, as it is to be told to whoever holds it.
type Refusal string

// The refusals.
const (
	NoSlip       Refusal = "no_slip"       // nothing was typed
	SlipMistyped Refusal = "slip_mistyped" // no slip can have such a code: a character is wrong
	SlipUnknown  Refusal = "slip_unknown"  // a slip could, and none has
	SlipNotOut   Refusal = "slip_not_out"  // it was not handed out yet
	SlipVoid     Refusal = "slip_void"     // it was declared lost
	SlipTaken    Refusal = "slip_taken"    // somebody else was registered by it
	SlipVoted    Refusal = "slip_voted"    // it has voted in the round that is open, and cannot be given to another
	NotVoting    Refusal = "not_voting"    // the round is not open yet, or there is none of this number
	RoundOver    Refusal = "round_over"    // the round is closed
	VotedBefore  Refusal = "voted_before"  // this slip has voted since the ballot was looked at
)

// Refusals lists them.
func Refusals() []Refusal {
	return []Refusal{NoSlip, SlipMistyped, SlipUnknown, SlipNotOut, SlipVoid, SlipTaken, SlipVoted, NotVoting, RoundOver, VotedBefore}
}

// Error names the reason.
func (r Refusal) Error() string { return "hearing: not taken: " + string(r) }

// Unwrap is the kind of error that it is.
func (r Refusal) Unwrap() error {
	switch r {
	case SlipUnknown:
		return survey.ErrNotFound
	case SlipTaken, SlipVoted, VotedBefore:
		return survey.ErrConflict
	case SlipVoid, RoundOver:
		return survey.ErrClosed
	default:
		return survey.ErrInvalid
	}
}
