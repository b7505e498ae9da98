package rankset_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize/rankset"
)

func simultaneous(t rapid.TB, theta, cov []float64, o rankset.Options) rankset.Sets {
	t.Helper()
	s, err := rankset.Simultaneous(theta, cov, o)
	if err != nil {
		t.Fatalf("Simultaneous(%v, %v, %+v): %v", theta, cov, o, err)
	}
	return s
}

// bounds are the sets alone.
func bounds(s rankset.Sets) [][2]int {
	b := make([][2]int, len(s.Items))
	for j, x := range s.Items {
		b[j] = [2]int{x.Low, x.High}
	}
	return b
}

// In the second step Poland is told apart from the United Kingdom, by 3.80 standard errors where the first
// step wants 3.82 and the second 3.73.
func TestSetsOfPISAScoresAreThoseOfAPlainSimulation(t *testing.T) {
	var theta, se []float64
	for _, x := range pisa {
		theta, se = append(theta, x.score), append(se, x.se)
	}
	s := simultaneous(t, theta, rankset.Independent(se), rankset.Options{})
	for j, x := range pisa {
		if got := s.Items[j]; got.Rank != x.rank || [2]int{got.Low, got.High} != x.set {
			t.Errorf("%s: got rank %d and set %d–%d, want %d and %d–%d", x.country, got.Rank, got.Low, got.High, x.rank, x.set[0], x.set[1])
		}
	}
	certain, contender := s.Top(5)
	if len(certain) != 0 || len(contender) != 12 {
		t.Errorf("top 5: got %d certain and %d contenders, want 0 and 12", len(certain), len(contender))
	}
}

// For m independent estimates of equal variance, all but the first of them equal, the first step's c is the 0.95 quantile of
// the studentized range with infinite degrees of freedom by the root of 2 (Tukey 1953; the quantiles are
// those of any table of it). The last step is the same for m = 2: the normal distribution's 1.960.
func TestCriticalValueIsThatOfTheStudentizedRange(t *testing.T) {
	for _, x := range []struct {
		m int
		q float64
	}{{2, 2.772}, {3, 3.314}, {4, 3.633}, {5, 3.858}, {10, 4.474}, {20, 5.012}} {
		se := make([]float64, x.m)
		for j := range se {
			se[j] = 1
		}
		for _, off := range []float64{-0.06, 0.06} { // 10,000 draws find c within 0.03 or so
			theta := make([]float64, x.m)
			theta[0] = x.q + off
			s := simultaneous(t, theta, rankset.Independent(se), rankset.Options{})
			if got, want := s.Above(0, 1), off > 0; got != want {
				t.Errorf("%d estimates, a range of %.3f standard deviations: significant is %t, want %t", x.m, theta[0], got, want)
			}
		}
	}
}

// Two estimates with correlation 0.9 differ with a variance of 0.2.
func TestCorrelationCounts(t *testing.T) {
	theta := []float64{1, 0}
	if s := simultaneous(t, theta, []float64{1, 0.9, 0.9, 1}, rankset.Options{}); !s.Above(0, 1) {
		t.Errorf("with correlation 0.9: got sets %v, want 0 above 1", bounds(s))
	}
	if s := simultaneous(t, theta, []float64{1, 0, 0, 1}, rankset.Options{}); s.Above(0, 1) {
		t.Errorf("without correlation: got sets %v, want 0 not above 1", bounds(s))
	}
}

