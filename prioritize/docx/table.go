package docx

import (
	"fmt"
	"unicode/utf8"
)

// Table is rows of cells. Its header stands on every page that it goes over to.
type Table struct {
	Columns []Column
	Header  []Row
	Rows    []Row
	Plain   bool   // without lines, as of labels beside what they name
	Small   bool   // in nine points, as of many columns
	Summary string // what it holds, for those who do not see it
}

// Column is one column of a table.
type Column struct {
	Width float64 // beside the other columns' widths; 0 is 1
	Align Align   // of its cells, where they have none of their own; those of the header are set to the left
}

// Row is a row: cells that together cover all columns, those that a cell of a row above reaches down to aside.
type Row struct {
	Cells  []Cell
	Strong bool // bold, as of totals
}

// Cell is one cell.
type Cell struct {
	Runs   []Run
	Across int    // how many columns it covers; 0 is 1
	Down   int    // how many rows it covers; 0 is 1
	Align  Align  //
	Shade  string // six hexadecimal digits of a colour, "E8F1EF"; "" for none
}

// Cells are cells of plain texts.
func Cells(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for i, t := range texts {
		cells[i].Runs = Text(t)
	}
	return cells
}

// headShade is the colour of a table's header; it prints well in black and white.
const headShade = "EDEBE4"

// placed is a cell in the grid: where it stands, and whether it goes on from the row above.
type placed struct {
	Cell
	column int
	goesOn bool
}

// grid places the cells of some rows, and says which ones do not fit.
func grid(columns int, rows []Row) ([][]placed, error) {
	reach := make([]placed, columns) // the cell that stands in a column, and how many rows below it still covers
	all := make([][]placed, len(rows))
	for n, row := range rows {
		next := 0
		for at := 0; at < columns; {
			var c placed
			if r := reach[at]; r.Down > 0 {
				c = r
				c.goesOn, c.Runs = true, nil
			} else {
				if next == len(row.Cells) {
					return nil, fmt.Errorf("row %d has nothing in column %d", n+1, at+1)
				}
				c = placed{Cell: row.Cells[next], column: at}
				next++
				c.Across, c.Down = max(c.Across, 1), max(c.Down, 1)
			}
			if at+c.Across > columns {
				return nil, fmt.Errorf("row %d is wider than %d columns", n+1, columns)
			}
			all[n] = append(all[n], c)
			left := c
			left.Down--
			for i := at; i < at+c.Across; i++ {
				if i > at && reach[i].Down > 0 {
					return nil, fmt.Errorf("row %d: two cells cover column %d", n+1, i+1)
				}
				reach[i] = left
			}
			for i := at + 1; i < at+c.Across; i++ {
				reach[i].Down = 0 // the first of its columns stands for all
			}
			at += c.Across
		}
		if next != len(row.Cells) {
			return nil, fmt.Errorf("row %d has %d cells too many for %d columns", n+1, len(row.Cells)-next, columns)
		}
	}
	for i, r := range reach {
		if r.Down > 0 {
			return nil, fmt.Errorf("the cell in column %d reaches below the last row", i+1)
		}
	}
	return all, nil
}

func (t Table) check() error {
	if len(t.Columns) == 0 || len(t.Header)+len(t.Rows) == 0 {
		return fmt.Errorf("a table of %d columns and %d rows", len(t.Columns), len(t.Header)+len(t.Rows))
	}
	for _, rows := range [2][]Row{t.Header, t.Rows} {
		placed, err := grid(len(t.Columns), rows)
		if err != nil {
			return fmt.Errorf("table: %w", err)
		}
		for _, row := range placed {
			for _, c := range row {
				if c.Shade != "" && !colour.MatchString(c.Shade) {
					return fmt.Errorf("table: shade %q", c.Shade)
				}
			}
		}
	}
	return nil
}

// widths parts the width of the text, in twips, between the columns.
func (t Table) widths(all int) []int {
	width := func(c Column) float64 {
		if c.Width <= 0 {
			return 1
		}
		return c.Width
	}
	sum := 0.0
	for _, c := range t.Columns {
		sum += width(c)
	}
	widths := make([]int, len(t.Columns))
	before, upTo := 0, 0.0
	for i, c := range t.Columns {
		upTo += width(c)
		end := int(float64(all) * upTo / sum)
		if i == len(t.Columns)-1 {
			end = all
		}
		widths[i], before = end-before, end
	}
	return widths
}

func (t Table) put(b *body) {
	widths := t.widths(b.width)
	style := "TableGrid"
	if t.Plain {
		style = "TableBare"
	}
	b.start("w:tbl")
	b.start("w:tblPr")
	b.val("w:tblStyle", style)
	b.empty("w:tblW", "w:w", number(b.width), "w:type", "dxa")
	b.empty("w:tblLayout", "w:type", "fixed")
	b.empty("w:tblLook", "w:val", "0620", "w:firstRow", "1", "w:lastRow", "0", "w:firstColumn", "0", "w:lastColumn", "0", "w:noHBand", "1", "w:noVBand", "1")
	if s := Clean(t.Summary); s != "" {
		b.val("w:tblDescription", s)
	}
	b.end()
	b.start("w:tblGrid")
	for _, w := range widths {
		b.empty("w:gridCol", "w:w", number(w))
	}
	b.end()
	t.rows(b, t.Header, widths, true)
	t.rows(b, t.Rows, widths, false)
	b.end()
}

// mostKept is how long the texts of a row may be, in letters, for it to stay on one page.
const mostKept = 1200

func (t Table) rows(b *body, rows []Row, widths []int, header bool) {
	placed, _ := grid(len(t.Columns), rows) // check has found it well
	for n, row := range placed {
		letters := 0
		for _, c := range row {
			for _, r := range c.Runs {
				letters += utf8.RuneCountInString(r.Text)
			}
		}
		b.start("w:tr")
		b.start("w:trPr")
		if letters <= mostKept {
			b.empty("w:cantSplit")
		}
		if header {
			b.empty("w:tblHeader")
		}
		b.end()
		for _, c := range row {
			t.cell(b, c, widths, header, rows[n].Strong)
		}
		b.end()
	}
}

func (t Table) cell(b *body, c placed, widths []int, header, strong bool) {
	width := 0
	for _, w := range widths[c.column : c.column+c.Across] {
		width += w
	}
	b.start("w:tc")
	b.start("w:tcPr")
	b.empty("w:tcW", "w:w", number(width), "w:type", "dxa")
	if c.Across > 1 {
		b.val("w:gridSpan", number(c.Across))
	}
	switch {
	case c.goesOn:
		b.empty("w:vMerge")
	case c.Down > 1:
		b.val("w:vMerge", "restart")
	}
	shade := c.Shade
	if shade == "" && header {
		shade = headShade
	}
	if shade != "" {
		b.empty("w:shd", "w:val", "clear", "w:color", "auto", "w:fill", shade)
	}
	b.end()
	p := Paragraph{Style: "TableText", Runs: c.Runs, Align: c.Align, Keep: header}
	if p.Align == Left && !header {
		p.Align = t.Columns[c.column].Align
	}
	switch {
	case header || strong:
		p.Style = "TableStrong"
	case t.Plain:
		p.Style = "TablePlain"
	}
	if t.Small {
		p.Style += "Small"
	}
	b.paragraph(p, nil)
	b.end()
}
