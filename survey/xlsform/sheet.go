package xlsform

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
)

// maxCell is the number of UTF-16 units that a cell of a workbook can hold.
const maxCell = excelize.TotalCellChars

// sheet is what is written into one sheet.
type sheet struct {
	name    string
	columns []written
	place   map[string]int // of a column, by what it means and the language
	rows    []line
}

// written is one column of it.
type written struct {
	column
	always bool // also when it is empty
}

// line is one row of it: its cells by the columns' places.
type line struct {
	cells map[int]string
	plain bool // no answer can stand in its texts
}

// newSheet takes what the columns mean. One that ends in "?" is left out when it
// is empty; one that is translated, which ends in "::", becomes a column for each
// language.
func newSheet(name string, languages []string, keys ...string) *sheet {
	s := &sheet{name: name, place: map[string]int{}}
	for _, k := range keys {
		k, optional := strings.CutSuffix(k, "?")
		key, translated := strings.CutSuffix(k, "::")
		if !translated {
			s.add(written{column{heading: key, key: key}, !optional})
			continue
		}
		for _, l := range languages {
			s.add(written{column{heading: k + languageHeading(l), key: key, language: l}, !optional})
		}
	}
	return s
}

func (s *sheet) add(c written) {
	s.place[c.key+"::"+c.language] = len(s.columns)
	s.columns = append(s.columns, c)
}

// row adds a row of values and texts by what their columns mean, and of other
// tools' cells by heading.
func (s *sheet) row(values map[string]string, texts map[string]survey.Text, others map[string]string) *line {
	cells := map[int]string{}
	for key, v := range values {
		if v != "" {
			cells[s.place[key+"::"]] = v
		}
	}
	for key, t := range texts {
		for l, v := range t {
			if i, ok := s.place[key+"::"+l]; ok && v != "" {
				cells[i] = v
			}
		}
	}
	for heading, v := range others {
		if v == "" {
			continue
		}
		i, there := s.place["\x00"+heading]
		if !there {
			i = len(s.columns)
			s.place["\x00"+heading] = i
			s.columns = append(s.columns, written{column: column{heading: heading}})
		}
		cells[i] = v
	}
	s.rows = append(s.rows, line{cells: cells})
	return &s.rows[len(s.rows)-1]
}

// layOut returns the columns that are written, those of other tools last and in
// the order of their headings.
func (s *sheet) layOut() []int {
	filled := map[int]bool{}
	for _, r := range s.rows {
		for i := range maps.Keys(r.cells) {
			filled[i] = true
		}
	}
	var order []int
	for i, c := range s.columns {
		if c.always || filled[i] {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		ca, cb := s.columns[a], s.columns[b]
		switch {
		case ca.key == "" && cb.key == "":
			return strings.Compare(ca.heading, cb.heading)
		case ca.key == "":
			return 1
		case cb.key == "":
			return -1
		}
		return 0
	})
	return order
}

// write puts a sheet into the workbook, in its place among the sheets.
func (wr *writer) write(s *sheet, position int) {
	if position == 0 {
		wr.try(wr.f.SetSheetName("Sheet1", s.name))
	} else {
		_, err := wr.f.NewSheet(s.name)
		wr.try(err)
	}
	order := s.layOut()
	cells := len(order)
	for _, r := range s.rows {
		cells += len(r.cells)
	}
	if n := len(s.rows) + 1; n > maxRows || len(order) > maxColumns || cells > maxCells {
		wr.say(place{sheet: s.name}, fmt.Sprintf("%d rows and %d columns are more than a workbook may have here", n, len(order)))
		return
	}
	for i, place := range order {
		c := s.columns[place]
		width := 18.0
		if c.key == colLabel || c.key == colHint {
			width = 40
		}
		name, err := excelize.ColumnNumberToName(i + 1)
		wr.try(err)
		wr.try(wr.f.SetColWidth(s.name, name, name, width))
		wr.heading(s, c, i)
		for r, l := range s.rows {
			if v := l.cells[place]; v != "" {
				wr.cell(s, c, i, r+1, v, l.plain)
			}
		}
	}
	wr.try(wr.f.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// heading writes the head of a column. One of another tool's must come back as such.
func (wr *writer) heading(s *sheet, c written, column int) {
	at, err := excelize.CoordinatesToCellName(column+1, 1)
	wr.try(err)
	if c.key == "" {
		back, unreadable := layouts[s.name].readHeading(c.heading)
		if !back.foreign() || back.heading != c.heading || unreadable != "" || own(c.heading) || unfit(c.heading) != "" {
			wr.say(place{sheet: s.name, row: 1, column: c.heading, cell: at}, "a column of this name would not be taken for another tool's")
			return
		}
	}
	wr.try(wr.f.SetCellStr(s.name, at, escaped(c.heading)))
	wr.try(wr.f.SetCellStyle(s.name, at, at, wr.bold))
}

// cell writes one value, always as text, so that it is never taken for a formula.
func (wr *writer) cell(s *sheet, c written, column, row int, v string, plain bool) {
	at, err := excelize.CoordinatesToCellName(column+1, row+1)
	wr.try(err)
	wrong, text := unfit(v), layouts[s.name].known[c.key]
	switch {
	case wrong != "":
	case c.key != "" && !text && seen(v) != v:
		wrong = "a character that nobody sees would be lost"
	case !text:
	case plain && answer.MatchString(v):
		wrong = "other tools would put an answer in place of ${ }"
	case badAnswer(v) != "":
		wrong = fmt.Sprintf("other tools cannot put an answer in place of %s", badAnswer(v))
	}
	if wrong != "" {
		wr.say(place{sheet: s.name, row: row + 1, column: c.heading, cell: at}, wrong)
		return
	}
	wr.try(wr.f.SetCellStr(s.name, at, escaped(v)))
	wr.try(wr.f.SetCellStyle(s.name, at, at, wr.wrap))
}

// notXML are the characters that XML, and so a workbook, cannot hold, and the
// carriage return, which does not come back.
var notXML = regexp.MustCompile(`[^\x{9}\x{A}\x{20}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]`)

// escape is how a workbook writes a character by its number.
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// escaped keeps what merely looks like such an escape from being read as one.
// The library leaves this undone in shared strings.
func escaped(v string) string {
	var b strings.Builder
	for {
		i := escape.FindStringIndex(v)
		if i == nil {
			return b.String() + v
		}
		b.WriteString(v[:i[0]] + "_x005F_")
		v = v[i[0]+1:]
	}
}

// unfit says why a value would not come back from a cell as it is, or "".
func unfit(v string) string {
	switch {
	case len(utf16.Encode([]rune(escaped(v)))) > maxCell:
		return fmt.Sprintf("a cell holds at most %d characters", maxCell)
	case notXML.MatchString(v) || strings.ToValidUTF8(v, "") != v:
		return "a cell cannot hold control characters"
	case strings.TrimSpace(v) != v:
		return "space at the beginning or the end of a cell would be lost"
	case seen(v) == "":
		return "nothing in the cell can be seen, so that it would be lost"
	}
	return ""
}
