package prioritize

import "ashar/survey"

// What a figure must rest on to be shown.
const (
	MinBase  = survey.SmallCell // answers in a cell, and in its complement where that is not empty
	MinGroup = 30               // answers of a group, to give its shares
)

// Suppress says which of the counts of one line of a table must not be shown, so
// that nobody is recognised. A count is hidden when it is not survey.Disclosable
// among its base. As the sum of the line is known, further counts, the smallest first, are hidden until those
// hidden are two at least and sum to MinBase at least, and their complements too:
// then none follows from the others by subtraction.
func Suppress(counts, bases []int64) []bool {
	hidden := make([]bool, len(counts))
	for i, n := range counts {
		hidden[i] = !survey.Disclosable(n, bases[i])
	}
	cover(counts, bases, hidden)
	return hidden
}

// SuppressTotals is Suppress for counts that have no base: numbers of people.
func SuppressTotals(counts []int64) []bool { return Suppress(counts, baseless(counts)) }

// SuppressTable says which cells of a table of numbers of people must not be
// shown, when the sums of its rows and of its columns are: those of 1 to
// MinBase-1, and enough others that none follows from the rest of its row or of
// its column. Where rows says that a row's sum is hidden, the whole row is, and
// columns likewise.
func SuppressTable(counts [][]int64, rows, columns []bool) [][]bool {
	hidden := make([][]bool, len(counts))
	for i, row := range counts {
		hidden[i] = make([]bool, len(row))
		for j, n := range row {
			hidden[i][j] = rows[i] || columns[j] || n > 0 && n < MinBase
		}
	}
	for again := true; again; {
		again = false
		for i, row := range counts {
			if !rows[i] && cover(row, baseless(row), hidden[i]) {
				again = true
			}
		}
		for j := range columns {
			if !columns[j] && coverColumn(counts, hidden, j) {
				again = true
			}
		}
	}
	return hidden
}

func coverColumn(counts [][]int64, hidden [][]bool, j int) bool {
	column, hide := make([]int64, len(counts)), make([]bool, len(counts))
	for i := range counts {
		column[i], hide[i] = counts[i][j], hidden[i][j]
	}
	changed := cover(column, baseless(column), hide)
	for i := range counts {
		hidden[i][j] = hide[i]
	}
	return changed
}

// baseless are bases that leave no small complement.
func baseless(counts []int64) []int64 {
	bases := make([]int64, len(counts))
	for i, n := range counts {
		bases[i] = n + max(n, MinBase)
	}
	return bases
}

// cover hides further counts, the smallest first, until what is hidden does not
// follow from the sum of the line, and reports whether it hid any.
func cover(counts, bases []int64, hidden []bool) bool {
	changed := false
	for exposed(counts, bases, hidden) {
		next := smallest(counts, hidden)
		if next < 0 {
			break
		}
		hidden[next], changed = true, true
	}
	return changed
}

// exposed reports whether what is hidden follows from the sum of the line.
func exposed(counts, bases []int64, hidden []bool) bool {
	var cells int
	var n, complement int64
	for i, hide := range hidden {
		if hide && bases[i] > 0 {
			cells++
			n += counts[i]
			complement += bases[i] - counts[i]
		}
	}
	return cells > 0 && (cells < 2 || n < MinBase || complement < MinBase)
}

// smallest returns the smallest positive count that is not hidden yet, or else a
// count of zero; -1 if all are hidden.
func smallest(counts []int64, hidden []bool) int {
	at := -1
	for i, n := range counts {
		switch {
		case hidden[i]:
		case at < 0, n > 0 && (counts[at] == 0 || n < counts[at]):
			at = i
		}
	}
	return at
}
