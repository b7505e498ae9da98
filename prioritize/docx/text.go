package docx

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean is a text as it is written: without what XML cannot hold and what turns the order of letters about: control characters, and the
// marks by which what is written after them is shown backwards. Line breaks and tabs stay; a broken letter becomes U+FFFD.
func Clean(s string) string {
	s = lineBreaks.Replace(strings.ToValidUTF8(s, string(utf8.RuneError)))
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r == '\ufffe', r == '\uffff', turns(r):
			return -1
		}
		return r
	}, s)
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n")

// turns reports whether a character is an embedding, an override or an isolate of Unicode's bidirectional algorithm.
func turns(r rune) bool { return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' }

// oneLine is a text where there is one line only.
func oneLine(s string) string { return strings.NewReplacer("\n", " ", "\t", " ").Replace(Clean(s)) }
