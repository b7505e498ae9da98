//go:build !race

package rankset_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"ashar/prioritize/rankset"
)

// simulations is how many data sets each coverage is of. Its standard error is 0.0022 at 0.95, so that of the
// seeds of what covers as promised not one in 300,000 is below 0.94.
const simulations = 10_000

const promised = 0.94

// covered reports whether all sets hold the true ranks. Equal truths share the ranks
// from 1 + the number of better ones to the number of those that are at least as
// good, and a set holds them all (Mogstad, Romano, Shaikh and Wilhelm 2024).
func covered(s rankset.Sets, truth []float64) bool {
	for j, x := range s.Items {
		first, last := 1, 0
		for _, other := range truth {
			if other > truth[j] {
				first++
			}
			if other >= truth[j] {
				last++
			}
		}
		if x.Low > first || x.High < last {
			return false
		}
	}
	return true
}

// coverage is the part of simulated data sets whose sets all hold the truth, and the mean size of a set. Each
// has draws of its own, for with the same ones all would share the error of one critical value.
func coverage(t testing.TB, truth []float64, find func(r *rand.Rand) rankset.Sets) float64 {
	t.Helper()
	r := rand.New(rand.NewPCG(20, 24))
	hit, size := 0, 0
	for range simulations {
		s := find(r)
		if covered(s, truth) {
			hit++
		}
		for _, x := range s.Items {
			size += x.High - x.Low + 1
		}
	}
	rate := float64(hit) / simulations
	t.Logf("%s: coverage %.4f, mean size of a set %.2f of %d", t.Name(), rate, float64(size)/float64(simulations*len(truth)), len(truth))
	return rate
}

func TestSetsOfIndependentEstimatesCoverTheTruth(t *testing.T) {
	t.Parallel()
	se := []float64{1, 1.5, 1, 0.5, 1, 2}
	for _, x := range []struct {
		name  string
		truth []float64
		exact bool // as often as promised, no more
	}{
		{"all tied", []float64{3, 3, 3, 3, 3, 3}, true},
		{"two tied groups", []float64{9, 9, 9, 0, 0, 0}, false},
		{"tied and near", []float64{0, 0, 1, 1, 2, 3}, false},
		{"well separated", []float64{0, 20, 40, 60, 80, 100}, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			theta := make([]float64, len(x.truth))
			rate := coverage(t, x.truth, func(r *rand.Rand) rankset.Sets {
				for j := range theta {
					theta[j] = x.truth[j] + se[j]*r.NormFloat64()
				}
				return simultaneous(t, theta, rankset.Independent(se), rankset.Options{Draws: 199, Seed: r.Uint64()})
			})
			if rate < promised || x.exact && rate > 0.96 {
				t.Errorf("coverage %.4f, want at least %g, and at most 0.96 if all are tied (%t)", rate, promised, x.exact)
			}
		})
	}
}

// Sets that are well separated are single ranks.
func TestWellSeparatedEstimatesHaveOneRank(t *testing.T) {
	theta := []float64{0, 20, 40, 60, 80, 100}
	s := simultaneous(t, theta, rankset.Independent([]float64{1, 1.5, 1, 0.5, 1, 2}), rankset.Options{})
	for j, x := range s.Items {
		if want := (rankset.Set{Rank: 6 - j, Low: 6 - j, High: 6 - j, Tier: 6 - j}); x != want {
			t.Errorf("item %d: got %+v, want %+v", j, x, want)
		}
	}
}

// poll lets people choose the same number of items each, without replacement and the more
// often the higher their weights, and estimates shares and their covariance.
func poll(r *rand.Rand, weights []float64, choices, people int) (theta, cov []float64) {
	m := len(weights)
	total, both := make([]int, m), make([]int, m*m)
	chosen, left := make([]int, 0, choices), make([]float64, m)
	for range people {
		chosen = chosen[:0]
		copy(left, weights)
		for range choices {
			sum := 0.0
			for _, w := range left {
				sum += w
			}
			at, j := r.Float64()*sum, 0
			for ; j < m-1 && (left[j] == 0 || at >= left[j]); j++ {
				at -= left[j]
			}
			left[j] = 0
			chosen = append(chosen, j)
		}
		for _, j := range chosen {
			total[j]++
			for _, k := range chosen {
				both[j*m+k]++
			}
		}
	}
	n := float64(people)
	theta, cov = make([]float64, m), make([]float64, m*m)
	for j := range theta {
		theta[j] = float64(total[j]) / n
		for k := range theta {
			cov[j*m+k] = (float64(both[j*m+k]) - float64(total[j])*float64(total[k])/n) / (n * (n - 1))
		}
	}
	return theta, cov
}

// ballots is a poll on items of falling weights.
func ballots(items, choices, people int) (theta, cov []float64) {
	weights := make([]float64, items)
	for j := range weights {
		weights[j] = math.Exp(-float64(j) / 8)
	}
	return poll(rand.New(rand.NewPCG(1, 2)), weights, choices, people)
}

// The shares sum to the number of choices: V has no full rank.
func TestSetsOfCappedBallotsCoverTheTruth(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name    string
		weights []float64 // in the order of the true shares
	}{
		{"all tied", []float64{1, 1, 1, 1, 1}},
		{"tied and near", []float64{2, 2, 1.7, 1.7, 1}},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			rate := coverage(t, x.weights, func(r *rand.Rand) rankset.Sets {
				theta, cov := poll(r, x.weights, 2, 400)
				return simultaneous(t, theta, cov, rankset.Options{Draws: 199, Seed: r.Uint64()})
			})
			if rate < promised {
				t.Errorf("coverage %.4f, want at least %g", rate, promised)
			}
		})
	}
}

func TestMultinomialSetsCoverTheTruth(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name    string
		weights []float64
		people  int
	}{
		{"all tied", []float64{1, 1, 1, 1, 1}, 200},
		{"tied and near", []float64{2, 2, 1.7, 1.7, 1}, 200},
		{"a few people", []float64{3, 2, 1, 1, 1}, 15},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			counts := make([]int64, len(x.weights))
			rate := coverage(t, x.weights, func(r *rand.Rand) rankset.Sets {
				theta, _ := poll(r, x.weights, 1, x.people)
				for j, share := range theta {
					counts[j] = int64(math.Round(share * float64(x.people)))
				}
				return multinomial(t, counts, 0.95)
			})
			if rate < 0.95 { // the tests are exact, and Holm's correction errs on the safe side
				t.Errorf("coverage %.4f, want at least 0.95", rate)
			}
		})
	}
}
