package prioritize

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"ashar/survey"
)

// Tally is what a ranking needs to know of any number of ballots: integer sums
// per cell. Its size depends on the needs and the cells, not on the ballots.
// Adding and merging are exact, associative and reversible, in any order. It is
// not safe for concurrent use.
type Tally struct {
	layout   layout
	cells    map[Cell][]int64
	channels map[villageChannel]int64
}

type villageChannel struct {
	village string
	channel survey.Channel
}

// NewTally makes an empty tally of ballots over this many needs. It panics on
// fewer than 1 or more than MaxNeeds.
func NewTally(needs int) *Tally {
	if needs < 1 || needs > MaxNeeds {
		panic(fmt.Sprintf("prioritize: a tally of %d needs; 1 to %d are possible", needs, MaxNeeds))
	}
	return &Tally{layout: newLayout(needs), cells: map[Cell][]int64{}, channels: map[villageChannel]int64{}}
}

// Needs is the number of needs that are counted.
func (t *Tally) Needs() int { return t.layout.m }

// Add counts a ballot, whose needs must be those of this tally. It allocates
// only for the first ballot of a cell.
func (t *Tally) Add(b *Ballot) { t.apply(b, 1) }

// Subtract takes away a ballot that was added before, such as one that has been
// corrected; after that the tally is as if it had never been added.
func (t *Tally) Subtract(b *Ballot) { t.apply(b, -1) }

func (t *Tally) apply(b *Ballot, sign int64) {
	s := t.cells[b.Cell]
	if s == nil {
		s = make([]int64, t.layout.size)
		t.cells[b.Cell] = s
	}
	t.layout.add(s, b, sign)
	key := villageChannel{b.Cell.Village, b.Channel}
	t.channels[key] += sign
	t.settle(b.Cell, key)
}

// settle forgets what has come back to nothing, so that equal counts are equal
// tallies however they came about.
func (t *Tally) settle(c Cell, key villageChannel) {
	if s := t.cells[c]; s[atCount] == 0 && isZero(s) {
		delete(t.cells, c)
	}
	if t.channels[key] == 0 {
		delete(t.channels, key)
	}
}

func isZero(s []int64) bool {
	return !slices.ContainsFunc(s, func(x int64) bool { return x != 0 })
}

// Merge adds all that the other tally counted. It is an ErrInvalid when the
// tallies are of different numbers of needs.
func (t *Tally) Merge(other *Tally) error {
	if t.layout.m != other.layout.m {
		return fmt.Errorf("prioritize: merge tallies of %d and %d needs: %w", t.layout.m, other.layout.m, survey.ErrInvalid)
	}
	for c, sums := range other.cells {
		mine := t.cells[c]
		if mine == nil {
			t.cells[c] = slices.Clone(sums)
			continue
		}
		for i, x := range sums {
			mine[i] += x
		}
	}
	for key, n := range other.channels {
		t.channels[key] += n
	}
	return nil
}

// Clone returns a tally of its own with the same counts.
func (t *Tally) Clone() *Tally {
	c := &Tally{layout: t.layout, cells: make(map[Cell][]int64, len(t.cells)), channels: maps.Clone(t.channels)}
	for cell, sums := range t.cells {
		c.cells[cell] = slices.Clone(sums)
	}
	return c
}

// Equal reports whether both tallies counted the same.
func (t *Tally) Equal(other *Tally) bool {
	return t.layout.m == other.layout.m && maps.Equal(t.channels, other.channels) &&
		maps.EqualFunc(t.cells, other.cells, slices.Equal[[]int64])
}

// Cells lists the cells that have ballots, in the order of Cell.Compare.
func (t *Tally) Cells() []Cell {
	return slices.SortedFunc(maps.Keys(t.cells), Cell.Compare)
}

// Count is the number of ballots in all cells.
func (t *Tally) Count() int64 { return t.total(func(s []int64) int64 { return s[atCount] }) }

// CountIn is the number of ballots in a cell.
func (t *Tally) CountIn(c Cell) int64 {
	if s := t.cells[c]; s != nil {
		return s[atCount]
	}
	return 0
}

// Base is the number of ballots in a cell that the rule looks at: those that
// answered the question of needs, or those whose order is known.
func (t *Tally) Base(c Cell, rule Rule) int64 {
	if s := t.cells[c]; s != nil {
		return t.layout.count(s, rule)
	}
	return 0
}

// Sum is T_j of a cell: the sum of the rule's integer scores of need j. For
// Reach it is the number of ballots that chose it; for Borda it is 2(m-1) times
// the sum of its scores, with m needs.
func (t *Tally) Sum(c Cell, rule Rule, j int) int64 {
	if s := t.cells[c]; s != nil {
		return t.layout.sum(s, rule, j)
	}
	return 0
}

// Product is Q_jk of a cell: the sum over its ballots of the product of the
// rule's integer scores of needs j and k.
func (t *Tally) Product(c Cell, rule Rule, j, k int) int64 {
	if s := t.cells[c]; s != nil {
		return t.layout.product(s, rule, j, k)
	}
	return 0
}

// Severity is the number of ballots of a cell that gave need j each level, from
// level 1 up.
func (t *Tally) Severity(c Cell, j int) [survey.SeverityLevels]int64 {
	var h [survey.SeverityLevels]int64
	if s := t.cells[c]; s != nil {
		copy(h[:], t.layout.levels(s, j))
	}
	return h
}

func (t *Tally) total(of func([]int64) int64) int64 {
	var n int64
	for _, s := range t.cells {
		n += of(s)
	}
	return n
}

// AppendBinary appends the tally's canonical bytes: the same counts give the
// same bytes. They are what the hash of a ranking's inputs is made of.
func (t *Tally) AppendBinary(b []byte) ([]byte, error) {
	b = slices.Grow(b, len(t.cells)*t.layout.size)
	b = binary.AppendUvarint(b, uint64(t.layout.m))
	b = binary.AppendUvarint(b, uint64(len(t.cells)))
	for _, c := range t.Cells() {
		b = appendString(b, c.Village, c.Sex, c.Age)
		for _, x := range t.cells[c] {
			b = binary.AppendVarint(b, x)
		}
	}
	keys := slices.SortedFunc(maps.Keys(t.channels), func(a, b villageChannel) int {
		return cmp.Or(cmp.Compare(a.village, b.village), cmp.Compare(a.channel, b.channel))
	})
	b = binary.AppendUvarint(b, uint64(len(keys)))
	for _, key := range keys {
		b = appendString(b, key.village, string(key.channel))
		b = binary.AppendVarint(b, t.channels[key])
	}
	return b, nil
}

func appendString(b []byte, parts ...string) []byte {
	for _, s := range parts {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}
