package rankset

import (
	"fmt"
	"math"
	"slices"
)

// What Options are where they are 0.
const (
	DefaultLevel        = 0.95
	DefaultDraws        = 10_000
	DefaultSeed  uint64 = 20240101
)

// MinDraws and MaxDraws bound the number of draws.
const (
	MinDraws = 100
	MaxDraws = 100_000
)

// equal is the part of the largest estimate up to which a difference is noise.
const equal = 1e-12

// Options say how to find rank sets. The zero value is 95 % by 10,000 draws from
// a fixed seed.
type Options struct {
	Level float64 // confidence of all sets together, within (0, 1)
	Draws int     // of the normal distribution, MinDraws to MaxDraws
	Seed  uint64  // of the draws
}

func (o Options) filled() (Options, error) {
	if o.Level == 0 {
		o.Level = DefaultLevel
	}
	if o.Draws == 0 {
		o.Draws = DefaultDraws
	}
	if o.Seed == 0 {
		o.Seed = DefaultSeed
	}
	if err := checkLevel(o.Level); err != nil {
		return o, err
	}
	if o.Draws < MinDraws || o.Draws > MaxDraws {
		return o, fmt.Errorf("%d draws; there may be %d to %d", o.Draws, MinDraws, MaxDraws)
	}
	if o.place() >= o.Draws {
		return o, fmt.Errorf("the level %g wants more than %d draws", o.Level, o.Draws)
	}
	return o, nil
}

func checkLevel(level float64) error {
	if !(level > 0 && level < 1) {
		return fmt.Errorf("the level is %g, and must lie between 0 and 1, such as 0.95", level)
	}
	return nil
}

// place is where the quantile stands among the sorted draws. With n draws it is
// the (n+1) x level-th, so that one more draw is no higher with that probability.
func (o Options) place() int { return int(math.Ceil(o.Level*float64(o.Draws+1))) - 1 }

// Simultaneous finds the rank sets of estimates theta whose error is normal with
// covariance cov, row by row: the two-sided step-down method of Mogstad, Romano,
// Shaikh and Wilhelm (2024), as in csranks(simul = TRUE, stepdown = TRUE) of R's
// package csranks. Of all ordered pairs, those are rejected whose difference is
// more than c standard errors, where c is the level's quantile of the largest such
// difference by chance; c is then found anew for the pairs that are left, until
// none is rejected.
//
// cov may be singular. Estimates whose difference has no variance are told apart
// if they differ. What rounding leaves counts as nothing: a standard error below
// 1e-7 of the largest, that of a difference below 3e-6 of those of its estimates,
// and then a difference below 1e-12 of the largest estimate.
//
// Errors, which count items from 0, are of sizes that do not fit, of more than
// MaxItems, of what is not finite, of variances below 0, of a matrix that is not
// symmetric or not positive semi-definite, and of options out of bounds. Time
// grows with draws x items squared, memory with draws x items.
func Simultaneous(theta, cov []float64, o Options) (Sets, error) {
	s, err := simultaneous(theta, cov, o)
	if err != nil {
		return Sets{}, fmt.Errorf("rankset: %w", err)
	}
	return s, nil
}

func simultaneous(theta, cov []float64, o Options) (Sets, error) {
	o, err := o.filled()
	if err != nil {
		return Sets{}, err
	}
	m := len(theta)
	if m > MaxItems {
		return Sets{}, fmt.Errorf("%d items; there may be %d", m, MaxItems)
	}
	for j, x := range theta {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return Sets{}, fmt.Errorf("the estimate of item %d is %g, not a finite number", j, x)
		}
	}
	c, err := newCovariance(cov, m)
	if err != nil {
		return Sets{}, err
	}
	above := make([]bool, m*m)
	pairs := compare(theta, c, above)
	z, err := c.draw(o)
	if err != nil {
		return Sets{}, err
	}
	stepDown(pairs, z, m, o, above)
	return newSets(m, func(j, k int) bool { return theta[j] > theta[k] }, above), nil
}

