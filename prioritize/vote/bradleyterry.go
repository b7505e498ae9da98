package vote

import "fmt"

// BradleyTerry orders items by their worth in the model of Bradley and Terry
// (1952): j is put above k with the probability w_j / (w_j + w_k). Every unit of
// weight of the matrix is one comparison; a tie is none. Scores are logarithms of
// worths, with the mean 0: a difference of 1 are odds of 2.7 to 1. They are those
// of choix's mm_pairwise with the same alpha.
//
// With alpha > 0 each worth has a Gamma prior of the shape 1 + alpha and the rate
// alpha, and they exist always. Errors: alpha is negative or not finite; alpha is 0
// and they do not exist (ErrNoEstimate); they are not found (ErrNotSettled).
func BradleyTerry(n *Matrix, alpha float64) (Result, error) {
	s := n.settled()
	m := s.size
	l := luce{wins: make([]float64, m), beat: square(m)}
	met := make([]float64, m*m)
	for j := range m {
		for k, w := range s.row(j) {
			l.wins[j] += w
			l.beat[j][k] = w > 0
			met[j*m+k] = w + s.N(k, j)
		}
	}
	l.share = func(worth, items, pairs []float64) {
		for j := range m {
			for k := j + 1; k < m; k++ {
				if t := met[j*m+k]; t > 0 {
					both := worth[j] + worth[k]
					share := t / both
					items[j] += share
					items[k] += share
					pairs[j*m+k] = share / both
				}
			}
		}
	}
	scores, err := l.logWorths(alpha)
	if err != nil {
		return Result{}, fmt.Errorf("vote: bradley-terry: %w", err)
	}
	return placed("bradley-terry", scores), nil
}
