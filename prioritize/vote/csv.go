package vote

import (
	"io"
	"strings"

	"ashar/prioritize/sheet"
)

// CSVOptions say what a table does not tell by itself.
type CSVOptions struct {
	// Column is the name of the column that holds the lists, where a table has other
	// columns besides. Case does not matter.
	Column string

	// Beside are names of columns that are no answers, as those that Weights.Categories
	// finds. There need be none of them.
	Beside []string
}

// ReadCSV reads answers from a table with one answer in a row. With Column, that
// column's cells are lists. Otherwise the layout is told by looking, the first that
// fits:
//
//   - pairs: the heading has winner and loser, and each row is a comparison of two;
//   - places: the heading names the items, and one of the columns below it has
//     nothing but blank cells and whole numbers: places from 1 on, the same one for
//     ties, 0 or blank for items that are not ranked. A table of 0 and 1 is one of
//     approvals. Names in the heading are not all numbers;
//   - lists: each row names items, best first, cell by cell or, in a table of one
//     column, in one cell. The first row is a heading if none of its cells stands in
//     any row below.
//
// In a cell that holds a list, names are parted by ">" if any cell has one, and else
// by spaces. Comparisons as "a>b c=b", two or more to a cell or with "=", are pairs. A
// name twice in a list counts once, the first time.
//
// Under a heading, and without Column, a column n counts its row n times, and a
// column weight weighs it. A row without an answer is no answer; a row of places
// that are all 0 is one that ranks nothing. Items are in the order of the heading of
// places, and else of their first appearance; their identifiers are their names.
//
// Errors are *sheet.Error where the file is wrong, and those of the reader.
func ReadCSV(r io.Reader, o CSVOptions) (*Answers, error) {
	rows, err := sheet.Rows(r)
	if err != nil {
		return nil, err
	}
	if len(rows) > MaxBallots {
		return nil, sheet.At(rows[MaxBallots][0].Line, 0, "more than %d rows; count equal ones in a column n", MaxBallots)
	}
	t := &table{rows: rows, column: -1, n: -1, weight: -1}
	switch {
	case o.Column != "":
		err = t.chooseColumn(o.Column)
	case t.headedPairs(o.Beside):
		err = t.readPairs()
	case t.headedPlaces(o.Beside):
		err = t.readPlaces()
	default:
		err = t.readLists(o.Beside)
	}
	if err != nil {
		return nil, err
	}
	return t.answers.whole()
}

// table is a table on the way to answers.
type table struct {
	answers Answers
	rows    [][]sheet.Cell

	headed    bool   // the first row is a heading
	column    int    // that holds the lists; -1: all that hold answers do
	n, weight int    // columns; -1 if there is none
	beside    []bool // columns that hold no answers
}

// head is the heading, once the table is headed.
func (t *table) head() []sheet.Cell { return t.rows[0] }

// below are the rows of answers.
func (t *table) below() [][]sheet.Cell {
	if t.headed {
		return t.rows[1:]
	}
	return t.rows
}

// lookBeside finds the columns n, weight and those beside in the first row.
func (t *table) lookBeside(beside []string) {
	t.beside = make([]bool, len(t.rows[0]))
	for i, c := range t.rows[0] {
		switch {
		case strings.EqualFold(c.Text, "n") && t.n < 0:
			t.n, t.beside[i] = i, true
		case strings.EqualFold(c.Text, "weight") && t.weight < 0:
			t.weight, t.beside[i] = i, true
		}
		for _, name := range beside {
			if strings.EqualFold(c.Text, name) {
				t.beside[i] = true
			}
		}
	}
}

// isBeside reports whether a column holds no answers.
func (t *table) isBeside(column int) bool { return column < len(t.beside) && t.beside[column] }

// add adds a row's ballot, counted and weighed as its columns n and weight say.
func (t *table) add(row int, tiers [][]int) error {
	cells := t.below()[row]
	w, err := t.weightOf(cells)
	if err != nil {
		return err
	}
	if !t.headed {
		cells = nil
	}
	t.answers.add(Ballot{Weight: w, Tiers: tiers}, row, cells)
	return nil
}

func (t *table) weightOf(cells []sheet.Cell) (float64, error) {
	w := 1.0
	for _, column := range []int{t.n, t.weight} {
		if column >= len(cells) {
			return 0, sheet.At(cells[0].Line, 0, "the row ends before its column %s", t.head()[column].Text)
		}
	}
	if t.n >= 0 {
		n, err := cells[t.n].Count()
		if err != nil {
			return 0, err
		}
		w = float64(n)
	}
	if t.weight >= 0 {
		x, err := weightIn(cells[t.weight])
		if err != nil {
			return 0, err
		}
		w = float64(w * x)
	}
	return w, nil
}

// maxWeight keeps sums of weights finite and exact enough.
const maxWeight = 1e15

// weightIn is the weight in a cell.
func weightIn(c sheet.Cell) (float64, error) {
	x, err := c.Number()
	if err != nil {
		return 0, err
	}
	if x < 0 || x > maxWeight {
		return 0, c.Fault("%s is no weight; write a number from 0 to 1e15", c.Text)
	}
	return x, nil
}
