package expression

import "strings"

// mistake is a sign that other languages have, or that a spreadsheet program made,
// and what stands for it here.
type mistake struct{ sign, do string }

// mistakes are looked for in this order, before the signs of the language.
var mistakes = []mistake{
	{"==", "write = to compare"},
	{"=<", "write <="},
	{"=>", "write >="},
	{"<>", "write !="},
	{"≠", "write !="},
	{"≤", "write <="},
	{"≥", "write >="},
	{"&&", "write and"},
	{"&", "write and between conditions, or join texts with concat()"},
	{"||", "write or"},
	{"|", "write or"},
	{"!(", "write not(...)"},
	{"!$", "write not(...)"},
	{"%", "write mod for the remainder of a division"},
	{"÷", "write div"},
	{"×", "write *"},
	{"–", "write -"}, // en dash
	{"—", "write -"}, // em dash
	{"−", "write -"}, // minus sign
	{"..", "write ${name} instead of a path"},
	{"./", "write ${name} instead of a path"},
	{"/", "write div to divide, and ${name} instead of a path"},
	{"$", "write ${name}, with the name in braces"},
	{"{", "write ${name}, with a $ before the brace"},
	{"}", "write ${name}, with ${ before the name"},
	{"[", "write ${name} instead of a path"},
	{"]", "write ${name} instead of a path"},
	{"@", "write ${name} instead of a path"},
	{";", "write a comma between the arguments of a function"},
	{"«", "write a text in straight quotes, as in 'water'"},
	{"»", "write a text in straight quotes, as in 'water'"},
	{"`", "write a text in straight quotes, as in 'water'"},
	{"^", "multiply with * instead of a power"},
}

// wordsForOperators are what authors write where an operator is wanted, and what
// stands for it here, by their small letters.
var wordsForOperators = map[string]string{
	"and": "and", "or": "or", "div": "div", "mod": "mod", // in great letters
	"is": "=", "eq": "=", "equals": "=", "ne": "!=", "not": "!=",
	"lt": "<", "le": "<=", "gt": ">", "ge": ">=",
	"plus": "+", "minus": "-", "x": "*", "times": "*", "xor": "!=",
}

// noValue tells what stands where a value is wanted.
func (p *parser) noValue() *Error {
	if p.token.kind == endToken {
		return p.scan.wrong(p.token.start, "the expression ends where a value is wanted", "write a value, or delete the operator before")
	}
	return p.scan.wrong(p.token.start, "a value is missing before "+p.token.text, "write a value, such as ${name}, a number or a text in quotes")
}

// noOperator tells what stands where an operator is wanted.
func (p *parser) noOperator() *Error {
	t := p.token
	word := shorten(p.scan.source[t.start:t.end])
	switch {
	case p.at(")"):
		return p.scan.wrong(t.start, "this ) closes nothing", "delete it, or write ( where it begins")
	case p.at(","):
		return p.scan.wrong(t.start, "a comma stands outside of a function", "write fractions with a point, as in 1.5")
	case t.kind == nameToken && wordsForOperators[strings.ToLower(t.text)] != "":
		return p.scan.wrong(t.start, word+" is no operator", "write "+wordsForOperators[strings.ToLower(t.text)])
	default:
		return p.scan.wrong(t.start, "an operator is missing before "+word, "write one, such as = or and; a text of several words stands in quotes")
	}
}
