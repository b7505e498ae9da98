package survey_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

func TestBegin(t *testing.T) {
	q := villageNeeds()
	door := survey.Door{Code: "ABC234", Campaign: "c-1", Municipality: "kok-jar", Village: "besh-terek"}
	b := survey.Beginning{ID: "I", Door: door, Channel: survey.Bot, Language: "ru", Respondent: "p", Consent: "c1"}
	bishkek := time.FixedZone("KGT", 6*60*60)
	got, err := survey.Begin(q, b, time.Date(2026, 6, 15, 18, 0, 0, 123_456_789, bishkek))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 6, 15, 12, 0, 0, 123_000_000, time.UTC)
	want := survey.Interview{
		ID: "I", Municipality: "kok-jar", Campaign: "c-1", Village: "besh-terek",
		Door: "ABC234", Questionnaire: "village-needs@2026061501", Channel: survey.Bot, Language: "ru", Respondent: "p",
		Consent: survey.ConsentGiven{Version: "c1", Language: "ru", At: now},
		Begun:   now, Updated: now, Zone: 360, At: "needs",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Begin (-want +got):\n%s", diff)
	}

	for _, consent := range []string{"", "c0"} {
		b.Consent = consent
		_, err = survey.Begin(q, b, noon)
		wantProblem(t, err, survey.Problem{Code: survey.NoConsent})
	}
	b.Consent, b.Language = "c1", "en"
	_, err = survey.Begin(q, b, noon)
	wantProblem(t, err, survey.Problem{Code: survey.NoLanguage})
}

func TestOnlyWhatIsReachedCanBeAnswered(t *testing.T) {
	q := villageNeeds()
	iv := give(t, q, begin(t, q), answer("needs", survey.Chosen("water")))
	for _, question := range []string{"order", "sex", "wish", "nothing", ""} {
		_, err := iv.Answer(q, question, survey.Skip(), noon)
		wantProblem(t, err, survey.Problem{Question: question, Code: survey.NotAsked})
		_, err = iv.GoTo(q, question, noon)
		wantProblem(t, err, survey.Problem{Question: question, Code: survey.NotAsked})
		_, err = iv.Keep(q, question, survey.Skip(), noon)
		wantProblem(t, err, survey.Problem{Question: question, Code: survey.NotAsked})
	}
}

func TestSameAnswerTwiceIsHarmless(t *testing.T) {
	q := villageNeeds()
	once := give(t, q, begin(t, q), answer("needs", survey.Chosen("water", "roads")))
	twice := give(t, q, once, answer("needs", survey.Chosen("roads", "water")))
	if diff := cmp.Diff(once, twice); diff != "" {
		t.Errorf("the second tap changed the interview (-once +twice):\n%s", diff)
	}
}

func TestBackKeepsWhatWasAnswered(t *testing.T) {
	q := villageNeeds()
	end := complete(t, q, begin(t, q))
	iv, way := end, []string{}
	for range q.Questions {
		var err error
		if iv, err = iv.Back(q, noon); err != nil {
			t.Fatal(err)
		}
		way = append(way, iv.At)
		if diff := cmp.Diff(end.Answers, iv.Answers); diff != "" {
			t.Fatalf("Back to %s changed the answers (-before +after):\n%s", iv.At, diff)
		}
	}
	if want := []string{"wish", "age", "sex", "grave", "order", "needs"}; !slices.Equal(way, want) {
		t.Errorf("Back leads to %v, want %v", way, want)
	}
	// The answer to the first question, given again, leads straight to the end.
	first, _ := iv.Given(q, "needs")
	if iv = give(t, q, iv, answer("needs", first)); iv.At != "" {
		t.Errorf("after the same answer again the interview stands at %q, want the look-over", iv.At)
	}
}

