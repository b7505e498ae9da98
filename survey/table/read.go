package table

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

// Bounds are what a table may have at most.
type Bounds struct {
	Bytes         int // of the file
	Rows, Columns int
	Cell          int // bytes of one cell
}

// unpacked is how many times its size a workbook may be unpacked.
const unpacked = 16

// Read takes the cells of a table out of a file or of what was pasted: the first sheet of a workbook, or lines with
// tabs, semicolons or commas between the cells, in UTF-8, UTF-16 or Windows-1251. Of a workbook come the values as they
// are kept, and not as they are shown: a day is the number of its days; see Day. The first row is that of the first line,
// be it empty or not. It is a survey.ErrInvalid of a file that is none of these, or that has more than the Bounds.
func Read(data []byte, b Bounds) ([][]string, error) {
	if len(data) > b.Bytes {
		return nil, fmt.Errorf("table: %d bytes: %w", len(data), survey.ErrInvalid)
	}
	read := textCells
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		read = sheetCells
	}
	cells, err := read(data, b)
	if err != nil {
		return nil, fmt.Errorf("table: %w: %w", survey.ErrInvalid, err)
	}
	for y, row := range cells {
		for x, cell := range row {
			cells[y][x] = strings.ToValidUTF8(strings.ReplaceAll(cell, "\x00", ""), "")
		}
	}
	return cells, nil
}

var errTooLarge = errors.New("more rows, columns or letters than such a table has")

func (b Bounds) exceeded(y int, row []string) error {
	if y >= b.Rows || len(row) > b.Columns {
		return errTooLarge
	}
	for _, cell := range row {
		if len(cell) > b.Cell {
			return errTooLarge
		}
	}
	return nil
}

func sheetCells(data []byte, b Bounds) ([][]string, error) {
	most := int64(b.Bytes) * unpacked
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: most, UnzipXMLSizeLimit: most})
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
		if err := b.exceeded(len(cells), row); err != nil {
			return nil, err
		}
		cells = append(cells, row)
	}
	return cells, rows.Error()
}

func textCells(data []byte, b Bounds) ([][]string, error) {
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
	within := 0 // how many ends of lines stand in cells: Excel counts no row for them
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return cells, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		for len(cells) < min(line-1-within, b.Rows) { // lines that are empty
			cells = append(cells, nil)
		}
		if err := b.exceeded(len(cells), row); err != nil {
			return nil, err
		}
		cells = append(cells, row)
		for _, cell := range row {
			within += strings.Count(cell, "\n")
		}
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

// separators are what can stand between cells; where a line has as many of two, it is the first.
const separators = "\t;,"

// looked is in how many lines what stands between cells is looked for.
const looked = 10

// separator is what stands between the cells: what some line among the first has most of, outside of quotes. Commas are
// in words and numbers too, and count half.
func separator(text string) rune {
	most, best := 0, ','
	quoted := false
	of := map[rune]int{}
	lines := 0
	for _, r := range text + "\n" {
		switch {
		case r == '"':
			quoted = !quoted
		case r == '\n':
			for _, s := range separators {
				n := 2 * of[s]
				if s == ',' {
					n = of[s]
				}
				if n > most {
					most, best = n, s
				}
			}
			clear(of)
			quoted = false
			if lines++; lines == looked {
				return best
			}
		case !quoted:
			of[r]++
		}
	}
	return best
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
