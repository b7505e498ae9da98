package prioritize

import (
	"cmp"
	"fmt"
	"maps"
	"math/bits"
	"slices"

	"ashar/survey"
)

// Votes are the needs that were chosen together and the orders that they were put in,
// and by how many of each cell: what Equal Shares and a bootstrap need beside the
// tally. They grow with how many ways there are to answer and not with the answers,
// once these are many. A nil Votes is empty; make one to add to it.
type Votes map[Vote]int64

// Vote is a choice and an order of needs of somebody of a cell.
type Vote struct {
	Cell
	Answered bool   // the question of needs was answered
	Chosen   uint64 // bit j: need j was chosen; 0 unless Answered
	Ranked   bool   // the order is known
	Order    string // the needs ranked, best first, a byte each; "" unless Ranked
}

// Add counts a ballot, if it chose or ranked.
func (v Votes) Add(b *Ballot) {
	if b.Answered || b.Ranked {
		v[voteOf(b)]++
	}
}

func voteOf(b *Ballot) Vote {
	x := Vote{Cell: b.Cell, Answered: b.Answered, Ranked: b.Ranked}
	if b.Answered {
		for _, j := range b.Chosen {
			x.Chosen |= 1 << j
		}
	}
	if b.Ranked {
		order := make([]byte, len(b.Order))
		for i, j := range b.Order {
			order[i] = byte(j)
		}
		x.Order = string(order)
	}
	return x
}

// Compare orders votes by cell, those that did not answer first, then by what was
// chosen, those that did not rank first, and then by the order.
func (x Vote) Compare(y Vote) int {
	return cmp.Or(
		x.Cell.Compare(y.Cell),
		compareBools(x.Answered, y.Answered), cmp.Compare(x.Chosen, y.Chosen),
		compareBools(x.Ranked, y.Ranked), cmp.Compare(x.Order, y.Order))
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// sorted lists the votes in the order of Vote.Compare.
func (v Votes) sorted() []Vote { return slices.SortedFunc(maps.Keys(v), Vote.Compare) }

// chosen lists the needs that were chosen, by their index.
func (x Vote) chosen() []int {
	all := []int{}
	for rest := x.Chosen; rest != 0; rest &= rest - 1 {
		all = append(all, bits.TrailingZeros64(rest))
	}
	return all
}

// order lists the needs ranked, best first.
func (x Vote) order() []int {
	all := make([]int, len(x.Order))
	for i := range all {
		all[i] = int(x.Order[i])
	}
	return all
}

// check is an ErrInvalid when there can be no such vote on so many needs.
func (x Vote) check(needs int) error {
	var seen uint64
	for i := range len(x.Order) {
		j := int(x.Order[i])
		if j >= needs || seen>>j&1 == 1 {
			return fmt.Errorf("prioritize: votes: need %d is none of %d, or is ranked twice: %w", j, needs, survey.ErrInvalid)
		}
		seen |= 1 << j
	}
	switch {
	case bits.Len64(x.Chosen) > needs:
		return fmt.Errorf("prioritize: votes: need %d of %d is chosen: %w", bits.Len64(x.Chosen)-1, needs, survey.ErrInvalid)
	case !x.Answered && x.Chosen != 0, !x.Ranked && x.Order != "", !x.Answered && !x.Ranked:
		return fmt.Errorf("prioritize: votes: one that neither chose nor ranked, or does what it does not say: %w", survey.ErrInvalid)
	}
	return nil
}

// checkAgainst is an ErrInvalid unless these are the votes that the tally counted:
// in every cell as many that answered and ranked, and the same sums of all that they
// chose and ranked, alone and together.
func (v Votes) checkAgainst(t *Tally) error {
	l, all := &t.layout, t.Count()
	mine := map[Cell][]int64{}
	for _, x := range v.sorted() {
		if err := x.check(l.m); err != nil {
			return err
		}
		if v[x] < 1 || v[x] > all {
			return fmt.Errorf("prioritize: votes: one of %d people: %w", v[x], survey.ErrInvalid)
		}
		sums := mine[x.Cell]
		if sums == nil {
			sums = make([]int64, l.size)
			mine[x.Cell] = sums
		}
		l.add(sums, &Ballot{Answered: x.Answered, Chosen: x.chosen(), Ranked: x.Ranked, Order: x.order()}, v[x])
	}
	for _, c := range t.byCell(everySource) {
		sums := mine[c.Cell]
		if sums == nil {
			sums = make([]int64, l.size)
		}
		delete(mine, c.Cell)
		for _, b := range []block{
			{atAnswered, atPointed}, {atBase, heads}, l.chosen, l.both, l.bonus, l.baseBonus, l.bonusBoth, l.above,
		} {
			if !slices.Equal(sums[b.at:b.end], c.sums[b.at:b.end]) {
				return fmt.Errorf("prioritize: the votes of %+v are not those that the tally counted: %w", c.Cell, survey.ErrInvalid)
			}
		}
	}
	if len(mine) > 0 {
		return fmt.Errorf("prioritize: votes of %d cells that the tally has not: %w", len(mine), survey.ErrInvalid)
	}
	return nil
}
