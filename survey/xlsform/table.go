package xlsform

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
)

// Limits of what is read of one sheet.
const (
	maxRows    = 50_000
	maxColumns = 256
	maxCells   = 1_000_000
)

// table is one sheet: its columns, and those of its rows that say something.
type table struct {
	sheet   string // as the workbook calls it
	columns []column
	first   int // the number of the row with the headings
	rows    []row
}

type row struct {
	number int // as the spreadsheet program counts
	cells  []string
}

// cell returns what stands in the column with this meaning, without space around
// it; "" when there is no such column.
func (t *table) cell(r row, key string) string {
	for i, c := range t.columns {
		if c.key == key && i < len(r.cells) {
			return r.cells[i]
		}
	}
	return ""
}

// text returns what stands in the columns with this meaning, by language. A
// column without a language is in the default one.
func (t *table) text(r row, key, defaultLanguage string) survey.Text {
	var text survey.Text
	for i, c := range t.columns {
		language := cmp.Or(c.language, defaultLanguage)
		if c.key != key || language == "" || i >= len(r.cells) || r.cells[i] == "" {
			continue
		}
		if text == nil {
			text = make(survey.Text)
		}
		text[language] = r.cells[i]
	}
	return text
}

// read reports whether anything stands in a row that is not passed over; if not,
// it is a remark of the author's.
func (t *table) read(r row) bool {
	for i, v := range r.cells {
		if v != "" && t.columns[i].key != "" {
			return true
		}
	}
	return false
}

// at says where a cell is: the first column with this meaning in the row, or the
// row alone if key is "".
func (t *table) at(r row, key string) place {
	p := place{sheet: t.sheet, row: r.number}
	for i, c := range t.columns {
		if key != "" && c.key == key {
			return t.atColumn(r, i)
		}
	}
	return p
}

func (t *table) atColumn(r row, i int) place {
	cell, err := excelize.CoordinatesToCellName(i+1, r.number)
	if err != nil {
		cell = ""
	}
	return place{sheet: t.sheet, row: r.number, column: t.columns[i].heading, cell: cell}
}

// place is where something stands in a workbook.
type place struct {
	sheet, column, cell string
	row                 int
}

func (p place) problem(wrong, do string) Problem {
	return Problem{Sheet: p.sheet, Row: p.row, Column: p.column, Cell: p.cell, Wrong: wrong, Do: do}
}

// table reads a sheet: its first row with content is the headings.
func (rd *reader) table(f *excelize.File, sheet string, l layout) (*table, error) {
	t := &table{sheet: sheet}
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, fmt.Errorf("xlsform: sheet %s: %w: %w", sheet, survey.ErrInvalid, err)
	}
	defer rows.Close() //nolint:errcheck // nothing was written
	cells := 0
	for n := 1; rows.Next(); n++ {
		values, err := rows.Columns()
		if err != nil {
			return nil, fmt.Errorf("xlsform: sheet %s, row %d: %w: %w", sheet, n, survey.ErrInvalid, err)
		}
		blank := true
		for i := range values {
			values[i] = strings.TrimSpace(strings.ReplaceAll(values[i], "\r\n", "\n"))
			blank = blank && values[i] == ""
		}
		if blank {
			continue
		}
		cells += len(values)
		if n > maxRows || len(values) > maxColumns || cells > maxCells {
			return nil, fmt.Errorf("xlsform: sheet %s, row %d: %w: larger than %d rows, %d columns and %d cells in all", sheet, n, survey.ErrInvalid, maxRows, maxColumns, maxCells)
		}
		r := row{number: n, cells: values}
		if t.columns == nil {
			rd.headings(t, r, l)
			continue
		}
		rd.strays(t, &r)
		if t.read(r) {
			t.rows = append(t.rows, r)
		}
	}
	if err := rows.Error(); err != nil {
		return nil, fmt.Errorf("xlsform: sheet %s: %w: %w", sheet, survey.ErrInvalid, err)
	}
	if err := rd.merged(f, t); err != nil {
		return nil, err
	}
	if err := rd.formulas(f, t); err != nil {
		return nil, err
	}
	for _, key := range l.needed {
		if !slices.ContainsFunc(t.columns, func(c column) bool { return c.key == key }) {
			rd.say(place{sheet: sheet}, fmt.Sprintf("there is no column %s", key), "add it")
		}
	}
	return t, nil
}

