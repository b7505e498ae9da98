package prioritize

// move returns a tally of another shape, in which need j stands at to[j], group g at
// groups[g], and every source is renamed. Services are not taken along, and orders only if asked for, which
// must not be where the shape has other needs: their scores depend on how many there
// are.
func (t *Tally) move(shape Shape, to, groups []int, orders bool, rename func(Source) Source) *Tally {
	out := NewTally(shape)
	from, l := &t.layout, &out.layout
	for s, sums := range t.sources {
		moved := out.at(rename(s))
		copyHeads(moved, sums)
		if !orders {
			moved[atRanked], moved[atBase], moved[atBase2] = 0, 0, 0
		}
		for g, at := range groups {
			own, there := from.group(sums, g), l.group(moved, at)
			there[0] += own[0]
			for j, n := range own[1:] {
				there[1+to[j]] += n
			}
		}
		for j := range from.m {
			moved[l.chosen.at+to[j]] += sums[from.chosen.at+j]
			for i, n := range from.levels(sums, j) {
				l.levels(moved, to[j])[i] += n
			}
			if orders {
				moved[l.bonus.at+to[j]] += sums[from.bonus.at+j]
				moved[l.baseBonus.at+to[j]] += sums[from.baseBonus.at+j]
			}
			if from.Points {
				moved[l.points.at+to[j]] += sums[from.points.at+j]
			}
			for k := range from.m {
				from.movePair(l, sums, moved, j, k, to, orders)
			}
		}
	}
	return out
}

func copyHeads(to, from []int64) {
	for i := range heads {
		to[i] += from[i]
	}
}

// movePair takes along what is known of needs j and k together.
func (l *layout) movePair(to *layout, sums, moved []int64, j, k int, place []int, orders bool) {
	if j < k {
		moved[to.both.at+to.pair(place[j], place[k])] += sums[l.both.at+l.pair(j, k)]
	}
	if orders {
		moved[to.above.at+place[j]*to.m+place[k]] += sums[l.above.at+j*l.m+k]
		if j <= k {
			moved[to.bonusBoth.at+to.pairOrSelf(place[j], place[k])] += sums[l.bonusBoth.at+l.pairOrSelf(j, k)]
		}
	}
	if l.Points && j <= k {
		moved[to.pointsBoth.at+to.pairOrSelf(place[j], place[k])] += sums[l.pointsBoth.at+l.pairOrSelf(j, k)]
	}
	if l.Pairs {
		moved[to.better.at+place[j]*to.m+place[k]] += sums[l.better.at+j*l.m+k]
	}
}
