package expression

import "math"

// class is what an operator does, which decides what can stand beside it.
type class uint8

const (
	logical class = iota
	equality
	ordering
	arithmetic
)

// operator is one that stands between two values. All of them associate to the left.
type operator struct {
	sign       string
	precedence int // a greater one binds more tightly
	class      class
	order      func(x, y float64) bool    // of an ordering; false with NaN
	compute    func(x, y float64) float64 // of arithmetic
}

// tightest is above every operator: what a value binds with.
const tightest = 7

// operators has those of XPath 1.0 by their signs.
var operators = map[string]*operator{
	"or":  {sign: "or", precedence: 1, class: logical},
	"and": {sign: "and", precedence: 2, class: logical},
	"=":   {sign: "=", precedence: 3, class: equality},
	"!=":  {sign: "!=", precedence: 3, class: equality},
	"<":   {sign: "<", precedence: 4, class: ordering, order: func(x, y float64) bool { return x < y }},
	"<=":  {sign: "<=", precedence: 4, class: ordering, order: func(x, y float64) bool { return x <= y }},
	">":   {sign: ">", precedence: 4, class: ordering, order: func(x, y float64) bool { return x > y }},
	">=":  {sign: ">=", precedence: 4, class: ordering, order: func(x, y float64) bool { return x >= y }},
	"+":   {sign: "+", precedence: 5, class: arithmetic, compute: func(x, y float64) float64 { return x + y }},
	"-":   {sign: "-", precedence: 5, class: arithmetic, compute: func(x, y float64) float64 { return x - y }},
	"*":   {sign: "*", precedence: 6, class: arithmetic, compute: func(x, y float64) float64 { return x * y }},
	"div": {sign: "div", precedence: 6, class: arithmetic, compute: func(x, y float64) float64 { return x / y }},
	"mod": {sign: "mod", precedence: 6, class: arithmetic, compute: math.Mod}, // with the sign of x
}

// isWord reports whether s is an operator that could also be a name.
func isWord(s string) bool { return s == "or" || s == "and" || s == "div" || s == "mod" }

// equal compares as XPath 1.0 does: as conditions if one side is one, else as
// numbers if one side is one, else as texts. Nothing equals a number but a number.
// Two dates, or a date and the text of one, are also equal if they are the same
// moment however it is written.
func equal(a, b Value) bool {
	switch {
	case a.kind == Boolean || b.kind == Boolean:
		return a.Bool() == b.Bool()
	case a.kind == Number || b.kind == Number:
		return a.Number() == b.Number() // false with NaN
	case a.kind == Date || b.kind == Date:
		return a.String() == b.String() || a.Number() == b.Number()
	default:
		return a.String() == b.String()
	}
}
