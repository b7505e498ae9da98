package rankset

import (
	"math"
	"math/rand/v2"
)

// normals draws from the standard normal distribution by the polar method
// (Marsaglia and Bray 1964). Its draws are the same on every machine, which those
// of math/rand/v2 are not to the last bit: they take math.Exp and math.Log, which
// round in different ways.
type normals struct {
	source rand.PCG
	spare  float64
	kept   bool
}

func newNormals(seed uint64) *normals { return &normals{source: *rand.NewPCG(seed, seed)} }

func (n *normals) next() float64 {
	if n.kept {
		n.kept = false
		return n.spare
	}
	for {
		x, y := n.uniform(), n.uniform()
		q := float64(x*x) + float64(y*y)
		if q >= 1 || q == 0 {
			continue
		}
		stretch := math.Sqrt(-2 * log(q) / q)
		n.spare, n.kept = y*stretch, true
		return x * stretch
	}
}

// uniform draws from [-1, 1), in steps of 2^-52.
func (n *normals) uniform() float64 { return float64(int64(n.source.Uint64())>>11) / (1 << 52) }

// logTerms are the coefficients 1, 1/3, 1/5, ... of the series of artanh. What comes
// after them is below 1e-18 where log takes it.
var logTerms = [...]float64{1, 1. / 3, 1. / 5, 1. / 7, 1. / 9, 1. / 11, 1. / 13, 1. / 15, 1. / 17, 1. / 19, 1. / 21}

// log is the natural logarithm of a positive number, within a few units of the
// last place: log(f 2^e) = e log 2 + 2 artanh((f-1)/(f+1)).
func log(x float64) float64 {
	f, e := math.Frexp(x)
	if f < math.Sqrt2/2 {
		f, e = 2*f, e-1
	}
	s := (f - 1) / (f + 1)
	square, sum := s*s, 0.0
	for i := len(logTerms) - 1; i >= 0; i-- {
		sum = float64(sum*square) + logTerms[i]
	}
	return float64(float64(e)*math.Ln2) + float64(2*s*sum)
}
