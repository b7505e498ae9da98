package rankset

import (
	"errors"
	"fmt"
	"math"
)

const (
	// noVariance is the part of the largest variance up to which a variance is noise.
	noVariance = 1e-14
	// noDifference is the part of its two variances up to which the variance of a
	// difference is noise. It is well above noPivot, so that what is left out of the
	// factor does not matter.
	noDifference = 1e-11
	// noPivot is the part of a variance up to which what the others leave of it is noise.
	noPivot = 1e-13
	// noCorrelation is the size up to which a correlation is noise.
	noCorrelation = 1e-7
)

var errNotSemiDefinite = errors.New("the covariance matrix is not positive semi-definite")

// covariance is a covariance matrix of m items as a matrix of correlations: what is
// small beside others is as exact as they are.
type covariance struct {
	m     int
	scale float64   // the largest standard deviation
	sd    []float64 // standard deviations in units of scale; 0 is none
	r     []float64 // correlations, m x m, symmetric; 0 with what does not vary
}

// newCovariance checks a matrix, row by row.
func newCovariance(cov []float64, m int) (*covariance, error) {
	if len(cov) != m*m {
		return nil, fmt.Errorf("%d covariances, where %d items have %d", len(cov), m, m*m)
	}
	largest := 0.0
	for i, x := range cov {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("the covariance of items %d and %d is %g, not a finite number", i/m, i%m, x)
		}
		if i/m == i%m {
			largest = max(largest, x)
		}
	}
	c := &covariance{m: m, scale: math.Sqrt(largest), sd: make([]float64, m), r: make([]float64, m*m)}
	for j := range m {
		switch v := cov[j*m+j]; {
		case v < -noVariance*largest:
			return nil, fmt.Errorf("the variance of item %d is %g, below 0", j, v)
		case v > noVariance*largest:
			c.sd[j] = math.Sqrt(v / largest)
		}
	}
	for j := range m {
		for k := range m {
			if err := c.correlate(j, k, cov, largest); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

// correlate enters the correlation of j and k.
func (c *covariance) correlate(j, k int, cov []float64, largest float64) error {
	x, y := cov[j*c.m+k], cov[k*c.m+j]
	if largest == 0 {
		if x != 0 {
			return errNotSemiDefinite
		}
		return nil
	}
	x, y = x/largest, y/largest
	unit := c.sd[j] * c.sd[k]
	if unit == 0 {
		if math.Abs(x) > noCorrelation {
			return errNotSemiDefinite
		}
		return nil
	}
	x, y = x/unit, y/unit
	switch {
	case math.Abs(x-y) > noCorrelation:
		return fmt.Errorf("the covariance of items %d and %d is %g one way and %g the other", j, k, cov[j*c.m+k], cov[k*c.m+j])
	case math.Abs(x) > 1+noCorrelation:
		return errNotSemiDefinite
	case j == k:
		x = 1
	default:
		x = (x + y) / 2
	}
	c.r[j*c.m+k] = x
	return nil
}

// deviation is the standard deviation of the difference of j and k, in units of
// scale; 0 if there is none but noise.
func (c *covariance) deviation(j, k int) float64 {
	vj, vk := float64(c.sd[j]*c.sd[j]), float64(c.sd[k]*c.sd[k])
	v := vj + vk - float64(2*c.r[j*c.m+k]*c.sd[j]*c.sd[k])
	if v <= noDifference*(vj+vk) {
		return 0
	}
	return math.Sqrt(v)
}

// factor finds F, m x m row by row, with F F' = the covariance in units of scale
// squared: a Cholesky factor with pivots (Higham, "Cholesky factorization", 2009),
// which is one of singular matrices too. Row order[i] has what is not 0 in its first
// min(i+1, rank) columns. It takes the correlations away.
func (c *covariance) factor() (f []float64, order []int, rank int, err error) {
	m := c.m
	f, order = make([]float64, m*m), count(m)
	for ; rank < m; rank++ {
		pivot := rank
		for i := rank; i < m; i++ {
			if c.r[order[i]*m+order[i]] > c.r[order[pivot]*m+order[pivot]] {
				pivot = i
			}
		}
		order[rank], order[pivot] = order[pivot], order[rank]
		p := order[rank]
		if c.r[p*m+p] <= noPivot {
			break
		}
		root := math.Sqrt(c.r[p*m+p])
		for _, i := range order[rank:] {
			f[i*m+rank] = c.r[i*m+p] / root
		}
		for _, i := range order[rank+1:] {
			for _, k := range order[rank+1:] {
				c.r[i*m+k] -= float64(f[i*m+rank] * f[k*m+rank])
			}
		}
	}
	for _, i := range order[rank:] {
		for _, k := range order[rank:] {
			if math.Abs(c.r[i*m+k]) > noCorrelation {
				return nil, nil, 0, errNotSemiDefinite
			}
		}
	}
	for i := range f {
		f[i] *= c.sd[i/m]
	}
	return f, order, rank, nil
}
