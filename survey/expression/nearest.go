package expression

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// maxCompared bounds the time that a suggestion may take: for longer words there
// is none.
const maxCompared = 32

// Nearest is the word that somebody probably meant who wrote another one: the same
// in great or small letters, or one slip of the keyboard away in a word of three
// letters, or two in one of five. found is false if none is so near.
func Nearest(word string, words []string) (near string, found bool) {
	slips := min((utf8.RuneCountInString(word)-1)/2, 2)
	for _, w := range words {
		if strings.EqualFold(w, word) {
			return w, true
		}
		if len(w) > maxCompared || len(word) > maxCompared {
			continue
		}
		if d := levenshtein.ComputeDistance(word, w); d <= slips {
			near, found, slips = w, true, d-1
		}
	}
	return near, found
}
