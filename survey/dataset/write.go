package dataset

import (
	"fmt"
	"io"
	"iter"

	"ashar/survey"
)

// tornWords stand at the end of what ended early.
const tornWords = "!!! NOT WHOLE: it ended early, after %d answers"

// Write writes the responses in a format, one after the other as they come. Whoever wants to show progress, or to write no
// more than so many, wraps the stream.
//
// When the stream yields an error, or out takes no more, Write returns it, and what was written is not whole. It does not
// look whole either: CSV ends with a row of one cell that says so where every other has as many as there are headings; JSON
// and NDJSON end with a line that is no JSON; of a workbook nothing was written. A server that writes it to the network
// must cut the connection as well, by panic(http.ErrAbortHandler). A file is to be written under another name first.
//
// A workbook is kept in a temporary file as it grows, and cannot hold more columns than Excel: that is a survey.ErrInvalid.
func (l *Layout) Write(out io.Writer, f Format, responses iter.Seq2[survey.Response, error]) error {
	var w interface {
		begin() error
		add(row []cell) error
		end() error
		torn(written int) error // says that what was written is not whole
	}
	switch f {
	case CSV, HXL:
		w = newCSVWriter(l, out, f == HXL)
	case JSON, NDJSON:
		w = newJSONWriter(l, out, f == JSON)
	case XLSX:
		w = newBookWriter(l, out)
	default:
		return fmt.Errorf("dataset: format %q: %w: there are %q", f, survey.ErrInvalid, Formats())
	}
	n := 0
	err := w.begin()
	if err == nil {
		rows := l.sheet()
		for r, failed := range responses {
			if err = failed; err == nil {
				err = w.add(rows.fill(&r))
			}
			if err != nil {
				break
			}
			n++
		}
	}
	if err == nil {
		err = w.end()
	} else {
		_ = w.torn(n) // the error that tore it is the one to tell
	}
	if err != nil {
		return fmt.Errorf("dataset: %s, after %d answers: %w", f, n, err)
	}
	return nil
}
