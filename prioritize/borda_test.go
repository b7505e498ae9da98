package prioritize_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
)

// profile makes ballots of full rankings, written as in "ACBED": 5.
func profile(items string, ballots map[string]int) *prioritize.Tally {
	x := prioritize.NewTally(prioritize.Shape{Needs: len(items)})
	for order, n := range ballots {
		b := ranked(prioritize.Cell{Village: "v0"})
		for _, r := range order {
			b.Order = append(b.Order, strings.IndexRune(items, r))
		}
		for range n {
			x.Add(&b)
		}
	}
	return x
}

// Full rankings have the textbook's Borda scores, m-r for position r; ours are
// twice that.
func TestBordaOfPublishedProfiles(t *testing.T) {
	for _, c := range []struct {
		name, source, items string
		ballots             map[string]int
		want                []int64
	}{{
		name: "schulze45", source: "M. Schulze's example; VoteKit tests/elections/election_types/ranking/test_schulze.py", items: "ABCDE",
		ballots: map[string]int{"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8},
		want:    []int64{98, 92, 89, 69, 102},
	}, {
		name: "tennessee", source: "the capital of Tennessee, a textbook example", items: "MNCK",
		ballots: map[string]int{"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17},
		want:    []int64{126, 194, 173, 107},
	}} {
		t.Run(c.name, func(t *testing.T) {
			x := profile(c.items, c.ballots)
			for j, want := range c.want {
				if got := x.Sum(prioritize.Cell{Village: "v0"}, prioritize.Borda, j); got != 2*want {
					t.Errorf("%c: got %d, want twice %d (%s)", c.items[j], got, want, c.source)
				}
			}
		})
	}
}

// The Debian project leader election of 2010 (PrefLib 00002-00000006.toc): its
// margins, and the symmetric Borda scores that follow from them. For every pair
// with margin d, d ballots "j k rest" and d ballots "rest reversed j k" give that
// pair the margin 2d and leave all others alone (McGarvey 1953).
func TestSymmetricBordaOfDebian(t *testing.T) {
	n := [][]int{{0, 323, 385, 305, 398}, {102, 0, 363, 215, 378}, {33, 47, 0, 81, 222}, {124, 207, 332, 0, 371}, {28, 39, 183, 48, 0}}
	want := []int64{1124, 442, -880, 385, -1071}
	m := len(n)
	c := prioritize.Cell{Village: "v0"}
	x := prioritize.NewTally(prioritize.Shape{Needs: m})
	for j := range m {
		for k := range m {
			rest := slices.DeleteFunc(indexes(m), func(i int) bool { return i == j || i == k })
			first := ranked(c, append([]int{j, k}, rest...)...)
			slices.Reverse(rest)
			last := ranked(c, append(rest, j, k)...)
			for range max(0, n[j][k]-n[k][j]) {
				x.Add(&first)
				x.Add(&last)
			}
		}
	}
	ballots := x.Base(c, prioritize.Borda)
	for j := range m {
		// sum_k (N_jk - N_kj) = (B_j - 1/2) 2(m-1) W, and the margins are doubled.
		got := x.Sum(c, prioritize.Borda, j) - ballots*int64(m-1)
		if got != 2*want[j] {
			t.Errorf("candidate %d: got %d, want twice %d", j, got, want[j])
		}
	}
}

// B_j = 1/2 + sum_k (N_jk - N_kj) / (2(m-1)W), where N_jk counts the ballots that
// prefer j to k, ranked above unranked.
func TestBordaIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(2, 7).Draw(t, "needs")
		ballots := rapid.SliceOfN(anyBallot(m, 1), 5, 40).Draw(t, "ballots")
		net, w := make([]int, m), 0
		for _, b := range ballots {
			if !b.Ranked {
				continue
			}
			w++
			for j := range m {
				for k := range m {
					net[j] += prefers(b.Order, j, k) - prefers(b.Order, k, j)
				}
			}
		}
		r, err := prioritize.Rank(prioritize.Input{Municipality: town(0), Needs: needs(m), Tally: tally(m, ballots...)})
		if err != nil {
			t.Fatalf("Rank: %v", err)
		}
		for _, it := range r.Items {
			if it.Borda == nil {
				continue // too few ranked
			}
			j := number(t, it.Need.Code)
			want := 0.5 + float64(net[j])/float64(2*(m-1)*w)
			if math.Abs(it.Borda.Value-want) > 0.0005+1e-9 {
				t.Fatalf("need %d: got %v, want %v", j, it.Borda.Value, want)
			}
		}
	})
}

// prefers is 1 if the order puts j above k, ranked above unranked.
func prefers(order []int, j, k int) int {
	at, other := slices.Index(order, j), slices.Index(order, k)
	if at >= 0 && (other < 0 || at < other) {
		return 1
	}
	return 0
}
