package appraisal_test

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/budget"
	"ashar/survey"
)

var someone = prioritize.Cell{Village: "v0", Sex: survey.SexFemale, Age: "29-59"}

// bought are the projects that an outcome buys, in order, by their numbers from 1.
func bought(p *appraisal.Poll, o budget.Outcome) []string {
	all := []string{}
	for _, x := range o.Purchases {
		all = append(all, p.Election.Projects[x.Project].ID)
	}
	return all
}

// TestExamplesOfEqualShares are those of the scoring methods' description: (a) is computed by pabutools, (b) by abcvoting.
// Every voter is there ten times, which changes nothing, so that there is a ranking too.
func TestExamplesOfEqualShares(t *testing.T) {
	a := counted(town(0), 4, chose(10, someone, 0), chose(20, someone, 1, 2, 3), chose(10, someone, 2))
	b := counted(town(0), 4, chose(30, someone, 2, 3), chose(20, someone, 0, 1), chose(20, someone, 0, 2), chose(10, someone, 1, 3))
	for _, tt := range []struct {
		name    string
		in      prioritize.Input
		plan    *appraisal.Appraisal
		utility budget.Utility
		want    []string
		spent   float64
	}{
		{"(a) by cardinality", a, plan(400, 100, 90, 200, 109), budget.Cardinality, []string{"2", "4", "1"}, 299},
		{"(a) by cost", a, plan(400, 100, 90, 200, 109), budget.Cost, []string{"3", "1"}, 300},
		{"(b), three seats", b, plan(3000, 1000, 1000, 1000, 1000), budget.Cardinality, []string{"3", "1"}, 2000},
	} {
		tt.plan.Budget.Utility, tt.plan.Budget.Completion = tt.utility, budget.None
		p := poll(t, &tt.in, tt.plan)
		c := compare(t, tt.in, tt.plan)
		if diff := cmp.Diff(tt.want, bought(p, c.Shares)); diff != "" || c.Shares.Cost != tt.spent {
			t.Errorf("%s: costs %v, want %v (-want +got):\n%s", tt.name, c.Shares.Cost, tt.spent, diff)
		}
	}
}

// TestAVillageBuysWhatItAgreesOn is the example of docs/budget.md, to be followed with a calculator.
func TestAVillageBuysWhatItAgreesOn(t *testing.T) {
	at := func(village string) prioritize.Cell {
		return prioritize.Cell{Village: village, Sex: survey.SexFemale, Age: "29-59"}
	}
	in := counted(town(0, 0), 3, chose(60, at("v0"), 0, 1), chose(40, at("v1"), 2))
	a := plan(1_000_000, 500_000, 500_000, 400_000)
	a.Projects[0].Village, a.Projects[1].Village, a.Projects[2].Village = "v0", "v0", "v1"
	p, c := poll(t, &in, a), compare(t, in, a)
	if diff := cmp.Diff([]string{"1", "2"}, bought(p, c.Greedy)); diff != "" {
		t.Errorf("greedy (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"1", "3"}, bought(p, c.Shares)); diff != "" {
		t.Errorf("Equal Shares (-want +got):\n%s", diff)
	}
	want := []appraisal.LeftOut{
		{Part: appraisal.Whole, Base: new(int64(100)), Greedy: new(int64(40)), Shares: new(int64(0))},
		{Part: appraisal.Village, Key: "v0", Base: new(int64(60)), Greedy: new(int64(0)), Shares: new(int64(0))},
		{Part: appraisal.Village, Key: "v1", Base: new(int64(40)), Greedy: new(int64(40)), Shares: new(int64(0))},
		{Part: appraisal.Group, Key: "women", Base: new(int64(100)), Greedy: new(int64(40)), Shares: new(int64(0))},
		{Part: appraisal.Group, Key: "men", Base: new(int64(0)), Greedy: new(int64(0)), Shares: new(int64(0))},
		{Part: appraisal.Group, Key: "youth", Base: new(int64(0)), Greedy: new(int64(0)), Shares: new(int64(0))},
		{Part: appraisal.Group, Key: "older", Base: new(int64(0)), Greedy: new(int64(0)), Shares: new(int64(0))},
	}
	if diff := cmp.Diff(want, c.Left); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]appraisal.Spent{{}, {Village: "v0", Greedy: 1_000_000, Shares: 500_000}, {Village: "v1", Shares: 400_000}}, c.Money); diff != "" {
		t.Errorf("spent (-want +got):\n%s", diff)
	}
}

