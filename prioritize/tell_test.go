package prioritize_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// crowd counts answers of a village, of which these numbers chose n0, n1 and so on, the
// first ones of all.
func crowd(x *prioritize.Tally, village string, answers int, counts ...int) {
	for i := range answers {
		b := prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: village}, Channel: survey.Web}, Answered: true}
		for j, n := range counts {
			if i < n {
				b.Chosen = append(b.Chosen, j)
			}
		}
		x.Add(&b)
	}
}

// Without one of two villages the order is the other's: it tells no more than that does.
func TestWithoutOneOfTwoVillagesIsTheOther(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 7})
	crowd(x, "v0", 60, 40, 38, 36, 34, 32, 30, 28)
	crowd(x, "v1", 40, 30, 20, 4, 3, 2, 1, 0)
	for top := 1; top < 7; top++ {
		r := rank(t, prioritize.Input{Municipality: town(0, 0), Needs: needs(7), Tally: x, Top: top})
		for _, w := range r.Without {
			if w.Left == prioritize.LeftVillage && w.Key == "v0" && (top > 2 || w.Ranks != nil && slices.Max(w.Ranks[2:]) > 0) {
				t.Errorf("top %d: without v0 got %+v, which tells of the few in v1", top, w)
			}
		}
	}
}

// How many of all did not choose a need is told by no rule that goes by choices.
func TestChecksTellNotHowFewDidNotChoose(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 6})
	crowd(x, "v0", 60, 59, 58, 57, 56, 20, 40)
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(6), Tally: x})
	for _, c := range r.Checks {
		if !slices.Equal(c.Ranks, []int{1, 1, 1, 1, 5, 6}) {
			t.Errorf("%s: got %v beside %v", c.Rule, c.Ranks, r.Items)
		}
	}
}

// Whatever is told of a need's places fits together.
func TestWhatIsToldOfPlacesFitsTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := prioritize.Input{
			Municipality: town(40, 60), Needs: needs(6), Tally: tally(6, rapid.SliceOfN(anyBallot(6, 2), 5, 40).Draw(t, "ballots")...),
			Rule: rapid.SampledFrom([]prioritize.Rule{prioritize.Reach, prioritize.Borda}).Draw(t, "rule"), Top: rapid.IntRange(1, 6).Draw(t, "top"),
			Village: rapid.SampledFrom([]string{"", "v0", "v1"}).Draw(t, "village"),
		}
		r, err := prioritize.Rank(in)
		if err != nil {
			t.Fatalf("Rank: %v", err)
		}
		for i, it := range r.Items {
			if it.Rank > 0 && (it.RankLow < 1 || it.RankLow > it.Rank || it.RankHigh < it.Rank || it.RankHigh > len(r.Items)) {
				t.Fatalf("%s: rank %d in [%d, %d]", it.Need.Code, it.Rank, it.RankLow, it.RankHigh)
			}
			if i > 0 && it.Rank > 0 && (r.Items[i-1].Rank == 0 || r.Items[i-1].Rank > it.Rank || r.Items[i-1].Tier > it.Tier) {
				t.Fatalf("%s at %d, tier %d, follows %d, tier %d", it.Need.Code, it.Rank, it.Tier, r.Items[i-1].Rank, r.Items[i-1].Tier)
			}
		}
	})
}

// bothSexes counts women and men of a village, of whom so many chose n0; the others chose n1.
func bothSexes(x *prioritize.Tally, village string, women, ofWomen, men, ofMen int) {
	add := func(n int, sex string, need int) {
		b := ranked(prioritize.Cell{Village: village, Sex: sex, Age: "18-28"}, need)
		for range n {
			x.Add(&b)
		}
	}
	add(ofWomen, survey.SexFemale, 0)
	add(women-ofWomen, survey.SexFemale, 1)
	add(ofMen, survey.SexMale, 0)
	add(men-ofMen, survey.SexMale, 1)
}

// In one village a share that is weighted by sex would tell how many men chose the need.
func TestInOneVillageWeightsTellNotOfAFew(t *testing.T) {
	place := &survey.Municipality{ID: "town", Villages: []survey.Village{{ID: "v0", Population: []survey.Stratum{
		{Sex: survey.SexFemale, Age: "18-28", Count: 500}, {Sex: survey.SexMale, Age: "18-28", Count: 500},
	}}}}
	seen := map[float64]bool{}
	for men := 1; men <= 4; men++ {
		x := prioritize.NewTally(prioritize.Shape{Needs: 2})
		bothSexes(x, "v0", 60, 20-men, 40, men)
		r := rank(t, prioritize.Input{Municipality: place, Needs: needs(2), Tally: x})
		seen[*r.Item("n0").Share] = true
		if r.Weighting.Basis == prioritize.ByVillageSexAge || !slices.ContainsFunc(r.Weighting.Warnings, func(w prioritize.Warning) bool { return w.Code == prioritize.WarnPlain }) {
			t.Errorf("%d men: weighted by %s, warnings %v", men, r.Weighting.Basis, r.Weighting.Warnings)
		}
	}
	if len(seen) != 1 {
		t.Errorf("the share tells how many men chose it: %v", seen)
	}
	x := prioritize.NewTally(prioritize.Shape{Needs: 2})
	bothSexes(x, "v0", 60, 30, 40, 20)
	if r := rank(t, prioritize.Input{Municipality: place, Needs: needs(2), Tally: x}); r.Weighting.Basis != prioritize.ByVillageSexAge {
		t.Errorf("where it tells of nobody: weighted by %s", r.Weighting.Basis)
	}
}

