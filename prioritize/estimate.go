package prioritize

import "math"

// sample is the weighted part of a tally that a figure is made of.
type sample struct {
	layout  layout
	rule    Rule
	cells   []sampleCell // in the order of Cell.Compare
	strata  [][]int      // indexes into cells, for the variance
	answers int64        // ballots that the rule looks at
	total   float64      // the sum of their weights
}

type sampleCell struct {
	village string
	weight  float64
	n       float64 // ballots that the rule looks at
	sums    []int64
}

func newSample(t *Tally, rule Rule, w Weighting, in func(Cell) bool) sample {
	s := sample{layout: t.layout, rule: rule}
	for _, c := range w.Cells {
		sums := t.cells[c.Cell]
		n := t.Base(c.Cell, rule)
		if n <= 0 || !in(c.Cell) {
			continue
		}
		s.cells = append(s.cells, sampleCell{village: c.Village, weight: c.Weight, n: float64(n), sums: sums})
		s.answers += n
		s.total += float64(c.Weight * float64(n))
	}
	s.strata = stratify(s.cells)
	return s
}

func everywhere(Cell) bool { return true }

// chosen is the sum of the integer scores of need j: for Reach, the number of
// ballots that chose it.
func (s sample) chosen(j int) int64 {
	var n int64
	for _, c := range s.cells {
		n += s.layout.sum(c.sums, s.rule, j)
	}
	return n
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

// variance is that of the mean of need j, with cells as strata and the weights
// taken as given: with u = g (y - mean) / sum g n for every ballot,
//
//	V = sum_h n_h / (n_h - 1) sum (u - ubar_h)^2
//
// which for strata of one cell is the textbook's sum W_h^2 s_h^2 / n_h. It is NaN
// where there are fewer than two ballots.
func (s sample) variance(j int) float64 {
	mean, v := s.mean(j), math.NaN()
	for i, stratum := range s.strata {
		var n, sum, squares float64
		for _, h := range stratum {
			c := s.cells[h]
			g := c.weight / s.total
			t, q := float64(s.layout.sum(c.sums, s.rule, j)), float64(s.layout.product(c.sums, s.rule, j, j))
			n += c.n
			sum += float64(g * (t - float64(mean*c.n)))
			squares += float64(float64(g*g) * (q - float64(2*mean*t) + float64(float64(mean*mean)*c.n)))
		}
		if n < 2 {
			return math.NaN()
		}
		if i == 0 {
			v = 0
		}
		v += float64(n / (n - 1) * max(0, squares-float64(sum*sum)/n))
	}
	return v
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
		if i > 0 && c.village != cells[i-1].village {
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
