package xlsform

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
	"ashar/survey/expression"
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
	layout  layout
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

// foreign returns what stands in the columns of other tools, by heading; nil when
// nothing does.
func (t *table) foreign(r row) map[string]string {
	var cells map[string]string
	for i, c := range t.columns {
		if !c.foreign() || i >= len(r.cells) || r.cells[i] == "" {
			continue
		}
		if cells == nil {
			cells = make(map[string]string)
		}
		cells[c.heading] = r.cells[i]
	}
	return cells
}

// read reports whether anything stands in a row that is read; if not, it is a
// remark of the author's.
func (t *table) read(r row) bool {
	for i, v := range r.cells {
		if v != "" && t.columns[i].key != "" {
			return true
		}
	}
	return false
}

// at says where a cell is: the first column with this meaning in the row, or the
// row alone if key is "" or there is no such column.
func (t *table) at(r row, key string) place {
	for i, c := range t.columns {
		if key != "" && c.key == key {
			return t.atColumn(r, i)
		}
	}
	return place{sheet: t.sheet, row: r.number}
}

// atFilled is at, for the first of the columns in which something stands; for the
// first of all if nothing does.
func (t *table) atFilled(r row, keys ...string) place {
	for _, key := range keys {
		if t.cell(r, key) != "" {
			return t.at(r, key)
		}
	}
	return t.at(r, keys[0])
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
	t := &table{sheet: sheet, layout: l}
	rows, err := openRows(f, sheet, rd.oddities.typed)
	if err != nil {
		return nil, fmt.Errorf("xlsform: sheet %s: %w: %w", sheet, survey.ErrInvalid, err)
	}
	defer rows.close()
	cells := 0
	for n := 1; rows.next(); n++ {
		values, dates, err := rows.values()
		if err != nil {
			return nil, fmt.Errorf("xlsform: sheet %s, row %d: %w: %w", sheet, n, survey.ErrInvalid, err)
		}
		if !slices.ContainsFunc(values, func(v string) bool { return v != "" }) {
			continue
		}
		cells += len(values)
		if n > maxRows || len(values) > maxColumns || cells > maxCells {
			return nil, fmt.Errorf("xlsform: sheet %s, row %d: %w: something stands beyond %d rows, %d columns or %d cells in all; delete what is not the form's", sheet, n, survey.ErrInvalid, maxRows, maxColumns, maxCells)
		}
		r := row{number: n, cells: values}
		if t.columns == nil {
			rd.headings(t, r)
			continue
		}
		rd.strays(t, &r)
		rd.dates(t, r, dates)
		t.straighten(&r)
		if t.read(r) {
			t.rows = append(t.rows, r)
		}
	}
	if err := rows.err(); err != nil {
		return nil, fmt.Errorf("xlsform: sheet %s: %w: %w", sheet, survey.ErrInvalid, err)
	}
	for _, key := range l.needed {
		if !slices.ContainsFunc(t.columns, func(c column) bool { return c.key == key }) {
			rd.say(place{sheet: sheet}, fmt.Sprintf("there is no column %s", key), "add it")
		}
	}
	return t, rd.odd(f, t)
}

// straighten writes the expressions of a row anew in which a spreadsheet program has
// made curly quotes of straight ones, which no other tool reads.
func (t *table) straighten(r *row) {
	for i, value := range r.cells {
		switch t.columns[i].key {
		case colRelevant, colConstraint, colCalculation, colChoiceFilter, colRequired:
		default:
			continue
		}
		if !strings.ContainsAny(value, "‘’“”") {
			continue
		}
		if e, err := expression.Parse(value); err == nil {
			r.cells[i] = e.String()
		}
	}
}

// headings reads the first row.
func (rd *reader) headings(t *table, r row) {
	t.columns = make([]column, len(r.cells))
	for i, heading := range r.cells {
		c, unreadable := t.layout.readHeading(heading)
		t.columns[i] = c
		switch {
		case unreadable != "":
			rd.say(t.atColumn(r, i), fmt.Sprintf("the language %q has no tag", unreadable), "write it as in label::Кыргызча (ky)")
			t.columns[i].spoilt = true
		case own(heading) && c.key == "":
			rd.say(t.atColumn(r, i), "Ashar has no such column", "correct or delete it")
			t.columns[i].spoilt = true
		case c.foreign():
			if meant := t.layout.meant(c.heading); meant != "" {
				rd.say(t.atColumn(r, i), fmt.Sprintf("there is no column %s; is %s meant?", c.heading, meant), "correct the heading; if the column is another tool's, give it a name that is less like it")
				t.columns[i].spoilt = true
			}
		}
	}
	t.first = r.number
}

// once sees to it that each thing is said in one column of a sheet.
func (rd *reader) once(t *table) {
	seen := map[[3]string]string{}
	for i, c := range t.columns {
		if c.key == "" && !c.foreign() {
			continue
		}
		key := [3]string{c.key, c.language}
		if c.key == "" {
			key[2] = c.heading
		} else if t.layout.known[c.key] && c.language == "" {
			key[1] = rd.defaultLanguage
		}
		if other, twice := seen[key]; twice {
			rd.say(t.atColumn(row{number: t.first}, i), fmt.Sprintf("means the same as the column %s", other), "keep one of them")
			t.columns[i].key, t.columns[i].spoilt = "", true
			continue
		}
		seen[key] = c.heading
	}
}

// strays reports what stands where nothing is read, and cuts it off. What is no
// text in a language is freed of what nobody sees.
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
		c := t.columns[i]
		if c.refused != "" {
			rd.say(t.atColumn(*r, i), fmt.Sprintf("%s is not supported", c.heading), c.refused)
		}
		if c.key != "" && !t.layout.known[c.key] {
			r.cells[i] = seen(value)
		}
	}
	r.cells = r.cells[:min(len(r.cells), len(t.columns))]
}

// dates refuses days in the columns that are read: they stand there as numbers.
func (rd *reader) dates(t *table, r row, dates []int) {
	for _, i := range dates {
		if i < len(r.cells) && t.columns[i].key != "" {
			rd.say(t.atColumn(r, i), "the cell holds a date, which is kept as a number", "format it as text, and type it anew")
		}
	}
}
