package prioritize

import (
	"slices"

	"ashar/survey"
)

// fewestVillages is from how many a weighted share may come that would tell, were it
// exact, what a few of one of them chose.
const fewestVillages = 3

// measure finds the shares. They are weighted; where the counts beside them would then
// tell how few of a village, a sex or an age chose a need, to a whole percent only, and
// in one village or two not at all. Groups are compared, so that none is weighted unless
// all are.
func (p *partitions) measure() {
	for _, parts := range p.all() {
		for i := range parts {
			parts[i].tells = parts[i].weightsTell()
			parts[i].plain = parts[i].tells && parts[i].of.villages() < fewestVillages
		}
	}
	plain := slices.ContainsFunc(p.groups(), func(x part) bool { return !x.few && x.plain })
	for _, parts := range p.all() {
		for i := range parts {
			parts[i].plain = parts[i].plain || plain && parts[i].minimum == MinGroup
			parts[i].measure()
		}
	}
}

// wholeTells reports whether a weighted share of all would, with the counts, tell how few
// of a sex or an age chose a need: it comes from one village or two.
func (p *partitions) wholeTells() bool {
	whole := part{hidden: p.hidden, counts: make([]int64, len(p.hidden))}
	for _, x := range p.villages {
		whole.of.layout, whole.of.cells = x.of.layout, append(whole.of.cells, x.of.cells...)
	}
	return whole.mustBePlain()
}

func (p *part) mustBePlain() bool { return p.of.villages() < fewestVillages && p.weightsTell() }

func (p *part) measure() {
	s, to := p.of, published
	switch {
	case p.plain:
		s = s.plain()
	case p.tells:
		to = percent
	}
	for j := range p.counts {
		share := s.mean(j)
		p.shares, p.exact = append(p.shares, roundTo(to, share)), append(p.exact, round(share))
	}
}

// weightsTell reports whether a few of a village, a sex or an age chose, or did not
// choose, a need that is shown.
func (p *part) weightsTell() bool {
	if !p.of.uneven() {
		return false
	}
	for _, trait := range []func(Cell) string{
		func(c Cell) string { return c.Village },
		func(c Cell) string { return c.Sex },
		func(c Cell) string { return c.Age },
	} {
		counts, bases := map[string][]int64{}, map[string]int64{}
		for _, c := range p.of.cells {
			of := trait(c.Cell)
			if of == "" {
				continue // who did not say is nobody in particular
			}
			if counts[of] == nil {
				counts[of] = make([]int64, len(p.counts))
			}
			bases[of] += int64(c.n)
			for j := range p.counts {
				counts[of][j] += p.of.layout.sum(c.sums, Reach, j)
			}
		}
		for of, chosen := range counts {
			for j, n := range chosen {
				if !p.hidden[j] && !survey.Disclosable(n, bases[of]) {
					return true
				}
			}
		}
	}
	return false
}
