package vote_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize/vote"
)

// At the maximum of the posterior each item's wins are those that the model expects,
// but for the prior's pull: wins + alpha = share * w + alpha w, with the worths
// scaled to the sum m.
func TestBradleyTerryIsAtTheMaximum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "items")
		n := anyMatrix(m).Draw(t, "matrix")
		const alpha = 0.3
		r, err := vote.BradleyTerry(n, alpha)
		if err != nil {
			t.Fatal(err)
		}
		w := worths(scores(r))
		for j := range m {
			wins, expected := 0.0, 0.0
			for k := range m {
				wins += n.N(j, k)
				if j != k {
					expected += (n.N(j, k) + n.N(k, j)) * w[j] / (w[j] + w[k])
				}
			}
			if got, want := expected+alpha*w[j], wins+alpha; math.Abs(got-want) > 1e-8*(1+want) {
				t.Fatalf("item %d: got %v, want %v", j, got, want)
			}
		}
	})
}

// worths are those of log-worths, scaled to the sum of their number.
func worths(logs []float64) []float64 {
	w, sum := make([]float64, len(logs)), 0.0
	for j, s := range logs {
		w[j] = math.Exp(s)
		sum += w[j]
	}
	for j := range w {
		w[j] *= float64(len(w)) / sum
	}
	return w
}

// choix's mm_rankings as its documentation defines it, written plainly: a fixed
// number of rounds over every ballot and choice.
func mmRankings(m int, rankings [][]int, alpha float64) []float64 {
	w := make([]float64, m)
	for j := range w {
		w[j] = 1
	}
	for range 5000 {
		wins, share := make([]float64, m), make([]float64, m)
		for _, order := range rankings {
			for i := 0; i+1 < len(order); i++ {
				sum := 0.0
				for _, k := range order[i:] {
					sum += w[k]
				}
				wins[order[i]]++
				for _, k := range order[i:] {
					share[k] += 1 / sum
				}
			}
		}
		total := 0.0
		for j := range w {
			w[j] = (wins[j] + alpha) / (share[j] + alpha)
			total += w[j]
		}
		for j := range w {
			w[j] *= float64(m) / total
		}
	}
	mean := 0.0
	for j := range w {
		w[j] = math.Log(w[j])
		mean += w[j] / float64(m)
	}
	for j := range w {
		w[j] -= mean
	}
	return w
}

func TestPlackettLuceOfListedItemsIsThatOfChoix(t *testing.T) {
	rankings := [][]int{{0, 1, 2}, {1, 0, 2}, {2, 0}, {3, 1}, {0, 3}, {1, 3, 0, 2}, {0, 1, 2}}
	p := &vote.Profile{Items: items(4), Listed: true}
	for _, order := range rankings {
		p.Ballots = append(p.Ballots, strict(1, order...))
	}
	for _, alpha := range []float64{0, 0.1, 2} {
		r, err := vote.PlackettLuce(p, alpha)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := scores(r), mmRankings(4, rankings, alpha); !near(got, want, 1e-9) {
			t.Errorf("alpha %v: got %v, want %v", alpha, got, want)
		}
	}
}

// Everything was shown, and one choice was made: the worths are the shares, as for
// any logit model with constants alone.
func TestPlackettLuceOfOneChoiceGivesItsShares(t *testing.T) {
	p := &vote.Profile{Items: items(3), Ballots: []vote.Ballot{strict(5, 0), strict(3, 1), strict(2, 2)}}
	r, err := vote.PlackettLuce(p, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := worths(scores(r)), []float64{1.5, 0.9, 0.6}; !near(got, want, 1e-9) {
		t.Errorf("got worths %v, want %v", got, want)
	}
}

// Breslow: the likelihood of the tier {0, 1} above 2 is w0 w1 / (w0+w1+w2)^2. With
// the ballot 2 > 0 = 1 beside it and w0 = w1 = a, w2 = b: a^2 b / (2a+b)^3 is
// largest where a = b.
func TestPlackettLuceOfTies(t *testing.T) {
	p := &vote.Profile{Items: items(3), Ballots: []vote.Ballot{
		{Weight: 1, Tiers: [][]int{{0, 1}, {2}}}, {Weight: 1, Tiers: [][]int{{2}, {0, 1}}},
	}}
	r, err := vote.PlackettLuce(p, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := scores(r), []float64{0, 0, 0}; !near(got, want, 1e-9) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := r.Ranks(); got[0] != 1 || got[1] != 1 || got[2] != 1 {
		t.Errorf("got ranks %v, want all 1", got)
	}
}

// A ballot with the rest in a last tier says the same as one that leaves it out.
func TestPlackettLuceOfTheRestInALastTier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "items")
		p := anyProfile(m).Draw(t, "profile")
		q := &vote.Profile{Items: p.Items}
		for _, b := range p.Ballots {
			left := make([]bool, m)
			for _, tier := range b.Tiers {
				for _, j := range tier {
					left[j] = true
				}
			}
			var rest []int
			for j := range m {
				if !left[j] {
					rest = append(rest, j)
				}
			}
			if len(rest) > 0 {
				b.Tiers = append(slices.Clip(b.Tiers), rest)
			}
			q.Ballots = append(q.Ballots, b)
		}
		a, errA := vote.PlackettLuce(p, 0.1)
		b, errB := vote.PlackettLuce(q, 0.1)
		if errA != nil || errB != nil || !near(scores(a), scores(b), 0) {
			t.Fatalf("got %v, %v, and with the rest in a tier %v, %v", a, errA, b, errB)
		}
	})
}

