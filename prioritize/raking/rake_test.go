package raking_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize/raking"
)

// Kalton and Flores-Cervantes, "Weighting methods" (2003), as computed in
// tests/kalton.R of R's package survey.
var (
	kaltonCounts  = [3][4]int64{{20, 50, 100, 30}, {40, 140, 50, 100}, {40, 310, 50, 70}} // b x a
	kaltonA       = []float64{175, 550, 430, 345}
	kaltonB       = []float64{365, 415, 720}
	kaltonWeights = [4][3]float64{ // a x b
		{1.81080509314, 1.452821944827, 2.0167755086},
		{1.083564444, 0.869351543603, 1.20681471515},
		{2.19608909966, 1.76193807322, 2.44588372746},
		{1.83322553237, 1.470810024416, 2.04174616553},
	}
)

const (
	kaltonDeff = 1.099680679
	kaltonNEff = 909.354887371
)

// usual are the bounds that surveys are weighted within.
var usual = raking.Bounds{Low: 0.2, High: 5}

// kalton is the example's sample: its cells by b and a, and both margins.
func kalton() (counts []int64, a, b raking.Margin) {
	a, b = raking.Margin{Name: "a", Targets: kaltonA}, raking.Margin{Name: "b", Targets: kaltonB}
	for i, row := range kaltonCounts {
		for j, n := range row {
			counts = append(counts, n)
			a.Of, b.Of = append(a.Of, j), append(b.Of, i)
		}
	}
	return counts, a, b
}

func TestRakeKaltonFloresCervantes(t *testing.T) {
	counts, a, b := kalton()
	r, err := raking.Rake(counts, []raking.Margin{a, b}, usual)
	if err != nil {
		t.Fatalf("Rake: %v", err)
	}
	for h, got := range r.Weights {
		if want := kaltonWeights[a.Of[h]][b.Of[h]]; math.Abs(got-want) > 1e-9 {
			t.Errorf("cell %d: got weight %.12f, want %.12f", h, got, want)
		}
	}
	deff, effective := raking.Effect(counts, r.Weights)
	if math.Abs(deff-kaltonDeff) > 1e-9 || math.Abs(effective-kaltonNEff) > 1e-6 {
		t.Errorf("got a design effect of %v and %v effective answers, want %v and %v", deff, effective, kaltonDeff, kaltonNEff)
	}
}

// kaltonLogit are the weights of logit calibration with bounds of 0.5 and 2.2 about a
// base weight of 1, by the same R package; a x b.
var kaltonLogit = [4][3]float64{
	{1.87450589188, 1.460714479925, 1.97703257414},
	{1.08444201021, 0.736026680749, 1.2668844006},
	{2.16520983207, 2.091923542347, 2.1776567935},
	{1.89222661483, 1.489315083807, 1.99002418821},
}

func TestCalibrateKaltonFloresCervantes(t *testing.T) {
	counts, a, b := kalton()
	r, err := raking.Calibrate(counts, []raking.Margin{a, b}, raking.Bounds{Low: 0.5, High: 2.2}, 1)
	if err != nil {
		t.Fatalf("Calibrate: %v", err)
	}
	for h, got := range r.Weights {
		if want := kaltonLogit[a.Of[h]][b.Of[h]]; math.Abs(got-want) > 1e-6 {
			t.Errorf("cell %d: got weight %.9f, want %.9f", h, got, want)
		}
	}
}

func TestCalibrateSaysWhenTheBoundsAreTooNarrow(t *testing.T) {
	counts, a, b := kalton()
	_, err := raking.Calibrate(counts, []raking.Margin{a, b}, raking.Bounds{Low: 0.9, High: 1.1}, 0)
	if !errors.Is(err, raking.ErrNotConverged) {
		t.Errorf("got %v, want %v", err, raking.ErrNotConverged)
	}
	if _, err := raking.Calibrate(counts, []raking.Margin{a, b}, raking.Bounds{}, 0); !errors.Is(err, raking.ErrInvalid) {
		t.Errorf("without bounds: got %v, want %v", err, raking.ErrInvalid)
	}
}

