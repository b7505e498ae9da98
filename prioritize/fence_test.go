package prioritize_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// However few chose a need, 1 to 4, the ranking is the same to the byte: no place, set,
// check or sentence tells them apart.
func TestARankingTellsNotHowFewChoseANeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const m = 7
		var ballots []prioritize.Ballot
		popular := rapid.SliceOfN(rapid.IntRange(0, 10), m, m).Draw(t, "of ten")
		for range rapid.IntRange(10, 90).Draw(t, "answers") {
			b := prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: "v0"}, Channel: survey.Web}, Answered: true}
			for j, of := range popular {
				if rapid.IntRange(1, 10).Draw(t, "need") <= of {
					b.Chosen = append(b.Chosen, j)
				}
			}
			ballots = append(ballots, b)
		}
		counts := make([]int, m)
		for _, b := range ballots {
			for _, j := range b.Chosen {
				counts[j]++
			}
		}
		few := slices.DeleteFunc(indexes(m), func(j int) bool { return counts[j] < 1 || counts[j] > 4 })
		if len(few) == 0 {
			t.Skip("no need that few chose")
		}
		in := prioritize.Input{Municipality: town(0), Needs: needs(m), Tally: tally(m, ballots...), Top: rapid.IntRange(1, m).Draw(t, "top")}
		if rapid.Bool().Draw(t, "of the village") {
			in.Village = "v0"
		}
		told := document(t, in)
		j := rapid.SampledFrom(few).Draw(t, "another number of this")
		want := rapid.IntRange(1, 4).Draw(t, "chose it")
		for i := range ballots {
			b := &ballots[i]
			b.Chosen = slices.Clone(b.Chosen)
			at := slices.Index(b.Chosen, j)
			switch {
			case counts[j] > want && at >= 0:
				b.Chosen, counts[j] = slices.Delete(b.Chosen, at, at+1), counts[j]-1
			case counts[j] < want && at < 0:
				b.Chosen, counts[j] = append(b.Chosen, j), counts[j]+1
			}
		}
		in.Tally = tally(m, ballots...)
		if diff := cmp.Diff(told, document(t, in)); diff != "" {
			t.Fatalf("n%d, which %d chose instead (-before +after):\n%s", j, want, diff)
		}
	})
}

// document is the ranking as JSON without the hash of its inputs.
func document(t *rapid.T, in prioritize.Input) string {
	r, err := prioritize.Rank(in)
	if err != nil {
		t.Fatalf("Rank: %v", err)
	}
	r.Inputs = ""
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// chosen counts as many ballots of v0 as are given for each need, of people who chose it
// alone, and others who chose nothing.
func chosen(others int, counts ...int) *prioritize.Tally {
	x := prioritize.NewTally(prioritize.Shape{Needs: len(counts)})
	add := func(n int, needs ...int) {
		b := prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: "v0"}, Channel: survey.Web}, Answered: true, Chosen: needs}
		for range n {
			x.Add(&b)
		}
	}
	add(others)
	for j, n := range counts {
		add(n, j)
	}
	return x
}

func TestPlacesThatMayBeTold(t *testing.T) {
	for _, c := range []struct {
		name   string
		others int
		counts []int
		want   string
	}{
		{"nothing is hidden", 10, []int{20, 6, 0}, "1 2 3"},
		{"behind what few chose", 10, []int{20, 8, 3, 0}, "1 2 0 0"},
		{"five are not clearly above a few", 10, []int{20, 5, 3, 6}, "1 0 0 2"},
		{"all but a few chose it", 3, []int{40, 0}, "1 2"},
	} {
		r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(len(c.counts)), Tally: chosen(c.others, c.counts...)})
		got := ""
		for j := range c.counts {
			got += fmt.Sprintf(" %d", r.Item(fmt.Sprintf("n%d", j)).Rank)
		}
		if got[1:] != c.want {
			t.Errorf("%s: got places%s, want %s", c.name, got, c.want)
		}
		for _, it := range r.Items {
			if it.Rank == 0 && (it.RankLow != 0 || it.RankHigh != 0 || it.Tier != 0 || it.Apart || it.Standing != prioritize.Hidden || it.Ranks != prioritize.Weightings{}) {
				t.Errorf("%s: %s has no place, but %+v", c.name, it.Need.Code, it)
			}
		}
	}
}

// Sets of needs with places count all others as one: above them all, or perhaps not.
func TestSetsBesideUntoldPlaces(t *testing.T) {
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(6), Tally: chosen(100, 200, 180, 12, 4, 3, 1)})
	var got []string
	for _, it := range r.Items {
		got = append(got, fmt.Sprintf("%s %d [%d %d] %d %t", it.Need.Code, it.Rank, it.RankLow, it.RankHigh, it.Tier, it.Apart))
	}
	want := []string{
		"n0 1 [1 2] 1 false", "n1 2 [1 2] 1 true", "n2 3 [3 6] 2 false",
		"n3 0 [0 0] 0 false", "n4 0 [0 0] 0 false", "n5 0 [0 0] 0 false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sets (-want +got):\n%s", diff)
	}
}

// What is hidden of one village for another's sake must not follow from its places.
func TestPlacesOfAVillageThatHidesForAnother(t *testing.T) {
	for _, c := range []struct {
		name   string
		v0, v1 []int // how many chose n0, n1 and so on, of 60 each
		want   string
	}{
		// n0 is hidden in v1, and therefore in v0.
		{"between 7 and 5 are only 6", []int{6, 7, 5, 30}, []int{3, 9, 9, 9}, "- - - 1"},
		{"no more than 21 of 24 are no fewer than 3", []int{20, 21, 18, 30}, []int{4, 9, 9, 9}, "- - - -"},
		{"no more than 30 of 24 are any", []int{20, 35, 18, 30}, []int{4, 9, 9, 9}, "- - - -"}, // 20 is where the fence is
		{"no more than 30 of 20 are any", []int{17, 35, 18, 30}, []int{3, 9, 9, 9}, "- 1 - 2"},
	} {
		x := prioritize.NewTally(prioritize.Shape{Needs: 4})
		for village, counts := range map[string][]int{"v0": c.v0, "v1": c.v1} {
			for i := range 60 {
				b := prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: village}, Channel: survey.Web}, Answered: true}
				for j, n := range counts {
					if i < n {
						b.Chosen = append(b.Chosen, j)
					}
				}
				x.Add(&b)
			}
		}
		in := prioritize.Input{Municipality: town(0, 0), Needs: needs(4), Tally: x}
		r := rank(t, in)
		in.Village = "v0"
		alone := rank(t, in)
		beside, within := "", ""
		for j := range 4 {
			code := fmt.Sprintf("n%d", j)
			if rank := r.Item(code).Villages[0].Rank; rank != nil {
				beside += fmt.Sprintf(" %d", *rank)
			} else {
				beside += " -"
			}
			if rank := alone.Item(code).Rank; rank > 0 {
				within += fmt.Sprintf(" %d", rank)
			} else {
				within += " -"
			}
		}
		if beside[1:] != c.want || within[1:] != c.want {
			t.Errorf("%s: got%s beside the other village and%s alone, want %s", c.name, beside, within, c.want)
		}
	}
}
