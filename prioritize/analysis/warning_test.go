package analysis_test

import (
	"slices"
	"strings"
	"testing"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/locale"
)

func TestEveryWarningHasASentence(t *testing.T) {
	all, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	uncounted := []prioritize.WarningCode{
		prioritize.WarnNoTotals, prioritize.WarnNoStrata, prioritize.WarnFewKnown, prioritize.WarnNotRaked, prioritize.WarnSilent,
	}
	for _, lang := range all.Languages() {
		for _, code := range prioritize.WarningCodes() {
			w := prioritize.Warning{Code: code, Villages: []string{"a", "b"}, Needs: []survey.Text{{"en": "Market"}}, Share: 0.1}
			if !slices.Contains(uncounted, code) {
				w.Count = 2
			}
			got := analysis.Warning(all.For(lang), w, func(id string) string { return id })
			if !strings.HasSuffix(got, ".") || strings.HasSuffix(got, "..") || strings.Contains(got, "report.") {
				t.Errorf("%s in %s: %q is no sentence", code, lang, got)
			}
		}
	}
}
