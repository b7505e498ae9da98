package rankset

import "slices"

// MaxItems is how many items can be ranked at once.
const MaxItems = 500

// Set is what is known of the rank of one item.
type Set struct {
	Rank int // 1 + the number of higher estimates: equal ones share a rank
	// Low and High bound the true rank: 1 <= Low <= Rank <= High <= the number of items.
	// At the level asked for, they do so for all items at once.
	Low, High int
	Tier      int // from 1, see Sets
}

// Sets are the rank sets of all items.
//
// Tiers part the items, ordered by their estimates, wherever every item above is
// significantly better than every item below. So who shares a tier need not be
// alike, but who does not is told apart.
type Sets struct {
	Items []Set // in the order of the estimates
	above []bool
}

// Above reports whether item j is significantly better than item k. All these
// statements hold at once at the level asked for. They are never against the
// estimates: of j above k follows that j has the higher one.
func (s Sets) Above(j, k int) bool { return s.above[j*len(s.Items)+k] }

// Order lists the items from the first to the last: by rank, and as they came
// where they share one.
func (s Sets) Order() []int {
	order := count(len(s.Items))
	slices.SortStableFunc(order, func(j, k int) int { return s.Items[j].Rank - s.Items[k].Rank })
	return order
}

// Top says who is among the first k: certain are those who are so with every rank
// of their set, contenders those who are so with some. All others are out. Both
// are in the order of Order. With k < 1 there are none of either, and with k of
// at least the number of items all are certain.
func (s Sets) Top(k int) (certain, contender []int) {
	for _, j := range s.Order() {
		switch x := s.Items[j]; {
		case x.High <= k:
			certain = append(certain, j)
		case x.Low <= k:
			contender = append(contender, j)
		}
	}
	return certain, contender
}

// newSets makes sets from estimates and what was found of each pair: whether item
// j is above item k stands at j*m + k.
func newSets(m int, better func(j, k int) bool, above []bool) Sets {
	s := Sets{Items: make([]Set, m), above: above}
	for j := range s.Items {
		x := Set{Rank: 1, Low: 1, High: m}
		for k := range m {
			if better(k, j) {
				x.Rank++
			}
			if s.Above(k, j) {
				x.Low++
			}
			if s.Above(j, k) {
				x.High--
			}
		}
		s.Items[j] = x
	}
	s.part()
	return s
}

// part fills in the tiers.
func (s Sets) part() {
	order := s.Order()
	tier, open := 0, -1 // open is the last place to which a tie with one of those before reaches
	for r, j := range order {
		if r > open {
			tier++
		}
		s.Items[j].Tier = tier
		for q := len(order) - 1; q > max(r, open); q-- {
			if !s.Above(j, order[q]) {
				open = q
			}
		}
	}
}

// count lists 0, 1, ... up to m - 1.
func count(m int) []int {
	list := make([]int, m)
	for j := range list {
		list[j] = j
	}
	return list
}
