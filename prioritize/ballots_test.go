package prioritize_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// fullBallot draws a ballot of this shape that may answer everything there is.
func fullBallot(s prioritize.Shape) *rapid.Generator[prioritize.Ballot] {
	return rapid.Custom(func(t *rapid.T) prioritize.Ballot {
		b := anyBallot(s.Needs, 2).Draw(t, "ballot")
		for i := range s.Services {
			b.Services = append(b.Services, prioritize.Satisfied{Service: i, Level: rapid.IntRange(1, levels(s)).Draw(t, "satisfied")})
		}
		if b.Answered {
			b.Groups = anyGroups(t, s)
		}
		for j := range s.Needs {
			b.Points = append(b.Points, prioritize.Pointed{Need: j, Points: rapid.IntRange(0, 4).Draw(t, "given")})
			if j > 0 {
				b.Pairs = append(b.Pairs, prioritize.Compared{Better: j, Worse: j - 1, Equal: rapid.Bool().Draw(t, "equal")})
			}
		}
		return b
	})
}

// levels are how many answers there are to how good a service is.
func levels(s prioritize.Shape) int {
	if s.NoAccess {
		return survey.NoAccessLevel
	}
	return survey.SatisfactionLevels
}

// anyGroups draws some of the groups that were asked for.
func anyGroups(t *rapid.T, s prioritize.Shape) []int {
	if s.Asked == 0 {
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.IntRange(0, s.Asked-1), 0, s.Asked, rapid.ID[int]).Draw(t, "groups")
}

var anyShape = rapid.Custom(func(t *rapid.T) prioritize.Shape {
	s := prioritize.Shape{
		Needs: rapid.IntRange(1, 5).Draw(t, "needs"), Services: rapid.IntRange(0, 3).Draw(t, "services"),
		Points: rapid.Bool().Draw(t, "points"), Pairs: rapid.Bool().Draw(t, "pairs"), Asked: rapid.IntRange(0, 3).Draw(t, "asked"),
	}
	s.NoAccess = s.Services > 0 && rapid.Bool().Draw(t, "no access")
	return s
})

func TestBallotsAreCountedAsTheyWereAndComeBackFromTheirBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyShape.Draw(t, "shape")
		want, b := prioritize.NewTally(s), prioritize.NewBallots(s)
		ballots := rapid.SliceOfN(fullBallot(s), 0, 20).Draw(t, "ballots")
		for i := range ballots {
			want.Add(&ballots[i])
			b.Add(&ballots[i])
		}
		if !b.Tally().Equal(want) || b.Count() != int64(len(ballots)) {
			t.Fatalf("%d ballots make another tally", b.Count())
		}
		raw, err := b.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var back prioritize.Ballots
		if err := back.UnmarshalBinary(raw); err != nil {
			t.Fatal(err)
		}
		if again, err := back.MarshalBinary(); err != nil || !bytes.Equal(again, raw) || !back.Tally().Equal(want) {
			t.Fatalf("read back: other bytes, or another tally; %v", err)
		}
		for x := range back.All() {
			if err := x.Check(s); err != nil {
				t.Fatal(err)
			}
		}
		if len(raw) > 0 {
			changed := slices.Clone(raw)
			changed[rapid.IntRange(0, len(raw)-1).Draw(t, "at")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
			var other prioritize.Ballots
			if err := other.UnmarshalBinary(changed); err == nil {
				if again, _ := other.MarshalBinary(); !bytes.Equal(again, changed) {
					t.Fatal("bytes that are not canonical were taken")
				}
			} else if !errors.Is(err, survey.ErrInvalid) {
				t.Fatalf("got error %v, want %v", err, survey.ErrInvalid)
			}
		}
	})
}

// TestBallotsForgetWhatDoesNotCount: in which order needs were ticked, rated and compared is not kept.
func TestBallotsForgetWhatDoesNotCount(t *testing.T) {
	cell := prioritize.Source{Cell: prioritize.Cell{Village: "v0"}, Channel: survey.Web}
	b := prioritize.NewBallots(prioritize.Shape{Needs: 4, Services: 2, Points: true, Pairs: true})
	b.Add(&prioritize.Ballot{
		Source: cell, Answered: true, Chosen: []int{3, 0}, Ranked: true, Order: []int{3, 0},
		Ratings: []prioritize.Rating{{Need: 3, Level: 1}, {Need: 0, Level: 2}}, Services: []prioritize.Satisfied{{Service: 1, Level: 1}, {Service: 0, Level: 4}},
		Points: []prioritize.Pointed{{Need: 3, Points: 6}, {Need: 1}, {Need: 0, Points: 4}},
		Pairs:  []prioritize.Compared{{Better: 3, Worse: 1, Equal: true}, {Better: 0, Worse: 2}},
	})
	b.Add(&prioritize.Ballot{
		Source: cell, Answered: true, Chosen: []int{0, 3}, Ranked: true, Order: []int{3, 0},
		Ratings: []prioritize.Rating{{Need: 0, Level: 2}, {Need: 3, Level: 1}}, Services: []prioritize.Satisfied{{Service: 0, Level: 4}, {Service: 1, Level: 1}},
		Points: []prioritize.Pointed{{Need: 0, Points: 4}, {Need: 3, Points: 6}},
		Pairs:  []prioritize.Compared{{Better: 0, Worse: 2}, {Better: 1, Worse: 3, Equal: true}},
	})
	if b.Count() != 2 || b.Different() != 1 {
		t.Fatalf("%d ballots, %d different: want 2 that are alike", b.Count(), b.Different())
	}
	for got, n := range b.All() {
		want := prioritize.Ballot{
			Source: cell, Answered: true, Chosen: []int{0, 3}, Ranked: true, Order: []int{3, 0},
			Ratings: []prioritize.Rating{{Need: 0, Level: 2}, {Need: 3, Level: 1}}, Services: []prioritize.Satisfied{{Service: 0, Level: 4}, {Service: 1, Level: 1}},
			Points: []prioritize.Pointed{{Need: 0, Points: 4}, {Need: 3, Points: 6}},
			Pairs:  []prioritize.Compared{{Better: 0, Worse: 2}, {Better: 1, Worse: 3, Equal: true}},
		}
		if diff := cmp.Diff(want, got); diff != "" || n != 2 {
			t.Errorf("%d times (-want +got):\n%s", n, diff)
		}
	}
}

// TestNoSuchBallot: what nobody can have answered is refused with what it is.
func TestNoSuchBallot(t *testing.T) {
	s := prioritize.Shape{Needs: 3, Services: 1, Points: true, Pairs: true}
	for what, b := range map[string]prioritize.Ballot{
		"a need that is none":       {Answered: true, Chosen: []int{3}},
		"a need below none":         {Answered: true, Chosen: []int{-1}},
		"a need twice":              {Answered: true, Chosen: []int{1, 1}},
		"chosen and not answered":   {Chosen: []int{1}},
		"in order, and not ranked":  {Order: []int{1}},
		"in order twice":            {Ranked: true, Order: []int{1, 1}},
		"a severity that is none":   {Ratings: []prioritize.Rating{{Need: 1, Level: survey.SeverityLevels + 1}}},
		"a service that is none":    {Services: []prioritize.Satisfied{{Service: 1, Level: 1}}},
		"a satisfaction of none":    {Services: []prioritize.Satisfied{{Service: 0}}},
		"no access, unasked":        {Services: []prioritize.Satisfied{{Service: 0, Level: survey.NoAccessLevel}}},
		"a group that is none":      {Answered: true, Groups: []int{0}},
		"points below none":         {Points: []prioritize.Pointed{{Need: 0, Points: -1}}},
		"compared with itself":      {Pairs: []prioritize.Compared{{Better: 1, Worse: 1}}},
		"compared with what is not": {Pairs: []prioritize.Compared{{Better: 1, Worse: 3}}},
		"too many comparisons":      {Pairs: slices.Repeat([]prioritize.Compared{{Better: 1, Worse: 2}}, survey.MaxPairs+1)},
	} {
		if err := b.Check(s); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got error %v, want %v", what, err, survey.ErrInvalid)
		}
	}
	if err := (&prioritize.Ballot{Points: []prioritize.Pointed{{Points: 1}}}).Check(prioritize.Shape{Needs: 1}); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("points that were not asked for: got error %v, want %v", err, survey.ErrInvalid)
	}
}
