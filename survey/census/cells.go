package census

import (
	"strings"

	"ashar/survey/table"
)

// MaxBytes is the largest file with a table.
const MaxBytes = 2 << 20

// What a table may have at most: a municipality fits many times.
var bounds = table.Bounds{Bytes: MaxBytes, Rows: 5000, Columns: 120, Cell: 300}

// Cells takes the cells of a table out of a file or of what was pasted, as table.Read does; space in them is made single.
// It is a survey.ErrInvalid of a file that is none, or that has more than such a table may.
func Cells(data []byte) ([][]string, error) {
	cells, err := table.Read(data, bounds)
	for y, row := range cells {
		for x, cell := range row {
			cells[y][x] = strings.Join(strings.Fields(cell), " ")
		}
	}
	return cells, err
}
