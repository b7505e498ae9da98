package survey_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/survey"
)

// standing returns an interview that stands at the named question of the small
// questionnaire, with water, roads and school chosen before.
func standing(t rapid.TB, q *survey.Questionnaire, at string) survey.Interview {
	t.Helper()
	iv := begin(t, q)
	for range q.Questions {
		if iv.At == at {
			return iv
		}
		iv = give(t, q, iv, answer(iv.At, plain(iv.Prompt(q))))
	}
	if iv.At != at {
		t.Fatalf("the interview never came to %q", at)
	}
	return iv
}

func TestAnswerTakesItsNormalForm(t *testing.T) {
	tests := []struct {
		name     string
		question string
		give     survey.Value
		want     survey.Value
	}{
		{"a selection, in the list's order", "needs", survey.Chosen("school", "water"), survey.Chosen("water", "school")},
		{"a selection, each once", "needs", survey.Chosen("water", "water", "water", "water"), survey.Chosen("water")},
		{"as many as allowed", "needs", survey.Chosen("light", "school", "roads"), survey.Chosen("roads", "school", "light")},
		{"the exclusive one alone", "needs", survey.Chosen("none"), survey.Chosen("none")},
		{"a ranking, in the order given", "order", survey.Chosen("school", "water", "roads"), survey.Chosen("school", "water", "roads")},
		{"a scale, in the order asked", "grave", rated("school", 1, "roads", 5, "water", 3), rated("water", 3, "roads", 5, "school", 1)},
		{"a scale, the first mark of each", "grave", rated("school", 1, "roads", 5, "water", 3, "water", 1), rated("water", 3, "roads", 5, "school", 1)},
		{"one choice", "sex", survey.Chosen("male"), survey.Chosen("male")},
		{"words, without space around them", "wish", survey.Words(" \t\n жол \u00a0"), survey.Words("жол")},
		{"words as long as allowed, in letters", "wish", survey.Words(strings.Repeat("ө", 20)), survey.Words(strings.Repeat("ө", 20))},
		{"words with broken bytes", "wish", survey.Words("жо\xffл"), survey.Words("жо\uFFFDл")},
		{"a skip", "sex", survey.Skip(), survey.Skip()},
		{"nothing at all is a skip", "grave", survey.Value{}, survey.Skip()},
		{"no words but space are a skip", "wish", survey.Words("  \n "), survey.Skip()},
		{"a skip outweighs what else is given", "sex", survey.Value{Skipped: true, Choices: []string{"male"}}, survey.Skip()},
		{"only the members of the kind count", "sex", survey.Value{Choices: []string{"male"}, Text: "жол", Levels: rated("water", 3).Levels}, survey.Chosen("male")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := villageNeeds()
			iv := give(t, q, standing(t, q, tt.question), answer(tt.question, tt.give))
			got, ok := iv.Given(q, tt.question)
			if diff := cmp.Diff(tt.want, got); !ok || diff != "" {
				t.Errorf("given %+v, it is kept as %+v, %t (-want +got):\n%s", tt.give, got, ok, diff)
			}
		})
	}
}

