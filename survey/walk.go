package survey

import (
	"slices"
	"strconv"
	"time"

	"ashar/survey/expression"
)

// stop is one question as this respondent meets it on the way through.
type stop struct {
	*step
	asked  bool   // the answers so far lead to it
	answer int    // where in Interview.Answers its answer is, or would be put
	value  *Value // the answer stored there, valid or not; nil if there is none
	shown  bool   // the question is asked, and the answer is one of what it offers
	given  bool   // it is shown, and the answer valid
}

// asks reports whether the respondent is to be asked it.
func (s *stop) asks() bool { return s.asked && !s.computed }

// pending reports whether it hangs on a selection that is asked and not yet made.
func (w *walk) pending(s *stop) bool {
	if s.of < 0 {
		return false
	}
	of := &w.stops[s.of]
	return !of.shown && (of.asked || w.relevant(of) && w.pending(of))
}

// walk leads through the whole questionnaire once, asked or not. Nearly all of a
// step's time goes here, so it is done without looking anything up by name. And it
// trusts what Answer accepted: a version never changes, so that only answers that
// hang on another one can have become invalid since.
//
// It is also what expressions see: the answers that are shown.
type walk struct {
	plan  *plan
	iv    *Interview
	led   Interview // with whose answers the way was led
	stops []stop
	// values are the answers as expressions see them, by place, each made when it is
	// first asked for; computed ones when they are worked out.
	values []expression.Value
	self   expression.Value
	column *Choice
}

var _ expression.Environment = (*walk)(nil)

// walk leads through the questionnaire with the answers of an interview. Whoever
// asks for it calls done in the end.
func (iv *Interview) walk(q *Questionnaire) *walk {
	p := q.plan
	if p == nil {
		p = newPlan(q)
	}
	w, _ := p.walks.Get().(*walk)
	if w == nil {
		w = &walk{plan: p, stops: make([]stop, len(p.steps))}
		for i := range w.stops {
			w.stops[i].step = &p.steps[i]
		}
		if p.evaluates {
			w.values = make([]expression.Value, len(p.steps))
		}
	}
	if w.leads(iv) {
		w.iv = iv
	} else {
		w.lead(iv)
	}
	return w
}

// leads reports whether the walk has led this very way before, as when what comes
// next is asked after a step. Answers are never changed in place, so that the same
// ones are the same.
func (w *walk) leads(iv *Interview) bool {
	a, b := w.led.Answers, iv.Answers
	return len(a) > 0 && len(a) == len(b) && &a[0] == &b[0] && w.led.ID == iv.ID && w.led.Seed == iv.Seed && w.led.Language == iv.Language &&
		w.led.Zone == iv.Zone && w.led.Begun.Equal(iv.Begun) && w.led.Updated.Equal(iv.Updated)
}

// done ends the walk: neither it nor its stops are used any more.
func (w *walk) done() {
	w.iv = nil
	w.plan.walks.Put(w)
}

// lead walks the way of an interview, in the room that another walk may have left.
func (w *walk) lead(iv *Interview) {
	w.match(iv)
	clear(w.values)
	for i := range w.stops { // of the one who was led before
		w.stops[i].shown = false
	}
	for _, i := range w.plan.order {
		w.visit(i)
	}
	for i := range w.stops {
		w.judge(&w.stops[i])
	}
}

// match finds every question's answer.
func (w *walk) match(iv *Interview) {
	w.iv, w.led = iv, *iv
	next := 0 // in Answers, which have the questionnaire's order
	for i := range w.stops {
		s := &w.stops[i]
		s.answer, s.value = next, nil
		if next < len(iv.Answers) && iv.Answers[next].Question == s.question.Name {
			s.value = &iv.Answers[next].Value
			next++
		}
	}
}

// visit finds out whether a question is asked and its answer shown, once this is
// known of all that it hangs on.
func (w *walk) visit(i int) {
	s := &w.stops[i]
	s.shown = false
	if s.asked = w.relevant(s); !s.asked {
		return
	}
	switch {
	case s.computed:
		w.values[i] = w.work(s)
		s.shown = true
	case s.varies:
		s.asked = w.count(s) >= s.least
		s.shown = s.asked && s.value != nil && w.fits(s)
	default:
		s.shown = s.value != nil
	}
}

// relevant reports whether the answers so far make the question one to ask.
func (w *walk) relevant(s *stop) bool {
	for _, r := range s.step.relevant {
		if !r.Holds(w) {
			return false
		}
	}
	return true
}

// judge finds out whether an answer is valid, once all are known that are shown.
func (w *walk) judge(s *stop) {
	s.given = s.shown
	switch {
	case !s.given || s.computed:
	case s.value.Skipped:
		s.given = s.question.Kind == Note || !w.required(s)
	case s.rechecked:
		s.given = w.meets(s, *s.value)
	}
}

// required reports whether the question cannot be skipped.
func (w *walk) required(s *stop) bool {
	return s.question.Required || s.required != nil && s.required.Holds(w)
}

