package prioritize

import (
	"math"
	"slices"
)

// fence says which needs' places may be told. The gaps that hidden needs leave in an
// order tell what is hidden: between a need that 7 chose and one that 5 did, a need
// without figures has 6. So places are told only of the needs that are above all hidden
// ones, and clearly: above the next multiple of MinBase answers. Those that all but a
// few chose are hidden too, but stand at the top in any case: they keep their place,
// and by Reach share it.
type fence struct {
	low  []bool // need by need: hidden, and not for all but a few having chosen it
	high []bool // hidden since all but a few chose it
	shut bool   // no place may be told
}

// newFence is around the needs that are hidden among those who answered the question of
// needs, base in number.
func newFence(hidden []bool, chosen []int64, base int64) fence {
	f := fence{low: make([]bool, len(hidden)), high: make([]bool, len(hidden))}
	for j, yes := range hidden {
		f.high[j] = yes && chosen[j] >= MinBase && base-chosen[j] < MinBase
		f.low[j] = yes && !f.high[j]
	}
	return f
}

// level is the score, 0..1, that a need must exceed to have a place; n is the number of
// answers that the scores rest on. It is below 0 where nothing is hidden low.
func (f *fence) level(scores []float64, n int64) float64 {
	if f.shut {
		return 1
	}
	level := -1.0
	step := MinBase / float64(max(1, n))
	for j, score := range scores {
		if f.low[j] {
			level = max(level, step, math.Ceil(round(score/step))*step)
		}
	}
	return min(level, 1)
}

// places are the ranks of the scores by a rule; 0 where they must not be told.
func (f *fence) places(rule Rule, scores []float64, n int64) []int {
	level, placed := f.level(scores, n), ranks(scores)
	first := len(placed) + 1 // of those that all but a few chose
	for j, score := range scores {
		switch {
		case score <= level+1/decimals:
			placed[j] = 0
		case f.high[j] && rule == Reach:
			first = min(first, placed[j])
		}
	}
	for j := range placed {
		if placed[j] > 0 && f.high[j] && rule == Reach {
			placed[j] = first
		}
	}
	return placed
}

// among is places of an order that has no scores; by is what it was made of.
func (f *fence) among(by Rule, ranks []int) []int {
	placed := slices.Clone(ranks)
	level, first := len(ranks)+1, len(ranks)+1
	for j, rank := range ranks {
		switch {
		case f.low[j]:
			level = min(level, rank)
		case f.high[j]:
			first = min(first, rank)
		}
	}
	for j, rank := range ranks {
		switch {
		case f.shut || rank >= level:
			placed[j] = 0
		case f.high[j] && by == Reach:
			placed[j] = first
		}
	}
	return placed
}

// hides reports whether any need is hidden.
func (f *fence) hides() bool {
	return f.shut || slices.Contains(f.low, true) || slices.Contains(f.high, true)
}
