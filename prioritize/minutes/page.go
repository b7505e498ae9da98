package minutes

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"ashar/prioritize/docx"
	"ashar/survey/locale"
)

//go:embed minutes.html
var page string

// pageTable is a table with its number.
type pageTable struct {
	*Table
	Caption string
}

// Last reports whether a row is the sum of the others.
func (x pageTable) Last(row int) bool { return x.Total && row == len(x.Rows)-1 }

// pageText is a text of the minutes, line by line; Blank is what is said in place of one that was not written down.
type pageText struct {
	Lines []string
	Blank string
}

// HTML is the minutes for a page, below its <h1>: sections under <h2>, <h3> and <h4>, facts as "dl.facts", tables in
// "div.table" with numbers in ".num", and in place of what was not written down the words for that. Nothing that was
// typed in becomes markup.
func (d *Document) HTML(s locale.Speaker) (template.HTML, error) {
	t, err := newPage(teller{d, s})
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, d.Sections(s)); err != nil {
		return "", fmt.Errorf("minutes: hearing %s: %w", d.Hearing.ID, err)
	}
	return template.HTML(b.String()), nil
}

// newPage is the template with its functions, for one rendering: tables are numbered as they come.
func newPage(t teller) (*template.Template, error) {
	tables := 0
	said := func(s string) pageText {
		if s = strings.TrimSpace(docx.Clean(s)); s == "" {
			return pageText{Blank: t.T("minutes.blank")}
		}
		return pageText{Lines: strings.Split(s, "\n")}
	}
	parsed, err := template.New("minutes").Funcs(template.FuncMap{
		"said": said,
		"numbered": func(x *Table) pageTable {
			tables++
			before, after := t.caption(x)
			return pageTable{x, fmt.Sprint(before, tables, after)}
		},
	}).Parse(page)
	if err != nil {
		return nil, fmt.Errorf("minutes: %w", err)
	}
	return parsed, nil
}