// TestProblems has a way to every code that can come of an answer.
func TestProblems(t *testing.T) {
	tests := []struct {
		name     string
		question string
		give     survey.Value
		want     survey.Problem
	}{
		{"required and skipped", "needs", survey.Skip(), survey.Problem{Code: survey.Missing}},
		{"required and empty", "order", survey.Value{}, survey.Problem{Code: survey.Missing}},
		{"more than allowed", "needs", survey.Chosen("water", "roads", "school", "light"), survey.Problem{Code: survey.TooMany, Max: 3, Given: 4}},
		{"two where one is asked", "sex", survey.Chosen("male", "female"), survey.Problem{Code: survey.TooMany, Max: 1, Given: 2}},
		{"too long", "wish", survey.Words(strings.Repeat("ү", 21)), survey.Problem{Code: survey.TooLong, Max: 20, Given: 21}},
		{"not on the list", "needs", survey.Chosen("water", "gold"), survey.Problem{Code: survey.UnknownChoice, Choice: "gold"}},
		{"not on the list of one", "sex", survey.Chosen("water"), survey.Problem{Code: survey.UnknownChoice, Choice: "water"}},
		{"not chosen before, so not to be ranked", "order", survey.Chosen("light", "water", "roads"), survey.Problem{Code: survey.UnknownChoice, Choice: "light"}},
		{"not chosen before, so not to be rated", "grave", rated("light", 1), survey.Problem{Code: survey.UnknownChoice, Choice: "light"}},
		{"words where one is to be chosen", "sex", survey.Words("аял"), survey.Problem{Code: survey.UnknownChoice}},
		{"words where some are to be chosen", "needs", survey.Words("суу"), survey.Problem{Code: survey.UnknownChoice}},
		{"none and another", "needs", survey.Chosen("none", "water"), survey.Problem{Code: survey.Exclusive, Choice: "none"}},
		{"one in two places", "order", survey.Chosen("water", "roads", "water"), survey.Problem{Code: survey.Twice, Choice: "water"}},
		{"a ranking cut short", "order", survey.Chosen("school", "water"), survey.Problem{Code: survey.Unfinished, Max: 3, Given: 2}},
		{"a scale with a gap", "grave", rated("water", 1, "school", 2), survey.Problem{Code: survey.Unfinished, Choice: "roads", Max: 3, Given: 2}},
		{"above the scale", "grave", rated("water", 6), survey.Problem{Code: survey.OffScale, Choice: "water", Max: 5, Given: 6}},
		{"below the scale", "grave", rated("water", 0), survey.Problem{Code: survey.OffScale, Choice: "water", Max: 5}},
	}
	reached := map[survey.ProblemCode]bool{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := villageNeeds()
			iv := standing(t, q, tt.question)
			tt.want.Question = tt.question
			next, err := iv.Answer(q, tt.question, tt.give, noon.AddDate(0, 0, 1))
			wantProblem(t, err, tt.want)
			if diff := cmp.Diff(iv, next); diff != "" {
				t.Errorf("the answer is refused, and yet the state changed (-before +after):\n%s", diff)
			}
		})
		reached[tt.want.Code] = true
	}
	// These are the interview's, and proved in interview_test.go.
	for _, code := range []survey.ProblemCode{survey.NotAsked, survey.AlreadySent, survey.NoLanguage, survey.NoConsent} {
		reached[code] = true
	}
	for _, code := range survey.ProblemCodes() {
		if !reached[code] {
			t.Errorf("no test leads to the problem %s", code)
		}
	}
}

func TestTextIsBoundedWithoutMax(t *testing.T) {
	q := villageNeeds()
	q.Question("wish").Max = 0
	iv := standing(t, q, "wish")
	give(t, q, iv, answer("wish", survey.Words(strings.Repeat("ң", survey.MaxTextLength))))
	_, err := iv.Answer(q, "wish", survey.Words(strings.Repeat("ң", survey.MaxTextLength+1)), noon)
	wantProblem(t, err, survey.Problem{
		Question: "wish", Code: survey.TooLong, Max: survey.MaxTextLength, Given: survey.MaxTextLength + 1,
	})
}

func TestProblemSaysNothingOfTheAnswer(t *testing.T) {
	q := villageNeeds()
	_, err := begin(t, q).Answer(q, "needs", survey.Chosen("secret"), noon)
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("Error() = %v, want an error that does not quote the answer", err)
	}
}

func wantProblem(t rapid.TB, err error, want survey.Problem) {
	t.Helper()
	var got *survey.Problem
	if !errors.As(err, &got) {
		t.Fatalf("error is %v, want the problem %+v", err, want)
	}
	if diff := cmp.Diff(want, *got); diff != "" {
		t.Errorf("the problem is another one (-want +got):\n%s", diff)
	}
	if !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("%v is no ErrInvalid", err)
	}
}

func TestWordsAreKeptAsTheyAreRead(t *testing.T) {
	q := villageNeeds()
	iv := complete(t, q, begin(t, q))
	for written, want := range map[string]string{
		"  жол керек\n\nкөпүрө да \t": "жол керек\n\nкөпүрө да",
		"жол\x00 \x1b[31mкерек":       "жол [31mкерек",
		"жол \u202eкерек\u202c":       "жол керек",
		"жол \xff":                    "жол \uFFFD",
	} {
		next, err := iv.Answer(q, "wish", survey.Words(written), noon)
		if v, _ := next.Given(q, "wish"); err != nil || v.Text != want {
			t.Errorf("%q is kept as %q, %v; want %q", written, v.Text, err, want)
		}
	}
}
