package vote

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// PlackettLuce orders items by their worth in the model of Plackett (1975) and Luce
// (1959): a voter chooses the first item from all with a probability proportional
// to its worth, then the next from what is left. Scores are logarithms of worths,
// with the mean 0. For strict orders they are those of choix's mm_rankings with the
// same alpha.
//
// Unranked items were there to be chosen, but for profiles where only the listed
// items were shown: each choice is then from the listed ones, as choix reads partial
// rankings. Each item of a tier counts as chosen from the set that the tier was
// chosen from (Breslow 1974). Where nothing is left below a tier, it was no choice.
//
// Errors: as Validate, of more than MaxItems items, and as those of BradleyTerry.
func PlackettLuce(p *Profile, alpha float64) (Result, error) {
	if err := p.Validate(); err != nil {
		return Result{}, err
	}
	m := len(p.Items)
	if m > MaxItems {
		return Result{}, fmt.Errorf("vote: plackett-luce: %d items; it takes %d", m, MaxItems)
	}
	lines := p.lineUps()
	l := luce{wins: make([]float64, m), beat: square(m)}
	longest := 0
	for _, x := range lines {
		longest = max(longest, len(x.ends))
		from := 0
		for _, end := range x.ends {
			for _, j := range x.order[from:end] {
				l.wins[j] += x.weight
				for _, k := range x.order[from:] {
					l.beat[j][k] = l.beat[j][k] || x.weight > 0
				}
			}
			from = int(end)
		}
	}
	room := make([]float64, 2*longest)
	l.share = func(worth, items, pairs []float64) {
		for i := range lines {
			lines[i].share(worth, items, pairs, room)
		}
	}
	scores, err := l.logWorths(alpha)
	if err != nil {
		return Result{}, fmt.Errorf("vote: plackett-luce: %w", err)
	}
	return placed("plackett-luce", scores), nil
}

// lineUp is the choices of all ballots that are alike: from order[0:] the items
// before ends[0] were chosen, then from order[ends[0]:] those before ends[1], and
// so on. Something is left after the last end.
type lineUp struct {
	weight float64
	order  []uint16
	ends   []uint16
}

// share adds what the choices add to the sums of items and of pairs, as in luce.
// room is for two figures a choice.
func (x *lineUp) share(worth, items, pairs, room []float64) {
	m, n := len(worth), len(x.ends)
	shares, squares := room[:n], room[n:2*n]
	left, at := 0.0, len(x.order)
	for i := n - 1; i >= 0; i-- {
		from := 0
		if i > 0 {
			from = int(x.ends[i-1])
		}
		for ; at > from; at-- {
			left += worth[x.order[at-1]]
		}
		shares[i] = x.weight * float64(int(x.ends[i])-from) / left
		squares[i] = shares[i] / left
	}
	// Those that were chosen last, and those that never were, stood in all sets.
	share, square := 0.0, 0.0
	choice, next := 0, 0
	for i, j := range x.order {
		if i == next && choice < n {
			share += shares[choice]
			square += squares[choice]
			next = int(x.ends[choice])
			choice++
		}
		items[j] += share
		row := pairs[int(j)*m : int(j)*m+m]
		for _, k := range x.order[i+1:] {
			row[k] += square
		}
	}
}

// lineUps merges ballots that are alike, in the order of their first appearance.
// Those that choose nothing are left out.
func (p *Profile) lineUps() []lineUp {
	var all []lineUp
	at := map[string]int{}
	ranked := make([]int, len(p.Items)) // the ballot that ranked the item last, from 1
	for i, b := range p.Ballots {
		var x lineUp
		for _, tier := range b.Tiers {
			for _, j := range tier {
				ranked[j] = i + 1
				x.order = append(x.order, uint16(j))
			}
			slices.Sort(x.order[len(x.order)-len(tier):])
			x.ends = append(x.ends, uint16(len(x.order)))
		}
		if !p.Listed {
			for j := range p.Items {
				if ranked[j] != i+1 {
					x.order = append(x.order, uint16(j))
				}
			}
		}
		if last := len(x.ends) - 1; last >= 0 && int(x.ends[last]) == len(x.order) {
			x.ends = x.ends[:last]
		}
		if len(x.ends) == 0 {
			continue
		}
		key := x.key()
		k, known := at[key]
		if !known {
			k = len(all)
			at[key] = k
			all = append(all, x)
		}
		all[k].weight += b.Weight
	}
	return all
}

func (x *lineUp) key() string {
	var key []byte
	for _, part := range [][]uint16{x.order, x.ends} {
		key = binary.AppendUvarint(key, uint64(len(part)))
		for _, n := range part {
			key = binary.AppendUvarint(key, uint64(n))
		}
	}
	return string(key)
}
