package prioritize

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"

	"ashar/survey"
)

// Ballots are single answers as they are counted, those that are alike once and how many they are. Nothing tells who
// cast one, when, or after whom: it says no more than a Ballot does, and less where that makes no difference to any count.
// What was chosen, rated, pointed or compared stands in the order of the needs, whatever order it was given in; only the
// order of needs that was asked for stays. Not safe for concurrent use.
type Ballots struct {
	layout  layout
	sources map[Source]map[string]int64 // by the bytes of what was answered
	bytes   []byte                      // of the ballot that is added
}

// NewBallots is without any, of this shape. It panics where NewTally does.
func NewBallots(s Shape) *Ballots {
	return &Ballots{layout: NewTally(s).layout, sources: map[Source]map[string]int64{}}
}

// Shape is what is counted of them.
func (b *Ballots) Shape() Shape { return b.layout.Shape }

// Add takes a ballot, which must be of this shape.
func (b *Ballots) Add(x *Ballot) { b.AddTimes(x, 1) }

// AddTimes takes so many ballots that are alike; of fewer than 1 it does nothing.
func (b *Ballots) AddTimes(x *Ballot, times int64) {
	if times < 1 {
		return
	}
	plain := x.plain(b.layout.Shape)
	b.bytes = plain.appendContent(b.bytes[:0])
	of := b.sources[x.Source]
	if of == nil {
		of = map[string]int64{}
		b.sources[x.Source] = of
	}
	of[string(b.bytes)] += times
}

// Count is how many ballots there are.
func (b *Ballots) Count() int64 {
	var n int64
	for _, of := range b.sources {
		for _, times := range of {
			n += times
		}
	}
	return n
}

// Different is how many of them differ.
func (b *Ballots) Different() int {
	n := 0
	for _, of := range b.sources {
		n += len(of)
	}
	return n
}

// All yields the ballots that differ, and how many are alike, in an order that follows from them alone: that of
// Source.Compare, and of one source by the bytes of what was answered.
func (b *Ballots) All() iter.Seq2[Ballot, int64] {
	return func(yield func(Ballot, int64) bool) {
		for _, s := range b.ordered() {
			of := b.sources[s]
			for _, content := range slices.Sorted(maps.Keys(of)) {
				d := decoder{rest: []byte(content)}
				x := d.ballot()
				x.Source = s
				if !yield(x, of[content]) {
					return
				}
			}
		}
	}
}

// ordered lists where ballots came from, in the order of Source.Compare.
func (b *Ballots) ordered() []Source { return slices.SortedFunc(maps.Keys(b.sources), Source.Compare) }

// Tally counts the ballots.
func (b *Ballots) Tally() *Tally {
	t := &Tally{layout: b.layout, sources: map[Source][]int64{}}
	for x, times := range b.All() {
		t.layout.add(t.at(x.Source), &x, times)
	}
	return t
}

// Votes are the needs that they chose together and the orders that they put them in.
func (b *Ballots) Votes() Votes {
	v := Votes{}
	for x, times := range b.All() {
		if x.Answered || x.Ranked {
			v[voteOf(&x)] += times
		}
	}
	return v
}

// Clone returns ballots of its own, the same.
func (b *Ballots) Clone() *Ballots {
	c := NewBallots(b.layout.Shape)
	for s, of := range b.sources {
		c.sources[s] = maps.Clone(of)
	}
	return c
}