func TestAProjectInAVillageIsApprovedThere(t *testing.T) {
	other := someone
	other.Village = "v1"
	in := counted(town(0, 0), 2, chose(7, someone, 0), chose(8, other, 0), chose(6, other, 1), chose(5, someone))
	a := plan(100, 10, 10)
	a.Projects[0].Village = "v0"
	a.Projects[1].Need = "n0"
	a.Projects = append(a.Projects, appraisal.Project{ID: "elsewhere", Name: "Not asked about", Need: "n9", Som: 10})
	want := []budget.Ballot{{Weight: 1, Count: 7, Approves: []int{0, 1}}, {Weight: 1, Count: 8, Approves: []int{1}}}
	if diff := cmp.Diff(want, poll(t, &in, a).Election.Ballots); diff != "" {
		t.Errorf("ballots (-want +got):\n%s", diff)
	}
}

// TestPeopleWeighAsInTheRanking holds the weights to those of the ranking where cells are large: v0 has three times as
// many people, and as many answers.
func TestPeopleWeighAsInTheRanking(t *testing.T) {
	other := someone
	other.Village = "v1"
	m := town(0, 0)
	m.Villages[0].Adults, m.Villages[1].Adults = 900, 300
	in := counted(m, 2, chose(20, someone, 0), chose(20, other, 1))
	want := []budget.Ballot{{Weight: 1.5, Count: 20, Approves: []int{0}}, {Weight: 0.5, Count: 20, Approves: []int{1}}}
	if diff := cmp.Diff(want, poll(t, &in, plan(100, 10, 10)).Election.Ballots); diff != "" {
		t.Errorf("ballots (-want +got):\n%s", diff)
	}
}

func TestNoWeightTellsWhoSomebodyIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, a := anyPoll(t)
		p, err := appraisal.NewPoll(&in, a)
		if err != nil {
			t.Fatal(err)
		}
		voters, weights := map[float64]int{}, 0.0
		for _, b := range p.Election.Ballots {
			voters[b.Weight] += b.Count
			weights += b.Weight * float64(b.Count)
		}
		all := p.Election.Voters()
		for w, n := range voters {
			if n < survey.SmallCell && n < all {
				t.Errorf("%d of %d voters weigh %v", n, all, w)
			}
		}
		if all > 0 && math.Abs(weights/float64(all)-1) > 1e-9 {
			t.Errorf("the mean weight is %v", weights/float64(all))
		}
	})
}

func TestWhatCannotBeCounted(t *testing.T) {
	in := counted(town(0), 2, chose(20, someone, 0))
	for name, tt := range map[string]struct {
		in   prioritize.Input
		plan *appraisal.Appraisal
		want error
	}{
		"no amount":   {in, plan(0, 10), survey.ErrInvalid},
		"no projects": {in, plan(100), survey.ErrInvalid},
		"no votes":    {prioritize.Input{Needs: in.Needs, Tally: in.Tally, Municipality: in.Municipality}, plan(100, 10), survey.ErrUnavailable},
	} {
		if _, err := appraisal.NewPoll(&tt.in, tt.plan); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// TestTheFileIsTheElection writes elections as files of pabulib.org and counts what is read from them.
func TestTheFileIsTheElection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, a := anyPoll(t)
		p, err := appraisal.NewPoll(&in, a)
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := budget.Write(&file, p.Election); err != nil {
			t.Fatal(err)
		}
		read, err := budget.Read(&file)
		if err != nil {
			t.Fatal(err)
		}
		b := a.Budget
		for name, count := range map[string]func(budget.Election) (budget.Outcome, error){
			"greedy":       func(e budget.Election) (budget.Outcome, error) { return budget.Greedy(e, b.Utility) },
			"Equal Shares": func(e budget.Election) (budget.Outcome, error) { return budget.EqualShares(e, b.Utility, b.Completion) },
		} {
			want, errA := count(p.Election)
			got, errB := count(read)
			if errA != nil || errB != nil || !slices.Equal(bought(p, want), bought(p, got)) || want.Raise != got.Raise {
				t.Errorf("%s: %v, and by the file %v; %v, %v", name, bought(p, want), bought(p, got), errA, errB)
			}
		}
	})
}
