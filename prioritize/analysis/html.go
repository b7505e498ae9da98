package analysis

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"ashar/prioritize/outline"
	"ashar/survey/locale"
)

//go:embed report.html
var reportPage string

//go:embed report.css
var reportStyle string

// StyleSource is how a Content-Security-Policy allows the style of what WriteHTML writes, which is the same in every
// document: "'sha256-...'", for style-src.
func StyleSource() string {
	sum := sha256.Sum256([]byte(reportStyle))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// WriteHTML writes the Document as one page that needs nothing else: no script, no picture and no font from elsewhere,
// and a single element of style; see StyleSource. Each table is a section with its sentences and charts before it and
// its notes under it, in the template's order. Charts are of SVG with every figure beside them in letters. Printed it
// is of A4, upright or, for tables of many columns, across, with the headings on every sheet; a table with more columns
// than fit side by side is parted, by village or by group. Nothing that was typed in becomes markup.
func (d *Document) WriteHTML(w io.Writer, s locale.Speaker) error {
	t, err := newPage()
	if err == nil {
		err = t.Execute(w, d.page(s))
	}
	if err != nil {
		return fmt.Errorf("analysis: HTML: %w", err)
	}
	return nil
}

func newPage() (*template.Template, error) { return template.New("report").Parse(reportPage) }

// page is the Document in words.
type page struct {
	Lang, Title, Of, About, Notice, Lead, Contents string
	Style                                          template.CSS
	Wide                                           bool // its head is printed on a sheet that lies across
	Sections                                       []section
}

// section is a table with what stands around it.
type section struct {
	ID, Title, Lead string
	Wide            bool // it is printed on sheets that lie across
	Says            []string
	Charts          []picture
	Grids           []grid // the table, or its parts side by side
	Notes           []string
}

// grid is a table, or a part of its columns.
type grid struct {
	Caption string
	Heads   [][]headCell
	Rows    [][]gridCell
}

type headCell struct {
	Text, Scope   string
	Columns, Rows int
	Narrow        bool // it stands over numbers
}

type gridCell struct {
	Text, Class string
	Row         bool // it says what its row is about
}

func (d *Document) page(s locale.Speaker) page {
	p := page{
		Lang: s.Lang(), Title: d.Title(s), Of: name(s, d.Municipality.Name), About: d.about(s), Lead: name(s, d.Template.Lead),
		Contents: s.T("report.contents"), Style: template.CSS(reportStyle), //nolint:gosec // it is ours
	}
	if d.Notice != nil {
		p.Notice = say(s, *d.Notice)
	}
	for i := range d.Tables {
		t := &d.Tables[i]
		x := section{ID: t.ID, Title: t.Heading(s), Lead: name(s, t.Lead), Says: d.Sentences(s, t)}
		for _, c := range t.Charts {
			x.Charts = append(x.Charts, c.picture(s))
		}
		parts, wide := t.parts(s)
		x.Wide = wide
		if len(t.Rows) == 0 {
			parts, x.Wide = nil, false
		}
		for n, columns := range parts {
			g := t.grid(s, columns)
			g.Caption = x.Title
			if len(parts) > 1 {
				g.Caption = s.T("report.part", "Title", x.Title, "Part", n+1, "Of", len(parts))
			}
			x.Grids = append(x.Grids, g)
		}
		for _, n := range t.Notes {
			x.Notes = append(x.Notes, say(s, n))
		}
		p.Sections = append(p.Sections, x)
	}
	p.across()
	return p
}

// How much stands side by side on a sheet, in millimetres.
const (
	uprightRoom = 182.0
	lyingRoom   = 273.0
)

// printed is how wide the column is on paper, in millimetres: a number takes what its heading does.
func (t *Table) printed(s locale.Speaker, i int) float64 {
	c := t.Columns[i]
	switch {
	case c.Family == outline.Columns(t.ID)[0]:
		return 45
	case c.Kind == Words:
		return 25
	}
	longest := len("100,0")
	for word := range strings.FieldsSeq(label(s, c.Heading)) {
		longest = max(longest, utf8.RuneCountInString(word))
	}
	return 1.5*float64(longest) + 2.5
}

// parts are the columns that stand side by side on one sheet. Those of one village or group are not torn apart, and
// each part begins with the columns that say what its rows are about. wide says whether the sheet lies across.
func (t *Table) parts(s locale.Speaker) (parts [][]int, wide bool) {
	all := 0.0
	for i := range t.Columns {
		all += t.printed(s, i)
	}
	fixed := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Group != nil })
	if fixed < 0 || all <= lyingRoom {
		return [][]int{t.run(0, len(t.Columns))}, all > uprightRoom
	}
	base := 0.0
	for i := range fixed {
		base += t.printed(s, i)
	}
	part, used := t.run(0, fixed), base
	for from := fixed; from < len(t.Columns); {
		to, more := from+1, t.printed(s, from)
		for t.Columns[from].Group != nil && to < len(t.Columns) && sameGroup(t.Columns[from], t.Columns[to]) {
			more += t.printed(s, to)
			to++
		}
		if used+more > lyingRoom && len(part) > fixed {
			parts = append(parts, part)
			part, used = t.run(0, fixed), base
		}
		part, used = append(part, t.run(from, to)...), used+more
		from = to
	}
	return append(parts, part), true
}

