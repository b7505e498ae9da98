package prioritize

import (
	"cmp"
	"slices"

	"ashar/survey"
)

// Lineup keeps the needs in order by an additive rule while answers come in. Of every
// cell it knows how many answered and the sums of the rule's scores, so that its size
// depends on the cells and the needs alone, and one more answer costs the same
// whatever came before.
//
// Its places and scores are those that a Ranking of the same answers goes by, with the
// same weights (those of WarnPlain apart), but none is withheld or rounded for others' sake: they are for
// those who may see single answers, not for a public page. It is not safe for concurrent use.
type Lineup struct {
	layout       layout
	rule         Rule
	municipality *survey.Municipality

	cells  []lineupCell // in the order of Cell.Compare
	at     map[Cell]int // where each cell stands
	frame  *frame       // of these cells; nil when they have changed
	counts []int64      // of the cells; for the frame
	one    []int64      // the scores of one ballot
	means  []float64
	sorted []float64
}

// lineupCell is what is known of a cell.
type lineupCell struct {
	Cell
	count int64   // ballots
	base  int64   // ballots that the rule looks at
	sums  []int64 // of the rule's integer scores, need by need
}

// Place is where a need stands.
type Place struct {
	Need  int     // its index
	Rank  int     // the number of higher scores plus one
	Score float64 // by the rule, 0..1, rounded to six decimals
}

// NewLineup starts from what a tally has counted, which it neither changes nor
// keeps. The municipality is kept, and must not change.
func NewLineup(t *Tally, m *survey.Municipality, rule Rule) *Lineup {
	l := &Lineup{
		layout: t.layout, rule: rule, municipality: m,
		one: make([]int64, t.layout.m), means: make([]float64, t.layout.m), sorted: make([]float64, t.layout.m),
	}
	for _, c := range t.byCell(everySource) {
		of := lineupCell{Cell: c.Cell, count: c.sums[atCount], base: l.layout.count(c.sums, rule), sums: make([]int64, l.layout.m)}
		for j := range of.sums {
			of.sums[j] = l.layout.sum(c.sums, rule, j)
		}
		l.cells = append(l.cells, of)
	}
	l.index()
	return l
}

// Add counts a ballot, which must be of the tally's shape. It allocates only for
// the first ballot of a cell.
func (l *Lineup) Add(b *Ballot) { l.apply(b, 1) }

// Subtract takes away a ballot that was counted before.
func (l *Lineup) Subtract(b *Ballot) { l.apply(b, -1) }

func (l *Lineup) apply(b *Ballot, sign int64) {
	at, found := l.at[b.Cell]
	if !found {
		at, _ = slices.BinarySearchFunc(l.cells, b.Cell, func(c lineupCell, to Cell) int { return c.Compare(to) })
		l.cells = slices.Insert(l.cells, at, lineupCell{Cell: b.Cell, sums: make([]int64, l.layout.m)})
		l.index()
	}
	c := &l.cells[at]
	c.count += sign
	if l.layout.scores(b, l.rule, l.one) {
		c.base += sign
		for j, y := range l.one {
			c.sums[j] += sign * y
		}
	}
	if c.count == 0 && c.base == 0 && isZero(c.sums) {
		l.cells = slices.Delete(l.cells, at, at+1)
		l.index()
	}
}

// index says anew where the cells stand.
func (l *Lineup) index() {
	l.frame, l.at = nil, make(map[Cell]int, len(l.cells))
	for h := range l.cells {
		l.at[l.cells[h].Cell] = h
	}
}

// scores are the rule's integer scores of every need on a ballot; false for a ballot
// that the rule does not look at.
func (l *layout) scores(b *Ballot, rule Rule, of []int64) bool {
	clear(of)
	switch rule {
	case Borda:
		k := len(b.Order)
		for j := range of {
			of[j] = int64(l.m - k - 1)
		}
		for i, j := range b.Order {
			of[j] = 2 * int64(l.m-(i+1))
		}
		return b.Ranked
	case Points:
		given := 0
		for _, p := range b.Points {
			given += p.Points
		}
		if given == 0 || !l.Points {
			return false
		}
		for _, p := range b.Points {
			of[p.Need] = pointScore(p.Points, given)
		}
		return true
	default:
		for _, j := range b.Chosen {
			of[j] = 1
		}
		return b.Answered
	}
}

// AppendPlaces appends the places of all needs, best first, those of one score in
// the order of the needs. With fewer than MinAnswers ballots that the rule looks at
// there are none, as in a Ranking.
func (l *Lineup) AppendPlaces(to []Place) []Place {
	answers := l.score()
	if answers < MinAnswers {
		return to
	}
	copy(l.sorted, l.means)
	slices.Sort(l.sorted)
	from := len(to)
	for j, s := range l.means {
		to = append(to, Place{Need: j, Rank: rankAmong(l.sorted, s), Score: s})
	}
	slices.SortStableFunc(to[from:], func(a, b Place) int { return cmp.Compare(a.Rank, b.Rank) })
	return to
}

// score finds the weighted mean scores, as sample.scores does, and returns how many
// ballots they are of.
func (l *Lineup) score() int64 {
	w := l.weigh()
	var answers int64
	var total float64
	clear(l.means)
	for h := range l.cells {
		c := &l.cells[h]
		if c.base <= 0 {
			continue
		}
		g := w[h].Weight
		answers += c.base
		total += float64(g * float64(c.base))
		for j, sum := range c.sums {
			l.means[j] += float64(g * float64(sum))
		}
	}
	scale := float64(l.rule.scale(l.layout.m))
	for j := range l.means {
		switch {
		case total <= 0:
			l.means[j] = 0
		case scale == 0:
			l.means[j] = round(0.5) // one need, by Borda
		default:
			l.means[j] = round(l.means[j] / total / scale)
		}
	}
	return answers
}

// weigh weights the cells as Weigh does.
func (l *Lineup) weigh() []Weight {
	if l.frame == nil {
		cells := make([]Cell, len(l.cells))
		for h := range cells {
			cells[h] = l.cells[h].Cell
		}
		l.frame, l.counts = newFrame(cells, l.municipality), make([]int64, len(cells))
	}
	for h := range l.counts {
		l.counts[h] = l.cells[h].count
	}
	return l.frame.weigh(ByVillageSexAge, l.counts).Cells
}
