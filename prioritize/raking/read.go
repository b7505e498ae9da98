package raking

import (
	"io"
	"slices"
	"strings"

	"ashar/prioritize/sheet"
)

// Cells are the answers of a sample, cell by cell.
type Cells struct {
	Columns []string   // what the cells are told apart by
	Rows    [][]string // the categories of each cell, beside Columns
	Counts  []int64    // answers of each cell
}

// MaxCells bounds the cells that are read.
const MaxCells = 1 << 20

// maxTarget is the largest total of a category.
const maxTarget = 1e15

// by joins what a margin or a category is made of: "sex*age", "female*18-28".
const by = "*"

// ReadCells reads a table of category columns and a last column n, the number of
// answers. What is wrong with the file is a *sheet.Error.
func ReadCells(r io.Reader) (Cells, error) {
	s, err := sheet.Read(r)
	if err != nil {
		return Cells{}, err
	}
	last := len(s.Head) - 1
	switch {
	case !strings.EqualFold(s.Head[last].Text, "n"):
		return Cells{}, s.Head[last].Fault("the last column is %q; it must be n, the number of answers", s.Head[last].Text)
	case last == 0:
		return Cells{}, s.Head[0].Fault("no column of categories stands before n")
	case len(s.Rows) == 0:
		return Cells{}, sheet.At(0, 0, "no cells stand under the heading")
	case len(s.Rows) > MaxCells:
		return Cells{}, sheet.At(0, 0, "%d cells; at most %d are possible", len(s.Rows), MaxCells)
	}
	var c Cells
	if c.Columns, err = columns(s.Head[:last]); err != nil {
		return Cells{}, err
	}
	seen := map[string]int{}
	var answers int64
	for _, row := range s.Rows {
		var of []string
		for _, x := range row[:last] {
			if x.Text == "" {
				return Cells{}, x.Fault("an empty category; write what it is, such as unknown")
			}
			of = append(of, x.Text)
		}
		if line, twice := seen[strings.Join(of, "\x00")]; twice {
			return Cells{}, row[0].Fault("this cell stands on line %d already; add the two up", line)
		}
		seen[strings.Join(of, "\x00")] = row[0].Line
		n, err := row[last].Count()
		if err != nil {
			return Cells{}, err
		}
		c.Rows, c.Counts = append(c.Rows, of), append(c.Counts, n)
		answers += n
	}
	if answers == 0 {
		return Cells{}, sheet.At(0, 0, "no cell has an answer")
	}
	return c, nil
}

func columns(head []sheet.Cell) ([]string, error) {
	var names []string
	for i, h := range head {
		switch {
		case h.Text == "":
			return nil, h.Fault("a column without a name")
		case strings.EqualFold(h.Text, "weight"), strings.EqualFold(h.Text, "n"):
			return nil, h.Fault("a column of categories called %q, as what is worked out is called; give it another name", h.Text)
		case strings.Contains(h.Text, by):
			return nil, h.Fault("the name %q contains %s, by which the columns of a margin are joined", h.Text, by)
		}
		for _, before := range head[:i] {
			if strings.EqualFold(before.Text, h.Text) {
				return nil, h.Fault("a second column %q", h.Text)
			}
		}
		names = append(names, h.Text)
	}
	return names, nil
}

