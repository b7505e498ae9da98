package budget_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize/budget"
)

func TestEqualSharesBuysWhatPublishedExamplesBuy(t *testing.T) {
	tests := []struct {
		name    string
		e       budget.Election
		utility budget.Utility
		want    []string // as a set; the order is that of rho
	}{
		// METHODS.md, section 3, example (a), as pabutools counts it.
		{"a by cardinality", exampleA(), budget.Cardinality, []string{"1", "3", "0"}},
		{"a by cost", exampleA(), budget.Cost, []string{"2", "0"}},
		// METHODS.md, section 3, example (b), as abcvoting counts it.
		{"b", exampleB(), budget.Cardinality, []string{"c", "a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := equalShares(t, tt.e, tt.utility, budget.None)
			if diff := cmp.Diff(tt.want, ids(tt.e, o)); diff != "" {
				t.Errorf("bought (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEqualSharesTellsPricesAndPayments checks the figures of METHODS.md, section 3,
// example (b), which are abcvoting's.
func TestEqualSharesTellsPricesAndPayments(t *testing.T) {
	e := exampleB()
	o := equalShares(t, e, budget.Cardinality, budget.None)
	want := budget.Outcome{
		Budget: 3, Cost: 2,
		Purchases: []budget.Purchase{
			{Project: 2, Supporters: 5, Rho: 1.0 / 5, Paid: []budget.Payment{{Ballot: 0, Amount: 1.0 / 5}, {Ballot: 2, Amount: 1.0 / 5}}},
			{Project: 0, Supporters: 4, Rho: 13.0 / 40, Paid: []budget.Payment{{Ballot: 1, Amount: 13.0 / 40}, {Ballot: 2, Amount: 7.0 / 40}}},
		},
		Left: []float64{7.0 / 40, 1.0 / 20, 0, 3.0 / 8},
	}
	if diff := cmp.Diff(want, o, roughly()); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
}

// roughly takes floats as equal that differ by rounding.
func roughly() cmp.Option { return cmp.Comparer(near) }

func TestCompletionsUseUpTheBudget(t *testing.T) {
	// Of two voters with 50 each, one wants x for 60, the other y for 40 or z for 41.
	// With 10 units more each, x is bought too.
	e := budget.Election{
		Budget:   100,
		Projects: []budget.Project{{ID: "x", Cost: 60}, {ID: "y", Cost: 40}, {ID: "z", Cost: 41}},
		Ballots: []budget.Ballot{
			{Weight: 1, Count: 1, Approves: []int{0}},
			{Weight: 1, Count: 1, Approves: []int{1, 2}},
		},
	}
	tests := []struct {
		completion budget.Completion
		want       []string
		by         []budget.Way
		raise      float64
	}{
		{budget.None, []string{"y"}, []budget.Way{budget.ByRule}, 0},
		{budget.GreedyFill, []string{"y", "z"}, []budget.Way{budget.ByRule, budget.ByGreedy}, 0},
		// At 31 units the second voter holds 81 and pays for z as well.
		{budget.Add1, []string{"y", "x"}, []budget.Way{budget.ByRule, budget.ByAdd1}, 30},
		{budget.Add1GreedyFill, []string{"y", "x"}, []budget.Way{budget.ByRule, budget.ByAdd1}, 30},
	}
	for _, tt := range tests {
		t.Run(string(tt.completion), func(t *testing.T) {
			o := equalShares(t, e, budget.Cardinality, tt.completion)
			var by []budget.Way
			for _, p := range o.Purchases {
				by = append(by, p.By)
			}
			if diff := cmp.Diff(tt.want, ids(e, o)); diff != "" {
				t.Errorf("bought (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.by, by); diff != "" || o.Raise != tt.raise {
				t.Errorf("by (-want +got):\n%s\nraised by %g, want %g", diff, o.Raise, tt.raise)
			}
		})
	}
}

// TestAdd1GoesOnAfterNothingCanBeAdded: with 3 units each, the voters buy q together,
// which is the whole budget. With 4, the first one can pay for p, wants it ten times
// as much, and then q lacks the money. With 5 both are bought: too much.
func TestAdd1GoesOnAfterNothingCanBeAdded(t *testing.T) {
	e := budget.Election{
		Budget: 6, Votes: budget.Scoring,
		Projects: []budget.Project{{ID: "p", Cost: 4}, {ID: "q", Cost: 6}},
		Ballots: []budget.Ballot{
			{Weight: 1, Count: 1, Approves: []int{0, 1}, Points: []float64{10, 1}},
			{Weight: 1, Count: 1, Approves: []int{1}, Points: []float64{1}},
		},
	}
	for c, want := range map[budget.Completion][]string{budget.None: {"q"}, budget.Add1: {"p"}} {
		o := equalShares(t, e, budget.Cardinality, c)
		if diff := cmp.Diff(want, ids(e, o)); diff != "" {
			t.Errorf("%s: raised by %g, bought (-want +got):\n%s", c, o.Raise, diff)
		}
	}
}

func TestTiesGoToMoreSupportersThenToTheLesserIdentifier(t *testing.T) {
	tests := []struct {
		name     string
		projects []budget.Project
		ballots  []budget.Ballot
		want     []string
	}{
		{"more supporters",
			[]budget.Project{{ID: "1", Cost: 1}, {ID: "2", Cost: 2}},
			[]budget.Ballot{{Weight: 1, Count: 1, Approves: []int{0}}, {Weight: 1, Count: 2, Approves: []int{1}}},
			[]string{"2", "1"}},
		{"numbers as numbers",
			[]budget.Project{{ID: "10", Cost: 1}, {ID: "9", Cost: 1}, {ID: "b", Cost: 1}, {ID: "a", Cost: 1}, {ID: "09", Cost: 1}},
			[]budget.Ballot{{Weight: 1, Count: 5, Approves: []int{0, 1, 2, 3, 4}}},
			[]string{"09", "9", "10", "a", "b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := budget.Election{Budget: 9, Projects: tt.projects, Ballots: tt.ballots}
			if diff := cmp.Diff(tt.want, ids(e, equalShares(t, e, budget.Cardinality, budget.None))); diff != "" {
				t.Errorf("Equal Shares (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, ids(e, greedy(t, e, budget.Cardinality))); diff != "" {
				t.Errorf("greedy (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMoneyGoesByWeight(t *testing.T) {
	// The first voter has 3/4 of 8.
	e := budget.Election{
		Budget:   8,
		Projects: []budget.Project{{ID: "1", Cost: 6}, {ID: "2", Cost: 4}, {ID: "3", Cost: 9}},
		Ballots:  []budget.Ballot{{Weight: 3, Count: 1, Approves: []int{0, 2}}, {Weight: 1, Count: 1, Approves: []int{1, 2}}},
	}
	o := equalShares(t, e, budget.Cardinality, budget.None)
	if diff := cmp.Diff([]string{"1"}, ids(e, o)); diff != "" {
		t.Errorf("Equal Shares (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]float64{0, 2}, o.Left, roughly()); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"1"}, ids(e, greedy(t, e, budget.Cost))); diff != "" {
		t.Errorf("greedy by votes of 3, 1 and 4, of which the last is too dear (-want +got):\n%s", diff)
	}
}

// TestAdd1EndsWhereSharesAreLarge holds that raises which cannot matter are passed
// over: one by one they would be hundreds of millions.
func TestAdd1EndsWhereSharesAreLarge(t *testing.T) {
	e := budget.Election{
		Budget:   3e9,
		Projects: []budget.Project{{ID: "1", Cost: 1e9}, {ID: "2", Cost: 2e9}, {ID: "3", Cost: 2.5e9}},
		Ballots:  []budget.Ballot{{Weight: 1, Count: 8, Approves: []int{0}}, {Weight: 1, Count: 1, Approves: []int{1}}, {Weight: 1, Count: 1, Approves: []int{2}}},
	}
	o := equalShares(t, e, budget.Cardinality, budget.Add1)
	if diff := cmp.Diff([]string{"1", "2"}, ids(e, o)); diff != "" {
		t.Errorf("bought (-want +got):\n%s", diff)
	}
	if last := 2.5e9 - 3e8; o.Raise >= last || o.Raise < 0.998*last {
		t.Errorf("raised by %g, want just less than %g", o.Raise, last)
	}
	e.Budget = 6e9
	if o = equalShares(t, e, budget.Cardinality, budget.Add1); !o.All || !near(o.Raise/1e10, 0.19) {
		t.Errorf("raised by %g, all bought: %v; want it with 1.9e9", o.Raise, o.All)
	}
}

func TestNothingIsBoughtWhereThereIsNothing(t *testing.T) {
	for name, e := range map[string]budget.Election{
		"no projects":      {Budget: 5, Ballots: []budget.Ballot{{Weight: 1, Count: 1}}},
		"no voters":        {Budget: 5, Projects: []budget.Project{{ID: "1", Cost: 1}}},
		"no supporters":    {Budget: 5, Projects: []budget.Project{{ID: "1", Cost: 1}}, Ballots: []budget.Ballot{{Weight: 1, Count: 3}}},
		"no points":        {Budget: 5, Votes: budget.Scoring, Projects: []budget.Project{{ID: "1", Cost: 1}}, Ballots: []budget.Ballot{{Weight: 1, Count: 3, Approves: []int{0}, Points: []float64{0}}}},
		"all are too dear": {Budget: 5, Projects: []budget.Project{{ID: "1", Cost: 6}}, Ballots: []budget.Ballot{{Weight: 1, Count: 3, Approves: []int{0}}}},
	} {
		for _, u := range utilities {
			for _, c := range completions {
				if o := equalShares(t, e, u, c); len(o.Purchases) > 0 || !o.All || o.Unspent() != 5 {
					t.Errorf("%s: Equal Shares by %s, %s: %+v", name, u, c, o)
				}
			}
			if o := greedy(t, e, u); len(o.Purchases) > 0 {
				t.Errorf("%s: greedy by %s: %+v", name, u, o)
			}
		}
	}
}

func TestWhatCannotBeCountedIsRefused(t *testing.T) {
	good := exampleA
	tests := map[string]func(*budget.Election){
		"no budget":           func(e *budget.Election) { e.Budget = 0 },
		"budget NaN":          func(e *budget.Election) { e.Budget = math.NaN() },
		"too much money":      func(e *budget.Election) { e.Budget = math.Inf(1) },
		"unknown votes":       func(e *budget.Election) { e.Votes = "veto" },
		"no cost":             func(e *budget.Election) { e.Projects[0].Cost = 0 },
		"cost NaN":            func(e *budget.Election) { e.Projects[0].Cost = math.NaN() },
		"same identifier":     func(e *budget.Election) { e.Projects[1].ID = "0" },
		"no identifier":       func(e *budget.Election) { e.Projects[1].ID = "" },
		"identifiers in one":  func(e *budget.Election) { e.Projects[1].ID = "4,5" },
		"broken identifier":   func(e *budget.Election) { e.Projects[1].ID = "\xff" },
		"no weight":           func(e *budget.Election) { e.Ballots[0].Weight = 0 },
		"weight NaN":          func(e *budget.Election) { e.Ballots[0].Weight = math.NaN() },
		"no voters of a kind": func(e *budget.Election) { e.Ballots[0].Count = 0 },
		"unknown project":     func(e *budget.Election) { e.Ballots[0].Approves = []int{4} },
		"project twice":       func(e *budget.Election) { e.Ballots[0].Approves = []int{1, 1} },
		"points by approval":  func(e *budget.Election) { e.Ballots[0].Points = []float64{1} },
		"points missing":      func(e *budget.Election) { e.Votes = budget.Scoring },
		"too many projects":   func(e *budget.Election) { e.Projects = make([]budget.Project, budget.MaxProjects+1) },
		"points below 0": func(e *budget.Election) {
			e.Votes, e.Ballots = budget.Scoring, []budget.Ballot{{Weight: 1, Count: 1, Approves: []int{0}, Points: []float64{-1}}}
		},
	}
	for name, spoil := range tests {
		e := good()
		spoil(&e)
		if err := e.Validate(); !errors.Is(err, budget.ErrInvalid) {
			t.Errorf("%s: Validate: %v", name, err)
		}
		if _, err := budget.EqualShares(e, budget.Cost, budget.None); !errors.Is(err, budget.ErrInvalid) {
			t.Errorf("%s: EqualShares: %v", name, err)
		}
		if _, err := budget.Greedy(e, budget.Cost); !errors.Is(err, budget.ErrInvalid) {
			t.Errorf("%s: Greedy: %v", name, err)
		}
	}
	if _, err := budget.EqualShares(good(), "joy", budget.None); !errors.Is(err, budget.ErrInvalid) {
		t.Errorf("unknown utility: %v", err)
	}
	if _, err := budget.EqualShares(good(), budget.Cost, "all"); !errors.Is(err, budget.ErrInvalid) {
		t.Errorf("unknown completion: %v", err)
	}
}

// single is the election with a ballot for every voter, in an order that is drawn.
func single(t *rapid.T, e budget.Election) budget.Election {
	var all []budget.Ballot
	for _, b := range e.Ballots {
		for range b.Count {
			one := b
			one.Count = 1
			all = append(all, one)
		}
	}
	if len(all) > 0 {
		all = rapid.Permutation(all).Draw(t, "order")
	}
	e.Ballots = all
	return e
}

// paid adds up what every voter of the ballots paid, and checks each sum against
// what was there to pay with.
func paid(t *rapid.T, e budget.Election, o budget.Outcome) {
	has := make([]float64, len(e.Ballots))
	weights := 0.0
	for _, b := range e.Ballots {
		weights += b.Weight * float64(b.Count)
	}
	n := float64(e.Voters())
	for i, b := range e.Ballots {
		has[i] = (e.Budget/n + o.Raise) * b.Weight * n / weights
	}
	for _, p := range o.Purchases {
		sum := 0.0
		for _, x := range p.Paid {
			has[x.Ballot] -= x.Amount
			sum += x.Amount * float64(e.Ballots[x.Ballot].Count)
		}
		if p.By != budget.ByGreedy && !near(sum/e.Projects[p.Project].Cost, 1) {
			t.Errorf("project %s was paid %g, and costs %g", e.Projects[p.Project].ID, sum, e.Projects[p.Project].Cost)
		}
	}
	for i, x := range has {
		if x < -1e-9 || !near(x, o.Left[i]) {
			t.Errorf("ballot %d has %g left, and the outcome says %g", i, x, o.Left[i])
		}
	}
}

func TestEqualSharesKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := elections(t)
		u := rapid.SampledFrom(utilities).Draw(t, "utility")
		c := rapid.SampledFrom(completions).Draw(t, "completion")
		o, err := budget.EqualShares(e, u, c)
		if err != nil {
			t.Fatal(err)
		}
		paid(t, e, o)
		cost, seen := 0.0, map[int]bool{}
		for k, p := range o.Purchases {
			cost += e.Projects[p.Project].Cost
			if seen[p.Project] || p.Supporters == 0 {
				t.Errorf("purchase %d is there twice or has no supporters: %+v", k, p)
			}
			seen[p.Project] = true
			if k > 0 && p.By != budget.ByGreedy && p.Rho < o.Purchases[k-1].Rho*(1-1e-9) {
				t.Errorf("purchase %d is cheaper than the one before: %+v", k, o.Purchases)
			}
		}
		if cost > e.Budget*(1+1e-12) || cost != o.Cost {
			t.Errorf("bought for %g, said to be %g, of a budget of %g", cost, o.Cost, e.Budget)
		}
		if u, err := budget.EqualShares(e, u, c); err != nil || !cmp.Equal(u, o) {
			t.Errorf("counted again: %+v, then %+v, %v", o, u, err)
		}
	})
}

func TestVotersCountTheSameHoweverTheyAreListed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := elections(t)
		one := single(t, e)
		u := rapid.SampledFrom(utilities).Draw(t, "utility")
		c := rapid.SampledFrom(completions).Draw(t, "completion")
		a, errA := budget.EqualShares(e, u, c)
		b, errB := budget.EqualShares(one, u, c)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		for _, o := range []*budget.Outcome{&a, &b} {
			o.Left = nil // by ballot
			for i := range o.Purchases {
				o.Purchases[i].Paid = nil
			}
		}
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("merged and one by one (-merged +one by one):\n%s", diff)
		}
		ga, errA := budget.Greedy(e, u)
		gb, errB := budget.Greedy(one, u)
		if errA != nil || errB != nil || !cmp.Equal(ga, gb) {
			t.Errorf("greedy: merged %+v, one by one %+v, %v, %v", ga, gb, errA, errB)
		}
	})
}

// TestTwiceAsManyVotersBuyTheSame holds for what does not add a unit for every voter.
func TestTwiceAsManyVotersBuyTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := elections(t)
		twice := e
		twice.Ballots = append(append([]budget.Ballot{}, e.Ballots...), e.Ballots...)
		u := rapid.SampledFrom(utilities).Draw(t, "utility")
		c := rapid.SampledFrom([]budget.Completion{budget.None, budget.GreedyFill}).Draw(t, "completion")
		a, errA := budget.EqualShares(e, u, c)
		b, errB := budget.EqualShares(twice, u, c)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if diff := cmp.Diff(ids(e, a), ids(e, b)); diff != "" {
			t.Errorf("Equal Shares (-once +twice):\n%s", diff)
		}
		ga, errA := budget.Greedy(e, u)
		gb, errB := budget.Greedy(twice, u)
		if errA != nil || errB != nil || !cmp.Equal(ids(e, ga), ids(e, gb)) {
			t.Errorf("greedy: once %+v, twice %+v, %v, %v", ga, gb, errA, errB)
		}
	})
}

// TestGroupsGetWhatTheyCanPayFor is the guarantee for every village: where those who
// want a project have the money for it, one of them gets something; and what is not
// bought, those who want it cannot pay in the end.
func TestGroupsGetWhatTheyCanPayFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := elections(t)
		o, err := budget.EqualShares(e, rapid.SampledFrom(utilities).Draw(t, "utility"), budget.None)
		if err != nil {
			t.Fatal(err)
		}
		weights := 0.0
		for _, b := range e.Ballots {
			weights += b.Weight * float64(b.Count)
		}
		for p, project := range e.Projects {
			begun, left, served, bought := 0.0, 0.0, false, false
			for i, b := range e.Ballots {
				if !supports(b, p) {
					continue
				}
				begun += e.Budget * b.Weight * float64(b.Count) / weights
				left += o.Left[i] * float64(b.Count)
				for _, x := range o.Purchases {
					served = served || supports(b, x.Project)
				}
			}
			for _, x := range o.Purchases {
				bought = bought || x.Project == p
			}
			if begun >= project.Cost*(1+1e-9) && !served {
				t.Errorf("the supporters of project %s had %g for it, and get nothing: %+v", project.ID, begun, o)
			}
			if left >= project.Cost*(1+1e-9) && !bought {
				t.Errorf("the supporters of project %s have %g left and did not buy it: %+v", project.ID, left, o)
			}
		}
	})
}

func supports(b budget.Ballot, project int) bool {
	for k, p := range b.Approves {
		if p == project && (b.Points == nil || b.Points[k] > 0) {
			return true
		}
	}
	return false
}
