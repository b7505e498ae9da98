package prioritize_test

import (
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
)

func TestPackedBallotsAreCountedAsOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := prioritize.Shape{
			Needs: rapid.SampledFrom([]int{1, 2, 6, 24, prioritize.MaxNeeds}).Draw(t, "needs"), Services: 2,
			Points: rapid.Bool().Draw(t, "points"), Pairs: rapid.Bool().Draw(t, "pairs"),
		}
		packed, want := prioritize.NewPacked(shape), prioritize.NewTally(shape)
		for range rapid.IntRange(0, 40).Draw(t, "different") {
			b := anyBallot(shape.Needs, 2).Draw(t, "ballot")
			b.Services = []prioritize.Satisfied{{Service: 1, Level: rapid.IntRange(1, 2).Draw(t, "level")}}
			if shape.Needs > 1 {
				b.Points = []prioritize.Pointed{{Need: 0, Points: rapid.IntRange(0, 2).Draw(t, "given")}, {Need: 1, Points: 1}}
				b.Pairs = []prioritize.Compared{{Better: 0, Worse: 1, Equal: rapid.Bool().Draw(t, "equal")}}
			}
			for range rapid.IntRange(1, 20).Draw(t, "times") {
				packed.Add(&b)
				want.Add(&b)
			}
		}
		if !packed.Tally().Equal(want) || packed.Count() != want.Count() {
			t.Fatal("the packed ballots are counted otherwise")
		}
		packed.Repeat(1)
		if err := want.Merge(want.Clone()); err != nil || !packed.Tally().Equal(want) {
			t.Fatalf("twice as many are counted otherwise; %v", err)
		}
	})
}

// More ballots that differ than two bytes can tell apart: 300 points for each of
// needs 0 and 1.
func TestPackedBallotsThatDifferAreAllCounted(t *testing.T) {
	shape := prioritize.Shape{Needs: 2, Points: true}
	packed, want := prioritize.NewPacked(shape), prioritize.NewTally(shape)
	points := make([]prioritize.Pointed, 2)
	b := prioritize.Ballot{Points: points}
	for i := range 300 {
		for k := range 300 {
			points[0], points[1] = prioritize.Pointed{Need: 0, Points: i}, prioritize.Pointed{Need: 1, Points: k}
			packed.Add(&b)
			want.Add(&b)
		}
	}
	if !packed.Tally().Equal(want) {
		t.Error("90,000 ballots that differ are counted otherwise")
	}
}
