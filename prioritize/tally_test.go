package prioritize_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

func TestMergedTalliesEqualOneBatchInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "needs")
		ballots := rapid.SliceOfN(anyBallot(m, 3), 0, 40).Draw(t, "ballots")
		batch := tally(m, ballots...)

		shuffled := rapid.Permutation(ballots).Draw(t, "shuffled")
		cut := rapid.IntRange(0, len(shuffled)).Draw(t, "cut")
		merged := tally(m, shuffled[:cut]...)
		if err := merged.Merge(tally(m, shuffled[cut:]...)); err != nil {
			t.Fatalf("Merge: %v", err)
		}
		if !merged.Equal(batch) {
			t.Fatal("merged tally differs from the batch")
		}
		if got, want := canonical(t, merged), canonical(t, batch); !bytes.Equal(got, want) {
			t.Fatalf("canonical bytes differ:\n got %x\nwant %x", got, want)
		}
	})
}

func TestSubtractUndoesAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "needs")
		kept := rapid.SliceOfN(anyBallot(m, 3), 0, 20).Draw(t, "kept")
		gone := rapid.SliceOfN(anyBallot(m, 3), 0, 20).Draw(t, "gone")
		want := tally(m, kept...)
		got := tally(m, slices.Concat(kept, gone)...)
		for i := range gone {
			got.Subtract(&gone[i])
		}
		if !got.Equal(want) {
			t.Fatal("after subtracting, the tally differs from one without the ballots")
		}
		for i := range kept { // the other way about
			got.Subtract(&kept[i])
		}
		if n := len(got.Cells()); n != 0 {
			t.Fatalf("got %d cells after subtracting everything, want none", n)
		}
	})
}

func TestSubtractBeforeAddLeavesNothing(t *testing.T) {
	b := ranked(prioritize.Cell{Village: "v0"}, 1, 0)
	got := prioritize.NewTally(prioritize.Shape{Needs: 3})
	got.Subtract(&b)
	got.Add(&b)
	if !got.Equal(prioritize.NewTally(prioritize.Shape{Needs: 3})) {
		t.Errorf("got cells %v, want none", got.Cells())
	}
}

func TestSumsAndProductsAreThoseOfTheScores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "needs")
		ballots := rapid.SliceOfN(anyBallot(m, 1), 0, 20).Draw(t, "ballots")
		got := tally(m, ballots...)
		for _, c := range got.Cells() {
			for _, rule := range []prioritize.Rule{prioritize.Reach, prioritize.Borda} {
				compareMoments(t, got, c, rule, ballots)
			}
		}
	})
}

func compareMoments(t *rapid.T, got *prioritize.Tally, c prioritize.Cell, rule prioritize.Rule, ballots []prioritize.Ballot) {
	m := got.Needs()
	var base int64
	sums, products := make([]int64, m), make([][]int64, m)
	for j := range m {
		products[j] = make([]int64, m)
	}
	for _, b := range ballots {
		y, counts := scores(b, rule, m)
		if b.Cell != c || !counts {
			continue
		}
		base++
		for j := range m {
			sums[j] += y[j]
			for k := range m {
				products[j][k] += y[j] * y[k]
			}
		}
	}
	if n := got.Base(c, rule); n != base {
		t.Fatalf("%s %v: got base %d, want %d", rule, c, n, base)
	}
	for j := range m {
		if n := got.Sum(c, rule, j); n != sums[j] {
			t.Fatalf("%s %v: got sum %d of need %d, want %d", rule, c, n, j, sums[j])
		}
		for k := range m {
			if n := got.Product(c, rule, j, k); n != products[j][k] {
				t.Fatalf("%s %v: got product %d of needs %d and %d, want %d", rule, c, n, j, k, products[j][k])
			}
		}
	}
}

// scores are the integer scores of a ballot, written down from the definitions,
// and whether the rule looks at the ballot.
func scores(b prioritize.Ballot, rule prioritize.Rule, m int) ([]int64, bool) {
	y := make([]int64, m)
	if rule == prioritize.Reach {
		for _, j := range b.Chosen {
			y[j] = 1
		}
		return y, b.Answered
	}
	for j := range y {
		y[j] = int64(m - len(b.Order) - 1)
	}
	for i, j := range b.Order {
		y[j] = int64(2 * (m - (i + 1)))
	}
	return y, b.Ranked
}

func TestSeverityIsAHistogram(t *testing.T) {
	c := prioritize.Cell{Village: "v0"}
	got := prioritize.NewTally(prioritize.Shape{Needs: 2})
	for _, level := range []int{1, 5, 5, 3} {
		got.Add(&prioritize.Ballot{Source: prioritize.Source{Cell: c}, Ratings: []prioritize.Rating{{Need: 1, Level: level}}})
	}
	if h, want := got.Severity(c, 1), [survey.SeverityLevels]int64{1, 0, 1, 0, 2}; h != want {
		t.Errorf("got %v, want %v", h, want)
	}
	if h, want := got.Severity(c, 0), ([survey.SeverityLevels]int64{}); h != want {
		t.Errorf("need that nobody rated: got %v, want %v", h, want)
	}
}

func TestMergeRefusesOtherNeeds(t *testing.T) {
	err := prioritize.NewTally(prioritize.Shape{Needs: 2}).Merge(prioritize.NewTally(prioritize.Shape{Needs: 3}))
	if !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("got %v, want an ErrInvalid", err)
	}
}

func TestTurnoutCountsWhoAnswered(t *testing.T) {
	of := func(village, sex, age string, by survey.Channel) prioritize.Ballot {
		return prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: village, Sex: sex, Age: age}, Channel: by}}
	}
	got := tally(2,
		of("v0", "female", "18-28", survey.Web), of("v0", "female", "60+", survey.Bot), of("v0", "", "60+", survey.Web),
		of("v1", "male", "29-44", survey.Paper), of("gone", "male", "18-28", survey.Web),
	)
	villages, whole := got.Turnout([]string{"v1", "v0", "v2"})
	for _, c := range []struct {
		what      string
		got, want int64
	}{
		{"v1", villages[0].Count, 1},
		{"v0", villages[1].Count, 3},
		{"v2", villages[2].Count, 0},
		{"all", whole.Count, 5},
		{"v0 by web", villages[1].Channels[survey.Web], 2},
		{"all by web", whole.Channels[survey.Web], 3},
		{"women of v0", villages[1].Sexes["female"], 2},
		{"of v0 who did not say", villages[1].Sexes[""], 1},
		{"men", whole.Sexes["male"], 2},
		{"of 18 to 28", whole.Ages["18-28"], 2},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %d, want %d", c.what, c.got, c.want)
		}
	}
}

func TestAddDoesNotAllocate(t *testing.T) {
	b := ranked(prioritize.Cell{Village: "v0", Sex: "female", Age: "18-28"}, 3, 1, 2)
	b.Ratings = []prioritize.Rating{{Need: 3, Level: 5}}
	got := tally(24, b)
	if n := testing.AllocsPerRun(100, func() { got.Add(&b) }); n != 0 {
		t.Errorf("got %v allocations, want none", n)
	}
}

func canonical(t *rapid.T, x *prioritize.Tally) []byte {
	b, err := x.AppendBinary(nil)
	if err != nil {
		t.Fatalf("AppendBinary: %v", err)
	}
	return b
}
