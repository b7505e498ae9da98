package rankset_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize/rankset"
)

func multinomial(t rapid.TB, counts []int64, level float64) rankset.Sets {
	t.Helper()
	s, err := rankset.Multinomial(counts, level)
	if err != nil {
		t.Fatalf("Multinomial(%v, %g): %v", counts, level, err)
	}
	return s
}

// As csranks_multinom(x, coverage = 0.95, simul = TRUE, multcorr = "Holm") of R's package csranks (cran/csranks 8947478a).
func TestMultinomialIsThatOfCSRanks(t *testing.T) {
	s := multinomial(t, []int64{120, 95, 90, 60, 58, 30, 12, 5}, 0.95)
	want := [][2]int{{1, 3}, {1, 5}, {1, 5}, {2, 5}, {2, 6}, {5, 7}, {6, 8}, {7, 8}}
	if diff := cmp.Diff(want, bounds(s)); diff != "" {
		t.Errorf("sets (-csranks +got):\n%s", diff)
	}
}

// Of two items Holm wants the smaller p-value to be at most 0.05/2. Of 6 tosses that are all heads it is 1/64 = 0.0156,
// of 5 it is 1/32 = 0.0313.
func TestMultinomialIsExact(t *testing.T) {
	for _, x := range []struct {
		counts []int64
		level  float64
		above  bool
	}{
		{[]int64{6, 0}, 0.95, true},
		{[]int64{5, 0}, 0.95, false},
		{[]int64{5, 0}, 0.9375, true},  // 0.0625/2 is 1/32
		{[]int64{5, 0}, 0.9376, false}, // and this just less
		{[]int64{0, 0}, 0.95, false},
		{[]int64{7, 7}, 0.1, false},
		{[]int64{rankset.MaxCount, 0}, 1 - 1e-15, true},
		{[]int64{rankset.MaxCount, rankset.MaxCount - 30_000}, 0.95, true}, // 2.12 standard deviations: p = 0.0170
		{[]int64{rankset.MaxCount, rankset.MaxCount - 26_000}, 0.95, false},
	} {
		if s := multinomial(t, x.counts, x.level); s.Above(0, 1) != x.above || s.Above(1, 0) {
			t.Errorf("%d at level %g: got %t and %t, want %t and false", x.counts, x.level, s.Above(0, 1), s.Above(1, 0), x.above)
		}
	}
}

func TestMultinomialErrors(t *testing.T) {
	for _, x := range []struct {
		counts []int64
		level  float64
		want   string
	}{
		{[]int64{1, -1}, 0.95, "the count of item 1 is -1"},
		{[]int64{rankset.MaxCount + 1}, 0.95, "the count of item 0 is 100000001"},
		{[]int64{1, 2}, 0, "the level is 0, and must lie between 0 and 1"},
		{[]int64{1, 2}, 95, "the level is 95"},
		{make([]int64, 501), 0.95, "501 items; there may be 500"},
	} {
		_, err := rankset.Multinomial(x.counts, x.level)
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("Multinomial(%d items, %g): got error %v, want one that says %q", len(x.counts), x.level, err, x.want)
		}
	}
}

func TestMultinomialAgreesWithWhatItIsMadeOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.Int64Range(0, 200), 0, 9).Draw(t, "counts")
		s := multinomial(t, counts, rapid.Float64Range(0.01, 0.999).Draw(t, "level"))
		agree(t, s, func(j, k int) bool { return counts[j] > counts[k] })
	})
}

func TestRelabellingPermutesTheSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.Int64Range(0, 300), 1, 9).Draw(t, "counts")
		places := make([]int, len(counts))
		for j := range places {
			places[j] = j
		}
		to := rapid.Permutation(places).Draw(t, "to")
		moved := make([]int64, len(counts))
		for j, n := range counts {
			moved[to[j]] = n
		}
		want, got := multinomial(t, counts, 0.95), multinomial(t, moved, 0.95)
		for j := range counts {
			if got.Items[to[j]] != want.Items[j] {
				t.Errorf("item %d: got %+v after it moved to %d, want %+v", j, got.Items[to[j]], to[j], want.Items[j])
			}
		}
	})
}

func BenchmarkMultinomial24(b *testing.B) {
	counts := make([]int64, 24)
	for j := range counts {
		counts[j] = int64(400 - 15*j)
	}
	for b.Loop() {
		multinomial(b, counts, 0.95)
	}
}
