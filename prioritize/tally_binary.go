package prioritize

import (
	"encoding/binary"
	"fmt"
	"slices"

	"ashar/survey"
)

// tallyFormat stands first in a tally's bytes.
const tallyFormat = "ashar tally 1\n"

// maxSums bounds the integers of a tally that is read, 8 bytes each.
const maxSums = 1 << 27

// The flags of a shape.
const (
	hasPoints = 1 << iota
	hasPairs
	hasNoAccess
	hasAsked // how many groups follows
)

// AppendBinary appends the tally's canonical bytes: the same counts give the same
// bytes. Sums that are zero take no room.
func (t *Tally) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, tallyFormat...)
	b = binary.AppendUvarint(t.layout.Shape.append(b), uint64(len(t.sources)))
	for _, s := range t.Sources() {
		b = appendSums(appendSource(b, s), t.sources[s])
	}
	return b, nil
}

// append writes the shape: needs, services and flags, and last what was added to shapes later, where there is any.
func (s Shape) append(b []byte) []byte {
	flags := uint64(0)
	for i, yes := range []bool{s.Points, s.Pairs, s.NoAccess, s.Asked > 0} {
		if yes {
			flags |= 1 << i
		}
	}
	b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(s.Needs)), uint64(s.Services))
	b = binary.AppendUvarint(b, flags)
	if s.Asked > 0 {
		b = binary.AppendUvarint(b, uint64(s.Asked))
	}
	return b
}

// MarshalBinary returns the tally's canonical bytes; see AppendBinary.
func (t *Tally) MarshalBinary() ([]byte, error) { return t.AppendBinary(nil) }

// appendSums writes how many sums there are that are not zero, and each as the
// distance from the one before and its value.
func appendSums(b []byte, sums []int64) []byte {
	n := 0
	for _, x := range sums {
		if x != 0 {
			n++
		}
	}
	b = binary.AppendUvarint(b, uint64(n))
	last := -1
	for i, x := range sums {
		if x != 0 {
			b = binary.AppendUvarint(b, uint64(i-last))
			b = binary.AppendVarint(b, x)
			last = i
		}
	}
	return b
}

func appendString(b []byte, parts ...string) []byte {
	for _, s := range parts {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

func appendSource(b []byte, s Source) []byte {
	b = appendString(b, s.Village, s.Sex, s.Age, string(s.Channel))
	if s.Flagged {
		return append(b, 1)
	}
	return append(b, 0)
}

// UnmarshalBinary makes the tally the one whose canonical bytes these are. Other
// bytes are an ErrInvalid, and change nothing.
func (t *Tally) UnmarshalBinary(b []byte) error {
	d := decoder{rest: b}
	if len(b) < len(tallyFormat) || string(b[:len(tallyFormat)]) != tallyFormat {
		return fmt.Errorf("prioritize: these are not the bytes of a tally: %w", survey.ErrInvalid)
	}
	d.rest = b[len(tallyFormat):]
	shape, sources := d.shape(), d.number(maxSums)
	if d.failed || !shape.valid() {
		return d.invalid("shape")
	}
	read := NewTally(shape)
	if sources > maxSums/read.layout.size {
		return d.invalid("number of sources")
	}
	var last Source
	for i := range sources {
		s := d.source()
		sums := d.sums(read.layout.size)
		if d.failed || i > 0 && last.Compare(s) >= 0 {
			return d.invalid("source")
		}
		read.sources[s], last = sums, s
	}
	if len(d.rest) > 0 {
		return d.invalid("end")
	}
	*t = *read
	return nil
}

// decoder reads canonical bytes; once failed, it stays so.
type decoder struct {
	rest   []byte
	failed bool
}

func (d *decoder) invalid(what string) error {
	return fmt.Errorf("prioritize: bytes of a tally: the %s is not right: %w", what, survey.ErrInvalid)
}

// number reads a number of at most this.
func (d *decoder) number(most int) int {
	x, n := binary.Uvarint(d.rest)
	if n <= 0 || x > uint64(most) || n > 1 && d.rest[n-1] == 0 {
		d.failed = true
		return 0
	}
	d.rest = d.rest[n:]
	return int(x)
}

func (d *decoder) integer() int64 {
	x, n := binary.Varint(d.rest)
	if n <= 0 || n > 1 && d.rest[n-1] == 0 {
		d.failed = true
		return 0
	}
	d.rest = d.rest[n:]
	return x
}

func (d *decoder) text() string {
	n := d.number(len(d.rest))
	if d.failed || n > len(d.rest) {
		d.failed = true
		return ""
	}
	s := string(d.rest[:n])
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) shape() Shape {
	needs, services, flags := d.number(MaxNeeds), d.number(MaxServices), d.number(hasPoints|hasPairs|hasNoAccess|hasAsked)
	s := Shape{Needs: needs, Services: services, Points: flags&hasPoints != 0, Pairs: flags&hasPairs != 0, NoAccess: flags&hasNoAccess != 0}
	if flags&hasAsked != 0 {
		s.Asked = d.number(MaxAsked)
		d.failed = d.failed || s.Asked == 0
	}
	return s
}

func (d *decoder) source() Source {
	s := Source{Cell: Cell{Village: d.text(), Sex: d.text(), Age: d.text()}}
	s.Channel = survey.Channel(d.text())
	s.Flagged = d.number(1) == 1
	return s
}

func (d *decoder) sums(size int) []int64 {
	n := d.number(size)
	if d.failed || n == 0 { // a source with nothing in it is in no tally
		d.failed = true
		return nil
	}
	sums := make([]int64, size)
	at := -1
	for range n {
		at += d.number(size)
		x := d.integer()
		if d.failed || at < 0 || at >= size || x == 0 || sums[at] != 0 {
			d.failed = true
			return nil
		}
		sums[at] = x
	}
	return slices.Clip(sums)
}