// headings reads the first row.
func (rd *reader) headings(t *table, r row, l layout) {
	t.columns = make([]column, len(r.cells))
	for i, heading := range r.cells {
		c, unreadable := l.readHeading(heading)
		t.columns[i] = c
		switch {
		case unreadable != "":
			rd.say(t.atColumn(r, i), fmt.Sprintf("the language %q has no tag", unreadable), "write it as in label::Кыргызча (ky)")
		case own(heading) && c.key == "":
			rd.say(t.atColumn(r, i), "Ashar has no such column", "correct or delete it")
		}
	}
	t.first = r.number
}

// once sees to it that each thing is said in one column of a sheet.
func (rd *reader) once(t *table, l layout) {
	seen := map[[2]string]string{}
	for i, c := range t.columns {
		if c.key == "" {
			continue
		}
		if l.known[c.key] && c.language == "" {
			c.language = rd.defaultLanguage
		}
		key := [2]string{c.key, c.language}
		if other, twice := seen[key]; twice {
			rd.say(t.atColumn(row{number: t.first}, i), fmt.Sprintf("means the same as the column %s", other), "keep one of them")
			t.columns[i].key = ""
			continue
		}
		seen[key] = c.heading
	}
}

// strays reports what stands where nothing is read, and cuts it off.
func (rd *reader) strays(t *table, r *row) {
	for i, value := range r.cells {
		if value == "" {
			continue
		}
		if i >= len(t.columns) || t.columns[i].heading == "" {
			p := place{sheet: t.sheet, row: r.number}
			p.cell, _ = excelize.CoordinatesToCellName(i+1, r.number)
			rd.say(p, "stands in a column without a heading", "name the column or clear the cell")
			continue
		}
		if do := t.columns[i].refused; do != "" {
			rd.say(t.atColumn(*r, i), fmt.Sprintf("%s is not supported", t.columns[i].heading), do)
		}
	}
	r.cells = r.cells[:min(len(r.cells), len(t.columns))]
}

// merged refuses cells that are merged: only the first of them has content, and
// what an author sees in the others would be lost.
func (rd *reader) merged(f *excelize.File, t *table) error {
	if !anywhere(f, "<mergeCell ") {
		return nil // without it the sheet need not be loaded whole
	}
	areas, err := f.GetMergeCells(t.sheet)
	if err != nil {
		return fmt.Errorf("xlsform: sheet %s: %w: %w", t.sheet, survey.ErrInvalid, err)
	}
	for _, a := range areas {
		_, n, err := excelize.CellNameToCoordinates(a.GetStartAxis())
		if err != nil {
			n = 0
		}
		rd.say(place{sheet: t.sheet, row: n, cell: a.GetStartAxis()}, fmt.Sprintf("the cells %s:%s are merged", a.GetStartAxis(), a.GetEndAxis()), "part them, and fill in each")
	}
	return nil
}

// formulas refuses formulas that were never worked out, since their cells look empty.
func (rd *reader) formulas(f *excelize.File, t *table) error {
	if !anywhere(f, "<f") {
		return nil
	}
	for _, r := range t.rows {
		for i, c := range t.columns {
			if c.key == "" || i < len(r.cells) && r.cells[i] != "" {
				continue
			}
			at := t.atColumn(r, i)
			formula, err := f.GetCellFormula(t.sheet, at.cell)
			if err != nil {
				return fmt.Errorf("xlsform: sheet %s, cell %s: %w: %w", t.sheet, at.cell, survey.ErrInvalid, err)
			}
			if formula != "" {
				rd.say(at, "a formula without a value", "save the workbook in a spreadsheet program, or type the value")
			}
		}
	}
	return nil
}

// anywhere reports whether the XML of any sheet has this in it.
func anywhere(f *excelize.File, xml string) bool {
	found := false
	f.Pkg.Range(func(name, content any) bool {
		data, ok := content.([]byte)
		found = ok && strings.HasPrefix(strings.ToLower(fmt.Sprint(name)), "xl/worksheets/") && bytes.Contains(data, []byte(xml))
		return !found
	})
	return found
}