// Pairs of which only two items were shown are Bradley and Terry's comparisons.
func TestPlackettLuceOfPairsIsBradleyTerry(t *testing.T) {
	p := &vote.Profile{Items: items(3), Listed: true, Ballots: []vote.Ballot{strict(2, 0, 1), strict(1, 1, 2), strict(1.5, 2, 0)}}
	a, errA := vote.PlackettLuce(p, 0.1)
	b, errB := vote.BradleyTerry(matrixOf(t, p), 0.1)
	if errA != nil || errB != nil || !near(scores(a), scores(b), 1e-9) {
		t.Errorf("got %v, %v and %v, %v", a, errA, b, errB)
	}
}

func TestWorthsWithoutPriorNeedWinsAround(t *testing.T) {
	for _, c := range []struct {
		name string
		p    *vote.Profile
	}{
		{name: "never wins", p: &vote.Profile{Items: items(2), Ballots: []vote.Ballot{strict(1, 0, 1)}}},
		{name: "never met", p: &vote.Profile{Items: items(4), Listed: true, Ballots: []vote.Ballot{strict(1, 0, 1), strict(1, 1, 0), strict(1, 2, 3), strict(1, 3, 2)}}},
		{name: "one part always loses", p: &vote.Profile{Items: items(3), Ballots: []vote.Ballot{strict(1, 0, 1, 2), strict(1, 1, 0, 2)}}},
	} {
		n := matrixOf(t, c.p)
		if _, err := vote.BradleyTerry(n, 0); !errors.Is(err, vote.ErrNoEstimate) || !strings.Contains(err.Error(), "alpha 0.1") {
			t.Errorf("%s: bradley-terry: got %v, want %v", c.name, err, vote.ErrNoEstimate)
		}
		if _, err := vote.PlackettLuce(c.p, 0); !errors.Is(err, vote.ErrNoEstimate) {
			t.Errorf("%s: plackett-luce: got %v, want %v", c.name, err, vote.ErrNoEstimate)
		}
		if _, err := vote.BradleyTerry(n, vote.DefaultAlpha); err != nil {
			t.Errorf("%s: bradley-terry with a prior: %v", c.name, err)
		}
		if _, err := vote.PlackettLuce(c.p, vote.DefaultAlpha); err != nil {
			t.Errorf("%s: plackett-luce with a prior: %v", c.name, err)
		}
	}
}

func TestAlphaIsANumberOfZeroOrMore(t *testing.T) {
	p := schulze45()
	n := matrixOf(t, p)
	for _, alpha := range []float64{-0.1, math.NaN(), math.Inf(1)} {
		if _, err := vote.BradleyTerry(n, alpha); err == nil {
			t.Errorf("bradley-terry, alpha %v: no error", alpha)
		}
		if _, err := vote.PlackettLuce(p, alpha); err == nil {
			t.Errorf("plackett-luce, alpha %v: no error", alpha)
		}
	}
}

// Two groups that met once in a hundred thousand comparisons settle slowly, and
// to where they are at the maximum.
func TestWorthsOfGroupsThatHardlyMet(t *testing.T) {
	n := zeros(4)
	n[0][1], n[1][0], n[2][3], n[3][2] = 60_000, 40_000, 30_000, 70_000
	n[1][2], n[2][1] = 2, 1
	r, err := vote.BradleyTerry(matrix(t, n), 0)
	if err != nil {
		t.Fatal(err)
	}
	s := scores(r)
	if got := s[1] - s[2]; math.Abs(got-math.Log(2)) > 1e-4 {
		t.Errorf("got a difference of %v, want about %v", got, math.Log(2))
	}
}
