package expression

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Parse reads an expression. The error is an *Error about the first thing that
// cannot be read. A function that is not known here, or a writing from another
// language, is told by name together with what to use instead.
func Parse(source string) (*Expression, error) {
	e, err := parse(source)
	if err != nil {
		return nil, err
	}
	return e, nil
}

func parse(source string) (*Expression, *Error) {
	if len(source) > MaxSource {
		return nil, tooLong(source)
	}
	if !utf8.ValidString(source) {
		return nil, errorAt(source, 0, "the expression has broken characters", "type it anew")
	}
	p := &parser{scan: scanner{source: source}}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.token.kind == endToken {
		return nil, errorAt(source, 0, "there is no expression", "write one, or leave the cell empty")
	}
	root, err := p.binary(1)
	if err != nil {
		return nil, err
	}
	if p.token.kind != endToken {
		return nil, p.noOperator()
	}
	e := &Expression{source: source, root: root}
	if len(e.String()) > MaxSource { // so that what Parse read it can read when it was written
		return nil, tooLong(source)
	}
	return e, nil
}

func tooLong(source string) *Error {
	return errorAt(source, 0, fmt.Sprintf("the expression has more than %d characters", MaxSource), "part it into calculations")
}

// parser is a parser by recursive descent, which has one token in hand.
type parser struct {
	scan  scanner
	token token
	nodes int
	depth int
}

func (p *parser) advance() (err *Error) {
	p.token, err = p.scan.next()
	return err
}

func (p *parser) at(sign string) bool { return p.token.kind == signToken && p.token.text == sign }

// node counts a new part of the expression.
func (p *parser) node(n node) (*node, *Error) {
	if p.nodes++; p.nodes > MaxNodes {
		return nil, p.scan.wrong(n.start, fmt.Sprintf("the expression has more than %d parts", MaxNodes), "part it into calculations")
	}
	n.from, n.to = n.start, n.end
	return &n, nil
}

// deeper goes one level down; the caller comes up again.
func (p *parser) deeper() *Error {
	if p.depth++; p.depth > MaxDepth {
		return p.scan.wrong(p.token.start, fmt.Sprintf("more than %d parentheses, functions or minus signs stand inside each other", MaxDepth), "part the expression into calculations")
	}
	return nil
}

// operator is the one in hand, if there is one. Only here are and, or, div and mod
// operators; where a value is wanted they are names, as in XPath.
func (p *parser) operator() *operator {
	if p.token.kind == signToken || p.token.kind == nameToken {
		return operators[p.token.text]
	}
	return nil
}

// binary reads values with operators between them that bind at least so tightly.
func (p *parser) binary(precedence int) (*node, *Error) {
	left, err := p.value()
	if err != nil {
		return nil, err
	}
	for op := p.operator(); op != nil && op.precedence >= precedence; op = p.operator() {
		if err := p.advance(); err != nil {
			return nil, err
		}
		right, err := p.binary(op.precedence + 1)
		if err != nil {
			return nil, err
		}
		if left, err = p.node(node{kind: BinaryNode, start: left.from, end: right.to, operator: op, parts: []*node{left, right}}); err != nil {
			return nil, err
		}
	}
	return left, nil
}

// value reads what an operator can stand before or after.
func (p *parser) value() (*node, *Error) {
	t := p.token
	n := node{start: t.start, end: t.end, text: t.text, number: t.number}
	switch {
	case t.kind == textToken:
		n.kind = TextNode
	case t.kind == numberToken:
		n.kind = NumberNode
	case t.kind == referenceToken:
		n.kind = ReferenceNode
	case t.kind == nameToken:
		return p.named()
	case p.at("."):
		n.kind = SelfNode
	case p.at("-"):
		return p.negation()
	case p.at("("):
		return p.parenthesis()
	default:
		return nil, p.noValue()
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	return p.node(n)
}

func (p *parser) negation() (*node, *Error) {
	start := p.token.start
	if err := p.deeper(); err != nil {
		return nil, err
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	of, err := p.value()
	if err != nil {
		return nil, err
	}
	p.depth--
	return p.node(node{kind: NegationNode, start: start, end: of.to, parts: []*node{of}})
}

func (p *parser) parenthesis() (*node, *Error) {
	open := p.token.start
	if err := p.deeper(); err != nil {
		return nil, err
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	n, err := p.binary(1)
	if err != nil {
		return nil, err
	}
	if p.token.kind == endToken {
		return nil, p.scan.wrong(open, "this ( is not closed", "write ) where it ends")
	}
	if !p.at(")") {
		return nil, p.noOperator()
	}
	n.from, n.to = open, p.token.end
	p.depth--
	return n, p.advance()
}

// named reads a column, or a call if a ( follows.
func (p *parser) named() (*node, *Error) {
	name := p.token
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.at("(") {
		return p.call(name)
	}
	if isWord(name.text) && p.beginsValue() {
		return nil, p.scan.wrong(name.start, "nothing stands before "+name.text, "write a value or a condition before it")
	}
	if strings.Contains(name.text, ":") {
		return nil, p.scan.wrong(name.start, fmt.Sprintf("%s cannot be a name", shorten(name.text)), "write ${name} for the answer to a question")
	}
	return p.node(node{kind: ColumnNode, start: name.start, end: name.end, text: name.text})
}

// beginsValue reports whether what is in hand can only be the beginning of a value.
func (p *parser) beginsValue() bool {
	switch p.token.kind {
	case textToken, numberToken, referenceToken:
		return true
	case nameToken:
		return !isWord(p.token.text)
	default:
		return p.at(".")
	}
}

// call reads the arguments of a function, whose ( is in hand.
func (p *parser) call(name token) (*node, *Error) {
	f := functions[name.text]
	if f == nil {
		wrong, do := unknownFunction(name.text)
		return nil, p.scan.wrong(name.start, wrong, do)
	}
	n := node{kind: CallNode, start: name.start, function: f}
	if err := p.deeper(); err != nil {
		return nil, err
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	for more := !p.at(")"); more; {
		argument, err := p.binary(1)
		if err != nil {
			return nil, err
		}
		n.parts = append(n.parts, f.passed(len(n.parts), argument))
		switch {
		case p.at(","):
			if err := p.advance(); err != nil {
				return nil, err
			}
		case p.at(")"):
			more = false
		case p.token.kind == endToken:
			return nil, p.scan.wrong(name.start, fmt.Sprintf("the ( of %s is not closed", f.name), "write ) after the last argument")
		default:
			return nil, p.noOperator()
		}
	}
	n.end = p.token.end
	p.depth--
	if err := p.advance(); err != nil {
		return nil, err
	}
	return p.node(n)
}
