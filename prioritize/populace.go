package prioritize

import (
	"maps"
	"slices"

	"ashar/survey"
)

// populace lays the cells of a tally beside the people of a municipality.
type populace struct {
	cells                               []Cell
	counts                              []int64
	villages                            []category                  // the municipality's that answered, in its order
	known                               map[string]int64            // answers per village with sex and age
	peopleOf                            map[string]map[Cell]float64 // per village: sex and age -> adults
	strays                              int64                       // answers of villages that it does not have
	silent, withoutTotal, withoutStrata []string                    // its villages
}

func newPopulace(t *Tally, m *survey.Municipality) *populace {
	p := &populace{cells: t.Cells(), known: map[string]int64{}, peopleOf: map[string]map[Cell]float64{}}
	answers := map[string]int64{}
	for _, c := range p.cells {
		n := t.CountIn(c)
		p.counts = append(p.counts, n)
		answers[c.Village] += n
		if c.known() {
			p.known[c.Village] += n
		}
	}
	for i := range m.Villages {
		p.addVillage(&m.Villages[i], answers[m.Villages[i].ID])
		delete(answers, m.Villages[i].ID)
	}
	for _, n := range answers {
		p.strays += n
	}
	return p
}

func (p *populace) addVillage(v *survey.Village, answers int64) {
	if answers == 0 {
		p.silent = append(p.silent, v.ID)
		return
	}
	strata := map[Cell]float64{}
	for _, s := range v.Population {
		strata[Cell{Sex: s.Sex, Age: s.Age}] += float64(s.Count)
	}
	p.peopleOf[v.ID] = strata
	p.villages = append(p.villages, category{
		cells: []Cell{{Village: v.ID}}, answers: answers, people: float64(v.Total()),
	})
	if v.Total() == 0 {
		p.withoutTotal = append(p.withoutTotal, v.ID)
	}
	if len(v.Population) == 0 {
		p.withoutStrata = append(p.withoutStrata, v.ID)
	}
}

// people is the number of adults of the answering villages; 0 when that of any
// is not known.
func (p *populace) people() float64 {
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
	var unknown int64
	for i, c := range p.cells {
		if !c.known() {
			unknown += p.counts[i]
		}
	}
	if unknown > 0 {
		w.warn(Warning{Code: WarnUnknownCell, Count: unknown, Share: round(float64(unknown) / float64(w.Count))})
	}
}

func (p *populace) equal() []float64 {
	return slices.Repeat([]float64{1}, len(p.cells))
}

// strata are the categories of sex x age, collapsed. Only those who said both
// count, and in each village they stand for as large a part of every stratum as
// they are of the village's answers. Nil when there is nothing to tell apart.
func (p *populace) strata(villages []category) []category {
	all := map[Cell]category{}
	add := func(c Cell, answers int64, people float64) {
		c.Village = ""
		s := all[c]
		all[c] = category{cells: []Cell{c}, answers: s.answers + answers, people: s.people + people}
	}
	for i, c := range p.cells {
		if _, ours := p.peopleOf[c.Village]; ours && c.known() {
			add(c, p.counts[i], 0)
		}
	}
	for _, v := range villages {
		part := p.knownPart(v)
		for _, id := range v.cells {
			for _, s := range slices.SortedFunc(maps.Keys(p.peopleOf[id.Village]), Cell.Compare) {
				add(s, 0, part*p.peopleOf[id.Village][s])
			}
		}
	}
	maps.DeleteFunc(all, func(_ Cell, s category) bool { return s.answers == 0 && s.people == 0 })
	return collapseStrata(all)
}

// knownPart is the part of the answers of a village that tell sex and age.
func (p *populace) knownPart(v category) float64 {
	var known int64
	for _, id := range v.cells {
		known += p.known[id.Village]
	}
	return float64(known) / float64(v.answers)
}

// collapseStrata collapses the age bands of each sex; when a sex as a whole is
// thin, women and men are joined band by band first.
func collapseStrata(all map[Cell]category) []category {
	bySex := map[string][]category{}
	for _, c := range slices.SortedFunc(maps.Keys(all), Cell.Compare) {
		bySex[c.Sex] = append(bySex[c.Sex], all[c])
	}
	var strata []category
	for _, sex := range slices.Sorted(maps.Keys(bySex)) {
		bands := collapseAges(bySex[sex])
		if len(bands) == 1 && bands[0].thin() {
			return collapseAges(bothSexes(all))
		}
		strata = append(strata, bands...)
	}
	return strata
}

func bothSexes(all map[Cell]category) []category {
	byAge := map[string]category{}
	for _, c := range slices.SortedFunc(maps.Keys(all), Cell.Compare) {
		byAge[c.Age] = join(byAge[c.Age], all[c])
	}
	var bands []category
	for _, age := range slices.SortedFunc(maps.Keys(byAge), compareAges) {
		bands = append(bands, byAge[age])
	}
	return bands
}

// margins states the totals to rake to. Each village is two categories, those
// who said their sex and age and those who did not, with its people shared
// between them as its answers are; the latter are one category of sex x age, so
// that only their village moves their weight. Strays are a village whose people
// are as many to an answer as everybody's.
func (p *populace) margins(villages, strata []category) []Margin {
	v := newMarginBuilder(marginVillage, len(p.cells))
	s := newMarginBuilder(marginSexAge, len(p.cells))
	for i := range p.cells {
		at := slices.IndexFunc(villages, func(c category) bool { return slices.Contains(c.cells, Cell{Village: p.cells[i].Village}) })
		g := slices.IndexFunc(strata, func(c category) bool { return slices.Contains(c.cells, Cell{Sex: p.cells[i].Sex, Age: p.cells[i].Age}) })
		people := p.perAnswer(villages, at) * float64(p.counts[i])
		if at < 0 {
			g = -1
		}
		v.add(i, [2]int{at, min(g, 0)}, people)
		if g < 0 {
			s.add(i, [2]int{-1, 0}, people)
		} else {
			s.place(i, [2]int{g, 0}, strata[g].people)
		}
	}
	if strata == nil {
		return []Margin{v.Margin}
	}
	return []Margin{v.Margin, s.Margin}
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
	return p.people() / float64(answers)
}

// marginBuilder numbers the categories of a margin as they come.
type marginBuilder struct {
	Margin
	index map[[2]int]int
}

func newMarginBuilder(name string, cells int) *marginBuilder {
	return &marginBuilder{Margin: Margin{Name: name, Of: make([]int, cells)}, index: map[[2]int]int{}}
}

// place puts a cell into the category with this key, whose total is given.
func (b *marginBuilder) place(cell int, key [2]int, total float64) {
	c, ok := b.index[key]
	if !ok {
		c = len(b.Targets)
		b.index[key] = c
		b.Targets = append(b.Targets, 0)
	}
	b.Of[cell], b.Targets[c] = c, total
}

// add puts a cell into the category with this key, whose total grows by people.
func (b *marginBuilder) add(cell int, key [2]int, people float64) {
	total := people
	if c, ok := b.index[key]; ok {
		total += b.Targets[c]
	}
	b.place(cell, key, total)
}
