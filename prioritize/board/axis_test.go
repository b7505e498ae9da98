package board_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/prioritize/board"
)

func TestAxisHoldsEveryValueBetweenRoundTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 30).Draw(t, "values")
		a := board.AxisOver(rapid.Bool().Draw(t, "from zero"), values...)
		for _, v := range values {
			if v < a.From-1e-9 || v > a.To+1e-9 {
				t.Errorf("%f is outside the axis from %f to %f", v, a.From, a.To)
			}
		}
		ticks := a.Ticks()
		if n := len(ticks); n < 2 || n > 8 {
			t.Errorf("ticks: got %d, want 2 to 8: %v", n, ticks)
		}
		if first, last := ticks[0], ticks[len(ticks)-1]; a.Place(first) > 0.01 || a.Place(last) < 99.99 {
			t.Errorf("ticks run from %f to %f on an axis from %f to %f", first, last, a.From, a.To)
		}
	})
}

// TestAxisEndsAtATick where the whole steps at its ends have made it longer.
func TestAxisEndsAtATick(t *testing.T) {
	a := board.AxisOver(false, 0.109375, 0.015625)
	if ticks := a.Ticks(); a.Place(ticks[len(ticks)-1]) < 99.99 {
		t.Errorf("ticks %v on an axis from %f to %f", ticks, a.From, a.To)
	}
}

func TestAxisOfNothingIsTheWhole(t *testing.T) {
	if a := board.AxisOver(true); a.From != 0 || a.To != 1 {
		t.Errorf("axis from %f to %f, want 0 to 1", a.From, a.To)
	}
	if a := board.AxisOver(true, 0); a.To <= a.From {
		t.Errorf("axis of zeros from %f to %f has no length", a.From, a.To)
	}
}

func TestIntervalIsDrawnWhereItStands(t *testing.T) {
	got := string(board.AxisOver(true, 0.4).Interval(0.1, 0.2, 0.3))
	for _, want := range []string{`x="25.00%"`, `width="50.00%"`, `cx="50.00%"`} {
		if !strings.Contains(got, want) {
			t.Errorf("the drawing lacks %s: %s", want, got)
		}
	}
}

func TestGroupsAreApartByMoreThanChance(t *testing.T) {
	part := func(share float64) prioritize.Part { return prioritize.Part{Share: &share} }
	of := func(n int64) prioritize.Segment { return prioritize.Segment{Base: &n} }
	for _, tt := range []struct {
		p, q float64
		n    int64
		deff float64
		want bool
	}{
		{0.5, 0.3, 100, 1, true},  // 0.20 against 1.96 sqrt(0.0025 + 0.0021) = 0.133
		{0.5, 0.4, 100, 1, false}, // 0.10 against 0.137
		{0.5, 0.3, 100, 3, false}, // 0.20 against 0.230
		{0.3, 0.3, 1000, 1, false},
		{1, 0, 30, 1, true},
	} {
		if got := board.Apart(part(tt.p), of(tt.n), part(tt.q), of(tt.n), tt.deff); got != tt.want {
			t.Errorf("shares of %g and %g of %d each, deff %g: apart %t, want %t", tt.p, tt.q, tt.n, tt.deff, got, tt.want)
		}
	}
	if board.Apart(part(1), prioritize.Segment{}, part(0), of(100), 1) {
		t.Error("a group whose size must not be shown is told to stand apart")
	}
}
