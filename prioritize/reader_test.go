package prioritize_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ashar/prioritize"
	"ashar/survey"
)

// form asks for needs, their order and severity, sex and age.
func form() *survey.Questionnaire {
	text := func(s string) survey.Text { return survey.Text{"en": s} }
	choices := func(names ...string) []survey.Choice {
		var all []survey.Choice
		for _, n := range names {
			all = append(all, survey.Choice{Name: n, Label: text(n)})
		}
		return all
	}
	return &survey.Questionnaire{
		ID: "form", Version: "2026010101", Languages: []string{"en"}, Title: text("Form"),
		Consent: survey.Consent{Version: "1", Text: text("Agree?")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				{Name: "water", Label: text("Water"), Need: "water", Sphere: "infra", Competence: []string{"local", "state"}},
				{Name: "roads", Label: text("Roads"), Need: "roads", Sphere: "infra", Issue: 6},
				{Name: "pipe", Label: text("Pipes"), Need: "water"},
				{Name: "jobs", Label: text("Jobs"), Need: "jobs", Sphere: "unlisted"},
				{Name: "none", Label: text("None of these"), Exclusive: true},
			}},
			{Name: "sphere", Choices: []survey.Choice{{Name: "infra", Label: text("Infrastructure")}}},
			{Name: "competence", Choices: []survey.Choice{{Name: "local", Label: text("Municipality")}, {Name: "state", Label: text("State")}}},
			{Name: "level", Choices: choices("1", "2", "3", "4", "5")},
			{Name: "sex", Choices: choices("female", "male")},
			{Name: "age", Choices: choices("18-28", "60+")},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, Label: text("Needs?"), List: "need", Max: 3},
			{Name: "order", Kind: survey.Rank, Role: survey.RoleRank, Label: text("Order?"), Of: "needs"},
			{Name: "grave", Kind: survey.Scale, Role: survey.RoleSeverity, Label: text("How grave?"), Of: "needs", List: "level"},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, Label: text("Sex?"), List: "sex"},
			{Name: "age", Kind: survey.SelectOne, Role: survey.RoleAge, Label: text("Age?"), List: "age"},
		},
	}
}

func reader(t testing.TB) *prioritize.Reader {
	t.Helper()
	r, err := prioritize.NewReader(form())
	if err != nil {
		t.Fatalf("NewReader: %v", err)
	}
	return r
}

func response(answers ...survey.Answer) survey.Response {
	return survey.Response{ID: "r", Campaign: "c", Questionnaire: form().Key(), Village: "v0", Channel: survey.Bot, Answers: answers}
}

func answer(question string, v survey.Value) survey.Answer {
	return survey.Answer{Question: question, Value: v}
}

