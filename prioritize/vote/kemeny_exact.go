package vote

import "math/bits"

// exact finds the orders of a part with the largest sum of margins of the upper
// over the lower, and returns the first one in lexicographic order and how many
// there are. A part has 1 to MaxExact items; 20! orders are countable.
func exact(s *Matrix, part []int) (order []int, optima int64) {
	m := len(part)
	if m == 1 {
		return part, 1
	}
	g := newGains(margins(s, part))
	full := uint32(1)<<m - 1

	// best[set] is the largest sum of an order of the set alone. Sums that differ
	// by the noise of the largest weight are equal.
	best := make([]float64, 1<<m)
	for set := uint32(1); set <= full; set++ {
		most := best[set&(set-1)] + g.of(bits.TrailingZeros32(set), set)
		for rest := set & (set - 1); rest != 0; rest &= rest - 1 {
			j := bits.TrailingZeros32(rest)
			if sum := best[set&^(1<<j)] + g.of(j, set); sum > most {
				most = sum
			}
		}
		best[set] = most
	}
	apart := float64(noise * s.largest())
	leads := func(j int, set uint32) bool { return best[set&^(1<<j)]+g.of(j, set) >= best[set]-apart }

	for set := full; set != 0; {
		rest := set
		for !leads(bits.TrailingZeros32(rest), set) {
			rest &= rest - 1
		}
		j := bits.TrailingZeros32(rest)
		order = append(order, part[j])
		set &^= 1 << j
	}

	ways := make([]int64, 1<<m) // to come from the full set to this one
	ways[full] = 1
	for set := full; set != 0; set-- {
		if ways[set] == 0 {
			continue
		}
		for rest := set; rest != 0; rest &= rest - 1 {
			if j := bits.TrailingZeros32(rest); leads(j, set) {
				ways[set&^(1<<j)] += ways[set]
			}
		}
	}
	return order, ways[0]
}

// half is how many items' margins are summed in one table of gains.
const half = MaxExact / 2

// gains are the sums of an item's margins over the items of any set, from two
// tables that hold them for each half of the items.
type gains struct {
	low, high [][1 << half]float64 // by item, then by set
}

func newGains(margin [][]float64) gains {
	m := len(margin)
	g := gains{low: make([][1 << half]float64, m), high: make([][1 << half]float64, m)}
	for j, row := range margin {
		for set := uint32(1); set < 1<<half; set++ {
			k, rest := bits.TrailingZeros32(set), set&(set-1)
			if k < m {
				g.low[j][set] = g.low[j][rest] + row[k]
			}
			if k+half < m {
				g.high[j][set] = g.high[j][rest] + row[k+half]
			}
		}
	}
	return g
}

// of is the sum of j's margins over the set; that over itself is 0.
func (g *gains) of(j int, set uint32) float64 {
	return g.low[j][set&(1<<half-1)] + g.high[j][set>>half&(1<<half-1)]
}
