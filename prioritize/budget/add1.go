package budget

import (
	"cmp"
	"math"
	"slices"
)

const (
	// fine is after how many raises the next ones are ten times as large.
	fine = 5000
	// enough is a raise with which every voter can pay for everything.
	enough = 1e30
)

// add1 raises every voter's share by a unit of currency, times the voter's weight,
// again and again until what is then bought costs more than the budget, and returns
// the last raise for which it does not. If the budget pays for all candidates it
// returns a raise with which all are bought.
//
// Raises that cannot matter are passed over, see idle. After every 5,000 raises the
// step is ten times as large, so that an election ends in reasonable time also where
// a share is worth millions of units.
func (l *ledger) add1(r *run) float64 {
	if fits(l.cost(), l.budget) {
		return l.raiseForAll(r)
	}
	raise, step := 0.0, 1.0
	if idle := l.idle(); idle > 0 && r.with(l.share+idle) {
		raise = idle
	}
	for n := 1; r.with(l.share + raise + step); n++ {
		raise += step
		if len(r.bought) == len(l.candidates) { // rounding alone made them fit
			break
		}
		if n%fine == 0 {
			step *= 10
		}
	}
	return raise
}

// raiseForAll is a raise with which all candidates are bought, and with a unit less
// they are not.
func (l *ledger) raiseForAll(r *run) float64 {
	all := func(raise float64) bool {
		r.with(l.share + raise)
		return len(r.bought) == len(l.candidates)
	}
	if all(0) {
		return 0
	}
	low, high := 0.0, 1.0
	for high < enough && !all(high) {
		low, high = high, 2*high
	}
	for high-low > 1 {
		middle := math.Floor(low + (high-low)/2)
		if middle <= low || middle >= high {
			break
		}
		if all(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// idle is a raise up to which no overspending is possible, so that lesser ones need
// not be tried: all candidates whose supporters together would hold the cost, if
// they had bought nothing else, fit the budget.
func (l *ledger) idle() float64 {
	type reach struct{ raise, cost float64 }
	all := make([]reach, len(l.candidates))
	for i, c := range l.candidates {
		all[i] = reach{(c.cost-float64(c.cost*tolerance))/c.weight - l.share, c.cost}
	}
	slices.SortStableFunc(all, func(a, b reach) int { return cmp.Compare(a.raise, b.raise) })
	cost := 0.0
	for _, c := range all {
		if cost += c.cost; !fits(cost, l.budget) {
			return max(0, math.Floor(c.raise)-1)
		}
	}
	return 0
}