// run are the numbers from one to before another.
func (t *Table) run(from, to int) []int {
	var all []int
	for i := from; i < to; i++ {
		all = append(all, i)
	}
	return all
}

// across lets a section that would have a sheet to itself, between two that lie across, lie so too, and the head of the
// page as what comes first.
func (p *page) across() {
	lies := make([]bool, len(p.Sections))
	for i := range p.Sections {
		lies[i] = p.Sections[i].Wide || (i == 0 || p.Sections[i-1].Wide) && (i == len(p.Sections)-1 || p.Sections[i+1].Wide)
	}
	for i := range p.Sections {
		p.Sections[i].Wide = lies[i]
	}
	p.Wide = len(lies) > 0 && lies[0]
}

// grid is the table with some of its columns.
func (t *Table) grid(s locale.Speaker, columns []int) grid {
	g := grid{Heads: t.heads(s, columns)}
	about := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Family == outline.Columns(t.ID)[0] })
	for _, row := range t.Rows {
		var cells []gridCell
		for _, i := range columns {
			cells = append(cells, htmlCell(s, row[i], t.Columns[i], i == about))
		}
		g.Rows = append(g.Rows, cells)
	}
	return g
}

// heads are one row, or two where columns share a heading.
func (t *Table) heads(s locale.Speaker, columns []int) [][]headCell {
	grouped := slices.ContainsFunc(columns, func(i int) bool { return t.Columns[i].Group != nil })
	var above, below []headCell
	for n := 0; n < len(columns); {
		c := t.Columns[columns[n]]
		if c.Group == nil {
			h := headCell{Text: label(s, c.Heading), Scope: "col", Columns: 1, Rows: 1, Narrow: c.Kind != Words}
			if grouped {
				h.Rows = 2
			}
			above, n = append(above, h), n+1
			continue
		}
		h := headCell{Text: label(s, *c.Group), Scope: "colgroup", Rows: 1}
		for n < len(columns) && sameGroup(c, t.Columns[columns[n]]) {
			x := t.Columns[columns[n]]
			below = append(below, headCell{Text: label(s, x.Heading), Scope: "col", Columns: 1, Rows: 1, Narrow: x.Kind != Words})
			h.Columns, n = h.Columns+1, n+1
		}
		above = append(above, h)
	}
	if !grouped {
		return [][]headCell{above}
	}
	return [][]headCell{above, below}
}

// htmlCell is a cell for readers.
func htmlCell(s locale.Speaker, c Cell, col Column, about bool) gridCell {
	x := gridCell{Text: cellWords(s, c, col), Class: string(c.State), Row: about}
	switch {
	case c.State != "" || x.Text == "":
	case c.Number != nil && col.Kind != Words:
		x.Class = "figure"
	case col.Kind == Words:
		x.Class = "text"
	}
	return x
}
