package quality_test

import (
	"testing"

	"ashar/survey"
	"ashar/survey/quality"
)

// What is not there is no level: whoever gives one to all that is there is as straight as anybody.
func TestStraightPassesOverWhatIsNotThere(t *testing.T) {
	for _, tt := range []struct {
		levels []int
		want   bool
	}{
		{[]int{3, 3, 3, 3, 3, 3, 6, 6}, true},
		{[]int{3, 3, 3, 3, 3, 6, 6, 6}, false},
		{[]int{3, 3, 3, 3, 3, 4, 6, 6}, false},
		{[]int{6, 6, 6, 6, 6, 6}, true},
	} {
		var levels []survey.Level
		for _, l := range tt.levels {
			levels = append(levels, survey.Level{Choice: "x", Level: l})
		}
		if got := quality.Straight(levels); got != tt.want {
			t.Errorf("%v: straight: %t, want %t", tt.levels, got, tt.want)
		}
	}
}
