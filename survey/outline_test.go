//go:build !race

package survey_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/survey"
)

// scripted is a phone that leads through questionnaires with the form's scripts, run by Node.
type scripted struct {
	in  io.Writer
	out *bufio.Reader
	now time.Time
}

func newScripted(t *testing.T) *scripted {
	t.Helper()
	node, err := exec.LookPath("node")
	switch {
	case err != nil && slices.Contains(strings.Split(os.Getenv("ASHAR_REQUIRE"), ","), "node"):
		t.Fatal("no Node to run the form's scripts: install it")
	case err != nil:
		t.Skip("no Node, so the form's scripts are not held against the domain")
	}
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), node, filepath.Join("testdata", "walk.mjs"))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the form's scripts: %v", err)
		}
	})
	return &scripted{in: in, out: bufio.NewReader(out), now: noon}
}

// phoneStep is one step, as testdata/walk.mjs takes it.
type phoneStep struct {
	Step     string          `json:"step"`
	Question string          `json:"question,omitempty"`
	Value    survey.Value    `json:"value"`
	Now      int64           `json:"now"`
	ID       string          `json:"id,omitempty"`
	Zone     int             `json:"zone"`
	Outline  *survey.Outline `json:"outline,omitempty"`
}

// take lets the phone take a step, and returns what it says of it, without what is empty.
func (s *scripted) take(t rapid.TB, step phoneStep) any {
	t.Helper()
	line, err := json.Marshal(step)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.in.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
	said, err := s.out.ReadBytes('\n')
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return bare(t, said)
}

// bare reads JSON and leaves out what is empty in it.
func bare(t rapid.TB, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return full(v)
}

// full is a value without its empty parts; nil if nothing is left.
func full(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, part := range v {
			if name == "key" { // the phone makes none
				delete(v, name)
			} else if part := full(part); part == nil {
				delete(v, name)
			} else {
				v[name] = part
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			v[i] = full(v[i])
		}
		if len(v) == 0 {
			return nil
		}
	case string:
		if v == "" {
			return nil
		}
	case float64:
		if v == 0 {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	}
	return v
}

// said is what the phone is to say after a step that came to this.
func said(t rapid.TB, q *survey.Questionnaire, iv survey.Interview, refused error) any {
	t.Helper()
	p := iv.Prompt(q)
	say := map[string]any{
		"at": iv.At, "step": p.Step, "steps": p.Steps, "canGoBack": p.CanGoBack, "canSkip": p.CanSkip,
		"pairs": p.Pairs, "places": p.Places, "value": p.Value, "label": q.Say(p.Label, iv.Language),
	}
	names := make([]string, len(p.Choices))
	for i, c := range p.Choices {
		names[i] = c.Name
	}
	say["choices"] = names
	var problem *survey.Problem
	switch {
	case errors.As(refused, &problem):
		say["problem"] = map[string]any{
			"code": problem.Code, "choice": problem.Choice, "max": problem.Max, "given": problem.Given,
			"low": problem.Low, "high": problem.High, "step": problem.Step, "message": q.Say(problem.Message, iv.Language),
		}
	case refused != nil:
		t.Fatal(refused)
	}
	if r, err := iv.Respond(q, noon); err == nil && iv.At == "" {
		say["answers"] = slices.DeleteFunc(r.Answers, func(a survey.Answer) bool { return q.Question(a.Question).Kind.Computed() })
	}
	data, err := json.Marshal(say)
	if err != nil {
		t.Fatal(err)
	}
	return bare(t, data)
}

// TestPhoneLeadsTheSameWay takes random steps, sensible and senseless ones, through random questionnaires and those
// that are there, here and with the scripts that lead through them on a phone without a connection: what is asked,
// offered and accepted is the same.
func TestPhoneLeadsTheSameWay(t *testing.T) {
	phone := newScripted(t)
	there := []*survey.Questionnaire{everyKind()}
	files, err := filepath.Glob(filepath.Join("..", "configs", "questionnaires", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no questionnaires: %v", err)
	}
	for _, name := range append(files, filepath.Join("form", "testdata", "every-kind.json")) {
		there = append(there, readForm(t, name))
	}
	t.Run("expressions", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) { phone.leads(t, expressions()) })
	})
	t.Run("drawn", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) { phone.leads(t, drawForm(t)) })
	})
	for _, q := range there {
		t.Run(q.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { phone.leads(t, q) })
		})
	}
}

