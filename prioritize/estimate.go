package prioritize

import (
	"math"
	"slices"
)

// Estimate is the weighted mean scores of all needs by a rule, 0..1, with what is not
// known of them.
type Estimate struct {
	Answers    int64     // ballots that the rule looks at
	Values     []float64 // of each need
	Covariance []float64 // of the values, row by row; NaN with fewer than two ballots
}

// NewEstimate estimates from a tally with the weights of its cells, which must be all
// of the tally's.
func NewEstimate(t *Tally, w Weighting, rule Rule) Estimate {
	x := weighed{layout: &t.layout}
	for h, c := range t.byCell(everySource) {
		x.cells = append(x.cells, weighedCell{c, w.Cells[h].Weight})
	}
	s := x.sample(rule, everywhere)
	return Estimate{Answers: s.answers, Values: s.means(), Covariance: s.covariances()}
}

// weighed are the sums of cells with their weights, which figures are made of.
type weighed struct {
	layout *layout
	cells  []weighedCell // in the order of Cell.Compare
}

type weighedCell struct {
	cellSums
	weight float64
}

// sample is the weighted part of a tally that a rule's figures are made of.
type sample struct {
	layout  *layout
	rule    Rule
	cells   []sampleCell // in the order of Cell.Compare
	answers int64        // ballots that the rule looks at
	total   float64      // the sum of their weights
}

type sampleCell struct {
	Cell
	weight float64
	n      float64 // ballots that the rule looks at
	sums   []int64
}

// sample takes what the rule looks at of some cells.
func (x *weighed) sample(rule Rule, in func(Cell) bool) sample {
	s := sample{layout: x.layout, rule: rule}
	for _, c := range x.cells {
		n := x.layout.count(c.sums, rule)
		if n <= 0 || !in(c.Cell) {
			continue
		}
		s.cells = append(s.cells, sampleCell{Cell: c.Cell, weight: c.weight, n: float64(n), sums: c.sums})
		s.answers += n
		s.total += float64(c.weight * float64(n))
	}
	return s
}

func everywhere(Cell) bool { return true }

// plain is the sample with everybody counting the same.
func (s sample) plain() sample {
	s.cells, s.total = slices.Clone(s.cells), float64(s.answers)
	for h := range s.cells {
		s.cells[h].weight = 1
	}
	return s
}

// uneven reports whether some count for more than others.
func (s sample) uneven() bool {
	return slices.ContainsFunc(s.cells, func(c sampleCell) bool { return c.weight != s.cells[0].weight })
}

// villages is from how many the sample comes.
func (s sample) villages() int {
	n := 0
	for h, c := range s.cells {
		if h == 0 || c.Village != s.cells[h-1].Village {
			n++
		}
	}
	return n
}

// chosen is the sum of the integer scores of need j: for Reach, the number of
// ballots that chose it.
func (s sample) chosen(j int) int64 {
	var n int64
	for _, c := range s.cells {
		n += s.layout.sum(c.sums, s.rule, j)
	}
	return n
}

// counts are those who chose each need.
func (s sample) counts() []int64 {
	counts := make([]int64, s.layout.m)
	for j := range counts {
		counts[j] = s.chosen(j)
	}
	return counts
}

// mean is the weighted mean of the rule's integer scores of need j:
// sum g T / sum g n. It is 0 for an empty sample.
func (s sample) mean(j int) float64 {
	var sum float64
	for _, c := range s.cells {
		sum += float64(c.weight * float64(s.layout.sum(c.sums, s.rule, j)))
	}
	if s.total > 0 {
		return sum / s.total
	}
	return 0
}

// means are those of all needs by the rule, 0..1; 0 of nobody.
func (s sample) means() []float64 {
	means := make([]float64, s.layout.m)
	scale := float64(s.rule.scale(s.layout.m))
	for j := range means {
		switch {
		case s.total == 0:
		case scale == 0:
			means[j] = 0.5 // one need, by Borda
		default:
			means[j] = s.mean(j) / scale
		}
	}
	return means
}

// scores are the means, rounded, so that equal ones are equal.
func (s sample) scores() []float64 {
	scores := s.means()
	for j := range scores {
		scores[j] = round(scores[j])
	}
	return scores
}

// nEff is Kish's effective number of the sample's ballots.
func (s sample) nEff() float64 {
	var squares float64
	for _, c := range s.cells {
		squares += float64(float64(c.weight*c.weight) * c.n)
	}
	if squares == 0 {
		return 0
	}
	return s.total * s.total / squares
}

