package minutes

import (
	"fmt"
	"io"
	"strings"

	"ashar/prioritize/docx"
	"ashar/survey/locale"
)

// WriteDOCX writes the minutes as a Word document, ready to be signed.
func (d *Document) WriteDOCX(w io.Writer, s locale.Speaker) error {
	t := teller{d, s}
	doc := docx.New(docx.About{Title: t.title() + ". " + t.kind(), Author: t.name(d.Municipality.Name), Language: s.Lang(), Made: d.Made})
	doc.Header = docx.Text(strings.Join([]string{t.title(), t.kind(), t.name(d.Municipality.Name)}, " · "))
	doc.Footer = []docx.Run{{Field: docx.PageNumber}, {Text: " / "}, {Field: docx.PageCount}}
	for _, section := range d.Sections(s) {
		if section.Level == 0 {
			doc.Add(docx.Paragraph{Style: docx.Title, Runs: docx.Text(section.Title)})
		} else {
			doc.Add(docx.Heading(section.Level, section.Title))
		}
		if section.Under != "" {
			doc.Add(docx.Paragraph{Style: docx.Subtitle, Runs: docx.Text(section.Under)})
		}
		for _, b := range section.Blocks {
			doc.Add(t.word(b)...)
		}
	}
	if _, err := doc.WriteTo(w); err != nil {
		return fmt.Errorf("minutes: hearing %s: %w", d.Hearing.ID, err)
	}
	return nil
}

// filled is what was written down, or a line to write it on, of so many strokes.
func filled(s string, strokes int) string {
	if strings.TrimSpace(s) == "" {
		return strings.Repeat("_", strokes)
	}
	return s
}

// word is a block as Word has it.
func (t teller) word(b Block) []docx.Block {
	switch {
	case b.Facts != nil:
		table := docx.Table{Plain: true, Columns: []docx.Column{{Width: 2}, {Width: 4}}}
		for _, f := range b.Facts {
			table.Rows = append(table.Rows, docx.Row{Cells: []docx.Cell{{Runs: docx.Bold(f.Name + ":")}, {Runs: docx.Text(filled(f.Value, 30))}}})
		}
		return []docx.Block{table}
	case b.List != nil:
		list := docx.List{Numbered: true}
		for _, item := range b.List {
			list.Items = append(list.Items, docx.Item{Runs: lines(item)})
		}
		return []docx.Block{list}
	case b.Table != nil:
		return t.wordTable(b.Table)
	case b.Signatures != nil:
		return t.wordSignatures(b.Signatures)
	case b.Small:
		return []docx.Block{docx.Paragraph{Style: docx.Note, Runs: []docx.Run{{Text: b.Text, Italic: true}}}}
	}
	return []docx.Block{docx.Paragraph{Runs: docx.Text(b.Text)}}
}

// lines are an item's, each on a line of its own.
func lines(item Item) []docx.Run {
	var runs []docx.Run
	for i, l := range item {
		if i > 0 {
			runs = append(runs, docx.Run{Text: "\n"})
		}
		if l.Lead != "" {
			runs = append(runs, docx.Run{Text: l.Lead + ": ", Bold: true})
		}
		runs = append(runs, docx.Run{Text: filled(l.Text, 50)})
	}
	return runs
}

// strokes is how many underscores the lines of a table are wide.
const strokes = 88

func (t teller) wordTable(x *Table) []docx.Block {
	before, after := t.caption(x)
	table := docx.Table{Summary: x.Title}
	var head []string
	wide := 0
	for _, c := range x.Columns {
		wide += c.Wide
		column := docx.Column{Width: float64(c.Wide)}
		if c.Count {
			column.Align = docx.Right
		}
		table.Columns = append(table.Columns, column)
		head = append(head, c.Title)
	}
	table.Header = []docx.Row{{Cells: docx.Cells(head...)}}
	for i, row := range x.Rows {
		cells := make([]docx.Cell, len(row))
		for j, said := range row {
			cells[j].Runs = docx.Text(filled(said, max(4, strokes*x.Columns[j].Wide/wide-3)))
		}
		table.Rows = append(table.Rows, docx.Row{Cells: cells, Strong: x.Total && i == len(x.Rows)-1})
	}
	return []docx.Block{docx.Caption{Sequence: "Table", Before: before, After: after}, table}
}

// caption is what stands before a table's number, and after it.
func (t teller) caption(x *Table) (before, after string) {
	const here = "\x00" // stands in no title
	before, after, _ = strings.Cut(t.T("minutes.table", "Number", here, "Title", docx.Clean(x.Title)), here)
	return before, after
}

// Where lines to sign on stand, in millimetres.
const (
	handFrom, handTo = 72, 112
	nameFrom, nameTo = 116, 170
)

// wordSignatures are lines for a hand and a name, on one page.
func (t teller) wordSignatures(all []Signature) []docx.Block {
	var blocks []docx.Block
	for _, x := range all {
		said := x.Role + "\t\t\t" + x.Name
		if strings.TrimSpace(x.Name) == "" {
			said = x.Role + "\t\t\t\t"
		}
		blocks = append(blocks,
			docx.Paragraph{Style: docx.Sign, Runs: docx.Text(said), Tabs: []docx.Tab{{At: handFrom}, {At: handTo, Line: true}, {At: nameFrom}, {At: nameTo, Right: true, Line: true}}},
			docx.Paragraph{
				Style: docx.Note, Keep: true, Tabs: []docx.Tab{{At: handFrom + 12}, {At: nameFrom + 14}},
				Runs: docx.Text("\t(" + t.T("minutes.sign.hand") + ")\t(" + t.T("minutes.sign.name") + ")"),
			})
	}
	return blocks
}
