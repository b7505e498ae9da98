package paper

import (
	"regexp"
	"strings"
)

// term is a part of a condition, as far as its words need it. sign is an operator,
// the name of a function with "()" behind it, or one of the signs below.
type term struct {
	sign  string
	text  string // of a reference, a column, a text or a number
	parts []*term
}

// The signs of terms that have no parts.
const (
	reference = "${}"
	column    = "name"
	quotation = "''"
	digits    = "0"
	self      = "."
)

// token is one token of the language of package expression, after spaces: a
// reference, a text in single or double quotes, a number, a sign or a name.
var token = regexp.MustCompile(`^\s*(?:\$\{\s*([^}]*?)\s*\}|'([^']*)'|"([^"]*)"|([0-9]+(?:\.[0-9]*)?|\.[0-9]+)|(!=|<=|>=|[=<>+*(),.-])|([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?))`)

// binding is how tightly an operator binds, as in XPath 1.0.
var binding = map[string]int{
	"or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
}

// nested bounds the parentheses inside each other.
const nested = 64

// reading reads a condition that survey has accepted.
type reading struct {
	rest  string
	match []string // the token ahead; nil at the end, or where there is none
	depth int
}

// parse is the condition as a tree; nil if there is none, or it cannot be read.
func parse(source string) *term {
	r := &reading{rest: source}
	r.next()
	t := r.expression(1)
	if t == nil || r.match != nil || strings.TrimSpace(r.rest) != "" {
		return nil
	}
	return t
}

func (r *reading) next() {
	r.match = token.FindStringSubmatch(r.rest)
	if r.match != nil {
		r.rest = r.rest[len(r.match[0]):]
	}
}

// sign is the sign or name ahead; "" if something else is.
func (r *reading) sign() string {
	if r.match == nil {
		return ""
	}
	return r.match[5] + r.match[6]
}

// expression reads operators that bind at least so tightly, and what they join.
func (r *reading) expression(least int) *term {
	if r.depth++; r.depth > nested {
		return nil
	}
	defer func() { r.depth-- }()
	t := r.value()
	for t != nil {
		sign := r.sign()
		b := binding[sign]
		if b < least {
			return t
		}
		r.next()
		right := r.expression(b + 1)
		if right == nil {
			return nil
		}
		t = &term{sign: sign, parts: []*term{t, right}}
	}
	return nil
}

func (r *reading) value() *term {
	if r.match == nil {
		return nil
	}
	m := r.match
	literal := strings.TrimSpace(m[0])
	r.next()
	switch {
	case strings.HasPrefix(literal, "${"):
		return &term{sign: reference, text: m[1]}
	case strings.HasPrefix(literal, "'"), strings.HasPrefix(literal, `"`):
		return &term{sign: quotation, text: m[2] + m[3]}
	case m[4] != "":
		return &term{sign: digits, text: m[4]}
	case m[5] == ".":
		return &term{sign: self}
	case m[5] == "-":
		t := r.value()
		if t == nil {
			return nil
		}
		if t.sign == digits && !strings.HasPrefix(t.text, "-") {
			return &term{sign: digits, text: "-" + t.text}
		}
		return &term{sign: "0-", parts: []*term{t}}
	case m[5] == "(":
		t := r.expression(1)
		if r.sign() != ")" {
			return nil
		}
		r.next()
		return t
	case m[6] != "" && r.sign() == "(":
		return r.call(m[6])
	case m[6] != "":
		return &term{sign: column, text: m[6]}
	}
	return nil
}

// call reads what follows the name of a function.
func (r *reading) call(name string) *term {
	t := &term{sign: name + "()"}
	r.next()
	for r.sign() != ")" {
		part := r.expression(1)
		if part == nil {
			return nil
		}
		t.parts = append(t.parts, part)
		if r.sign() == "," {
			r.next()
		} else if r.sign() != ")" {
			return nil
		}
	}
	r.next()
	return t
}

// joined are the parts that one operator, "and" or "or", joins all together.
func (t *term) joined(sign string) []*term {
	if t.sign != sign {
		return []*term{t}
	}
	return append(t.parts[0].joined(sign), t.parts[1].joined(sign)...)
}

// is reports whether the term is a call of the function with so many arguments.
func (t *term) is(function string, arguments int) bool {
	return t.sign == function+"()" && len(t.parts) == arguments
}

// mirrored are the comparisons with their sides exchanged.
var mirrored = map[string]string{"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

// opposite are the comparisons that hold where these do not.
var opposite = map[string]string{"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}

// compared is a comparison with what is constant on its right; ok is false for any
// other term.
func (t *term) compared() (left *term, sign string, right *term, ok bool) {
	if mirrored[t.sign] == "" {
		return nil, "", nil, false
	}
	constant := func(t *term) bool { return t.sign == quotation || t.sign == digits }
	switch a, b := t.parts[0], t.parts[1]; {
	case constant(b) && !constant(a):
		return a, t.sign, b, true
	case constant(a) && !constant(b):
		return b, mirrored[t.sign], a, true
	}
	return nil, "", nil, false
}

// bounds are the lowest and the highest number that a constraint lets in; "" where
// it says neither, or not in so many words.
func bounds(constraint string) (low, high string) {
	t := parse(constraint)
	if t == nil {
		return "", ""
	}
	for _, part := range t.joined("and") {
		switch left, sign, right, ok := part.compared(); {
		case !ok || left.sign != self || right.sign != digits:
		case sign == ">=":
			low = right.text
		case sign == "<=":
			high = right.text
		}
	}
	return low, high
}
