package survey_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/survey"
)

// TestInterviewHolds takes random steps, sensible and senseless ones, through
// random questionnaires. After each of them the interview is whole, and in the
// end it can be finished, whatever happened on the way.
func TestInterviewHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawForm(t)
		iv := begin(t, q)
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			iv = drawStep(t, q, iv)
			wantWhole(t, q, iv)
		}
		iv = complete(t, q, saved(t, iv))
		wantWhole(t, q, iv)
		r, err := iv.Respond(q, noon)
		if err != nil {
			t.Fatalf("Respond at the look-over: %v", err)
		}
		wantSatisfied(t, q, r)
	})
}

// TestBackUndoesNothing goes back by any number of screens: every answer is
// still there, and giving the one shown again leads to where it was.
func TestBackUndoesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawForm(t)
		iv := begin(t, q)
		for range rapid.IntRange(0, len(q.Questions)).Draw(t, "answered") {
			if p := iv.Prompt(q); p.Question != nil {
				iv = give(t, q, iv, answer(p.Question.Name, plain(p)))
			}
		}
		at, answers := iv.At, iv.Answers
		for range rapid.IntRange(1, 4).Draw(t, "back") {
			var err error
			if iv, err = iv.Back(q, noon); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(answers, iv.Answers); diff != "" {
			t.Fatalf("going back changed the answers (-before +after):\n%s", diff)
		}
		v, given := iv.Given(q, iv.At)
		if !given {
			if iv.At != at {
				t.Fatalf("went back from %q to %q, which has no answer", at, iv.At)
			}
			return
		}
		if diff := cmp.Diff(iv.Prompt(q).Value, v); diff != "" {
			t.Fatalf("the screen does not show what was given (-shown +given):\n%s", diff)
		}
		iv = give(t, q, iv, answer(iv.At, v))
		if diff := cmp.Diff(answers, iv.Answers); diff != "" || iv.At != at {
			t.Fatalf("the same answer again leads to %q, want %q; the answers changed:\n%s", iv.At, at, diff)
		}
	})
}

// FuzzAnswer gives one question after another whatever the bytes say.
func FuzzAnswer(f *testing.F) {
	f.Add("needs\x00water roads\x00\x00\norder\x00roads water\x00\x00\n\x00\x00\x00\ngrave\x00\x00water 5 roads 1\x00")
	f.Add("needs\x00none\x00\x00\nsex\x00male\x00\x00\nage\x0029+\x00\x00\nwish\x00\x00\x00жол")
	f.Add("needs\x00water water\x00water -1\x00\xff\nneeds\x00\x00\x00 ")
	f.Fuzz(func(t *testing.T, script string) {
		q := villageNeeds()
		iv := begin(t, q)
		for line := range strings.Lines(script) {
			parts := strings.SplitN(strings.TrimSuffix(line, "\n"), "\x00", 4)
			if len(parts) < 4 {
				continue
			}
			v := survey.Value{Choices: strings.Fields(parts[1]), Text: parts[3]}
			marks := strings.Fields(parts[2])
			for i := 0; i+1 < len(marks); i += 2 {
				var level int
				fmt.Sscan(marks[i+1], &level) //nolint:errcheck // no number is the level 0
				v.Levels = append(v.Levels, survey.Level{Choice: marks[i], Level: level})
			}
			question := parts[0]
			if question == "" {
				question = iv.At
			}
			if next, err := iv.Keep(q, question, v, noon); err == nil {
				saved(t, next)
			}
			next, err := iv.Answer(q, question, v, noon)
			if err != nil {
				continue
			}
			iv = saved(t, next)
			wantWhole(t, q, iv)
		}
		iv = complete(t, q, iv)
		r, err := iv.Respond(q, noon)
		if err != nil {
			t.Fatalf("Respond at the look-over: %v", err)
		}
		wantSatisfied(t, q, r)
	})
}

