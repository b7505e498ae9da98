package expression

// Kind says what a Node is, and what it has.
type Kind uint8

// The kinds. Those of which no Parts are told have none, and those of which no Text
// is told have an empty one.
const (
	TextNode      Kind = iota // Text: what stands between the quotes
	NumberNode                // Text: its digits, as Value.String writes them, with the minus before it
	ReferenceNode             // Text: the name between ${ and }
	ListNode                  // Text: the same, where a function wants the question and not the answer
	SelfNode                  // "."
	ColumnNode                // Text: its name
	CallNode                  // Text: the name of the function; Parts: its arguments, as many as were written
	NegationNode              // Parts: what stands after the minus, which is no number
	BinaryNode                // Text: the operator, such as "and" or "<="; Parts: its left and its right side
)

// Node is an expression, or a part of one, for those who read it otherwise than by
// running it. How tightly operators bind is in the tree, so that it has neither
// parentheses nor spaces.
type Node struct {
	Kind  Kind
	Text  string
	Parts []Node
}

// Tree is what the expression is made of: at most MaxNodes nodes, in the order of
// the source. It is the caller's own, made anew by every call.
func (e *Expression) Tree() Node { return e.root.tree() }

func (n *node) tree() Node {
	if v, ok := n.constant(); ok && n.kind != TextNode {
		return Node{Kind: NumberNode, Text: v.String()}
	}
	t := Node{Kind: n.kind, Text: n.text}
	switch n.kind {
	case CallNode:
		t.Text = n.function.name
	case BinaryNode:
		t.Text = n.operator.sign
	case SelfNode:
		t.Text = ""
	}
	for _, p := range n.parts {
		t.Parts = append(t.Parts, p.tree())
	}
	return t
}
