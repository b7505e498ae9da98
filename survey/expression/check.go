package expression

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Variable is what is known about an answer before it is given.
type Variable struct {
	Type Type
	// Choices are the names that it can take; nil when it is not of choices, or
	// when they are not known.
	Choices []string
}

// Scope is what an expression may name where it stands.
type Scope struct {
	// Variable says what ${name} is, and whether there is such.
	Variable func(name string) (Variable, bool)
	// Self is "."; nil where no answer is being judged.
	Self *Variable
	// Column reports whether the choices have a column of that name; nil where no
	// columns can be named.
	Column func(name string) bool
	// Names has all that ${ } may name, for suggesting the one that was meant; nil
	// for no suggestions.
	Names func() []string
}

// Check holds the expression against what it may name, and returns the type of its
// value and everything that is wrong, by position. What ODK's authors rely on is
// not wrong: any answer compared with the empty text, a number with its digits in
// quotes, a choice whose name is a number with a number, a text used as a number.
func (e *Expression) Check(s Scope) (Type, []*Error) {
	c := &checker{expression: e, scope: s}
	v := c.variable(e.root)
	slices.SortStableFunc(c.found, func(a, b *Error) int { return cmp.Compare(a.Pos, b.Pos) })
	return v.Type, c.found
}

// maxSuggestions bounds the time that Check may take, since each is looked for
// among all names.
const maxSuggestions = 10

// checker collects the errors of an expression.
type checker struct {
	expression *Expression
	scope      Scope
	found      []*Error
	suggested  int
}

// suggest is the word that was probably meant, for the first few errors.
func (c *checker) suggest(word string, words []string) (string, bool) {
	if c.suggested == maxSuggestions {
		return "", false
	}
	c.suggested++
	return Nearest(word, words)
}

// operand is a part of an expression, and what is known about its value.
type operand struct {
	*node
	Variable
}

func (c *checker) wrong(n *node, do, wrong string, args ...any) {
	c.found = append(c.found, c.expression.errorAt(n, fmt.Sprintf(wrong, args...), do))
}

func (c *checker) operands(nodes []*node) []operand {
	all := make([]operand, len(nodes))
	for i, n := range nodes {
		all[i] = operand{n, c.variable(n)}
	}
	return all
}

// variable checks a part of the expression and says what its value can be.
func (c *checker) variable(n *node) Variable {
	switch n.kind {
	case TextNode:
		return Variable{Type: Text}
	case NumberNode:
		return Variable{Type: Number}
	case ReferenceNode, ListNode:
		return c.reference(n)
	case SelfNode:
		if c.scope.Self == nil {
			c.wrong(n, "write ${name} for the answer to a question", `"." means nothing here, where no answer is being judged`)
			return Variable{}
		}
		return *c.scope.Self
	case ColumnNode:
		c.column(n)
		return Variable{} // a cell can be a number, a name or several
	case CallNode:
		return c.call(n)
	case NegationNode:
		c.numeric(operand{n.parts[0], c.variable(n.parts[0])})
		return Variable{Type: Number}
	default:
		return c.binary(n)
	}
}

func (c *checker) reference(n *node) Variable {
	if c.scope.Variable != nil {
		if v, ok := c.scope.Variable(n.text); ok {
			return v
		}
	}
	do := "write the name of a question as it stands in the column name"
	if c.scope.Names != nil {
		if near, ok := c.suggest(n.text, c.scope.Names()); ok {
			do = fmt.Sprintf("did you mean ${%s}?", near)
		}
	}
	c.wrong(n, do, "there is no question ${%s}", shorten(n.text))
	return Variable{}
}

func (c *checker) column(n *node) {
	name := shorten(n.text)
	switch {
	case c.scope.Column != nil:
		if !c.scope.Column(n.text) {
			c.wrong(n, "write the heading of a column of choices, ${name} for an answer, or a text in quotes", "the choices have no column %s", name)
		}
	case functions[n.text] != nil:
		c.wrong(n, "write "+n.text+"(...), with parentheses", "%s is a function", name)
	case isWord(n.text):
		c.wrong(n, "write a value or a condition on both sides of it", "%s stands where a value is wanted", name)
	case c.names(n.text):
		c.wrong(n, fmt.Sprintf("write ${%s} for the answer, or '%s' for the text", name, name), "%s stands bare", name)
	default:
		c.wrong(n, fmt.Sprintf("write '%s' for the text", name), "%s stands bare", name)
	}
}

func (c *checker) names(name string) bool {
	if c.scope.Variable == nil {
		return false
	}
	_, ok := c.scope.Variable(name)
	return ok
}

func (c *checker) binary(n *node) Variable {
	sides := c.operands(n.parts)
	a, b := sides[0], sides[1]
	switch n.operator.class {
	case logical:
		c.condition(a)
		c.condition(b)
	case equality:
		c.equality(a, b)
		c.equality(b, a)
	case ordering:
		c.ordered(a, b)
		c.ordered(b, a)
	case arithmetic:
		c.term(n.operator.sign, a)
		c.term(n.operator.sign, b)
		return Variable{Type: Number}
	}
	return Variable{Type: Boolean}
}

// condition refuses a text or number that is written out where a condition is
// wanted: it always holds, or never. Nearly always the author has left out half of
// a comparison, as in ${a} = 'x' or 'y'.
func (c *checker) condition(x operand) {
	if _, ok := x.constant(); ok {
		c.wrong(x.node, "write the whole comparison, as in ${a} = 'x' or ${a} = 'y'", "%s alone is no condition", shorten(x.String()))
	}
}

// term checks one side of arithmetic.
func (c *checker) term(sign string, x operand) {
	if v, ok := x.constant(); ok && sign == "+" && v.Type() == Text && !isNumber(v) {
		c.wrong(x.node, "join texts with concat()", "%s is no number", shorten(x.String()))
		return
	}
	c.numeric(x)
}

// numeric checks what must be a number, or something that can be read as one.
func (c *checker) numeric(x operand) {
	switch v, written := x.constant(); {
	case written && !isNumber(v):
		c.wrong(x.node, "write a number", "%s is no number", shorten(x.String()))
	case x.Type == Names:
		c.wrong(x.node, fmt.Sprintf("count them with count-selected(%s)", shorten(x.String())), "%s is a set of choices and no number", shorten(x.String()))
	default:
		c.countable(x)
	}
}

// countable refuses a choice none of whose names is a number.
func (c *checker) countable(x operand) {
	if x.Type == Name && len(x.Choices) > 0 && !slices.ContainsFunc(x.Choices, func(name string) bool { return isNumber(Str(name)) }) {
		c.wrong(x.node, "compare it with = and a choice, as in "+shorten(x.String())+" = "+quoted(x.Choices[0]), "the choices of %s are no numbers", shorten(x.String()))
	}
}

// isNumber reports whether the value can be read as a number.
func isNumber(v Value) bool { return !math.IsNaN(v.Number()) }

// listed writes some of the choices.
func listed(choices []string) string {
	const most = 8
	if len(choices) > most {
		return strings.Join(choices[:most], ", ") + " …"
	}
	return strings.Join(choices, ", ")
}
