package prioritize

import (
	"cmp"
	"slices"
)

// compare fills in how far the order can be relied on, and why it is as it is. The
// items come in the order of the questionnaire.
func (k *ranker) compare(r *Ranking) error {
	placed := ranks(k.scores)
	k.weightings(r.Items, placed)
	var err error
	if r.Checks, err = k.checks(placed); err != nil {
		return err
	}
	r.Without = k.withouts(placed)
	if k.parts != nil {
		for j := range r.Items {
			k.gaps(&r.Items[j], j)
			k.between(&r.Items[j], j)
			k.lifts(&r.Items[j], j)
		}
		if r.Representation, err = k.representation(placed); err != nil {
			return err
		}
	}
	for j := range r.Items {
		if k.hidden[j] {
			r.Items[j].suppress()
		}
	}
	// From here on all is in the order in which items are shown.
	order := make([]int, len(r.Items))
	for j := range order {
		order[j] = j
	}
	shown := k.shown(placed)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(shown[a], shown[b]) })
	sorted := make([]Item, len(order))
	for i, j := range order {
		sorted[i] = r.Items[j]
		sorted[i].Apart = k.apart(placed, j)
		if shown[j] > len(order) {
			sorted[i].veil()
		}
	}
	hide := func(ranks []int) {
		for j := range ranks {
			if shown[j] > len(order) {
				ranks[j] = 0
			}
		}
	}
	for i := range r.Checks {
		hide(r.Checks[i].Ranks)
		if k.parts == nil && slices.Contains(k.hidden, true) {
			r.Checks[i].TopShare = nil
		}
		r.Checks[i].Ranks = reorder(r.Checks[i].Ranks, order)
		r.Checks[i].TopShare = reorder(r.Checks[i].TopShare, order)
	}
	for i := range r.Without {
		hide(r.Without[i].Ranks)
		r.Without[i].Ranks = reorder(r.Without[i].Ranks, order)
	}
	if k.parts != nil {
		k.flips(sorted)
		r.Representation.SharesP = reorder(r.Representation.SharesP, order)
	}
	r.Items = sorted
	return nil
}

// shown are the ranks to put items in order by: within a village those that are hidden
// come last, in the order of the questionnaire. Among few answers even an order tells
// what a few chose.
func (k *ranker) shown(placed []int) []int {
	shown := slices.Clone(placed)
	for j := range shown {
		if k.parts == nil && k.hidden[j] {
			shown[j] = len(shown) + 1
		}
	}
	return shown
}

// veil takes the need's places away too.
func (it *Item) veil() {
	it.Rank, it.RankLow, it.RankHigh, it.Tier, it.Apart = 0, 0, 0, 0, false
	it.Standing, it.Ranks = Hidden, Weightings{}
}

// reorder puts what stands by need in the order of items; nil stays nil.
func reorder[T any](of []T, order []int) []T {
	if of == nil {
		return nil
	}
	out := make([]T, len(order))
	for i, j := range order {
		out[i] = of[j]
	}
	return out
}

// weightings enters the ranks by other weights.
func (k *ranker) weightings(items []Item, placed []int) {
	respondents := *k.sample(k.in.Rule)
	respondents.cells, respondents.total = slices.Clone(respondents.cells), 0
	for h := range respondents.cells {
		respondents.cells[h].weight = 1
		respondents.total += respondents.cells[h].n
	}
	equal := ranks(respondents.scores())
	villages := placed
	if k.parts != nil {
		villages = ranks(k.parts.villages.listed().meanScores(len(items)))
	}
	for j := range items {
		items[j].Ranks = Weightings{Respondents: equal[j], Villages: villages[j], People: placed[j]}
	}
}

// meanScores are the means of the scores of all parts from which there are enough.
func (p partition) meanScores(needs int) []float64 {
	means, n := make([]float64, needs), 0.0
	for _, x := range p {
		if x.scored < MinBase {
			continue // a few must not decide, nor be told by it
		}
		n++
		for j, score := range x.scores {
			means[j] += score
		}
	}
	for j := range means {
		means[j] = round(means[j] / max(1, n))
	}
	return means
}

// apart reports whether all needs of need j's rank are significantly above all of the
// next one.
func (k *ranker) apart(placed []int, j int) bool {
	next := len(placed) + 1
	for _, r := range placed {
		if r > placed[j] {
			next = min(next, r)
		}
	}
	for a := range placed {
		for b := range placed {
			if placed[a] == placed[j] && placed[b] == next && !k.above(a, b) {
				return false
			}
		}
	}
	return next <= len(placed)
}
