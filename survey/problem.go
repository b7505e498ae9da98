package survey

import (
	"fmt"
	"slices"
	"time"
)

// ProblemCode says what is wrong with an answer. The words for it are in the
// locale under "problem.<code>".
type ProblemCode string

// The things that can be wrong with an answer.
const (
	Missing       ProblemCode = "missing"        // the question must be answered
	TooMany       ProblemCode = "too_many"       // Given choices, at most Max
	TooLong       ProblemCode = "too_long"       // Given characters, at most Max
	UnknownChoice ProblemCode = "unknown_choice" // Choice was never offered
	Exclusive     ProblemCode = "exclusive"      // Choice cannot stand beside others
	Twice         ProblemCode = "twice"          // Choice has two places in the order
	Unfinished    ProblemCode = "unfinished"     // Given of Max are placed or rated; Choice is the first without
	OffScale      ProblemCode = "off_scale"      // the level Given of Choice is not 1..Max
	NotNumber     ProblemCode = "not_number"     // what was typed is no number
	NotWhole      ProblemCode = "not_whole"      // what was typed is no whole number
	OutOfRange    ProblemCode = "out_of_range"   // the number does not lie between Low and High
	OffStep       ProblemCode = "off_step"       // the number does not lie whole steps of Step from Low
	NotDate       ProblemCode = "not_date"       // what was typed is no day
	NotPlace      ProblemCode = "not_place"      // what was typed is no place on the earth
	OverPoints    ProblemCode = "over_points"    // Given points, of Max
	NotAPair      ProblemCode = "not_a_pair"     // Choice was not put beside the other one
	NoPhoto       ProblemCode = "no_photo"       // what was sent is no photo that can be kept
	NoVoice       ProblemCode = "no_voice"       // what was sent is no voice message that can be kept
	FileTooLarge  ProblemCode = "file_too_large" // Given megabytes, at most Max
	Constrained   ProblemCode = "constrained"    // the questionnaire's constraint is not met; Message says why
	NotAsked      ProblemCode = "not_asked"      // this question is not asked, or not yet
	AlreadySent   ProblemCode = "already_sent"   // the interview was sent before
	FileAwaited   ProblemCode = "file_awaited"   // the answer is a file that has not come yet
	TakenBack     ProblemCode = "taken_back"     // the respondent took the answer back, and it is not stored again
	NoLanguage    ProblemCode = "no_language"    // the questionnaire has no such language
	NoConsent     ProblemCode = "no_consent"     // consent was not given, or to another version

	SerialMistyped ProblemCode = "serial_mistyped" // what was typed is no serial of a printed form; see ParseSerial

	// Of the code by which a campaign admits; see Ticket.
	NoTicket        ProblemCode = "no_ticket"        // it needs one
	TicketMistyped  ProblemCode = "ticket_mistyped"  // what was typed cannot be one
	TicketUnknown   ProblemCode = "ticket_unknown"   // there is none like it
	TicketElsewhere ProblemCode = "ticket_elsewhere" // it is of another village or campaign
	TicketEarly     ProblemCode = "ticket_early"     // it is not valid before When
	TicketLate      ProblemCode = "ticket_late"      // it was valid until When
	TicketVoid      ProblemCode = "ticket_void"      // it was declared void
	TicketUsed      ProblemCode = "ticket_used"      // it was used by somebody else, or is a slip that was used
	TicketSealed    ProblemCode = "ticket_sealed"    // it is a slip that was not used before its campaign was sealed
)

// ProblemCodes lists every code, for those who must have words for each.
func ProblemCodes() []ProblemCode {
	return []ProblemCode{
		Missing, TooMany, TooLong, UnknownChoice, Exclusive, Twice,
		Unfinished, OffScale, NotNumber, NotWhole, OutOfRange, OffStep, NotDate, NotPlace, OverPoints, NotAPair,
		NoPhoto, NoVoice, FileTooLarge, Constrained, NotAsked, AlreadySent, FileAwaited, TakenBack, NoLanguage, NoConsent, SerialMistyped,
		NoTicket, TicketMistyped, TicketUnknown, TicketElsewhere, TicketEarly, TicketLate, TicketVoid, TicketUsed, TicketSealed,
	}
}

// OfTicket reports whether the problem is about the code by which a campaign admits.
func (c ProblemCode) OfTicket() bool {
	return slices.Contains([]ProblemCode{
		NoTicket, TicketMistyped, TicketUnknown, TicketElsewhere, TicketEarly, TicketLate, TicketVoid, TicketUsed, TicketSealed,
	}, c)
}

// Problem is an answer that cannot be accepted, in a form that every channel can
// put into words. It is an ErrInvalid.
type Problem struct {
	Question   string // the question's name; "" if it is about the interview
	Code       ProblemCode
	Choice     string // the name of the choice concerned, if one is
	Max, Given int
	// Low, High and Step are the bounds of a range, in decimal digits.
	Low, High, Step string
	// When is a time, where the interview is held; the zero time if none is concerned.
	When time.Time
	// Message is the questionnaire's own word on the matter, which is said instead
	// of ours; nil if it has none.
	Message Text
}

// Error describes the problem for developers; it holds nothing of the answer but counts.
func (p *Problem) Error() string {
	return fmt.Sprintf("survey: question %q: %s (%d given, at most %d)", p.Question, p.Code, p.Given, p.Max)
}

// Unwrap makes every Problem an ErrInvalid.
func (p *Problem) Unwrap() error { return ErrInvalid }
