package budget_test

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize/budget"
)

// exact counts by the definition, in fractions: nothing is evaluated lazily, no
// voters are merged, no raise is passed over.
type exact struct {
	budget.Election
	utility budget.Utility
	voters  []exactVoter
	costs   []*big.Rat
	open    []int // projects that can be bought, in the order of ties
	members []int // supporters of each project
}

type exactVoter struct {
	weight *big.Rat
	worth  []*big.Rat // of each project, 0 if not supported
}

func newExact(e budget.Election, u budget.Utility) *exact {
	x := &exact{Election: e, utility: u, members: make([]int, len(e.Projects))}
	for _, p := range e.Projects {
		x.costs = append(x.costs, rat(p.Cost))
	}
	sum, n := new(big.Rat), int64(0)
	for _, b := range e.Ballots {
		for range b.Count {
			v := exactVoter{weight: rat(b.Weight), worth: make([]*big.Rat, len(e.Projects))}
			for p := range v.worth {
				v.worth[p] = new(big.Rat)
			}
			for k, p := range b.Approves {
				v.worth[p] = rat(1)
				if b.Points != nil {
					v.worth[p] = rat(b.Points[k])
				}
				if v.worth[p].Sign() > 0 {
					x.members[p]++
				}
				if u == budget.Cost {
					v.worth[p] = new(big.Rat).Mul(v.worth[p], x.costs[p])
				}
			}
			x.voters, n = append(x.voters, v), n+1
			sum.Add(sum, v.weight)
		}
	}
	for i := range x.voters {
		x.voters[i].weight.Mul(x.voters[i].weight, new(big.Rat).Quo(big.NewRat(n, 1), sum))
	}
	for p := range e.Projects {
		if x.members[p] > 0 && e.Projects[p].Cost <= e.Budget {
			x.open = append(x.open, p)
		}
	}
	slices.SortFunc(x.open, func(a, b int) int {
		i, _ := strconv.Atoi(e.Projects[a].ID)
		j, _ := strconv.Atoi(e.Projects[b].ID)
		return cmp.Or(x.members[b]-x.members[a], i-j)
	})
	return x
}

// rat is the number that is meant: what is written with decimals, and not the binary
// fraction beside it.
func rat(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'f', -1, 64))
	return r
}

// share is what a voter of the mean weight has of the budget, and a raise.
func (x *exact) share(raise int) *big.Rat {
	s := big.NewRat(int64(raise), 1)
	if n := int64(len(x.voters)); n > 0 {
		s.Add(s, new(big.Rat).Quo(rat(x.Budget), big.NewRat(n, 1)))
	}
	return s
}

// run buys with this raise, and says at which prices.
func (x *exact) run(raise int) (bought []int, prices, left []*big.Rat) {
	share := x.share(raise)
	for _, v := range x.voters {
		left = append(left, new(big.Rat).Mul(share, v.weight))
	}
	for {
		best, price := -1, new(big.Rat)
		for _, p := range x.open {
			if slices.Contains(bought, p) {
				continue
			}
			if rho := x.rho(p, left); rho != nil && (best < 0 || rho.Cmp(price) < 0) {
				best, price = p, rho
			}
		}
		if best < 0 {
			return bought, prices, left
		}
		for i, v := range x.voters {
			pays := new(big.Rat).Mul(price, v.worth[best])
			if pays.Cmp(left[i]) > 0 {
				pays = left[i]
			}
			left[i] = new(big.Rat).Sub(left[i], pays)
		}
		bought, prices = append(bought, best), append(prices, price)
	}
}

// rho is the price of a project, nil if its supporters hold less than its cost.
func (x *exact) rho(p int, left []*big.Rat) *big.Rat {
	var order []int
	owed, worth := new(big.Rat).Set(x.costs[p]), new(big.Rat)
	for i, v := range x.voters {
		if v.worth[p].Sign() > 0 {
			order = append(order, i)
			worth.Add(worth, v.worth[p])
		}
	}
	gives := func(i int) *big.Rat { return new(big.Rat).Quo(left[i], x.voters[i].worth[p]) }
	slices.SortFunc(order, func(a, b int) int { return gives(a).Cmp(gives(b)) })
	for _, i := range order {
		if rho := new(big.Rat).Quo(owed, worth); rho.Cmp(gives(i)) <= 0 {
			return rho
		}
		owed.Sub(owed, left[i])
		worth.Sub(worth, x.voters[i].worth[p])
	}
	return nil
}

func (x *exact) cost(projects []int) *big.Rat {
	sum := new(big.Rat)
	for _, p := range projects {
		sum.Add(sum, x.costs[p])
	}
	return sum
}

