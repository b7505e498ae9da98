package survey_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/survey"
)

// TestInterviewHolds takes random steps, sensible and senseless ones, through
// random questionnaires. After each of them the interview is whole, and in the
// end it can be finished, whatever happened on the way.
func TestInterviewHolds(t *testing.T) { rapid.Check(t, interviewHolds) }

// FuzzInterview lets the fuzzer choose the questionnaire and the steps.
func FuzzInterview(f *testing.F) { f.Fuzz(rapid.MakeFuzz(interviewHolds)) }

func interviewHolds(t *rapid.T) {
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

// drawForm is a random valid questionnaire with questions of every kind, half of
// them asked on conditions. Every constraint in it is met by the plain answer.
func drawForm(t *rapid.T) *survey.Questionnaire {
	q := &survey.Questionnaire{
		ID: "drawn", Version: "1", Languages: []string{"ky"}, Title: text1("Суроо"),
		Consent: survey.Consent{Version: "c1", Text: text1("Макулсузбу?")},
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "lists") {
		l := survey.List{Name: fmt.Sprintf("list%d", i)}
		for j := range rapid.IntRange(2, 5).Draw(t, "choices") {
			l.Choices = append(l.Choices, survey.Choice{
				Name: fmt.Sprintf("c%d", j), Label: text1("Тандоо"),
				Exclusive: j > 1 && rapid.IntRange(0, 3).Draw(t, "exclusive") == 0,
				Columns:   map[string]string{"kin": rapid.SampledFrom([]string{"c0", "c1"}).Draw(t, "kin")},
			})
		}
		q.Lists = append(q.Lists, l)
	}
	d := drawing{T: t, q: q}
	for i := range rapid.IntRange(1, 10).Draw(t, "questions") {
		d.question(fmt.Sprintf("q%d", i))
	}
	q.Questions = append(q.Questions, survey.Question{Name: "last", Kind: survey.Note, Label: text1("Рахмат")})
	if err := q.Check(); err != nil {
		t.Fatalf("the questionnaire drawn is not valid: %v", err)
	}
	if rapid.Bool().Draw(t, "prepared") {
		q.Prepare()
	}
	return q
}

// drawing is a questionnaire being drawn.
type drawing struct {
	*rapid.T
	q *survey.Questionnaire
}

// of draws one of the questions so far that are of one of the kinds; "" if there
// is none.
func (d drawing) of(kinds ...survey.Kind) string {
	var names []string
	for _, x := range d.q.Questions {
		if slices.Contains(kinds, x.Kind) {
			names = append(names, x.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return rapid.SampledFrom(names).Draw(d.T, "of")
}

func (d drawing) question(name string) {
	x := survey.Question{Name: name, Label: text1("Суроо"), Kind: rapid.SampledFrom([]survey.Kind{
		survey.SelectOne, survey.SelectMultiple, survey.SelectMultiple, survey.Rank, survey.Scale, survey.Points, survey.Pairwise, survey.Integer,
		survey.Decimal, survey.RangeNumber, survey.TextAnswer, survey.Date, survey.Geopoint, survey.Image, survey.Audio, survey.Note, survey.Calculate,
	}).Draw(d.T, "kind")}
	list := rapid.SampledFrom(d.q.Lists).Draw(d.T, "list").Name
	switch x.Kind {
	case survey.Rank, survey.Points, survey.Pairwise:
		if x.Of = d.of(survey.SelectMultiple, survey.Scale); x.Of == "" || rapid.Bool().Draw(d.T, "own") {
			x.Of, x.List = "", list
		}
	case survey.Scale:
		x.List = list
		if x.Of = d.of(survey.SelectMultiple, survey.Scale); x.Of == "" || rapid.Bool().Draw(d.T, "own") {
			x.Of, x.Items = "", rapid.SampledFrom(d.q.Lists).Draw(d.T, "items").Name
		}
	case survey.SelectOne, survey.SelectMultiple:
		x.List = list
	}
	switch x.Kind {
	case survey.SelectMultiple, survey.Rank:
		x.Max = rapid.IntRange(0, 3).Draw(d.T, "max")
	case survey.Points:
		x.Max = rapid.IntRange(1, 10).Draw(d.T, "max")
	case survey.Pairwise:
		x.Pairs = rapid.IntRange(1, 12).Draw(d.T, "pairs")
	case survey.TextAnswer:
		x.Max = rapid.SampledFrom([]int{0, 5}).Draw(d.T, "max")
	case survey.RangeNumber:
		x.Range = &survey.Range{Start: "-1", End: "1", Step: "0.5"}
	case survey.Integer:
		x.Constraint = ". < 3"
	case survey.Decimal:
		if other := d.of(survey.Integer, survey.Decimal); other != "" {
			x.Constraint = "(. mod 2 = 1) or (. <= ${" + other + "})"
		}
	case survey.Calculate:
		x.Calculation = rapid.SampledFrom([]string{"1 + 1", "'сөз'", "today()", "once(now())", "''"}).Draw(d.T, "calculation")
	}
	if x.Kind.Takes() {
		x.Shuffle = x.Kind != survey.Pairwise && rapid.Bool().Draw(d.T, "shuffle")
		if one := d.of(survey.SelectOne); one != "" && rapid.IntRange(0, 3).Draw(d.T, "filtered") == 0 {
			x.ChoiceFilter = "kin = ${" + one + "}"
		}
	}
	if x.Kind != survey.Note && !x.Kind.Computed() {
		x.Required = rapid.Bool().Draw(d.T, "required")
	}
	if rapid.Bool().Draw(d.T, "conditional") {
		x.Relevant = d.condition()
	}
	d.q.Questions = append(d.q.Questions, x)
}

// condition draws one that wantSatisfied knows to judge by itself.
func (d drawing) condition() string {
	if one := d.of(survey.SelectOne); one != "" && rapid.Bool().Draw(d.T, "one") {
		return "${" + one + "} = 'c1'"
	}
	if several := d.of(survey.SelectMultiple); several != "" {
		return "selected(${" + several + "}, 'c0')"
	}
	return ""
}

// holds judges a condition that was drawn.
func holds(r survey.Response, condition string) bool {
	if condition == "" {
		return true
	}
	question, rest, _ := strings.Cut(condition[strings.Index(condition, "${")+2:], "}")
	v, _ := r.Answer(question)
	if strings.HasPrefix(condition, "selected") {
		return v.Has("c0")
	}
	return rest == " = 'c1'" && v.Has("c1")
}

// oddOrLess judges the constraint that speaks of another number.
func oddOrLess(t rapid.TB, r survey.Response, constraint, number string) bool {
	t.Helper()
	n, err := strconv.ParseFloat(number, 64)
	if err != nil {
		t.Fatal(err)
	}
	other, _, _ := strings.Cut(constraint[strings.Index(constraint, "${")+2:], "}")
	v, _ := r.Answer(other)
	limit, err := strconv.ParseFloat(v.Number, 64)
	return math.Mod(n, 2) == 1 || err == nil && n <= limit
}

// offered is what a question of a drawn questionnaire puts before the respondent.
func offered(q *survey.Questionnaire, x *survey.Question, r survey.Response) []survey.Choice {
	choices := slices.Clone(q.Choices(q.Source(x)))
	if x.Kind != survey.SelectOne && x.Kind != survey.SelectMultiple {
		choices = slices.DeleteFunc(choices, func(c survey.Choice) bool { return c.Exclusive })
	}
	if x.Of != "" {
		chosen, _ := r.Answer(x.Of)
		of := q.Question(x.Of)
		choices = slices.DeleteFunc(choices, func(c survey.Choice) bool {
			return !chosen.Has(c.Name) && (len(q.Choices(of.List)) == 0 || of.Kind != survey.Scale || chosen.LevelOf(c.Name) != len(q.Choices(of.List)))
		})
	}
	if x.ChoiceFilter != "" {
		one, _, _ := strings.Cut(x.ChoiceFilter[strings.Index(x.ChoiceFilter, "${")+2:], "}")
		v, _ := r.Answer(one)
		choices = slices.DeleteFunc(choices, func(c survey.Choice) bool { return !v.Has(c.Columns["kin"]) })
	}
	return choices
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
	pair := rapid.Custom(func(t *rapid.T) survey.Pair {
		return survey.Pair{First: name.Draw(t, "first"), Second: name.Draw(t, "second"), Better: name.Draw(t, "better")}
	})
	typed := rapid.SampledFrom([]string{"", " ", "сөз", "алты сөз", "\xff", "1", "-0,50", "3", "1.1.2001", "2001-02-30", "40.5 72.8", "95 2"})
	v := survey.Value{
		Choices: rapid.SliceOfN(name, 0, 4).Draw(t, "choices"),
		Levels:  rapid.SliceOfN(level, 0, 4).Draw(t, "levels"),
		Pairs:   rapid.SliceOfN(pair, 0, 4).Draw(t, "pairs"),
		Text:    typed.Draw(t, "text"), Number: typed.Draw(t, "number"), Date: typed.Draw(t, "date"),
		Skipped: rapid.IntRange(0, 5).Draw(t, "skipped") == 0,
	}
	if rapid.IntRange(0, 3).Draw(t, "found") == 0 {
		v.Point = &survey.Point{Latitude: rapid.Float64().Draw(t, "latitude"), Longitude: rapid.Float64Range(-180, 180).Draw(t, "longitude")}
		v.File = &survey.File{ID: "f", Type: rapid.SampledFrom([]string{"image/png", "audio/ogg", "text/plain"}).Draw(t, "type"), Size: 1}
	}
	return v
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
	if p.Question.Name != iv.At || p.CanSkip == (p.Question.Required || p.Question.Kind == survey.Note) || p.CanGoBack != (p.Step > 1) {
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
		offered := offered(q, x, r)
		least := 0
		if x.Kind.Takes() {
			least = 1
		}
		if x.Kind == survey.Rank || x.Kind == survey.Pairwise {
			least = 2
		}
		if x.Kind == survey.Note || !holds(r, x.Relevant) || len(offered) < least || x.Calculation == "''" {
			continue // not asked, or not kept
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
			order, all := slices.Compact(slices.Sorted(slices.Values(v.Choices))), len(names)
			if x.Max > 0 {
				all = min(all, x.Max)
			}
			if len(order) != len(v.Choices) || len(order) != all || slices.ContainsFunc(order, func(n string) bool { return !slices.Contains(names, n) }) {
				bad = "not an order of what was chosen"
			}
		case survey.Points:
			sum := 0
			for _, l := range v.Levels {
				sum += l.Level
				if l.Level < 1 || !slices.Contains(names, l.Choice) {
					bad = "gives points to nothing"
				}
			}
			if sum < 1 || sum > x.Max {
				bad = "not so many points"
			}
		case survey.Pairwise:
			seen := map[[2]string]bool{}
			for _, p := range v.Pairs {
				pair := [2]string{min(p.First, p.Second), max(p.First, p.Second)}
				if seen[pair] || p.First == p.Second || !slices.Contains(names, p.First) || !slices.Contains(names, p.Second) || p.Better != "" && p.Better != p.First && p.Better != p.Second {
					bad = "does not compare pairs, each once"
				}
				seen[pair] = true
			}
			if n := len(names); len(v.Pairs) != min(x.Pairs, n*(n-1)/2) {
				bad = "not so many pairs"
			}
		case survey.Integer:
			if n, err := strconv.Atoi(v.Number); err != nil || n >= 3 {
				bad = "no whole number below three"
			}
		case survey.Decimal, survey.RangeNumber:
			if x.Constraint != "" && !oddOrLess(t, r, x.Constraint, v.Number) {
				bad = "neither odd nor less than the other number"
			}
			n, err := strconv.ParseFloat(v.Number, 64)
			if err != nil || x.Kind == survey.RangeNumber && (n < -1 || n > 1 || 2*n != math.Trunc(2*n)) {
				bad = "no number of the range"
			}
		case survey.Date:
			if _, err := time.Parse(time.DateOnly, v.Date); err != nil {
				bad = "no day"
			}
		case survey.Geopoint:
			if v.Point == nil || math.Abs(v.Point.Latitude) > 90 || math.Abs(v.Point.Longitude) > 180 {
				bad = "no place"
			}
		case survey.Image, survey.Audio:
			if v.File == nil || !strings.HasPrefix(v.File.Type, string(x.Kind)) {
				bad = "no file"
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