// expressions says in a note what many expressions come to, of answers of all sorts.
func expressions() *survey.Questionnaire {
	q := &survey.Questionnaire{
		ID: "expressions", Version: "1", Languages: []string{"ky"}, Title: text1("Суроо"),
		Consent: survey.Consent{Version: "c1", Text: text1("Макулсузбу?")},
		Lists: []survey.List{{Name: "l", Choices: []survey.Choice{
			{Name: "c0", Label: text1("Нөл")}, {Name: "c1", Label: text1("Бир")}, {Name: "2", Label: text1("Эки")},
		}}},
		Questions: []survey.Question{
			{Name: "n", Kind: survey.Integer, Label: text1("n")}, {Name: "d", Kind: survey.Decimal, Label: text1("d")},
			{Name: "t", Kind: survey.TextAnswer, Label: text1("t")}, {Name: "b", Kind: survey.Date, Label: text1("b")},
			{Name: "m", Kind: survey.SelectMultiple, List: "l", Label: text1("m")}, {Name: "o", Kind: survey.SelectOne, List: "l", Label: text1("o")},
			{Name: "s", Kind: survey.Scale, Items: "l", List: "l", Label: text1("s")}, {Name: "p", Kind: survey.Geopoint, Label: text1("p")},
			{Name: "start", Kind: survey.Start}, {Name: "today", Kind: survey.Today},
		},
	}
	var told strings.Builder
	for i, source := range []string{
		"${n} + ${d} * 2 - -1", "${n} div ${d}", "${n} mod ${d}", "-${d}", "${n} div 0", "1 div 3", "0.1 + 0.2", "${d} * 1000000 * 1000000 * 1000000 * 1000000",
		"${d} div 10000000000", "${n} = ${d}", "${n} != ${t}", "${t} = ''", "${n} < ${d} or ${n} > 3", "${n} <= 2 and ${d} >= 0", "not(${n} = 2)",
		"boolean(${t})", "number(${t}) + 1", "string(${d})", "if(${n} > 1, ${t}, ${b})", "coalesce(${t}, ${n})", "selected(${m}, 'c1')",
		"selected(${m}, ' 2 ')", "selected(${t}, 'сөз')", "count-selected(${m})", "selected-at(${m}, 1)", "selected-at(${m}, ${n})", "jr:choice-name(${o}, '${o}')",
		"jr:choice-name(selected-at(${m}, 0), '${m}')", "int(${d})", "int(-2.5)", "round(${d})", "round(${d}, 1)", "round(1.005, 2)", "round(-2.5)",
		"round(12345.678, -2)", "min(${n}, ${d}, 7)", "max(${n}, ${d})", "concat(${t}, '-', ${m}, ${n} > 1)", "contains(${t}, 'ө')", "starts-with(${t}, 'a')",
		"string-length(${t})", "today() - ${b}", "${b} + 1", "date(${b} + 30)", "date('2024-02-29') = ${b}", "${b} < today()", "string(now())", "now() - today()",
		"${o} = 2", "${o} = '2' or ${o} = 'c0'", "${s_c0} = 'c1'", "${s_c1}", "${p}", "once(${n})", "once(today())", "${start} < today()", "${today}", "${m} = 'c0 c1'",
		"true() and false()", "string(1 = 1)", "regex(${t}, '[0-9 ]+')", "regex(${t}, '(?i)КӨПҮРӨ.*|.B')", "regex(${t}, '^\\p{Thai}*[\\p{Greek}а-яё]+$')", "regex(${t}, '(?s)К.*[^а-г]')",
		"regex(${t}, '\\w{1,3}\\s?')", "regex(string(${n}), '[[:digit:]]+?')", "regex(${t}, '(a|сөз)*')", "regex(${t}, '')",
	} {
		name := "c" + strconv.Itoa(i)
		q.Questions = append(q.Questions, survey.Question{Name: name, Kind: survey.Calculate, Calculation: source})
		told.WriteString(name + "=${" + name + "} ")
	}
	q.Questions = append(q.Questions, survey.Question{Name: "told", Kind: survey.Note, Label: text1(told.String())})
	q.Prepare()
	return q
}

