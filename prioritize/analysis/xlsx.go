package analysis

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"ashar/prioritize/outline"
	"ashar/survey/locale"
	"ashar/survey/table"
)

// WriteXLSX writes the Document as a workbook. The first sheet is for reading: what the municipality says, and what can
// be read out of each table. Then comes one sheet a table: the title, what
// it is of and the notice above, the notes below. The headings stay in sight and
// are printed on every page, which is A4 across; a table too wide to be read on
// one page takes several side by side, on which no village and no group is torn apart. Last are the charts, if there are any, each above the figures that it draws,
// which are those of its table; what is hidden is a gap. There are no formulas: texts that a spreadsheet would
// take for one begin with an apostrophe.
func (d *Document) WriteXLSX(w io.Writer, s locale.Speaker) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closed := f.Close(); err == nil && closed != nil {
			err = fmt.Errorf("analysis: XLSX: %w", closed)
		}
	}()
	styles, err := newStyles(f)
	if err != nil {
		return fmt.Errorf("analysis: XLSX: %w", err)
	}
	first := opening{d: d, s: s, f: f, styles: styles, name: sheetName(s.T("report.sheet.start"))}
	if err := first.write(); err != nil {
		return fmt.Errorf("analysis: XLSX: %w", err)
	}
	for _, t := range d.Tables {
		sh := sheet{d: d, s: s, f: f, styles: styles, t: t, name: sheetName(s.T("report.sheet." + t.ID))}
		if err := sh.write(); err != nil {
			return fmt.Errorf("analysis: XLSX: %s: %w", t.ID, err)
		}
	}
	charts := drawing{d: d, s: s, f: f, styles: styles, name: sheetName(s.T("report.sheet.charts"))}
	if err := charts.write(); err != nil {
		return fmt.Errorf("analysis: XLSX: charts: %w", err)
	}
	made := d.Made.UTC().Format(time.RFC3339)
	err = f.SetDocProps(&excelize.DocProperties{
		Title: d.Title(s), Subject: name(s, d.Municipality.Name), Creator: s.T("common.name"), LastModifiedBy: s.T("common.name"),
		Language: s.Lang(), Created: made, Modified: made,
	})
	if err == nil {
		err = f.Write(w)
	}
	if err != nil {
		return fmt.Errorf("analysis: XLSX: %w", err)
	}
	return nil
}

// maxSheetName is the number of characters that a sheet's name may have.
const maxSheetName = 31

// sheetName takes out of a name what Excel does not allow in it.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return -1
		}
		return r
	}, name)
	for utf8.RuneCountInString(name) > maxSheetName {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	return name
}

// sheet writes one table.
type sheet struct {
	d      *Document
	s      locale.Speaker
	f      *excelize.File
	styles styles
	t      Table
	name   string

	w    *excelize.StreamWriter
	next int // the row to be written
}

func (sh *sheet) write() error {
	if err := sh.open(); err != nil {
		return err
	}
	if err := sh.titles(); err != nil {
		return err
	}
	if err := sh.headings(); err != nil {
		return err
	}
	for _, row := range sh.t.Rows {
		values := make([]any, len(row))
		tall := 1
		for i, c := range row {
			values[i] = sh.cell(c, sh.t.Columns[i])
			if words, ok := wording(sh.s, c); ok {
				tall = max(tall, linesOf(words, roomIn(width(sh.t, i, sh.t.Columns[i]))))
			}
		}
		if err := sh.row(values, height(tall)); err != nil {
			return err
		}
	}
	sh.next++
	for _, n := range sh.t.Notes {
		if err := sh.note(say(sh.s, n)); err != nil {
			return err
		}
	}
	return sh.w.Flush()
}

// note writes a note over the table's whole width, on as many lines as it takes.
func (sh *sheet) note(text string) error {
	room := int(sh.width())
	if err := sh.join(0, sh.next, len(sh.t.Columns)-1, sh.next); err != nil {
		return err
	}
	return sh.across(text, sh.styles.note, noteLine*float64(linesOf(text, room)))
}

// open makes the sheet. What belongs to it as a whole is set before its stream
// begins: the page, and the columns' widths.
func (sh *sheet) open() error {
	if _, err := sh.f.NewSheet(sh.name); err != nil {
		return err
	}
	if err := sh.lay(); err != nil {
		return err
	}
	w, err := sh.f.NewStreamWriter(sh.name)
	if err != nil {
		return err
	}
	sh.w, sh.next = w, 1
	// The stream writes the widths in the opposite order; in the file they have to
	// go from left to right.
	for i, c := range slices.Backward(sh.t.Columns) {
		if err := w.SetColWidth(i+1, i+1, width(sh.t, i, c)); err != nil {
			return err
		}
	}
	above := sh.above()
	corner, err := excelize.CoordinatesToCellName(sh.fixed()+1, above+1)
	if err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{
		Freeze: true, XSplit: sh.fixed(), YSplit: above, TopLeftCell: corner, ActivePane: "bottomRight",
	}); err != nil {
		return err
	}
	heads := above - sh.headRows() + 1
	last, err := excelize.ColumnNumberToName(sh.fixed())
	if err != nil {
		return err
	}
	return sh.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: sh.name, RefersTo: fmt.Sprintf("'%[1]s'!$A:$%[2]s,'%[1]s'!$%[3]d:$%[4]d", sh.name, last, heads, above),
	})
}

