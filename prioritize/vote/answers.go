package vote

import (
	"slices"

	"ashar/prioritize/sheet"
)

// Answers are the ballots of a file, and what weights can find them by.
type Answers struct {
	Profile Profile

	rows    []int // for each ballot, which row of the file it comes from
	allRows int   // of the file: ballots, and rows without an answer
	head    []sheet.Cell
	cells   [][]sheet.Cell // for each ballot, its row under the heading; nil without one
	index   map[string]int // of items by identifier
}

// item is the index of the item with this name, which is new if need be.
func (a *Answers) item(c sheet.Cell, name string) (int, error) {
	if j, known := a.index[name]; known {
		return j, nil
	}
	j := len(a.Profile.Items)
	if j == MaxProfileItems {
		return 0, c.Fault("more than %d different items; is this the column, and do the cells hold names?", MaxProfileItems)
	}
	if a.index == nil {
		a.index = map[string]int{}
	}
	a.index[name] = j
	a.Profile.Items = append(a.Profile.Items, Item{ID: name, Name: name})
	return j, nil
}

// add adds a ballot of a row, the first row being 0.
func (a *Answers) add(b Ballot, row int, cells []sheet.Cell) {
	a.Profile.Ballots = append(a.Profile.Ballots, b)
	a.rows = append(a.rows, row)
	a.cells = append(a.cells, cells)
}

// whole is the answers if there is at least one.
func (a *Answers) whole() (*Answers, error) {
	if len(a.Profile.Ballots) == 0 {
		return nil, sheet.At(0, 0, "there are no answers in the file")
	}
	if len(a.Profile.Items) == 0 {
		return nil, sheet.At(0, 0, "no answer names an item")
	}
	if a.Profile.Weight() == 0 {
		return nil, sheet.At(0, 0, "all answers weigh 0; give at least one a larger weight or number")
	}
	return a, nil
}

// tiers groups items by their place, the lowest first. Items of a place stand in
// the order of the pairs.
func tiers(places []placedItem) [][]int {
	slices.SortStableFunc(places, func(a, b placedItem) int { return a.place - b.place })
	var all [][]int
	for i, p := range places {
		if i == 0 || p.place != places[i-1].place {
			all = append(all, nil)
		}
		last := len(all) - 1
		all[last] = append(all[last], p.item)
	}
	return all
}

type placedItem struct{ place, item int }
