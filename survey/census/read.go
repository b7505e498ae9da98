package census

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ashar/survey"
)

// Code says what is wrong with a table, or what there is to know of it. The words are "census.<code>".
type Code string

// What has to be mended, and then what is only told.
const (
	Empty       Code = "empty"       // there is nothing
	NoHeading   Code = "no_heading"  // no row has a heading for villages and one for people
	NoPeople    Code = "no_people"   // no column of adults
	TwoNames    Code = "two_names"   // Column and Other are both names in one language
	Straddles   Code = "straddles"   // What, the ages of a column, are in several bands: Other
	Overlaps    Code = "overlaps"    // What and Other have ages in common
	Missing     Code = "missing"     // of Sex, the ages What are in no column
	NoName      Code = "no_name"     // people without a village
	LostLetters Code = "lost"        // What has question marks for letters
	Twice       Code = "twice"       // What stands in row Other too
	NotCode     Code = "not_code"    // What is no code of 14 digits
	NotNumber   Code = "not_number"  // What is no number of people
	NoNumber    Code = "no_number"   // a cell is empty, and others of the row are not
	NotSex      Code = "not_sex"     // What is no sex
	NotAge      Code = "not_age"     // What are no ages
	Ambiguous   Code = "ambiguous"   // What may be several villages: Other
	NoRows      Code = "no_rows"     // there are headings only
	TooManyRows Code = "too_many"    // more villages than a municipality has
	SumDiffers  Code = "sum_differs" // the groups of a row come to What, and its column of adults says Other
	Ignored     Code = "ignored"     // a column, What, was not understood, or is not needed
)

// Problem is something to be mended, or told, and where it is: rows count from 1, columns are called as in Excel; "" and
// 0 are of the whole table. What and Other are as the Code says.
type Problem struct {
	Code        Code
	Row         int
	Column      string
	What, Other string
	Sex         string
}

// MaxVillages is how many villages a table may have.
const MaxVillages = 300

// Row is a village as a table has it.
type Row struct {
	Line       int // in the table, from 1
	Name       survey.Text
	SOATE      string
	Known      bool // whether it tells the people
	Population []survey.Stratum
	Adults     int
}

// Total is the number of adults.
func (r *Row) Total() int {
	v := survey.Village{Population: r.Population, Adults: r.Adults}
	return v.Total()
}

// Table is what was read.
type Table struct {
	Rows     []Row
	Problems []Problem // to be mended; with any, Rows are not all
	Notes    []Problem
}

// reader reads one table.
type reader struct {
	Table
	cells   [][]string
	bands   []band
	columns []column
	head    int // the last row of headings
}

// band is an age band with its bounds.
type band struct {
	name string
	span span
}

// headingsWithin is in how many rows from the top the headings are looked for.
const headingsWithin = 20

// Read reads a table whose people are told apart by these age bands; ages that are parts of one band are added up, and
// those under all bands are left out.
func Read(cells [][]string, bands []string) Table {
	r := &reader{cells: cells}
	for _, name := range bands {
		if from, to, ok := survey.AgeBand(name); ok {
			r.bands = append(r.bands, band{name, span{from: from, to: min(to, oldest)}})
		}
	}
	slices.SortFunc(r.bands, func(a, b band) int { return cmp.Compare(a.span.from, b.span.from) })
	switch {
	case !slices.ContainsFunc(cells, func(row []string) bool { return !blank(row) }):
		r.problem(Problem{Code: Empty})
	case !r.readHeadings():
		r.problem(Problem{Code: NoHeading})
	case slices.ContainsFunc(r.columns, func(c column) bool { return c.holds == aSex }) && slices.ContainsFunc(r.columns, func(c column) bool { return c.holds == aCount }):
		r.readLong()
	default:
		r.readWide()
	}
	if len(r.Problems) == 0 && len(r.Rows) == 0 {
		r.problem(Problem{Code: NoRows})
	}
	if len(r.Rows) > MaxVillages {
		r.problem(Problem{Code: TooManyRows})
	}
	return r.Table
}

func (r *reader) problem(p Problem) { r.Problems = append(r.Problems, p) }

func blank(row []string) bool {
	return !slices.ContainsFunc(row, func(cell string) bool { return cell != "" })
}

// letter is what Excel calls a column.
func letter(x int) string {
	name := ""
	for x++; x > 0; x = (x - 1) / 26 {
		name = string(rune('A'+(x-1)%26)) + name
	}
	return name
}