// width of the whole table, in characters.
func (sh *sheet) width() float64 {
	sum := 0.0
	for i, c := range sh.t.Columns {
		sum += width(sh.t, i, c)
	}
	return sum
}

// height of a row of so many lines.
func height(lines int) excelize.RowOpts { return excelize.RowOpts{Height: line*float64(lines) + 3} }

// mostFixed is how wide what stays in sight may be, in characters, so that there is room beside it.
const mostFixed = 64.0

// fixed is how many columns stay in sight: those up to the one that says what a row is about, if there is room, or else
// the first.
func (sh *sheet) fixed() int {
	used := 0.0
	for i, c := range sh.t.Columns {
		if used += width(sh.t, i, c); used > mostFixed {
			break
		}
		if c.Family == outline.Columns(sh.t.ID)[0] {
			return i + 1
		}
	}
	return 1
}

// above is how many rows stand above the first row of the table.
func (sh *sheet) above() int {
	n := 2 + sh.headRows()
	if sh.d.Notice != nil {
		n++
	}
	return n
}

func (sh *sheet) headRows() int {
	for _, c := range sh.t.Columns {
		if c.Group != nil {
			return 2
		}
	}
	return 1
}

func (sh *sheet) titles() error {
	if err := sh.across(sh.t.Heading(sh.s), sh.styles.title, 24); err != nil {
		return err
	}
	if err := sh.across(sh.d.about(sh.s), sh.styles.plain, 0); err != nil {
		return err
	}
	if sh.d.Notice == nil {
		return nil
	}
	return sh.across(say(sh.s, *sh.d.Notice), sh.styles.notice, 0)
}

// headings are one row, or two where columns share a heading.
func (sh *sheet) headings() error {
	names, groups := make([]any, len(sh.t.Columns)), make([]any, len(sh.t.Columns))
	tall := 1
	for i, c := range sh.t.Columns {
		tall = max(tall, linesOf(label(sh.s, c.Heading), roomIn(width(sh.t, i, c))+1))
		names[i] = excelize.Cell{StyleID: sh.styles.head, Value: table.Guard(label(sh.s, c.Heading))}
		groups[i] = excelize.Cell{StyleID: sh.styles.head}
		if c.Group != nil {
			groups[i] = excelize.Cell{StyleID: sh.styles.head, Value: table.Guard(label(sh.s, *c.Group))}
		}
	}
	if sh.headRows() == 2 {
		if err := sh.merge(groups, names); err != nil {
			return err
		}
		if err := sh.row(groups); err != nil {
			return err
		}
	}
	return sh.row(names, height(tall))
}

// merge joins the cells of a shared heading, and of a heading that shares none
// with the cell below, which then holds nothing.
func (sh *sheet) merge(groups, names []any) error {
	for from := 0; from < len(groups); {
		to := from
		for to+1 < len(groups) && sh.t.Columns[from].Group != nil && sameGroup(sh.t.Columns[from], sh.t.Columns[to+1]) {
			to++
		}
		last := sh.next
		if sh.t.Columns[from].Group == nil {
			groups[from], names[from] = names[from], groups[from]
			last++
		}
		if from != to || last != sh.next {
			if err := sh.join(from, sh.next, to, last); err != nil {
				return err
			}
		}
		from = to + 1
	}
	return nil
}

// join makes one cell of those from a column and row to another.
func (sh *sheet) join(fromColumn, fromRow, toColumn, toRow int) error {
	from, err := excelize.CoordinatesToCellName(fromColumn+1, fromRow)
	if err != nil {
		return err
	}
	to, err := excelize.CoordinatesToCellName(toColumn+1, toRow)
	if err != nil {
		return err
	}
	return sh.w.MergeCell(from, to)
}

func sameGroup(a, b Column) bool {
	return b.Group != nil && a.Group.Word == b.Group.Word && a.Group.Text.In() == b.Group.Text.In()
}

// across writes a text over the table's whole width.
func (sh *sheet) across(text string, style int, height float64) error {
	return sh.row([]any{excelize.Cell{StyleID: style, Value: table.Guard(text)}}, excelize.RowOpts{Height: height})
}

func (sh *sheet) row(values []any, opts ...excelize.RowOpts) error {
	at, err := excelize.CoordinatesToCellName(1, sh.next)
	if err != nil {
		return err
	}
	sh.next++
	return sh.w.SetRow(at, values, opts...)
}

func (sh *sheet) cell(c Cell, col Column) excelize.Cell {
	words, ok := wording(sh.s, c)
	switch {
	case !ok:
		style := sh.styles.numbers[kindOf(c, col)]
		if col.Kind == Words {
			style = sh.styles.inText[kindOf(c, col)]
		}
		return excelize.Cell{StyleID: style, Value: *c.Number}
	case c.State != "":
		return excelize.Cell{StyleID: sh.styles.states[c.State], Value: table.Guard(words)}
	default:
		return excelize.Cell{StyleID: sh.styles.text, Value: table.Guard(words)}
	}
}