// drawForm is a random valid questionnaire with questions of every kind.
func drawForm(t *rapid.T) *survey.Questionnaire {
	q := &survey.Questionnaire{
		ID: "drawn", Version: "1", Languages: []string{"ky"}, Title: text1("Суроо"),
		Consent: survey.Consent{Version: "c1", Text: text1("Макулсузбу?")},
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "lists") {
		l := survey.List{Name: fmt.Sprintf("list%d", i)}
		for j := range rapid.IntRange(1, 5).Draw(t, "choices") {
			l.Choices = append(l.Choices, survey.Choice{
				Name: fmt.Sprintf("c%d", j), Label: text1("Тандоо"),
				Exclusive: j > 0 && rapid.IntRange(0, 3).Draw(t, "exclusive") == 0,
			})
		}
		q.Lists = append(q.Lists, l)
	}
	var selections []string
	for i := range rapid.IntRange(1, 8).Draw(t, "questions") {
		x := survey.Question{Name: fmt.Sprintf("q%d", i), Label: text1("Суроо"), Required: rapid.Bool().Draw(t, "required")}
		kinds := []survey.Kind{survey.SelectOne, survey.SelectMultiple, survey.TextAnswer}
		if len(selections) > 0 {
			kinds = append(kinds, survey.Rank, survey.Scale)
		}
		x.Kind = rapid.SampledFrom(kinds).Draw(t, "kind")
		switch x.Kind {
		case survey.Rank, survey.Scale:
			x.Of = rapid.SampledFrom(selections).Draw(t, "of")
		case survey.SelectMultiple:
			x.Max = rapid.IntRange(0, 3).Draw(t, "max")
			selections = append(selections, x.Name)
		case survey.TextAnswer:
			x.Max = rapid.SampledFrom([]int{0, 5}).Draw(t, "max")
		}
		if x.Kind != survey.Rank && x.Kind != survey.TextAnswer {
			x.List = rapid.SampledFrom(q.Lists).Draw(t, "list").Name
		}
		q.Questions = append(q.Questions, x)
	}
	if err := q.Check(); err != nil {
		t.Fatalf("the questionnaire drawn is not valid: %v", err)
	}
	return q
}

// drawStep takes one random step. It may be refused: then nothing changes.
func drawStep(t *rapid.T, q *survey.Questionnaire, iv survey.Interview) survey.Interview {
	name := func(x survey.Question) string { return x.Name }
	question := iv.At
	if question == "" || rapid.IntRange(0, 3).Draw(t, "elsewhere") == 0 {
		question = rapid.Map(rapid.SampledFrom(q.Questions), name).Draw(t, "question")
	}
	var next survey.Interview
	var err error
	switch rapid.IntRange(0, 9).Draw(t, "step") {
	case 0:
		next, err = iv.Back(q, noon)
	case 1:
		next, err = iv.GoTo(q, question, noon)
	case 2:
		next, err = iv.Speak(q, rapid.SampledFrom([]string{"ky", "xx"}).Draw(t, "language"), noon)
	case 3:
		next, err = iv.Keep(q, question, drawValue(t, q, iv), noon)
	case 4, 5:
		if p := iv.Prompt(q); p.Question != nil {
			next, err = iv.Answer(q, iv.At, plain(p), noon)
			if err != nil {
				t.Fatalf("the plainest answer to %q is refused: %v", iv.At, err)
			}
			break
		}
		fallthrough
	default:
		v := drawValue(t, q, iv)
		next, err = iv.Answer(q, question, v, noon)
		if err == nil {
			wantAccepted(t, q, next, question)
		}
	}
	if err != nil {
		return iv
	}
	return next
}

func drawValue(t *rapid.T, q *survey.Questionnaire, iv survey.Interview) survey.Value {
	names := []string{"", "nothing"}
	for _, c := range iv.Prompt(q).Choices {
		names = append(names, c.Name, c.Name) // more often sense than nonsense
	}
	name := rapid.SampledFrom(names)
	level := rapid.Custom(func(t *rapid.T) survey.Level {
		return survey.Level{Choice: name.Draw(t, "of"), Level: rapid.IntRange(-1, 6).Draw(t, "level")}
	})
	return survey.Value{
		Choices: rapid.SliceOfN(name, 0, 4).Draw(t, "choices"),
		Levels:  rapid.SliceOfN(level, 0, 4).Draw(t, "levels"),
		Text:    rapid.SampledFrom([]string{"", " ", "сөз", "алты сөз", "\xff"}).Draw(t, "text"),
		Skipped: rapid.IntRange(0, 5).Draw(t, "skipped") == 0,
	}
}

// wantAccepted proves that an answer just given is kept in the one form in which
// giving it again changes nothing.
func wantAccepted(t *rapid.T, q *survey.Questionnaire, iv survey.Interview, question string) {
	v, given := iv.Given(q, question)
	if !given {
		t.Fatalf("the answer to %s was accepted, and is not given", question)
	}
	again := give(t, q, iv, answer(question, v))
	if diff := cmp.Diff(iv, again); diff != "" {
		t.Fatalf("the answer as it is kept, given again, changes something:\n%s", diff)
	}
}

