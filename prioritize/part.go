package prioritize

import "ashar/survey"

// part is a village or a group, with what was found there of every need.
type part struct {
	key    string
	base   int64
	counts []int64   // how many chose it
	shares []float64 // weighted
	ranks  []int     // by share
	hidden []bool    // must not be shown
	few    bool      // the base is too small to give shares
	masked bool      // the base must not be shown
}

func (in Input) newPart(key string, w Weighting, minimum int64, has func(Cell) bool) part {
	s := newSample(in.Tally, Reach, w, has)
	p := part{key: key, base: s.answers, few: s.answers < minimum, masked: s.answers > 0 && s.answers < MinBase, hidden: make([]bool, len(in.Needs))}
	for j := range in.Needs {
		p.counts = append(p.counts, s.chosen(j))
		p.shares = append(p.shares, round(s.mean(j)))
	}
	p.ranks = ranks(p.shares)
	return p
}

// villageParts are the villages of the municipality. Together they are all that
// answered, so what is hidden of one need is hidden across them.
func (in Input) villageParts(w Weighting) []part {
	var parts []part
	for _, v := range in.Municipality.Villages {
		parts = append(parts, in.newPart(v.ID, w, MinBase, func(c Cell) bool { return c.Village == v.ID }))
	}
	counts, bases := make([]int64, len(parts)), make([]int64, len(parts))
	for j := range in.Needs {
		for i, p := range parts {
			counts[i], bases[i] = p.counts[j], p.base
		}
		for i, hide := range Suppress(counts, bases) {
			parts[i].hidden[j] = hide
		}
	}
	for i, hide := range SuppressTotals(bases) {
		parts[i].masked = hide
	}
	return parts
}

// groupParts are the groups. Women and men make up all that answered but for
// those who did not say, so what is hidden of one is hidden of the other. Youth
// and older people leave out those between, and each stands alone.
func (in Input) groupParts(w Weighting) []part {
	var parts []part
	for _, g := range Groups() {
		p := in.newPart(string(g), w, MinGroup, g.Has)
		for j, n := range p.counts {
			p.hidden[j] = !survey.Disclosable(n, p.base)
		}
		parts = append(parts, p)
	}
	women, men := &parts[0], &parts[1]
	for j := range in.Needs {
		both := women.hidden[j] || men.hidden[j]
		women.hidden[j], men.hidden[j] = both, both
	}
	women.masked = women.masked || men.masked
	men.masked = women.masked
	return parts
}

// partsOf is need j within the parts, without what is hidden or rests on too few.
func partsOf(parts []part, j int) []Part {
	out := make([]Part, 0, len(parts))
	for _, p := range parts {
		x := Part{Key: p.key}
		if !p.hidden[j] {
			x.Count = &p.counts[j]
		}
		if !p.hidden[j] && !p.few {
			x.Share, x.Rank = &p.shares[j], &p.ranks[j]
		}
		out = append(out, x)
	}
	return out
}

// segments are the bases of the parts.
func segments(parts []part) []Segment {
	out := make([]Segment, 0, len(parts))
	for _, p := range parts {
		s := Segment{Key: p.key, Few: p.base < MinGroup}
		if !p.masked {
			s.Base = &p.base
		}
		out = append(out, s)
	}
	return out
}
