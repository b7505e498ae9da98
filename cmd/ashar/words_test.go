package main_test

import (
	"testing"

	"ashar/survey"
	"ashar/survey/locale"
)

// TestNoticesHaveWords in every language of the program.
func TestNoticesHaveWords(t *testing.T) {
	words, err := locale.Load(locale.OnMissing(func(lang, id string) { t.Errorf("%s: no words for %s", lang, id) }))
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Languages() {
		for _, kind := range survey.NoticeKinds() {
			words.For(lang).T("terminal.notice."+string(kind), "Thing", "x", "Member", "x", "Languages", "x", "Word", "x", "Other", "x")
		}
	}
}
