package prioritize

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"ashar/survey"
)

// ballotsFormat stands first in the bytes of ballots.
const ballotsFormat = "ashar ballots 1\n"

// AppendBinary appends the canonical bytes: the same ballots give the same, in whatever order they were added.
func (b *Ballots) AppendBinary(to []byte) ([]byte, error) {
	to = append(to, ballotsFormat...)
	to = binary.AppendUvarint(b.layout.Shape.append(to), uint64(len(b.sources)))
	for _, s := range b.ordered() {
		of := b.sources[s]
		to = binary.AppendUvarint(appendSource(to, s), uint64(len(of)))
		for _, content := range slices.Sorted(maps.Keys(of)) {
			to = append(binary.AppendUvarint(to, uint64(of[content])), content...)
		}
	}
	return to, nil
}

// MarshalBinary returns the canonical bytes; see AppendBinary.
func (b *Ballots) MarshalBinary() ([]byte, error) { return b.AppendBinary(nil) }

// UnmarshalBinary makes them the ballots whose canonical bytes these are. Other bytes are an ErrInvalid, and change nothing.
func (b *Ballots) UnmarshalBinary(from []byte) error {
	wrong := func(what string) error {
		return fmt.Errorf("prioritize: bytes of ballots: the %s is not right: %w", what, survey.ErrInvalid)
	}
	rest, ok := bytes.CutPrefix(from, []byte(ballotsFormat))
	if !ok {
		return wrong("beginning")
	}
	d := decoder{rest: rest}
	shape, sources := d.shape(), d.number(len(from))
	if d.failed || !shape.valid() {
		return wrong("shape")
	}
	read := NewBallots(shape)
	for range sources {
		s := d.source()
		for range d.number(len(d.rest)) {
			times := d.number(maxBallots)
			x := d.ballot()
			if d.failed {
				return wrong("ballot")
			}
			if err := x.Check(shape); err != nil {
				return err
			}
			x.Source = s
			read.AddTimes(&x, int64(times))
		}
		if d.failed {
			return wrong("source")
		}
	}
	again, err := read.AppendBinary(make([]byte, 0, len(from)))
	if err != nil || !bytes.Equal(again, from) {
		return wrong("order")
	}
	*b = *read
	return nil
}

// ballot reads what appendContent appends.
func (d *decoder) ballot() Ballot {
	flags := d.number(1<<4 - 1)
	b := Ballot{Answered: flags&1 > 0, Ranked: flags&2 > 0, Repeated: flags&4 > 0}
	b.Chosen, b.Order = d.integers(), d.integers()
	for range d.length() {
		b.Ratings = append(b.Ratings, Rating{Need: int(d.integer()), Level: int(d.integer())})
	}
	for range d.length() {
		b.Services = append(b.Services, Satisfied{Service: int(d.integer()), Level: int(d.integer())})
	}
	for range d.length() {
		b.Points = append(b.Points, Pointed{Need: int(d.integer()), Points: int(d.integer())})
	}
	for range d.length() {
		b.Pairs = append(b.Pairs, Compared{Better: int(d.integer()), Worse: int(d.integer()), Equal: d.integer() == 1})
	}
	if flags&8 > 0 {
		b.Groups = d.integers()
	}
	return b
}

// length reads how many follow, each of a byte or more.
func (d *decoder) length() int {
	n := d.integer()
	if n < 0 || n > int64(len(d.rest)) {
		d.failed = true
	}
	if d.failed {
		return 0
	}
	return int(n)
}

func (d *decoder) integers() []int {
	n := d.length()
	if n == 0 {
		return nil
	}
	all := make([]int, n)
	for i := range all {
		all[i] = int(d.integer())
	}
	return all
}