// Bounds that a weight of Rake would leave are kept, and the margins are met.
func TestCalibrateMeetsWhatRakeClips(t *testing.T) {
	counts, a, b := kalton()
	narrow := raking.Bounds{Low: 0.6, High: 1.6}
	raked, err := raking.Rake(counts, []raking.Margin{a, b}, narrow)
	if err != nil {
		t.Fatalf("Rake: %v", err)
	}
	r, err := raking.Calibrate(counts, []raking.Margin{a, b}, narrow, 0)
	if err != nil {
		t.Fatalf("Calibrate: %v", err)
	}
	if !slices.Contains(raked.Clipped, true) || r.Residual > 1e-9 {
		t.Errorf("raked: clipped %v; calibrated: residual %v, want some clipped and none", raked.Clipped, r.Residual)
	}
	for h, g := range r.Weights {
		if g < 0.6*1.5 || g > 1.6*1.5 {
			t.Errorf("cell %d: weight %v is outside of the bounds", h, g)
		}
	}
}

func TestRakeSaysWhyItFails(t *testing.T) {
	margin := func(name string, of []int, targets ...float64) raking.Margin {
		return raking.Margin{Name: name, Of: of, Targets: targets}
	}
	for _, c := range []struct {
		name    string
		counts  []int64
		margins []raking.Margin
		want    error
	}{
		{"a category without answers", []int64{9}, []raking.Margin{margin("a", []int{0}, 10, 10)}, raking.ErrNoAnswers},
		{"a category without people", []int64{9, 9}, []raking.Margin{margin("a", []int{0, 1}, 10, 0)}, raking.ErrNoPeople},
		{"no people at all", []int64{0}, []raking.Margin{margin("a", []int{0}, 0)}, raking.ErrNoPeople},
		{"totals over 1 % apart", []int64{9}, []raking.Margin{margin("a", []int{0}, 1000), margin("b", []int{0}, 1011)}, raking.ErrMarginsDisagree},
		{
			"one village of women, one of men", []int64{9, 9},
			[]raking.Margin{margin("village", []int{0, 1}, 100, 100), margin("sex", []int{0, 1}, 150, 50)}, raking.ErrNotConverged,
		},
		{"a target below zero", []int64{9}, []raking.Margin{margin("a", []int{0}, -1)}, raking.ErrInvalid},
		{"a target that is no number", []int64{9}, []raking.Margin{margin("a", []int{0}, math.NaN())}, raking.ErrInvalid},
		{"a category that does not exist", []int64{9}, []raking.Margin{margin("a", []int{1}, 10)}, raking.ErrInvalid},
		{"a cell left out", []int64{9, 9}, []raking.Margin{margin("a", []int{0}, 10)}, raking.ErrInvalid},
	} {
		if _, err := raking.Rake(c.counts, c.margins, usual); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestRakeRescalesTotalsThatNearlyAgree(t *testing.T) {
	r, err := raking.Rake([]int64{10}, []raking.Margin{
		{Name: "a", Of: []int{0}, Targets: []float64{1000}}, {Name: "b", Of: []int{0}, Targets: []float64{1009}},
	}, usual)
	if err != nil || math.Abs(r.Weights[0]-100) > 1e-9 {
		t.Errorf("got weight %v and %v, want 100, the total of the first margin, and no error", r.Weights, err)
	}
}

func TestRakeHoldsWeightsWithinBounds(t *testing.T) {
	counts := []int64{100, 1}
	r, err := raking.Rake(counts, []raking.Margin{{Name: "a", Of: []int{0, 1}, Targets: []float64{100, 900}}}, usual)
	if err != nil {
		t.Fatalf("Rake: %v", err)
	}
	mean := (r.Weights[0]*100 + r.Weights[1]) / 101
	if r.Weights[1] > 5.000001*mean || math.Abs(mean*101-1000) > 1e-6 || !r.Clipped[1] || r.Residual < 0.1 {
		t.Errorf("got weights %v of mean %v, clipped %v, residual %v; want a total of 1000, the second held at 5 means, and said so", r.Weights, mean, r.Clipped, r.Residual)
	}
}

// With answers in every cell there is a solution, and the margins are met. Where it
// takes weights beyond the bounds they are held there: then the total is met, and the
// Residual says by how much the margins are not.
func TestRakedMarginsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "columns")
		a := raking.Margin{Name: "a", Targets: make([]float64, rows)}
		b := raking.Margin{Name: "b", Targets: make([]float64, columns)}
		var counts []int64
		for i := range rows {
			for j := range columns {
				people := float64(rapid.IntRange(50, 150).Draw(t, "people"))
				counts = append(counts, int64(rapid.IntRange(1, 40).Draw(t, "answers")))
				a.Of, b.Of = append(a.Of, i), append(b.Of, j)
				a.Targets[i] += people
				b.Targets[j] += people
			}
		}
		r, err := raking.Rake(counts, []raking.Margin{a, b}, usual)
		if err != nil {
			t.Fatalf("Rake: %v", err)
		}
		most := 1e-9
		if slices.Contains(r.Clipped, true) {
			most = r.Residual + 1e-9
			wantWithinBounds(t, r.Weights, counts, a.Targets)
		}
		for _, m := range []raking.Margin{a, b} {
			sums := make([]float64, len(m.Targets))
			for h, c := range m.Of {
				sums[c] += r.Weights[h] * float64(counts[h])
			}
			for c, want := range m.Targets {
				if math.Abs(want/sums[c]-1) > most {
					t.Fatalf("margin %s, category %d: got %v, want %v (residual %v)", m.Name, c, sums[c], want, r.Residual)
				}
			}
		}
	})
}

