package prioritize

import (
	"cmp"
	"slices"
)

// compare fills in how far the order can be relied on, and why it is as it is. The
// items come in the order of the questionnaire.
func (k *ranker) compare(r *Ranking) error {
	k.weightings(r.Items)
	var err error
	if r.Checks, err = k.checks(); err != nil {
		return err
	}
	r.Without = k.withouts()
	if k.parts != nil {
		for j := range r.Items {
			k.gaps(&r.Items[j], j)
			k.between(&r.Items[j], j)
			k.lifts(&r.Items[j], j)
		}
		if r.Representation, err = k.representation(); err != nil {
			return err
		}
	}
	for j := range r.Items {
		r.Items[j].Apart = k.apart(j)
		if k.hidden[j] {
			r.Items[j].suppress()
		}
	}
	k.sort(r)
	return nil
}

// sort puts everything in the order in which items are shown: by place, and those
// whose place is not told last, in the order of the questionnaire.
func (k *ranker) sort(r *Ranking) {
	shown := lastIfUntold(k.placed)
	order := make([]int, len(shown))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(shown[a], shown[b]) })
	r.Items = reorder(r.Items, order)
	for i := range r.Checks {
		r.Checks[i].Ranks, r.Checks[i].TopShare = reorder(r.Checks[i].Ranks, order), reorder(r.Checks[i].TopShare, order)
	}
	for i := range r.Without {
		r.Without[i].Ranks = reorder(r.Without[i].Ranks, order)
	}
	if k.parts != nil {
		k.flips(r.Items)
		r.Representation.SharesP = reorder(r.Representation.SharesP, order)
	}
}

// lastIfUntold are places with those that are not told behind all others.
func lastIfUntold(placed []int) []int {
	last := slices.Clone(placed)
	for j, rank := range placed {
		if rank == 0 {
			last[j] = len(placed) + 1
		}
	}
	return last
}

// unlessTold is nil where the needs that few chose have any part of it.
func (k *ranker) unlessTold(part []float64) []float64 {
	for j, x := range part {
		if x > 0 && (k.fence.shut || k.fence.low[j]) {
			return nil
		}
	}
	return part
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

// weightings enters the places by other weights.
func (k *ranker) weightings(items []Item) {
	plain := k.main.plain()
	respondents, villages := k.places(&plain), k.placed
	if k.parts != nil {
		villages = k.fence.places(k.in.Rule, k.parts.villages.listed().meanScores(len(items)), k.main.answers)
	}
	for j := range items {
		items[j].Ranks = Weightings{Respondents: respondents[j], Villages: villages[j], People: k.placed[j]}
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

// apart reports whether all needs of need j's rank are significantly above all that
// come next: those of the next rank, or all whose places are not told.
func (k *ranker) apart(j int) bool {
	placed := lastIfUntold(k.placed)
	next := len(placed) + 2
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
	return next <= len(placed)+1
}
