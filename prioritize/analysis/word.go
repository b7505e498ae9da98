package analysis

import (
	"fmt"
	"io"
	"strings"

	"ashar/prioritize/docx"
	"ashar/survey"
	"ashar/survey/locale"
)

// WriteDOCX writes the Document as a Word document for the working group to go on with: what can be read out of each
// table, its charts, the table itself and its notes, in the template's order. Wide tables lie, and those too wide for a
// page stand in several parts that begin with the same columns. What is to be filled in is marked.
func (d *Document) WriteDOCX(w io.Writer, s locale.Speaker) error {
	doc := docx.New(docx.About{Title: d.Title(s) + ". " + name(s, d.Municipality.Name), Author: name(s, d.Municipality.Name), Language: s.Lang(), Made: d.Made})
	top := append([]string{name(s, d.Municipality.Name), name(s, d.Campaign.Title)}, d.notices(s)...)
	doc.Header = docx.Text(strings.Join(top, " · "))
	doc.Footer = []docx.Run{{Field: docx.PageNumber}, {Text: " / "}, {Field: docx.PageCount}}
	x := wordWriter{d: d, s: s, doc: doc}
	x.head()
	for i := range d.Tables {
		x.table(&d.Tables[i])
	}
	if _, err := doc.WriteTo(w); err != nil {
		return fmt.Errorf("analysis: DOCX: %w", err)
	}
	return nil
}

// notices are what is to be known of all figures: that they are invented, or can still change.
func (d *Document) notices(s locale.Speaker) []string {
	var all []string
	if d.Notice != nil {
		all = append(all, say(s, *d.Notice))
	}
	if d.Campaign.Provisional {
		all = append(all, s.T("report.note.provisional"))
	}
	return all
}

// wordWriter puts a Document into Word's blocks.
type wordWriter struct {
	d   *Document
	s   locale.Speaker
	doc *docx.Document
	now bool // the page lies
}

// head is what the document is, of what and of when.
func (x *wordWriter) head() {
	d, s := x.d, x.s
	x.doc.Add(docx.Paragraph{Style: docx.Title, Runs: docx.Text(d.Title(s))}, docx.Paragraph{Style: docx.Subtitle, Runs: docx.Text(name(s, d.Municipality.Name))})
	for _, n := range d.notices(s) {
		x.doc.Add(docx.Paragraph{Align: docx.Centre, Runs: docx.Bold(n)})
	}
	facts := docx.Table{Plain: true, Columns: []docx.Column{{Width: 2}, {Width: 4}}}
	fact := func(id, value string) {
		facts.Rows = append(facts.Rows, docx.Row{Cells: []docx.Cell{{Runs: docx.Bold(s.T("report.fact."+id) + ":")}, {Runs: docx.Text(value)}}})
	}
	var place []string
	for _, t := range []survey.Text{d.Municipality.Name, d.Municipality.District, d.Municipality.Oblast} {
		if t := name(s, t); t != "" {
			place = append(place, t)
		}
	}
	fact("municipality", strings.Join(place, separator))
	fact("campaign", name(s, d.Campaign.Title))
	fact("made", s.Date(d.Made))
	if d.Frozen != nil {
		fact("frozen", s.Date(d.Frozen.At.In(d.Made.Location())))
	}
	fact("template", d.Template.ID)
	x.doc.Add(facts)
	x.paragraphs(name(s, d.Template.Lead))
}

// paragraphs are those of a text that somebody wrote.
func (x *wordWriter) paragraphs(text string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			x.doc.Add(docx.Paragraph{Runs: docx.Text(line)})
		}
	}
}

// lay turns the page where it has to be turned.
func (x *wordWriter) lay(lying bool) {
	if x.now != lying {
		x.doc.Turn(lying)
		x.now = lying
	}
}

// mostInARow is how many sentences are read as one paragraph; more are points of a list.
const mostInARow = 2

// table is a part of the document: its words, its charts, the table and its notes.
func (x *wordWriter) table(t *Table) {
	s := x.s
	p := plates(s, t)
	if len(t.Charts) > 0 || len(t.Rows) > 0 {
		x.lay(p.lying && len(t.Charts) == 0) // charts stand, before a table that may lie
	}
	x.doc.Add(docx.Heading(1, t.Heading(s)))
	x.paragraphs(name(s, t.Lead))
	if says := x.d.Sentences(s, t); len(says) > mostInARow {
		x.doc.Add(docx.List{Items: docx.Items(says...)})
	} else if len(says) > 0 {
		x.doc.Add(docx.Paragraph{Runs: docx.Text(strings.Join(says, " "))})
	}
	for _, c := range t.Charts {
		title := s.T("report.chart." + c.ID)
		before, after := x.caption("report.caption.chart", title)
		x.doc.Add(x.chart(&c, title), docx.Caption{Sequence: "Figure", Before: before, After: after, Below: true})
	}
	if len(t.Rows) > 0 {
		x.lay(p.lying)
		x.rows(t, p)
	}
	for _, n := range t.Notes {
		x.doc.Add(docx.Paragraph{Style: docx.Note, Runs: docx.Text(say(s, n))})
	}
}

// rows are the table itself, in as many parts as it takes.
func (x *wordWriter) rows(t *Table, p layout) {
	s := x.s
	title := t.Heading(s)
	if plain, coded := strings.CutPrefix(title, strings.ToUpper(t.ID)+". "); coded {
		title = plain + " (" + strings.ToUpper(t.ID) + ")" // after the number that it has here
	}
	for i, columns := range p.parts {
		named := title
		if i > 0 {
			named = s.T("report.caption.goes_on", "Title", title)
		}
		before, after := x.caption("report.caption.table", named)
		x.doc.Add(docx.Caption{Sequence: "Table", Before: before, After: after, Again: i > 0}, x.plate(t, p, columns, title))
	}
}

// caption is what stands before a number, and after it.
func (x *wordWriter) caption(id, title string) (before, after string) {
	const here = "\x00" // stands in no title
	before, after, _ = strings.Cut(x.s.T(id, "Number", here, "Title", docx.Clean(title)), here)
	return before, after
}
