package vote

import (
	"cmp"
	"math"
	"slices"
)

// Place is where a rule puts an item.
type Place struct {
	Item  int // index
	Rank  int // 1 + the number of items with a better score
	Score float64
}

// Result is an order of all items.
type Result struct {
	Rule   string  // "reach", "borda", "schulze", "copeland", "kemeny", "bradley-terry", "plackett-luce"
	Places []Place // by rank, then by item
}

// Ranks is the rank of each item, by its index.
func (r Result) Ranks() []int {
	ranks := make([]int, len(r.Places))
	for _, p := range r.Places {
		ranks[p.Item] = p.Rank
	}
	return ranks
}

// placed orders items by their scores, the highest first. Scores that differ by
// 1e-9 of the larger one or less, or of 1 if both are smaller, are equal and share
// a rank.
func placed(rule string, scores []float64) Result {
	r := Result{Rule: rule, Places: make([]Place, len(scores))}
	for j, s := range scores {
		r.Places[j] = Place{Item: j, Score: s}
	}
	slices.SortFunc(r.Places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Item, b.Item))
	})
	first := 0 // of those that share the rank
	for i := range r.Places {
		if !alike(r.Places[first].Score, r.Places[i].Score) {
			first = i
		}
		r.Places[i].Rank = first + 1
	}
	slices.SortFunc(r.Places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Item, b.Item))
	})
	return r
}

// alike reports whether two scores differ by noise at most.
func alike(a, b float64) bool {
	return math.Abs(a-b) <= noise*max(1, math.Abs(a), math.Abs(b))
}
