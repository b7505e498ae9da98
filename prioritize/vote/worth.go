package vote

import (
	"errors"
	"math"
)

// DefaultAlpha is the usual strength of the prior of BradleyTerry and PlackettLuce.
const DefaultAlpha = 0.1

// Steps end when none moves a logarithm by more than stepEnd; or by no more than
// stepNoise while they shrink no longer, since what is left is noise. After
// maxSteps the worths are given up.
const (
	stepEnd   = 1e-11
	stepNoise = 1e-7
	maxSteps  = 500
)

// Errors of BradleyTerry and PlackettLuce.
var (
	ErrNoEstimate = errors.New("without a prior the worths exist only if, however the items are parted in two, each part has won against the other (Ford 1957); use a prior: alpha 0.1")
	ErrNotSettled = errors.New("the worths do not settle; use a stronger prior: a larger alpha")
	errAlpha      = errors.New("the prior's alpha is a finite number of 0 or more")
)

// luce is what is known of a model in which an item is chosen from a set with a
// probability proportional to its worth.
type luce struct {
	wins []float64 // weight with which each item was chosen

	// share adds two sums over all choices, of a weight c from a set whose worths
	// sum to s: c/s to each item of the set, and c/s² to each pair of it, at
	// [j*m+k] for j < k or for k < j.
	share func(worth, items, pairs []float64)

	beat [][]bool // beat[j][k]: j was chosen from a set with k
}

// logWorths finds the worths w with the highest likelihood under the prior: those
// with (share + alpha) w = wins + alpha for every item, which is where the rounds of
// Hunter's MM algorithm (2004) and of the library choix (mm.py) come to rest. These
// rounds may take millions where a part of the items hardly ever loses; so the
// logarithms are found by Newton's method. Its steps are shortened to 1/(1 + d) of
// their length, d the longest way that a logarithm goes, which is no more than Sun
// and Tran-Dinh prove to come nearer always (2019, "Generalized self-concordant
// functions": log(1 + 2d)/2d for the order 2). It returns them with the mean 0.
func (l *luce) logWorths(alpha float64) ([]float64, error) {
	if !(alpha >= 0) || math.IsInf(alpha, 0) {
		return nil, errAlpha
	}
	m := len(l.wins)
	if m == 1 {
		return []float64{0}, nil
	}
	if alpha == 0 && !connected(l.beat) {
		return nil, ErrNoEstimate
	}
	logs, worth := make([]float64, m), make([]float64, m)
	items, pairs, step := make([]float64, m), make([]float64, m*m), make([]float64, m)
	last := math.Inf(1)
	for range maxSteps {
		for j, x := range logs {
			worth[j] = exp(x)
		}
		clear(items)
		clear(pairs)
		l.share(worth, items, pairs)
		for j, w := range worth {
			step[j] = l.wins[j] + alpha - float64(w*(items[j]+alpha))
		}
		curvature(pairs, worth, alpha)
		if !solve(pairs, step) {
			return nil, ErrNotSettled
		}
		longest := 0.0
		for _, d := range step {
			longest = max(longest, math.Abs(d))
		}
		for j, d := range step {
			logs[j] += d / (1 + longest)
		}
		if longest <= stepEnd || longest <= stepNoise && longest > last/2 {
			return centred(logs), nil
		}
		last = longest
	}
	return nil, ErrNotSettled
}

// curvature makes of the pairs' sums the matrix of second derivatives by the
// logarithms, negated: its lower triangle. Without a prior it is flat where all
// logarithms move alike, and is bent there, so that no step goes that way.
func curvature(pairs, worth []float64, alpha float64) {
	m := len(worth)
	for j, w := range worth {
		pairs[j*m+j] = float64(alpha * w)
	}
	for j := range m {
		for k := range j {
			c := float64(float64(worth[j]*worth[k]) * (pairs[j*m+k] + pairs[k*m+j]))
			pairs[j*m+k] = -c
			pairs[j*m+j] += c
			pairs[k*m+k] += c
		}
	}
	if alpha > 0 {
		return
	}
	bend := 0.0
	for j := range m {
		bend += pairs[j*m+j]
	}
	bend /= float64(m * m)
	for j := range m {
		for k := range j + 1 {
			pairs[j*m+k] += bend
		}
	}
}

// solve makes x of a x = b, where a is positive definite and given by its lower
// triangle, which it uses up, and b by x, by Cholesky's factor. It reports whether
// it could.
func solve(a, x []float64) bool {
	m := len(x)
	for j := range m {
		row := a[j*m : j*m+j+1]
		for k := range j + 1 {
			other := a[k*m : k*m+k+1]
			sum := row[k]
			for i := range k {
				sum -= float64(row[i] * other[i])
			}
			if k < j {
				row[k] = sum / other[k]
				continue
			}
			if !(sum > 0) {
				return false
			}
			row[j] = math.Sqrt(sum)
		}
	}
	for j := range m {
		for k := range j {
			x[j] -= float64(a[j*m+k] * x[k])
		}
		x[j] /= a[j*m+j]
	}
	for j := m - 1; j >= 0; j-- {
		for k := j + 1; k < m; k++ {
			x[j] -= float64(a[k*m+j] * x[k])
		}
		x[j] /= a[j*m+j]
	}
	return true
}

// exp is e to the power of x, to the same bit on every machine, which math.Exp is
// not: Taylor's series of what is left of x after whole powers of 2.
func exp(x float64) float64 {
	const high, low = 0x1.62e42fefa3800p-1, 0x1.ef35793c76730p-45 // their sum is ln 2
	powers := math.Round(x / math.Ln2)
	left := x - float64(powers*high) - float64(powers*low)
	sum := 1.0
	for i := 16; i > 0; i-- {
		sum = 1 + float64(sum*left)/float64(i)
	}
	return math.Ldexp(sum, int(powers))
}

// centred moves logarithms to the mean 0.
func centred(logs []float64) []float64 {
	mean := 0.0
	for _, x := range logs {
		mean += x
	}
	mean /= float64(len(logs))
	for j := range logs {
		logs[j] -= mean
	}
	return logs
}

// connected reports whether from every item every other one can be come to, from
// winners to losers.
func connected(beat [][]bool) bool {
	return allFound(len(beat), func(j, k int) bool { return beat[j][k] }) &&
		allFound(len(beat), func(j, k int) bool { return beat[k][j] })
}

// allFound reports whether all items are found from the first one along edges.
func allFound(m int, edge func(j, k int) bool) bool {
	found := make([]bool, m)
	found[0] = true
	open := []int{0}
	n := 1
	for len(open) > 0 {
		j := open[len(open)-1]
		open = open[:len(open)-1]
		for k := range m {
			if !found[k] && edge(j, k) {
				found[k] = true
				n++
				open = append(open, k)
			}
		}
	}
	return n == m
}

func square(m int) [][]bool {
	s := make([][]bool, m)
	for j := range s {
		s[j] = make([]bool, m)
	}
	return s
}
