package survey

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// alike are letters that are typed for one another where a keyboard or a font
// lacks the Kyrgyz ones, each with the one that a search key has.
var alike = strings.NewReplacer(
	"ң", "н", "ӊ", "н", "ҥ", "н",
	"ө", "о", "є", "о",
	"ү", "у", "ў", "у", "ї", "у",
	"ё", "е", "ъ", "", "ь", "",
	"қ", "к", "ғ", "г", "ұ", "у", "ҳ", "х",
)

// SearchKey is a text as it is compared with others: composed (NFC), in small
// letters, without punctuation, with one space between words, and with one letter
// for all that are typed for one another (ң ӊ н, ө є о, ү ў ї у, ё е). It loses what
// the text says apart, and is for finding and grouping alone; the text itself is
// kept as it was written.
func SearchKey(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) {
			return -1 // nobody sees it
		}
		return r
	}, norm.NFC.String(s))
	s = alike.Replace(strings.ToLower(s))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return !isWord(r) }), " ")
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
