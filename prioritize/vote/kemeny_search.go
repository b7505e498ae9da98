package vote

import (
	"cmp"
	"slices"
)

// search orders a part by the sum of each item's margins, which is Borda's order,
// and moves one item after the other to where the sum of margins of the upper over
// the lower is largest, until none moves. Every move enlarges the sum by more than
// noise, so that it ends.
func search(s *Matrix, part []int) []int {
	margin := margins(s, part)
	borda := make([]float64, len(part))
	order := make([]int, len(part)) // of indexes into part
	for a := range part {
		order[a] = a
		for _, x := range margin[a] {
			borda[a] += x
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(borda[b], borda[a]) })
	apart := float64(noise * s.largest())
	for moved := true; moved; {
		moved = false
		for a := range part {
			from := slices.Index(order, a)
			if to := bestPlace(order, margin[a], from, apart); to != from {
				order = slices.Insert(slices.Delete(order, from, from+1), to, a)
				moved = true
			}
		}
	}
	for i, a := range order {
		order[i] = part[a]
	}
	return order
}

// bestPlace is where an item with these margins is best moved to in the order; from
// where it stands, if no other place is better by more than apart.
func bestPlace(order []int, margin []float64, from int, apart float64) int {
	best, most := from, apart
	gain := 0.0
	for to := from - 1; to >= 0; to-- {
		gain += margin[order[to]]
		if gain > most {
			best, most = to, gain
		}
	}
	gain = 0
	for to := from + 1; to < len(order); to++ {
		gain -= margin[order[to]]
		if gain > most {
			best, most = to, gain
		}
	}
	return best
}
