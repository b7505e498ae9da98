package vote

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"ashar/prioritize/sheet"
)

// Kind is a kind of PrefLib's files: what its orders may be.
type Kind string

// The kinds, which are also the endings of the files' names.
const (
	SOC Kind = "soc" // strict, complete
	SOI Kind = "soi" // strict, incomplete
	TOC Kind = "toc" // with ties, complete
	TOI Kind = "toi" // with ties, incomplete
)

func (k Kind) ties() bool     { return k == TOC || k == TOI }
func (k Kind) complete() bool { return k == SOC || k == TOC }

// ReadPrefLib reads a file of PrefLib (Mattei and Walsh 2013, preflib.org/format),
// in the present form, whose head is lines "# KEY: value" and whose ballots are
// "count: 1,{2,3}", and in that before 2022, whose head is the number of
// alternatives, a line "i,name" for each and "voters,sum,unique", and whose ballots
// are "count,1,{2,3}".
//
// Items are the alternatives in the order of their numbers, which are their
// identifiers. A line of ballots is one ballot of the weight of its count. In
// incomplete files a line may rank nothing.
//
// Errors are *sheet.Error where the file is wrong, and those of the reader: what is
// not a number, alternatives that there are not, one twice in an order, a tie or one
// left out where the kind has none, braces that do not match, and counts whose sum
// is not the number of voters, where it is given.
func ReadPrefLib(r io.Reader, kind Kind) (*Answers, error) {
	if !slices.Contains([]Kind{SOC, SOI, TOC, TOI}, kind) {
		return nil, fmt.Errorf("vote: %q is no kind of PrefLib's files: soc, soi, toc, toi", string(kind))
	}
	text, err := sheet.Text(r)
	if err != nil {
		return nil, err
	}
	f := &prefLib{kind: kind, text: string(text), voters: -1, parts: ':'}
	if first := bytes.TrimSpace(text); len(first) > 0 && first[0] >= '0' && first[0] <= '9' {
		f.parts, f.old = ',', true
	}
	if err := f.read(); err != nil {
		return nil, err
	}
	return f.answers.whole()
}

// prefLib is a file on the way to answers.
type prefLib struct {
	answers Answers
	kind    Kind
	text    string
	at      int // offset of what was not read yet
	line    int // number of the line that was read last, from 1

	old    bool
	parts  byte  // the count from the order
	voters int64 // as the head tells; -1 if it does not
	sum    int64 // of the counts
	seen   []int // for each item, the ballot that it stood in last, from 1
}

// next is the next line that is not blank, without its end, and the column in which
// it begins after space. ok is false at the end.
func (f *prefLib) next() (s span, ok bool) {
	for f.at < len(f.text) {
		text, _, _ := strings.Cut(f.text[f.at:], "\n")
		f.at += len(text) + 1
		f.line++
		s = span{line: f.line, whole: text, to: len(text)}.trim()
		if s.text() != "" {
			return s, true
		}
	}
	return span{}, false
}

func (f *prefLib) read() error {
	head := f.readHead
	if f.old {
		head = f.readOldHead
	}
	first, err := head()
	if err != nil {
		return err
	}
	f.seen = make([]int, len(f.answers.Profile.Items))
	for ; first.whole != ""; first, _ = f.next() {
		if strings.HasPrefix(first.text(), "#") {
			continue
		}
		if err := f.ballot(first); err != nil {
			return err
		}
	}
	f.answers.allRows = len(f.answers.Profile.Ballots)
	if f.voters >= 0 && f.voters != f.sum {
		return sheet.At(0, 0, "the counts of the orders sum to %d, and the head says %d voters", f.sum, f.voters)
	}
	return nil
}

// readHead reads the lines "# KEY: value", and returns the first line after them.
func (f *prefLib) readHead() (span, error) {
	names := map[int64]string{}
	for {
		s, ok := f.next()
		if !ok || !strings.HasPrefix(s.text(), "#") {
			if f.answers.Profile.Items == nil {
				return span{}, sheet.At(max(f.line, 1), 0, "the head has no line \"# NUMBER ALTERNATIVES: ...\" before the orders")
			}
			return s, f.name(names)
		}
		key, value, found := s.from(1).cut(':')
		if !found {
			continue
		}
		var err error
		switch key := strings.ToUpper(key.text()); {
		case key == "NUMBER ALTERNATIVES":
			err = f.items(value)
		case key == "NUMBER VOTERS":
			f.voters, err = value.number(0, math.MaxInt64)
		case strings.HasPrefix(key, "ALTERNATIVE NAME "):
			var i int64
			if i, err = strconv.ParseInt(strings.TrimSpace(key[len("ALTERNATIVE NAME "):]), 10, 64); err != nil || i < 1 {
				return span{}, s.fault("the number of the alternative is not a whole number of 1 or more")
			}
			if value.text() != "" {
				names[i] = value.text()
			}
			if len(names) > MaxProfileItems {
				return span{}, s.fault("more than %d alternatives", MaxProfileItems)
			}
		}
		if err != nil {
			return span{}, err
		}
	}
}

// name gives the alternatives their names, by their numbers.
func (f *prefLib) name(names map[int64]string) error {
	items := f.answers.Profile.Items
	for _, i := range slices.Sorted(maps.Keys(names)) {
		if i > int64(len(items)) {
			return sheet.At(0, 0, "the head names alternative %d, and says that there are %d", i, len(items))
		}
		items[i-1].Name = names[i]
	}
	return nil
}

// readOldHead reads the number of alternatives, their names, and the numbers of
// voters, and returns the first line after them.
func (f *prefLib) readOldHead() (span, error) {
	s, _ := f.next()
	if err := f.items(s); err != nil {
		return span{}, err
	}
	items := f.answers.Profile.Items
	for i := range items {
		s, ok := f.next()
		if !ok {
			return span{}, sheet.At(f.line, 0, "the file ends before all %d alternatives have their line \"number,name\"", len(items))
		}
		number, name, found := s.cut(',')
		if !found || number.text() != items[i].ID {
			return span{}, s.fault("want alternative %d: \"%d,name\"", i+1, i+1)
		}
		if name.text() != "" {
			items[i].Name = name.text()
		}
	}
	s, ok := f.next()
	if !ok {
		return span{}, sheet.At(f.line, 0, "the file ends before the line \"voters,sum of counts,unique orders\"")
	}
	_, rest, _ := s.cut(',')
	sum, _, found := rest.cut(',')
	if !found {
		return span{}, s.fault("want three numbers: voters,sum of counts,unique orders")
	}
	var err error
	if f.voters, err = sum.number(0, math.MaxInt64); err != nil {
		return span{}, err
	}
	s, _ = f.next()
	return s, nil
}

// items makes the alternatives, which are called by their numbers until they are
// named.
func (f *prefLib) items(s span) error {
	m, err := s.number(1, MaxProfileItems)
	if err != nil {
		return err
	}
	f.answers.Profile.Items = make([]Item, m)
	for i := range f.answers.Profile.Items {
		id := strconv.Itoa(i + 1)
		f.answers.Profile.Items[i] = Item{ID: id, Name: id}
	}
	return nil
}
