// Package expression is the language of conditions and calculations in an
// XLSForm questionnaire: the part of XPath 1.0, with the functions of ODK, in
// which authors write relevant, constraint, choice_filter and calculation.
//
// In comes the text of a cell. Parse makes an Expression of it, or an Error that
// says at which character what is wrong and what to write instead; Check holds
// the Expression against the questions that it names; Compile makes a Program of
// it, whose Eval takes the answers and gives a Value. Tree shows what it is made of,
// for putting it into words.
//
//	${age} >= 18 and selected(${needs}, 'water')
//
// The language has references to answers (${age}), the answer being judged (.),
// columns of the list of choices (oblast, in a choice_filter only), texts,
// numbers, the operators or, and, =, !=, <, <=, >, >=, +, -, *, div, mod and the
// unary minus, parentheses, and calls of functions. Precedence and coercions are
// those of XPath 1.0, save that a number which is none (0 div 0, or an answer that
// is missing) is the same as no answer, so that an expression means the same
// whether its parts are written out or calculated in rows of their own.
//
// Parse, Check and Eval end in bounded time, whatever they are given, and never
// panic: the text may come from a stranger's workbook.
package expression

// What an expression may be at most. An author who needs more parts it into
// calculations.
const (
	MaxSource = 4000 // bytes of a cell, and of its canonical writing
	MaxNodes  = 1000 // values, operators and calls
	MaxDepth  = 64   // parentheses, calls and minus signs inside each other
)

// MaxText is the greatest number of characters in any text that an expression
// takes in or gives out; what goes beyond is cut off.
const MaxText = 4000
