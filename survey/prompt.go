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
	var now stop
	for s := range iv.route(q) {
		// A screen that hangs on a selection not yet made is counted as if it will come.
		if !s.asked && !s.pending() {
			continue
		}
		p.Steps++
		if now.question == nil {
			p.Step++
		}
		if s.question.Name == iv.At {
			now = s
		}
	}
	if iv.Sent() || now.question == nil {
		p.Step, p.Review, p.Sent = p.Steps, !iv.Sent(), iv.Sent()
		p.CanGoBack = p.Review
		return p
	}
	p.Question = now.question
	p.Choices = now.choices(q)
	if p.Question.Kind == Scale {
		p.Levels = q.Choices(p.Question.List)
	}
	p.CanGoBack = p.Step > 1
	p.CanSkip = !p.Question.Required
	switch {
	case iv.Draft != nil:
		p.Value = *iv.Draft
	case now.value != nil:
		p.Value = usable(*now.value, p.Choices, len(p.Levels))
	}
	return p
}
