package vote_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/vote"
)

// schulze45 is Markus Schulze's example of 45 voters; VoteKit
// tests/elections/election_types/ranking/test_schulze.py has it with other rules'
// results.
func schulze45() *vote.Profile {
	return lettered("ABCDE",
		[]string{"ACBED", "ADECB", "BEDAC", "CABED", "CAEBD", "CBADE", "DCEBA", "EBADC"},
		[]float64{5, 5, 8, 3, 7, 2, 7, 8})
}

// tennessee is a textbook's example: where the capital of Tennessee should be.
func tennessee() *vote.Profile {
	return lettered("MNCK", []string{"MNCK", "NCKM", "CKNM", "KCNM"}, []float64{42, 26, 15, 17})
}

// debian2010 is the Debian project leader election of 2010, PrefLib
// 00002-00000006.toc: its pairwise matrix.
func debian2010(t testing.TB) *vote.Matrix {
	return matrix(t, [][]float64{
		{0, 323, 385, 305, 398}, {102, 0, 363, 215, 378}, {33, 47, 0, 81, 222}, {124, 207, 332, 0, 371}, {28, 39, 183, 48, 0},
	})
}

func TestRulesOnSchulzesExample(t *testing.T) {
	p := schulze45()
	n := matrixOf(t, p)
	if diff := cmp.Diff([][]float64{{0, 20, 26, 30, 22}, {25, 0, 16, 33, 18}, {19, 29, 0, 17, 24}, {15, 12, 28, 0, 14}, {23, 27, 21, 31, 0}}, entries(n)); diff != "" {
		t.Errorf("matrix: (-want +got)\n%s", diff)
	}
	s := vote.Schulze(n)
	if diff := cmp.Diff([][]float64{{0, 28, 28, 30, 24}, {25, 0, 28, 33, 24}, {25, 29, 0, 29, 24}, {25, 28, 28, 0, 24}, {25, 28, 28, 31, 0}}, entries(s.Paths)); diff != "" {
		t.Errorf("paths: (-want +got)\n%s", diff)
	}
	if got := spelled(p, s.Result); got != "EACBD" {
		t.Errorf("schulze: got %s, want EACBD", got)
	}
	if got, want := scores(vote.Copeland(n)), []float64{0, 0, 0, -2, 2}; !cmp.Equal(got, want) {
		t.Errorf("copeland: got %v, want %v", got, want)
	}
	wantBorda(t, p, 98, 92, 89, 69, 102)
	wantKemeny(t, p, "EBADC", 260, 190)
}

func TestRulesOnTheCapitalOfTennessee(t *testing.T) {
	p := tennessee()
	if got := spelled(p, vote.Schulze(matrixOf(t, p)).Result); got != "NCKM" {
		t.Errorf("schulze: got %s, want NCKM", got)
	}
	wantBorda(t, p, 126, 194, 173, 107)
	wantKemeny(t, p, "NCKM", 393, 207)
}

// wantBorda compares with the textbook's scores, m-r for position r.
func wantBorda(t *testing.T, p *vote.Profile, textbook ...float64) {
	t.Helper()
	r, err := vote.Borda(p)
	if err != nil {
		t.Fatal(err)
	}
	want := make([]float64, len(textbook))
	for j, s := range textbook {
		want[j] = s / float64(len(textbook)-1) / p.Weight()
	}
	if got := scores(r); !near(got, want, 1e-15) {
		t.Errorf("borda: got %v, want %v", got, want)
	}
}

func wantKemeny(t *testing.T, p *vote.Profile, order string, agreement, distance float64) {
	t.Helper()
	c := vote.Kemeny(matrixOf(t, p))
	if got := spelled(p, c.Result); got != order || c.Agreement != agreement || c.Distance != distance || !c.Unique || c.Heuristic {
		t.Errorf("kemeny: got %s, agreement %v, distance %v, unique %v, heuristic %v, want %s, %v, %v, true, false",
			got, c.Agreement, c.Distance, c.Unique, c.Heuristic, order, agreement, distance)
	}
}

func TestRulesOnDebiansElection(t *testing.T) {
	n := debian2010(t)
	if got, want := vote.Schulze(n).Ranks(), []int{1, 2, 4, 3, 5}; !cmp.Equal(got, want) {
		t.Errorf("schulze: got ranks %v, want %v", got, want)
	}
	c := vote.Kemeny(n)
	if got, want := c.Ranks(), []int{1, 2, 4, 3, 5}; !cmp.Equal(got, want) || c.Agreement != 3292 || !c.Unique {
		t.Errorf("kemeny: got ranks %v, agreement %v, unique %v, want %v, 3292, true", got, c.Agreement, c.Unique, want)
	}
}

// For every pair with margin d, d ballots "j k rest" and d ballots "rest reversed j
// k" give that pair the margin 2d and leave all others alone (McGarvey 1953).
func TestSymmetricBordaOfDebiansElection(t *testing.T) {
	n := debian2010(t)
	m := n.Size()
	p := &vote.Profile{Items: items(m)}
	for j := range m {
		for k := range m {
			d := n.N(j, k) - n.N(k, j)
			if d <= 0 {
				continue
			}
			first, last := []int{j, k}, []int{}
			for i := range m {
				if i != j && i != k {
					first, last = append(first, i), append([]int{i}, last...)
				}
			}
			p.Ballots = append(p.Ballots, strict(d, first...), strict(d, append(last, j, k)...))
		}
	}
	r, err := vote.Borda(p)
	if err != nil {
		t.Fatal(err)
	}
	for j, want := range []float64{1124, 442, -880, 385, -1071} {
		// sum_k (N_jk - N_kj) = (B_j - 1/2) 2(m-1)W, and the margins are doubled.
		if got := (scores(r)[j] - 0.5) * float64(m-1) * p.Weight(); math.Abs(got-want) > 1e-9 {
			t.Errorf("candidate %d: got %v, want %v", j, got, want)
		}
	}
}

// Source: choix, tests/data/testcase-pairwise-2.json, maximum likelihood.
func TestBradleyTerryIsThatOfChoix(t *testing.T) {
	n := matrix(t, [][]float64{{0, 2, 0}, {0, 0, 1}, {1, 0, 0}})
	r, err := vote.BradleyTerry(n, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := scores(r), []float64{0.419617624, -0.419617624, 0}; !near(got, want, 1e-9) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The first is a worked example with ties, by other software.
func TestKendallTauB(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name string
		x, y []float64
		want float64
	}{
		{name: "with ties", x: []float64{1, 2, 2, 4, 5, 5, 5, 8}, y: []float64{2, 1, 3, 3, 6, 5, 8, 8}, want: 0.800640769025},
		{name: "the same", x: []float64{0, 1, 2}, y: []float64{5, 6, 7}, want: 1},
		{name: "reversed", x: []float64{0, 1, 2}, y: []float64{7, 6, 5}, want: -1},
		{name: "all tied", x: []float64{1, 1}, y: []float64{1, 2}, want: nan},
		{name: "one item", x: []float64{1}, y: []float64{1}, want: nan},
		{name: "a NaN", x: []float64{1, 2, nan}, y: []float64{1, 2, 3}, want: nan},
		{name: "lengths", x: []float64{1, 2}, y: []float64{1, 2, 3}, want: nan},
	} {
		got := vote.KendallTauB(c.x, c.y)
		if math.IsNaN(got) != math.IsNaN(c.want) || math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
