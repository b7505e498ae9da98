package vote

import (
	"math"
	"math/bits"
	"slices"
)

// MaxExact is the largest number of items in one component for which Kemeny
// searches all orders.
const MaxExact = 20

// Consensus is the order that disagrees least with the ballots.
type Consensus struct {
	Result              // ranks are 1 to m, each once; scores are the number of items placed below
	Agreement   float64 // sum of N_jk over all j placed above k
	Distance    float64 // sum of N_kj over all j placed above k: the disagreement
	Optima      int64   // number of orders that disagree as little, at most math.MaxInt64; 0 if Heuristic
	Unique      bool    // Optima is 1
	Heuristic   bool    // a component has more than MaxExact items: an order may exist that disagrees less
	Components  [][]int // the parts that were ordered by themselves, best first, items by index
	LargestPart int     // number of items in the largest of Components
}

// Kemeny finds the order with the least disagreement (Kemeny 1959), the first one
// in lexicographic order of the items' indexes if there are several.
//
// Items are first parted into the strongly connected components of the graph with
// an edge from j to k where N_jk >= N_kj. Between two components all majorities are
// strict and point the same way, so that every optimum orders the components so
// (the extended Condorcet criterion, Truchon 1998). A component of up to MaxExact
// items is solved by dynamic programming over its subsets (Held and Karp 1962;
// Betzler et al. 2009, "Fixed-parameter algorithms for Kemeny rankings"). A larger
// one is ordered by Borda's margins, and then one item after the other is moved to
// where it disagrees least, until none moves: Heuristic.
func Kemeny(n *Matrix) Consensus {
	s := n.settled()
	c := Consensus{Optima: 1, Components: components(s)}
	order := make([]int, 0, s.size)
	for _, part := range c.Components {
		c.LargestPart = max(c.LargestPart, len(part))
		if len(part) > MaxExact {
			c.Heuristic = true
			order = append(order, search(s, part)...)
			continue
		}
		best, optima := exact(s, part)
		order = append(order, best...)
		if high, low := bits.Mul64(uint64(c.Optima), uint64(optima)); high > 0 || low > math.MaxInt64 {
			c.Optima = math.MaxInt64
		} else {
			c.Optima = int64(low)
		}
	}
	if c.Heuristic {
		c.Optima = 0
	}
	c.Unique = c.Optima == 1
	c.Rule = "kemeny"
	for i, j := range order {
		c.Places = append(c.Places, Place{Item: j, Rank: i + 1, Score: float64(s.size - 1 - i)})
		for _, k := range order[i+1:] {
			c.Agreement += n.N(j, k)
			c.Distance += n.N(k, j)
		}
	}
	return c
}

// components are the strongly connected components of the graph with an edge from
// j to k where j is not beaten by k, best first. Any two items have an edge, so
// that the components stand in one line, and an item with more edges out is in no
// later one than an item with fewer: in that order, a component ends
// where those so far beat all that follow.
func components(s *Matrix) [][]int {
	out := make([]int, s.size)
	order := make([]int, s.size)
	for j := range s.size {
		order[j] = j
		for k := range s.size {
			if k != j && !s.beats(k, j) {
				out[j]++
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return out[b] - out[a] })
	var all [][]int
	begin := 0
	for end := 1; end <= s.size; end++ {
		if !beatAll(s, order[begin:end], order[end:]) {
			continue
		}
		part := slices.Clone(order[begin:end])
		slices.Sort(part)
		all = append(all, part)
		begin = end
	}
	return all
}

// beatAll reports whether each of the first beats each of the rest.
func beatAll(s *Matrix, first, rest []int) bool {
	for _, j := range first {
		for _, k := range rest {
			if !s.beats(j, k) {
				return false
			}
		}
	}
	return true
}

// margins are N_jk - N_kj among the items of a part.
func margins(s *Matrix, part []int) [][]float64 {
	all := make([][]float64, len(part))
	for a, j := range part {
		all[a] = make([]float64, len(part))
		for b, k := range part {
			all[a][b] = s.N(j, k) - s.N(k, j)
		}
	}
	return all
}