// add1 is the last raise that does not overspend, or the first that buys everything.
func (x *exact) add1() int {
	for raise := 0; ; raise++ {
		bought, _, _ := x.run(raise)
		if x.cost(bought).Cmp(rat(x.Budget)) > 0 {
			return raise - 1
		}
		if len(bought) == len(x.open) {
			return raise
		}
	}
}

// fill is what is bought greedily after what is bought already.
func (x *exact) fill(bought []int) []int {
	bought = slices.Clone(bought)
	density := func(p int) *big.Rat {
		sum := new(big.Rat)
		for _, v := range x.voters {
			sum.Add(sum, new(big.Rat).Mul(v.weight, v.worth[p]))
		}
		return sum.Quo(sum, x.costs[p])
	}
	order := slices.Clone(x.open)
	slices.SortStableFunc(order, func(a, b int) int { return density(b).Cmp(density(a)) })
	for _, p := range order {
		if !slices.Contains(bought, p) && x.cost(append(bought, p)).Cmp(rat(x.Budget)) <= 0 {
			bought = append(bought, p)
		}
	}
	return bought
}

func TestOutcomesAreThoseOfExactArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := elections(t)
		u := rapid.SampledFrom(utilities).Draw(t, "utility")
		c := rapid.SampledFrom(completions).Draw(t, "completion")
		got, err := budget.EqualShares(e, u, c)
		if err != nil {
			t.Fatal(err)
		}
		x := newExact(e, u)
		raise := 0
		if c == budget.Add1 || c == budget.Add1GreedyFill {
			raise = x.add1()
		}
		all := x.cost(x.open).Cmp(rat(e.Budget)) <= 0
		if all && raise > 0 { // any raise that buys everything will do
			if got.Raise < float64(raise) || len(got.Purchases) != len(x.open) {
				t.Errorf("raised by %g to buy %d, want at least %d to buy %d", got.Raise, len(got.Purchases), raise, len(x.open))
			}
			return
		}
		if got.Raise != float64(raise) {
			t.Errorf("raised by %g, want %d", got.Raise, raise)
		}
		want, prices, left := x.run(raise)
		for k, rho := range prices {
			f, _ := rho.Float64()
			if k >= len(got.Purchases) || !near(got.Purchases[k].Rho, f) {
				t.Errorf("purchase %d of %+v is not at rho %v", k, got.Purchases, rho)
			}
		}
		i := 0
		for b, ballot := range e.Ballots {
			if f, _ := left[i].Float64(); !near(got.Left[b], f) || (got.Left[b] == 0) != (left[i].Sign() == 0) {
				t.Errorf("ballot %d has %g left, want %v", b, got.Left[b], left[i])
			}
			i += ballot.Count
		}
		if c == budget.GreedyFill || c == budget.Add1GreedyFill {
			want = x.fill(want)
		}
		if diff := gocmp.Diff(named(e, want), ids(e, got)); diff != "" {
			t.Errorf("bought (-exact +got):\n%s", diff)
		}
	})
}

// TestCitiesBuyWhatExactArithmeticBuys has many projects, so that most prices are not
// looked at again, and checks that Add1 ends where it has to.
func TestCitiesBuyWhatExactArithmeticBuys(t *testing.T) {
	e := city(40)
	for _, u := range utilities {
		x := newExact(e, u)
		for _, c := range []budget.Completion{budget.None, budget.Add1} {
			o := equalShares(t, e, u, c)
			want, _, _ := x.run(int(o.Raise))
			if diff := gocmp.Diff(named(e, want), ids(e, o)); diff != "" {
				t.Errorf("%s, %s: bought (-exact +got):\n%s", u, c, diff)
			}
			if more, _, _ := x.run(int(o.Raise) + 1); c == budget.Add1 && x.cost(more).Cmp(rat(e.Budget)) <= 0 {
				t.Errorf("%s: raised by %g, and a unit more does not overspend", u, o.Raise)
			}
		}
	}
}

func TestGreedyIsThatOfExactArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := elections(t)
		u := rapid.SampledFrom(utilities).Draw(t, "utility")
		got, err := budget.Greedy(e, u)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(named(e, newExact(e, u).fill(nil)), ids(e, got)); diff != "" {
			t.Errorf("bought (-exact +got):\n%s", diff)
		}
	})
}

func named(e budget.Election, projects []int) []string {
	all := []string{}
	for _, p := range projects {
		all = append(all, e.Projects[p].ID)
	}
	return all
}

func near(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }
