package prioritize_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// anyTally draws a tally of any shape with some ballots, some of them taken away.
func anyTally(t *rapid.T) *prioritize.Tally {
	shape := prioritize.Shape{
		Needs: rapid.IntRange(1, 5).Draw(t, "needs"), Services: rapid.IntRange(0, 3).Draw(t, "services"),
		Points: rapid.Bool().Draw(t, "points"), Pairs: rapid.Bool().Draw(t, "pairs"), Asked: rapid.IntRange(0, 3).Draw(t, "asked"),
	}
	shape.NoAccess = shape.Services > 0 && rapid.Bool().Draw(t, "no access")
	x := prioritize.NewTally(shape)
	for range rapid.IntRange(0, 20).Draw(t, "ballots") {
		b := anyBallot(shape.Needs, 2).Draw(t, "ballot")
		for i := range shape.Services {
			b.Services = append(b.Services, prioritize.Satisfied{Service: i, Level: rapid.IntRange(1, levels(shape)).Draw(t, "satisfied")})
		}
		b.Groups = anyGroups(t, shape)
		for j := range shape.Needs {
			b.Points = append(b.Points, prioritize.Pointed{Need: j, Points: rapid.IntRange(0, 4).Draw(t, "given")})
			if j > 0 {
				b.Pairs = append(b.Pairs, prioritize.Compared{Better: j, Worse: j - 1, Equal: rapid.Bool().Draw(t, "equal")})
			}
		}
		if rapid.Bool().Draw(t, "taken away") {
			x.Subtract(&b)
		} else {
			x.Add(&b)
		}
	}
	return x
}

func TestTalliesComeBackFromTheirBytesAndTheirReadableForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyTally(t)
		var back, read prioritize.Tally
		if err := back.UnmarshalBinary(canonical(t, x)); err != nil || !back.Equal(x) {
			t.Fatalf("from bytes: the same: %t; %v", back.Equal(x), err)
		}
		if got := canonical(t, &back); !bytes.Equal(got, canonical(t, x)) {
			t.Fatal("a tally from bytes has other bytes")
		}
		readable, err := json.Marshal(x)
		if err != nil {
			t.Fatalf("Marshal: %v", err)
		}
		if err := json.Unmarshal(readable, &read); err != nil || !read.Equal(x) {
			t.Fatalf("from %s: the same: %t; %v", readable, read.Equal(x), err)
		}
	})
}

// A tally's bytes grow with the digits of its sums, and not with the answers.
func TestATallysBytesAreCompact(t *testing.T) {
	_, ballots := electorate(20_000)
	x := tally(benchNeeds, ballots...)
	once, _ := x.MarshalBinary()
	if err := x.Merge(x.Clone()); err != nil {
		t.Fatal(err)
	}
	twice, _ := x.MarshalBinary()
	if len(once) > 1_000_000/3 || len(twice) > len(once)*5/4 {
		t.Errorf("20,000 ballots in 96 cells, a megabyte in memory, take %d bytes; twice as many take %d", len(once), len(twice))
	}
}

func TestReadableTalliesThatAreNone(t *testing.T) {
	for _, text := range []string{
		`[]`, `{}`, `{"needs":65}`, `{"needs":2,"services":65}`, `{"needs":2,"asked":65}`, `{"needs":2,"no_access":true}`,
		`{"needs":2,"sources":[{"village":"a","n":1,"asked":[1,0,0]}]}`, `{"needs":2,"asked":1,"sources":[{"village":"a","n":1,"asked":[1]}]}`,
		`{"needs":2,"sources":[{"village":"a","n":1,"chosen":[1]}]}`,
		`{"needs":2,"sources":[{"village":"a","n":1,"points":[1,2]}]}`,
		`{"needs":2,"sources":[{"village":"a","n":1},{"village":"a","n":1}]}`,
		`{"needs":2,"sources":[{"village":"a","n":"x"}]}`,
	} {
		x := tally(3, ranked(prioritize.Cell{}, 1))
		if err := json.Unmarshal([]byte(text), x); !errors.Is(err, survey.ErrInvalid) || x.Count() != 1 {
			t.Errorf("%s: got %v and %d ballots, want an ErrInvalid and the one that was there", text, err, x.Count())
		}
	}
}

// Bytes are those of one tally, or of none.
func FuzzTallyBytes(f *testing.F) {
	for _, x := range []*prioritize.Tally{
		prioritize.NewTally(prioritize.Shape{Needs: 1}),
		tally(3, ranked(prioritize.Cell{Village: "v0", Sex: "female", Age: "60+"}, 2, 0), ranked(prioritize.Cell{}, 1)),
	} {
		b, _ := x.MarshalBinary()
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var x prioritize.Tally
		if err := x.UnmarshalBinary(b); err != nil {
			if !errors.Is(err, survey.ErrInvalid) {
				t.Fatalf("got %v, want an ErrInvalid", err)
			}
			return
		}
		again, _ := x.MarshalBinary()
		if !bytes.Equal(again, b) {
			t.Fatalf("got %x, want %x", again, b)
		}
	})
}

func FuzzTallyJSON(f *testing.F) {
	b, _ := json.Marshal(tally(3, ranked(prioritize.Cell{Village: "v0"}, 2, 0)))
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var x, y prioritize.Tally
		if err := json.Unmarshal(b, &x); err != nil {
			return
		}
		again, err := json.Marshal(&x)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &y); err != nil || !y.Equal(&x) {
			t.Fatalf("%s is not read again: %v", again, err)
		}
	})
}
