package xlsform

import (
	"slices"
	"strconv"
	"strings"

	"ashar/survey/expression"
)

// limits are conditions that follow from members of a question, as other tools
// need them in a cell. They stand there first, and what the author says besides
// comes after them, in parentheses.
type limits []string

// with is the cell of the limits and the author's own expression.
func (l limits) with(rest string) string {
	cell := strings.Join(l, " and ")
	switch {
	case rest == "":
		return cell
	case cell == "":
		return rest
	}
	return cell + " and (" + rest + ")"
}

// without takes the limits out of a cell, each once, and leaves what the author
// says besides. An expression that cannot be read is left whole.
func (l limits) without(cell string) string {
	if len(l) == 0 {
		return cell
	}
	var wanted []string
	for _, limit := range l {
		wanted = append(wanted, conditions(limit)...)
	}
	return apart(cell, func(condition string) bool {
		i := slices.Index(wanted, condition)
		if i >= 0 {
			wanted = slices.Delete(wanted, i, i+1)
		}
		return i >= 0
	})
}

// conditions are what an expression joins by "and", in canonical writing; nil if
// it cannot be read.
func conditions(source string) []string {
	e, err := expression.Parse(source)
	if err != nil {
		return nil
	}
	var all []string
	for _, c := range e.Conjuncts() {
		all = append(all, settled(c.String()))
	}
	return all
}

// settled brings "more than 1" to "at least 2", and "less than 3" to "at most 2",
// where choices or letters are counted.
func settled(condition string) string {
	if !strings.HasPrefix(condition, "count-selected(") && !strings.HasPrefix(condition, "string-length(") {
		return condition
	}
	for sign, to := range map[string]struct {
		sign string
		by   int
	}{" > ": {" >= ", 1}, " < ": {" <= ", -1}} {
		counted, number, found := strings.Cut(condition, sign)
		if n, err := strconv.Atoi(number); found && err == nil && len(number) < 10 && n+to.by >= 0 {
			return counted + to.sign + strconv.Itoa(n+to.by)
		}
	}
	return condition
}

// atMost is the number in a condition such as "count-selected(.) <= 3".
func atMost(condition, counted string) (int, bool) {
	digits, found := strings.CutPrefix(condition, counted+" <= ")
	n, err := strconv.Atoi(digits)
	return n, found && err == nil && n > 0 && len(digits) < 10
}

// apart takes conditions out of an expression and returns the source of the
// others, as it was typed wherever that can be.
func apart(source string, takes func(condition string) bool) string {
	e, err := expression.Parse(source)
	if err != nil {
		return source
	}
	all := e.Conjuncts()
	var left []string
	var sources []string
	ordered := true // all that is taken stands before all that is left
	for _, c := range all {
		if takes(settled(c.String())) {
			ordered = ordered && len(left) == 0
			continue
		}
		left, sources = append(left, c.String()), append(sources, c.Source())
	}
	switch {
	case len(left) == len(all):
		return source
	case len(left) == 0:
		return ""
	}
	if tail, ok := after(source, all[:len(all)-len(left)]); ok && ordered {
		if inner, opened := strings.CutPrefix(tail, "("); opened {
			if inner, closed := strings.CutSuffix(inner, ")"); closed && says(inner, left) {
				return strings.TrimSpace(inner)
			}
		}
		if says(tail, left) {
			return tail
		}
	}
	for i, s := range sources {
		if !says("true() and "+s, []string{"true()", left[i]}) { // it binds less tightly than "and"
			sources[i] = "(" + s + ")"
		}
	}
	return strings.Join(sources, " and ")
}

// after is what follows the first conditions of an expression and an "and".
func after(source string, first []*expression.Expression) (string, bool) {
	for _, c := range first {
		i := strings.Index(source, c.Source())
		if i < 0 {
			return "", false
		}
		source = source[i+len(c.Source()):]
	}
	tail, ok := strings.CutPrefix(strings.TrimLeft(source, ") \t\n\u00a0"), "and")
	return strings.TrimSpace(tail), ok
}

// says reports whether an expression joins just these conditions.
func says(source string, want []string) bool {
	e, err := expression.Parse(source)
	if err != nil {
		return false
	}
	return slices.EqualFunc(e.Conjuncts(), want, func(c *expression.Expression, w string) bool { return c.String() == w })
}

// alike reports whether two cells join the same conditions.
func alike(a, b string) bool {
	if a == "" || b == "" {
		return a == b
	}
	ca, cb := conditions(a), conditions(b)
	return ca != nil && slices.Equal(ca, cb)
}

// parses reports whether a cell is an expression that can be read, which one
// cannot that is too long.
func parses(source string) bool {
	_, err := expression.Parse(source)
	return err == nil
}