func TestGoToCorrects(t *testing.T) {
	q := villageNeeds()
	iv := complete(t, q, begin(t, q))
	iv, err := iv.GoTo(q, "sex", noon)
	if err != nil || iv.At != "sex" {
		t.Fatalf("GoTo(sex) stands at %q, %v", iv.At, err)
	}
	iv = give(t, q, iv, answer("sex", survey.Chosen(survey.SexMale)))
	if v, _ := iv.Given(q, "sex"); iv.At != "" || !v.Has(survey.SexMale) {
		t.Errorf("after the correction sex is %+v and the interview stands at %q, want male and the look-over", v, iv.At)
	}
}

func TestKeepHoldsADraft(t *testing.T) {
	q := villageNeeds()
	at := standing(t, q, "order")
	later := noon.Add(time.Minute)
	iv, err := at.Keep(q, "order", survey.Chosen("water", "light", "school", "water"), later)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := iv.Prompt(q).Value, survey.Chosen("water", "school"); !cmp.Equal(got, want) {
		t.Errorf("the prompt shows %+v, want what was ticked of the choices offered, %+v", got, want)
	}
	if _, given := iv.Given(q, "order"); given || !iv.Updated.Equal(later) || at.Draft != nil {
		t.Errorf("a draft counts as an answer (%t), or left the wrong time (%s), or changed the state before (%v)", given, iv.Updated, at.Draft)
	}
	for name, leave := range map[string]func() (survey.Interview, error){
		"Answer": func() (survey.Interview, error) {
			return iv.Answer(q, "order", survey.Chosen("water", "roads", "school"), later)
		},
		"Back": func() (survey.Interview, error) { return iv.Back(q, later) },
		"GoTo": func() (survey.Interview, error) { return iv.GoTo(q, "needs", later) },
	} {
		if left, err := leave(); err != nil || left.Draft != nil {
			t.Errorf("%s: error %v, draft %+v; want that it forgets the draft", name, err, left.Draft)
		}
	}
	if iv, err = iv.Speak(q, "ru", later); err != nil || iv.Draft == nil {
		t.Errorf("Speak: error %v, draft %+v; want that it keeps the draft", err, iv.Draft)
	}
}

func TestDraftIsBounded(t *testing.T) {
	q := villageNeeds()
	iv, err := standing(t, q, "grave").Keep(q, "grave", rated("water", 9, "water", 2, "water", 3, "light", 1), noon)
	if err != nil || !cmp.Equal(*iv.Draft, rated("water", 2)) {
		t.Errorf("the draft is %+v, %v; want one mark, on the scale, of what is rated", iv.Draft, err)
	}
	iv, err = standing(t, q, "wish").Keep(q, "wish", survey.Words("\xff"+strings.Repeat("ө", 2*survey.MaxTextLength)), noon)
	if err != nil {
		t.Fatal(err)
	}
	if n := len([]rune(iv.Draft.Text)); n != survey.MaxTextLength || !strings.HasPrefix(iv.Draft.Text, "\uFFFDө") {
		t.Errorf("the draft has %d characters and begins with %q, want %d valid ones", n, iv.Draft.Text[:6], survey.MaxTextLength)
	}
	saved(t, iv)
}

func TestSpeak(t *testing.T) {
	q := villageNeeds()
	iv, err := begin(t, q).Speak(q, "ru", noon)
	if err != nil || iv.Language != "ru" || iv.Consent.Language != "ky" {
		t.Errorf("Speak(ru): language %q, consent in %q, %v; want ru, and the consent as it was given", iv.Language, iv.Consent.Language, err)
	}
	_, err = iv.Speak(q, "en", noon)
	wantProblem(t, err, survey.Problem{Code: survey.NoLanguage})
}

func TestSentInterviewChangesNoMore(t *testing.T) {
	q := villageNeeds()
	iv := complete(t, q, begin(t, q))
	iv.Response = "r"
	for name, step := range map[string]func() (survey.Interview, error){
		"Answer": func() (survey.Interview, error) { return iv.Answer(q, "sex", survey.Skip(), noon) },
		"Keep":   func() (survey.Interview, error) { return iv.Keep(q, "sex", survey.Skip(), noon) },
		"GoTo":   func() (survey.Interview, error) { return iv.GoTo(q, "sex", noon) },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := step()
			wantProblem(t, err, survey.Problem{Question: "sex", Code: survey.AlreadySent})
		})
	}
	_, err := iv.Back(q, noon)
	wantProblem(t, err, survey.Problem{Code: survey.AlreadySent})
	_, err = iv.Speak(q, "ru", noon)
	wantProblem(t, err, survey.Problem{Code: survey.AlreadySent})
	if p := iv.Prompt(q); !p.Sent || p.Review || p.CanGoBack || p.Question != nil || p.Step != p.Steps {
		t.Errorf("Prompt = %+v, want that nothing is left to do", p)
	}
}

