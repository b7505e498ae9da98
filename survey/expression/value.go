package expression

import (
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

// Type is the kind of a Value, or of what is known about values before there are any.
type Type uint8

// The types. At the time of answering, one choice is like the text of its name.
const (
	Any     Type = iota // unknown or mixed; of a Value, that there is none
	Boolean             // true or false
	Number              // a finite number
	Text                // words
	Date                // a day, or a moment of it
	Names               // the names of choices: select_multiple, rank
	Name                // the name of one choice: select_one
)

// String is the type in an author's words, such as "number".
func (t Type) String() string {
	switch t {
	case Boolean:
		return "condition"
	case Number:
		return "number"
	case Text:
		return "text"
	case Date:
		return "date"
	case Names:
		return "set of choices"
	case Name:
		return "choice"
	default:
		return "value"
	}
}

// Value is an answer, or what became of answers. The zero Value says that nothing
// was answered. It is the only one that is empty: the empty text, no names and a
// number that is none are all the zero Value.
//
// Every Value can be read as anything, by the coercions of XPath. Values can be
// compared with ==, which is not the = of the language.
type Value struct {
	kind   Type
	number float64 // of a Boolean, a Number and a Date
	text   string  // of a Text, a Date and Names, with spaces between the names
}

// Bool is a Value that is true or false.
func Bool(b bool) Value {
	if b {
		return Value{kind: Boolean, number: 1}
	}
	return Value{kind: Boolean}
}

// Num is the Value of a number. NaN and the infinities are the zero Value.
func Num(x float64) Value {
	if math.IsNaN(finite(x)) {
		return Value{}
	}
	return Value{kind: Number, number: x}
}

// finite is what x is as the number of a Value: NaN if it is infinite.
func finite(x float64) float64 {
	if math.IsInf(x, 0) {
		return math.NaN()
	}
	return x
}

// Str is the Value of a text, cut at MaxText characters. The name of one choice is
// such a text.
func Str(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{kind: Text, text: cut(s, MaxText)}
}

// Day is the Value of a day written as 2006-01-02, or of a moment written by
// RFC 3339. What is neither is the text that it is.
func Day(s string) Value {
	days, ok := parseDate(s)
	if !ok {
		return Str(s)
	}
	return Value{kind: Date, number: days, text: s}
}

// Moment is the Value of a moment: its day and hour where t is.
func Moment(t time.Time) Value { return Day(t.Format(momentLayout)) }

// Chosen is the Value of a selection, or of a ranking, best first. Names have no
// spaces inside. It is of any length, and is best made once for many runs.
func Chosen(names []string) Value {
	if text := strings.Join(names, " "); text != "" {
		return Value{kind: Names, text: text}
	}
	return Value{}
}

// Type is the type of the value: Any if it is empty, and never Name.
func (v Value) Type() Type { return v.kind }

// IsEmpty reports whether nothing was answered.
func (v Value) IsEmpty() bool { return v.kind == Any }

// Bool reads the value as a condition: a number holds if it is not 0, anything
// else if it is not empty. Mind that the text "false" holds.
func (v Value) Bool() bool {
	switch v.kind {
	case Any:
		return false
	case Boolean, Number:
		return v.number != 0
	default:
		return true
	}
}

// Number reads the value as a number: 1 for true and 0 for false, and the days
// since 1970-01-01 for a date, also for one that is written in a text. It is NaN
// if the value is none, and never infinite.
func (v Value) Number() float64 {
	switch v.kind {
	case Boolean, Number, Date:
		return v.number
	case Text, Names:
		return parseNumber(v.text)
	default:
		return math.NaN()
	}
}

// String reads the value as a text: a number in plain decimals, a date by ISO
// 8601, names with a space between them, "true" or "false", "" for nothing. It has
// at most MaxText characters.
func (v Value) String() string {
	switch v.kind {
	case Boolean:
		if v.number != 0 {
			return "true"
		}
		return "false"
	case Number:
		return formatNumber(v.number)
	case Text, Date:
		return v.text
	case Names:
		return cut(v.text, MaxText)
	default:
		return ""
	}
}

// Names reads the value as names of choices: those chosen, or the words of a text.
func (v Value) Names() []string { return strings.Fields(v.words()) }

// has reports whether the name is among the names, none of which has a space.
func (v Value) has(name string) bool {
	if v.kind == Names { // one space between any two
		if strings.Contains(name, " ") {
			return false
		}
		for from := 0; ; {
			i := strings.Index(v.text[from:], name)
			if i < 0 {
				return false
			}
			i += from
			from = i + len(name)
			if (i == 0 || v.text[i-1] == ' ') && (from == len(v.text) || v.text[from] == ' ') {
				return true
			}
		}
	}
	for word := range strings.FieldsSeq(v.words()) {
		if word == name {
			return true
		}
	}
	return false
}

// count is the number of names.
func (v Value) count() int {
	n := 0
	for range strings.FieldsSeq(v.words()) {
		n++
	}
	return n
}

// words is the text of which the names are the words.
func (v Value) words() string {
	if v.kind == Names {
		return v.text // all of it: no choice is lost, however many there are
	}
	return v.String()
}

// cut keeps the first characters of a text, so many at most.
func cut(s string, most int) string {
	if len(s) <= most { // so it has no more characters
		return s
	}
	for n, i := 0, 0; i < len(s); n++ {
		if n == most {
			return s[:i]
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return s
}
