package survey_test

import (
	"fmt"
	"testing"
	"time"

	"ashar/survey"
)

// TestMeterHasTwoEdges is over when the bucket is full, and until it has drained to a
// quarter.
func TestMeterHasTwoEdges(t *testing.T) {
	m, now := survey.NewMeter(8, time.Minute), noon
	for i := range 8 {
		if m.Add("a", now) {
			t.Fatalf("over after %d of 8", i+1)
		}
	}
	if !m.Add("a", now) || m.Add("b", now) {
		t.Error("the ninth is not too many, or another's is")
	}
	for _, tt := range []struct {
		after time.Duration
		want  bool
	}{{time.Minute, true}, {6 * time.Minute, true}, {7 * time.Minute, false}, {8 * time.Minute, false}} {
		if got := m.Over("a", now.Add(tt.after)); got != tt.want {
			t.Errorf("after %s it is over: %t, want %t", tt.after, got, tt.want)
		}
	}
	for range 1000 {
		m.Add("c", now)
	}
	if end := now.Add(12 * time.Minute); m.Over("c", end) {
		t.Error("a flood is remembered longer than it takes to drain one and a half buckets")
	}
}

func TestMeterGivesAtItsRate(t *testing.T) {
	m, now := survey.NewMeter(3, time.Second), noon
	taken := 0
	for range 100 {
		now = now.Add(100 * time.Millisecond)
		if m.Take("a", now) {
			taken++
		}
	}
	if taken < 12 || taken > 13 {
		t.Errorf("%d taken in ten seconds of one a second and three at once, want 12 or 13", taken)
	}
}

func TestMeterIsBounded(t *testing.T) {
	m := survey.NewMeter(2, time.Minute)
	for range 4 {
		m.Add("flood", noon)
	}
	for i := range 60_000 {
		m.Add(fmt.Sprint(i), noon)
	}
	if !m.Over("flood", noon) {
		t.Error("who asks too often was forgotten for the many who do not")
	}
}
