package survey

// Prompt is what a channel puts before the respondent next.
type Prompt struct {
	// Question is nil when the answers are looked over, and after sending.
	Question *Question
	// Label and Hint are the question's, with the answers that they speak of in
	// them. Sections are the labels of the groups that it stands in, outermost first.
	Label, Hint Text
	Sections    []Text
	// Choices is what may be chosen, ranked, rated or given points now, in the order
	// in which it is put before this respondent.
	Choices []Choice
	Levels  []Choice // the levels of a scale, lowest first
	Pairs   []Pair   // what is compared now, nothing said of it yet
	// Places is how many choices of a rank are to be placed.
	Places int
	// Value is what was given before, or the draft: what the screen shows.
	Value Value
	// Step counts from 1 to Steps; the look-over is the last one. Steps counts
	// the screens as the answers so far lead through them.
	Step, Steps int
	Review      bool // look over and send
	Sent        bool // nothing is left to do
	CanGoBack   bool
	CanSkip     bool
}

// Prompt says what is asked now.
func (iv Interview) Prompt(q *Questionnaire) Prompt {
	p := Prompt{Steps: 1}
	w := iv.walk(q)
	defer w.done()
	var now *stop
	for i := range w.stops {
		s := &w.stops[i]
		// A screen that hangs on a selection not yet made is counted as if it will come.
		if s.computed || !s.asked && !(w.pending(s) && w.relevant(s)) {
			continue
		}
		p.Steps++
		if now == nil {
			p.Step++
		}
		if s.question.Name == iv.At {
			now = s
		}
	}
	if iv.Sent() || now == nil {
		p.Step, p.Review, p.Sent = p.Steps, !iv.Sent(), iv.Sent()
		p.CanGoBack = p.Review
		return p
	}
	x := now.question
	p.Question, p.Levels = x, now.levels
	p.Label, p.Hint, p.Sections = w.fill(x.Label), w.fill(x.Hint), now.sections
	switch {
	case x.Kind == Pairwise:
		p.Pairs, p.Choices = w.pairs(now), w.offered(now)
	case x.Kind.Takes():
		p.Choices = w.inOrder(now, w.offered(now))
	}
	if x.Kind == Rank {
		p.Places = places(x, len(p.Choices))
	}
	p.CanGoBack = p.Step > 1
	p.CanSkip = x.Kind != Note && !w.required(now)
	switch {
	case iv.Draft != nil:
		p.Value = *iv.Draft
	case now.value != nil:
		p.Value = w.usable(now, *now.value)
	}
	return p
}