// ReadMargins reads a table margin, category, target: a margin is the name of a
// column of the cells, or several joined by "*", its categories joined likewise.
// Every category that the cells have must have a target. What is wrong with the
// file is a *sheet.Error.
func (c Cells) ReadMargins(r io.Reader) ([]Margin, error) {
	s, err := sheet.Read(r)
	if err != nil {
		return nil, err
	}
	at := [3]int{s.Column("margin"), s.Column("category"), s.Column("target")}
	for i, name := range []string{"margin", "category", "target"} {
		if at[i] < 0 {
			return nil, s.Head[0].Fault("no column %s; the heading must be margin,category,target", name)
		}
	}
	var margins []*marginSheet
	byName := map[string]*marginSheet{}
	for _, row := range s.Rows {
		name := tidy(row[at[0]].Text)
		m := byName[name]
		if m == nil {
			if m, err = c.margin(row[at[0]]); err != nil {
				return nil, err
			}
			byName[name] = m
			margins = append(margins, m)
		}
		if err := m.add(row[at[1]], row[at[2]]); err != nil {
			return nil, err
		}
	}
	if len(margins) == 0 {
		return nil, sheet.At(0, 0, "no margins stand under the heading")
	}
	var all []Margin
	for _, m := range margins {
		if err := m.complete(); err != nil {
			return nil, err
		}
		all = append(all, m.Margin)
	}
	return all, nil
}

// marginSheet is a margin as its lines come.
type marginSheet struct {
	Margin
	index   map[string]int // category -> its place
	answers map[string]int64
	lines   []sheet.Cell // where each category stands
	of      []string     // the category of each cell
}

// tidy is a joined name without space around its parts.
func tidy(name string) string {
	parts := strings.Split(name, by)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return strings.Join(parts, by)
}

// margin begins the margin that a cell of the table names.
func (c Cells) margin(name sheet.Cell) (*marginSheet, error) {
	var at []int
	for part := range strings.SplitSeq(tidy(name.Text), by) {
		i := -1
		for k, column := range c.Columns {
			if strings.EqualFold(column, part) {
				i = k
			}
		}
		if slices.Contains(at, i) && i >= 0 {
			return nil, name.Fault("the margin has the column %q twice", part)
		}
		if i < 0 {
			return nil, name.Fault("the cells have no column %q; they have %s", part, strings.Join(c.Columns, ", "))
		}
		at = append(at, i)
	}
	m := &marginSheet{Margin: Margin{Name: tidy(name.Text)}, index: map[string]int{}, answers: map[string]int64{}}
	for h, row := range c.Rows {
		var parts []string
		for _, i := range at {
			parts = append(parts, row[i])
		}
		category := strings.Join(parts, by)
		m.of = append(m.of, category)
		m.answers[category] += c.Counts[h]
	}
	return m, nil
}

func (m *marginSheet) add(category, target sheet.Cell) error {
	name := tidy(category.Text)
	x, err := target.Number()
	if err != nil {
		return err
	}
	n, known := m.answers[name]
	_, twice := m.index[name]
	switch {
	case twice:
		return category.Fault("category %q of margin %s stands on line %d already", name, m.Name, m.lines[m.index[name]].Line)
	case x < 0 || x > maxTarget:
		return target.Fault("a target of %s; it must be 0 or more, and at most %g", target.Text, maxTarget)
	case x > 0 && n == 0:
		return category.Fault("no answers are of category %q of margin %s: join it with another one", name, m.Name)
	case x == 0 && n > 0:
		return target.Fault("category %q of margin %s has %d answers, but nobody for them to stand for: join it with another one", name, m.Name, n)
	case !known:
		return nil // nobody is of it, and nobody should be
	}
	m.index[name] = len(m.Targets)
	m.Targets, m.Categories, m.lines = append(m.Targets, x), append(m.Categories, name), append(m.lines, category)
	return nil
}

// complete finds the category of every cell.
func (m *marginSheet) complete() error {
	for _, category := range m.of {
		i, ok := m.index[category]
		switch {
		case ok:
		case m.answers[category] > 0:
			return sheet.At(0, 0, "margin %s: no target for the category %q, which the cells have", m.Name, category)
		default: // a category without answers and without a target: any place does
			i = m.empty(category)
		}
		m.Of = append(m.Of, i)
	}
	return nil
}

// empty is the place of a category that has neither answers nor people.
func (m *marginSheet) empty(category string) int {
	m.index[category] = len(m.Targets)
	m.Targets, m.Categories, m.lines = append(m.Targets, 0), append(m.Categories, category), append(m.lines, sheet.Cell{})
	return m.index[category]
}