func readForm(t *testing.T, name string) *survey.Questionnaire {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	q, err := survey.ReadQuestionnaire(file)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// leads takes random steps through a questionnaire on both sides.
func (s *scripted) leads(t *rapid.T, q *survey.Questionnaire) {
	iv := begin(t, q)
	outline := q.Outline(iv.Language)
	step := phoneStep{Step: "begin", ID: iv.ID, Zone: iv.Zone, Now: noon.UnixMilli(), Outline: &outline}
	var err error
	for n := range rapid.IntRange(0, 2*len(q.Questions)).Draw(t, "steps") {
		got, want := s.take(t, step), said(t, q, iv, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("step %d, %s %s %+v (-here +phone):\n%s", n, step.Step, step.Question, step.Value, diff)
		}
		step = s.draw(t, q, iv)
		switch step.Step {
		case "back":
			iv, err = iv.Back(q, noon)
		case "goTo":
			iv, err = iv.GoTo(q, step.Question, noon)
		case "keep":
			iv, err = iv.Keep(q, step.Question, step.Value, noon)
		case "answer":
			iv, err = iv.Answer(q, step.Question, step.Value, noon)
		}
	}
}

// draw draws a step, sensible more often than not.
func (s *scripted) draw(t *rapid.T, q *survey.Questionnaire, iv survey.Interview) phoneStep {
	step := phoneStep{Step: "answer", Question: iv.At, Now: noon.UnixMilli()}
	p := iv.Prompt(q)
	switch n := rapid.IntRange(0, 19).Draw(t, "step"); {
	case p.Question == nil || n == 0:
		step.Question = q.Questions[rapid.IntRange(0, len(q.Questions)-1).Draw(t, "question")].Name
		step.Step = rapid.SampledFrom([]string{"goTo", "back", "answer"}).Draw(t, "do")
		step.Value = phoneValue(drawValue(t, q, iv))
	case n == 1:
		step.Step = "back"
	case n < 5:
		step.Step, step.Value = "keep", phoneValue(drawValue(t, q, iv))
	case n < 10:
		step.Value = phoneValue(drawValue(t, q, iv))
	default:
		step.Value = drawSense(t, p)
	}
	return step
}

// phoneValue is a value as a phone can have it: without a file, and with a place that was typed.
func phoneValue(v survey.Value) survey.Value {
	v.File, v.Point = nil, nil
	return v
}

// drawSense draws an answer that can be accepted, as a rule.
func drawSense(t *rapid.T, p survey.Prompt) survey.Value {
	x := p.Question
	if p.CanSkip && rapid.IntRange(0, 5).Draw(t, "skip") == 0 {
		return survey.Skip()
	}
	names := make([]string, len(p.Choices))
	for i, c := range p.Choices {
		names[i] = c.Name
	}
	level := func(most int) int { return rapid.IntRange(0, most).Draw(t, "level") }
	var levels []survey.Level
	switch x.Kind {
	case survey.SelectOne:
		return survey.Chosen(rapid.SampledFrom(names).Draw(t, "choice"))
	case survey.SelectMultiple, survey.Rank:
		most := len(names)
		if x.Max > 0 {
			most = min(x.Max, most)
		}
		mixed := rapid.Permutation(names).Draw(t, "order")
		if x.Kind == survey.Rank {
			return survey.Chosen(mixed[:p.Places]...)
		}
		return survey.Chosen(mixed[:rapid.IntRange(1, most).Draw(t, "chosen")]...)
	case survey.Scale:
		for _, name := range names {
			levels = append(levels, survey.Level{Choice: name, Level: max(1, level(len(p.Levels)))})
		}
		return survey.Rated(levels...)
	case survey.Points:
		left := x.Max
		for _, name := range names {
			n := level(left)
			left -= n
			levels = append(levels, survey.Level{Choice: name, Level: n})
		}
		return survey.Rated(levels...)
	case survey.Pairwise:
		pairs := slices.Clone(p.Pairs)
		for i := range pairs {
			pairs[i].Better = rapid.SampledFrom([]string{"", pairs[i].First, pairs[i].Second}).Draw(t, "better")
		}
		return survey.Compared(pairs...)
	case survey.Integer, survey.Decimal, survey.RangeNumber:
		return survey.Value{Number: rapid.SampledFrom([]string{"0", "1", "2", "3", "12", "20", "0,5", "1 000", "−1", "05", "2.50"}).Draw(t, "number")}
	case survey.Date:
		return survey.Value{Date: rapid.SampledFrom([]string{"1.2.1950", "2008-02-29", "31/12/2099", "2026-11-27"}).Draw(t, "day")}
	case survey.Geopoint:
		return survey.Words(rapid.SampledFrom([]string{"40.26, 72.61", "42,5 72,3", "40.1234567;72.7654321 900,04 5", "-0.0000004 10"}).Draw(t, "place"))
	case survey.TextAnswer:
		return survey.Words(rapid.SampledFrom([]string{" Көпүрө\nкерек. ", "0555 12-34-56", "a\u202eb", "👍", "996 555 123456 чал"}).Draw(t, "words"))
	}
	return survey.Skip()
}
