package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Sheet is a table with a heading. Every row has as many cells as the heading.
type Sheet struct {
	Head []Cell
	Rows [][]Cell
}

// Cell is what stands at one place of a table, without space around it.
type Cell struct {
	Text         string
	Line, Column int // where it begins, as in Error
	comma        bool
}

// MaxCells is the number of cells of the largest table that is read. What parts
// cells is counted within quoted cells too.
const MaxCells = 8 << 20

// Read reads a table. What parts the cells is what a first line such as "sep=;" says, or
// the first of comma, semicolon and tab that stands most often in the heading. Empty lines are passed over. Errors
// are an *Error where the file is wrong, and those of the reader.
func Read(r io.Reader) (*Sheet, error) {
	rows, err := read(r, true)
	if err != nil {
		return nil, err
	}
	if err := Even(rows); err != nil {
		return nil, err
	}
	return &Sheet{Head: rows[0], Rows: rows[1:]}, nil
}

// Even is an Error at the first of the rows that has not as many cells as the first
// row, the heading.
func Even(rows [][]Cell) error {
	for _, row := range rows {
		if len(row) != len(rows[0]) {
			at := row[min(len(row)-1, len(rows[0]))] // the last, or the first too many
			return At(at.Line, at.Column, "%d cells, but the heading has %d", len(row), len(rows[0]))
		}
	}
	return nil
}

// Rows reads the rows of a table that may have no heading, and whose rows may have
// more and fewer cells, at least one row and each with at least one cell. What
// parts the cells is looked for in the first line that has something to part them.
// It is Read in all else.
func Rows(r io.Reader) ([][]Cell, error) { return read(r, false) }

func read(r io.Reader, headed bool) ([][]Cell, error) {
	text, err := Text(r)
	if err != nil {
		return nil, err
	}
	comma, named := separator(text)
	if !named {
		comma = delimiter(text, headed)
	}
	rows, err := records(text, comma)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, At(0, 0, "the file is empty")
	}
	return rows, nil
}

func records(text []byte, comma rune) ([][]Cell, error) {
	if bytes.Count(text, []byte(string(comma)))+bytes.Count(text, []byte{'\n'}) >= MaxCells {
		return nil, At(0, 0, "the file has more than %d cells; leave out columns that are not needed, or part it", MaxCells)
	}
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.ReuseRecord, in.LazyQuotes = comma, -1, true, false
	lines := newLines(text)
	var rows [][]Cell
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if wrong, is := errors.AsType[*csv.ParseError](err); is {
			return nil, At(wrong.Line, lines.column(wrong.Line, wrong.Column), "%v", reason(wrong.Err))
		}
		if err != nil {
			return nil, err
		}
		row := make([]Cell, len(record))
		empty := true
		for i, field := range record {
			line, column := in.FieldPos(i)
			row[i] = Cell{Text: strings.TrimSpace(field), Line: line, Column: lines.column(line, column), comma: in.Comma != ','}
			empty = empty && row[i].Text == ""
		}
		if !empty {
			rows = append(rows, row)
		}
	}
}

func reason(err error) string {
	switch {
	case errors.Is(err, csv.ErrBareQuote):
		return `a quotation mark within a cell that does not begin with one; write "" for it in a quoted cell`
	case errors.Is(err, csv.ErrQuote):
		return "a quotation mark that is not closed, or text after the closing one"
	}
	return err.Error()
}

// separator is what a first line such as "sep=;" names, by which spreadsheets are told
// what parts the cells. The line is blanked.
func separator(text []byte) (comma rune, named bool) {
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	switch word := strings.ToLower(strings.TrimRight(string(line), "\r ")); word {
	case "sep=,", "sep=;", "sep=\t":
		for i := range line {
			if line[i] != '\r' {
				line[i] = ' '
			}
		}
		return rune(word[len(word)-1]), true
	}
	return 0, false
}

// delimiter is what parts the cells, as the first line tells that is not blank; or
// of a table without heading, the first that has something to part them.
func delimiter(text []byte, headed bool) rune {
	for len(text) > 0 {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte{'\n'})
		if best, most := mostOften(line); most > 0 || headed && len(bytes.TrimSpace(line)) > 0 {
			return best
		}
	}
	return ','
}

func mostOften(head []byte) (best rune, most int) {
	best = ','
	for _, r := range ",;\t" {
		n, quoted := 0, false
		for _, c := range string(head) {
			switch {
			case c == '"':
				quoted = !quoted
			case c == r && !quoted:
				n++
			}
		}
		if n > most {
			best, most = r, n
		}
	}
	return best, most
}

// lines finds the columns of characters in a text. It goes on from where it found
// the last one, so that a long line is not counted anew for each of its cells.
type lines struct {
	text      []byte
	start     []int // of each line
	line      int   // of the last place
	at, runes int   // its offset, and the characters of its line before it
}

func newLines(text []byte) *lines {
	l := &lines{text: text, start: []int{0}}
	for i, c := range text {
		if c == '\n' {
			l.start = append(l.start, i+1)
		}
	}
	return l
}

// column turns a column in bytes into one in characters, at the end of the line at
// most.
func (l *lines) column(line, column int) int {
	if line < 1 || line > len(l.start) {
		return column
	}
	end := len(l.text)
	if line < len(l.start) {
		end = l.start[line] - 1
	}
	to := min(l.start[line-1]+max(column-1, 0), end)
	if line != l.line || to < l.at {
		l.line, l.at, l.runes = line, l.start[line-1], 0
	}
	l.runes += utf8.RuneCount(l.text[l.at:to])
	l.at = to
	return l.runes + 1
}

// Fault is an Error at the cell.
func (c Cell) Fault(format string, args ...any) *Error { return At(c.Line, c.Column, format, args...) }

// Number is the cell as a finite number. A decimal comma is one where cells are
// not parted by commas, and spaces between groups of digits are passed over.
func (c Cell) Number() (float64, error) {
	x, err := strconv.ParseFloat(c.figures(), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, c.Fault("%q is not a number", c.Text)
	}
	return x, nil
}

// Count is the cell as a whole number of at least 0.
func (c Cell) Count() (int64, error) {
	n, err := strconv.ParseInt(c.figures(), 10, 64)
	if err != nil || n < 0 {
		return 0, c.Fault("%q is not a whole number of 0 or more", c.Text)
	}
	return n, nil
}

// figures are the cell's digits as Go writes them.
func (c Cell) figures() string {
	digits := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00A0', '\u202F', '\u2009':
			return -1
		case '\u2212':
			return '-'
		}
		return r
	}, c.Text)
	if c.comma && strings.Count(digits, ",") == 1 && !strings.Contains(digits, ".") {
		digits = strings.Replace(digits, ",", ".", 1)
	}
	return digits
}

// Column is the place of the heading with this name, in whatever case; -1 if
// there is none.
func (s *Sheet) Column(name string) int {
	for i, h := range s.Head {
		if strings.EqualFold(h.Text, name) {
			return i
		}
	}
	return -1
}