// TestCorrectionChangesWhatIsAsked drops a need and takes it back: what hangs on
// it goes out of the way and returns.
func TestCorrectionChangesWhatIsAsked(t *testing.T) {
	q := villageNeeds()
	iv := give(t, q, begin(t, q),
		answer("needs", survey.Chosen("water", "roads")),
		answer("order", survey.Chosen("roads", "water")),
		answer("grave", rated("water", 4, "roads", 2)),
		answer("sex", survey.Skip()),
		answer("age", survey.Chosen("29+")),
		answer("wish", survey.Skip()),
	)

	fewer := give(t, q, iv, answer("needs", survey.Chosen("roads")))
	if _, given := fewer.Given(q, "order"); given {
		t.Error("one need is left, and its ranking still counts")
	}
	if v, given := fewer.Given(q, "grave"); given {
		t.Errorf("the levels %+v count, though one is of a need dropped", v)
	}
	p := fewer.Prompt(q)
	if p.Question.Name != "grave" || !cmp.Equal(p.Value, rated("roads", 2)) || len(p.Choices) != 1 || p.Steps != 6 {
		t.Errorf("asked next is %s with %+v, %d choices and %d steps; want grave with the level of roads, 1 and 6", p.Question.Name, p.Value, len(p.Choices), p.Steps)
	}

	again := give(t, q, fewer, answer("needs", survey.Chosen("roads", "water")))
	if diff := cmp.Diff(iv, again); diff != "" {
		t.Errorf("with the need chosen again not all is as before (-before +after):\n%s", diff)
	}

	none := give(t, q, iv, answer("needs", survey.Chosen("none")))
	if p := none.Prompt(q); !p.Review || p.Steps != 5 {
		t.Errorf("with nothing needed the prompt is %+v, want the look-over as the 5th step", p)
	}
	r, err := none.Respond(q, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, question := range []string{"order", "grave"} {
		if v, ok := r.Answer(question); ok {
			t.Errorf("the response has %+v for %s, which was not asked", v, question)
		}
	}

	other := give(t, q, iv, answer("needs", survey.Chosen("roads", "school")))
	if p := other.Prompt(q); p.Question.Name != "order" || !cmp.Equal(p.Value, survey.Chosen("roads")) {
		t.Errorf("with another need asked next is %s with %+v, want order with roads in it", p.Question.Name, p.Value)
	}
}

func TestStepsLeaveTheReceiverAsItWas(t *testing.T) {
	q := villageNeeds()
	iv := complete(t, q, begin(t, q))
	before := saved(t, iv)
	give(t, q, iv, answer("needs", survey.Chosen("none")), answer("wish", survey.Words("жол")))
	if diff := cmp.Diff(before, iv); diff != "" {
		t.Errorf("an answer changed the state it was given to (-before +after):\n%s", diff)
	}
}

// TestEmptiedDraftStaysEmpty takes every tick of an answer away and resumes
// later: the ticks must not come back from the answer given before.
func TestEmptiedDraftStaysEmpty(t *testing.T) {
	q := villageNeeds()
	iv, err := standing(t, q, "order").GoTo(q, "needs", noon)
	if err != nil {
		t.Fatal(err)
	}
	if iv, err = iv.Keep(q, "needs", survey.Value{}, noon); err != nil {
		t.Fatal(err)
	}
	if got := saved(t, iv).Prompt(q).Value; !got.IsZero() {
		t.Errorf("the screen shows %+v, want nothing ticked", got)
	}
}
