package survey

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// Again keeps a second entry of a printed form, by somebody else than the first one's: it never counts, and what differs
// is noted. Its answers must be acceptable as those of a first entry are: else a *Problem. It is an ErrForbidden for
// whoever typed it first, an ErrExists where there is a second entry by somebody else, and an ErrClosed once the campaign
// is frozen. Done again by the same person it is as it was.
func (t *Typing) Again(ctx context.Context, c Campaign, form PaperForm, h Held) (PaperForm, error) {
	if c.Status != StatusOpen && c.Status != StatusClosed {
		return form, fmt.Errorf("survey: campaign %s: %w", c.ID, ErrClosed)
	}
	s, err := t.Session(ctx, c.ID, form.Interview)
	if err != nil {
		return form, err
	}
	r, err := t.intake.response(ctx, s)
	if err != nil {
		return form, err
	}
	answers, err := t.read(ctx, c, s, h)
	if err != nil {
		return form, err
	}
	for try := 1; ; try++ {
		switch {
		case form.State != PaperEntered:
			return form, &SerialTaken{Form: form}
		case form.By == h.Entered.By:
			return form, fmt.Errorf("survey: second entry: by whoever typed it first: %w", ErrForbidden)
		case form.Second != nil && form.Second.By == h.Entered.By:
			return form, nil
		case form.Second != nil:
			return form, fmt.Errorf("survey: second entry: %w", ErrExists)
		}
		second := SecondEntry{By: h.Entered.By, At: stamp(t.intake.now()), Answers: answers}
		for _, d := range readTwice(s.Questionnaire, r.Answers, answers) {
			second.Compared = append(second.Compared, d.Question)
			if !d.Same {
				second.Differing = append(second.Differing, d.Question)
			}
		}
		next := form
		next.Rev++
		next.Second = &second
		err := t.papers.SavePaperForm(ctx, next)
		if err == nil {
			return next, nil
		}
		if !errors.Is(err, ErrConflict) || try == maxTries {
			return form, fmt.Errorf("survey: second entry: %w", err)
		}
		if form, err = t.papers.PaperForm(ctx, form.ID); err != nil {
			return form, fmt.Errorf("survey: second entry: %w", err)
		}
	}
}

// read are the answers of a second entry in their normal form, as those of the first entry would be stored.
func (t *Typing) read(ctx context.Context, c Campaign, s Session, h Held) ([]Answer, error) {
	e, err := t.Entrance(ctx, c, s.Village)
	if err != nil {
		return nil, err
	}
	h.ID, h.Begun, h.Ended, h.Answers = s.origin(), s.Begun, s.Begun, h.complete(s.Questionnaire)
	now := t.intake.now()
	iv, _, err := h.interview(s.Questionnaire, e, s.ID, Interview{}, now)
	if err != nil {
		return nil, err
	}
	r, err := iv.Respond(s.Questionnaire, now)
	return r.Answers, err
}

// TwoReadings are what two entries of a form say to a question: the zero Value where that was passed over, or not asked.
type TwoReadings struct {
	Question      string
	First, Second Value
	Same          bool
}

// readTwice sets the answers of two entries side by side, in the questionnaire's order: each question that a person answers
// and that was asked in either. Files are not compared.
func readTwice(q *Questionnaire, first, second []Answer) []TwoReadings {
	a, b := answersOf(first), answersOf(second)
	var all []TwoReadings
	for i := range q.Questions {
		x := &q.Questions[i]
		if x.Kind == Note || x.Kind.Computed() || x.Kind.Stored() {
			continue
		}
		v, inFirst := a[x.Name]
		w, inSecond := b[x.Name]
		if inFirst || inSecond {
			all = append(all, TwoReadings{Question: x.Name, First: v, Second: w, Same: reflect.DeepEqual(v, w)})
		}
	}
	return all
}

// answersOf are answers by question, as they are compared: without search keys, and nothing for what was passed over.
func answersOf(answers []Answer) map[string]Value {
	by := make(map[string]Value, len(answers))
	for _, a := range answers {
		a.Value.Key, a.Value.Skipped = "", false
		by[a.Question] = a.Value
	}
	return by
}

// Differences are the questions in which the second entry of a form differed when it came and that nobody has settled,
// with what the first entry says now.
func (t *Typing) Differences(ctx context.Context, c Campaign, form PaperForm) (Session, []TwoReadings, error) {
	s, err := t.Session(ctx, c.ID, form.Interview)
	if err != nil {
		return s, nil, err
	}
	if form.Second == nil {
		return s, nil, fmt.Errorf("survey: second entry: %w", ErrNotFound)
	}
	r, err := t.intake.response(ctx, s)
	if err != nil {
		return s, nil, err
	}
	open := slices.DeleteFunc(readTwice(s.Questionnaire, r.Answers, form.Second.Answers), func(d TwoReadings) bool {
		return !form.Second.open(d.Question)
	})
	return s, open, nil
}

