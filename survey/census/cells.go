package census

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"ashar/survey"
)

// What a table may have at most: a municipality fits many times.
const (
	MaxBytes   = 2 << 20
	maxRows    = 5000
	maxColumns = 120
	maxCell    = 300      // bytes
	maxSheet   = 32 << 20 // bytes of a workbook, unpacked
)

// Cells takes the cells of a table out of a file or of what was pasted: the first sheet of a workbook, or lines with
// tabs, semicolons or commas between the cells, in UTF-8, UTF-16 or Windows-1251. It is a survey.ErrInvalid of a file
// that is none of these, or that has more than a table may.
func Cells(data []byte) ([][]string, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("census: %d bytes: %w", len(data), survey.ErrInvalid)
	}
	read := textCells
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		read = sheetCells
	}
	cells, err := read(data)
	if err != nil {
		return nil, fmt.Errorf("census: %w: %w", survey.ErrInvalid, err)
	}
	for y, row := range cells {
		for x, cell := range row {
			cells[y][x] = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(cell, "\x00", ""), "")), " ")
		}
	}
	return cells, nil
}

var errTooLarge = errors.New("more rows, columns or letters than a table of villages has")

func tooLarge(y int, row []string) error {
	if y >= maxRows || len(row) > maxColumns {
		return errTooLarge
	}
	for _, cell := range row {
		if len(cell) > maxCell {
			return errTooLarge
		}
	}
	return nil
}

func sheetCells(data []byte) ([][]string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxSheet, UnzipXMLSizeLimit: maxSheet})
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return nil, errors.New("a workbook without sheets")
	}
	rows, err := f.Rows(sheets[0])
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // it was only read
	var cells [][]string
	for rows.Next() {
		row, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		if err := tooLarge(len(cells), row); err != nil {
			return nil, err
		}
		cells = append(cells, row)
	}
	return cells, rows.Error()
}

func textCells(data []byte) ([][]string, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	if strings.ContainsRune(text, 0) {
		return nil, errors.New("neither a workbook nor text")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator(text), true, -1
	var cells [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return cells, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		for len(cells) < min(line-1, maxRows) { // lines that are empty, and the rest of a cell of several
			cells = append(cells, nil)
		}
		if err := tooLarge(len(cells), row); err != nil {
			return nil, err
		}
		cells = append(cells, row)
	}
}

// decode makes text of bytes: by their mark, or UTF-8 where they are that, or else as old programs write Russian.
func decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		return string(out), err
	case utf8.Valid(data):
		return strings.TrimPrefix(string(data), "\ufeff"), nil
	}
	out, err := charmap.Windows1251.NewDecoder().Bytes(data)
	return string(out), err
}

// separator is what stands between the cells: tabs, where there are any, or else the more frequent of ; and ,.
func separator(text string) rune {
	switch {
	case strings.Contains(text, "\t"):
		return '\t'
	case strings.Count(text, ";") > 0 && strings.Count(text, ";")*2 >= strings.Count(text, ","):
		return ';'
	}
	return ','
}

// Text is a table as it would be pasted: a line a row, with tabs between the cells.
func Text(cells [][]string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = '\t'
	for _, row := range cells {
		if len(row) == 0 {
			row = []string{""}
		}
		_ = w.Write(row) // a Builder takes everything
	}
	w.Flush()
	return b.String()
}
