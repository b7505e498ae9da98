package raking

import (
	"errors"
	"fmt"
	"math"
)

// Why weights cannot be found.
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
	// ErrInvalid: what was given is no sample with margins.
	ErrInvalid = errors.New("not a sample with margins")
)

// marginTolerance is by how much the totals of margins may differ.
const marginTolerance = 0.01

// Margin is a partition of cells into categories whose totals are known.
type Margin struct {
	Name       string
	Categories []string  // what they are called, for errors; may be shorter than Targets
	Of         []int     // Of[h] is the category of cell h
	Targets    []float64 // the total of each category, in people
}

// Bounds hold weights within multiples of their mean. The zero Bounds are none.
type Bounds struct{ Low, High float64 }

func (b Bounds) none() bool { return b == Bounds{} }

func (b Bounds) check() error {
	if b.none() || b.Low >= 0 && b.Low < 1 && b.High > 1 && !math.IsInf(b.High, 1) {
		return nil
	}
	return fmt.Errorf("raking: bounds %g to %g, where the lower is of 0 to 1 and the higher above 1: %w", b.Low, b.High, ErrInvalid)
}

// agree checks the margins and brings their totals to that of the first.
func agree(counts []int64, margins []Margin) ([]Margin, error) {
	if len(margins) == 0 || len(counts) == 0 {
		return nil, fmt.Errorf("raking: %d margins of %d cells: %w", len(margins), len(counts), ErrInvalid)
	}
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
			return nil, fmt.Errorf("raking: margin %s: %w", m.Name, ErrNoPeople)
		}
		if math.Abs(sum-total) > marginTolerance*total {
			return nil, fmt.Errorf("raking: margin %s: %w: %g people, and %g in %s", m.Name, ErrMarginsDisagree, sum, total, margins[0].Name)
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
		return fmt.Errorf("raking: margin %s speaks of %d cells, not %d: %w", m.Name, len(m.Of), len(counts), ErrInvalid)
	}
	for h, c := range m.Of {
		if c < 0 || c >= len(m.Targets) {
			return fmt.Errorf("raking: margin %s: cell %d is of category %d of %d: %w", m.Name, h, c, len(m.Targets), ErrInvalid)
		}
		if counts[h] < 0 {
			return fmt.Errorf("raking: cell %d has %d answers: %w", h, counts[h], ErrInvalid)
		}
		answers[c] += counts[h]
	}
	for c, target := range m.Targets {
		switch {
		case math.IsNaN(target) || math.IsInf(target, 0) || target < 0:
			return fmt.Errorf("raking: margin %s: category %s has %g people: %w", m.Name, m.category(c), target, ErrInvalid)
		case target > 0 && answers[c] == 0:
			return fmt.Errorf("raking: margin %s: category %s: %w", m.Name, m.category(c), ErrNoAnswers)
		case target == 0 && answers[c] > 0:
			return fmt.Errorf("raking: margin %s: category %s: %w", m.Name, m.category(c), ErrNoPeople)
		}
	}
	return nil
}

// category is what a category is called.
func (m Margin) category(c int) string {
	if c < len(m.Categories) {
		return m.Categories[c]
	}
	return fmt.Sprint(c)
}

// sum adds up the weighted answers of each category.
func (m Margin) sum(counts []int64, weights, sums []float64) {
	clear(sums)
	for h, c := range m.Of {
		if counts[h] > 0 {
			sums[c] += float64(weights[h] * float64(counts[h]))
		}
	}
}
