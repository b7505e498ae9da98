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
	id, counted := w.Message()
	args := []any{"Villages", strings.Join(villages, ", "), "Share", s.Percent(w.Share, 0)}
	words := ""
	if counted {
		words = s.N(id, int(w.Count), args...)
	} else {
		words = s.T(id, args...)
	}
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:] + "."
}