// readHeadings finds the row that has them, or the two rows.
func (r *reader) readHeadings() bool {
	for y, row := range r.cells[:min(len(r.cells), headingsWithin)] {
		columns, names, others := readRow(row)
		if names == 0 || others == 0 {
			continue
		}
		r.columns, r.head = columns, y
		if y+1 < len(r.cells) {
			r.readSecond(row, r.cells[y+1])
		}
		return true
	}
	return false
}

func readRow(row []string) (columns []column, names, others int) {
	for _, heading := range row {
		c := readColumn(heading)
		columns = append(columns, c)
		switch c.holds {
		case aName:
			names++
		case people, aCount, aCode:
			others++
		}
	}
	return columns, names, others
}

// readSecond takes a second row of headings in: under a heading that stands over several columns, with nothing under
// that of the villages.
func (r *reader) readSecond(first, second []string) {
	for x, c := range r.columns {
		if c.holds == aName && x < len(second) && second[x] != "" {
			return
		}
	}
	above, taken := "", 0
	var columns []column
	for x := range max(len(first), len(second)) {
		below, own := "", ""
		if x < len(first) {
			own = first[x]
		}
		if x < len(second) {
			below = second[x]
		}
		if own != "" {
			above = own
		}
		if below == "" {
			columns = append(columns, readColumn(own))
			continue
		}
		c := readColumn(above + " " + below)
		if own == "" || c.holds == people {
			taken++
		}
		columns = append(columns, c)
	}
	if taken > 0 && !numeric(second) {
		r.columns, r.head = columns, r.head+1
	}
}

// numeric reports whether a row consists of numbers that no heading has: large ones.
func numeric(row []string) bool {
	for _, cell := range row {
		if cell == "" {
			continue
		}
		if n, ok := count(cell); !ok || n < oldest {
			return false
		}
	}
	return true
}

var grouped = regexp.MustCompile(`^[0-9]{1,3}([., '][0-9]{3})+$`)

// count reads a number of people: "1234", "1 234", "1,234", "1234.0".
func count(s string) (int, bool) {
	if grouped.MatchString(s) {
		s = strings.NewReplacer(".", "", ",", "", " ", "", "'", "").Replace(s)
	}
	s = strings.TrimSuffix(strings.TrimSuffix(s, ".0"), ",0")
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n <= survey.MostPeople
}

// none are what stands for no people at all.
var none = []string{"-", "–", "—", "0"}

// cell is what stands in a column of a row.
func (r *reader) cell(y, x int) string {
	if x < len(r.cells[y]) {
		return r.cells[y][x]
	}
	return ""
}

// number reads a number of people. What is none is a problem, and counts as nobody.
func (r *reader) number(y, x int) int {
	cell := r.cell(y, x)
	if slices.Contains(none, cell) {
		return 0
	}
	n, ok := count(cell)
	switch {
	case cell == "":
		r.problem(Problem{Code: NoNumber, Row: y + 1, Column: letter(x)})
	case !ok:
		r.problem(Problem{Code: NotNumber, Row: y + 1, Column: letter(x), What: cell})
	}
	return n
}

// village begins a row: its names and code; ok is false where there is none.
func (r *reader) village(y int) (row Row, ok bool) {
	row = Row{Line: y + 1, Name: survey.Text{}}
	for x, c := range r.columns {
		switch cell := r.cell(y, x); {
		case cell == "":
		case c.holds == aName:
			row.Name[cmp.Or(c.lang, "ky")] = cell
			if strings.Contains(cell, "?") || strings.Contains(cell, "�") {
				r.problem(Problem{Code: LostLetters, Row: y + 1, Column: letter(x), What: cell})
			}
		case c.holds == aCode:
			row.SOATE = strings.ReplaceAll(cell, " ", "")
			if !survey.ValidSOATE(row.SOATE) {
				r.problem(Problem{Code: NotCode, Row: y + 1, Column: letter(x), What: cell})
			}
		}
	}
	name := row.Name.In()
	switch {
	case name == "" && !blank(r.cells[y]):
		r.problem(Problem{Code: NoName, Row: y + 1, Column: letter(r.nameColumn())})
		return row, false
	case name == "" || isTotal(name) || strings.Trim(name, "0123456789. ") == "":
		return row, false
	}
	return row, true
}

func (r *reader) nameColumn() int {
	return slices.IndexFunc(r.columns, func(c column) bool { return c.holds == aName })
}
