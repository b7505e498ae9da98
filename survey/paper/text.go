package paper

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// style is how words look.
type style struct {
	size float64 // points
	bold bool
}

// The styles of a form: nothing that is to be read is under 9 points.
var (
	heading  = style{16, true}
	section  = style{13, true}
	asked    = style{11.5, true}
	plain    = style{11, false}
	strong   = style{11, true}
	hint     = style{9.5, false}
	fine     = style{9, false}
	caption  = style{8, false} // under a line or over a column, and at the foot
	numerals = style{9, true}
)

// point is a typographic point in millimetres.
const point = 25.4 / 72

// leading is the height of a line of words.
func (s style) leading() float64 { return s.size * point * 1.24 }

// baseline is how far under the top of a line its letters stand.
func (s style) baseline() float64 { return s.size * point * 0.96 }

// capital is the height of a capital letter.
func (s style) capital() float64 { return s.size * point * 0.73 }

func (f faces) of(s style) *face {
	if s.bold {
		return f.bold
	}
	return f.regular
}

// width is how wide the words are, in millimetres.
func (f faces) width(text string, s style) float64 { return f.of(s).width(text) * s.size * point }

// stranger stands for a letter that the fonts do not have.
const stranger = '?'

// clean is a text with only what can be drawn: lines are parted by "\n", spaces are
// single, pictures such as emoji are left out, and a letter of a script that the
// fonts do not have is a stranger.
func (f faces) clean(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFC.String(text) {
		switch {
		case r == '\n':
			b.WriteRune('\n')
			gap = false
			continue
		case r == '\u2028' || r == '\u2029':
			b.WriteRune('\n')
			gap = false
			continue
		case r != '\u00a0' && r != '\u202f' && unicode.IsSpace(r):
			gap = true
			continue
		case r == unicode.ReplacementChar || unicode.Is(unicode.Variation_Selector, r):
			continue
		case f.regular.glyph(r) == 0 || f.bold.glyph(r) == 0 || !unicode.IsPrint(r) && r != '\u00a0' && r != '\u202f':
			if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
				continue
			}
			r = stranger
		}
		if gap && b.Len() > 0 {
			b.WriteRune(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	return strings.Trim(b.String(), "\n ")
}

// wrap breaks words into lines no wider than width. A word that is wider is broken
// wherever the line ends. There is at least one line.
func (f faces) wrap(text string, s style, width float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(f.clean(text), "\n") {
		lines = append(lines, f.fill(paragraph, s, width)...)
	}
	return lines
}

func (f faces) fill(paragraph string, s style, width float64) []string {
	var lines []string
	line, used := "", 0.0
	space := f.width(" ", s)
	for word := range strings.FieldsFuncSeq(paragraph, func(r rune) bool { return r == ' ' }) {
		w := f.width(word, s)
		if line != "" && used+space+w <= width {
			line, used = line+" "+word, used+space+w
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for w > width {
			n := f.fitting(word, s, width)
			lines = append(lines, word[:n])
			word = word[n:]
			w = f.width(word, s)
		}
		line, used = word, w
	}
	return append(lines, line)
}

// fitting is how many bytes of a word that is too wide stand on a line: at least
// one letter, and preferably up to a hyphen or a slash.
func (f faces) fitting(word string, s style, width float64) int {
	used, cut := 0.0, 0
	for i, r := range word {
		if used += f.width(string(r), s); used > width && i > 0 {
			if cut > 0 {
				return cut
			}
			return i
		}
		if i > 0 && (r == '-' || r == '/') {
			cut = i + 1
		}
	}
	return len(word)
}

// longest is the width of the widest word.
func (f faces) longest(text string, s style) float64 {
	widest := 0.0
	for word := range strings.FieldsSeq(text) {
		widest = max(widest, f.width(word, s))
	}
	return widest
}

// cut shortens a line to the width, with an ellipsis where something is left out.
func (f faces) cut(text string, s style, width float64) string {
	text = strings.ReplaceAll(f.clean(text), "\n", " ")
	if f.width(text, s) <= width {
		return text
	}
	used := f.width("…", s)
	for i, r := range text {
		if used += f.width(string(r), s); used > width {
			return strings.TrimRight(text[:i], " ") + "…"
		}
	}
	return text
}
