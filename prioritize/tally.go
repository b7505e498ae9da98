package prioritize

import (
	"fmt"
	"maps"
	"slices"

	"ashar/survey"
)

// Tally is what a ranking needs to know of any number of ballots: integer sums
// per source. Its size depends on the needs and the sources, not on the ballots.
// Adding, taking away and merging are exact, associative and reversible, in any
// order. It is not safe for concurrent use.
type Tally struct {
	layout  layout
	sources map[Source][]int64
}

// NewTally makes an empty tally of ballots of this shape. It panics on a shape
// with fewer needs than 1 or more than MaxNeeds, more services than MaxServices or more groups than MaxAsked.
func NewTally(s Shape) *Tally {
	if !s.valid() {
		panic(fmt.Sprintf("prioritize: a tally of %d needs, %d services and %d groups; 1 to %d, 0 to %d and 0 to %d are possible",
			s.Needs, s.Services, s.Asked, MaxNeeds, MaxServices, MaxAsked))
	}
	return &Tally{layout: newLayout(s), sources: map[Source][]int64{}}
}

// Shape is what is counted.
func (t *Tally) Shape() Shape { return t.layout.Shape }

// Needs is the number of needs that are counted.
func (t *Tally) Needs() int { return t.layout.m }

// Add counts a ballot, which must be of this tally's shape. It allocates only for
// the first ballot of a source.
func (t *Tally) Add(b *Ballot) { t.apply(b, 1) }

// Subtract takes away a ballot that was added before, such as one that has been
// corrected; after that the tally is as if it had never been added.
func (t *Tally) Subtract(b *Ballot) { t.apply(b, -1) }

func (t *Tally) apply(b *Ballot, sign int64) {
	sums := t.at(b.Source)
	t.layout.add(sums, b, sign)
	t.settle(b.Source, sums)
}

// at is the vector of a source, made if there is none.
func (t *Tally) at(s Source) []int64 {
	sums := t.sources[s]
	if sums == nil {
		sums = make([]int64, t.layout.size)
		t.sources[s] = sums
	}
	return sums
}

// settle forgets a source that has come back to nothing, so that equal counts are
// equal tallies however they came about.
func (t *Tally) settle(s Source, sums []int64) {
	if sums[atCount] == 0 && isZero(sums) {
		delete(t.sources, s)
	}
}

func isZero(s []int64) bool {
	return !slices.ContainsFunc(s, func(x int64) bool { return x != 0 })
}

// Merge adds all that the other tally counted. It is an ErrInvalid when the
// tallies are not of one shape.
func (t *Tally) Merge(other *Tally) error { return t.combine(other, 1, nil) }

// Unmerge takes away all that the other tally counted, which was merged before.
// It is an ErrInvalid when the tallies are not of one shape.
func (t *Tally) Unmerge(other *Tally) error { return t.combine(other, -1, nil) }

// combine adds or takes away the other tally's sums, the source of each renamed
// if rename is given.
func (t *Tally) combine(other *Tally, sign int64, rename func(Source) Source) error {
	if t.Shape() != other.Shape() {
		return fmt.Errorf("prioritize: tallies of %+v and %+v do not merge: %w", t.Shape(), other.Shape(), survey.ErrInvalid)
	}
	for s, sums := range other.sources {
		if rename != nil {
			s = rename(s)
		}
		mine := t.at(s)
		for i, x := range sums {
			mine[i] += sign * x
		}
		t.settle(s, mine)
	}
	return nil
}

// Only returns a tally of its own with the sources for which keep is true.
func (t *Tally) Only(keep func(Source) bool) *Tally {
	c := &Tally{layout: t.layout, sources: make(map[Source][]int64, len(t.sources))}
	for s, sums := range t.sources {
		if keep(s) {
			c.sources[s] = slices.Clone(sums)
		}
	}
	return c
}

// Clone returns a tally of its own with the same counts.
func (t *Tally) Clone() *Tally { return t.Only(func(Source) bool { return true }) }

// Equal reports whether both tallies counted the same.
func (t *Tally) Equal(other *Tally) bool {
	return t.Shape() == other.Shape() && maps.EqualFunc(t.sources, other.sources, slices.Equal[[]int64])
}

// Sources lists where ballots came from, in the order of Source.Compare.
func (t *Tally) Sources() []Source {
	return slices.SortedFunc(maps.Keys(t.sources), Source.Compare)
}

// Cells lists the cells that have ballots, in the order of Cell.Compare.
func (t *Tally) Cells() []Cell {
	var cells []Cell
	for _, s := range t.Sources() {
		if n := len(cells); n == 0 || cells[n-1] != s.Cell {
			cells = append(cells, s.Cell)
		}
	}
	return cells
}

