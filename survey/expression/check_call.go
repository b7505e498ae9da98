package expression

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// call checks the arguments of a function, and says what its value can be.
func (c *checker) call(n *node) Variable {
	f := n.function
	args := c.operands(n.parts)
	if !f.takes(len(args)) {
		c.wrong(n, "write "+f.usage(), "%s() cannot have %s", f.name, arguments(len(args)))
		return Variable{Type: f.returns}
	}
	for i, x := range args {
		c.argument(f, f.parameter(i), x, args)
	}
	if f.result != nil {
		return f.result(args)
	}
	return Variable{Type: f.returns}
}

func (c *checker) argument(f *function, p parameter, x operand, args []operand) {
	switch p {
	case condition:
		c.condition(x)
	case numeric:
		c.numeric(x)
	case wording:
		if x.Type == Names {
			c.wrong(x.node, "use selected(), which looks for whole names", "%s is a set of choices, and %s() looks for letters", shorten(x.String()), f.name)
		}
	case set:
		c.set(f, x)
	case choice:
		c.choice(args[0], x)
	case index:
		c.index(x)
	case pattern:
		c.pattern(x)
	case date:
		c.date(x)
	case list:
		c.list(f, args[0], x)
	}
}

// set checks what must have names of choices in it. A text that is computed may
// have been joined from several.
func (c *checker) set(f *function, x operand) {
	isAnswer := x.kind == ReferenceNode || x.kind == SelfNode
	if x.Type == Number || x.Type == Boolean || x.Type == Date || x.Type == Text && isAnswer {
		c.wrong(x.node, "compare it with = or another operator", "%s is a %s, and %s() is for choices", shorten(x.String()), x.Type, f.name)
	}
}

// choice checks the name that is looked for in a set, whichever of the two is
// written out.
func (c *checker) choice(of, x operand) {
	name, written := x.constant()
	words := strings.Fields(name.String())
	switch {
	case x.Type == Names:
		c.wrong(x.node, "look for one choice at a time", "%s is a set of choices, and one name is looked for", shorten(x.String()))
	case written && len(words) != 1:
		c.wrong(x.node, "write the name of one choice; join several calls with or", "%s is not the name of one choice", shorten(x.String()))
	case written && (of.Type == Name || of.Type == Names):
		c.hasChoice(of, x.node, Str(words[0])) // by its letters: selected() does not count
	case of.kind == TextNode && x.Type == Name:
		c.hasChoices(x, of.node, strings.Fields(of.text))
	}
}

func (c *checker) index(x operand) {
	c.numeric(x)
	if v, written := x.constant(); written {
		if i := v.Number(); i < 0 || i != math.Trunc(i) && isNumber(v) {
			c.wrong(x.node, "write a whole number; the first choice is at 0", "no choice is at %s", shorten(x.String()))
		}
	}
}

func (c *checker) pattern(x operand) {
	if x.kind != TextNode {
		c.wrong(x.node, "write it as a text, as in regex(., '[0-9]{6}')", "the pattern of regex() must be written out")
		return
	}
	if _, err := wholeText(x.text); err != nil {
		reason := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		c.wrong(x.node, "correct it; patterns are those of RE2, which cannot look ahead or behind, or refer back", "the pattern cannot be read (%s)", shorten(reason))
	}
}

func (c *checker) date(x operand) {
	value, written := x.constant()
	switch {
	case written && !isNumber(value):
		c.wrong(x.node, "write a date as in date('2026-01-31')", "%s is no date", shorten(x.String()))
	case x.Type == Names || x.Type == Name || x.Type == Boolean:
		c.wrong(x.node, "write a date, or a number of days since 1970-01-01", "%s is a %s and no date", shorten(x.String()), x.Type)
	}
}

// list checks the question whose choices are meant, and the choice that is named.
func (c *checker) list(f *function, name, x operand) {
	if name.Type == Names {
		c.wrong(name.node, fmt.Sprintf("name one of them at a time, as in selected-at(%s, 0)", shorten(name.String())), "%s is a set of choices, and %s() is for one", shorten(name.String()), f.name)
	}
	switch {
	case x.kind != ListNode:
		c.wrong(x.node, "write it as in jr:choice-name(${a}, '${a}')", "%s() wants a question whose choices are meant", f.name)
	case x.Type != Name && x.Type != Names && x.Type != Any:
		c.wrong(x.node, "name a question of the type select_one, select_multiple or rank", "${%s} is a %s and has no choices", shorten(x.text), x.Type)
	}
}

// usage is how the function is called.
func (f *function) usage() string {
	words := make([]string, 0, len(f.parameters)+1)
	for i, p := range f.parameters {
		word := [...]string{
			anything: "value", condition: "condition", numeric: "number", wording: "text", set: "${question}",
			choice: "'choice'", index: "place", pattern: "'pattern'", date: "'2026-01-31'", list: "'${question}'",
		}[p]
		if i >= len(f.parameters)-f.optional {
			word += "?"
		}
		words = append(words, word)
	}
	if f.repeated {
		words = append(words, "...")
	}
	return fmt.Sprintf("%s(%s)", f.name, strings.Join(words, ", "))
}

func arguments(n int) string {
	switch n {
	case 0:
		return "no argument"
	case 1:
		return "one argument"
	default:
		return fmt.Sprintf("%d arguments", n)
	}
}

// ofBranches is the value of if: one of the two branches.
func ofBranches(args []operand) Variable { return ofEither(args[1:]) }

// ofEither is a value that is one of two.
func ofEither(args []operand) Variable {
	a, b := args[0], args[1]
	switch {
	case a.isEmptyText():
		return b.Variable
	case b.isEmptyText():
		return a.Variable
	case a.Type != b.Type:
		return Variable{}
	case !slices.Equal(a.Choices, b.Choices):
		return Variable{Type: a.Type}
	default:
		return a.Variable
	}
}

func ofFirst(args []operand) Variable { return args[0].Variable }

// ofOne is one choice out of a set.
func ofOne(args []operand) Variable { return Variable{Type: Name, Choices: args[0].Choices} }