// Independent is the covariance matrix of independent estimates with these
// standard errors, as Simultaneous takes it.
func Independent(se []float64) []float64 {
	cov := make([]float64, len(se)*len(se))
	for j, x := range se {
		cov[j*len(se)+j] = x * x
	}
	return cov
}

// pair is two items whose difference varies, the one with the higher estimate first.
type pair struct {
	j, k, at int32   // at is where it stands among all pairs
	inverse  float64 // 1 / the standard deviation of the difference, in units of scale
	t        float64 // the difference in standard errors, at least 0
}

// compare lists all pairs whose differences vary, and settles the others.
func compare(theta []float64, c *covariance, above []bool) []pair {
	pairs := make([]pair, 0, c.m*c.m/2)
	size := 0.0
	for _, x := range theta {
		size = max(size, math.Abs(x))
	}
	for first := range c.m {
		for second := range first {
			j, k := first, second
			if theta[j] < theta[k] {
				j, k = k, j
			}
			difference, s := theta[j]-theta[k], c.deviation(j, k)
			if s == 0 {
				above[j*c.m+k] = difference > equal*size
				continue
			}
			pairs = append(pairs, pair{j: int32(j), k: int32(k), at: int32(len(pairs)), inverse: 1 / s, t: difference / c.scale / s})
		}
	}
	return pairs
}

// draw draws from the normal distribution with this covariance, in units of scale:
// one row of m for each draw.
func (c *covariance) draw(o Options) ([]float64, error) {
	f, order, rank, err := c.factor()
	if err != nil {
		return nil, err
	}
	m, source := c.m, newNormals(o.Seed)
	z, e := make([]float64, o.Draws*m), make([]float64, rank)
	for b := range o.Draws {
		for i := range e {
			e[i] = source.next()
		}
		row := z[b*m : (b+1)*m]
		for i, j := range order {
			known, sum := e[:min(i+1, rank)], 0.0
			of := f[j*m : j*m+len(known)]
			for r, x := range known {
				sum += float64(of[r] * x)
			}
			row[j] = sum
		}
	}
	return z, nil
}

// stepDown rejects pairs until none is new, and enters them in above. Of each pair
// both orders are hypotheses. The one that estimates speak against is never
// rejected, and bears on the critical value to the end.
func stepDown(open []pair, z []float64, m int, o Options, above []bool) {
	var reversed []pair // of which the first order has been rejected
	rejected := make([]bool, len(open))
	largest := make([]float64, o.Draws) // of each draw, among all that is not rejected
	by := make([]int32, o.Draws)        // the pair that it is of in its first order, or none
	sorted := make([]float64, o.Draws)
	for first := true; len(open) > 0; first = false {
		for b := range largest {
			if first || by[b] != none && rejected[by[b]] { // else it is the largest still
				largest[b], by[b] = extreme(open, reversed, z[b*m:(b+1)*m])
			}
		}
		copy(sorted, largest)
		slices.Sort(sorted)
		// Below the level 0.5 the quantile may be under 0, where estimates say the contrary.
		critical := max(sorted[o.place()], 0)
		left := open[:0]
		for _, p := range open {
			if p.t > critical {
				rejected[p.at], above[int(p.j)*m+int(p.k)] = true, true
				reversed = append(reversed, p)
			} else {
				left = append(left, p)
			}
		}
		if len(left) == len(open) {
			return
		}
		open = left
	}
}

// none is no pair.
const none = -1

// extreme finds the largest difference of a draw, in standard deviations: of open
// pairs in both orders, of others in the second.
func extreme(open, reversed []pair, z []float64) (largest float64, by int32) {
	largest = math.Inf(-1)
	for i := range open {
		p := &open[i]
		t := (z[p.j] - z[p.k]) * p.inverse
		if size := math.Abs(t); size > largest {
			largest, by = size, p.at
			if t < 0 {
				by = none
			}
		}
	}
	for i := range reversed {
		p := &reversed[i]
		if t := (z[p.k] - z[p.j]) * p.inverse; t > largest {
			largest, by = t, none
		}
	}
	return largest, by
}
