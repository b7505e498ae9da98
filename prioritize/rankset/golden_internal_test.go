package rankset

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What csranks (8947478a) makes of the same p-values with other corrections: Bonferroni's
// for all items at once, and Holm's for one item at a time.
func TestPValuesAreThoseOfCSRanks(t *testing.T) {
	counts := []int64{120, 95, 90, 60, 58, 30, 12, 5}
	m := len(counts)
	bounds := func(rejected func(x test) bool) (low, high []int) {
		for range m {
			low, high = append(low, 1), append(high, m)
		}
		for _, x := range tests(counts) {
			if rejected(x) {
				low[x.k]++
				high[x.j]--
			}
		}
		return low, high
	}
	low, high := bounds(func(x test) bool { return x.p <= 0.05/float64(m*(m-1)) })
	if diff := cmp.Diff([][]int{{1, 1, 1, 2, 2, 4, 6, 7}, {3, 5, 5, 6, 6, 7, 8, 8}}, [][]int{low, high}); diff != "" {
		t.Errorf("Bonferroni, simultaneous (-want +got):\n%s", diff)
	}
	var lows, highs []int
	for item := range m {
		step, stopped := 0, false
		low, high := bounds(func(x test) bool {
			if x.j != item && x.k != item || stopped {
				return false
			}
			stopped = x.p > 0.05/float64(2*(m-1)-step)
			step++
			return !stopped
		})
		lows, highs = append(lows, low[item]), append(highs, high[item])
	}
	if diff := cmp.Diff([][]int{{1, 1, 1, 3, 4, 6, 7, 7}, {3, 3, 5, 5, 5, 6, 8, 8}}, [][]int{lows, highs}); diff != "" {
		t.Errorf("Holm, one item at a time (-want +got):\n%s", diff)
	}
}
