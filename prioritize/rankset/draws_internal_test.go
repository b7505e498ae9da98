package rankset

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The same on every machine, to the bit: a change here changes published rankings.
func TestDrawsAreTheSameEverywhere(t *testing.T) {
	n := newNormals(DefaultSeed)
	var got []string
	for range 6 {
		got = append(got, fmt.Sprintf("%x", n.next()))
	}
	for range 1_000_000 {
		n.next()
	}
	got = append(got, fmt.Sprintf("%x", n.next()))
	want := []string{
		"-0x1.e596c5f133b35p+01", "0x1.b3f1582beddcp+00", "0x1.8b0babfda8d0cp-01", "0x1.7f5915e700bc4p+00",
		"0x1.4e9ad1fe66dcbp-01", "-0x1.5d1f402e69d71p-01", "-0x1.9471fbb92858p+00",
	}
	if !slices.Equal(got, want) {
		t.Errorf("draws of seed %d:\ngot  %q\nwant %q", DefaultSeed, got, want)
	}
}

// Of a million draws, moments and tails are within five standard errors of the normal distribution's.
func TestDrawsAreNormal(t *testing.T) {
	const size = 1_000_000
	n := newNormals(1)
	var sum, squares, fourth, product, last float64
	beyond := map[float64]int{-2: 0, 1: 0, 3: 0}
	for range size {
		x := n.next()
		sum, squares, fourth, product = sum+x, squares+x*x, fourth+x*x*x*x, product+x*last
		last = x
		for at := range beyond {
			if x > at {
				beyond[at]++
			}
		}
	}
	check := func(what string, got, want, sd float64) {
		t.Helper()
		if off := 5 * sd / math.Sqrt(size); math.Abs(got-want) > off {
			t.Errorf("%s: got %.5f, want %.5f within %.5f", what, got, want, off)
		}
	}
	check("mean", sum/size, 0, 1)
	check("variance", squares/size, 1, math.Sqrt(2))
	check("fourth moment", fourth/size, 3, math.Sqrt(96))
	check("product of neighbours", product/size, 0, 1)
	for at, k := range beyond {
		p := math.Erfc(at/math.Sqrt2) / 2
		check(fmt.Sprintf("part beyond %g", at), float64(k)/size, p, math.Sqrt(p*(1-p)))
	}
}

func TestLogIsTheLogarithm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := math.Ldexp(rapid.Float64Range(0.5, 1).Draw(t, "f"), rapid.IntRange(-200, 0).Draw(t, "e"))
		if got, want := log(x), math.Log(x); math.Abs(got-want) > 4e-16*math.Abs(want) {
			t.Errorf("log(%g): got %.17g, want %.17g", x, got, want)
		}
	})
}

func TestTailIsThatOfTheBinomialDistribution(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 600).Draw(t, "n")
		x := rapid.Int64Range(n/2+1, n).Draw(t, "x")
		sum := new(big.Int)
		for i := x; i <= n; i++ {
			sum.Add(sum, new(big.Int).Binomial(n, i))
		}
		want, _ := new(big.Rat).SetFrac(sum, new(big.Int).Lsh(big.NewInt(1), uint(n))).Float64()
		if got := tail(x, n); math.Abs(got-want) > 1e-12*want+1e-35 {
			t.Errorf("P(X >= %d) of %d tosses: got %.17g, want %.17g", x, n, got, want)
		}
	})
}

// product is G G' of a matrix m x r.
func product(g []float64, m, r int) []float64 {
	v := make([]float64, m*m)
	for j := range m {
		for k := range m {
			for i := range r {
				v[j*m+k] += float64(g[j*r+i] * g[k*r+i])
			}
		}
	}
	return v
}

func TestFactorGivesTheCovarianceBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 10).Draw(t, "m")
		r := rapid.IntRange(1, m).Draw(t, "r")
		v := product(rapid.SliceOfN(rapid.Float64Range(-3, 3), m*r, m*r).Draw(t, "g"), m, r)
		c, err := newCovariance(v, m)
		if err != nil {
			t.Fatalf("newCovariance(%v): %v", v, err)
		}
		f, order, rank, err := c.factor()
		if err != nil {
			t.Fatalf("factor of %v: %v", v, err)
		}
		if rank > r {
			t.Errorf("got rank %d, want at most %d", rank, r)
		}
		for i, j := range order {
			for k := min(i+1, rank); k < m; k++ {
				if f[j*m+k] != 0 {
					t.Errorf("row %d has %g in column %d, beyond the first %d", j, f[j*m+k], k, min(i+1, rank))
				}
			}
		}
		for i, got := range product(f, m, m) {
			j, k := i/m, i%m
			want := v[i] / c.scale / c.scale
			if c.sd[j] == 0 || c.sd[k] == 0 { // noise
				want = 0
			}
			if off := 1e-9 * c.sd[j] * c.sd[k]; !(math.Abs(got-want) <= off) && want != got {
				t.Errorf("items %d and %d in F F': got %g, want %g within %g", j, k, got, want, off)
			}
		}
	})
}

// plainly is the method as its authors write it, over ordered pairs and with nothing kept from step to step.
func plainly(open []pair, z []float64, m int, o Options, above []bool) {
	for len(open) > 0 {
		largest := make([]float64, o.Draws)
		for b := range largest {
			largest[b] = math.Inf(-1)
			for _, p := range open {
				largest[b] = max(largest[b], (z[b*m+int(p.j)]-z[b*m+int(p.k)])*p.inverse)
			}
		}
		slices.Sort(largest)
		c := largest[o.place()]
		isNew := false
		var left []pair
		for _, p := range open {
			if p.t > c {
				isNew, above[int(p.j)*m+int(p.k)] = true, true
			} else {
				left = append(left, p)
			}
		}
		if !isNew {
			return
		}
		open = left
	}
}

func TestStepDownIsThePlainMethod(t *testing.T) {
	steps := 0
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(2, 12).Draw(t, "m")
		r := rapid.IntRange(1, m).Draw(t, "r")
		v := product(rapid.SliceOfN(rapid.Float64Range(-1, 1), m*r, m*r).Draw(t, "g"), m, r)
		theta := rapid.SliceOfN(rapid.Float64Range(0, 15), m, m).Draw(t, "theta")
		o, err := Options{Draws: 200, Seed: rapid.Uint64().Draw(t, "seed")}.filled()
		if err != nil {
			t.Fatal(err)
		}
		c, err := newCovariance(v, m)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]bool, m*m)
		pairs := compare(theta, c, got)
		want := slices.Clone(got)
		z, err := c.draw(o)
		if err != nil {
			t.Fatal(err)
		}
		ordered := slices.Clone(pairs)
		for _, p := range pairs {
			ordered = append(ordered, pair{j: p.k, k: p.j, inverse: p.inverse, t: -p.t})
		}
		plainly(ordered, z, m, o, want)
		stepDown(pairs, z, m, o, got)
		if !slices.Equal(got, want) {
			t.Errorf("pairs apart: got %v, want %v", got, want)
		}
		if slices.Contains(got, true) && slices.Contains(got, false) {
			steps++
		}
	})
	if steps == 0 {
		t.Error("no case had both pairs that were told apart and others; draw other ones")
	}
}
