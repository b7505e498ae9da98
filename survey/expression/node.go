package expression

import "iter"

// node is a part of an expression as it was parsed. It never changes.
type node struct {
	kind       Kind
	start, end int // bytes of the source, without parentheses around
	from, to   int // the same with them
	text       string
	number     float64   // of a NumberNode
	operator   *operator // of a BinaryNode
	function   *function // of a CallNode
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
	case n.kind == TextNode:
		return Str(n.text), true
	case n.kind == NumberNode:
		return Num(n.number), true
	case n.kind == NegationNode && n.parts[0].kind == NumberNode:
		return Num(-n.parts[0].number), true
	default:
		return Value{}, false
	}
}

// isEmptyText reports whether the node is the empty text, by which authors ask whether
// anything was answered.
func (n *node) isEmptyText() bool { return n.kind == TextNode && n.text == "" }
