package rankset

import (
	"cmp"
	"fmt"
	"slices"
)

// MaxCount is the largest count of an item.
const MaxCount = 100_000_000

// noProbability is what a probability is below all levels: 1 - level is at least
// 1e-16, and shared among fewer than 1e6 pairs.
const noProbability = 1e-40

// Multinomial finds the rank sets of items of which everyone chose one, from how
// many chose each: for each ordered pair the exact binomial test that those who
// chose one of the two did not prefer the first, with Holm's correction over all
// ordered pairs. It is csranks_multinom(simul = TRUE, multcorr = "Holm") of R's
// package csranks, after Bazylik, Mogstad, Romano, Shaikh and Wilhelm, "Finite-
// and large-sample inference for ranks using multinomial data" (2021). The level
// is held for samples of any size.
//
// Errors are of a level outside of (0, 1), of more than MaxItems, and of counts
// below 0 or above MaxCount. Time grows with items squared x the root of the
// counts.
func Multinomial(counts []int64, level float64) (Sets, error) {
	if err := checkLevel(level); err != nil {
		return Sets{}, fmt.Errorf("rankset: %w", err)
	}
	m := len(counts)
	if m > MaxItems {
		return Sets{}, fmt.Errorf("rankset: %d items; there may be %d", m, MaxItems)
	}
	for j, n := range counts {
		if n < 0 || n > MaxCount {
			return Sets{}, fmt.Errorf("rankset: the count of item %d is %d, and may be 0 to %d", j, n, MaxCount)
		}
	}
	above := make([]bool, m*m)
	for i, t := range tests(counts) {
		if t.p > (1-level)/float64(m*(m-1)-i) {
			break
		}
		above[t.j*m+t.k] = true
	}
	return newSets(m, func(j, k int) bool { return counts[j] > counts[k] }, above), nil
}

// test is the hypothesis that item j is not above item k.
type test struct {
	j, k int
	p    float64
}

// tests are the pairs with the first count above the second, the least probable
// first. In all others the p-value is above 1/2.
func tests(counts []int64) []test {
	var all []test
	for j, a := range counts {
		for k, b := range counts {
			if a > b {
				all = append(all, test{j, k, tail(a, a+b)})
			}
		}
	}
	slices.SortStableFunc(all, func(s, t test) int { return cmp.Compare(s.p, t.p) })
	return all
}

// tail is the probability of at least x heads of n tosses of a fair coin, x > n/2;
// 0 where it is below 1e-40. It sums binomial coefficients outwards from the middle
// in units of the middle one, where 2^n is twice the sum of one half.
func tail(x, n int64) float64 {
	if d := 2*float64(x) - float64(n); d*d > 186*float64(n) { // below exp(-93), by Hoeffding (1963)
		return 0
	}
	var total, upper float64
	term := 1.0
	for i := (n + 1) / 2; i <= n && term > noProbability; i++ {
		weight := 2.0
		if 2*i == n {
			weight = 1 // the middle one, that both halves share
		}
		total += float64(weight * term)
		if i >= x {
			upper += term
		}
		term = float64(term * (float64(n-i) / float64(i+1)))
	}
	return upper / total
}