func TestWhatDoesNotVaryIsToldApartIfItDiffers(t *testing.T) {
	for _, x := range []struct {
		name       string
		theta, cov []float64
		want       [][2]int
	}{
		{"no variance", []float64{1, 2, 2}, make([]float64, 9), [][2]int{{3, 3}, {1, 2}, {1, 2}}},
		{"the same answers", []float64{1, 2, 2}, []float64{3, 3, 3, 3, 3, 3, 3, 3, 3}, [][2]int{{3, 3}, {1, 2}, {1, 2}}},
		{"noise beside the largest variance", []float64{1, 1.5, 0}, []float64{1e-18, 0, 0, 0, 1e-17, 0, 0, 0, 1}, [][2]int{{2, 3}, {1, 2}, {1, 3}}},
		{"noise below 0", []float64{1, 1.5, 0}, []float64{-1e-18, 0, 0, 0, 1e-17, 1e-18, 0, 0, 1}, [][2]int{{2, 3}, {1, 2}, {1, 3}}},
		{"noise in the estimates", []float64{0.3, 0.1 + 0.2, 0}, make([]float64, 9), [][2]int{{1, 2}, {1, 2}, {3, 3}}},
		{"one item", []float64{7}, []float64{1}, [][2]int{{1, 1}}},
		{"no item", nil, nil, [][2]int{}},
	} {
		if diff := cmp.Diff(x.want, bounds(simultaneous(t, x.theta, x.cov, rankset.Options{}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", x.name, diff)
		}
	}
}

func TestErrorsSayWhatDoesNotFit(t *testing.T) {
	id := []float64{1, 0, 0, 1}
	two := []float64{1, 2}
	nan, inf := math.NaN(), math.Inf(1)
	for _, x := range []struct {
		theta, cov []float64
		o          rankset.Options
		want       string
	}{
		{two, id[:3], rankset.Options{}, "3 covariances, where 2 items have 4"},
		{[]float64{1, nan}, id, rankset.Options{}, "the estimate of item 1 is NaN"},
		{two, []float64{1, inf, inf, 1}, rankset.Options{}, "the covariance of items 0 and 1 is +Inf"},
		{two, []float64{1, 0, 0, -1e-9}, rankset.Options{}, "the variance of item 1 is -1e-09"},
		{two, []float64{0, 0, 0, -1e-300}, rankset.Options{}, "the variance of item 1 is -1e-300"},
		{two, []float64{1, 0.5, 0.4, 1}, rankset.Options{}, "the covariance of items 0 and 1 is 0.5 one way and 0.4 the other"},
		{two, []float64{1, 1.1, 1.1, 1}, rankset.Options{}, "not positive semi-definite"},
		{two, []float64{1, 1e-3, 1e-3, 0}, rankset.Options{}, "not positive semi-definite"},
		{two, []float64{0, 1e-30, 1e-30, 0}, rankset.Options{}, "not positive semi-definite"},
		{two, []float64{1e-300, 1e300, 1e300, 1e-300}, rankset.Options{}, "not positive semi-definite"},
		{[]float64{1, 2, 3}, []float64{1, 0.9, 0.9, 0.9, 1, -0.9, 0.9, -0.9, 1}, rankset.Options{}, "not positive semi-definite"},
		{two, id, rankset.Options{Level: 1}, "the level is 1, and must lie between 0 and 1"},
		{two, id, rankset.Options{Level: nan}, "the level is NaN"},
		{two, id, rankset.Options{Level: -0.5}, "the level is -0.5"},
		{two, id, rankset.Options{Draws: 99}, "99 draws; there may be 100 to 100000"},
		{two, id, rankset.Options{Draws: 100, Level: 0.999}, "the level 0.999 wants more than 100 draws"},
		{make([]float64, 501), nil, rankset.Options{}, "501 items; there may be 500"},
	} {
		_, err := rankset.Simultaneous(x.theta, x.cov, x.o)
		if err == nil || !strings.HasPrefix(err.Error(), "rankset: ") || !strings.Contains(err.Error(), x.want) {
			t.Errorf("Simultaneous(%.3g, %.3g, %+v): got error %v, want one that says %q", x.theta, x.cov, x.o, err, x.want)
		}
	}
}

// number draws thousandths, or nearly, so that no other unit loses any.
func number(largest int) *rapid.Generator[float64] {
	return rapid.Map(rapid.IntRange(-1024*largest, 1024*largest), func(i int) float64 { return float64(i) / 1024 })
}

// covariances draws a matrix G G', of full rank or less.
func covariances(t *rapid.T, m int) []float64 {
	r := rapid.IntRange(1, m+1).Draw(t, "rank")
	g := rapid.SliceOfN(number(3), m*r, m*r).Draw(t, "g")
	cov := make([]float64, m*m)
	for j := range m {
		for k := range m {
			for i := range r {
				cov[j*m+k] += float64(g[j*r+i] * g[k*r+i])
			}
		}
	}
	return cov
}

func estimates(t *rapid.T) (theta, cov []float64) {
	m := rapid.IntRange(1, 9).Draw(t, "m")
	theta = rapid.SliceOfN(number(10), m, m).Draw(t, "theta")
	return theta, covariances(t, m)
}

func TestSetsAgreeWithWhatTheyAreMadeOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		theta, cov := estimates(t)
		s := simultaneous(t, theta, cov, rankset.Options{Draws: 100})
		agree(t, s, func(j, k int) bool { return theta[j] > theta[k] })
	})
}

func TestHigherLevelTellsNoMoreApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		theta, cov := estimates(t)
		low := rapid.Float64Range(0.05, 0.9).Draw(t, "low")
		high := rapid.Float64Range(low, 0.95).Draw(t, "high")
		loose := simultaneous(t, theta, cov, rankset.Options{Level: low, Draws: 200})
		strict := simultaneous(t, theta, cov, rankset.Options{Level: high, Draws: 200})
		for j := range theta {
			for k := range theta {
				if strict.Above(j, k) && !loose.Above(j, k) {
					t.Errorf("%d is above %d at level %g, and not at %g", j, k, high, low)
				}
			}
		}
	})
}

func TestUnitsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		theta, cov := estimates(t)
		want := simultaneous(t, theta, cov, rankset.Options{Draws: 100})
		exponent := rapid.IntRange(-300, 300).Draw(t, "exponent")
		other, square := make([]float64, len(theta)), make([]float64, len(cov))
		for j, x := range theta {
			other[j] = math.Ldexp(x, exponent)
		}
		for i, x := range cov {
			square[i] = math.Ldexp(x, 2*exponent)
		}
		got := simultaneous(t, other, square, rankset.Options{Draws: 100})
		if diff := cmp.Diff(want.Items, got.Items); diff != "" {
			t.Errorf("in units of 2^%d (-1 +2^%d):\n%s", -exponent, -exponent, diff)
		}
	})
}
