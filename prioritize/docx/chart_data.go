package docx

import (
	"archive/zip"
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"
)

// write puts the n-th chart, from 1, into the package: the chart itself, and the workbook with its numbers.
func (c Chart) write(z *zip.Writer, n int, tag string) error {
	if err := writeMarkup(z, "word/"+chartName(n), func(m *markup) { c.part(m, tag) }); err != nil {
		return err
	}
	err := writeMarkup(z, "word/charts/_rels/chart"+number(n)+".xml.rels", func(m *markup) {
		m.start("Relationships", "xmlns", packageNamespace+"relationships")
		m.empty("Relationship", "Id", "rId1", "Type", relationNamespace+"/package", "Target", "../"+chartData(n))
		m.end()
	})
	if err != nil {
		return err
	}
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // it holds no file
	for i, column := range c.columns() {
		if err := book.SetSheetCol(dataSheet, letters(i)+"1", &column); err != nil {
			return err
		}
	}
	if err := book.SetColWidth(dataSheet, "A", "A", 40); err != nil {
		return err
	}
	file, err := create(z, "word/"+chartData(n), zip.Store)
	if err != nil {
		return err
	}
	return book.Write(file)
}

// dataSheet is the sheet of the workbook that has all.
const dataSheet = "Sheet1"

// columns are what the workbook holds, from the row of names: the categories, and each series; right of one with
// intervals, how far these go beyond its values and below them.
func (c Chart) columns() [][]any {
	column := func(name string, values []float64) []any {
		all := []any{guarded(name)}
		for _, v := range values {
			if math.IsNaN(v) {
				all = append(all, nil)
			} else {
				all = append(all, v)
			}
		}
		return all
	}
	names := []any{""}
	for _, name := range c.names() {
		names = append(names, guarded(name))
	}
	all := [][]any{names}
	for _, s := range c.Series {
		all = append(all, column(s.Name, s.Values))
		if s.Low != nil {
			minus, plus := s.ends()
			all = append(all, column(s.Name+" +", plus), column(s.Name+" −", minus))
		}
	}
	return all
}

// column is where the i-th series stands in the workbook; the categories are in column 0.
func (c Chart) column(i int) int {
	at := 1
	for _, s := range c.Series[:i] {
		at++
		if s.Low != nil {
			at += 2
		}
	}
	return at
}

// nameCell and cells are those of a column of the workbook, as a formula names them.
func nameCell(column int) string { return fmt.Sprintf("%s!$%s$1", dataSheet, letters(column)) }

func (c Chart) cells(column int) string {
	return fmt.Sprintf("%s!$%[2]s$2:$%[2]s$%[3]d", dataSheet, letters(column), len(c.Categories)+1)
}

// letters are what a spreadsheet calls a column, from 0.
func letters(column int) string {
	name, _ := excelize.ColumnNumberToName(column + 1) // check has counted the series
	return name
}

// guarded keeps a text from being taken for a formula when its cell is edited.
func guarded(s string) string {
	s = oneLine(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}
