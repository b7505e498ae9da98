package survey

import (
	"iter"
	"slices"
)

// stop is one question as this respondent meets it on the way through.
type stop struct {
	question *Question
	asked    bool   // the answers so far lead to it
	answer   int    // where in Interview.Answers its answer is, or would be put
	value    *Value // the answer stored there, valid or not; nil if there is none
	given    bool   // the question is asked, and the answer valid
	// of is what was selected before, where that is ranked or rated now.
	of selection
}

// selection is an answered select_multiple; the zero selection is one not made.
type selection struct {
	question *Question
	made     *Value
}

// choices returns what is put before the respondent.
func (s stop) choices(q *Questionnaire) []Choice {
	if s.question.Of == "" {
		return q.Choices(s.question.List)
	}
	var selected []Choice
	for _, c := range s.of.choices(q) {
		if s.of.made.Has(c.Name) && !c.Exclusive {
			selected = append(selected, c)
		}
	}
	return selected
}

// accept checks a new answer; see Question.accept.
func (s stop) accept(q *Questionnaire, v Value) (Value, error) {
	return s.question.accept(v, s.choices(q), len(q.Choices(s.question.List)))
}

// pending reports whether it hangs on a selection not yet made if it is asked.
func (s stop) pending() bool { return s.question.Of != "" && s.of.made == nil }

// route leads through the whole questionnaire once, asked or not, in its order.
// Nearly all of a step's time goes here, so it is done without looking anything
// up by name, save a selection that is ranked or rated, which is mostly the one
// before. And it trusts what Answer accepted: a version never changes, so that
// only answers that hang on another one can have become invalid since.
func (iv Interview) route(q *Questionnaire) iter.Seq[stop] {
	return func(yield func(stop) bool) {
		var selections []selection
		next := 0 // in Answers, which have the questionnaire's order
		for i := range q.Questions {
			x := &q.Questions[i]
			s := stop{question: x, asked: true, answer: next}
			if next < len(iv.Answers) && iv.Answers[next].Question == x.Name {
				s.value = &iv.Answers[next].Value
				next++
			}
			s.given = s.value != nil
			if x.Of != "" {
				s.of = latest(selections, x.Of)
				s.asked = s.of.count(q) >= x.least()
				s.given = s.asked && s.given && s.value.covers(s.of.made)
			}
			if x.Kind == SelectMultiple && s.given {
				selections = append(selections, selection{question: x, made: s.value})
			}
			if !yield(s) {
				return
			}
		}
	}
}

// least is the number of choices from which it makes sense to rank or to rate.
func (x *Question) least() int {
	if x.Kind == Rank {
		return 2
	}
	return 1
}

// latest returns the last selection made of this name.
func latest(made []selection, name string) selection {
	for _, s := range slices.Backward(made) {
		if s.question.Name == name {
			return s
		}
	}
	return selection{}
}

func (s selection) choices(q *Questionnaire) []Choice {
	if s.made == nil {
		return nil
	}
	return q.Choices(s.question.List)
}

// count returns how many choices can be ranked or rated: all that were made, or
// none if it is the exclusive one, which stands alone.
func (s selection) count(q *Questionnaire) int {
	if s.made == nil {
		return 0
	}
	if n := len(s.made.Choices); n != 1 {
		return n
	}
	only := s.made.Choices[0]
	if slices.ContainsFunc(s.choices(q), func(c Choice) bool { return c.Exclusive && c.Name == only }) {
		return 0
	}
	return 1
}

// covers reports whether an answer accepted before was skipped, or ranks or rates
// just what is selected now.
func (v *Value) covers(selected *Value) bool {
	if v.Skipped {
		return true
	}
	if len(v.Choices)+len(v.Levels) != len(selected.Choices) {
		return false
	}
	for _, name := range selected.Choices {
		if !v.Has(name) && v.LevelOf(name) == 0 {
			return false
		}
	}
	return true
}

// reach returns the named question if it may be answered now: it is asked, and
// nothing asked before it still lacks an answer.
func (iv Interview) reach(q *Questionnaire, question string) (stop, error) {
	for s := range iv.route(q) {
		if !s.asked {
			continue
		}
		if s.question.Name == question {
			return s, nil
		}
		if !s.given {
			break
		}
	}
	return stop{}, &Problem{Question: question, Code: NotAsked}
}

// missing returns the first question that is asked and has no valid answer; ""
// when all have one.
func (iv Interview) missing(q *Questionnaire) string {
	for s := range iv.route(q) {
		if s.asked && !s.given {
			return s.question.Name
		}
	}
	return ""
}

// with returns the interview with the value as the answer at this stop.
func (iv Interview) with(s stop, v Value) Interview {
	rest := s.answer
	if s.value != nil {
		rest++
	}
	given := Answer{Question: s.question.Name, Value: v}
	iv.Answers = slices.Concat(iv.Answers[:s.answer], []Answer{given}, iv.Answers[rest:])
	return iv
}
