package vote

import (
	"fmt"
	"slices"
	"strings"

	"ashar/prioritize/sheet"
)

// Weights are how much answers weigh: one after the other in the order of a file, or
// by the categories that their respondents belong to.
type Weights struct {
	list       []float64
	categories []string
	cells      map[string]float64 // by the categories' values; nil for a list
}

// Categories are the names of the columns by which the weights are told apart; none
// for a list.
func (w *Weights) Categories() []string { return slices.Clone(w.categories) }

// key joins values of categories.
func key(values []string) string { return strings.Join(values, "\x00") }

// Weigh multiplies the weight of each ballot by that of its answer. A list has a
// weight for every row of the answers' file, also for one without an answer, or for
// every line of ballots of a PrefLib file. Errors are *sheet.Error of the answers'
// file: as many weights as rows there are not, a category that is none of its
// columns, an answer whose categories have no weight, or no weight at all above 0.
func (a *Answers) Weigh(w *Weights) error {
	weight, err := a.weightOf(w)
	if err != nil {
		return err
	}
	total := 0.0
	weighed := make([]float64, len(a.rows))
	for i := range weighed {
		x, err := weight(i)
		if err != nil {
			return err
		}
		weighed[i] = float64(a.Profile.Ballots[i].Weight * x)
		total += weighed[i]
	}
	if total == 0 {
		return sheet.At(0, 0, "all answers weigh 0 by these weights")
	}
	for i, x := range weighed {
		a.Profile.Ballots[i].Weight = x
	}
	return nil
}

// weightOf finds the weights of ballots.
func (a *Answers) weightOf(w *Weights) (func(ballot int) (float64, error), error) {
	if w.cells == nil {
		if len(w.list) != a.allRows {
			return nil, sheet.At(0, 0, "%d rows, and %d weights; give each row of the answers one, in their order", a.allRows, len(w.list))
		}
		return func(i int) (float64, error) { return w.list[a.rows[i]], nil }, nil
	}
	columns := make([]int, len(w.categories))
	for c, name := range w.categories {
		columns[c] = (&sheet.Sheet{Head: a.head}).Column(name)
		if columns[c] < 0 {
			return nil, sheet.At(0, 0, "there is no column %q, by which the weights are told apart", name)
		}
	}
	values := make([]string, len(columns))
	return func(i int) (float64, error) {
		for c, column := range columns {
			if column >= len(a.cells[i]) {
				return 0, sheet.At(a.cells[i][0].Line, 0, "the row ends before its column %s", w.categories[c])
			}
			values[c] = a.cells[i][column].Text
		}
		x, known := w.cells[key(values)]
		if !known {
			at := a.cells[i][columns[0]]
			return 0, at.Fault("no weight is given for %s", said(w.categories, values))
		}
		return x, nil
	}, nil
}

// said is "village a, sex f".
func said(categories, values []string) string {
	all := make([]string, len(values))
	for c, v := range values {
		all[c] = fmt.Sprintf("%s %q", categories[c], v)
	}
	return strings.Join(all, ", ")
}
