package survey_test

import (
	"testing"

	"ashar/survey"
)

// BenchmarkStep is one step of an interview of 200 questions: an answer near its
// end is given and the next prompt made.
func BenchmarkStep(b *testing.B) {
	step(b, longForm(200))
}

// BenchmarkStepWithConditions is the same where every question hangs on a condition,
// and every second answer has a constraint that speaks of another one.
func BenchmarkStepWithConditions(b *testing.B) {
	q := longForm(200)
	var chosen string
	for i := range q.Questions {
		x := &q.Questions[i]
		if chosen != "" {
			x.Relevant = "selected(${" + chosen + "}, 't0') and ${" + chosen + "} != ''"
		}
		switch x.Kind {
		case survey.SelectMultiple:
			chosen = x.Name
		case survey.SelectOne, survey.TextAnswer:
			x.Constraint = "selected(${" + chosen + "}, 't0') or . != 't5'"
		}
	}
	step(b, q)
}

// step answers the last question of a form made by longForm, again and again.
func step(b *testing.B, q *survey.Questionnaire) {
	b.Helper()
	if err := q.Check(); err != nil {
		b.Fatal(err)
	}
	q.Prepare()
	iv := complete(b, q, begin(b, q))
	last := survey.Words("башка сөз")
	b.ReportAllocs()
	for b.Loop() {
		next, err := iv.Answer(q, "q199", last, noon)
		if err != nil {
			b.Fatal(err)
		}
		if p := next.Prompt(q); !p.Review {
			b.Fatalf("after the last answer the prompt is %+v, want the look-over", p)
		}
	}
}
