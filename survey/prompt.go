package survey

// Prompt is what a channel puts before the respondent next.
type Prompt struct {
	// Question is nil when the answers are looked over, and after sending.
	Question *Question
	Choices  []Choice // what may be chosen, ranked or rated now
	Levels   []Choice // the levels of a scale, lowest first
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
	at := -1
	if iv.At != "" {
		at = q.index(iv.At)
	}
	answered := iv.selected(q)
	for i := range q.Questions {
		x := &q.Questions[i]
		if !iv.asked(q, x) && answered[x.Of] {
			continue
		}
		p.Steps++
		if at < 0 || i <= at {
			p.Step++
		}
	}
	if iv.Sent() || at < 0 {
		p.Step, p.Review, p.Sent = p.Steps, !iv.Sent(), iv.Sent()
		p.CanGoBack = p.Review
		return p
	}
	x := &q.Questions[at]
	p.Question = x
	p.Choices = iv.offered(q, x)
	if x.Kind == Scale {
		p.Levels = q.Choices(x.List)
	}
	p.CanGoBack = p.Step > 1
	p.CanSkip = !x.Required
	if iv.Draft != nil {
		p.Value = *iv.Draft
	} else if v, ok := iv.stored(x.Name); ok {
		p.Value = usable(v, p.Choices, len(p.Levels))
	}
	return p
}

// selected tells which selections were answered. The screens that hang on one
// that was not are counted as if they will come.
func (iv Interview) selected(q *Questionnaire) map[string]bool {
	answered := map[string]bool{}
	for i := range q.Questions {
		if x := &q.Questions[i]; x.Kind == SelectMultiple {
			_, answered[x.Name] = iv.Given(q, x.Name)
		}
	}
	return answered
}
