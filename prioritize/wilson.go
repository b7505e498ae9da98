package prioritize

import "math"

// z95 is the 0.975 quantile of the normal distribution.
const z95 = 1.959963984540054

// Wilson returns the 95 % interval of a share p of n answers (Wilson 1927),
// within [0, 1]. n need not be whole: for weighted answers it is the effective
// number. With n = 0 nothing is known: [0, 1].
func Wilson(p, n float64) (lo, hi float64) {
	if n <= 0 {
		return 0, 1
	}
	z2 := float64(z95 * z95)
	centre := p + z2/(2*n)
	half := float64(z95 * math.Sqrt(p*(1-p)/n+z2/(4*n*n)))
	lo, hi = (centre-half)/(1+z2/n), (centre+half)/(1+z2/n)
	if p <= 0 {
		lo = 0
	}
	if p >= 1 {
		hi = 1
	}
	return max(lo, 0), min(hi, 1)
}

// decimals of published figures: finer than one answer among a million, and
// coarser than the noise of floating point, so that equal scores are equal.
const decimals = 1e6

func round(x float64) float64 { return roundTo(decimals, x) }

// What is told of weighted shares. Finer figures would with the weights, which whoever
// knows the population can work out, tell how a few answered: only some whole numbers
// of people make them.
const (
	published = 1e3
	percent   = 1e2
)

// publish rounds a weighted figure as it is told.
func publish(x float64) float64 { return roundTo(published, x) }

func roundTo(decimals, x float64) float64 { return math.Round(x*decimals) / decimals }
