package prioritize

import (
	"math"
	"slices"
)

// place finds the places that may be told in every part. Where they would, with what is
// shown, narrow down how few chose a need elsewhere, none is told.
func (p *partitions) place(rule Rule) {
	for _, parts := range p.all() {
		for i := range parts {
			x := &parts[i]
			x.fence = newFence(x.hidden, x.counts, x.base)
			x.fence.shut = x.key == "" // nothing is told of it
		}
		for parts.shut(p.hidden) {
			continue
		}
	}
	p.shutSole()
	for _, parts := range p.all() {
		for i := range parts {
			x := &parts[i]
			x.placed = x.fence.places(Reach, x.exact, x.base)
			x.firsts = x.placed
			if rule != Reach {
				x.firsts = x.fence.places(rule, x.scores, x.scored)
			}
		}
	}
}

// shut shuts the fences of those parts whose places bound what is hidden of them so
// narrowly that the few who chose a need in another part, or did not, are known better
// than to be 1 to MinBase-1. It reports whether it shut any.
func (p partition) shut(hiddenInAll []bool) bool {
	changed := false
	for j := range hiddenInAll {
		if hiddenInAll[j] {
			continue // their sum is not known
		}
		var chosen, others spans
		var at []int
		for i := range p {
			x := &p[i]
			if !x.hidden[j] {
				continue
			}
			at = append(at, i)
			low, high := x.bounds(j)
			chosen = append(chosen, span{n: x.counts[j], low: low, high: high})
			others = append(others, span{n: x.base - x.counts[j], low: x.base - high, high: x.base - low})
		}
		if !chosen.narrow() && !others.narrow() {
			continue
		}
		for _, i := range at {
			changed = changed || !p[i].fence.shut
			p[i].fence.shut = true
		}
	}
	return changed
}

// bounds is between how many answers the places that are told leave those who chose
// need j, which is hidden.
func (p *part) bounds(j int) (low, high int64) {
	switch f := &p.fence; {
	case f.shut:
		return 0, p.base
	case f.high[j]:
		return p.base - MinBase + 1, p.base
	default:
		high = int64(math.Round(f.level(p.exact, p.base) * float64(p.base)))
		if others := slices.Delete(slices.Clone(f.low), j, j+1); !slices.Contains(others, true) {
			low = max(0, high-MinBase)
		}
		return low, high
	}
}

// span is a number of people that is hidden, and what is known of it.
type span struct{ n, low, high int64 }

type spans []span

// narrow reports whether those that are a few are known to be fewer kinds of few, their
// sum being known.
func (all spans) narrow() bool {
	var sum, lows, highs int64
	for _, x := range all {
		sum, lows, highs = sum+x.n, lows+x.low, highs+x.high
	}
	return slices.ContainsFunc(all, func(x span) bool {
		low, high := max(x.low, sum-(highs-x.high)), min(x.high, sum-(lows-x.low))
		return few(x.n) && (low > 1 || high < MinBase-1)
	})
}
