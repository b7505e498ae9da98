package quality

import (
	"cmp"
	"slices"
	"time"

	"ashar/survey"
)

// Reason says what is odd. The words for it are in the locale under "review.reason.<reason>".
type Reason string

// The reasons, the weightiest first.
const (
	Adrift        Reason = "adrift"     // it was merged into a response that does not count, or is gone
	Burst         Reason = "burst"      // the same answers within a short time
	TooFast       Reason = "too_fast"   // one enumerator's forms, faster than anyone speaks
	SameUnit      Reason = "same_unit"  // of one household, or other sampling unit
	SameWords     Reason = "same_words" // the same long text in the respondents' own words
	HastyAlone    Reason = "hasty"      // see Hasty
	StraightAlone Reason = "straight"   // see Straight
)

// Reasons lists them in order.
func Reasons() []Reason {
	return []Reason{Adrift, Burst, TooFast, SameUnit, SameWords, HastyAlone, StraightAlone}
}

// weight is where a reason stands among Reasons; one that is none comes last.
func (r Reason) weight() int {
	if i := slices.Index(Reasons(), r); i >= 0 {
		return i
	}
	return len(Reasons())
}

// twins reports whether the members of a case are odd beside each other: when one is left, nothing is.
func (r Reason) twins() bool { return r == Burst || r == SameUnit || r == SameWords }

// Why is a reason with what it speaks of.
type Why struct {
	Reason Reason
	Count  int           // of the responses that it is about
	Span   time.Duration // from the first to the last
	By     string        // the enumerator, of TooFast
}

// Case is one or more responses that are to be looked at together.
type Case struct {
	// ID names the case for as long as its first member is there.
	ID string
	// Why, the weightiest first. Without any it is a response that somebody judged, about which nothing is odd (any more).
	Why     []Why
	Village string         // "" where they are of several
	Channel survey.Channel // "" where they came by several
	Members []Member       // in the order in which they were sent
}

// Member is a response in a case.
type Member struct {
	ID        string
	Village   string
	Channel   survey.Channel
	By        string // the account of whoever typed it in; "" if the respondent did
	Begun     time.Time
	Submitted time.Time
	Shared    bool              // from somebody else's phone, which is no reason to doubt it
	Odd       []Reason          // what is odd about it alone: HastyAlone, StraightAlone
	Judgement *survey.Judgement // nil if nobody judged it
}

// Open reports whether somebody is still to decide about the case, by the judgements that its members have now; nil takes
// those that they had when they were looked through.
func (c *Case) Open(now func(*Member) *survey.Judgement) bool {
	left, judged := 0, 0
	for i := range c.Members {
		m := &c.Members[i]
		j := m.Judgement
		if now != nil {
			j = now(m)
		}
		switch {
		case j == nil:
			left++
		default:
			judged++
			if c.is(Adrift) && j == m.Judgement {
				return true
			}
		}
	}
	if len(c.Why) == 0 {
		return false
	}
	if c.Why[0].Reason.twins() && judged > 0 {
		return left > 1
	}
	return left > 0
}

// is reports whether this is among the reasons.
func (c *Case) is(r Reason) bool {
	return slices.ContainsFunc(c.Why, func(w Why) bool { return w.Reason == r })
}

// Decided is when the last judgement of a member was given; the zero time if none was.
func (c *Case) Decided() time.Time {
	var last time.Time
	for i := range c.Members {
		if j := c.Members[i].Judgement; j != nil && j.At.After(last) {
			last = j.At
		}
	}
	return last
}

// First is when the first member was sent, Last the last.
func (c *Case) First() time.Time { return c.Members[0].Submitted }

// Last is when the last member was sent.
func (c *Case) Last() time.Time { return c.Members[len(c.Members)-1].Submitted }

// compare orders cases: the weightiest reason first, then the largest, then the earliest.
func compare(a, b Case) int {
	weight := func(c *Case) int {
		if len(c.Why) == 0 {
			return len(Reasons())
		}
		return c.Why[0].Reason.weight()
	}
	return cmp.Or(cmp.Compare(weight(&a), weight(&b)), cmp.Compare(len(b.Members), len(a.Members)),
		a.First().Compare(b.First()), cmp.Compare(a.ID, b.ID))
}

// Crowd is a village from which more answers count than it has adults.
type Crowd struct {
	Village         string
	Answers, Adults int
}

// Findings are what a Look came to.
type Findings struct {
	Looked int     // responses
	Aside  int     // of them, that do not count
	Cases  []Case  // what is odd, and what was judged; the weightiest first
	Crowds []Crowd // by village
	Paces  []Pace  // of those who typed answers in for others, by account
	Usual  Pace    // of all of them together; no forms where there is nobody
}

// Suspects are the responses of open cases that count and that nobody judged.
func (f *Findings) Suspects() map[string]struct{} {
	all := map[string]struct{}{}
	for i := range f.Cases {
		c := &f.Cases[i]
		if !c.Open(nil) {
			continue
		}
		for _, m := range c.Members {
			if m.Judgement == nil {
				all[m.ID] = struct{}{}
			}
		}
	}
	return all
}

// Is reports whether any of these is among the reasons.
func (c *Case) Is(any ...Reason) bool { return slices.ContainsFunc(any, c.is) }

// Has reports whether the response is one of the case.
func (c *Case) Has(response string) bool {
	return response != "" && slices.ContainsFunc(c.Members, func(m Member) bool { return m.ID == response })
}
