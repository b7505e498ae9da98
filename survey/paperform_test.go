package survey_test

import (
	"testing"

	"ashar/survey"
)

// TestSampleIsThePartThatWasAskedFor counts who falls into the part that is typed in twice.
func TestSampleIsThePartThatWasAskedFor(t *testing.T) {
	const papers = 5000
	for _, percent := range []int{-1, 0, 5, 10, 50, 100} {
		n := 0
		for i := range papers {
			serial := survey.NewSerial(i + 1)
			sampled := survey.SampledTwice("needs", serial, percent)
			if sampled {
				n++
			}
			if sampled && !survey.SampledTwice("needs", serial, percent+7) {
				t.Errorf("%s: part of %d %%, and not of more", serial, percent)
			}
		}
		if want := max(percent, 0) * papers / 100; n < want-100 || n > want+100 {
			t.Errorf("%d %%: %d of %d papers, want about %d", percent, n, papers, want)
		}
	}
}
