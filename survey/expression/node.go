package expression

import "iter"

// kind says what a node is, and which of its members are filled.
type kind uint8

const (
	textNode      kind = iota // text
	numberNode                // number
	referenceNode             // text: the name between ${ and }
	listNode                  // text: the same, in quotes, where a function wants the question and not the answer
	selfNode                  // the answer being judged
	columnNode                // text: its name
	callNode                  // function and parts
	negationNode              // one part
	binaryNode                // operator and two parts
)

// node is a part of an expression as it was parsed. It never changes.
type node struct {
	kind       kind
	start, end int // bytes of the source, without parentheses around
	from, to   int // the same with them
	text       string
	number     float64
	operator   *operator
	function   *function
	parts      []*node
}

// all goes through the node and everything below it, from left to right.
func (n *node) all() iter.Seq[*node] {
	return func(yield func(*node) bool) { n.walk(yield) }
}

func (n *node) walk(yield func(*node) bool) bool {
	if !yield(n) {
		return false
	}
	for _, p := range n.parts {
		if !p.walk(yield) {
			return false
		}
	}
	return true
}

// constant is the text or number that is written out in the expression.
func (n *node) constant() (Value, bool) {
	switch {
	case n.kind == textNode:
		return Str(n.text), true
	case n.kind == numberNode:
		return Num(n.number), true
	case n.kind == negationNode && n.parts[0].kind == numberNode:
		return Num(-n.parts[0].number), true
	default:
		return Value{}, false
	}
}

// isEmptyText reports whether the node is the empty text, by which authors ask whether
// anything was answered.
func (n *node) isEmptyText() bool { return n.kind == textNode && n.text == "" }
