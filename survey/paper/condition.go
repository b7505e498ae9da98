package paper

import "ashar/survey/expression"

// parse is what a condition is made of. Of one that cannot be read it is the empty
// text, of which nothing can be said.
func parse(condition string) expression.Node {
	e, err := expression.Parse(condition)
	if err != nil {
		return expression.Node{Kind: expression.TextNode}
	}
	return e.Tree()
}

// joins reports whether "and" or "or" joins two conditions.
func joins(t expression.Node, sign string) bool {
	return t.Kind == expression.BinaryNode && t.Text == sign
}

// operands are the parts that one operator, "and" or "or", joins all together.
func operands(t expression.Node, sign string) []expression.Node {
	if !joins(t, sign) {
		return []expression.Node{t}
	}
	return append(operands(t.Parts[0], sign), operands(t.Parts[1], sign)...)
}

// calls reports whether it is a call of the function with so many arguments.
func calls(t expression.Node, function string, arguments int) bool {
	return t.Kind == expression.CallNode && t.Text == function && len(t.Parts) == arguments
}

// constant reports whether it is a text or a number that is written out.
func constant(t expression.Node) bool {
	return t.Kind == expression.TextNode || t.Kind == expression.NumberNode
}

// mirrored are the comparisons with their sides exchanged.
var mirrored = map[string]string{"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

// opposite are the comparisons that hold where these do not.
var opposite = map[string]string{"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}

// compared is a comparison with what is constant on its right; ok is false for
// anything else.
func compared(t expression.Node) (left expression.Node, sign string, right expression.Node, ok bool) {
	if t.Kind != expression.BinaryNode || mirrored[t.Text] == "" {
		return left, "", right, false
	}
	switch a, b := t.Parts[0], t.Parts[1]; {
	case constant(b) && !constant(a):
		return a, t.Text, b, true
	case constant(a) && !constant(b):
		return b, mirrored[t.Text], a, true
	}
	return left, "", right, false
}

// bounds are the lowest and the highest number that a constraint lets in; "" where
// it says neither, or not in so many words.
func bounds(constraint string) (low, high string) {
	for _, part := range operands(parse(constraint), "and") {
		switch left, sign, right, ok := compared(part); {
		case !ok || left.Kind != expression.SelfNode || right.Kind != expression.NumberNode:
		case sign == ">=":
			low = right.Text
		case sign == "<=":
			high = right.Text
		}
	}
	return low, high
}
