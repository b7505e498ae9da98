package vote

import (
	"fmt"
	"math"
	"slices"
)

// MaxItems is the largest number of items of a Matrix, and of PlackettLuce.
const MaxItems = 256

// noise is how far apart two figures are, relative to the largest of their kind,
// that are equal but for the noise of floating point.
const noise = 1e-9

// Matrix is how much weight puts one item above another, for every pair.
type Matrix struct {
	size int
	n    []float64 // row by row
}

func emptyMatrix(size int) (*Matrix, error) {
	if size <= 0 {
		return nil, fmt.Errorf("vote: %w", ErrNoItems)
	}
	if size > MaxItems {
		return nil, fmt.Errorf("vote: %d items; rules that compare every item with every other take %d", size, MaxItems)
	}
	return &Matrix{size: size, n: make([]float64, size*size)}, nil
}

// NewMatrix asks for the weight that puts item j above item k, for every pair of
// different items below size. The diagonal is 0. A matrix of zeros is taken: all
// items are tied in it. Errors: no items, more than MaxItems, or a weight that is
// negative or not finite.
func NewMatrix(size int, above func(j, k int) float64) (*Matrix, error) {
	n, err := emptyMatrix(size)
	if err != nil {
		return nil, err
	}
	for j := range size {
		for k := range size {
			if j == k {
				continue
			}
			w := above(j, k)
			if !(w >= 0) || math.IsInf(w, 0) {
				return nil, fmt.Errorf("vote: item %d above item %d: %v is not a finite number of 0 or more", j, k, w)
			}
			n.row(j)[k] = w
		}
	}
	return n, nil
}

// Size is the number of items.
func (n *Matrix) Size() int { return n.size }

// N is the weight that puts item j above item k; both are below Size. N(j, j) is 0.
func (n *Matrix) N(j, k int) float64 { return n.row(j)[k] }

func (n *Matrix) row(j int) []float64 { return n.n[j*n.size : (j+1)*n.size] }

// largest is the largest entry.
func (n *Matrix) largest() float64 { return slices.Max(n.n) }

// settled is the matrix with entries that are equal but for noise made equal to
// the bit: to the smallest of them, and to 0 those that are next to nothing. What
// is compared in it is therefore transitive. Whole numbers stay as they are.
func (n *Matrix) settled() *Matrix {
	values := append([]float64{0}, n.n...)
	slices.Sort(values)
	values = slices.Compact(values)
	apart := noise * values[len(values)-1]
	smallest := make([]float64, len(values)) // for each value, the first of its like
	for i := range values {
		smallest[i] = values[i]
		if i > 0 && values[i]-values[i-1] <= apart {
			smallest[i] = smallest[i-1]
		}
	}
	s := &Matrix{size: n.size, n: make([]float64, len(n.n))}
	for i, x := range n.n {
		at, _ := slices.BinarySearch(values, x)
		s.n[i] = smallest[at]
	}
	return s
}

// beats reports whether more weight puts j above k than k above j. It is asked of
// a settled matrix.
func (n *Matrix) beats(j, k int) bool { return n.n[j*n.size+k] > n.n[k*n.size+j] }
