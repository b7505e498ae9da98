package raking

import (
	"fmt"
	"math"
)

const (
	maxNewton       = 200
	newtonTolerance = 1e-11 // of max |target/sum - 1|
)

// Calibrate finds weights that meet every margin and are strictly within the
// bounds, in multiples of a base weight that is the same for all cells: logit
// calibration (Deville and Särndal 1992, case 6), by Newton's method. Where Rake
// holds a weight at a bound and leaves the margins a Residual, this moves the
// others instead. It is an ErrNotConverged where no such weights are found, as when
// the bounds are too narrow; other errors are those of Rake. A base of 0 means the
// mean weight: people per answer.
func Calibrate(counts []int64, margins []Margin, bounds Bounds, base float64) (Weights, error) {
	if err := bounds.check(); err != nil || bounds.none() {
		return Weights{}, fmt.Errorf("raking: calibration needs bounds: %w", ErrInvalid)
	}
	margins, err := agree(counts, margins)
	if err != nil {
		return Weights{}, err
	}
	if base == 0 {
		base = perAnswer(counts, margins[0])
	}
	if !(base > 0) || math.IsInf(base, 0) {
		return Weights{}, fmt.Errorf("raking: base weight %g: %w", base, ErrInvalid)
	}
	c := newCalibration(counts, margins, bounds, base)
	for c.Sweeps = 1; c.Sweeps <= maxNewton; c.Sweeps++ {
		c.weigh()
		if c.Residual = c.residual(); c.Residual < newtonTolerance {
			return c.Weights, nil
		}
		if !c.step() {
			break
		}
	}
	return Weights{}, fmt.Errorf("raking: %w within the bounds: off by %g", ErrNotConverged, c.Residual)
}

func perAnswer(counts []int64, m Margin) float64 {
	var people float64
	var n int64
	for _, target := range m.Targets {
		people += target
	}
	for _, x := range counts {
		n += x
	}
	return people / float64(n)
}

// calibration is a Newton's method under way. Of each margin but the first the
// last category is left out: it follows from the total.
type calibration struct {
	raker
	base    float64
	of      [][]int   // the unknowns that cell h depends on
	targets []float64 // of the unknowns
	lambda  []float64
	slope   []float64 // dg/du of each cell
	matrix  [][]float64
}

func newCalibration(counts []int64, margins []Margin, bounds Bounds, base float64) *calibration {
	c := &calibration{raker: raker{counts: counts, margins: margins, bounds: bounds, sums: make([]float64, most(margins))}, base: base}
	c.Weights.Weights, c.Clipped, c.slope = make([]float64, len(counts)), make([]bool, len(counts)), make([]float64, len(counts))
	c.of = make([][]int, len(counts))
	for i, m := range margins {
		kept, from := len(m.Targets), len(c.targets)
		if i > 0 {
			kept--
		}
		c.targets = append(c.targets, m.Targets[:kept]...)
		for h, k := range m.Of {
			if k < kept {
				c.of[h] = append(c.of[h], from+k)
			}
		}
	}
	c.lambda = make([]float64, len(c.targets))
	c.matrix = make([][]float64, len(c.targets))
	for i := range c.matrix {
		c.matrix[i] = make([]float64, len(c.targets)+1)
	}
	return c
}

// weigh finds the weights of the present lambda: with u = sum of lambda over the
// cell's categories, A = (U-L)/((1-L)(U-1)),
//
//	g = base (L(U-1) + U(1-L) e^Au) / ((U-1) + (1-L) e^Au)
func (c *calibration) weigh() {
	low, high := c.bounds.Low, c.bounds.High
	a := (high - low) / ((1 - low) * (high - 1))
	for h := range c.counts {
		u := 0.0
		for _, i := range c.of[h] {
			u += c.lambda[i]
		}
		// Written with e^-|Au|, so that nothing overflows.
		e := math.Exp(-math.Abs(a * u))
		p, q := high-1, float64((1-low)*e)
		if u > 0 {
			p, q = float64((high-1)*e), 1-low
		}
		c.weights()[h] = c.base * (float64(low*p) + float64(high*q)) / (p + q)
		c.slope[h] = c.base * a * (high - low) * (p / (p + q)) * (q / (p + q))
	}
}

// step solves for the change of lambda and makes it; false where that cannot be.
func (c *calibration) step() bool {
	n := len(c.lambda)
	for i := range c.matrix {
		clear(c.matrix[i])
		c.matrix[i][n] = c.targets[i]
	}
	for h, x := range c.counts {
		for _, i := range c.of[h] {
			c.matrix[i][n] -= float64(c.weights()[h] * float64(x))
			for _, k := range c.of[h] {
				c.matrix[i][k] += float64(c.slope[h] * float64(x))
			}
		}
	}
	if !solve(c.matrix) {
		return false
	}
	for i := range c.lambda {
		if math.IsNaN(c.matrix[i][n]) {
			return false
		}
		// A long step leads where the slope is flat: be satisfied with less.
		c.lambda[i] += max(-1, min(c.matrix[i][n], 1))
	}
	return true
}

// noSlope is a slope at which no weight moves any more.
const noSlope = 1e-200

// solve brings a system, its right side in the last column, to its solution there.
// Unknowns that the others determine stay as they are.
func solve(a [][]float64) bool {
	n := len(a)
	largest := 0.0
	for i := range a {
		largest = max(largest, math.Abs(a[i][i]))
	}
	if largest < noSlope {
		return false // all weights stand at a bound
	}
	for i := range n {
		pivot := a[i][i] // the matrix is positive semidefinite: no exchange is needed
		if pivot <= 1e-13*largest {
			clear(a[i])
			for k := range n {
				a[k][i] = 0
			}
			continue
		}
		for k := range n + 1 {
			a[i][k] /= pivot
		}
		for r := range n {
			if f := a[r][i]; r != i && f != 0 {
				for k := i; k <= n; k++ {
					a[r][k] -= float64(f * a[i][k])
				}
			}
		}
	}
	return true
}
