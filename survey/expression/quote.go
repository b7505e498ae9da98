package expression

import (
	"strings"
	"unicode/utf8"
)

// The quotes that spreadsheet programs make of straight ones while the author
// types, in English and in Russian.
const (
	curlySingle = "‘’‚"
	curlyDouble = "“”„"
)

// text reads a text in quotes, if one begins here. A text in straight quotes ends
// at the next quote of its kind, so that it may have an apostrophe of the other
// kind or a curly one inside. In curly quotes it ends at any single, or any
// double, since which of them is made is a matter of luck.
func (s *scanner) text(start int, rest string) (t token, ok bool, err *Error) {
	quote, size := utf8.DecodeRuneInString(rest)
	closing := ""
	switch {
	case quote == '\'' || quote == '"':
		closing = string(quote)
	case strings.ContainsRune(curlySingle, quote):
		closing = "'" + curlySingle
	case strings.ContainsRune(curlyDouble, quote):
		closing = `"` + curlyDouble
	default:
		return token{}, false, nil
	}
	length := strings.IndexAny(rest[size:], closing)
	if length < 0 {
		return token{}, false, s.wrong(start, "the text that begins here has no end", "close it with the quote that it begins with")
	}
	_, last := utf8.DecodeRuneInString(rest[size+length:])
	return token{kind: textToken, start: start, end: start + size + length + last, text: rest[size : size+length]}, true, nil
}

// quoted writes a text in single quotes, or in double ones if it has a single one.
// It cannot have both: whichever quotes it was read from could not be inside.
func quoted(text string) string {
	if strings.Contains(text, "'") {
		return `"` + text + `"`
	}
	return "'" + text + "'"
}

// quotedName is the name in the text '${name}', by which ODK passes a question
// instead of its answer.
func quotedName(text string) (string, bool) {
	inside, opened := strings.CutPrefix(strings.TrimSpace(text), "${")
	inside, closed := strings.CutSuffix(inside, "}")
	name := strings.TrimSpace(inside)
	return name, opened && closed && isName(name)
}
