package prioritize_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
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

func TestRakeKaltonFloresCervantes(t *testing.T) {
	var counts []int64
	a, b := prioritize.Margin{Name: "a", Targets: kaltonA}, prioritize.Margin{Name: "b", Targets: kaltonB}
	for i, row := range kaltonCounts {
		for j, n := range row {
			counts = append(counts, n)
			a.Of, b.Of = append(a.Of, j), append(b.Of, i)
		}
	}
	r, err := prioritize.Rake(counts, []prioritize.Margin{a, b})
	if err != nil {
		t.Fatalf("Rake: %v", err)
	}
	for h, got := range r.Weights {
		if want := kaltonWeights[a.Of[h]][b.Of[h]]; math.Abs(got-want) > 1e-9 {
			t.Errorf("cell %d: got weight %.12f, want %.12f", h, got, want)
		}
	}
}

// The same example through Weigh: its margin a is sex x age, its b the villages.
func TestWeighKaltonFloresCervantes(t *testing.T) {
	strata := []prioritize.Cell{{Sex: "female", Age: "18-28"}, {Sex: "female", Age: "60+"}, {Sex: "male", Age: "18-28"}, {Sex: "male", Age: "60+"}}
	// A table with Kalton's margins: raking looks at nothing else.
	people := [3][4]int{{175, 190, 0, 0}, {0, 360, 55, 0}, {0, 0, 375, 345}}
	town := &survey.Municipality{ID: "kalton"}
	x := prioritize.NewTally(1)
	for i := range people {
		v := survey.Village{ID: fmt.Sprintf("v%d", i)}
		for j, s := range strata {
			v.Population = append(v.Population, survey.Stratum{Sex: s.Sex, Age: s.Age, Count: people[i][j]})
			b := prioritize.Ballot{Cell: prioritize.Cell{Village: v.ID, Sex: s.Sex, Age: s.Age}}
			for range kaltonCounts[i][j] {
				x.Add(&b)
			}
		}
		town.Villages = append(town.Villages, v)
	}
	w := prioritize.Weigh(x, town)
	if w.Basis != prioritize.ByVillageSexAge || len(w.Warnings) > 0 {
		t.Errorf("got basis %s and warnings %v, want %s and none", w.Basis, w.Warnings, prioritize.ByVillageSexAge)
	}
	for _, c := range w.Cells {
		i, j := number(t, c.Village), 0
		for k, s := range strata {
			if s.Sex == c.Sex && s.Age == c.Age {
				j = k
			}
		}
		if want := kaltonWeights[j][i]; math.Abs(c.Weight-want) > 1e-6 {
			t.Errorf("%v: got weight %v, want %v", c.Cell, c.Weight, want)
		}
	}
	if math.Abs(w.Deff-kaltonDeff) > 1e-6 || math.Abs(w.NEff-kaltonNEff) > 1e-3 {
		t.Errorf("got deff %v and n_eff %v, want %v and %v", w.Deff, w.NEff, kaltonDeff, kaltonNEff)
	}
}

func TestRakeSaysWhyItFails(t *testing.T) {
	margin := func(name string, of []int, targets ...float64) prioritize.Margin {
		return prioritize.Margin{Name: name, Of: of, Targets: targets}
	}
	for _, c := range []struct {
		name    string
		counts  []int64
		margins []prioritize.Margin
		want    error
	}{
		{"a category without answers", []int64{9}, []prioritize.Margin{margin("a", []int{0}, 10, 10)}, prioritize.ErrNoAnswers},
		{"a category without people", []int64{9, 9}, []prioritize.Margin{margin("a", []int{0, 1}, 10, 0)}, prioritize.ErrNoPeople},
		{"no people at all", []int64{0}, []prioritize.Margin{margin("a", []int{0}, 0)}, prioritize.ErrNoPeople},
		{"totals over 1 % apart", []int64{9}, []prioritize.Margin{margin("a", []int{0}, 1000), margin("b", []int{0}, 1011)}, prioritize.ErrMarginsDisagree},
		{
			"one village of women, one of men", []int64{9, 9},
			[]prioritize.Margin{margin("village", []int{0, 1}, 100, 100), margin("sex", []int{0, 1}, 150, 50)}, prioritize.ErrNotConverged,
		},
		{"a target below zero", []int64{9}, []prioritize.Margin{margin("a", []int{0}, -1)}, survey.ErrInvalid},
		{"a target that is no number", []int64{9}, []prioritize.Margin{margin("a", []int{0}, math.NaN())}, survey.ErrInvalid},
		{"a category that does not exist", []int64{9}, []prioritize.Margin{margin("a", []int{1}, 10)}, survey.ErrInvalid},
		{"a cell left out", []int64{9, 9}, []prioritize.Margin{margin("a", []int{0}, 10)}, survey.ErrInvalid},
	} {
		if _, err := prioritize.Rake(c.counts, c.margins); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestRakeRescalesTotalsThatNearlyAgree(t *testing.T) {
	r, err := prioritize.Rake([]int64{10}, []prioritize.Margin{
		{Name: "a", Of: []int{0}, Targets: []float64{1000}}, {Name: "b", Of: []int{0}, Targets: []float64{1009}},
	})
	if err != nil || math.Abs(r.Weights[0]-100) > 1e-9 {
		t.Errorf("got weight %v and %v, want 100, the total of the first margin, and no error", r.Weights, err)
	}
}

func TestRakeHoldsWeightsWithinBounds(t *testing.T) {
	counts := []int64{100, 1}
	r, err := prioritize.Rake(counts, []prioritize.Margin{{Name: "a", Of: []int{0, 1}, Targets: []float64{100, 900}}})
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
		a := prioritize.Margin{Name: "a", Targets: make([]float64, rows)}
		b := prioritize.Margin{Name: "b", Targets: make([]float64, columns)}
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
		r, err := prioritize.Rake(counts, []prioritize.Margin{a, b})
		if err != nil {
			t.Fatalf("Rake: %v", err)
		}
		most := 1e-9
		if slices.Contains(r.Clipped, true) {
			most = r.Residual + 1e-9
			wantWithinBounds(t, r.Weights, counts, a.Targets)
		}
		for _, m := range []prioritize.Margin{a, b} {
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
