package prioritize

import (
	"slices"

	"ashar/survey"
)

// frame lays the cells of a sample beside the people of a municipality. It holds
// what does not change when an answer comes in, and says where each cell stands.
type frame struct {
	municipality *survey.Municipality
	cells        []Cell      // in the order of Cell.Compare
	strata       []Cell      // sex x age of the people and of those who said both, in order
	people       [][]float64 // of each village, by stratum
	totals       []float64   // adults of each village; 0: not known
	village      []int       // of each cell: its village, -1 for strays
	stratum      []int       // of each cell: its sex and age, -1 if not told or a stray
	each         []int       // 0, 1, 2 and so on, of which categories of one are parts
}

func newFrame(cells []Cell, m *survey.Municipality) *frame {
	f := &frame{municipality: m, cells: cells}
	villages := map[string]int{}
	for i := range m.Villages {
		v := &m.Villages[i]
		villages[v.ID] = i
		f.totals = append(f.totals, float64(v.Total()))
		for _, s := range v.Population {
			f.strata = append(f.strata, Cell{Sex: s.Sex, Age: s.Age})
		}
	}
	for _, c := range cells {
		if _, ours := villages[c.Village]; ours && c.known() {
			f.strata = append(f.strata, Cell{Sex: c.Sex, Age: c.Age})
		}
	}
	slices.SortFunc(f.strata, Cell.Compare)
	f.strata = slices.Compact(f.strata)
	for i := range m.Villages {
		of := make([]float64, len(f.strata))
		for _, s := range m.Villages[i].Population {
			of[f.find(Cell{Sex: s.Sex, Age: s.Age})] += float64(s.Count)
		}
		f.people = append(f.people, of)
	}
	for _, c := range cells {
		v, ours := villages[c.Village]
		g := -1
		switch {
		case !ours:
			v = -1
		case c.known():
			g = f.find(Cell{Sex: c.Sex, Age: c.Age})
		}
		f.village, f.stratum = append(f.village, v), append(f.stratum, g)
	}
	for i := range max(len(f.totals), len(f.strata)) {
		f.each = append(f.each, i)
	}
	return f
}

// only is the list of this village or stratum alone, which is not to be changed.
func (f *frame) only(i int) []int { return f.each[i : i+1 : i+1] }

func (f *frame) find(stratum Cell) int {
	i, _ := slices.BinarySearchFunc(f.strata, stratum, Cell.Compare)
	return i
}

// populace is a frame with the answers of its cells.
type populace struct {
	*frame
	counts   []int64
	answers  []int64    // of each village
	known    []int64    // of each village, with sex and age
	villages []category // those that answered, in the municipality's order
	strays   int64      // answers of villages that the municipality does not have
	unknown  int64      // answers without sex or age

	silent, withoutTotal, withoutStrata, crowded []string // villages
}

func (f *frame) populace(counts []int64) *populace {
	p := &populace{frame: f, counts: counts, answers: make([]int64, len(f.totals)), known: make([]int64, len(f.totals))}
	p.villages = slices.Grow(p.villages, len(f.totals))
	for h, n := range counts {
		if v := f.village[h]; v >= 0 {
			p.answers[v] += n
			if f.stratum[h] >= 0 {
				p.known[v] += n
			}
		} else {
			p.strays += n
		}
		if !f.cells[h].known() {
			p.unknown += n
		}
	}
	for i, n := range p.answers {
		v := &f.municipality.Villages[i]
		if n == 0 {
			p.silent = append(p.silent, v.ID)
			continue
		}
		p.villages = append(p.villages, category{of: f.only(i), answers: n, people: f.totals[i]})
		switch {
		case f.totals[i] == 0:
			p.withoutTotal = append(p.withoutTotal, v.ID)
		case float64(n) > f.totals[i]:
			p.crowded = append(p.crowded, v.ID)
		}
		if len(v.Population) == 0 {
			p.withoutStrata = append(p.withoutStrata, v.ID)
		}
	}
	return p
}

// adults is the number of adults of the answering villages; 0 when that of any
// is not known.
func (p *populace) adults() float64 {
	if len(p.withoutTotal) > 0 {
		return 0
	}
	var sum float64
	for _, v := range p.villages {
		sum += v.people
	}
	return sum
}

// describe says what is missing in the answers, whatever the weighting.
func (p *populace) describe(w *Weighting) {
	if len(p.silent) > 0 {
		w.warn(Warning{Code: WarnSilent, Villages: p.silent})
	}
	if p.strays > 0 {
		w.warn(Warning{Code: WarnNoVillage, Count: p.strays})
	}
	if len(p.crowded) > 0 {
		w.warn(Warning{Code: WarnCrowded, Villages: p.crowded})
	}
	if p.unknown > 0 {
		w.warn(Warning{Code: WarnUnknownCell, Count: p.unknown, Share: round(float64(p.unknown) / float64(w.Count))})
	}
}

func (p *populace) equal() []float64 {
	return slices.Repeat([]float64{1}, len(p.cells))
}

// collapsedStrata are the categories of sex x age, those that are thin joined. Only
// those who said both count, and in each village they stand for as large a part of
// every stratum as they are of the village's answers. Nil when there is nothing to
// tell apart.
func (p *populace) collapsedStrata(villages []category) []category {
	all := make([]category, len(p.strata))
	for g := range all {
		all[g].of = p.only(g)
	}
	for h, g := range p.stratum {
		if g >= 0 {
			all[g].answers += p.counts[h]
		}
	}
	for _, v := range villages {
		part := p.knownPart(v)
		for _, i := range v.of {
			for g, n := range p.people[i] {
				all[g].people += float64(part * n)
			}
		}
	}
	all = slices.DeleteFunc(all, func(s category) bool { return s.answers == 0 && s.people == 0 })
	return p.collapseStrata(all)
}

// knownPart is the part of the answers of a village that tell sex and age.
func (p *populace) knownPart(v category) float64 {
	var known int64
	for _, i := range v.of {
		known += p.known[i]
	}
	return float64(known) / float64(v.answers)
}

// collapseStrata collapses the age bands of each sex; when a sex as a whole is
// thin, women and men are joined band by band first.
func (p *populace) collapseStrata(all []category) []category {
	var strata []category
	for rest := all; len(rest) > 0; {
		sex := p.sexOf(rest[0])
		n := slices.IndexFunc(rest, func(c category) bool { return p.sexOf(c) != sex })
		if n < 0 {
			n = len(rest)
		}
		bands := collapseAges(rest[:n])
		if len(bands) == 1 && bands[0].thin() {
			return collapseAges(p.bothSexes(all))
		}
		strata, rest = append(strata, bands...), rest[n:]
	}
	return strata
}

// sexOf is the sex of a stratum, or of several of one sex.
func (p *populace) sexOf(c category) string { return p.strata[c.of[0]].Sex }

// bothSexes joins the strata of each age band, in the order of age.
func (p *populace) bothSexes(all []category) []category {
	all = slices.Clone(all)
	age := func(c category) string { return p.strata[c.of[0]].Age }
	slices.SortStableFunc(all, func(a, b category) int { return compareAges(age(a), age(b)) })
	var bands []category
	for _, c := range all {
		if n := len(bands); n > 0 && age(bands[n-1]) == age(c) {
			bands[n-1] = join(bands[n-1], c)
			continue
		}
		bands = append(bands, c)
	}
	return bands
}