// open reports whether the entries differed in a question, and it is not settled.
func (e *SecondEntry) open(question string) bool {
	return slices.Contains(e.Differing, question) &&
		!slices.ContainsFunc(e.Settled, func(s Settlement) bool { return s.Question == question })
}

// Open is in how many questions the entries differ without being settled.
func (e *SecondEntry) Open() int { return len(e.Differing) - len(e.Settled) }

// Settle says of each question that is open what stands on the paper, and corrects the first entry where that is
// otherwise: by says who says so, as and anew what. It is an ErrInvalid where a question that is open is left out, a
// *Problem where the answers cannot stand together, and an ErrConflict where somebody else settled or corrected
// meanwhile. Broken off, it is done again.
func (t *Typing) Settle(ctx context.Context, c Campaign, form PaperForm, by string, as map[string]Reading, anew map[string]Value) (PaperForm, error) {
	s, open, err := t.Differences(ctx, c, form)
	if err != nil {
		return form, err
	}
	r, err := t.intake.response(ctx, s)
	if err != nil {
		return form, err
	}
	given, changed := answersOf(r.Answers), false
	next, second := form, *form.Second
	second.Settled = slices.Clone(second.Settled)
	for _, name := range form.Second.Differing {
		if !form.Second.open(name) {
			continue
		}
		i := slices.IndexFunc(open, func(d TwoReadings) bool { return d.Question == name })
		reading := as[name]
		if i < 0 && reading == "" {
			reading = ReadFirst // neither says anything of it any more
		}
		stands := given[name]
		switch reading {
		case ReadFirst:
		case ReadSecond:
			stands = Value{}
			if i >= 0 {
				stands = open[i].Second
			}
		case ReadAnew:
			stands = anew[name]
			stands.Skipped = false
		default:
			return form, fmt.Errorf("survey: settle: question %s: %w", name, ErrInvalid)
		}
		changed = changed || !reflect.DeepEqual(stands, given[name])
		given[name] = stands
		second.Settled = append(second.Settled, Settlement{Question: name, As: reading, By: by, At: stamp(t.intake.now())})
	}
	if changed {
		h := Held{Language: s.Language, Consent: s.Interview.Consent.Version, Edit: s.Edits + 1}
		for name, v := range given {
			if !v.IsZero() {
				h.Answers = append(h.Answers, Answer{Question: name, Value: v})
			}
		}
		done, err := t.Correct(ctx, c, s, h)
		switch {
		case err != nil:
			return form, err
		case !done.Stored:
			return form, fmt.Errorf("survey: settle: %w", ErrConflict)
		}
	}
	next.Rev++
	next.Second = &second
	if err := t.papers.SavePaperForm(ctx, next); err != nil {
		return form, fmt.Errorf("survey: settle: %w", err)
	}
	return next, nil
}

// Rate is in how many of the fields that were typed twice the two entries differed.
type Rate struct {
	Of                  string // the question, or the account of the first entry
	Compared, Differing int
	First               int // of those that differ: settled against the first entry
}

// Share is Differing / Compared, from 0 to 1: the rate of errors of double entry. (A slip that both made alike is not in
// it.)
func (r Rate) Share() float64 {
	if r.Compared == 0 {
		return 0
	}
	return float64(r.Differing) / float64(r.Compared)
}

// Rates counts second entries: in all, by question, and by who typed first, each in the order of its name.
func Rates(forms []PaperForm) (all Rate, byQuestion, byAccount []Rate) {
	questions, accounts := map[string]Rate{}, map[string]Rate{}
	for _, f := range forms {
		if f.Second == nil {
			continue
		}
		for _, name := range f.Second.Compared {
			one := Rate{Compared: 1}
			if slices.Contains(f.Second.Differing, name) {
				one.Differing = 1
			}
			if slices.ContainsFunc(f.Second.Settled, func(s Settlement) bool { return s.Question == name && s.As != ReadFirst }) {
				one.First = 1
			}
			all = all.plus(one)
			questions[name], accounts[f.By] = questions[name].plus(one), accounts[f.By].plus(one)
		}
	}
	return all, listed(questions), listed(accounts)
}

func (r Rate) plus(o Rate) Rate {
	return Rate{r.Of, r.Compared + o.Compared, r.Differing + o.Differing, r.First + o.First}
}

func listed(by map[string]Rate) []Rate {
	var all []Rate
	for of, r := range by {
		r.Of = of
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b Rate) int { return cmp.Compare(a.Of, b.Of) })
	return all
}
