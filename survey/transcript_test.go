package survey_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"
	"pgregory.net/rapid"

	"ashar/survey"
)

var update = flag.Bool("update", false, "rewrite the golden transcripts")

// A transcript is a script played through the state machine, each step with what
// it led to, as somebody would read it over the respondent's shoulder.
type transcript struct {
	testing.TB
	q   *survey.Questionnaire
	iv  survey.Interview
	now time.Time
	b   strings.Builder
}

// TestTranscripts plays interviews in Kyrgyz and compares them with the
// transcripts kept in testdata. Between any two steps the interview is saved and
// loaded, as JSON and as BSON.
func TestTranscripts(t *testing.T) {
	scripts := map[string]func(*transcript){
		"every-question": func(p *transcript) {
			p.answer("needs", survey.Chosen("school", "water", "roads"))
			p.keep("order", survey.Chosen("roads"))
			p.answer("order", survey.Chosen("roads", "water", "school"))
			p.keep("grave", rated("water", 5))
			p.answer("grave", rated("school", 2, "water", 5, "roads", 4))
			p.answer("sex", survey.Chosen(survey.SexFemale))
			p.answer("age", survey.Chosen("18-28"))
			p.answer("wish", survey.Words("  Мектепке спортзал "))
			p.send()
		},
		"nothing-needed": func(p *transcript) {
			p.answer("needs", survey.Chosen("none"))
			p.answer("sex", survey.Skip())
			p.answer("age", survey.Chosen("29+"))
			p.answer("wish", survey.Skip())
			p.send()
		},
		"one-need-is-not-ranked": func(p *transcript) {
			p.answer("needs", survey.Chosen("light"))
			p.answer("grave", survey.Skip())
			p.back()
			p.back()
			p.back()
		},
		"mistakes": func(p *transcript) {
			p.answer("needs", survey.Value{})
			p.answer("needs", survey.Chosen("water", "none"))
			p.answer("needs", survey.Chosen("water", "roads", "school", "light"))
			p.answer("needs", survey.Chosen("gold"))
			p.answer("wish", survey.Words("эрте"))
			p.answer("needs", survey.Chosen("water", "roads"))
			p.answer("order", survey.Chosen("water"))
			p.answer("order", survey.Chosen("water", "water"))
			p.answer("order", survey.Chosen("water", "roads"))
			p.answer("grave", rated("water", 6))
			p.answer("grave", rated("roads", 1))
			p.answer("grave", rated("roads", 1, "water", 2))
			p.send()
		},
		"corrections": func(p *transcript) {
			p.answer("needs", survey.Chosen("water", "roads"))
			p.answer("order", survey.Chosen("roads", "water"))
			p.answer("grave", rated("water", 4, "roads", 3))
			p.answer("sex", survey.Chosen(survey.SexMale))
			p.speak("ru")
			p.answer("age", survey.Chosen("29+"))
			p.answer("wish", survey.Skip())
			p.goTo("needs")
			p.answer("needs", survey.Chosen("water"))
			p.answer("grave", rated("water", 5))
			p.goTo("needs")
			p.answer("needs", survey.Chosen("water", "roads"))
			p.back()
			p.answer("order", survey.Chosen("water", "roads"))
			p.answer("grave", rated("water", 5, "roads", 3))
			p.send()
		},
	}
	maps.Copy(scripts, kindScripts())
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			q := villageNeeds()
			if strings.HasPrefix(name, "kinds-") {
				q = everyKind()
			}
			p := &transcript{TB: t, q: q, iv: begin(t, q), now: noon}
			p.line("begin")
			p.prompt()
			script(p)
			golden(t, filepath.Join("testdata", name+".golden"), p.b.String())
		})
	}
}

func (p *transcript) answer(question string, v survey.Value) {
	p.step(fmt.Sprintf("answer %s: %s", question, show(v)), func(now time.Time) (survey.Interview, error) {
		return p.iv.Answer(p.q, question, v, now)
	})
}

func (p *transcript) keep(question string, v survey.Value) {
	p.step(fmt.Sprintf("keep %s: %s", question, show(v)), func(now time.Time) (survey.Interview, error) {
		return p.iv.Keep(p.q, question, v, now)
	})
}

func (p *transcript) back() {
	p.step("back", func(now time.Time) (survey.Interview, error) { return p.iv.Back(p.q, now) })
}

func (p *transcript) goTo(question string) {
	p.step("go to "+question, func(now time.Time) (survey.Interview, error) { return p.iv.GoTo(p.q, question, now) })
}

func (p *transcript) speak(language string) {
	p.step("speak "+language, func(now time.Time) (survey.Interview, error) { return p.iv.Speak(p.q, language, now) })
}

// send makes the Response, and shows all of it.
func (p *transcript) send() {
	p.line("send")
	r, err := p.iv.Respond(p.q, p.now)
	if err != nil {
		p.problem(err)
		return
	}
	out, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		p.Fatal(err)
	}
	p.b.Write(append(out, '\n'))
}

func (p *transcript) step(what string, take func(now time.Time) (survey.Interview, error)) {
	p.Helper()
	p.now = p.now.Add(7 * time.Second)
	p.line("%s", what)
	next, err := take(p.now)
	if err != nil {
		if diff := cmp.Diff(p.iv, next); diff != "" {
			p.Errorf("%s is refused, and yet the state changed (-before +after):\n%s", what, diff)
		}
		p.problem(err)
		return
	}
	p.iv = saved(p, next)
	p.prompt()
}

