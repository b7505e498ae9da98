package api

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	sheets "ashar/survey/table"
)

// table is an answer as a flat table: one row of headings, and cells that are texts, numbers, times or nothing.
type table struct {
	name    string // of the sheet
	columns []column
	rows    [][]any // as long as columns: string, int, int64, float64, time.Time, or nil
}

// column is known by its heading, which never changes. Its tag says what it holds in the Humanitarian Exchange Language
// (HXL 1.1), as far as that has words for it.
type column struct{ heading, tag string }

// writeCSV writes the table as of RFC 4180, in UTF-8 without a byte order mark; with a row of tags below the headings if
// that is asked for. Texts that a spreadsheet would take for a formula begin with an apostrophe.
func (t table) writeCSV(w io.Writer, tagged bool) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	head, tags := make([]string, len(t.columns)), make([]string, len(t.columns))
	for i, c := range t.columns {
		head[i], tags[i] = sheets.Guard(c.heading), c.tag
	}
	rows := [][]string{head}
	if tagged {
		rows = append(rows, tags)
	}
	for _, r := range t.rows {
		cells := make([]string, len(r))
		for i, v := range r {
			cells[i] = plain(v)
		}
		rows = append(rows, cells)
	}
	return out.WriteAll(rows)
}

// plain is a cell of CSV.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return sheets.Guard(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		if v.IsZero() {
			return ""
		}
		return v.UTC().Format(time.RFC3339)
	}
	return sheets.Guard(fmt.Sprint(v))
}

// Widths of columns of a workbook, in characters.
const (
	narrow = 8
	wide   = 48
)

// writeXLSX writes the table as a workbook of one sheet, whose headings stay in sight. Numbers are numbers.
func (t table) writeXLSX(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // it is in memory alone
	if err := f.SetSheetName(f.GetSheetName(0), t.name); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	out, err := f.NewStreamWriter(t.name)
	if err != nil {
		return err
	}
	head := make([]any, len(t.columns))
	for i := len(t.columns) - 1; i >= 0; i-- { // the stream writes the widths in the opposite order
		head[i] = excelize.Cell{StyleID: bold, Value: sheets.Guard(t.columns[i].heading)}
		if err := out.SetColWidth(i+1, i+1, t.width(i)); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := out.SetRow("A1", head); err != nil {
		return err
	}
	for i, r := range t.rows {
		cells := make([]any, len(r))
		for j, v := range r {
			switch v.(type) {
			case nil, int, int64, float64:
				cells[j] = v
			default:
				cells[j] = plain(v)
			}
		}
		if err := out.SetRow("A"+strconv.Itoa(i+2), cells); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// width of a column, in characters.
func (t table) width(i int) float64 {
	longest := utf8.RuneCountInString(t.columns[i].heading)
	for _, r := range t.rows {
		longest = max(longest, utf8.RuneCountInString(plain(r[i])))
	}
	return math.Min(wide, math.Max(narrow, float64(longest+2)))
}

// attribute is a code as HXL takes it in an attribute: letters, digits and "_", a letter first.
func attribute(prefix, code string) string {
	code = strings.ReplaceAll(code, "+", "plus") // "60+" is not "60"
	code = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, code)
	return "+" + prefix + "_" + strings.Trim(code, "_")
}

// cell is a number that may not be there.
func cell[N int | int64 | float64](n *N) any {
	if n == nil {
		return nil
	}
	return *n
}
