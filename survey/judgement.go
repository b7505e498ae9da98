package survey

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Verdict is what those who run a campaign found of a response that they looked at.
type Verdict string

// The verdicts. A response without one counts.
const (
	Accepted Verdict = "accepted" // it counts, odd as it looked
	Excluded Verdict = "excluded" // it does not count
	Merged   Verdict = "merged"   // it does not count: another one is of the same respondent, and does
)

// Verdicts lists them.
func Verdicts() []Verdict { return []Verdict{Accepted, Excluded, Merged} }

// MaxWhy is how long the reason of a judgement may be, in runes.
const MaxWhy = 500

// Judgement is a verdict, and why and by whom it was given.
type Judgement struct {
	Verdict Verdict   `json:"verdict" bson:"verdict"`
	Into    string    `json:"into,omitempty" bson:"into,omitempty"` // the response that counts, where this one was merged
	Why     string    `json:"why,omitempty" bson:"why"`
	By      string    `json:"by" bson:"by"` // the account
	At      time.Time `json:"at" bson:"at"`
}

// Coding says for which needs an answer in the respondent's own words stands, as those who run the campaign read it: by
// their codes, the most important first; none means that it names no need.
type Coding struct {
	Question string   `json:"question" bson:"question"`
	Needs    []string `json:"needs" bson:"needs"`
	By       string   `json:"by,omitempty" bson:"by,omitempty"` // the account
}

// Entry says how a response came in that somebody else typed: see Assisted and Paper.
type Entry struct {
	By     string `json:"by" bson:"by"`                             // the account of whoever typed it
	Serial string `json:"serial,omitempty" bson:"serial,omitempty"` // the number on the paper, if it was on paper
	Batch  string `json:"batch,omitempty" bson:"batch,omitempty"`   // the table that it came in, if it did
}

// Judge gives the response a judgement in place of the one before; nil takes it back. Nothing is deleted: what does
// not count is kept. It is an ErrInvalid without a reason (but to accept, none is needed) and for a response that is to
// be merged into itself or into none.
func (r *Response) Judge(j *Judgement) error {
	if j != nil {
		j.Why = strings.TrimSpace(j.Why)
		switch n := len([]rune(j.Why)); {
		case !slices.Contains(Verdicts(), j.Verdict):
			return fmt.Errorf("survey: judge a response: verdict %q: %w", j.Verdict, ErrInvalid)
		case (j.Verdict == Merged) != (j.Into != "") || j.Into == r.ID:
			return fmt.Errorf("survey: judge a response: into which it is merged: %w", ErrInvalid)
		case n > MaxWhy || n == 0 && j.Verdict != Accepted:
			return fmt.Errorf("survey: judge a response: a reason of %d letters, 1 to %d are wanted: %w", n, MaxWhy, ErrInvalid)
		}
		at := *j
		at.At = stamp(j.At)
		j = &at
	}
	r.Judgement = j
	r.Looks++
	return nil
}

// Counts reports whether the response counts.
func (r *Response) Counts() bool {
	return r.Judgement == nil || r.Judgement.Verdict == Accepted
}

// Code says for which needs the answer to a question stands, in place of what was said before; nil takes that back.
func (r *Response) Code(question string, c *Coding) {
	r.Coded = slices.DeleteFunc(slices.Clone(r.Coded), func(before Coding) bool { return before.Question == question })
	if c != nil {
		r.Coded = append(r.Coded, Coding{Question: question, Needs: slices.Clone(c.Needs), By: c.By})
	}
	slices.SortFunc(r.Coded, func(a, b Coding) int { return strings.Compare(a.Question, b.Question) })
	r.Looks++
}

// CodedAs returns for which needs the answer to a question stands, and whether anybody has said so.
func (r *Response) CodedAs(question string) (needs []string, ok bool) {
	for _, c := range r.Coded {
		if c.Question == question {
			return c.Needs, true
		}
	}
	return nil, false
}

// CodingOf returns what was said of the answer to a question, by whom too; nil where nobody has.
func (r *Response) CodingOf(question string) *Coding {
	for i := range r.Coded {
		if r.Coded[i].Question == question {
			c := r.Coded[i]
			return &c
		}
	}
	return nil
}

// Revision grows whenever the response is corrected, judged or coded.
func (r *Response) Revision() int { return r.Edits + r.Looks }

// After gives the response what was found of the edit of it before: the judgement, and the codings of what it still says
// in the same words.
func (r *Response) After(before *Response) {
	r.Judgement, r.Looks, r.Coded = before.Judgement, before.Looks, nil
	for _, c := range before.Coded {
		was, _ := before.Answer(c.Question)
		if is, ok := r.Answer(c.Question); ok && is.Text == was.Text {
			r.Coded = append(r.Coded, c)
		}
	}
}
