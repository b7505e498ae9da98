package survey

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Admission is the rule by which a campaign lets people answer.
type Admission string

// The rules of admission.
const (
	// AdmitsAnyone lets in whoever has the code of a door, as printed on a poster.
	AdmitsAnyone Admission = ""
	// AdmitsCodes lets in whoever has a personal code: each of them admits one answer, and
	// leads back to it.
	AdmitsCodes Admission = "codes"
	// AdmitsSlips lets in whoever was handed a slip at a hearing: each admits one vote,
	// leads to it only until it is sent, and when the campaign is closed nothing tells any
	// more which vote it was; see Gate.Seal.
	AdmitsSlips Admission = "slips"
)

// Admissions are the rules that there are.
func Admissions() []Admission { return []Admission{AdmitsAnyone, AdmitsCodes, AdmitsSlips} }

// Seals reports whether the campaign's slips are to be sealed: when it is over, and by the
// clock a moment after it closes, when every process knows.
func (c *Campaign) Seals(now time.Time) bool {
	return c.Admission == AdmitsSlips && (c.Over() || !c.Closes.IsZero() && !now.Before(c.Closes.Add(2*CatalogueTTL)))
}

// Ticket admits to a campaign, once: a personal code, or a slip of a hearing. The code
// itself is not kept.
//
// It names its one interview from the moment it is made, so that there is no moment at
// which it was used and nothing stored, nor one in which it admits two: whatever the
// channel, and however often it is typed, the interview is begun under that identifier
// or goes on.
type Ticket struct {
	ID           string    `bson:"_id"` // the pseudonym of the code
	Rev          int64     `bson:"rev"`
	Municipality string    `bson:"municipality"`
	Campaign     string    `bson:"campaign"`
	Village      string    `bson:"village"` // "" for any
	Door         string    `bson:"door"`    // the code of the village's door; "" for any
	Label        string    `bson:"label"`   // of the batch that it was made in
	From         time.Time `bson:"from"`    // it is valid from then on; the zero time: while the campaign is open
	Until        time.Time `bson:"until"`   // and before this; the zero time as well
	Void         bool      `bson:"void"`    // it admits no more, as when its batch was lost
	// Interview is the identifier of the one that it admits; "" once it is sealed. Used
	// says of a sealed one whether there was a response.
	Interview string `bson:"interview"`
	Used      bool   `bson:"used"`
}

// Sealed reports whether nothing is kept any more of what the ticket was used for.
func (t *Ticket) Sealed() bool { return t.Interview == "" }

// Response is the identifier of the response of the ticket's interview, be there one or
// not; "" of a sealed ticket.
func (t *Ticket) Response() string {
	if t.Sealed() {
		return ""
	}
	return responseID(t.Interview)
}

// valid is nil while the ticket admits; else a *Problem.
func (t *Ticket) valid(now time.Time) error {
	switch {
	case t.Void:
		return &Problem{Code: TicketVoid}
	case now.Before(t.From):
		return &Problem{Code: TicketEarly, When: t.From.In(now.Location())}
	case !t.Until.IsZero() && !now.Before(t.Until):
		return &Problem{Code: TicketLate, When: t.Until.In(now.Location())}
	case t.Sealed() && !t.Used:
		return &Problem{Code: TicketSealed}
	case t.Sealed():
		return &Problem{Code: TicketUsed}
	}
	return nil
}

// The form of a ticket's code: three groups of three. The last character follows from
// those before, which are drawn: 39 bits, so that of a village's thousand codes one is
// hit in six hundred million guesses.
const (
	ticketGroup = 3
	ticketDrawn = 8
	// TicketLength is the length of a ticket's code, without the dashes between groups.
	TicketLength = ticketDrawn + 1
)

// NewTicketCode draws a ticket's code from a source of random bytes, such as
// crypto/rand.Reader: as NormalTicket returns it.
func NewTicketCode(random io.Reader) (string, error) {
	code, err := draw(random, ticketDrawn)
	if err != nil {
		return "", fmt.Errorf("survey: new ticket: %w", err)
	}
	return code + string(checkOf(code)), nil
}

// checkOf is the check character of a code: ISO 7064's hybrid system, MOD 31,30. With
// any one character mistyped the check is another.
func checkOf(code string) byte {
	const m = len(codeAlphabet)
	p := m
	for i := range len(code) {
		s := (p + strings.IndexByte(codeAlphabet, code[i])) % m
		if s == 0 {
			s = m
		}
		p = s * 2 % (m + 1)
	}
	return codeAlphabet[(m+1-p)%m]
}

// NormalTicket brings a ticket's code as somebody typed it to one form: Latin capitals,
// without spaces and dashes. What cannot be a code comes out as "", so that one wrong
// character is told from a code that does not exist.
func NormalTicket(typed string) string {
	code := normal(typed, TicketLength)
	if code == "" || checkOf(code[:ticketDrawn]) != code[ticketDrawn] {
		return ""
	}
	return code
}

// LikeTicket reports whether something that was typed among other words was meant to be a
// ticket's code, be it right or not: words are none.
func LikeTicket(typed string) bool {
	return NormalTicket(typed) != "" || normal(typed, TicketLength) != "" && strings.ContainsAny(typed, "23456789")
}

// SpellTicket writes a ticket's code as it is printed, "ABC-DEF-GHJ".
func SpellTicket(code string) string {
	var groups []string
	for len(code) > ticketGroup {
		groups = append(groups, code[:ticketGroup])
		code = code[ticketGroup:]
	}
	return strings.Join(append(groups, code), "-")
}
