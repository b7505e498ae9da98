package batch

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ashar/survey"
	"ashar/survey/table"
)

// Bounds of a table that is brought in.
var Bounds = table.Bounds{Bytes: 8 << 20, Rows: MaxRows + looked, Columns: 4000, Cell: 20_000}

// MaxRows is how many papers one table has at most.
const MaxRows = 10_000

// looked is among how many rows the headings are looked for.
const looked = 12

// Fault is why a table cannot be read at all; the words for it are in the locale under "batch.fault.<code>". It is a
// survey.ErrInvalid.
type Fault struct {
	Code FaultCode
	What string // the heading concerned, if one is
}

// FaultCode is what is wrong with a table.
type FaultCode string

// The things that can be wrong with a table.
const (
	NoHeadings  FaultCode = "no_headings"  // no row has the codes of questions, or the questions themselves
	ColumnTwice FaultCode = "column_twice" // What stands over two columns
	NoRows      FaultCode = "no_rows"      // there is nothing below the headings
	ManyRows    FaultCode = "many_rows"    // there are more than MaxRows
	NoAgreement FaultCode = "no_agreement" // no column says who agreed, and nobody said that all did
)

// FaultCodes lists them, for those who must have words for each.
func FaultCodes() []FaultCode {
	return []FaultCode{NoHeadings, ColumnTwice, NoRows, ManyRows, NoAgreement}
}

func (f *Fault) Error() string { return fmt.Sprintf("batch: %s: %s", f.Code, f.What) }

// Unwrap makes every Fault a survey.ErrInvalid.
func (f *Fault) Unwrap() error { return survey.ErrInvalid }

// Table is a table of papers as it was read.
type Table struct {
	Hash    string // of what stands in its cells, in whatever kind of file
	Head    []string
	Unknown []string // headings of columns that are not taken, since nobody knows what is in them
	Rows    []Row
}

// Row is a paper as it was read. What is wrong with it is in Problems; Notes are worth a look and keep nothing out.
type Row struct {
	Line     int // in the table, from 1
	Cells    []string
	Serial   string // as survey.ParseSerial returns it; "" without one
	Village  string
	Day      string // "2006-01-02", or "" where it is not known
	Language string
	Ticket   string
	Known    string // the identifier of a response, of a row that was exported
	Channel  survey.Channel
	Problems []Problem
	Notes    []Problem

	at      map[string]place // where the answers stand, by the codes of their columns
	given   map[string]survey.Value
	stand   map[string]place // of the questions that were given: the first of their cells
	refused map[string]bool  // questions whose cells cannot be read
}

// place is where something stands.
type place struct {
	column  int // from 1
	heading string
	cell    string
}

// Line is a row of a table below its headings.
type Line struct {
	Number int // in the table, from 1
	Cells  []string
}

// Read reads a table. The error is a *Fault.
func (f *Form) Read(cells [][]string) (Table, error) {
	at := f.head(cells)
	if at < 0 {
		return Table{}, &Fault{Code: NoHeadings}
	}
	var lines []Line
	for y := at + 1; y < len(cells); y++ {
		if slices.ContainsFunc(cells[y], func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
			lines = append(lines, Line{Number: y + 1, Cells: cells[y]})
		}
	}
	switch {
	case len(lines) == 0:
		return Table{}, &Fault{Code: NoRows}
	case len(lines) > MaxRows:
		return Table{}, &Fault{Code: ManyRows, What: strconv.Itoa(MaxRows)}
	}
	t, err := f.ReadRows(cells[at], lines, nil)
	t.Hash = hash(cells)
	return t, err
}

// ReadRows reads rows under the headings of a table that was read before; the Hash is not set. Before says in which rows
// that are not among them serials stand. The error is a *Fault.
func (f *Form) ReadRows(head []string, lines []Line, before map[string]int) (Table, error) {
	t := Table{Head: head}
	columns, _, _ := f.under(head)
	seen := map[string]bool{}
	agreement := f.o.Agreed
	for i, c := range columns {
		heading := strings.TrimSpace(head[i])
		switch {
		case c.code == "" && heading != "" && !f.passes(heading):
			t.Unknown = append(t.Unknown, heading)
		case c.code != "" && seen[c.code]:
			return t, &Fault{Code: ColumnTwice, What: heading}
		}
		seen[c.code] = true
		agreement = agreement || c.code == Consent
	}
	if !agreement {
		return t, &Fault{Code: NoAgreement}
	}
	serials := map[string]int{} // where each was met first
	maps.Copy(serials, before)
	for _, line := range lines {
		r := f.row(line.Number, line.Cells, head, columns)
		if r.Serial != "" {
			if first := serials[r.Serial]; first > 0 && first != r.Line {
				r.wrong(SerialTwice, r.at[Serial], func(p *Problem) { p.Other = strconv.Itoa(first) })
			} else {
				serials[r.Serial] = r.Line
			}
		}
		t.Rows = append(t.Rows, r)
	}
	return t, nil
}

// under is which column each heading is over, how many are known, and how many of those are of questions.
func (f *Form) under(head []string) (columns []column, known, asked int) {
	columns = make([]column, len(head))
	for x, cell := range head {
		if code, ok := f.headings.find(cell); ok {
			columns[x] = f.column(code)
			known++
			if columns[x].question != nil {
				asked++
			}
		}
	}
	return columns, known, asked
}

