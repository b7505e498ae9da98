package expression

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	endToken       tokenKind = iota
	textToken                // text: what stands between the quotes
	numberToken              // number
	referenceToken           // text: the name between ${ and }
	nameToken                // text: a column, a function, or an operator that is a word
	signToken                // text: a sign
)

// token is a word of the language, from byte start to byte end.
type token struct {
	kind       tokenKind
	start, end int
	text       string
	number     float64
}

// signs are the tokens that are no words, the longer ones first.
var signs = []string{"!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "(", ")", ",", "."}

// scanner parts a source into tokens.
type scanner struct {
	source string
	pos    int
}

func (s *scanner) wrong(pos int, wrong, do string) *Error {
	return errorAt(s.source, pos, wrong, do)
}

// next reads a token. After the last it gives endToken, again and again.
func (s *scanner) next() (token, *Error) {
	rest := strings.TrimLeftFunc(s.source[s.pos:], unicode.IsSpace)
	start := len(s.source) - len(rest)
	t, err := s.read(start, rest)
	s.pos = t.end
	return t, err
}

func (s *scanner) read(start int, rest string) (token, *Error) {
	if rest == "" {
		return token{kind: endToken, start: start, end: start}, nil
	}
	if t, ok, err := s.text(start, rest); ok || err != nil {
		return t, err
	}
	switch {
	case strings.HasPrefix(rest, "${"):
		return s.reference(start, rest)
	case isDigit(rest[0]), rest[0] == '.' && len(rest) > 1 && isDigit(rest[1]):
		return s.number(start, rest)
	case beginsName(rest[0]):
		return s.name(start, rest)
	}
	for _, m := range mistakes {
		if strings.HasPrefix(rest, m.sign) {
			return token{}, s.wrong(start, m.sign+" is no sign of this language", m.do)
		}
	}
	for _, sign := range signs {
		if strings.HasPrefix(rest, sign) {
			return token{kind: signToken, start: start, end: start + len(sign), text: sign}, nil
		}
	}
	return token{}, s.stranger(start, rest)
}

// reference reads ${name}; spaces around the name are forgiven.
func (s *scanner) reference(start int, rest string) (token, *Error) {
	inside, _, closed := strings.Cut(rest[len("${"):], "}")
	if !closed {
		return token{}, s.wrong(start, "this ${ is not closed", "write } after the name")
	}
	end := start + len("${") + len(inside) + len("}")
	name := strings.TrimSpace(inside)
	if !isName(name) {
		return token{}, s.wrong(start, fmt.Sprintf("${%s} cannot be a name", name),
			"write the name of a question between ${ and }: Latin letters, digits, '_', '-' and '.', with a letter first")
	}
	return token{kind: referenceToken, start: start, end: end, text: name}, nil
}

func (s *scanner) number(start int, rest string) (token, *Error) {
	length := countWhile(rest, isDigit)
	if strings.HasPrefix(rest[length:], ".") {
		length++
		length += countWhile(rest[length:], isDigit)
	}
	x, err := strconv.ParseFloat(rest[:length], 64)
	if err != nil {
		return token{}, s.wrong(start, "the number is too great", "write a number of fewer digits")
	}
	return token{kind: numberToken, start: start, end: start + length, number: x}, nil
}

// name reads a name, with its prefix if it has one, such as jr:choice-name.
func (s *scanner) name(start int, rest string) (token, *Error) {
	length := countWhile(rest, isNameByte)
	if local, ok := strings.CutPrefix(rest[length:], ":"); ok && local != "" && beginsName(local[0]) {
		length += len(":") + countWhile(local, isNameByte)
	}
	return token{kind: nameToken, start: start, end: start + length, text: rest[:length]}, nil
}

// stranger refuses what begins no token. Words in another script than Latin are
// texts, as a rule, of which the quotes were forgotten.
func (s *scanner) stranger(start int, rest string) *Error {
	letters := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	if letters < 0 {
		letters = len(rest)
	}
	if letters > 0 {
		word := rest[:letters]
		return s.wrong(start, fmt.Sprintf("the word %s stands without quotes", shorten(word)), fmt.Sprintf("write a text as '%s'", shorten(word)))
	}
	_, size := utf8.DecodeRuneInString(rest)
	return s.wrong(start, fmt.Sprintf("the character %q has no meaning here", rest[:size]), "delete it, or write a text in quotes")
}

// shorten keeps a message short, however long the word is that it is about.
func shorten(s string) string {
	if short := cut(s, 60); len(short) < len(s) {
		return short + "…"
	}
	return s
}

func beginsName(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
}

func isNameByte(c byte) bool { return beginsName(c) || isDigit(c) || c == '-' || c == '.' }

func isName(s string) bool {
	return s != "" && beginsName(s[0]) && countWhile(s, isNameByte) == len(s)
}

// countWhile is the number of bytes at the beginning of s that are such.
func countWhile(s string, such func(byte) bool) int {
	for i := range len(s) {
		if !such(s[i]) {
			return i
		}
	}
	return len(s)
}
