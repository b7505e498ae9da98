package expression

import (
	"strings"
	"unicode/utf8"
)

// maxCompared bounds the time that a suggestion may take: for longer words there
// is none.
const maxCompared = 32

// Nearest is the word that somebody probably meant who wrote another one: the same
// in great or small letters, or one slip of the keyboard away in a word of three
// letters, or two in one of five. found is false if none is so near.
func Nearest(word string, words []string) (near string, found bool) { return nearest(word, words) }

// nearest is the word that was probably meant: the same in great or small letters,
// or one slip of the keyboard away in a word of three letters, or two in one of five.
func nearest(word string, words []string) (string, bool) {
	slips := min((utf8.RuneCountInString(word)-1)/2, 2)
	best, found := "", false
	for _, w := range words {
		if strings.EqualFold(w, word) {
			return w, true
		}
		if len(w) > maxCompared || len(word) > maxCompared {
			continue
		}
		if d := distance(word, w); d <= slips {
			best, found, slips = w, true, d-1
		}
	}
	return best, found
}

// distance is that of Levenshtein: how many letters are to be put in, left out or
// exchanged.
func distance(a, b string) int {
	to := []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range []rune(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			exchanged := diagonal
			if r != s {
				exchanged++
			}
			diagonal = row[j+1]
			row[j+1] = min(exchanged, row[j]+1, diagonal+1)
		}
	}
	return row[len(to)]
}