// wantWhole proves what holds of every interview between two steps.
func wantWhole(t rapid.TB, q *survey.Questionnaire, iv survey.Interview) {
	t.Helper()
	last := -1
	for _, a := range iv.Answers {
		i := slices.IndexFunc(q.Questions, func(x survey.Question) bool { return x.Name == a.Question })
		if i <= last {
			t.Fatalf("the answers are not in the questionnaire's order, each once: %+v", iv.Answers)
		}
		last = i
	}
	p := iv.Prompt(q)
	if p.Step < 1 || p.Step > p.Steps || p.Steps > len(q.Questions)+1 {
		t.Fatalf("step %d of %d in %d questions", p.Step, p.Steps, len(q.Questions))
	}
	if p.Review != (iv.At == "") || p.Review != (p.Question == nil) || p.Sent {
		t.Fatalf("at %q the prompt is %+v", iv.At, p)
	}
	if p.Question == nil {
		if p.Step != p.Steps || !p.CanGoBack {
			t.Fatalf("the look-over is step %d of %d, back %t", p.Step, p.Steps, p.CanGoBack)
		}
		return
	}
	if p.Question.Name != iv.At || p.CanSkip == p.Question.Required || p.CanGoBack != (p.Step > 1) {
		t.Fatalf("at %q the prompt is %+v", iv.At, p)
	}
	// What is asked can be answered, and everything before it is.
	if _, err := iv.Answer(q, iv.At, plain(p), noon); err != nil {
		t.Fatalf("at %q the plainest answer is refused: %v", iv.At, err)
	}
	for _, n := range p.Value.Choices {
		if !slices.ContainsFunc(p.Choices, func(c survey.Choice) bool { return c.Name == n }) {
			t.Fatalf("at %q the screen shows %q as given, which is not offered", iv.At, n)
		}
	}
}

// wantSatisfied holds a response against the questionnaire, by rules written
// down here once more.
func wantSatisfied(t rapid.TB, q *survey.Questionnaire, r survey.Response) {
	t.Helper()
	answers := r.Answers
	for i := range q.Questions {
		x := &q.Questions[i]
		offered := q.Choices(x.List)
		if x.Of != "" {
			chosen, _ := r.Answer(x.Of)
			offered = slices.DeleteFunc(slices.Clone(q.Choices(q.Question(x.Of).List)), func(c survey.Choice) bool {
				return c.Exclusive || !slices.Contains(chosen.Choices, c.Name)
			})
			if len(offered) == 0 || x.Kind == survey.Rank && len(offered) == 1 {
				continue // not asked
			}
		}
		if len(answers) == 0 || answers[0].Question != x.Name {
			t.Fatalf("the answer to %s is missing or in another place: %+v", x.Name, r.Answers)
		}
		v := answers[0].Value
		answers = answers[1:]
		if v.Skipped {
			if x.Required || !cmp.Equal(v, survey.Skip()) {
				t.Fatalf("%s is skipped: required %t, %+v", x.Name, x.Required, v)
			}
			continue
		}
		var names, exclusive []string
		for _, c := range offered {
			names = append(names, c.Name)
			if c.Exclusive && v.Has(c.Name) {
				exclusive = append(exclusive, c.Name)
			}
		}
		bad := ""
		switch x.Kind {
		case survey.SelectOne:
			if len(v.Choices) != 1 || !slices.Contains(names, v.Choices[0]) {
				bad = "not one of the list"
			}
		case survey.SelectMultiple:
			inOrder := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !v.Has(n) })
			if len(v.Choices) == 0 || !slices.Equal(v.Choices, inOrder) || x.Max > 0 && len(v.Choices) > x.Max || len(exclusive) > 0 && len(v.Choices) > 1 {
				bad = "not a selection"
			}
		case survey.Rank:
			if !slices.Equal(slices.Sorted(slices.Values(v.Choices)), slices.Sorted(slices.Values(names))) {
				bad = "not an order of what was chosen"
			}
		case survey.Scale:
			var rated []string
			for _, l := range v.Levels {
				rated = append(rated, l.Choice)
				if l.Level < 1 || l.Level > len(q.Choices(x.List)) {
					bad = "off the scale"
				}
			}
			if !slices.Equal(rated, names) {
				bad = "does not rate what was chosen"
			}
		case survey.TextAnswer:
			n := utf8.RuneCountInString(v.Text)
			if n == 0 || !utf8.ValidString(v.Text) || strings.TrimSpace(v.Text) != v.Text || n > survey.MaxTextLength || x.Max > 0 && n > x.Max {
				bad = "not words in bounds"
			}
		}
		if bad != "" {
			t.Fatalf("the answer to %s is %s: %+v", x.Name, bad, v)
		}
	}
	if len(answers) > 0 {
		t.Fatalf("the response answers what was not asked: %+v", answers)
	}
}