// Count is the number of ballots in all.
func (t *Tally) Count() int64 { return t.sum(atCount, everySource) }

// CountIn is the number of ballots of a cell.
func (t *Tally) CountIn(c Cell) int64 {
	return t.sum(atCount, func(s Source) bool { return s.Cell == c })
}

// everySource keeps all ballots.
func everySource(Source) bool { return true }

// sum adds what stands at one place of the vectors of some sources.
func (t *Tally) sum(at int, of func(Source) bool) int64 {
	var n int64
	for s, sums := range t.sources {
		if of(s) {
			n += sums[at]
		}
	}
	return n
}

// cellSums are the sums of a cell, which are not to be changed.
type cellSums struct {
	Cell
	sums []int64
}

// byCell adds up the sums of each cell that some sources are of, in the order of
// Cell.Compare.
func (t *Tally) byCell(of func(Source) bool) []cellSums {
	var cells []cellSums
	own := false // the last cell's sums are not those of one source
	for _, s := range t.Sources() {
		if !of(s) {
			continue
		}
		n := len(cells)
		if n == 0 || cells[n-1].Cell != s.Cell {
			cells, own = append(cells, cellSums{s.Cell, t.sources[s]}), false
			continue
		}
		if !own {
			cells[n-1].sums, own = slices.Clone(cells[n-1].sums), true
		}
		for i, x := range t.sources[s] {
			cells[n-1].sums[i] += x
		}
	}
	return cells
}

// total adds the vectors of some sources; it is all zeros if there are none.
func (t *Tally) total(of func(Source) bool) []int64 {
	all := make([]int64, t.layout.size)
	for s, sums := range t.sources {
		if of(s) {
			for i, x := range sums {
				all[i] += x
			}
		}
	}
	return all
}

// in is the total of a cell.
func (t *Tally) in(c Cell) []int64 { return t.total(func(s Source) bool { return s.Cell == c }) }

// Base is the number of ballots of a cell that the rule looks at: those that
// answered the question of needs, those whose order is known, or those that gave
// points.
func (t *Tally) Base(c Cell, rule Rule) int64 { return t.layout.count(t.in(c), rule) }

// Sum is T_j of a cell: the sum of the rule's integer scores of need j. For
// Reach it is the number of ballots that chose it; for Borda it is 2(m-1) times
// the sum of its scores, with m needs; for Points 5040 times.
func (t *Tally) Sum(c Cell, rule Rule, j int) int64 { return t.layout.sum(t.in(c), rule, j) }

// Product is Q_jk of a cell: the sum over its ballots of the product of the
// rule's integer scores of needs j and k.
func (t *Tally) Product(c Cell, rule Rule, j, k int) int64 {
	return t.layout.product(t.in(c), rule, j, k)
}

// Preferred is N_jk of a cell: the number of ballots that prefer need j to need k,
// a ranked need to an unranked one. Orders of residents have no ties.
func (t *Tally) Preferred(c Cell, j, k int) int64 { return t.layout.preferred(t.in(c), j, k) }

// Better is twice the number of comparisons of needs j and k that j won in a cell;
// each of two that were found equal has half a win.
func (t *Tally) Better(c Cell, j, k int) int64 {
	if !t.layout.Pairs {
		return 0
	}
	return t.in(c)[t.layout.better.at+j*t.layout.m+k]
}

// Severity is the number of ballots of a cell that gave need j each level, from
// level 1 up.
func (t *Tally) Severity(c Cell, j int) [survey.SeverityLevels]int64 {
	return [survey.SeverityLevels]int64(t.layout.levels(t.in(c), j))
}

// NoAccess is the number of ballots of a cell that said of a service that it is not there.
func (t *Tally) NoAccess(c Cell, service int) int64 {
	if !t.layout.NoAccess {
		return 0
	}
	return t.in(c)[t.layout.noAccess.at+service]
}

// InGroup is the number of ballots of a cell from the group that answered the question of needs, and of those that chose
// each of them.
func (t *Tally) InGroup(c Cell, group int) (answered int64, chose []int64) {
	own := t.layout.group(t.in(c), group)
	return own[0], own[1:]
}

// Satisfaction is the number of ballots of a cell that gave a service each level,
// from level 1 up.
func (t *Tally) Satisfaction(c Cell, service int) [survey.SatisfactionLevels]int64 {
	return [survey.SatisfactionLevels]int64(t.layout.satisfaction(t.in(c), service))
}
