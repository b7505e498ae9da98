package prioritize

import (
	"slices"

	"ashar/prioritize/raking"
)

// margins state the totals to rake to. Each village is two categories, those
// who said their sex and age and those who did not, with its people shared
// between them as its answers are; the latter are one category of sex x age, so
// that only their village moves their weight. Strays are a village whose people
// are as many to an answer as everybody's. Without strata there is the margin of
// villages alone; village x sex is there where women and men of any village can be
// told apart.
func (p *populace) margins(villages, strata []category) []raking.Margin {
	at, of := places(villages, len(p.totals)), places(strata, len(p.strata))
	village := newMarginBuilder(marginVillage, len(p.cells), 2*(len(villages)+1))
	sexAge := newMarginBuilder(marginSexAge, len(p.cells), len(strata)+1)
	for h, n := range p.counts {
		v, g := placeOf(at, p.village[h]), placeOf(of, p.stratum[h])
		if v < 0 {
			g = -1
		}
		people := p.perAnswer(villages, v) * float64(n)
		if g < 0 {
			village.add(h, 2*(v+1), people)
			sexAge.add(h, 0, people)
			continue
		}
		village.add(h, 2*(v+1)+1, people)
		sexAge.place(h, g+1, strata[g].people)
	}
	if strata == nil {
		return []raking.Margin{village.Margin}
	}
	all := []raking.Margin{village.Margin, sexAge.Margin}
	if m, told := p.villageSex(villages, strata, at); told {
		all = append(all, m)
	}
	return all
}

// placeOf is the category of a village or stratum, -1 if it is of none.
func placeOf(at []int, i int) int {
	if i < 0 {
		return -1
	}
	return at[i]
}

// places is the category of each village or stratum, -1 if it is of none.
func places(cs []category, n int) []int {
	at := slices.Repeat([]int{-1}, n)
	for c := range cs {
		for _, i := range cs[c].of {
			at[i] = c
		}
	}
	return at
}

// villageSex is the margin of village x sex, among those who said both sex and age.
// Where women or men of a village are too few, they are joined. told is false where
// that is so everywhere, where sexes have been joined as a whole, or where there is
// one village alone, whose sexes the other margin has.
func (p *populace) villageSex(villages, strata []category, at []int) (m raking.Margin, told bool) {
	sexes := p.sexes()
	if len(villages) < 2 || len(sexes) != 2 || slices.ContainsFunc(strata, func(c category) bool {
		return slices.ContainsFunc(c.of, func(g int) bool { return p.strata[g].Sex != p.sexOf(c) })
	}) {
		return raking.Margin{}, false
	}
	parts := p.bySex(villages, at, sexes)
	b := newMarginBuilder(marginVillageSex, len(p.cells), 4*(len(villages)+1))
	for h, n := range p.counts {
		v, g := placeOf(at, p.village[h]), p.stratum[h]
		people := p.perAnswer(villages, v) * float64(n)
		switch {
		case v < 0 || g < 0:
			b.add(h, 4*(v+1), people)
		case parts[v][0].thin() || parts[v][1].thin():
			b.add(h, 4*(v+1)+1, people)
		default:
			told = true
			s := slices.Index(sexes, p.strata[g].Sex)
			b.place(h, 4*(v+1)+2+s, parts[v][s].people)
		}
	}
	return b.Margin, told
}

// sexes are those of the strata, in order.
func (p *populace) sexes() []string {
	var all []string
	for _, s := range p.strata {
		if n := len(all); n == 0 || all[n-1] != s.Sex {
			all = append(all, s.Sex)
		}
	}
	return all
}

// bySex are the answers of two sexes in each village, and the people they stand for.
func (p *populace) bySex(villages []category, at []int, sexes []string) [][2]category {
	parts := make([][2]category, len(villages))
	for h, n := range p.counts {
		if v, g := placeOf(at, p.village[h]), p.stratum[h]; v >= 0 && g >= 0 {
			parts[v][slices.Index(sexes, p.strata[g].Sex)].answers += n
		}
	}
	for v := range villages {
		part := p.knownPart(villages[v])
		for _, i := range villages[v].of {
			for g, n := range p.people[i] {
				parts[v][slices.Index(sexes, p.strata[g].Sex)].people += float64(part * n)
			}
		}
	}
	return parts
}

// perAnswer is how many people of a village stand behind one of its answers, or
// of all villages for strays.
func (p *populace) perAnswer(villages []category, at int) float64 {
	if at >= 0 {
		return villages[at].people / float64(villages[at].answers)
	}
	var answers int64
	for _, v := range villages {
		answers += v.answers
	}
	return p.adults() / float64(answers)
}

// marginBuilder numbers the categories of a margin as they come.
type marginBuilder struct {
	raking.Margin
	index []int // key -> category + 1
}

func newMarginBuilder(name string, cells, keys int) *marginBuilder {
	return &marginBuilder{Margin: raking.Margin{Name: name, Of: make([]int, cells)}, index: make([]int, keys)}
}

// place puts a cell into the category with this key, whose total is given.
func (b *marginBuilder) place(cell, key int, total float64) {
	if b.index[key] == 0 {
		b.Targets = append(b.Targets, 0)
		b.index[key] = len(b.Targets)
	}
	c := b.index[key] - 1
	b.Of[cell], b.Targets[c] = c, total
}

// add puts a cell into the category with this key, whose total grows by people.
func (b *marginBuilder) add(cell, key int, people float64) {
	total := people
	if c := b.index[key] - 1; c >= 0 {
		total += b.Targets[c]
	}
	b.place(cell, key, total)
}
