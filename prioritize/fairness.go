package prioritize

import (
	"math"
	"slices"
)

// Gap is the difference between two groups in the share that chose a need, as it
// would be if both were alike otherwise: women and men of the same villages and ages,
// young and old of the same villages and sexes. That a group lives elsewhere does not
// count.
type Gap struct {
	Of   Group `json:"of" bson:"of"`     // Women, or Youth
	From Group `json:"from" bson:"from"` // Men, or Older
	// Difference is the share among Of minus that among From, -1..1; Low and High are
	// its 95 % interval.
	Difference float64 `json:"difference" bson:"difference"`
	Low        float64 `json:"low" bson:"low"`
	High       float64 `json:"high" bson:"high"`
	// Covered is the part of both groups' people that could be compared: those of
	// villages and ages, or sexes, from which both answered.
	Covered float64 `json:"covered" bson:"covered"`
}

// minCovered is the least part of both groups that a gap must compare.
const minCovered = 0.5

// gaps enters the standardised gaps of need j between those groups that may be shown.
func (k *ranker) gaps(it *Item, j int) {
	for _, pair := range []struct {
		of, from Group
		in       func(Cell) Cell // the stratum to compare within
	}{
		{Women, Men, func(c Cell) Cell { return Cell{Village: c.Village, Age: c.Age} }},
		{Youth, Older, func(c Cell) Cell { return Cell{Village: c.Village, Sex: c.Sex} }},
	} {
		if !k.shows(pair.of, j) || !k.shows(pair.from, j) {
			continue
		}
		if g, ok := k.x.gap(j, pair.of, pair.from, pair.in); ok {
			it.Gaps = append(it.Gaps, g)
		}
	}
}

func (k *ranker) shows(g Group, j int) bool {
	return slices.ContainsFunc(k.parts.groups(), func(p part) bool {
		return p.key == string(g) && !p.hidden[j] && !p.few && !p.masked
	})
}

// rates is what a group chose within a stratum.
type rates struct{ people, answers, chosen, chose float64 }

// gap standardises directly: both groups' shares within each stratum are averaged by
// the people of both in it.
func (x *weighed) gap(j int, of, from Group, in func(Cell) Cell) (Gap, bool) {
	var order []Cell
	strata := map[Cell]*[2]rates{}
	total := 0.0
	for _, c := range x.cells {
		side := slices.IndexFunc([]Group{of, from}, func(g Group) bool { return g.Has(c.Cell) })
		n := float64(x.layout.count(c.sums, Reach))
		if side < 0 || n <= 0 {
			continue
		}
		s := strata[in(c.Cell)]
		if s == nil {
			s = new([2]rates)
			strata[in(c.Cell)] = s
			order = append(order, in(c.Cell))
		}
		y := float64(x.layout.sum(c.sums, Reach, j))
		s[side].people += float64(c.weight * n)
		s[side].chose += float64(c.weight * y)
		s[side].answers += n
		s[side].chosen += y
		total += float64(c.weight * n)
	}
	var covered []*[2]rates
	people := 0.0
	for _, c := range order {
		if s := strata[c]; s[0].answers > 0 && s[1].answers > 0 {
			covered = append(covered, s)
			people += s[0].people + s[1].people
		}
	}
	if people < minCovered*total {
		return Gap{}, false
	}
	var p, v [2]float64
	for side := range p {
		p[side], v[side] = standardise(covered, side, people)
	}
	d, half := p[0]-p[1], float64(z95*math.Sqrt(v[0]+v[1]))
	return Gap{
		Of: of, From: from, Difference: publish(d), Low: publish(max(-1, d-half)), High: publish(min(1, d+half)),
		Covered: publish(people / total),
	}, true
}

// standardise is a side's share averaged over strata by the people of both sides,
// sum w p, with its variance sum w^2 p (1-p) / (n-1). Where only one answered, the
// side's p in all strata stands for what is not known of the stratum's.
func standardise(strata []*[2]rates, side int, people float64) (p, v float64) {
	var chosen, answers float64
	for _, s := range strata {
		chosen, answers = chosen+s[side].chosen, answers+s[side].answers
	}
	all := chosen / answers
	for _, s := range strata {
		r := s[side]
		w := (s[0].people + s[1].people) / people
		p += w * r.chose / r.people
		spread := all * (1 - all)
		if r.answers > 1 {
			q := r.chosen / r.answers
			spread = q * (1 - q) / (r.answers - 1)
		}
		v += float64(w * w * spread)
	}
	return p, v
}

// between enters eta^2 of need j: sum W_v (p_v - p)^2 / (p (1-p)), 0 where all or
// nobody chose it. It is left out where any village's figures are hidden, since it
// would help to work them out.
func (k *ranker) between(it *Item, j int) {
	total, mean, squares := 0.0, 0.0, 0.0
	for _, v := range k.parts.villages {
		if v.base > 0 && v.hidden[j] {
			return
		}
		total += v.weight
		mean += float64(v.weight * v.shares[j])
	}
	if total == 0 {
		return
	}
	mean /= total
	for _, v := range k.parts.villages {
		squares += float64(v.weight / total * (v.shares[j] - mean) * (v.shares[j] - mean))
	}
	eta := 0.0
	if mean > 0 && mean < 1 {
		eta = publish(squares / (mean * (1 - mean)))
	}
	it.Between = &eta
}

// lifts enters what each village that is shown does to the share of need j.
func (k *ranker) lifts(it *Item, j int) {
	total := 0.0
	for _, v := range k.parts.villages {
		total += v.weight
	}
	all := k.sample(Reach).mean(j)
	for i, v := range k.parts.villages.listed() {
		if it.Share == nil || it.Villages[i].Share == nil || total == 0 {
			continue
		}
		lift := publish(v.weight / total * (v.shares[j] - all))
		it.Villages[i].Lifts = &lift
	}
}
