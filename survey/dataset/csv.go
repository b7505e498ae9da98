package dataset

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"ashar/survey/table"
)

// csvWriter writes CSV: RFC 4180, UTF-8.
type csvWriter struct {
	l   *Layout
	out io.Writer
	w   *csv.Writer
	hxl bool
	row []string
}

func newCSVWriter(l *Layout, out io.Writer, hxl bool) *csvWriter {
	w := &csvWriter{l: l, out: out, w: csv.NewWriter(out), hxl: hxl}
	w.w.UseCRLF = true
	if l.shape.Excel {
		w.w.Comma = ';'
	}
	return w
}

func (w *csvWriter) begin() error {
	if w.l.shape.Excel {
		if _, err := io.WriteString(w.out, "\ufeff"); err != nil {
			return err
		}
	}
	head := w.l.Head()
	if !w.hxl {
		return w.w.Write(w.guarded(head))
	}
	w.row = slices.Clone(w.l.place)
	if err := w.w.Write(w.guarded(append(w.l.hxlHead(), head...))); err != nil {
		return err
	}
	return w.w.Write(w.l.hxlTags())
}

func (w *csvWriter) guarded(texts []string) []string {
	for i, t := range texts {
		texts[i] = w.guard(t)
	}
	return texts
}

func (w *csvWriter) guard(text string) string {
	if strings.IndexByte(text, '\r') >= 0 { // encoding/csv would leave it out, and what stood behind it would come first
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	if w.l.shape.Excel {
		return table.GuardExcel(text)
	}
	return table.GuardCSV(text)
}

func (w *csvWriter) add(cells []cell) error {
	w.row = w.row[:0]
	if w.hxl {
		w.row = append(w.row, w.guarded(slices.Clone(w.l.place))...)
	}
	for i := range cells {
		w.row = append(w.row, w.cell(&cells[i]))
	}
	return w.w.Write(w.row)
}

func (w *csvWriter) cell(c *cell) string {
	switch c.what {
	case nothing:
		return ""
	case number:
		if w.l.shape.Excel {
			return strings.Replace(c.text, ".", ",", 1)
		}
		return c.text
	case boolean:
		if c.is {
			return "1"
		}
		return "0"
	case day:
		return c.text
	case moment:
		return c.at.Format(time.RFC3339)
	case list:
		if len(c.list) == 1 {
			return w.guard(c.list[0])
		}
		return w.guard(strings.Join(c.list, w.l.between))
	}
	return w.guard(c.text)
}

func (w *csvWriter) end() error {
	w.w.Flush()
	return w.w.Error()
}

func (w *csvWriter) torn(written int) error {
	if err := w.w.Write([]string{fmt.Sprintf(tornWords, written)}); err != nil {
		return err
	}
	return w.end()
}