// head finds the row of headings, -1 if there is none: the one with most of them, and of several the last, which has the
// codes.
func (f *Form) head(cells [][]string) int {
	at, most := -1, 0
	for y := range min(looked, len(cells)) {
		if _, known, asked := f.under(cells[y]); asked > 0 && known >= most {
			at, most = y, known
		}
	}
	return at
}

// passes reports whether a column may be there and not be taken: what is computed, files, and what only an export has.
func (f *Form) passes(heading string) bool {
	name, _, _ := strings.Cut(heading, "/")
	if x := f.q.Question(name); x != nil {
		return x.Kind.Computed() || x.Kind.Stored() || x.Kind == survey.Note || x.Kind == survey.Geopoint || x.Kind == survey.TextAnswer
	}
	return slices.Contains(passedBy, heading) || heading == f.title(column{code: Why})
}

// hash is of the cells, whatever file they stood in.
func hash(cells [][]string) string {
	h := sha256.New()
	for _, row := range cells {
		last := len(row)
		for last > 0 && row[last-1] == "" {
			last--
		}
		for _, cell := range row[:last] {
			fmt.Fprintf(h, "%d:%s,", len(cell), cell)
		}
		h.Write([]byte("\n"))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// row reads a row.
func (f *Form) row(line int, cells, head []string, columns []column) Row {
	r := Row{Line: line, Cells: cells, at: map[string]place{}, given: map[string]survey.Value{}, stand: map[string]place{}, refused: map[string]bool{}}
	for x, c := range columns {
		if c.code == "" {
			continue
		}
		p := place{column: x + 1, heading: strings.TrimSpace(head[x])}
		if c.question != nil {
			p.heading = f.title(c)
			if c.part != "" {
				p.heading += " / " + f.q.Say(f.choice(c).Label, f.o.Language)
			}
		} else {
			p.heading = cmp.Or(f.title(c), p.heading)
		}
		if x < len(cells) {
			p.cell = strings.TrimSpace(table.Unguard(cells[x]))
		}
		r.at[c.code] = p
	}
	f.about(&r)
	for i := range f.q.Questions {
		f.answer(&r, &f.q.Questions[i])
	}
	return r
}

// wrong notes a problem with what stands somewhere.
func (r *Row) wrong(code Code, at place, more ...func(*Problem)) {
	p := Problem{Code: code, Line: r.Line, Column: at.column, Heading: at.heading, What: at.cell}
	for _, m := range more {
		m(&p)
	}
	if code == NotTaken || code == OtherVillage {
		r.Notes = append(r.Notes, p)
		return
	}
	r.Problems = append(r.Problems, p)
}

// about reads what the row says of the paper.
func (f *Form) about(r *Row) {
	printed, known := "", false
	if at := r.at[Serial]; at.cell != "" {
		serial, number, err := survey.ParseSerial(at.cell)
		if err != nil {
			r.wrong(WrongSerial, at)
		} else if r.Serial = serial; f.o.Printed != nil {
			printed, known = f.o.Printed(number)
		}
	}
	f.village(r, printed, known)
	if at := r.at[Day]; at.cell != "" {
		if r.Day = day(at.cell); r.Day == "" {
			r.wrong(WrongDay, at)
		}
	} else if begun := r.at[Begun].cell; len(begun) > len("2006-01-02") {
		r.Day = day(begun[:len("2006-01-02")])
	}
	r.Language = f.o.Language
	if at := r.at[Language]; at.cell != "" {
		if r.Language = strings.ToLower(at.cell); !f.q.Speaks(r.Language) {
			r.wrong(WrongLanguage, at, func(p *Problem) { p.Choices = f.q.Languages })
		}
	}
	if at, there := r.at[Consent]; there {
		if yes, ok := marked(at.cell); !ok || !yes {
			r.wrong(NoConsent, at)
		}
	}
	r.Ticket, r.Known, r.Channel = r.at[Ticket].cell, r.at[Known].cell, survey.Paper
	if survey.Channel(r.at[Channel].cell) == survey.Assisted {
		r.Channel = survey.Assisted
	}
}

// village finds the village of a row: the one that it names, or the one that its form was printed for.
func (f *Form) village(r *Row, printed string, known bool) {
	at := r.at[Village]
	names := make([]string, len(f.o.Places))
	for i, p := range f.o.Places {
		names[i] = p.Names[0]
	}
	found, ok := printed, known
	if at.cell != "" {
		if found, ok = f.villages.find(at.cell); !ok {
			r.wrong(UnknownVillage, at, func(p *Problem) { p.Choices = names })
			return
		}
	}
	i := slices.IndexFunc(f.o.Places, func(p Place) bool { return p.Village == found })
	if !ok || i < 0 {
		r.wrong(NoVillage, at, func(p *Problem) { p.Choices = names })
		return
	}
	r.Village = found
	if known && printed != found {
		if j := slices.IndexFunc(f.o.Places, func(p Place) bool { return p.Village == printed }); j >= 0 {
			r.wrong(OtherVillage, at, func(p *Problem) { p.Other = names[j] })
		}
	}
}
