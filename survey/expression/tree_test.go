package expression_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey/expression"
)

func TestTree(t *testing.T) {
	leaf := func(kind expression.Kind, text string) expression.Node {
		return expression.Node{Kind: kind, Text: text}
	}
	with := func(kind expression.Kind, text string, parts ...expression.Node) expression.Node {
		return expression.Node{Kind: kind, Text: text, Parts: parts}
	}
	a, one := leaf(expression.ReferenceNode, "a"), leaf(expression.NumberNode, "1")
	tests := []struct {
		source string
		want   expression.Node
	}{
		{"“it's”", leaf(expression.TextNode, "it's")},
		{"''", leaf(expression.TextNode, "")},
		{"01.50", leaf(expression.NumberNode, "1.5")},
		{"-(.5)", leaf(expression.NumberNode, "-0.5")},
		{"-0", leaf(expression.NumberNode, "0")},
		{"- -1", with(expression.NegationNode, "", leaf(expression.NumberNode, "-1"))},
		{"-${ a }", with(expression.NegationNode, "", a)},
		{".", leaf(expression.SelfNode, "")},
		{"oblast", leaf(expression.ColumnNode, "oblast")},
		{"today()", leaf(expression.CallNode, "today")},
		{"not(1, ${a})", with(expression.CallNode, "not", one, a)},
		{"jr:choice-name(${a}, ' ${a}')", with(expression.CallNode, "jr:choice-name", a, leaf(expression.ListNode, "a"))},
		{"((1)-(${a}-1))", with(expression.BinaryNode, "-", one, with(expression.BinaryNode, "-", a, one))},
		{"1 or ${a} and and", with(expression.BinaryNode, "or", one, with(expression.BinaryNode, "and", a, leaf(expression.ColumnNode, "and")))},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, parse(t, tt.source).Tree()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTreeOfAConjunctIsItsOwn(t *testing.T) {
	e := parse(t, "${a} and ${b}")
	e.Tree().Parts[1].Text = "c"
	got, want := e.Conjuncts()[1].Tree(), expression.Node{Kind: expression.ReferenceNode, Text: "b"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
