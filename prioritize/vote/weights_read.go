package vote

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"ashar/prioritize/sheet"
)

// ReadWeights reads weights from a table (CSV) or from JSON.
//
// A table has a column weight. If it is the only one, the weights are a list in the
// order of the answers; else the others, but for a column n, are categories, and
// each row is the weight of one combination of them. JSON is an object whose member
// cells is an array of objects: their texts are categories, their number weight is
// the weight, and other numbers are passed over.
//
// A weight is a number from 0 to 1e15. Errors are *sheet.Error where the file is
// wrong, and those of the reader: no or a wrong weight, a combination twice, cells
// with different categories, or none at all.
func ReadWeights(r io.Reader) (*Weights, error) {
	text, err := sheet.Text(r)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		return weightsInJSON(text)
	}
	s, err := sheet.Read(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	return weightsInSheet(s)
}

func weightsInSheet(s *sheet.Sheet) (*Weights, error) {
	at := s.Column("weight")
	if at < 0 {
		return nil, sheet.At(s.Head[0].Line, 0, "there is no column weight")
	}
	if len(s.Rows) == 0 {
		return nil, sheet.At(0, 0, "there are no weights under the heading")
	}
	w := &Weights{}
	var columns []int
	for i, h := range s.Head {
		if i == at || strings.EqualFold(h.Text, "n") {
			continue
		}
		if h.Text == "" || slices.ContainsFunc(w.categories, func(c string) bool { return strings.EqualFold(c, h.Text) }) {
			return nil, h.Fault("each column needs a name of its own")
		}
		columns = append(columns, i)
		w.categories = append(w.categories, h.Text)
	}
	values := make([]string, len(columns))
	for _, row := range s.Rows {
		x, err := weightIn(row[at])
		if err != nil {
			return nil, err
		}
		if len(columns) == 0 {
			w.list = append(w.list, x)
			continue
		}
		for c, column := range columns {
			values[c] = row[column].Text
		}
		if !w.set(values, x) {
			return nil, row[columns[0]].Fault("a second weight for %s", said(w.categories, values))
		}
	}
	return w, nil
}

// set notes the weight of a combination, and reports whether it is a new one.
func (w *Weights) set(values []string, x float64) bool {
	if w.cells == nil {
		w.cells = map[string]float64{}
	}
	if _, twice := w.cells[key(values)]; twice {
		return false
	}
	w.cells[key(values)] = x
	return true
}

func weightsInJSON(text []byte) (*Weights, error) {
	var file struct {
		Cells []json.RawMessage `json:"cells"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, sheet.JSON(text, err)
	}
	if len(file.Cells) == 0 {
		return nil, sheet.At(0, 0, `the object has no member "cells" with at least one cell`)
	}
	w := &Weights{}
	from := 0 // where to look for the next cell
	for i, raw := range file.Cells {
		// The cells stand in the text as they are, one after the other.
		at := from + max(bytes.Index(text[from:], raw), 0)
		from = at + len(raw)
		values, x, reason := w.cellOf(raw, i == 0)
		if reason == "" && !w.set(values, x) {
			reason = "a second weight for " + said(w.categories, values)
		}
		if reason != "" {
			line, column := sheet.Position(text, at)
			return nil, sheet.At(line, column, "cell %d: %s", i+1, reason)
		}
	}
	return w, nil
}

// cellOf is the categories' values and the weight of a cell, or what is wrong with
// it. The first cell tells the categories.
func (w *Weights) cellOf(raw json.RawMessage, first bool) (values []string, x float64, reason string) {
	var members map[string]any
	if err := json.Unmarshal(raw, &members); err != nil || members == nil {
		return nil, 0, `is no object with categories and a weight, as in {"village":"a","weight":1.2}`
	}
	var names []string
	for name, value := range members {
		if _, is := value.(string); is {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if first {
		w.categories = names
	}
	if len(names) == 0 || !slices.Equal(names, w.categories) {
		return nil, 0, "its texts are its categories; every cell needs the same ones, and at least one"
	}
	x, is := members["weight"].(float64)
	if !is || x < 0 || x > maxWeight {
		return nil, 0, "the member weight must be a number from 0 to 1e15"
	}
	for _, name := range names {
		text, _ := members[name].(string)
		values = append(values, strings.TrimSpace(text))
	}
	return values, x, ""
}
