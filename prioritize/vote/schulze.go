package vote

// SchulzeResult is the order by Schulze's rule, and the paths that it comes from.
type SchulzeResult struct {
	Result
	Paths *Matrix // Paths.N(j, k) is the strength of the widest path from j to k
}

// Schulze orders items by widest paths of winning votes (Schulze 2011, "A new
// monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
// single-winner election method"): a step from j to k is as strong as N_jk if N_jk
// > N_kj and else 0, a path as its weakest step, and j is above k if the widest
// path from j to k is stronger than that back. Scores are the number of items that
// an item is above of, 0 to m-1, so that the order is weak: who is above another
// has a higher score. Strengths that differ by noise are equal.
func Schulze(n *Matrix) SchulzeResult {
	s := n.settled()
	m := s.size
	paths := &Matrix{size: m, n: make([]float64, m*m)}
	for j := range m {
		for k := range m {
			if s.beats(j, k) {
				paths.row(j)[k] = s.N(j, k)
			}
		}
	}
	for via := range m {
		onward := paths.row(via)
		for j := range m {
			row := paths.row(j)
			first := row[via]
			if j == via || first == 0 {
				continue
			}
			for k, second := range onward {
				if width := min(first, second); width > row[k] && k != j {
					row[k] = width
				}
			}
		}
	}
	scores := make([]float64, m)
	for j := range m {
		for k := range m {
			if paths.beats(j, k) {
				scores[j]++
			}
		}
	}
	return SchulzeResult{Result: placed("schulze", scores), Paths: paths}
}
