package prioritize

import (
	"encoding/binary"
	"slices"
)

// Packed keeps many ballots in little room, to count them again and again: what
// people answer comes again, so that a ballot is two bytes, its place in a list of
// the ballots that differ. Nothing of a ballot is lost. It is not safe for concurrent
// use.
//
// To count is to find how often each place stands in a column of them, which is as
// fast as memory, and then to add each different ballot that many times. It pays
// where ballots are many more than those that differ; with 3 of 24 needs in order
// those are 12,720.
type Packed struct {
	shape   Shape
	volumes []*volume // the last one is added to
	bytes   []byte    // of the ballot that is added
}

// volume is a list of up to 65,536 ballots that differ, and who cast them.
type volume struct {
	ballots []Ballot
	places  map[string]uint16   // a ballot's bytes -> its place
	columns map[Source][]uint16 // the places of a source's ballots
}

// maxDifferent is how many ballots fit in a volume.
const maxDifferent = 1 << 16

// NewPacked makes an empty pack of ballots of this shape. It panics where NewTally
// does.
func NewPacked(s Shape) *Packed { return &Packed{shape: NewTally(s).Shape()} }

// Add packs a ballot, which must be of this shape.
func (p *Packed) Add(b *Ballot) {
	v := p.volume()
	p.bytes = b.appendContent(p.bytes[:0])
	place, known := v.places[string(p.bytes)]
	if !known {
		place = uint16(len(v.ballots))
		v.places[string(p.bytes)] = place
		v.ballots = append(v.ballots, b.content())
	}
	v.columns[b.Source] = append(v.columns[b.Source], place)
}

// volume is the one to add to; a full one is not, whatever is added.
func (p *Packed) volume() *volume {
	if n := len(p.volumes); n > 0 && len(p.volumes[n-1].ballots) < maxDifferent {
		return p.volumes[n-1]
	}
	v := &volume{places: map[string]uint16{}, columns: map[Source][]uint16{}}
	p.volumes = append(p.volumes, v)
	return v
}

// Repeat packs all ballots as many times again, so that there are 1 + times as many.
func (p *Packed) Repeat(times int) {
	for _, v := range p.volumes {
		for s, column := range v.columns {
			v.columns[s] = slices.Repeat(column, 1+times)
		}
	}
}

// Count is the number of ballots.
func (p *Packed) Count() int64 {
	var n int64
	for _, v := range p.volumes {
		for _, column := range v.columns {
			n += int64(len(column))
		}
	}
	return n
}

// Tally counts the ballots: it is what Tally.Add makes of them.
func (p *Packed) Tally() *Tally {
	t := NewTally(p.shape)
	times := new(histogram)
	for _, v := range p.volumes {
		for s, column := range v.columns {
			times.count(column)
			sums := t.at(s)
			for i := range v.ballots {
				if n := times.take(i); n > 0 {
					t.layout.add(sums, &v.ballots[i], n)
				}
			}
		}
	}
	return t
}

// histogram counts how often each place comes, up to 4 billion times.
type histogram [maxDifferent]uint32

// count adds up a column. What was counted before must have been taken.
func (h *histogram) count(column []uint16) {
	for ; len(column) >= 8; column = column[8:] {
		x := (*[8]uint16)(column)
		h[x[0]]++
		h[x[1]]++
		h[x[2]]++
		h[x[3]]++
		h[x[4]]++
		h[x[5]]++
		h[x[6]]++
		h[x[7]]++
	}
	for _, x := range column {
		h[x]++
	}
}

// take is how often a place came, and forgets it.
func (h *histogram) take(place int) int64 {
	n := int64(h[place])
	h[place] = 0
	return n
}

// content is the ballot without its source, which others do not change.
func (b *Ballot) content() Ballot {
	c := *b
	c.Source = Source{}
	c.Chosen, c.Order, c.Ratings = slices.Clone(b.Chosen), slices.Clone(b.Order), slices.Clone(b.Ratings)
	c.Services, c.Points, c.Pairs = slices.Clone(b.Services), slices.Clone(b.Points), slices.Clone(b.Pairs)
	c.Groups = slices.Clone(b.Groups)
	return c
}

// appendContent appends bytes that are the same for ballots that differ in their
// sources alone.
func (b *Ballot) appendContent(to []byte) []byte {
	flags := byte(0)
	for i, yes := range []bool{b.Answered, b.Ranked, b.Repeated, len(b.Groups) > 0} {
		if yes {
			flags |= 1 << i
		}
	}
	to = append(to, flags)
	number := func(n int) { to = binary.AppendVarint(to, int64(n)) }
	for _, needs := range [][]int{b.Chosen, b.Order} {
		number(len(needs))
		for _, j := range needs {
			number(j)
		}
	}
	number(len(b.Ratings))
	for _, r := range b.Ratings {
		number(r.Need)
		number(r.Level)
	}
	number(len(b.Services))
	for _, s := range b.Services {
		number(s.Service)
		number(s.Level)
	}
	number(len(b.Points))
	for _, x := range b.Points {
		number(x.Need)
		number(x.Points)
	}
	number(len(b.Pairs))
	for _, x := range b.Pairs {
		number(x.Better)
		number(x.Worse)
		if x.Equal {
			number(1)
		} else {
			number(0)
		}
	}
	if len(b.Groups) == 0 { // as it was before there were any
		return to
	}
	number(len(b.Groups))
	for _, g := range b.Groups {
		number(g)
	}
	return to
}
