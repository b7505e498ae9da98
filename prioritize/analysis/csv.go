package analysis

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"ashar/survey/locale"
	"ashar/survey/table"
)

// byteOrderMark makes Excel read a file as UTF-8.
const byteOrderMark = "\ufeff"

// WriteCSV writes every table into a file of its own, "t1.csv" and so on, each
// obtained from create and closed again, and last "notes.csv", which holds what
// stands before and under the tables. The files open as they are in an Excel that is set to
// the language: UTF-8 with a byte order mark; in Kyrgyz and Russian semicolons
// between the fields and a comma before the decimals, in English commas and a
// point. Otherwise they are of RFC 4180: one heading row, fields quoted where they
// must be, lines that end in CRLF. Shares are in per cent. When there is a notice,
// it is the last column of every row. Texts that a spreadsheet would take for a
// formula begin with an apostrophe.
func (d *Document) WriteCSV(create func(name string) (io.WriteCloser, error), s locale.Speaker) error {
	for _, t := range d.Tables {
		if err := d.writeFile(create, t.ID+".csv", s, d.records(t, s)); err != nil {
			return err
		}
	}
	notes := [][]string{{table.GuardCSV(s.T("report.col.table")), table.GuardCSV(s.T("report.col.note"))}}
	for i := range d.Tables {
		t := &d.Tables[i]
		for _, sentence := range d.Sentences(s, t) {
			notes = append(notes, []string{table.GuardCSV(t.Heading(s)), table.GuardCSV(sentence)})
		}
		for _, n := range t.Notes {
			notes = append(notes, []string{table.GuardCSV(t.Heading(s)), table.GuardCSV(say(s, n))})
		}
	}
	return d.writeFile(create, "notes.csv", s, notes)
}

func (d *Document) writeFile(create func(string) (io.WriteCloser, error), name string, s locale.Speaker, records [][]string) (err error) {
	f, err := create(name)
	if err != nil {
		return fmt.Errorf("analysis: %s: %w", name, err)
	}
	defer func() {
		if closed := f.Close(); err == nil && closed != nil {
			err = fmt.Errorf("analysis: %s: %w", name, closed)
		}
	}()
	if _, err := io.WriteString(f, byteOrderMark); err != nil {
		return fmt.Errorf("analysis: %s: %w", name, err)
	}
	w := csv.NewWriter(f)
	w.UseCRLF = true
	w.Comma, _ = separators(s)
	for i, r := range records {
		switch {
		case d.Notice == nil:
		case i == 0:
			r = append(r, table.GuardCSV(s.T("report.notice")))
		default:
			r = append(r, table.GuardCSV(say(s, *d.Notice)))
		}
		if err := w.Write(r); err != nil {
			return fmt.Errorf("analysis: %s: %w", name, err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("analysis: %s: %w", name, err)
	}
	return nil
}

// separators are what Excel expects between fields and before decimals.
func separators(s locale.Speaker) (comma rune, point string) {
	if s.Lang() == locale.English {
		return ',', "."
	}
	return ';', ","
}

func (d *Document) records(t Table, s locale.Speaker) [][]string {
	var head []string
	for _, c := range t.Columns {
		head = append(head, table.GuardCSV(heading(s, c)))
	}
	records := [][]string{head}
	for _, row := range t.Rows {
		var r []string
		for i, c := range row {
			words, ok := wording(s, c)
			if !ok {
				_, point := separators(s)
				r = append(r, strings.Replace(plainNumber(*c.Number, kindOf(c, t.Columns[i])), ".", point, 1))
				continue
			}
			r = append(r, table.GuardCSV(words))
		}
		records = append(records, r)
	}
	return records
}
