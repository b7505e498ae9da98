package prioritize

import (
	"errors"
	"fmt"
	"math"

	"ashar/survey"
)

// Why raking can fail. Weigh never fails for these: it falls back to what can be
// weighted and says so.
var (
	// ErrNoAnswers: a category has people but no answers to stand for them.
	ErrNoAnswers = errors.New("no answers in a category with people")
	// ErrNoPeople: a category has answers but no people for them to stand for.
	ErrNoPeople = errors.New("no people in a category with answers")
	// ErrMarginsDisagree: the totals of two margins differ by more than 1 %.
	ErrMarginsDisagree = errors.New("the totals of the margins disagree")
	// ErrNotConverged: no weights meet all margins, as when every answer of one
	// village is from women and every answer of another from men.
	ErrNotConverged = errors.New("raking did not converge")
)

const (
	maxSweeps       = 1000
	rakeTolerance   = 1e-12 // of max |target/sum - 1|
	marginTolerance = 0.01  // by how much the totals of margins may differ
	maxClips        = 50
	lowestWeight    = 0.2 // of the mean weight of an answer
	highestWeight   = 5.0
)

// Margin is a partition of cells into categories whose totals are known.
type Margin struct {
	Name    string
	Of      []int     // Of[h] is the category of cell h
	Targets []float64 // the total of each category, in people
}

// Raked are the weights that raking found, and how.
type Raked struct {
	Weights []float64 // how many people one answer of cell h stands for
	Sweeps  int       // in all
	Clipped []bool    // whether the weight of cell h had to be held at a bound
	// Residual is the largest |target/sum - 1| that the weights leave: below
	// 1e-12, unless weights were clipped.
	Residual float64
}

// Rake finds one weight per cell such that the weighted counts meet every
// margin: iterative proportional fitting (Deming and Stephan 1940) from equal
// weights, in sweeps over the margins until all sums are within 1e-12. Weights
// are held within [0.2, 5] of the mean weight of an answer, raking again between
// clips; what the margins then still miss is the Residual. Margins whose totals
// differ by no more than 1 % are rescaled to the first.
//
// Errors are ErrNoAnswers, ErrNoPeople, ErrMarginsDisagree, ErrNotConverged, and
// survey.ErrInvalid for targets that are no finite numbers of at least 0 or
// categories that do not exist.
func Rake(counts []int64, margins []Margin) (Raked, error) {
	margins, err := agree(counts, margins)
	if err != nil {
		return Raked{}, err
	}
	r := Raked{Weights: make([]float64, len(counts)), Clipped: make([]bool, len(counts))}
	for h := range r.Weights {
		r.Weights[h] = 1
	}
	for clips := 0; ; clips++ {
		if err := r.sweep(counts, margins); err != nil {
			return Raked{}, err
		}
		average := mean(counts, r.Weights)
		if !r.clip(counts) {
			break
		}
		if clips == maxClips {
			r.settle(counts, average)
			break
		}
	}
	r.Residual = residual(counts, r.Weights, margins)
	return r, nil
}

// settle clips until the weights are within bounds of their own mean, which each
// clip moves, and then scales them to the mean that they are to have.
func (r *Raked) settle(counts []int64, average float64) {
	for range maxClips {
		if !r.clip(counts) {
			break
		}
	}
	scale := average / mean(counts, r.Weights)
	for h := range r.Weights {
		r.Weights[h] *= scale
	}
}

// agree checks the margins and brings their totals to that of the first.
func agree(counts []int64, margins []Margin) ([]Margin, error) {
	var total float64
	scaled := make([]Margin, len(margins))
	for i, m := range margins {
		if err := m.check(counts); err != nil {
			return nil, err
		}
		sum := 0.0
		for _, target := range m.Targets {
			sum += target
		}
		if i == 0 {
			total = sum
		}
		if sum == 0 {
			return nil, fmt.Errorf("prioritize: margin %s: %w", m.Name, ErrNoPeople)
		}
		if math.Abs(sum-total) > marginTolerance*total {
			return nil, fmt.Errorf("prioritize: margin %s: %w: %g people, and %g in %s", m.Name, ErrMarginsDisagree, sum, total, margins[0].Name)
		}
		scaled[i] = Margin{Name: m.Name, Of: m.Of, Targets: make([]float64, len(m.Targets))}
		for c, target := range m.Targets {
			scaled[i].Targets[c] = target * (total / sum)
		}
	}
	return scaled, nil
}

func (m Margin) check(counts []int64) error {
	answers := make([]int64, len(m.Targets))
	if len(m.Of) != len(counts) {
		return fmt.Errorf("prioritize: margin %s speaks of %d cells, not %d: %w", m.Name, len(m.Of), len(counts), survey.ErrInvalid)
	}
	for h, c := range m.Of {
		if c < 0 || c >= len(m.Targets) {
			return fmt.Errorf("prioritize: margin %s: cell %d is of category %d of %d: %w", m.Name, h, c, len(m.Targets), survey.ErrInvalid)
		}
		answers[c] += counts[h]
	}
	for c, target := range m.Targets {
		switch {
		case math.IsNaN(target) || math.IsInf(target, 0) || target < 0:
			return fmt.Errorf("prioritize: margin %s: category %d has %g people: %w", m.Name, c, target, survey.ErrInvalid)
		case target > 0 && answers[c] == 0:
			return fmt.Errorf("prioritize: margin %s: category %d: %w", m.Name, c, ErrNoAnswers)
		case target == 0 && answers[c] > 0:
			return fmt.Errorf("prioritize: margin %s: category %d: %w", m.Name, c, ErrNoPeople)
		}
	}
	return nil
}

// sweep fits the weights to one margin after another until all are met.
func (r *Raked) sweep(counts []int64, margins []Margin) error {
	for range maxSweeps {
		r.Sweeps++
		for _, m := range margins {
			sums := m.sums(counts, r.Weights)
			for h, c := range m.Of {
				if sums[c] > 0 {
					r.Weights[h] *= m.Targets[c] / sums[c]
				}
			}
		}
		if residual(counts, r.Weights, margins) < rakeTolerance {
			return nil
		}
	}
	return fmt.Errorf("prioritize: %w in %d sweeps: off by %g", ErrNotConverged, maxSweeps, residual(counts, r.Weights, margins))
}

// clip holds the weights within bounds and reports whether any was outside.
func (r *Raked) clip(counts []int64) bool {
	average := mean(counts, r.Weights)
	low, high := lowestWeight*average, highestWeight*average
	clipped := false
	for h, g := range r.Weights {
		r.Weights[h] = max(low, min(g, high))
		if math.Abs(r.Weights[h]/g-1) > rakeTolerance {
			clipped, r.Clipped[h] = true, true
		}
	}
	return clipped
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

func (m Margin) sums(counts []int64, weights []float64) []float64 {
	sums := make([]float64, len(m.Targets))
	for h, c := range m.Of {
		sums[c] += float64(weights[h] * float64(counts[h]))
	}
	return sums
}

func residual(counts []int64, weights []float64, margins []Margin) float64 {
	worst := 0.0
	for _, m := range margins {
		for c, sum := range m.sums(counts, weights) {
			if sum > 0 {
				worst = max(worst, math.Abs(m.Targets[c]/sum-1))
			}
		}
	}
	return worst
}
