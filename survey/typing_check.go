package survey

import (
	"errors"
	"slices"
)

// Check judges all that was typed of an interview at once, so that it can be mended at once: what cannot be accepted, in
// the questionnaire's order, and which questions were answered that the other answers do not lead to. Nothing is kept.
// Where there are no problems Take accepts the answers.
func (t *Typing) Check(e Entrance, h Held) (problems []*Problem, ignored []string) {
	now := t.intake.now()
	q := e.Questionnaire
	begun := within(h.Begun, e.Campaign.Opens, now)
	iv, err := h.begin(q, e, h.ID, Interview{}, begun.In(now.Location()))
	if err != nil {
		p, _ := errors.AsType[*Problem](err)
		return []*Problem{p}, nil
	}
	iv = iv.touched(within(h.Ended, begun, now))
	w := iv.walk(q)
	defer w.done()
	wrong := map[string]*Problem{}
	// As in Held.interview; but what cannot be accepted is passed over.
	for range 2 * len(q.Questions) {
		i := slices.IndexFunc(w.stops, func(s stop) bool { return s.asks() && !s.given && wrong[s.question.Name] == nil })
		if i < 0 {
			break
		}
		s := &w.stops[i]
		v, err := w.accept(s, h.answerTo(s.question))
		if err != nil {
			wrong[s.question.Name], _ = errors.AsType[*Problem](err)
			continue
		}
		iv = iv.with(s, v)
		w.lead(&iv)
	}
	for i := range w.stops {
		s := &w.stops[i]
		switch given := h.answerTo(s.question); {
		case s.asks() && wrong[s.question.Name] != nil:
			problems = append(problems, wrong[s.question.Name])
		case !s.asked && !s.computed && !given.Skipped && !given.IsZero() && !blank(s.question, given):
			ignored = append(ignored, s.question.Name)
		}
	}
	return problems, ignored
}

// complete are the answers to all questions: what was left empty was passed over.
func (h *Held) complete(q *Questionnaire) []Answer {
	all := make([]Answer, 0, len(q.Questions))
	for i := range q.Questions {
		if x := &q.Questions[i]; x.Kind != Note && !x.Kind.Computed() {
			all = append(all, Answer{Question: x.Name, Value: h.answerTo(x)})
		}
	}
	return all
}

// answerTo is what was given to a question; nothing stands for having passed it over.
func (h *Held) answerTo(x *Question) Value {
	for _, a := range h.Answers {
		if a.Question == x.Name {
			return a.Value
		}
	}
	return Skip()
}