func (p *transcript) line(format string, args ...any) {
	fmt.Fprintf(&p.b, "\n> "+format+"\n", args...)
}

func (p *transcript) problem(err error) {
	var problem *survey.Problem
	if !errors.As(err, &problem) {
		p.Fatalf("%v, want a *survey.Problem", err)
	}
	fmt.Fprintf(&p.b, "refused: %s", problem.Code)
	if problem.Question != "" {
		fmt.Fprintf(&p.b, ", question %s", problem.Question)
	}
	if problem.Choice != "" {
		fmt.Fprintf(&p.b, ", choice %s", problem.Choice)
	}
	if problem.Given != 0 || problem.Max != 0 {
		fmt.Fprintf(&p.b, ", %d of %d", problem.Given, problem.Max)
	}
	if problem.Message != nil {
		fmt.Fprintf(&p.b, ": %s", p.q.Say(problem.Message, p.iv.Language))
	}
	p.b.WriteByte('\n')
}

// prompt shows what is asked now, in the interview's language.
func (p *transcript) prompt() {
	x := p.iv.Prompt(p.q)
	fmt.Fprintf(&p.b, "[%d/%d]", x.Step, x.Steps)
	if x.CanGoBack {
		p.b.WriteString(" back")
	}
	if x.CanSkip {
		p.b.WriteString(" skip")
	}
	if x.Review {
		p.b.WriteString(" look over\n")
		for _, a := range p.iv.Answers {
			_, counts := p.iv.Given(p.q, a.Question)
			fmt.Fprintf(&p.b, "    %s = %s", a.Question, show(a.Value))
			if !counts {
				p.b.WriteString("  (not asked any more)")
			}
			p.b.WriteByte('\n')
		}
		return
	}
	say := func(t survey.Text) string { return p.q.Say(t, p.iv.Language) }
	fmt.Fprintf(&p.b, " %s: ", x.Question.Name)
	for _, section := range x.Sections {
		p.b.WriteString(say(section) + " > ")
	}
	p.b.WriteString(say(x.Label) + "\n")
	if len(x.Pairs) == 0 {
		for _, c := range x.Choices {
			fmt.Fprintf(&p.b, "    %s (%s)\n", say(c.Label), c.Name)
		}
	}
	for _, pair := range x.Pairs {
		fmt.Fprintf(&p.b, "    %s or %s\n", pair.First, pair.Second)
	}
	if x.Places > 0 && x.Places < len(x.Choices) {
		fmt.Fprintf(&p.b, "    places 1..%d\n", x.Places)
	}
	if len(x.Levels) > 0 {
		fmt.Fprintf(&p.b, "    levels 1..%d\n", len(x.Levels))
	}
	if !x.Value.IsZero() {
		fmt.Fprintf(&p.b, "    shown as given: %s\n", show(x.Value))
	}
}

// saved is what comes back of an interview after it was kept as JSON, and after
// it was kept as BSON; both must be what was kept.
func saved(t rapid.TB, iv survey.Interview) survey.Interview {
	t.Helper()
	doc, err := json.Marshal(iv)
	if err != nil {
		t.Fatal(err)
	}
	var loaded survey.Interview
	if err := json.Unmarshal(doc, &loaded); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(iv, loaded); diff != "" {
		t.Fatalf("the interview changed on its way through JSON (-saved +loaded):\n%s", diff)
	}
	raw, err := bson.Marshal(loaded)
	if err != nil {
		t.Fatal(err)
	}
	loaded = survey.Interview{}
	if err := bson.Unmarshal(raw, &loaded); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(iv, loaded); diff != "" {
		t.Fatalf("the interview changed on its way through BSON (-saved +loaded):\n%s", diff)
	}
	return loaded
}

// show writes a value in one line.
func show(v survey.Value) string {
	var parts []string
	if v.Skipped {
		parts = append(parts, "skipped")
	}
	if len(v.Choices) > 0 {
		parts = append(parts, strings.Join(v.Choices, " "))
	}
	for _, l := range v.Levels {
		parts = append(parts, fmt.Sprintf("%s=%d", l.Choice, l.Level))
	}
	for _, p := range v.Pairs {
		parts = append(parts, fmt.Sprintf("%s:%s=%s", p.First, p.Second, p.Better))
	}
	if v.Number != "" {
		parts = append(parts, v.Number)
	}
	if v.Date != "" {
		parts = append(parts, v.Date)
	}
	if v.Point != nil {
		parts = append(parts, "at "+v.Point.String())
	}
	if v.File != nil {
		parts = append(parts, fmt.Sprintf("file %s %s %d", v.File.ID, v.File.Type, v.File.Size))
	}
	if v.Text != "" {
		parts = append(parts, fmt.Sprintf("%q", v.Text))
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, " ")
}

// rated makes a scale's value of pairs: a choice's name and its level.
func rated(pairs ...any) survey.Value {
	var v survey.Value
	for i := 0; i < len(pairs); i += 2 {
		v.Levels = append(v.Levels, survey.Level{Choice: pairs[i].(string), Level: pairs[i+1].(int)})
	}
	return v
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run go test ./survey -update", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the transcript differs from %s (-want +got):\n%s\nif this is right: go test ./survey -update", file, diff)
	}
}