// meets reports whether a value meets the question's constraint. One that was
// skipped does.
func (w *walk) meets(s *stop, v Value) bool {
	if s.constraint == nil || v.Skipped {
		return true
	}
	w.self = seen(s.question.Kind, &v)
	met := s.constraint.Holds(w)
	w.self = expression.Value{}
	return met
}

// work is what a computed value comes to.
func (w *walk) work(s *stop) expression.Value {
	switch s.question.Kind {
	case Start:
		return expression.Str(w.iv.local(w.iv.Begun).Format(time.RFC3339))
	case Today:
		return expression.Day(w.iv.local(w.iv.Begun).Format(time.DateOnly))
	case End: // nobody sees it before it is sent
		return expression.Value{}
	}
	if s.calculation == nil {
		return expression.Value{}
	}
	if s.value != nil { // kept by once()
		w.self = seen(Calculate, s.value)
	}
	v := s.calculation.Eval(w)
	w.self = expression.Value{}
	return v
}

// Value is what ${name} stands for.
func (w *walk) Value(slot int) expression.Value {
	switch {
	case slot == w.plan.self():
		return w.self
	case slot >= len(w.stops):
		return w.row(w.plan.cells[slot-len(w.stops)])
	}
	s := &w.stops[slot]
	switch {
	case !s.shown:
		return expression.Value{}
	case w.values == nil: // no expression asks, only a text
		return seen(s.question.Kind, s.value)
	}
	if v := &w.values[slot]; v.IsEmpty() && !s.computed {
		*v = seen(s.question.Kind, s.value)
	}
	return w.values[slot]
}

// row is what one thing of a scale or of points was given.
func (w *walk) row(c cell) expression.Value {
	s := &w.stops[c.step]
	if !s.shown {
		return expression.Value{}
	}
	l := s.value.LevelOf(c.choice)
	switch {
	case l < 1:
		return expression.Value{}
	case s.question.Kind == Points:
		return expression.Num(float64(l))
	case l > len(s.levels):
		return expression.Value{}
	}
	return expression.Str(s.levels[l-1].Name)
}

// Self is the answer being judged, or the value that once() kept.
func (w *walk) Self() expression.Value { return w.self }

// Column is what stands in a column of the choice being filtered.
func (w *walk) Column(name string) string {
	switch {
	case w.column == nil:
		return ""
	case name == "name":
		return w.column.Name
	}
	return w.column.Columns[name]
}

// Today is the day of the interview's last step, where the service stands.
func (w *walk) Today() string { return w.Now().Format(time.DateOnly) }

// Now is the time of the interview's last step.
func (w *walk) Now() time.Time { return w.iv.local(w.iv.Updated) }

// Label is what a choice of a question is called in the interview's language.
func (w *walk) Label(slot int, name string) string {
	if slot < len(w.stops) {
		for _, c := range w.stops[slot].choices {
			if c.Name == name {
				return c.Label.In(w.iv.Language, w.plan.language)
			}
		}
	}
	return name
}

// seen is a value as expressions see it.
func seen(kind Kind, v *Value) expression.Value {
	switch {
	case v.Skipped:
		return expression.Value{}
	case kind == SelectOne && len(v.Choices) == 1:
		return expression.Str(v.Choices[0])
	case kind == SelectMultiple || kind == Rank:
		return expression.Chosen(v.Choices)
	case v.Number != "":
		n, err := strconv.ParseFloat(v.Number, 64)
		if err != nil {
			return expression.Value{}
		}
		return expression.Num(n)
	case v.Date != "":
		return expression.Day(v.Date)
	case v.Point != nil:
		return expression.Str(v.Point.String())
	case v.File != nil:
		return expression.Str(v.File.ID)
	}
	return expression.Str(v.Text)
}

// stopAt returns the stop of this name, or nil.
func (w *walk) stopAt(question string) *stop {
	if i, known := w.plan.slots[question]; known && i < len(w.stops) {
		return &w.stops[i]
	}
	return nil
}

// reach returns the named question if it may be answered now: it is asked, and
// nothing asked before it still lacks an answer.
func (w *walk) reach(question string) (*stop, error) {
	for i := range w.stops {
		s := &w.stops[i]
		if !s.asks() {
			continue
		}
		if s.question.Name == question {
			return s, nil
		}
		if !s.given {
			break
		}
	}
	return nil, &Problem{Question: question, Code: NotAsked}
}

// missing returns the first question that is asked and has no valid answer; ""
// when all have one.
func (w *walk) missing() string {
	for i := range w.stops {
		if s := &w.stops[i]; s.asks() && !s.given {
			return s.question.Name
		}
	}
	return ""
}

// with returns the interview with the value as the answer at this stop.
func (iv Interview) with(s *stop, v Value) Interview {
	rest := s.answer
	if s.value != nil {
		rest++
	}
	given := Answer{Question: s.question.Name, Value: v}
	iv.Answers = slices.Concat(iv.Answers[:s.answer], []Answer{given}, iv.Answers[rest:])
	return iv
}
