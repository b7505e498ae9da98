package prioritize_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ashar/prioritize"
	"ashar/survey"
)

// otherForm is the form with a choice "other" and what it is, in own words.
func otherForm() *survey.Questionnaire {
	q := form()
	other := survey.Choice{Name: "other", Label: survey.Text{"en": "Other"}, Need: "other"}
	q.Lists[0].Choices = slices.Insert(q.Lists[0].Choices, 4, other)
	said := survey.Question{Name: "said", Kind: survey.TextAnswer, Role: survey.RoleOther, Label: survey.Text{"en": "What is it?"}}
	wish := survey.Question{Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal, Label: survey.Text{"en": "A wish?"}}
	q.Questions = append(q.Questions, said, wish)
	return q
}

func TestOwnWordsStandForTheNeedsTheyWereCodedTo(t *testing.T) {
	const water, roads, jobs, other, market = 0, 1, 2, 3, 4
	r, err := prioritize.NewReader(otherForm())
	if err != nil {
		t.Fatal(err)
	}
	r, err = r.With([]survey.NewNeed{{Code: "new-1", Label: survey.Text{"en": "Market"}, Sphere: "infra"}, {Code: "water"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Needs(); len(got) != 5 || !got[market].Unoffered || got[market].Sphere.Name.In() != "Infrastructure" || got[other].Unoffered {
		t.Fatalf("needs: %+v", got)
	}
	all := []survey.Answer{
		answer("needs", survey.Chosen("water", "other", "jobs")), answer("order", survey.Chosen("other", "water", "jobs")),
		answer("grave", survey.Rated(survey.Level{Choice: "other", Level: 4}, survey.Level{Choice: "water", Level: 2})),
	}
	only := []survey.Answer{answer("needs", survey.Chosen("other"))}
	without := []survey.Answer{answer("needs", survey.Chosen("none"))}
	for _, c := range []struct {
		name    string
		answers []survey.Answer
		coded   []string
		want    prioritize.Ballot
	}{
		{"not coded", all, nil, prioritize.Ballot{
			Answered: true, Chosen: []int{water, other, jobs}, Ranked: true, Order: []int{other, water, jobs},
			Ratings: []prioritize.Rating{{Need: other, Level: 4}, {Need: water, Level: 2}},
		}},
		{"takes the place of other", all, []string{"new-1"}, prioritize.Ballot{
			Answered: true, Chosen: []int{water, market, jobs}, Ranked: true, Order: []int{market, water, jobs},
			Ratings: []prioritize.Rating{{Need: market, Level: 4}, {Need: water, Level: 2}},
		}},
		{"further ones come after it, in no place", all, []string{"new-1", "roads", "jobs"}, prioritize.Ballot{
			Answered: true, Chosen: []int{water, market, jobs, roads}, Ranked: true, Order: []int{market, water, jobs},
			Ratings: []prioritize.Rating{{Need: market, Level: 4}, {Need: water, Level: 2}},
		}},
		{"chosen already is not doubled, the better place and its own severity count", all, []string{"water"}, prioritize.Ballot{
			Answered: true, Chosen: []int{water, jobs}, Ranked: true, Order: []int{water, jobs},
			Ratings: []prioritize.Rating{{Need: water, Level: 2}},
		}},
		{"names no need", all, []string{}, prioritize.Ballot{
			Answered: true, Chosen: []int{water, jobs}, Ranked: true, Order: []int{water, jobs},
			Ratings: []prioritize.Rating{{Need: water, Level: 2}},
		}},
		{"a code that nobody knows", all, []string{"castle"}, prioritize.Ballot{
			Answered: true, Chosen: []int{water, other, jobs}, Ranked: true, Order: []int{other, water, jobs},
			Ratings: []prioritize.Rating{{Need: other, Level: 4}, {Need: water, Level: 2}},
		}},
		{"chosen alone is in order by itself", only, []string{"roads", "jobs"}, prioritize.Ballot{
			Answered: true, Chosen: []int{roads, jobs}, Ranked: true, Order: []int{roads},
		}},
		{"chosen alone, and names no need", only, []string{}, prioritize.Ballot{Answered: true, Ranked: true}},
		{"named without the choice", without, []string{"roads"}, prioritize.Ballot{
			Answered: true, Chosen: []int{roads}, Ranked: true, Order: []int{roads},
		}},
		{"the question of needs skipped", []survey.Answer{answer("needs", survey.Skip())}, []string{"roads"}, prioritize.Ballot{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			resp := response(c.answers...)
			if c.coded != nil {
				resp.Code("said", &survey.Coding{Needs: c.coded})
			}
			resp.Code("wish", &survey.Coding{Needs: []string{"roads"}}) // whoever writes counts no more than others
			got, err := r.Read(&resp)
			if err != nil {
				t.Fatal(err)
			}
			c.want.Cell.Village, c.want.Channel = "v0", survey.Bot
			if diff := cmp.Diff(c.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("ballot (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPointsAndPairsOfOtherGoWhereItWasCoded(t *testing.T) {
	q := otherForm()
	q.Questions[0].Kind, q.Questions[0].Max = survey.Points, 10
	q.Questions[1] = survey.Question{Name: "order", Kind: survey.Pairwise, Role: survey.RoleRank, Label: survey.Text{"en": "Which?"}, List: "need", Pairs: 2}
	r, err := prioritize.NewReader(q)
	if err != nil {
		t.Fatal(err)
	}
	resp := response(
		answer("needs", survey.Value{Levels: []survey.Level{{Choice: "other", Level: 6}, {Choice: "water", Level: 4}}}),
		answer("order", survey.Value{Pairs: []survey.Pair{{First: "other", Second: "water", Better: "other"}, {First: "other", Second: "jobs", Better: "jobs"}}}),
	)
	resp.Code("said", &survey.Coding{Needs: []string{"water", "roads"}})
	got, err := r.Read(&resp)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]prioritize.Pointed{{Need: 0, Points: 10}}, got.Points); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]prioritize.Compared{{Better: 2, Worse: 0}}, got.Pairs); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
	if !slices.Equal(got.Chosen, []int{0}) {
		t.Errorf("chosen: got %v, want water alone: whoever gives no point chooses not", got.Chosen)
	}
}

func TestANeedThatNobodyWasOfferedIsSaidSo(t *testing.T) {
	q := otherForm()
	r, err := prioritize.NewReader(q)
	if err != nil {
		t.Fatal(err)
	}
	market := survey.NewNeed{Code: "new-1", Label: survey.Text{"en": "Market"}}
	r, err = r.With([]survey.NewNeed{market})
	if err != nil {
		t.Fatal(err)
	}
	tally := prioritize.NewTally(r.Shape())
	for range 20 {
		resp := response(answer("needs", survey.Chosen("other")))
		resp.Code("said", &survey.Coding{Needs: []string{"new-1"}})
		b, err := r.Read(&resp)
		if err != nil {
			t.Fatal(err)
		}
		tally.Add(&b)
	}
	got, err := prioritize.Rank(prioritize.Input{
		Campaign: "c", Questionnaire: q.Key(), Municipality: &survey.Municipality{ID: "m", Name: survey.Text{"en": "M"}, Villages: []survey.Village{{ID: "v0", Name: survey.Text{"en": "V"}}}},
		Needs: r.Needs(), Tally: tally,
	})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(got.Warnings, func(w prioritize.Warning) bool { return w.Code == prioritize.WarnUnoffered })
	if i < 0 || !cmp.Equal(got.Warnings[i].Needs, []survey.Text{market.Label}) {
		t.Errorf("got warnings %+v, want one of the market", got.Warnings)
	}
	if it := got.Item("new-1"); it == nil || it.Share == nil || *it.Share < 0.99 {
		t.Errorf("got the market as %+v, want all of the answers", it)
	}
}
