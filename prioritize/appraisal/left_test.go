package appraisal_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/survey"
)

// recount is how many of those whom has takes are left out, one by one, and how many answered.
func recount(in *prioritize.Input, a *appraisal.Appraisal, bought func(project int) bool, has func(prioritize.Cell) bool) (left, base int64) {
	for x, n := range in.Votes {
		if !x.Answered || !has(x.Cell) {
			continue
		}
		base += n
		served, chose := false, false
		for j, need := range in.Needs {
			if x.Chosen>>j&1 == 0 {
				continue
			}
			chose = true
			for i, p := range a.Projects {
				here := p.Village == "" || p.Village == x.Village
				served = served || p.Need == need.Code && here && bought(i)
			}
		}
		if chose && !served {
			left += n
		}
	}
	return left, base
}

// TestWhoIsLeftOutIsCountedOneByOne holds what is shown against a count of everybody, and to tell of no few people.
func TestWhoIsLeftOutIsCountedOneByOne(t *testing.T) {
	shown := 0
	rapid.Check(t, func(t *rapid.T) {
		in, a := anyPoll(t)
		p, err := appraisal.NewPoll(&in, a)
		if err != nil {
			t.Fatal(err)
		}
		r := rank(t, in)
		c, err := p.Compare(r, a)
		if err != nil {
			t.Fatal(err)
		}
		if want := 1 + len(r.Villages) + len(r.Groups); len(c.Left) != want {
			t.Fatalf("%d parts, want %d", len(c.Left), want)
		}
		for _, l := range c.Left {
			has := func(prioritize.Cell) bool { return true }
			switch l.Part {
			case appraisal.Village:
				has = func(x prioritize.Cell) bool { return x.Village == l.Key }
			case appraisal.Group:
				has = prioritize.Group(l.Key).Has
			}
			for rule, got := range []*int64{l.Greedy, l.Shares} {
				if got == nil {
					continue
				}
				shown++
				left, base := recount(&in, a, func(i int) bool {
					return slices.Contains([]bool{c.Projects[i].Greedy != nil, c.Projects[i].Shares != nil}[rule:rule+1], true)
				}, has)
				if *got != left || l.Base == nil || *l.Base != base {
					t.Errorf("%s %q: rule %d leaves out %d of %v, want %d of %d", l.Part, l.Key, rule, *got, l.Base, left, base)
				}
				if base > 0 && !survey.Disclosable(left, base) {
					t.Errorf("%s %q: it is shown that %d of %d are left out", l.Part, l.Key, left, base)
				}
			}
			if l.Greedy != nil && l.Shares != nil {
				if d := *l.Greedy - *l.Shares; l.Part == appraisal.Whole && nested(c) && d != 0 && -survey.SmallCell < d && d < survey.SmallCell {
					t.Errorf("the two rules tell of %d people: %d and %d are left out", d, *l.Greedy, *l.Shares)
				}
			}
		}
	})
	if shown == 0 {
		t.Error("nothing was ever shown")
	}
}

// nested reports whether one of the rules buys all that the other does.
func nested(c *appraisal.Comparison) bool {
	return !slices.ContainsFunc(c.Projects, func(b appraisal.Bid) bool { return b.Greedy != nil && b.Shares == nil }) ||
		!slices.ContainsFunc(c.Projects, func(b appraisal.Bid) bool { return b.Greedy == nil && b.Shares != nil })
}

// TestWhatTheRankingHidesIsNotTold: in v0 three people chose n1, in v1 all others who did; neither is told by the
// ranking, and where n1 is all that is bought, nor is who is left out.
func TestWhatTheRankingHidesIsNotTold(t *testing.T) {
	other := someone
	other.Village = "v1"
	in := counted(town(0, 0), 2, chose(40, someone, 0), chose(3, someone, 1), chose(20, other, 1), chose(20, other, 0))
	a := plan(100, 1000, 100)
	c := compare(t, in, a)
	if c.Projects[1].Supporters == nil || *c.Projects[1].Supporters != 23 || c.Projects[1].Greedy == nil {
		t.Errorf("n1 is bought for all, whom 23 want: got %+v", c.Projects[1])
	}
	for _, l := range c.Left {
		if told := l.Greedy != nil; told != (l.Part != appraisal.Village) && l.Key != "men" && l.Key != "youth" && l.Key != "older" {
			t.Errorf("%s %q is told: %v", l.Part, l.Key, told)
		}
	}
	a.Projects[1].Village = "v0"
	if c = compare(t, in, a); c.Projects[1].Supporters != nil {
		t.Errorf("it is told that %d of v0 want it", *c.Projects[1].Supporters)
	}
}