// A village that is not weighted is not weighted either when some answers are left out.
func TestWithoutIsWeightedAsTheRankingIs(t *testing.T) {
	place := &survey.Municipality{ID: "town"}
	for _, id := range []string{"v0", "v1"} {
		place.Villages = append(place.Villages, survey.Village{ID: id, Population: []survey.Stratum{
			{Sex: survey.SexFemale, Age: "18-28", Count: 100}, {Sex: survey.SexMale, Age: "18-28", Count: 400},
		}})
	}
	x := prioritize.NewTally(prioritize.Shape{Needs: 4})
	add := func(n int, village, sex string, channel survey.Channel, need int) {
		b := ranked(prioritize.Cell{Village: village, Sex: sex, Age: "18-28"}, need)
		b.Channel = channel
		for range n {
			x.Add(&b)
		}
	}
	add(30, "v0", survey.SexFemale, survey.Web, 0)
	add(6, "v0", survey.SexFemale, survey.Web, 2)
	add(3, "v0", survey.SexMale, survey.Web, 2)
	add(20, "v0", survey.SexMale, survey.Web, 1)
	add(5, "v0", survey.SexFemale, survey.Bot, 0)
	add(1, "v0", survey.SexMale, survey.Bot, 1)
	add(60, "v1", survey.SexFemale, survey.Web, 0)
	add(60, "v1", survey.SexMale, survey.Web, 2)
	r := rank(t, prioritize.Input{Municipality: place, Needs: needs(4), Tally: x, Village: "v0", Top: 1})
	if r.Weighting.Basis != prioritize.Unweighted || r.Items[0].Need.Code != "n0" {
		t.Fatalf("got %s first, weighted by %s", r.Items[0].Need.Code, r.Weighting.Basis)
	}
	for _, w := range r.Without {
		if w.Left == prioritize.LeftChannel && w.Key == string(survey.Bot) && !w.Same {
			t.Errorf("without the bot got %+v, want n0 first as before", w)
		}
	}
}

// Of few answers all that they can have been could be tried against the hash.
func TestOfFewAnswersThereIsNoHash(t *testing.T) {
	for answers, want := range map[int]bool{99: false, 100: true} {
		x := prioritize.NewTally(prioritize.Shape{Needs: 3})
		crowd(x, "v0", answers, 30, 20, 10)
		if got := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(3), Tally: x}).Inputs != ""; got != want {
			t.Errorf("%d answers: has a hash: %t, want %t", answers, got, want)
		}
	}
}

// A village that is hidden for another's sake is not said to have few answers.
func TestAVillageHiddenForAnothersSake(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 3})
	crowd(x, "v0", 3, 3, 0, 0)
	crowd(x, "v1", 40, 20, 10, 5)
	crowd(x, "v2", 90, 60, 50, 5)
	r := rank(t, prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(3), Tally: x, Village: "v1"})
	if len(r.Items) > 0 || r.Count != 0 || len(r.Warnings) != 1 || r.Warnings[0].Code != prioritize.WarnHidden {
		t.Errorf("got %d items, %d answers and %v", len(r.Items), r.Count, r.Warnings)
	}
	r = rank(t, prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(3), Tally: x, Village: "v0"})
	if len(r.Warnings) != 1 || r.Warnings[0].Code != prioritize.WarnTooFew {
		t.Errorf("of three answers: got %v", r.Warnings)
	}
}

// Where several orders are as good by Kemeny's rule, the one it gives is no alarm.
func TestKemenyWithoutOneOrderIsNoAlarm(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 3})
	for j, n := range []int{50, 50, 10} {
		choices(x, n, "v0", j)
	}
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(3), Tally: x})
	i := slices.IndexFunc(r.Checks, func(c prioritize.Check) bool { return c.Rule == prioritize.RuleKemeny })
	if i < 0 || !r.Checks[i].Several {
		t.Fatalf("got %+v, want that several orders are as good", r.Checks)
	}
	if said := fmt.Sprint(tell(r.Statements())); strings.Contains(said, "other_rules") {
		t.Errorf("got %s, want no alarm", said)
	}
}

// Needs whose places are not told may be among the first too, and are counted with those
// that may.
func TestManyCountsThoseThatAreNotTold(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 6})
	crowd(x, "v0", 20, 9, 8, 3, 2, 1, 1)
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(6), Tally: x, Top: 2})
	i := slices.IndexFunc(r.Statements(), func(s prioritize.Statement) bool { return s.Code == prioritize.SaysMany })
	if i < 0 || r.Statements()[i].Count != 6 {
		t.Errorf("got %v, want that any of 6 may be", r.Statements())
	}
}
