package expression

import (
	"fmt"
	"slices"
	"strings"
)

// equality checks one side of = and != against the other.
func (c *checker) equality(x, other operand) {
	if x.isEmptyText() || other.isEmptyText() {
		return // asks whether anything was answered
	}
	value, written := other.constant()
	name := shorten(x.String())
	switch x.Type {
	case Names:
		c.equalsSet(x, other)
	case Name:
		switch {
		case written:
			c.hasChoice(x, other.node, value)
		case other.Type == Boolean:
			c.wrong(other.node, "compare it with one of its choices", "%s is a choice, neither true nor false", name)
		}
	case Number:
		if written && !isNumber(value) {
			c.wrong(other.node, "compare it with a number", "%s is a number, and %s is none", name, shorten(other.String()))
		}
	case Date:
		c.comparesDate(x, other)
	case Boolean:
		if written && value.Type() == Text {
			c.wrong(other.node, "write true() or false()", "%s is true or false, and any text counts as true", name)
		}
	}
}

// equalsSet refuses to compare all that was chosen with one choice, which holds
// only if nothing else was chosen.
func (c *checker) equalsSet(x, other operand) {
	name := shorten(x.String())
	value, written := other.constant()
	words := strings.Fields(value.String())
	switch {
	case written && len(words) > 1:
		c.hasChoices(x, other.node, words)
	case written, other.Type == Name, other.Type == Number, other.Type == Boolean:
		c.wrong(x.node, fmt.Sprintf("write selected(%s, %s)", name, shorten(other.String())), "%s is a set of choices, and is compared with one", name)
		if written {
			c.hasChoice(x, other.node, value)
		}
	}
}

// ordered checks one side of <, <=, > and >= against the other.
func (c *checker) ordered(x, other operand) {
	name := shorten(x.String())
	switch value, written := x.constant(); {
	case written && !isNumber(value):
		c.wrong(x.node, "compare numbers, or dates written as in '2026-01-31'", "%s is neither a number nor a date", name)
	case x.Type == Names:
		c.numeric(x)
	case x.Type == Boolean:
		c.wrong(x.node, "write two comparisons with and between, as in 18 <= ${age} and ${age} <= 60", "%s is true or false and has no order", name)
	case x.Type == Date:
		c.comparesDate(x, other)
	default:
		c.countable(x)
	}
}

// comparesDate refuses what no date is like: other texts, which never compare, and
// plain numbers, which would be days since 1970.
func (c *checker) comparesDate(x, other operand) {
	value, written := other.constant()
	if !written || other.isEmptyText() {
		return
	}
	if _, ok := parseDate(value.String()); !ok {
		c.wrong(other.node, "write a date as in '2026-01-31', or subtract dates: today() - ${born} is a number of days", "%s is a date, and %s is none", shorten(x.String()), shorten(other.String()))
	}
}

// hasChoices checks names that are written out in one text. The first that is none
// is enough to tell.
func (c *checker) hasChoices(x operand, at *node, names []string) {
	for _, name := range names {
		if !c.hasChoice(x, at, Str(name)) {
			return
		}
	}
}

// hasChoice checks that a name which is written out is one that x can take. A
// number stands for the choice of that number.
func (c *checker) hasChoice(x operand, at *node, name Value) bool {
	if len(x.Choices) == 0 || slices.ContainsFunc(x.Choices, func(choice string) bool {
		return choice == name.String() || name.Type() == Number && equal(name, Str(choice))
	}) {
		return true
	}
	do := "its choices are " + listed(x.Choices)
	if near, ok := c.suggest(name.String(), x.Choices); ok {
		do = "did you mean " + quoted(near) + "?"
	}
	c.wrong(at, do, "%s has no choice %s", shorten(x.String()), shorten(name.String()))
	return false
}