// plain is the ballot as it counts, and no more of it: what is counted without regard to order is put in order, and
// what a tally of this shape passes over is left out.
func (b *Ballot) plain(s Shape) Ballot {
	p := b.content()
	p.Source = b.Source
	if !p.Answered {
		p.Chosen = nil
	}
	if !p.Answered || s.Asked == 0 {
		p.Groups = nil
	}
	if !p.Ranked {
		p.Order = nil
	}
	p.Points = slices.DeleteFunc(p.Points, func(x Pointed) bool { return x.Points == 0 })
	if !s.Points {
		p.Points = nil
	}
	if !s.Pairs {
		p.Pairs = nil
	}
	for i, x := range p.Pairs {
		if x.Equal && x.Worse < x.Better {
			p.Pairs[i].Better, p.Pairs[i].Worse = x.Worse, x.Better
		}
	}
	slices.Sort(p.Chosen)
	slices.Sort(p.Groups)
	slices.SortFunc(p.Ratings, func(x, y Rating) int { return cmp.Or(cmp.Compare(x.Need, y.Need), cmp.Compare(x.Level, y.Level)) })
	slices.SortFunc(p.Services, func(x, y Satisfied) int {
		return cmp.Or(cmp.Compare(x.Service, y.Service), cmp.Compare(x.Level, y.Level))
	})
	slices.SortFunc(p.Points, func(x, y Pointed) int { return cmp.Or(cmp.Compare(x.Need, y.Need), cmp.Compare(x.Points, y.Points)) })
	slices.SortFunc(p.Pairs, func(x, y Compared) int {
		return cmp.Or(cmp.Compare(x.Better, y.Better), cmp.Compare(x.Worse, y.Worse), compareBools(x.Equal, y.Equal))
	})
	return p
}

// Check is an ErrInvalid that says what no ballot of this shape can have.
func (b *Ballot) Check(s Shape) error {
	for _, part := range []struct {
		what string
		of   []int // needs or services
		most int
	}{
		{"a need chosen", b.Chosen, s.Needs}, {"a need put in order", b.Order, s.Needs},
		{"a need rated", each(b.Ratings, func(r Rating) int { return r.Need }), s.Needs},
		{"a service rated", each(b.Services, func(r Satisfied) int { return r.Service }), s.Services},
		{"a group", b.Groups, s.Asked},
		{"a need with points", each(b.Points, func(r Pointed) int { return r.Need }), s.Needs},
	} {
		var seen uint64
		for _, i := range part.of {
			if i < 0 || i >= part.most || seen>>i&1 == 1 {
				return fmt.Errorf("prioritize: ballot: %s: number %d is none of %d, or comes twice: %w", part.what, i, part.most, survey.ErrInvalid)
			}
			seen |= 1 << i
		}
	}
	wrong := func(what string) error { return fmt.Errorf("prioritize: ballot: %s: %w", what, survey.ErrInvalid) }
	switch {
	case !b.Answered && len(b.Chosen)+len(b.Groups) > 0, !b.Ranked && len(b.Order) > 0:
		return wrong("needs were chosen or put in order, or a group of those who did was named, where that was not answered")
	case slices.ContainsFunc(b.Ratings, func(r Rating) bool { return r.Level < 1 || r.Level > survey.SeverityLevels }):
		return wrong("a severity that is none")
	case slices.ContainsFunc(b.Services, func(r Satisfied) bool {
		return r.Level < 1 || r.Level > survey.SatisfactionLevels && !(s.NoAccess && r.Level == survey.NoAccessLevel)
	}):
		return wrong("a satisfaction that is none")
	case !s.Points && len(b.Points) > 0, slices.ContainsFunc(b.Points, func(p Pointed) bool { return p.Points < 1 || p.Points > maxGiven }):
		return wrong("points that cannot be")
	case !s.Pairs && len(b.Pairs) > 0, len(b.Pairs) > survey.MaxPairs, slices.ContainsFunc(b.Pairs, func(p Compared) bool {
		return min(p.Better, p.Worse) < 0 || max(p.Better, p.Worse) >= s.Needs || p.Better == p.Worse
	}):
		return wrong("a comparison that cannot be")
	}
	return nil
}

// maxGiven bounds the points that a ballot which is read gives to one need.
const maxGiven = 1 << 20

func each[T any](all []T, of func(T) int) []int {
	ids := make([]int, len(all))
	for i, x := range all {
		ids[i] = of(x)
	}
	return ids
}
