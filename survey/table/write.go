package table

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"
)

// CSV writes cells, guarded, with a mark by which Excel knows the letters, and semicolons, which it expects here.
func CSV(cells [][]string) ([]byte, error) {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	w.Comma, w.UseCRLF = ';', true
	for _, row := range cells {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = GuardCSV(cell)
		}
		if len(safe) == 0 {
			safe = []string{""}
		}
		if err := w.Write(safe); err != nil {
			return nil, fmt.Errorf("table: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// The days that a number in a workbook can mean: 1982 to 2119. Smaller numbers are more likely something else.
const (
	firstDay = 30_000
	lastDay  = 80_000
)

// Day is the day, "2006-01-02", that a workbook keeps as a number, and whether it is one: Excel counts days from the end
// of 1899.
func Day(cell string) (day string, ok bool) {
	n, err := strconv.ParseFloat(cell, 64)
	if err != nil || n < firstDay || n > lastDay {
		return "", false
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n)).Format(time.DateOnly), true
}
