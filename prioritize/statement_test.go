package prioritize_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
)

// tell writes statements down: their code and what they fill.
func tell(all []prioritize.Statement) []string {
	var out []string
	for _, x := range all {
		parts := []string{string(x.Code)}
		for _, of := range [][]string{x.Needs, x.Others, x.Villages, x.Channels, x.Rules} {
			if len(of) > 0 {
				parts = append(parts, strings.Join(of, "+"))
			}
		}
		if x.To != "" {
			parts = append(parts, "in "+x.To)
		}
		if x.Group != "" {
			parts = append(parts, string(x.Group))
		}
		if x.High > 0 {
			parts = append(parts, fmt.Sprintf("to %d", x.High))
		}
		if x.Share > 0 {
			parts = append(parts, fmt.Sprintf("%.2f", x.Share))
		}
		out = append(out, strings.Join(parts, " "))
	}
	return out
}

func TestARankingStatesWhatItFound(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 5})
	add := func(n int, village, sex string, order ...int) {
		b := ranked(prioritize.Cell{Village: village, Sex: sex, Age: "29-44"}, order...)
		for range n {
			x.Add(&b)
		}
	}
	add(60, "v0", "female", 0, 1)
	add(60, "v0", "male", 0, 2)
	add(40, "v1", "female", 0, 1)
	add(10, "v1", "female", 0)
	add(40, "v1", "male", 0, 2)
	add(10, "v1", "male", 0)
	add(40, "v2", "female", 3)
	add(40, "v2", "male", 3)
	r := rank(t, prioritize.Input{Municipality: town(100, 100, 120), Needs: needs(5), Tally: x, Top: 2})
	want := []string{
		"answered",
		"first_sure n0",
		"certain n0+n3",
		"village_first n3 v2",
		"gap n1 women 0.56",
		"gap n2 men 0.56",
		"same_weights n0",
		"same_rules n0 borda+schulze+copeland+kemeny",
		"leans_on v2",
		"flip n0 n3 v0 in v2 0.12",
		"robust n0 n3 0.20",
	}
	got := tell(r.Statements())
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("statements (-want +got):\n%s", diff)
	}
}

func TestWhatCannotBeToldApartIsSaid(t *testing.T) {
	for _, c := range []struct {
		chose []int // how many chose each need
		top   int
		want  []string
	}{
		{[]int{50, 50, 10}, 1, []string{"first_shared n0+n1", "contender n0+n1"}},
		{[]int{55, 45, 10}, 1, []string{"first_open n0 to 2", "alike n0+n1", "contender n0+n1"}},
		{[]int{34, 31, 29}, 2, []string{"first_open n0 to 3", "close n0+n1+n2", "contender n0+n1+n2"}},
		{[]int{90, 10, 9}, 1, []string{"first_sure n0", "certain n0"}},
	} {
		x := prioritize.NewTally(prioritize.Shape{Needs: 3})
		for j, n := range c.chose {
			choices(x, n, "v0", j)
		}
		r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(3), Tally: x, Top: c.top})
		got := tell(r.Statements())[1:]
		if diff := cmp.Diff(c.want, got[:min(len(got), len(c.want))]); diff != "" {
			t.Errorf("%v chose (-want +got):\n%s", c.chose, diff)
		}
	}
}

func TestNothingIsStatedOfTooFew(t *testing.T) {
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(2), Tally: tally(2, ranked(prioritize.Cell{Village: "v0"}, 1))})
	if got := r.Statements(); got != nil {
		t.Errorf("got %v, want nothing", tell(got))
	}
}

// Statements follow from the document: each holds in it, and none names what it hides.
func TestStatementsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := prioritize.Input{
			Municipality: town(50, 20), Needs: needs(4), Tally: tally(4, rapid.SliceOfN(anyBallot(4, 2), 0, 120).Draw(t, "ballots")...),
			Rule: rapid.SampledFrom([]prioritize.Rule{prioritize.Reach, prioritize.Borda}).Draw(t, "rule"), Top: rapid.IntRange(1, 5).Draw(t, "top"),
		}
		r, err := prioritize.Rank(in)
		if err != nil {
			t.Fatalf("Rank: %v", err)
		}
		for _, x := range r.Statements() {
			if !slices.Contains(prioritize.StatementCodes(), x.Code) {
				t.Fatalf("unknown code %s", x.Code)
			}
			for _, need := range slices.Concat(x.Needs, x.Others) {
				if r.Item(need) == nil {
					t.Fatalf("%s names %q, which is not ranked", x.Code, need)
				}
			}
			first := len(x.Needs) > 0 && r.Item(x.Needs[0]).Rank == 1
			switch x.Code {
			case prioritize.SaysFirstSure:
				if !first || r.Item(x.Needs[0]).RankHigh != 1 {
					t.Fatalf("%v is not certainly first", x.Needs)
				}
			case prioritize.SaysFirstOpen, prioritize.SaysFirstShared, prioritize.SaysSameRules, prioritize.SaysSameWeights, prioritize.SaysRobust, prioritize.SaysFlip:
				if !first {
					t.Fatalf("%s: %v is not first", x.Code, x.Needs)
				}
			case prioritize.SaysAlike, prioritize.SaysClose:
				for i, need := range x.Needs[:len(x.Needs)-1] {
					at := slices.IndexFunc(r.Items, func(it prioritize.Item) bool { return it.Need.Code == need })
					if r.Items[at].Apart && r.Items[at].Rank != r.Items[at+1].Rank || r.Items[at+1].Need.Code != x.Needs[i+1] {
						t.Fatalf("%v are told apart, or are no neighbours", x.Needs)
					}
				}
			case prioritize.SaysVillageFirst:
				for _, v := range x.Villages {
					i := slices.IndexFunc(r.Villages, func(s prioritize.Segment) bool { return s.Key == v })
					if p := r.Item(x.Needs[0]).Villages[i]; p.Rank == nil || *p.Rank != 1 || p.Share == nil {
						t.Fatalf("%s is said to be first in %s, where it is hidden or is not", x.Needs[0], v)
					}
				}
			case prioritize.SaysGap:
				if r.Item(x.Needs[0]).Share == nil {
					t.Fatalf("the gap of %s is told, whose figures are hidden", x.Needs[0])
				}
			}
		}
	})
}
