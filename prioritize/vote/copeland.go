package vote

// Copeland orders items by the number of items that they win against minus the
// number that they lose against, when each pair is decided by the larger weight.
// Scores are whole numbers from 1-m to m-1.
func Copeland(n *Matrix) Result {
	s := n.settled()
	scores := make([]float64, s.size)
	for j := range s.size {
		for k := range s.size {
			if s.beats(j, k) {
				scores[j]++
				scores[k]--
			}
		}
	}
	return placed("copeland", scores)
}
