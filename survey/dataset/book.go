package dataset

import (
	"archive/zip"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
	"ashar/survey/table"
)

// Limits of a workbook. Excel has sheets of 1,048,576 rows and 16,384 columns. A sheet of more cells than cellsPerSheet
// could become a file of over 4 GiB within the workbook, which not every program reads.
const (
	rowsPerSheet  = 1_048_575 // under the headings
	columnsInBook = 16_384
	cellsPerSheet = 60_000_000
	lettersInCell = 32_000 // Excel's are 32,767
	exactDigits   = 15     // of a number
)

// bookWriter writes a workbook: the answers, what their columns mean, and further sheets of answers where one cannot hold
// them. excelize keeps the sheets in temporary files, of which the end makes the workbook.
type bookWriter struct {
	l      *Layout
	out    io.Writer
	f      *excelize.File
	w      *excelize.StreamWriter // of the sheet that is being filled
	name   string
	sheets int
	row    int // the last one of it
	most   int
	values []any
	styles struct{ head, day, moment, wrapped int }
}

func newBookWriter(l *Layout, out io.Writer) *bookWriter {
	columns := len(l.columns)
	return &bookWriter{l: l, out: out, f: excelize.NewFile(), most: min(l.most, cellsPerSheet/columns), values: make([]any, columns)}
}

func (b *bookWriter) begin() error {
	if n := len(b.l.columns); n > columnsInBook {
		return fmt.Errorf("%w: %d columns, and a workbook has %d at most: choose another format, or choices joined in one column", survey.ErrInvalid, n, columnsInBook)
	}
	day, moment := "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.styles.head, excelize.Style{
			Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EFE9"}},
			Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
		}},
		{&b.styles.day, excelize.Style{CustomNumFmt: &day}},
		{&b.styles.moment, excelize.Style{CustomNumFmt: &moment}},
		{&b.styles.wrapped, excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}},
	} {
		var err error
		if *s.id, err = b.f.NewStyle(&s.style); err != nil {
			return err
		}
	}
	if err := b.f.SetSheetName(b.f.GetSheetName(0), b.l.say.T("dataset.sheet.answers")); err != nil {
		return err
	}
	if err := b.codebook(); err != nil {
		return err
	}
	return b.open()
}

// open begins the next sheet of answers.
func (b *bookWriter) open() error {
	b.sheets++
	b.name = b.l.say.T("dataset.sheet.answers")
	if b.sheets > 1 {
		b.name += " " + strconv.Itoa(b.sheets)
		if _, err := b.f.NewSheet(b.name); err != nil {
			return err
		}
	}
	widths := make([]float64, len(b.l.columns))
	for i := range b.l.columns {
		widths[i] = b.l.columns[i].width()
	}
	var err error
	if b.w, err = b.stream(b.name, widths, b.l.Head()); err != nil {
		return err
	}
	b.row = 1
	return nil
}

// stream begins a sheet: its columns' widths, and the headings, which stay in sight.
func (b *bookWriter) stream(name string, widths []float64, head []string) (*excelize.StreamWriter, error) {
	w, err := b.f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	for i, width := range slices.Backward(widths) { // the stream writes them in the opposite order
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return nil, err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	cells := make([]any, len(head))
	for i, h := range head {
		cells[i] = excelize.Cell{StyleID: b.styles.head, Value: table.Guard(h)}
	}
	return w, w.SetRow("A1", cells)
}

// close ends a sheet of so many rows and columns, with a filter over it.
func (b *bookWriter) close(w *excelize.StreamWriter, name string, rows, columns int) error {
	last, err := excelize.CoordinatesToCellName(columns, rows)
	if err != nil {
		return err
	}
	if err := b.f.AutoFilter(name, "A1:"+last, nil); err != nil {
		return err
	}
	return w.Flush()
}

// width in characters.
func (c *Column) width() float64 {
	switch {
	case c.Name == "_id":
		return 34
	case c.Type == Moment:
		return 19
	case c.Type == Text, c.Type == Codes:
		return 30
	case c.Type == Code:
		return 18
	}
	return 12
}

func (b *bookWriter) add(row []cell) error {
	if b.row > b.most {
		if err := b.close(b.w, b.name, b.row, len(row)); err != nil {
			return err
		}
		if err := b.open(); err != nil {
			return err
		}
	}
	for i := range row {
		b.values[i] = b.value(&row[i])
	}
	b.row++
	return b.w.SetRow("A"+strconv.Itoa(b.row), b.values)
}

func (b *bookWriter) value(c *cell) any {
	switch c.what {
	case nothing:
		return nil
	case number:
		if len(strings.Trim(c.text, "-.")) <= exactDigits {
			if x, err := strconv.ParseFloat(c.text, 64); err == nil {
				return x
			}
		}
		return c.text
	case boolean:
		if c.is {
			return 1
		}
		return 0
	case day:
		if at, err := time.Parse(time.DateOnly, c.text); err == nil && at.Year() > 1900 {
			return excelize.Cell{StyleID: b.styles.day, Value: serial(at)}
		}
		return c.text
	case moment:
		return excelize.Cell{StyleID: b.styles.moment, Value: serial(c.at)}
	case list:
		return table.Guard(strings.Join(c.list, b.l.between))
	}
	return table.Guard(c.text)
}

// serial is a moment as Excel counts, to the second: days since the end of 1899, by the clock of its zone.
func serial(at time.Time) float64 {
	at = time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
	return at.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Seconds() / (24 * 60 * 60)
}

// end writes the workbook. excelize would collect it in memory first; the archive goes to where it belongs instead.
func (b *bookWriter) end() error {
	defer func() { _ = b.f.Close() }() // the temporary files
	if err := b.close(b.w, b.name, b.row, len(b.l.columns)); err != nil {
		return err
	}
	b.f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(b.out) })
	return b.f.Write(io.Discard)
}

func (b *bookWriter) torn(int) error { return b.f.Close() }