func TestNeedsSayWhatTheyAre(t *testing.T) {
	got, err := prioritize.Needs(form())
	if err != nil {
		t.Fatalf("Needs: %v", err)
	}
	en := func(s string) survey.Text { return survey.Text{"en": s} }
	want := []prioritize.Need{
		{Code: "water", Name: en("Water"), Sphere: prioritize.Term{Code: "infra", Name: en("Infrastructure")}, Competence: []prioritize.Term{{Code: "local", Name: en("Municipality")}, {Code: "state", Name: en("State")}}},
		{Code: "roads", Name: en("Roads"), Sphere: prioritize.Term{Code: "infra", Name: en("Infrastructure")}, Issue: 6},
		{Code: "jobs", Name: en("Jobs"), Sphere: prioritize.Term{Code: "unlisted"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("needs (-want +got):\n%s", diff)
	}
}

func TestNeedsRefuseWhatCannotBeScored(t *testing.T) {
	none := form()
	none.Questions = none.Questions[3:]
	empty := form()
	empty.Lists[0].Choices = empty.Lists[0].Choices[4:]
	for name, q := range map[string]*survey.Questionnaire{"no question of needs": none, "no need in its list": empty} {
		if _, err := prioritize.NewReader(q); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want an ErrInvalid", name, err)
		}
	}
}

func TestReadMakesABallot(t *testing.T) {
	const water, roads, jobs = 0, 1, 2
	here := prioritize.Cell{Village: "v0"}
	for _, c := range []struct {
		name    string
		answers []survey.Answer
		want    prioritize.Ballot
	}{{
		name: "everything answered",
		answers: []survey.Answer{
			answer("needs", survey.Chosen("water", "roads")), answer("order", survey.Chosen("roads", "water")),
			answer("grave", survey.Rated(survey.Level{Choice: "water", Level: 5}, survey.Level{Choice: "roads", Level: 2})),
			answer("sex", survey.Chosen("female")), answer("age", survey.Chosen("60+")),
		},
		want: prioritize.Ballot{
			Source:   prioritize.Source{Cell: prioritize.Cell{Village: "v0", Sex: "female", Age: "60+"}},
			Answered: true, Chosen: []int{water, roads}, Ranked: true, Order: []int{roads, water},
			Ratings: []prioritize.Rating{{Need: water, Level: 5}, {Need: roads, Level: 2}},
		},
	}, {
		name:    "everything skipped",
		answers: []survey.Answer{answer("needs", survey.Skip()), answer("order", survey.Skip()), answer("sex", survey.Skip()), answer("age", survey.Skip())},
		want:    prioritize.Ballot{Source: prioritize.Source{Cell: here}},
	}, {
		name: "nothing asked",
		want: prioritize.Ballot{Source: prioritize.Source{Cell: here}},
	}, {
		name:    "none is an answer, and leaves nothing to put in order",
		answers: []survey.Answer{answer("needs", survey.Chosen("none"))},
		want:    prioritize.Ballot{Source: prioritize.Source{Cell: here}, Answered: true, Ranked: true},
	}, {
		name:    "one need is in order by itself",
		answers: []survey.Answer{answer("needs", survey.Chosen("jobs"))},
		want:    prioritize.Ballot{Source: prioritize.Source{Cell: here}, Answered: true, Chosen: []int{jobs}, Ranked: true, Order: []int{jobs}},
	}, {
		name:    "order skipped",
		answers: []survey.Answer{answer("needs", survey.Chosen("jobs", "water")), answer("order", survey.Skip())},
		want:    prioritize.Ballot{Source: prioritize.Source{Cell: here}, Answered: true, Chosen: []int{jobs, water}},
	}, {
		name: "two choices for one need: the first place counts",
		answers: []survey.Answer{
			answer("needs", survey.Chosen("water", "pipe", "jobs")), answer("order", survey.Chosen("pipe", "jobs", "water")),
			answer("grave", survey.Rated(survey.Level{Choice: "water", Level: 4}, survey.Level{Choice: "pipe", Level: 1})),
		},
		want: prioritize.Ballot{
			Source: prioritize.Source{Cell: here}, Answered: true, Chosen: []int{water, jobs}, Ranked: true, Order: []int{water, jobs},
			Ratings: []prioritize.Rating{{Need: water, Level: 4}}, Repeated: true,
		},
	}} {
		t.Run(c.name, func(t *testing.T) {
			c.want.Channel = survey.Bot
			r := response(c.answers...)
			got, err := reader(t).Read(&r)
			if err != nil {
				t.Fatalf("Read: %v", err)
			}
			if diff := cmp.Diff(c.want, got, cmp.Comparer(func(a, b []int) bool { return cmp.Equal(append([]int{}, a...), append([]int{}, b...)) })); diff != "" {
				t.Errorf("ballot (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadRefusesWhatTheQuestionnaireDoesNotHave(t *testing.T) {
	other := response()
	other.Questionnaire = "form@1999010101"
	for name, r := range map[string]survey.Response{
		"another version":  other,
		"unknown need":     response(answer("needs", survey.Chosen("gold"))),
		"unknown in order": response(answer("needs", survey.Chosen("jobs", "water")), answer("order", survey.Chosen("jobs", "gold"))),
		"level off scale":  response(answer("grave", survey.Rated(survey.Level{Choice: "jobs", Level: 6}))),
	} {
		if _, err := reader(t).Read(&r); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want an ErrInvalid", name, err)
		}
	}
}

func TestGroupsFollowFromNames(t *testing.T) {
	for _, c := range []struct {
		cell prioritize.Cell
		want []prioritize.Group
	}{
		{prioritize.Cell{}, nil},
		{prioritize.Cell{Sex: "female", Age: "18-28"}, []prioritize.Group{prioritize.Women, prioritize.Youth}},
		{prioritize.Cell{Sex: "male", Age: "60+"}, []prioritize.Group{prioritize.Men, prioritize.Older}},
		{prioritize.Cell{Age: "a29_44"}, nil},
		{prioritize.Cell{Age: "14_17"}, []prioritize.Group{prioritize.Youth}},
		{prioritize.Cell{Age: "70-79"}, []prioritize.Group{prioritize.Older}},
		{prioritize.Cell{Age: "young"}, nil},
	} {
		var got []prioritize.Group
		for _, g := range prioritize.Groups() {
			if g.Has(c.cell) {
				got = append(got, g)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.cell, diff)
		}
	}
}

// ballotOf reads one response to a questionnaire whose question of needs is of this
// kind.
func ballotOf(t *testing.T, q *survey.Questionnaire, answers ...survey.Answer) prioritize.Ballot {
	t.Helper()
	r, err := prioritize.NewReader(q)
	if err != nil {
		t.Fatalf("NewReader: %v", err)
	}
	resp := response(answers...)
	b, err := r.Read(&resp)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return b
}

func TestReadPoints(t *testing.T) {
	q := form()
	q.Questions = append([]survey.Question{{Name: "needs", Kind: survey.Points, Role: survey.RoleNeed, List: "need", Max: 10}}, q.Questions[3:]...)
	r, err := prioritize.NewReader(q)
	if err != nil || r.Shape() != (prioritize.Shape{Needs: 3, Points: true}) {
		t.Fatalf("got shape %+v, %v", r.Shape(), err)
	}
	b := ballotOf(t, q, answer("needs", survey.Rated(survey.Level{Choice: "jobs", Level: 5}, survey.Level{Choice: "water", Level: 2}, survey.Level{Choice: "pipe", Level: 3})))
	if diff := cmp.Diff([]prioritize.Pointed{{Need: 0, Points: 5}, {Need: 2, Points: 5}}, b.Points); diff != "" || !b.Answered || len(b.Chosen) != 2 {
		t.Errorf("got %+v; points (-want +got):\n%s", b, diff)
	}
}

func TestReadPairs(t *testing.T) {
	const water, roads, jobs = 0, 1, 2
	q := form()
	q.Questions[1] = survey.Question{Name: "order", Kind: survey.Pairwise, Role: survey.RoleRank, List: "need", Pairs: 3}
	b := ballotOf(t, q, answer("order", survey.Value{Pairs: []survey.Pair{
		{First: "water", Second: "jobs", Better: "jobs"},
		{First: "roads", Second: "pipe"},
		{First: "water", Second: "pipe", Better: "pipe"}, // of one need
	}}))
	want := []prioritize.Compared{{Better: jobs, Worse: water}, {Better: roads, Worse: water, Equal: true}}
	if diff := cmp.Diff(want, b.Pairs); diff != "" || b.Ranked || b.Answered {
		t.Errorf("got %+v; pairs (-want +got):\n%s", b, diff)
	}
}

// services asks for the quality of n services.
func services(n int) *survey.Questionnaire {
	q := form()
	l := survey.List{Name: "service"}
	for i := range n {
		l.Choices = append(l.Choices, survey.Choice{Name: fmt.Sprintf("s%d", i), Label: survey.Text{"en": "Service"}})
	}
	q.Lists = append(q.Lists, l)
	q.Questions = append(q.Questions, survey.Question{Name: "quality", Kind: survey.Scale, Role: survey.RoleSatisfaction, List: "level", Items: "service"})
	return q
}

func TestReadSatisfaction(t *testing.T) {
	b := ballotOf(t, services(3), answer("quality", survey.Rated(survey.Level{Choice: "s2", Level: 4}, survey.Level{Choice: "s0", Level: 1})))
	if diff := cmp.Diff([]prioritize.Satisfied{{Service: 2, Level: 4}, {Service: 0, Level: 1}}, b.Services); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
}

func TestOddAnswersAreFlagged(t *testing.T) {
	rated := func(levels ...int) survey.Answer {
		var all []survey.Level
		for i, l := range levels {
			all = append(all, survey.Level{Choice: fmt.Sprintf("s%d", i), Level: l})
		}
		return answer("quality", survey.Rated(all...))
	}
	begun := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	r, err := prioritize.NewReader(services(8))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		channel survey.Channel
		took    time.Duration
		quality survey.Answer
		want    []prioritize.Flag
	}{
		{"a minute", survey.Web, time.Minute, rated(3, 3, 3, 4, 3, 3, 3, 3), nil},
		{"two answers in a second", survey.Web, time.Second, rated(3, 4), []prioritize.Flag{prioritize.Hasty}},
		{"two answers in two seconds", survey.Bot, 2 * time.Second, rated(3, 4), nil},
		{"typed from paper", survey.Paper, time.Second, rated(3, 4), nil},
		{"when is not known", survey.Web, 0, rated(3, 4), nil},
		{"eight alike", survey.Web, time.Minute, rated(3, 3, 3, 3, 3, 3, 3, 3), []prioritize.Flag{prioritize.Straight}},
		{"five alike, and no more", survey.Web, time.Minute, rated(3, 3, 3, 3, 3), nil},
		{"both", survey.Bot, time.Millisecond, rated(1, 1, 1, 1, 1, 1), []prioritize.Flag{prioritize.Hasty, prioritize.Straight}},
	} {
		resp := response(answer("sex", survey.Chosen("female")), answer("age", survey.Skip()), c.quality)
		resp.Channel, resp.Begun, resp.Submitted = c.channel, begun, begun.Add(c.took)
		got, err := r.Flags(&resp)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: flags (-want +got):\n%s", c.name, diff)
		}
		untimed, err := r.Untimed().Flags(&resp)
		if diff := cmp.Diff(slices.DeleteFunc(slices.Clone(c.want), func(f prioritize.Flag) bool { return f == prioritize.Hasty }), untimed, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Errorf("%s, untimed: %v; flags (-want +got):\n%s", c.name, err, diff)
		}
		if b, _ := r.Read(&resp); b.Flagged != (len(c.want) > 0) {
			t.Errorf("%s: the ballot says flagged: %t", c.name, b.Flagged)
		}
	}
}
