package survey_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"ashar/survey"
)

// TestSerialsAreOneHoweverTheyAreTyped types the numbers of papers as people do.
func TestSerialsAreOneHoweverTheyAreTyped(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"A-0017", "A17"}, {"a 17", "A17"}, {"А№17", "A17"}, {" a17 ", "A17"}, {"A٠٠١٧", "A17"}, {"Ａ-17", "Ａ17"}, {"𝟎𝟏𝟕", "17"},
		{"12-3", "12-3"}, {"12/03", "12-3"}, {"1-23", "1-23"}, {"123", "123"}, {"000", "0"}, {"00-0", "0-0"}, {"10", "10"}, {"100200", "100200"},
		{"өң7", "ӨҢ7"}, {"", ""}, {"—", ""}, {"1234567890123456789012345", ""},
	} {
		if got := survey.NormalSerial(c.typed); got != c.want {
			t.Errorf("%q: got %q, want %q", c.typed, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.StringMatching(`[A-Cа-гА-Г0-3٠-٣ №/-]{0,30}`).Draw(t, "typed")
		once := survey.NormalSerial(typed)
		if again := survey.NormalSerial(once); again != once {
			t.Errorf("%q is kept as %q, and that as %q", typed, once, again)
		}
	})
}

// TestSampleIsThePartThatWasAskedFor counts who falls into the part that is typed in twice.
func TestSampleIsThePartThatWasAskedFor(t *testing.T) {
	const papers = 5000
	for _, percent := range []int{-1, 0, 5, 10, 50, 100} {
		n := 0
		for i := range papers {
			serial := fmt.Sprintf("A-%04d", i)
			sampled := survey.SampledTwice("needs", serial, percent)
			if sampled {
				n++
			}
			if sampled != survey.SampledTwice("needs", fmt.Sprintf("a %d", i), percent) {
				t.Errorf("%s: the way in which it is typed decides", serial)
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
