package budget

import (
	"io"
	"strings"

	"ashar/prioritize/sheet"
)

// weightColumn is a column of VOTES that is ours: a voter's weight, 1 where there is
// none.
const weightColumn = "weight"

// Read reads a file in the format of pabulib.org (.pb), which has the sections META,
// PROJECTS and VOTES in this order. Money may have a decimal point or comma. Of
// voters a column weight is read beside vote and points; columns that counting does
// not need are passed over. The vote type choose-1 is read as approval.
//
// In an ordinal vote every listed project is approved, as equalshares.net reads it
// and as pabutools counts it by these utilities: an order says which project a voter
// would rather have, and not how much.
//
// The election is valid, its ballots are of one voter each, in the order of the
// file. Errors are those of the reader, and a *sheet.Error where the file is wrong:
// a number that is none, a cost of 0 or less, a project that is not listed or listed
// twice, points below 0, and counts that are not those of META among others.
func Read(r io.Reader) (Election, error) {
	rows, err := sheet.Rows(r)
	if err != nil {
		return Election{}, err
	}
	f := file{projects: map[string]int{}}
	for _, s := range []struct {
		name string
		read func(table) error
	}{{"META", f.readMeta}, {"PROJECTS", f.readProjects}, {"VOTES", f.readVotes}} {
		var t table
		if t, rows, err = section(s.name, rows); err != nil {
			return Election{}, err
		}
		if err := s.read(t); err != nil {
			return Election{}, err
		}
	}
	if len(rows) > 0 {
		return Election{}, rows[0][0].Fault("the section %s comes once, and nothing after VOTES; delete what is too much", title(rows[0]))
	}
	return f.Election, nil
}

// table is a section of the file.
type table struct {
	name string
	head []sheet.Cell
	rows [][]sheet.Cell
}

// section parts the section of this name from what comes after it.
func section(name string, rows [][]sheet.Cell) (table, [][]sheet.Cell, error) {
	if len(rows) == 0 {
		return table{}, nil, sheet.At(0, 0, "the file has no section %s; a .pb file has META, PROJECTS and VOTES, in this order", name)
	}
	if title(rows[0]) != name {
		return table{}, nil, rows[0][0].Fault("the section %s is to begin here; a .pb file has META, PROJECTS and VOTES, in this order", name)
	}
	if len(rows) == 1 || title(rows[1]) != "" {
		return table{}, nil, rows[0][0].Fault("the section %s has no heading; write the names of its columns under it", name)
	}
	t := table{name: name, head: rows[1]}
	end := 2
	for end < len(rows) && title(rows[end]) == "" {
		end++
	}
	t.rows = rows[2:end]
	return t, rows[end:], nil
}

// title is the section that begins with the row, "" if none does.
func title(row []sheet.Cell) string {
	for _, c := range row[1:] {
		if c.Text != "" {
			return ""
		}
	}
	switch name := strings.ToUpper(row[0].Text); name {
	case "META", "PROJECTS", "VOTES":
		return name
	}
	return ""
}

// column is the place of a column, -1 if there is none.
func (t table) column(name string) int {
	for i, h := range t.head {
		if strings.EqualFold(h.Text, name) {
			return i
		}
	}
	return -1
}

// needs are the places of columns that must be there.
func (t table) needs(names ...string) ([]int, error) {
	at := make([]int, len(names))
	for i, name := range names {
		if at[i] = t.column(name); at[i] < 0 {
			return nil, sheet.At(t.head[0].Line, 0, "the section %s has no column %s; add it", t.name, name)
		}
	}
	return at, nil
}

// filled checks that every row has the heading's cells, and no more that say
// something.
func (t table) filled() error {
	for _, row := range t.rows {
		n := len(row)
		for n > len(t.head) && row[n-1].Text == "" {
			n--
		}
		if n != len(t.head) {
			return sheet.At(row[0].Line, 0, `%d cells, but the heading of %s has %d; write a cell that has a semicolon in it in quotation marks`, n, t.name, len(t.head))
		}
	}
	return nil
}

// number reads a number with a decimal point or comma. A comma before three digits
// may be either that or between thousands.
func number(c sheet.Cell) (float64, error) {
	if _, after, ok := strings.Cut(c.Text, ","); ok && len(after) == 3 && !strings.ContainsAny(c.Text, ".") {
		return 0, c.Fault("%q can be read as thousands and as a fraction; write it without the comma, or the fraction with a point", c.Text)
	}
	return c.Number()
}

// money reads an amount that is not too great to be counted to the unit.
func money(c sheet.Cell, what string) (float64, error) {
	x, err := number(c)
	switch {
	case err != nil:
		return 0, err
	case x <= 0:
		return 0, c.Fault("%s is %s; it has to be more than 0", what, c.Text)
	case x > MaxMoney:
		return 0, c.Fault("%s is %s; more than %.0f is not counted", what, c.Text, MaxMoney)
	}
	return x, nil
}
