package prioritize_test

import (
	"math"
	"testing"

	"ashar/prioritize"
)

// Source: Newcombe, "Two-sided confidence intervals for the single proportion"
// (1998), method 3, with more digits.
func TestWilsonMatchesPublishedIntervals(t *testing.T) {
	for _, c := range []struct{ chosen, n, lo, hi float64 }{
		{81, 263, 0.2552885198782742, 0.3662095769828},
		{15, 148, 0.0623863995307363, 0.1604872417233},
		{0, 20, 0, 0.1611251580528},
		{1, 29, 0.0061132142927627, 0.1717552187932},
	} {
		lo, hi := prioritize.Wilson(c.chosen/c.n, c.n)
		if math.Abs(lo-c.lo) > 1e-12 || math.Abs(hi-c.hi) > 1e-12 {
			t.Errorf("%v of %v: got [%.13f, %.13f], want [%.13f, %.13f]", c.chosen, c.n, lo, hi, c.lo, c.hi)
		}
	}
}

func TestWilsonAtTheEnds(t *testing.T) {
	for _, c := range []struct {
		name           string
		p, n           float64
		wantLo, wantHi float64
	}{
		{name: "nothing asked", p: 0, n: 0, wantLo: 0, wantHi: 1},
		{name: "nobody", p: 0, n: 4, wantLo: 0, wantHi: 0.4899},
		{name: "everybody", p: 1, n: 4, wantLo: 0.5101, wantHi: 1},
	} {
		lo, hi := prioritize.Wilson(c.p, c.n)
		if math.Abs(lo-c.wantLo) > 1e-4 || math.Abs(hi-c.wantHi) > 1e-4 {
			t.Errorf("%s: got [%.4f, %.4f], want [%.4f, %.4f]", c.name, lo, hi, c.wantLo, c.wantHi)
		}
	}
}