// covariances are those of the means of all needs, 0..1, row by row, with cells as strata
// and the weights taken as given: with u = g (y - mean) / sum g n for every ballot,
//
//	V = sum_h n_h / (n_h - 1) sum (u_j - ubar_hj) (u_k - ubar_hk)
//
// which for strata of one cell is the textbook's sum W_h^2 S_h / n_h (Cochran 1977,
// section 5.9). No correction is made for a finite population: those who answered
// were not drawn. They are NaN where there are fewer than two ballots.
func (s sample) covariances() []float64 {
	m := s.layout.m
	means, sums, products, squares := make([]float64, m), make([]float64, m), make([]float64, m*m), make([]float64, m) // of integer scores
	all := make([]float64, m*m)
	for j := range means {
		means[j] = s.mean(j)
	}
	strata := stratify(s.cells)
	if len(strata) == 0 {
		all[0] = math.NaN()
	}
	for _, stratum := range strata {
		clear(sums)
		clear(products)
		clear(squares)
		n := 0.0
		for _, h := range stratum {
			n += s.cells[h].n
			s.addMoments(&s.cells[h], means, sums, products, squares)
		}
		if n < 2 {
			return slices.Repeat([]float64{math.NaN()}, m*m)
		}
		for j := range m {
			for k := range j + 1 {
				within := products[j*m+k] - float64(sums[j]*sums[k])/n
				if math.Abs(within) <= noise*math.Sqrt(squares[j]*squares[k]) {
					continue // what rounding leaves of nothing
				}
				all[j*m+k] += float64(n / (n - 1) * within)
			}
		}
	}
	scale := float64(max(1, s.rule.scale(m)))
	for j := range m {
		for k := range j + 1 {
			all[j*m+k] /= scale * scale
			all[k*m+j] = all[j*m+k]
		}
	}
	return all
}

// noise is below what rounding leaves, relative to what was added up.
const noise = 1e-12

// addMoments adds a cell's sums of u, of the products of u of needs j >= k, and of
// what these products are the difference of.
func (s sample) addMoments(c *sampleCell, means, sums, products, squares []float64) {
	m, g := len(means), c.weight/s.total
	for j := range m {
		tj := float64(s.layout.sum(c.sums, s.rule, j))
		sums[j] += float64(g * (tj - float64(means[j]*c.n)))
		for k := range j + 1 {
			tk := float64(s.layout.sum(c.sums, s.rule, k))
			q := float64(s.layout.product(c.sums, s.rule, j, k))
			u := q - (float64(means[j]*tk) + float64(means[k]*tj)) + float64(float64(means[j]*means[k])*c.n)
			products[j*m+k] += float64(float64(g*g) * u)
			if j == k {
				squares[j] += float64(float64(g*g) * (q + float64(float64(means[j]*means[j])*c.n)))
			}
		}
	}
}

// noVariance is below what rounding leaves of a variance that is zero.
const noVariance = 1e-15

// interval is the 95 % interval of a share p with variance v: Wilson's, with the
// number of answers that a simple random sample would need to be as exact, and
// never more than there are.
func (s sample) interval(p, v float64) (lo, hi float64) {
	n := float64(s.answers)
	switch {
	case p <= 0 || p >= 1 || math.IsNaN(v):
		return Wilson(p, s.nEff())
	case v > noVariance:
		return Wilson(p, min(n, p*(1-p)/v))
	default:
		return Wilson(p, n)
	}
}

// stratify makes every cell a stratum of its own, save those with a single
// ballot: they are joined within their village, or else with the next one's.
func stratify(cells []sampleCell) [][]int {
	var strata [][]int
	var lone []int // cells with one ballot that wait for company
	last := -1     // the last stratum of this village
	for i, c := range cells {
		if i > 0 && c.Village != cells[i-1].Village {
			switch {
			case len(lone) > 1:
				strata, lone = append(strata, lone), nil
			case len(lone) == 1 && last >= 0:
				strata[last], lone = append(strata[last], lone...), nil
			}
			last = -1
		}
		if c.n < 2 {
			lone = append(lone, i)
			continue
		}
		strata = append(strata, []int{i})
		last = len(strata) - 1
	}
	switch {
	case len(lone) > 1 || len(strata) == 0 && len(lone) > 0:
		strata = append(strata, lone)
	case len(lone) == 1:
		strata[len(strata)-1] = append(strata[len(strata)-1], lone...)
	}
	return strata
}
