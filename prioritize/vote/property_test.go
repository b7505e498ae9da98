package vote_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize/vote"
)

// every is all rules on a profile, the worths with the usual prior.
func every(t *rapid.T, p *vote.Profile) []vote.Result {
	n := matrixOf(t, p)
	all := []vote.Result{vote.Copeland(n), vote.Schulze(n).Result, vote.Kemeny(n).Result}
	for _, rule := range []func() (vote.Result, error){
		func() (vote.Result, error) { return vote.Reach(p) },
		func() (vote.Result, error) { return vote.Borda(p) },
		func() (vote.Result, error) { return vote.BradleyTerry(n, vote.DefaultAlpha) },
		func() (vote.Result, error) { return vote.PlackettLuce(p, vote.DefaultAlpha) },
	} {
		r, err := rule()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func TestRanksFollowScores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "items")
		for _, r := range every(t, anyProfile(m).Draw(t, "profile")) {
			if len(r.Places) != m {
				t.Fatalf("%s: %d places for %d items", r.Rule, len(r.Places), m)
			}
			for i, p := range r.Places {
				better := 0
				for _, q := range r.Places {
					if q.Score > p.Score+1e-7 {
						better++
					}
				}
				if p.Rank != better+1 {
					t.Fatalf("%s: item %d has rank %d, and %d have better scores: %v", r.Rule, p.Item, p.Rank, better, r.Places)
				}
				if i > 0 && (p.Rank < r.Places[i-1].Rank || p.Rank == r.Places[i-1].Rank && p.Item < r.Places[i-1].Item) {
					t.Fatalf("%s: not in the order of rank, then item: %v", r.Rule, r.Places)
				}
			}
		}
	})
}

func TestRelabellingItemsPermutesTheResult(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "items")
		p := anyProfile(m).Draw(t, "profile")
		to := rapid.Permutation(rangeOf(m)).Draw(t, "to")
		before, after := every(t, p), every(t, relabelled(p, to))
		for i, r := range before {
			if r.Rule == "kemeny" && !vote.Kemeny(matrixOf(t, p)).Unique {
				continue // which optimum is shown hangs on the labels
			}
			was, is := r.Ranks(), after[i].Ranks()
			for j := range m {
				if was[j] != is[to[j]] {
					t.Fatalf("%s: item %d had rank %d, and %d as item %d", r.Rule, j, was[j], is[to[j]], to[j])
				}
			}
			for j, s := range scores(r) {
				if other := scores(after[i])[to[j]]; math.Abs(s-other) > 1e-8 {
					t.Fatalf("%s: item %d had score %v, and %v as item %d", r.Rule, j, s, other, to[j])
				}
			}
		}
	})
}

// A prior does not double with the electorate, so that the worths, whose ranks it
// may change, are looked at without.
func TestDoublingTheElectorateChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyProfile(rapid.IntRange(1, 6).Draw(t, "items")).Draw(t, "profile")
		twice := &vote.Profile{Items: p.Items, Ballots: slices.Concat(p.Ballots, p.Ballots)}
		before, after := every(t, p), every(t, twice)
		for i, r := range before {
			if r.Rule != "bradley-terry" && r.Rule != "plackett-luce" {
				if !cmp.Equal(r.Ranks(), after[i].Ranks()) || !near(scores(r), scores(after[i]), 1e-12) {
					t.Fatalf("%s: got %v, before %v", r.Rule, after[i], r)
				}
			}
		}
		for name, worth := range map[string]func(p *vote.Profile) (vote.Result, error){
			"bradley-terry": func(p *vote.Profile) (vote.Result, error) { return vote.BradleyTerry(matrixOf(t, p), 0) },
			"plackett-luce": func(p *vote.Profile) (vote.Result, error) { return vote.PlackettLuce(p, 0) },
		} {
			r, err := worth(p)
			again, errAgain := worth(twice)
			if (err == nil) != (errAgain == nil) || err == nil && !near(scores(r), scores(again), 1e-8) {
				t.Fatalf("%s: got %v, %v, before %v, %v", name, again, errAgain, r, err)
			}
		}
	})
}

func TestCondorcetWinnersComeFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 7).Draw(t, "items")
		winner := rapid.IntRange(0, m-1).Draw(t, "winner")
		some := anyMatrix(m).Draw(t, "matrix")
		n, err := vote.NewMatrix(m, func(j, k int) float64 {
			if j == winner { // a little more than the other
				return some.N(k, j) + 1 + total(some)/1000
			}
			return some.N(j, k)
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range []vote.Result{vote.Copeland(n), vote.Schulze(n).Result, vote.Kemeny(n).Result} {
			if r.Places[0].Item != winner || m > 1 && r.Places[1].Rank == 1 {
				t.Fatalf("%s: item %d beats all others, and the order is %v", r.Rule, winner, r.Places)
			}
		}
	})
}

// A path's strength is at least that of every detour, and is attained: a step, or
// two paths joined. Who is above another has the better rank.
func TestSchulzesPathsAreTheWidest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(2, 7).Draw(t, "items")
		n := anyMatrix(m).Draw(t, "matrix")
		s := vote.Schulze(n)
		ranks := s.Ranks()
		within := 1e-6 * float64(m)
		for j := range m {
			for k := range m {
				if j == k {
					continue
				}
				step := 0.0
				if n.N(j, k) > n.N(k, j) {
					step = n.N(j, k)
				}
				widest := step
				for i := range m {
					if i != j && i != k {
						widest = max(widest, min(s.Paths.N(j, i), s.Paths.N(i, k)))
					}
				}
				if math.Abs(s.Paths.N(j, k)-widest) > within {
					t.Fatalf("path %d to %d: got %v, want %v", j, k, s.Paths.N(j, k), widest)
				}
				if s.Paths.N(j, k) > s.Paths.N(k, j) && ranks[j] >= ranks[k] {
					t.Fatalf("%d has the stronger path to %d, and ranks are %v", j, k, ranks)
				}
			}
		}
	})
}

func TestBordaIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(2, 7).Draw(t, "items")
		p := anyProfile(m).Draw(t, "profile")
		n := matrixOf(t, p)
		r, err := vote.Borda(p)
		if err != nil {
			t.Fatal(err)
		}
		for j, got := range scores(r) {
			net := 0.0
			for k := range m {
				net += n.N(j, k) - n.N(k, j)
			}
			want := 0.5 + net/(2*float64(m-1)*p.Weight())
			if math.Abs(got-want) > 1e-12 {
				t.Fatalf("item %d: got %v, want %v", j, got, want)
			}
		}
	})
}

// Noise as of sums in another order breaks no tie and makes none.
func TestNoiseChangesNoRank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 7).Draw(t, "items")
		n := anyMatrix(m).Draw(t, "matrix")
		noisy, err := vote.NewMatrix(m, func(j, k int) float64 {
			return n.N(j, k) * (1 + float64(rapid.IntRange(0, 4).Draw(t, "noise"))*0x1p-52)
		})
		if err != nil {
			t.Fatal(err)
		}
		a, b := vote.Kemeny(n), vote.Kemeny(noisy)
		if a.Optima != b.Optima || !cmp.Equal(a.Ranks(), b.Ranks()) {
			t.Fatalf("kemeny: got %v, %d optima, without noise %v, %d", b.Ranks(), b.Optima, a.Ranks(), a.Optima)
		}
		if a, b := vote.Copeland(n).Ranks(), vote.Copeland(noisy).Ranks(); !cmp.Equal(a, b) {
			t.Fatalf("copeland: got %v, without noise %v", b, a)
		}
		if a, b := vote.Schulze(n).Ranks(), vote.Schulze(noisy).Ranks(); !cmp.Equal(a, b) {
			t.Fatalf("schulze: got %v, without noise %v", b, a)
		}
	})
}