// wantWithinBounds holds what is promised of weights that were held at a bound: none
// is outside [0.2, 5] of their mean, and together they stand for everybody.
func wantWithinBounds(t *rapid.T, weights []float64, counts []int64, targets []float64) {
	t.Helper()
	var sum, answers, people float64
	for h, g := range weights {
		sum, answers = sum+g*float64(counts[h]), answers+float64(counts[h])
	}
	for _, target := range targets {
		people += target
	}
	if math.Abs(sum/people-1) > 1e-9 {
		t.Fatalf("the weights %v stand for %v people, want %v", weights, sum, people)
	}
	mean := sum / answers
	for h, g := range weights {
		if g < 0.2*mean*(1-1e-6) || g > 5*mean*(1+1e-6) {
			t.Fatalf("cell %d has a weight of %v means, want 0.2 to 5", h, g/mean)
		}
	}
}

// Margins that no weights meet are said to be so, whether or not the empty cells
// that would be needed are listed.
func TestRakeFailsWhereEmptyCellsWouldBeNeeded(t *testing.T) {
	counts := []int64{2, 1, 0, 1} // x and p, x and q, y and p, y and q
	a := raking.Margin{Name: "a", Of: []int{0, 0, 1, 1}, Targets: []float64{50, 50}}
	b := raking.Margin{Name: "b", Of: []int{0, 1, 0, 1}, Targets: []float64{90, 10}}
	for _, bounds := range []raking.Bounds{{}, usual} {
		if r, err := raking.Rake(counts, []raking.Margin{a, b}, bounds); !errors.Is(err, raking.ErrNotConverged) {
			t.Errorf("bounds %v: got %v and %v, want %v", bounds, r, err, raking.ErrNotConverged)
		}
	}
}

func TestNoWeightIsBeyondItsBound(t *testing.T) {
	for _, c := range []struct {
		counts  []int64
		targets []float64
		bounds  raking.Bounds
	}{
		{[]int64{1, 10, 10}, []float64{1, 9999, 1}, raking.Bounds{High: 2}},
		{[]int64{1, 10, 10}, []float64{1, 99, 1}, raking.Bounds{High: 2}},
		{[]int64{1, 1}, []float64{1000, 1}, raking.Bounds{Low: 0.2, High: 1.5}},
	} {
		of, total := make([]int, len(c.counts)), 0.0
		for h := range of {
			of[h], total = h, total+c.targets[h]
		}
		r, err := raking.Rake(c.counts, []raking.Margin{{Name: "a", Of: of, Targets: c.targets}}, c.bounds)
		if err != nil {
			t.Fatalf("Rake: %v", err)
		}
		sum, answers := 0.0, 0.0
		for h, g := range r.Weights {
			sum, answers = sum+g*float64(c.counts[h]), answers+float64(c.counts[h])
		}
		if math.Abs(sum/total-1) > 1e-12 {
			t.Errorf("%v: the weights %v stand for %v, want %v", c.targets, r.Weights, sum, total)
		}
		for h, g := range r.Weights {
			if g > c.bounds.High*total/answers*(1+1e-12) || g < c.bounds.Low*total/answers*(1-1e-12) {
				t.Errorf("%v: weight %d is %v, beyond %v times %v", c.targets, h, g, c.bounds, total/answers)
			}
		}
	}
}
