package survey_test

import (
	"math"
	"testing"

	"ashar/survey"
)

func TestDisclosableHidesTheFew(t *testing.T) {
	for _, tt := range []struct {
		count, base int64
		want        bool
	}{
		{0, 0, false}, {0, 4, false}, {4, 4, false},
		{0, 5, true}, {5, 5, true}, {1, 5, false}, {4, 20, false}, {5, 20, true}, {16, 20, false}, {17, 20, false}, {15, 20, true},
	} {
		if got := survey.Disclosable(tt.count, tt.base); got != tt.want {
			t.Errorf("Disclosable(%d, %d): got %t, want %t", tt.count, tt.base, got, tt.want)
		}
	}
}

func TestAgeBandReadsTheBoundsOffTheName(t *testing.T) {
	for _, tt := range []struct {
		name     string
		from, to int
		ok       bool
	}{
		{"18-28", 18, 28, true}, {"18_28", 18, 28, true}, {"a18to28", 18, 28, true},
		{"60+", 60, math.MaxInt, true}, {"60_plus", 60, math.MaxInt, true},
		{"", 0, 0, false}, {"old", 0, 0, false}, {"99999999999999999999", 0, 0, false},
	} {
		if from, to, ok := survey.AgeBand(tt.name); from != tt.from || to != tt.to || ok != tt.ok {
			t.Errorf("AgeBand(%q): got %d, %d, %t, want %d, %d, %t", tt.name, from, to, ok, tt.from, tt.to, tt.ok)
		}
	}
}
