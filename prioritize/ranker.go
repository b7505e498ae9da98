package prioritize

import (
	"fmt"
	"slices"

	"ashar/survey"
)

// ranker weights the answers and decides what of them may be told.
func (in *Input) ranker(d *survey.Disclosure) ranker {
	k := ranker{in: *in}
	k.w, k.x = in.Tally.weigh(in.Municipality, everySource)
	parts := in.newPartitions(&k.x, k.w.Basis, d)
	if k.w.Basis == ByVillageSexAge && parts.wholeTells() {
		k.step = ByVillage
		k.w, k.x = in.Tally.weighBy(ByVillage, in.Municipality, everySource)
		k.w.warn(Warning{Code: WarnPlain})
		parts = in.newPartitions(&k.x, k.w.Basis, d)
	}
	k.parts, k.hidden = &parts, parts.hidden
	k.fence = newFence(k.hidden, k.sample(Reach).counts(), k.sample(Reach).answers)
	return k
}

// within is the ranker of one village: what may not be shown of it beside the whole
// may not be shown of it alone.
func (k ranker) within(id string) (ranker, error) {
	i := slices.IndexFunc(k.parts.villages, func(p part) bool { return p.key == id })
	if id == "" || i < 0 {
		return ranker{}, fmt.Errorf("prioritize: rank village %q: %w", id, survey.ErrInvalid)
	}
	of := k.parts.villages[i]
	area, m := k.in.areaOf(), *k.in.Municipality
	m.Villages = slices.DeleteFunc(slices.Clone(m.Villages), func(v survey.Village) bool { return area[v.ID] != id })
	v := ranker{in: k.in, hidden: of.hidden, fence: of.fence, masked: of.masked || of.base < MinBase}
	v.in.Municipality = &m
	v.in.Tally = k.in.Tally.Only(func(s Source) bool { return area[s.Village] == id })
	if k.in.Aside != nil {
		v.in.Aside = k.in.Aside.Only(func(s Source) bool { return area[s.Village] == id })
	}
	v.w, v.x = v.in.Tally.weigh(&m, everySource)
	if s := v.x.sample(Reach, everywhere); of.plain || (&part{hidden: of.hidden, counts: of.counts, of: s}).mustBePlain() {
		v.flatten()
	}
	return v, nil
}

// flatten makes everybody count the same, since weights would tell what a few chose.
func (k *ranker) flatten() {
	n := k.in.Tally.Count()
	k.step = Unweighted
	k.w = Weighting{Basis: Unweighted, Count: n, Deff: 1, NEff: float64(n), Warnings: []Warning{{Code: WarnPlain}}}
	for h := range k.x.cells {
		k.x.cells[h].weight = 1
	}
}

// weigh weights some of the answers as the ranking weights all.
func (k *ranker) weigh(of func(Source) bool) weighed {
	_, x := k.in.Tally.weighBy(k.step, k.in.Municipality, of)
	return x
}
