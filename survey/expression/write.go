package expression

import "strings"

// write appends the canonical writing of n, in parentheses if it binds less
// tightly than what stands around.
func (n *node) write(b *strings.Builder, around int) {
	switch n.kind {
	case TextNode:
		b.WriteString(quoted(n.text))
	case NumberNode:
		b.WriteString(formatNumber(n.number))
	case ReferenceNode:
		b.WriteString("${" + n.text + "}")
	case ListNode:
		b.WriteString("'${" + n.text + "}'")
	case SelfNode:
		b.WriteString(".")
	case ColumnNode:
		b.WriteString(n.text)
	case CallNode:
		b.WriteString(n.function.name + "(")
		for i, p := range n.parts {
			if i > 0 {
				b.WriteString(", ")
			}
			p.write(b, 0)
		}
		b.WriteString(")")
	case NegationNode:
		b.WriteString("-")
		n.parts[0].write(b, tightest)
	case BinaryNode:
		n.writeBinary(b, around)
	}
}

func (n *node) writeBinary(b *strings.Builder, around int) {
	binds := n.operator.precedence
	if binds < around {
		b.WriteString("(")
		defer b.WriteString(")")
	}
	n.parts[0].write(b, binds)
	b.WriteString(" " + n.operator.sign + " ")
	n.parts[1].write(b, binds+1) // the same operator to the right had parentheses
}

// String is the canonical writing of the part.
func (n *node) String() string {
	var b strings.Builder
	n.write(&b, 0)
	return b.String()
}
