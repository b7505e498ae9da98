package raking

import (
	"fmt"
	"math"
	"slices"
)

const (
	maxSweeps = 1000
	maxClips  = 50
	tolerance = 1e-12 // of max |target/sum - 1|
	enough    = 1e-7  // the same, when all sweeps have been made
)

// Weights are what was found, and how.
type Weights struct {
	Weights []float64 // how many people one answer of cell h stands for
	Sweeps  int       // in all
	Clipped []bool    // whether the weight of cell h had to be held at a bound
	// Residual is the largest |target/sum - 1| that the weights leave: below
	// 1e-12, or 1e-7 where the margins are hard to meet, unless weights were clipped.
	Residual float64
}

// Rake finds one weight per cell such that the weighted answers meet every
// margin: iterative proportional fitting (Deming and Stephan 1940) from equal
// weights, in sweeps over the margins until all sums are within 1e-12. Weights
// are held within the bounds, in means of an answer's weight, raking again between
// clips; what the margins then still miss is the Residual. Margins whose totals
// differ by no more than 1 % are rescaled to the first.
//
// Errors are ErrNoAnswers, ErrNoPeople, ErrMarginsDisagree, ErrNotConverged, and
// ErrInvalid for targets that are no finite numbers of at least 0, categories that
// do not exist, and bounds without 1 between them.
func Rake(counts []int64, margins []Margin, bounds Bounds) (Weights, error) {
	if err := bounds.check(); err != nil {
		return Weights{}, err
	}
	margins, err := agree(counts, margins)
	if err != nil {
		return Weights{}, err
	}
	r := raker{counts: counts, margins: margins, bounds: bounds, sums: make([]float64, most(margins))}
	r.Weights.Weights, r.Clipped = make([]float64, len(counts)), make([]bool, len(counts))
	for h := range r.weights() {
		r.weights()[h] = 1
	}
	for clips := 0; ; clips++ {
		if err := r.sweep(); err != nil {
			return Weights{}, err
		}
		average := mean(counts, r.weights())
		if !r.clip() {
			break
		}
		if clips == maxClips {
			r.settle(average)
			break
		}
	}
	if r.Residual = r.residual(); math.IsInf(r.Residual, 1) || slices.ContainsFunc(r.weights(), notFinite) {
		return Weights{}, fmt.Errorf("raking: %w: some weights grow without end", ErrNotConverged)
	}
	return r.Weights, nil
}

func notFinite(g float64) bool { return math.IsNaN(g) || math.IsInf(g, 0) }

// most is the number of categories of the margin that has most.
func most(margins []Margin) int {
	n := 0
	for _, m := range margins {
		n = max(n, len(m.Targets))
	}
	return n
}

// raker is one raking under way.
type raker struct {
	Weights
	counts  []int64
	margins []Margin
	bounds  Bounds
	sums    []float64 // of the categories of one margin
}

func (r *raker) weights() []float64 { return r.Weights.Weights }

// settle ends with a clip: it scales the weights by the one factor for which, held
// within the bounds of the mean that they are to have, they have it.
func (r *raker) settle(average float64) {
	low, high := r.bounds.Low*average, r.bounds.High*average
	raked := slices.Clone(r.weights())
	clip := func(factor float64) {
		for h, g := range raked {
			r.weights()[h] = max(low, min(float64(factor*g), high))
		}
	}
	// The mean grows with the factor, from the lower bound to the upper one.
	from, to := 0.0, 1.0
	for clip(to); mean(r.counts, r.weights()) < average && to < math.MaxFloat64/4; clip(to) {
		from, to = to, 2*to
	}
	for range halvings {
		middle := from + (to-from)/2
		if clip(middle); mean(r.counts, r.weights()) < average {
			from = middle
		} else {
			to = middle
		}
	}
	clip(to)
	for h, g := range raked {
		if held := float64(to * g); held < low || held > high {
			r.Clipped[h] = true
		}
	}
}

// halvings bring an interval of factors to neighbouring numbers.
const halvings = 200

// sweep fits the weights to one margin after another until all are met.
func (r *raker) sweep() error {
	for range maxSweeps {
		r.Sweeps++
		for _, m := range r.margins {
			sums := r.sums[:len(m.Targets)]
			m.sum(r.counts, r.weights(), sums)
			for c, sum := range sums {
				if sums[c] = 1; sum > 0 {
					sums[c] = m.Targets[c] / sum // from here on, what weights are multiplied by
				}
			}
			weights := r.weights()
			for h, c := range m.Of {
				weights[h] *= sums[c]
			}
		}
		if r.residual() < tolerance {
			return nil
		}
	}
	if off := r.residual(); !(off < enough) {
		return fmt.Errorf("raking: %w in %d sweeps: off by %g", ErrNotConverged, maxSweeps, off)
	}
	return nil
}

// clip holds the weights within bounds and reports whether any was outside.
func (r *raker) clip() bool {
	if r.bounds.none() {
		return false
	}
	average := mean(r.counts, r.weights())
	low, high := r.bounds.Low*average, r.bounds.High*average
	clipped := false
	for h, g := range r.weights() {
		held := max(low, min(g, high))
		r.weights()[h] = held
		if math.Abs(held/g-1) > tolerance {
			clipped, r.Clipped[h] = true, true
		}
	}
	return clipped
}

func (r *raker) residual() float64 {
	worst := 0.0
	for _, m := range r.margins {
		sums := r.sums[:len(m.Targets)]
		m.sum(r.counts, r.weights(), sums)
		for c, sum := range sums {
			if math.IsNaN(sum) || math.IsInf(sum, 0) {
				return math.Inf(1)
			}
			if sum > 0 {
				worst = max(worst, math.Abs(m.Targets[c]/sum-1))
			}
		}
	}
	return worst
}

// mean is the mean weight of an answer.
func mean(counts []int64, weights []float64) float64 {
	var sum float64
	var n int64
	for h, g := range weights {
		sum += float64(g * float64(counts[h]))
		n += counts[h]
	}
	return sum / float64(n)
}

// Effect is Kish's design effect of weights, n sum(g^2 n_h) / (sum g n_h)^2, and
// the effective number of answers, n over it (Kish 1965). Both are 0 for a sample
// without answers or weights.
func Effect(counts []int64, weights []float64) (deff, effective float64) {
	var n int64
	var sum, squares float64
	for h, g := range weights {
		gn := float64(g * float64(counts[h]))
		n += counts[h]
		sum += gn
		squares += float64(g * gn)
	}
	if sum <= 0 || n <= 0 {
		return 0, 0
	}
	deff = float64(n) * squares / (sum * sum)
	return deff, float64(n) / deff
}
