package xlsform

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
)

// rows reads a sheet row by row: what is kept in its cells, and beside it what is
// shown, where the two can differ.
type rows struct {
	kept, shown *excelize.Rows // shown is nil where all is text
}

func openRows(f *excelize.File, sheet string, typed bool) (*rows, error) {
	kept, err := f.Rows(sheet)
	if err != nil || !typed {
		return &rows{kept: kept}, err
	}
	shown, err := f.Rows(sheet)
	return &rows{kept, shown}, err
}

func (rs *rows) next() bool { return rs.kept.Next() && (rs.shown == nil || rs.shown.Next()) }

func (rs *rows) err() error { return rs.kept.Error() }

func (rs *rows) close() {
	rs.kept.Close() //nolint:errcheck // nothing was written
	if rs.shown != nil {
		rs.shown.Close() //nolint:errcheck // nothing was written
	}
}

// values are those of a row as its author sees them, without space around, save
// that numbers are whole; and which of them are dates.
func (rs *rows) values() (values []string, dates []int, err error) {
	values, err = rs.kept.Columns()
	if err != nil {
		return nil, nil, err
	}
	var shown []string
	if rs.shown != nil {
		if shown, err = rs.shown.Columns(excelize.Options{}); err != nil {
			return nil, nil, err
		}
	}
	for i, v := range values {
		if rs.shown != nil && i < len(shown) {
			date := false
			if v, date = asSeen(v, shown[i]); date {
				dates = append(dates, i)
			}
		}
		v = strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n"))
		if seen(v) == "" {
			v = ""
		}
		values[i] = v
	}
	return values, dates, nil
}

// A number as a workbook keeps it, and a day as one is shown.
var (
	keptNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?$`)
	shownDate  = regexp.MustCompile(`[0-9][-/:][0-9]|[0-9]\.[0-9]+\.[0-9]|\p{L}{3}`)
)

// asSeen is the value of a cell that keeps one thing and may show another: 1 for
// TRUE, 46188 for a day, 2.0260615E9 for a number.
func asSeen(kept, shown string) (value string, date bool) {
	switch {
	case kept == shown || !keptNumber.MatchString(kept):
		return kept, false
	case shown == "TRUE" || shown == "FALSE":
		return shown, false
	case shownDate.MatchString(shown):
		return shown, true
	}
	n, err := strconv.ParseFloat(kept, 64)
	if err != nil {
		return kept, false
	}
	return strconv.FormatFloat(n, 'f', -1, 64), false
}

// oddities are what a workbook has besides plain texts. They are found in the
// sheets' XML before it is loaded, since looking for them in each cell would take
// too long.
type oddities struct {
	typed  bool     // there are cells that are no texts
	merged bool     // there are merged cells
	cells  []string // names of cells with a formula without a value, or with an error
	more   bool     // there are more than maxOdd of them
}

// maxOdd bounds the cells that are looked at one by one.
const maxOdd = 200

func findOddities(f *excelize.File) oddities {
	var o oddities
	f.Pkg.Range(func(name, content any) bool {
		data, ok := content.([]byte)
		if ok && strings.HasPrefix(strings.ToLower(fmt.Sprint(name)), "xl/worksheets/") {
			o.look(data)
		}
		return true
	})
	return o
}

// look goes through the cells of one sheet.
func (o *oddities) look(sheet []byte) {
	o.merged = o.merged || bytes.Contains(sheet, []byte("<mergeCell "))
	for {
		begin := bytes.Index(sheet, []byte("<c "))
		if begin < 0 {
			return
		}
		sheet = sheet[begin:]
		end := bytes.IndexByte(sheet, '>')
		if end < 0 {
			return
		}
		tag := sheet[:end]
		sheet = sheet[end:]
		if bytes.HasSuffix(tag, []byte("/")) {
			continue // an empty cell
		}
		inside, _, _ := bytes.Cut(sheet, []byte("</c>"))
		text := bytes.Contains(tag, []byte(` t="s"`)) || bytes.Contains(tag, []byte(` t="inlineStr"`)) || bytes.Contains(tag, []byte(` t="str"`))
		o.typed = o.typed || !text
		worked := bytes.Contains(inside, []byte("<v>")) && !bytes.Contains(inside, []byte("<v></v>"))
		unworked := bytes.Contains(inside, []byte("<f")) && !worked
		if !unworked && !bytes.Contains(tag, []byte(` t="e"`)) {
			continue
		}
		if len(o.cells) == maxOdd {
			o.more = true
			continue
		}
		if _, name, found := bytes.Cut(tag, []byte(` r="`)); found {
			name, _, _ = bytes.Cut(name, []byte(`"`))
			o.cells = append(o.cells, string(name))
		}
	}
}

// odd refuses what does not say what its author sees: merged cells, of which only
// the first has content, formulas that were never worked out, whose cells look
// empty, and those that went wrong.
func (rd *reader) odd(f *excelize.File, t *table) error {
	if rd.oddities.merged {
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
	}
	for _, name := range rd.oddities.cells {
		column, n, err := excelize.CellNameToCoordinates(name)
		if err != nil || n <= t.first || column > len(t.columns) || t.columns[column-1].key == "" {
			continue
		}
		at := t.atColumn(row{number: n}, column-1)
		formula, err := f.GetCellFormula(t.sheet, at.cell)
		if err != nil {
			return fmt.Errorf("xlsform: sheet %s, cell %s: %w: %w", t.sheet, at.cell, survey.ErrInvalid, err)
		}
		kind, err := f.GetCellType(t.sheet, at.cell)
		if err != nil {
			return fmt.Errorf("xlsform: sheet %s, cell %s: %w: %w", t.sheet, at.cell, survey.ErrInvalid, err)
		}
		value, err := f.GetCellValue(t.sheet, at.cell)
		if err != nil {
			return fmt.Errorf("xlsform: sheet %s, cell %s: %w: %w", t.sheet, at.cell, survey.ErrInvalid, err)
		}
		switch {
		case kind == excelize.CellTypeError:
			rd.say(at, fmt.Sprintf("a formula that came to the error %s", value), "correct it, or type the value")
		case formula != "" && value == "":
			rd.say(at, "a formula without a value", "save the workbook in a spreadsheet program, or type the value")
		}
	}
	return nil
}
