package budget_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize/budget"
)

// exampleA is example (a) of METHODS.md, section 3, with its ballots as they are
// listed there.
func exampleA() budget.Election {
	return budget.Election{
		Budget: 4,
		Votes:  budget.Approval,
		Projects: []budget.Project{
			{ID: "0", Cost: 1}, {ID: "1", Cost: 0.9}, {ID: "2", Cost: 2}, {ID: "3", Cost: 1.09},
		},
		Ballots: []budget.Ballot{
			{Weight: 1, Count: 1, Approves: []int{0}},
			{Weight: 1, Count: 2, Approves: []int{1, 2, 3}},
			{Weight: 1, Count: 1, Approves: []int{2}},
		},
	}
}

// exampleB is example (b): three seats of the cost 1, and eight voters.
func exampleB() budget.Election {
	return budget.Election{
		Budget:   3,
		Projects: []budget.Project{{ID: "a", Cost: 1}, {ID: "b", Cost: 1}, {ID: "c", Cost: 1}, {ID: "d", Cost: 1}},
		Ballots: []budget.Ballot{
			{Weight: 1, Count: 3, Approves: []int{2, 3}},
			{Weight: 1, Count: 2, Approves: []int{0, 1}},
			{Weight: 1, Count: 2, Approves: []int{0, 2}},
			{Weight: 1, Count: 1, Approves: []int{1, 3}},
		},
	}
}

// ids are the projects that an outcome buys, in order.
func ids(e budget.Election, o budget.Outcome) []string {
	all := []string{}
	for _, p := range o.Purchases {
		all = append(all, e.Projects[p.Project].ID)
	}
	return all
}

func equalShares(t testing.TB, e budget.Election, u budget.Utility, c budget.Completion) budget.Outcome {
	t.Helper()
	o, err := budget.EqualShares(e, u, c)
	if err != nil {
		t.Fatalf("EqualShares(%+v, %q, %q): %v", e, u, c, err)
	}
	return o
}

func greedy(t testing.TB, e budget.Election, u budget.Utility) budget.Outcome {
	t.Helper()
	o, err := budget.Greedy(e, u)
	if err != nil {
		t.Fatalf("Greedy(%+v, %q): %v", e, u, err)
	}
	return o
}

var (
	utilities   = []budget.Utility{budget.Cardinality, budget.Cost}
	completions = []budget.Completion{budget.None, budget.Add1, budget.GreedyFill, budget.Add1GreedyFill}
)

// elections are small ones of small whole numbers, of tenths or of tens, in which
// costs are often met exactly and prices often tie.
func elections(t *rapid.T) budget.Election {
	divisor := rapid.SampledFrom([]float64{1, 1, 10, 0.1}).Draw(t, "divisor")
	e := budget.Election{
		Budget: float64(rapid.IntRange(1, 24).Draw(t, "budget")) / divisor,
		Votes:  rapid.SampledFrom([]budget.VoteType{budget.Approval, budget.Approval, budget.Ordinal, budget.Cumulative, budget.Scoring}).Draw(t, "votes"),
	}
	heaviest := rapid.IntRange(1, 3).Draw(t, "heaviest")
	for p := range rapid.IntRange(0, 6).Draw(t, "projects") {
		e.Projects = append(e.Projects, budget.Project{
			ID: fmt.Sprint((p*7 + 4) % 11), Name: rapid.SampledFrom([]string{"", "Суу; таза \"суу\"", "Жол\nоңдоо"}).Draw(t, "name"),
			Cost: float64(rapid.IntRange(1, 12).Draw(t, "cost")) / divisor,
		})
	}
	for range rapid.IntRange(0, 7).Draw(t, "ballots") {
		b := budget.Ballot{Weight: float64(rapid.IntRange(1, heaviest).Draw(t, "weight")) / 10, Count: rapid.IntRange(1, 3).Draw(t, "count")}
		for p := range e.Projects {
			if rapid.Bool().Draw(t, "approves") {
				b.Approves = append(b.Approves, p)
			}
		}
		if e.Votes == budget.Cumulative || e.Votes == budget.Scoring {
			b.Points = []float64{}
			for range b.Approves {
				b.Points = append(b.Points, float64(rapid.IntRange(0, 3).Draw(t, "points")))
			}
		}
		e.Ballots = append(e.Ballots, b)
	}
	return e
}
