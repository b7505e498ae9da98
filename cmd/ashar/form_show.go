package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"ashar/survey"
)

// writeForm writes a questionnaire as JSON that people read.
func writeForm(w io.Writer, q *survey.Questionnaire) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(q)
}

type formShow struct {
	formWords
	Form    string `arg:"" help:"Built-in questionnaire, XLSForm workbook (.xlsx) or JSON file."`
	Choices bool   `help:"Show the choices of every question too."`
}

// Run shows the tree.
func (c formShow) Run(m Main) error {
	q, err := readForm(c.Form)
	if err != nil {
		return err
	}
	lang, _, err := c.load(q)
	if err != nil {
		return err
	}
	t := tree{q: q, out: m.Out, lang: lang, choices: c.Choices}
	t.line(0, "%s — %s", q.Key(), t.text(q.Title))
	t.line(0, "%s", strings.Join(q.Languages, ", "))
	var open []*survey.Group
	for i := range q.Questions {
		x := &q.Questions[i]
		around := q.Around(x.Group)
		for depth, g := range around {
			if depth >= len(open) || open[depth] != g {
				t.group(depth+1, g)
				open = open[:min(depth, len(open))]
			}
			if depth >= len(open) {
				open = append(open, g)
			}
		}
		open = open[:min(len(open), len(around))]
		t.question(len(around)+1, x)
	}
	return nil
}

// tree draws a questionnaire with the technical names that its author knows.
type tree struct {
	q       *survey.Questionnaire
	out     io.Writer
	lang    string
	choices bool
}

func (t tree) line(depth int, format string, args ...any) {
	fmt.Fprintf(t.out, strings.Repeat("  ", depth)+format+"\n", args...)
}

func (t tree) text(x survey.Text) string {
	return strings.Join(strings.Fields(t.q.Say(x, t.lang)), " ")
}

func (t tree) group(depth int, g *survey.Group) {
	t.line(depth, "▸ %s  %s", g.Name, t.text(g.Label))
	if g.Relevant != "" {
		t.line(depth, "    if %s", g.Relevant)
	}
}

func (t tree) question(depth int, x *survey.Question) {
	t.line(depth, "• %s  %s", x.Name, t.text(x.Label))
	t.line(depth, "    %s", strings.Join(traits(x), ", "))
	for _, e := range []struct{ what, expression string }{
		{"if", x.Relevant}, {"required if", x.RequiredIf}, {"must be", x.Constraint}, {"choices where", x.ChoiceFilter}, {"=", x.Calculation},
	} {
		if e.expression != "" {
			t.line(depth, "    %s %s", e.what, e.expression)
		}
	}
	if !t.choices {
		return
	}
	for _, c := range t.q.Choices(t.q.Source(x)) {
		t.line(depth, "    ◦ %s  %s", c.Name, t.text(c.Label))
	}
}

// traits say of what sort a question is.
func traits(x *survey.Question) []string {
	said := []string{string(x.Kind)}
	add := func(is bool, format string, args ...any) {
		if is {
			said = append(said, fmt.Sprintf(format, args...))
		}
	}
	add(x.List != "", "list %s", x.List)
	add(x.Items != "", "of the list %s", x.Items)
	add(x.Of != "", "of %s", x.Of)
	add(x.Max > 0, "at most %d", x.Max)
	add(x.Pairs > 0, "%d pairs", x.Pairs)
	if x.Range != nil {
		add(true, "from %s to %s by %s", x.Range.Start, x.Range.End, x.Range.Step)
	}
	add(x.Required, "required")
	add(x.Shuffle, "in random order")
	add(x.Role != "", "role %s", x.Role)
	return said
}
