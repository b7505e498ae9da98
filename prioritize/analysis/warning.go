package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ashar/prioritize"
	"ashar/survey/locale"
)

// Warning puts what a reader of a ranking must know into a sentence. village says
// what the village with an identifier is called.
func Warning(s locale.Speaker, w prioritize.Warning, village func(string) string) string {
	var villages []string
	for _, id := range w.Villages {
		villages = append(villages, village(id))
	}
	var needs []string
	for _, n := range w.Needs {
		needs = append(needs, s.T("report.says.quote", "Name", name(s, n)))
	}
	id, counted := w.Message()
	args := []any{"Needs", strings.Join(needs, ", "), "Villages", strings.Join(villages, ", "), "Share", s.Percent(w.Share, 0)}
	words := ""
	if counted {
		words = s.N(id, int(w.Count), args...)
	} else {
		words = s.T(id, args...)
	}
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:] + "."
}
