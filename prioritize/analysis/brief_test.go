package analysis_test

import (
	"slices"
	"strings"
	"testing"

	"ashar/prioritize/analysis"
	"ashar/survey/locale"
)

// What those who answered are told, of a village with answers enough and of one without.
func TestBrief(t *testing.T) {
	in, many := input(t, town(), answers()), input(t, town(), slices.Repeat(answers(), 9))
	for _, lang := range []string{locale.Kyrgyz, locale.Russian, locale.English} {
		var told strings.Builder
		for _, village := range []string{"v0", "v2", "", "nowhere"} {
			told.WriteString("== " + village + "\n" + strings.Join(analysis.Brief(speaker(t, lang), &in.Ranking, in.Municipality, village), "\n") + "\n")
		}
		told.WriteString("== many\n" + strings.Join(analysis.Brief(speaker(t, lang), &many.Ranking, many.Municipality, "v0"), "\n") + "\n")
		golden(t, lang+"/brief.txt", []byte(told.String()))
	}
}

// Of too few answers nothing is told but that.
func TestBriefOfTooFew(t *testing.T) {
	in := input(t, town(), nil)
	in.Ranking.Invented = false
	if got := analysis.Brief(speaker(t, locale.English), &in.Ranking, in.Municipality, "v0"); len(got) != 1 || !strings.Contains(got[0], "too few") {
		t.Errorf("got %q", got)
	}
}

// What residents read of a ranking, of few answers and of many.
func TestInShort(t *testing.T) {
	in, many := input(t, town(), answers()), input(t, town(), slices.Repeat(answers(), 9))
	for _, lang := range []string{locale.Kyrgyz, locale.Russian, locale.English} {
		told := slices.Concat([]string{"== few"}, analysis.InShort(speaker(t, lang), &in.Ranking, in.Municipality),
			[]string{"== many"}, analysis.InShort(speaker(t, lang), &many.Ranking, many.Municipality))
		golden(t, lang+"/in-short.txt", []byte(strings.Join(told, "\n")+"\n"))
	}
}
