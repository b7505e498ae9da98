package prioritize_test

import (
	"math"
	"testing"

	"ashar/prioritize"
)

// The sample apistrat (see its table): the covariance of its means as the R package
// computes it, with the finite population correction.
var apistratCovariance = []float64{
	0.000592668318754, 0.000354930515571, 0.000449412544491,
	0.000354930515571, 0.00113740906684, 0.001108524013282,
	0.000449412544491, 0.001108524013282, 0.001183767193235,
}

// Each stratum's covariance is ours of the stratum alone; what R makes of them is
// sum W^2 (1 - n/N) V. Its weights are rounded to seven figures.
func TestCovarianceOfApistrat(t *testing.T) {
	total := 0.0
	for _, s := range apistrat {
		total += float64(s.people)
	}
	covariance := make([]float64, 9)
	for _, s := range apistrat {
		x := prioritize.NewTally(prioritize.Shape{Needs: 3})
		for items, n := range s.counts {
			b := ranked(prioritize.Cell{Village: s.stratum})
			for _, i := range items {
				b.Chosen = append(b.Chosen, int(i-'0'))
			}
			for range n {
				x.Add(&b)
			}
		}
		e := prioritize.NewEstimate(x, prioritize.Weigh(x, town(0)), prioritize.Reach)
		w := float64(s.people) / total
		for i := range covariance {
			covariance[i] += w * w * (1 - float64(e.Answers)/float64(s.people)) * e.Covariance[i]
		}
	}
	for i, want := range apistratCovariance {
		if math.Abs(covariance[i]-want) > 1e-10 {
			t.Errorf("covariance %d: got %.15f, want %.15f", i, covariance[i], want)
		}
	}
}

// The same as one tally with strata: without the correction, as surveys here have none.
func TestStrataAreTakenApart(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 1})
	w := 0.0
	for i, cell := range []string{"a", "b"} {
		for n := range 20 {
			b := ranked(prioritize.Cell{Village: cell})
			if n < 4+12*i {
				b = ranked(prioritize.Cell{Village: cell}, 0)
			}
			x.Add(&b)
		}
		p := float64(4+12*i) / 20
		w += 0.25 * p * (1 - p) / 19
	}
	e := prioritize.NewEstimate(x, prioritize.Weigh(x, town(0)), prioritize.Reach)
	if math.Abs(e.Values[0]-0.5) > 1e-12 || math.Abs(e.Covariance[0]-w) > 1e-15 {
		t.Errorf("got %v with variance %v, want 0.5 and %v", e.Values[0], e.Covariance[0], w)
	}
}

// Admissions to Berkeley in 1973 (Bickel, Hammel and O'Connell 1975): fewer women than
// men were admitted, and more of the women when compared within departments. The
// standardised rates are 0.387318582689 of men and 0.429955380461 of women.
func TestStandardisedGapOfBerkeley(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 2})
	for i, d := range [][4]int{ // men admitted, men, women admitted, women
		{512, 825, 89, 108}, {353, 560, 17, 25}, {120, 325, 202, 593}, {138, 417, 131, 375}, {53, 191, 94, 393}, {22, 373, 24, 341},
	} {
		for side, sex := range []string{"male", "female"} {
			c := prioritize.Cell{Village: string(rune('A' + i)), Sex: sex}
			admitted, refused := ranked(c, 0), ranked(c)
			for n := range d[2*side+1] {
				if n < d[2*side] {
					x.Add(&admitted)
				} else {
					x.Add(&refused)
				}
			}
		}
	}
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(2), Tally: x})
	it := r.Item("n0")
	if len(it.Gaps) != 1 {
		t.Fatalf("got gaps %+v, want that between women and men", it.Gaps)
	}
	g := it.Gaps[0]
	if math.Abs(g.Difference-(0.429955380461-0.387318582689)) > 0.0005 || g.Of != prioritize.Women || g.Covered != 1 {
		t.Errorf("got %+v, want 0.042637 more of the women", g)
	}
	var women, men float64
	for _, p := range it.Groups {
		switch prioritize.Group(p.Key) {
		case prioritize.Women:
			women = *p.Share
		case prioritize.Men:
			men = *p.Share
		}
	}
	if math.Abs(women-0.30354233434) > 0.0005 || math.Abs(men-0.44518766258) > 0.0005 {
		t.Errorf("crude: got %v of women and %v of men, want 0.303542 and 0.445188", women, men)
	}
	if g.Low >= g.Difference || g.High <= g.Difference || g.High-g.Low > 0.1 {
		t.Errorf("got the interval %v to %v", g.Low, g.High)
	}
}

// Van der Eijk (2001), with seven levels.
func TestAgreementAndDissent(t *testing.T) {
	for _, c := range []struct {
		name               string
		levels             []float64
		agreement, dissent float64
	}{
		{"published", []float64{30, 40, 210, 130, 530, 50, 10}, 0.6113333333333333, math.NaN()},
		{"all alike", []float64{0, 0, 9, 0, 0}, 1, 0},
		{"as many of each", []float64{3, 3, 3, 3, 3}, 0, 0.8},
		{"two camps", []float64{5, 0, 0, 0, 5}, -1, 1},
		{"nobody", []float64{0, 0, 0, 0, 0}, 0, 0},
	} {
		if got := prioritize.Agreement(c.levels); math.Abs(got-c.agreement) > 1e-9 {
			t.Errorf("%s: got agreement %v, want %v", c.name, got, c.agreement)
		}
		if got := prioritize.Dissent(c.levels); !math.IsNaN(c.dissent) && math.Abs(got-c.dissent) > 1e-12 {
			t.Errorf("%s: got dissent %v, want %v", c.name, got, c.dissent)
		}
	}
}
