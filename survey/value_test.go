package survey_test

import (
	"errors"
	"math"
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
		{"words, without space around them", "wish", survey.Words(" \t\n жол \u00a0"), survey.Value{Text: "жол", Key: "жол"}},
		{"words as long as allowed, in letters", "wish", survey.Words(strings.Repeat("ө", 20)), survey.Value{Text: strings.Repeat("ө", 20), Key: strings.Repeat("о", 20)}},
		{"words with broken bytes", "wish", survey.Words("жо\xffл"), survey.Value{Text: "жо\uFFFDл", Key: "жо л"}},
		{"a skip", "sex", survey.Skip(), survey.Skip()},
		{"nothing at all is a skip", "grave", survey.Value{}, survey.Skip()},
		{"no words but space are a skip", "wish", survey.Words("  \n "), survey.Skip()},
		{"a skip outweighs what else is given", "sex", survey.Value{Skipped: true, Choices: []string{"male"}}, survey.Skip()},
		{"a number with space around and leading zeros", "children", number(" 007 "), number("7")},
		{"a number with a comma", "land", number("−1\u00a0200,50"), number("-1200.5")},
		{"nothing below zero", "land", number("-0.0"), number("0")},
		{"a day as it is written here", "born", date(" 5.3.1961 "), date("1961-03-05")},
		{"a day in the way of computers", "born", date("1961-03-05"), date("1961-03-05")},
		{"a place, rounded", "spot", survey.Words("40,52834567 72.798512349"), survey.Located(survey.Point{Latitude: 40.528346, Longitude: 72.798512})},
		{"a place found by the phone", "spot", survey.Located(survey.Point{Latitude: -0.0000001, Longitude: 180, Accuracy: 12.34}), survey.Located(survey.Point{Longitude: 180, Accuracy: 12.3})},
		{"points, in the list's order, without noughts", "money", rated("light", 3, "roads", 0, "water", 7), rated("water", 7, "light", 3)},
		{"no points are a skip", "money", rated("light", 0), survey.Skip()},
		{"a scale, in the list's order", "serious", rated("other", 1, "light", 1, "school", 2, "roads", 1, "water", 2), rated("water", 2, "roads", 1, "school", 2, "light", 1, "other", 1)},
		{"only the members of the kind count", "sex", survey.Value{Choices: []string{"male"}, Text: "жол", Levels: rated("water", 3).Levels}, survey.Chosen("male")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := villageNeeds()
			if q.Question(tt.question) == nil {
				q = everyKind()
			}
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

		{"words for a whole number", "children", number("эки"), survey.Problem{Code: survey.NotWhole}},
		{"words for a number", "land", number("эки"), survey.Problem{Code: survey.NotNumber}},
		{"two numbers", "land", number("2 3"), survey.Problem{Code: survey.NotNumber}},
		{"too many digits", "land", number("1234567890123456"), survey.Problem{Code: survey.NotNumber}},
		{"a part of a child", "children", number("1.5"), survey.Problem{Code: survey.NotWhole}},
		{"a required number", "children", number("  "), survey.Problem{Code: survey.Missing, Message: text("Сан жазыңыз", "Напишите число")}},
		{"a constraint", "children", number("21"), survey.Problem{Code: survey.Constrained, Message: text("0дөн 20га чейин", "От 0 до 20")}},
		{"out of the range", "hours", number("-0,5"), survey.Problem{Code: survey.OutOfRange, Low: "0", High: "24", Step: "0.5"}},
		{"between two steps", "hours", number("0.25"), survey.Problem{Code: survey.OffStep, Low: "0", High: "24", Step: "0.5"}},
		{"no day", "born", date("быйыл"), survey.Problem{Code: survey.NotDate}},
		{"the 30th of February", "born", date("30.02.2000"), survey.Problem{Code: survey.NotDate}},
		{"no place", "spot", survey.Words("Ноокат"), survey.Problem{Code: survey.NotPlace}},
		{"commas of both kinds", "spot", survey.Words("40,5,72,7"), survey.Problem{Code: survey.NotPlace}},
		{"beyond the pole", "spot", survey.Located(survey.Point{Latitude: 90.1}), survey.Problem{Code: survey.NotPlace}},
		{"nowhere", "spot", survey.Located(survey.Point{Latitude: math.NaN()}), survey.Problem{Code: survey.NotPlace}},
		{"too many points", "money", rated("water", 6, "roads", 5), survey.Problem{Code: survey.OverPoints, Max: 10, Given: 11}},
		{"points that come to nothing", "money", rated("water", 1, "roads", -1), survey.Problem{Code: survey.OverPoints, Choice: "roads", Max: 10, Given: -1}},
		{"points below zero", "money", rated("water", 12, "roads", -5), survey.Problem{Code: survey.OverPoints, Choice: "water", Max: 10, Given: 12}},
		{"a pair of our own", "compare", survey.Compared(survey.Pair{First: "water", Second: "water", Better: "water"}), survey.Problem{Code: survey.NotAPair, Choice: "water"}},
		{"a voice message for a photo", "photo", voice(), survey.Problem{Code: survey.NoPhoto}},
		{"a photo for a voice message", "voice", photo(), survey.Problem{Code: survey.NoVoice}},
	}
	reached := map[survey.ProblemCode]bool{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := villageNeeds()
			if q.Question(tt.question) == nil {
				q = everyKind()
			}
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
	// These are the interview's, and proved in interview_test.go, attachment_test.go, receive_test.go and serial_test.go.
	for _, code := range []survey.ProblemCode{survey.FileTooLarge, survey.FileAwaited, survey.TakenBack, survey.NotAsked, survey.AlreadySent, survey.NoLanguage, survey.NoConsent, survey.SerialMistyped} {
		reached[code] = true
	}
	for _, code := range survey.ProblemCodes() {
		if !reached[code] && !code.OfTicket() { // those are proved in admit_test.go
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
