package coding_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"ashar/survey/coding"
)

// times is so many pairs of the same codings.
func times(n int, first, second string) []coding.Pair {
	of := func(s string) []string {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	return slices.Repeat([]coding.Pair{{First: of(first), Second: of(second)}}, n)
}

// By hand, of 50 texts: both say roads of 20 and water of 15; of 5 the first says roads and the second water, of 10 it is
// the other way round. Observed 35/50 = 0.7. The first says roads of 25, the second of 30: expected
// (25*30 + 25*20)/2500 = 0.5. Kappa (0.7-0.5)/(1-0.5) = 0.4; its error sqrt(0.7*0.3/50)/0.5 = 0.12961.
func TestKappaByHand(t *testing.T) {
	pairs := slices.Concat(times(20, "roads", "roads"), times(15, "water", "water"), times(5, "roads", "water"), times(10, "water", "roads"))
	got := coding.Kappa(pairs)
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	near("observed", got.Observed, 0.7)
	near("expected", got.Expected, 0.5)
	near("kappa", got.Kappa, 0.4)
	near("low", got.Low, 0.4-1.96*0.12961481396815722)
	near("high", got.High, 0.4+1.96*0.12961481396815722)
	if got.Texts != 50 || got.Agreed != 35 || got.Strength() != coding.Fair {
		t.Errorf("got %+v, %s", got, got.Strength())
	}
	near("of one of two needs", coding.KappaOf("roads", pairs).Kappa, 0.4)
}

func TestKappaOfSets(t *testing.T) {
	pairs := []coding.Pair{
		{[]string{"roads", "water"}, []string{"water", "roads"}}, // the same needs
		{[]string{"roads", "water"}, []string{"roads"}},          // one more
		{nil, []string{}}, // no need
		{[]string{"park"}, nil},
	}
	if got := coding.Kappa(pairs); got.Agreed != 2 || got.Expected != 0.25 {
		t.Errorf("all: got %+v, want 2 agreed and (2*1 + 1*2)/16 by chance", got)
	}
	// roads: both say yes of two and no of two
	if got := coding.KappaOf("roads", pairs); got.Kappa != 1 || got.Strength() != coding.Perfect || got.High != 1 {
		t.Errorf("roads: got %+v", got)
	}
	// nobody says jobs
	if got := coding.KappaOf("jobs", pairs); !math.IsNaN(got.Kappa) || got.Strength() != coding.Undefined {
		t.Errorf("jobs: got %+v", got)
	}
	if got := coding.Kappa(nil); !math.IsNaN(got.Kappa) || got.Texts != 0 {
		t.Errorf("of nothing: got %+v", got)
	}
	if got := coding.Kappa(slices.Concat(times(5, "roads", "water"), times(5, "water", "roads"))); got.Kappa != -1 || got.Strength() != coding.Poor {
		t.Errorf("of opposites: got %+v", got)
	}
}

func TestASampleIsNobodysChoice(t *testing.T) {
	var all []string
	for i := range 400 {
		all = append(all, fmt.Sprintf("text-%d", i))
	}
	got := coding.Sample(all)
	if len(got) != 80 {
		t.Errorf("got %d of 400, want a fifth", len(got))
	}
	backwards := slices.Clone(all)
	slices.Reverse(backwards)
	if !slices.Equal(got, coding.Sample(backwards)) {
		t.Error("it hangs on the order")
	}
	if n := len(coding.Sample(all[:50])); n != coding.SampleLeast {
		t.Errorf("got %d of 50, want %d", n, coding.SampleLeast)
	}
	if n := len(coding.Sample(all[:7])); n != 7 {
		t.Errorf("got %d of 7, want all", n)
	}
}
