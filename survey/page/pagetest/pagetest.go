// Package pagetest helps the rooms to test their pages: Pages whose missing words fail the test, and a check that every
// template fits its struct and says only what the program has words for.
package pagetest

import (
	"html/template"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"github.com/jba/templatecheck"

	"ashar/survey/locale"
	"ashar/survey/page"
)

// PublicURL is the public address of New's pages.
const PublicURL = "http://ashar.test"

// Words loads the built-in words; asking for one that is missing, or cannot be filled, fails the test.
func Words(t testing.TB) *locale.Words {
	t.Helper()
	words, err := locale.Load(locale.OnMissing(func(lang, id string) {
		t.Errorf("message %q is missing in %s, or lacks an argument", id, lang)
	}))
	if err != nil {
		t.Fatalf("loading the words: %v", err)
	}
	return words
}

// New returns pages at PublicURL that speak Words.
func New(t testing.TB) *page.Pages {
	t.Helper()
	p, err := page.New(page.Config{Words: Words(t), PublicURL: PublicURL})
	if err != nil {
		t.Fatalf("making pages: %v", err)
	}
	return p
}

// inline is what the Content-Security-Policy does not let a page have.
var inline = regexp.MustCompile(`(?i)<style|\sstyle\s*=|<script(\s[^>]*)?>\s*[^<\s]|\son[a-z]+\s*=|javascript:`)

// Check holds each of a room's templates against the struct it is rendered with: views has, by the page's name, a
// (zero) value of it. Every field and method that the template names must exist, and every message that it says in so
// many words ({{.T "form.next"}}) must exist in Kyrgyz, Russian and English. Inline scripts, styles and handlers are
// errors: browsers would pass over them. So are a page without a view and a view without a page.
func Check(t testing.TB, room *page.Room, views map[string]any) {
	t.Helper()
	if got, want := slices.Sorted(maps.Keys(views)), room.Names(); !slices.Equal(got, want) {
		t.Errorf("views are given for the pages %q, the room has %q", got, want)
	}
	words := Words(t)
	for _, name := range room.Names() {
		tmpl, view := room.Template(name), views[name]
		if view == nil {
			continue
		}
		if err := templatecheck.CheckHTML(tmpl, view); err != nil {
			t.Errorf("page %s does not fit %T: %v", name, view, err)
		}
		said := read(tmpl)
		for _, found := range inline.FindAllString(said.text.String(), -1) {
			t.Errorf("page %s has %q inline, which the Content-Security-Policy forbids", name, found)
		}
		for _, id := range slices.Sorted(maps.Keys(said.ids)) {
			for _, lang := range []string{locale.Kyrgyz, locale.Russian, locale.English} {
				if !words.Has(lang, id) {
					t.Errorf("page %s says %q, which is missing in %s", name, id, lang)
				}
			}
		}
	}
}

// said is what a page's templates say in so many words: the ids that they give to T and N, and the HTML around.
type said struct {
	ids  map[string]bool
	text strings.Builder
}

func read(t *template.Template) *said {
	s := &said{ids: map[string]bool{}}
	for _, part := range t.Templates() {
		if part.Tree != nil && part.Tree.Root != nil {
			s.walk(part.Tree.Root)
		}
	}
	return s
}

func (s *said) walk(node parse.Node) {
	branch := func(b parse.BranchNode) {
		s.walk(b.Pipe)
		s.walk(b.List)
		if b.ElseList != nil {
			s.walk(b.ElseList)
		}
	}
	switch n := node.(type) {
	case *parse.TextNode:
		s.text.Write(n.Text)
	case *parse.ListNode:
		for _, child := range n.Nodes {
			s.walk(child)
		}
	case *parse.ActionNode:
		s.walk(n.Pipe)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			s.walk(n.Pipe)
		}
	case *parse.IfNode:
		branch(n.BranchNode)
	case *parse.RangeNode:
		branch(n.BranchNode)
	case *parse.WithNode:
		branch(n.BranchNode)
	case *parse.PipeNode:
		for _, command := range n.Cmds {
			s.walk(command)
		}
	case *parse.CommandNode:
		if speaks(n.Args[0]) && len(n.Args) > 1 {
			if literal, ok := n.Args[1].(*parse.StringNode); ok {
				s.ids[literal.Text] = true
			}
		}
		for _, arg := range n.Args {
			s.walk(arg)
		}
	}
}

// speaks reports whether a command's first word is T or N of something: .T, $.T, $page.N.
func speaks(node parse.Node) bool {
	var path []string
	switch n := node.(type) {
	case *parse.FieldNode:
		path = n.Ident
	case *parse.VariableNode:
		path = n.Ident[1:]
	}
	return len(path) > 0 && (path[len(path)-1] == "T" || path[len(path)-1] == "N")
}
