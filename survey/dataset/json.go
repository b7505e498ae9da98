package dataset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"ashar/survey"
)

// jsonWriter writes an array of objects, or an object a line. An object is as flat as a row, with the headings for names:
// numbers, true and false, texts, days and moments as texts, and several values as an array; null is an empty cell.
type jsonWriter struct {
	out    io.Writer
	array  bool
	begun  bool
	object *object
}

func newJSONWriter(l *Layout, out io.Writer, array bool) *jsonWriter {
	return &jsonWriter{out: out, array: array, object: newObject(l)}
}

func (w *jsonWriter) begin() error {
	if !w.array {
		return nil
	}
	_, err := io.WriteString(w.out, "[")
	return err
}

func (w *jsonWriter) add(row []cell) error {
	w.object.buf.Reset()
	switch {
	case !w.array:
	case w.begun:
		w.object.buf.WriteString(",\n")
	default:
		w.object.buf.WriteByte('\n')
	}
	w.begun = true
	w.object.add(row)
	if !w.array {
		w.object.buf.WriteByte('\n')
	}
	_, err := w.out.Write(w.object.buf.Bytes())
	return err
}

func (w *jsonWriter) end() error {
	if !w.array {
		return nil
	}
	_, err := io.WriteString(w.out, "\n]\n")
	return err
}

func (w *jsonWriter) torn(written int) error {
	_, err := fmt.Fprintf(w.out, "\n"+tornWords+"\n", written)
	return err
}

// object writes rows as JSON.
type object struct {
	names [][]byte // with what stands before and behind them
	buf   bytes.Buffer
	enc   *json.Encoder
}

func newObject(l *Layout) *object {
	o := new(object)
	o.enc = json.NewEncoder(&o.buf)
	o.enc.SetEscapeHTML(false)
	for i, name := range l.Head() {
		o.buf.Reset()
		o.buf.WriteByte("{,"[min(i, 1)])
		o.text(name)
		o.buf.WriteByte(':')
		o.names = append(o.names, bytes.Clone(o.buf.Bytes()))
	}
	o.buf.Reset()
	return o
}

func (o *object) add(row []cell) {
	for i := range row {
		o.buf.Write(o.names[i])
		o.cell(&row[i])
	}
	o.buf.WriteByte('}')
}

func (o *object) cell(c *cell) {
	switch c.what {
	case nothing:
		o.buf.WriteString("null")
	case number:
		o.buf.WriteString(c.text)
	case boolean:
		if c.is {
			o.buf.WriteString("true")
		} else {
			o.buf.WriteString("false")
		}
	case moment:
		o.buf.WriteByte('"')
		o.buf.Write(c.at.AppendFormat(o.buf.AvailableBuffer(), time.RFC3339))
		o.buf.WriteByte('"')
	case list:
		o.buf.WriteByte('[')
		for i, s := range c.list {
			if i > 0 {
				o.buf.WriteByte(',')
			}
			o.text(s)
		}
		o.buf.WriteByte(']')
	default:
		o.text(c.text)
	}
}

// text writes a text in quotes.
func (o *object) text(s string) {
	_ = o.enc.Encode(s) // a text can be encoded, and the buffer takes it
	o.buf.Truncate(o.buf.Len() - 1)
}

// Object is a response as one JSON object: the same that a line of NDJSON is.
func (l *Layout) Object(r *survey.Response) json.RawMessage {
	o := newObject(l)
	o.add(l.sheet().fill(r))
	return o.buf.Bytes()
}
