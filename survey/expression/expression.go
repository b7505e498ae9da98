package expression

import "slices"

// Expression is a condition or a calculation that Parse could read. It never
// changes, and may be used by several goroutines at once.
type Expression struct {
	source string
	start  int // where the source begins in what the nodes count from
	root   *node
}

// Source is the expression as it was written.
func (e *Expression) Source() string { return e.source }

// String is the canonical writing: single spaces, no parentheses that change
// nothing, texts in single quotes or, if they have one inside, in double ones.
// Parse reads it, into an expression with the same meaning and the same writing.
func (e *Expression) String() string { return e.root.String() }

// References has the names in ${ }, each once, in the order in which they appear.
func (e *Expression) References() []string {
	return e.texts(func(n *node) bool { return n.kind == ReferenceNode || n.kind == ListNode })
}

// Columns has the bare names, each once, in the order in which they appear. They
// are columns of the list of choices.
func (e *Expression) Columns() []string {
	return e.texts(func(n *node) bool { return n.kind == ColumnNode })
}

func (e *Expression) texts(such func(*node) bool) []string {
	var found []string
	for n := range e.root.all() {
		if such(n) && !slices.Contains(found, n.text) {
			found = append(found, n.text)
		}
	}
	return found
}

// UsesClock reports whether the value depends on when it is asked for: whether
// today() or now() is called.
func (e *Expression) UsesClock() bool { return e.calls("today") || e.calls("now") }

// UsesOnce reports whether once() is called, which keeps the value that was there.
func (e *Expression) UsesOnce() bool { return e.calls("once") }

func (e *Expression) calls(function string) bool {
	return e.any(func(n *node) bool { return n.kind == CallNode && n.function.name == function })
}

func (e *Expression) any(such func(*node) bool) bool {
	for n := range e.root.all() {
		if such(n) {
			return true
		}
	}
	return false
}

// Conjuncts parts the expression where "and" joins all that is left and right of
// it. It holds exactly if each of them does, from left to right. Each has its own
// slice of the source, without parentheses around, and counts its characters from
// there. If nothing is joined, there is one.
func (e *Expression) Conjuncts() []*Expression {
	var parts []*Expression
	var split func(n *node)
	split = func(n *node) {
		if n.kind == BinaryNode && n.operator.sign == "and" {
			split(n.parts[0])
			split(n.parts[1])
			return
		}
		parts = append(parts, &Expression{source: e.source[n.start-e.start : n.end-e.start], start: n.start, root: n})
	}
	split(e.root)
	return parts
}

// errorAt makes an Error about a part of the expression.
func (e *Expression) errorAt(n *node, wrong, do string) *Error {
	return errorAt(e.source, n.start-e.start, wrong, do)
}
