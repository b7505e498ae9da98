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
		"flip n0 n3 v0 in v2 0.13",
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
		{[]int{90, 10, 9}, 1, []string{"first_sure n0"}},
		{[]int{90, 60, 9}, 2, []string{"first_sure n0", "certain n0+n1"}},
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

// Villages that are too small to be left out alone are not said to have been.
func TestWhatIsLeftOutIsCounted(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 3})
	for _, v := range []string{"v0", "v1", "v2"} {
		choices(x, 40, v, 0, 1)
		choices(x, 10, v, 2)
	}
	choices(x, 3, "v3", 2)
	r := rank(t, prioritize.Input{Municipality: town(50, 50, 50, 50), Needs: needs(3), Tally: x, Top: 2})
	i := slices.IndexFunc(r.Statements(), func(x prioritize.Statement) bool { return x.Code == prioritize.SaysStays })
	if i < 0 {
		t.Fatalf("got %v, want that the first stay the same", tell(r.Statements()))
	}
	if got := r.Statements()[i]; got.Count != 3 || got.Least != prioritize.MinBase || got.Top != 2 {
		t.Errorf("got the first %d without any of %d villages with %d answers, want 2, 3 and %d", got.Top, got.Count, got.Least, prioritize.MinBase)
	}
}

// Where no village has answers enough to be looked at, all needs are first by villages.
func TestAFirstOfAllNeedsIsNotStated(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 3})
	people := make([]int, 12)
	for i := range people {
		people[i] = 50
		choices(x, prioritize.MinBase-1, fmt.Sprintf("v%d", i), 0)
	}
	r := rank(t, prioritize.Input{Municipality: town(people...), Needs: needs(3), Tally: x})
	for _, said := range tell(r.Statements()) {
		if strings.HasPrefix(said, string(prioritize.SaysVillages)+" ") {
			t.Errorf("got %q, want nothing of villages that count the same", said)
		}
	}
}

func TestNothingIsStatedOfPlacesThatAreHidden(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 4})
	for i, n := range []int{80, 50, 20, 10} {
		choices(x, n, "v0", i)
		choices(x, n, "v1", i)
	}
	r := rank(t, prioritize.Input{Municipality: town(50, 50), Needs: needs(4), Tally: x, Top: 2})
	r.Representation.Shares = []string{"n0", "n1"}
	for _, c := range []struct {
		hidden string // and all that are not above it
		want   []string
	}{
		{"n0", []string{"answered", "shares n0+n1"}},
		{"n1", []string{"answered", "first_sure n0", "certain n0", "many", "same_weights n0", "same_rules n0 borda+schulze+copeland+kemeny", "shares n0+n1"}},
		{"n2", []string{"answered", "first_sure n0", "certain n0+n1", "same_weights n0", "same_rules n0 borda+schulze+copeland+kemeny", "stays"}},
	} {
		v := veil(&r, c.hidden)
		if diff := cmp.Diff(c.want, tell(v.Statements())); diff != "" {
			t.Errorf("without the place of %s (-want +got):\n%s", c.hidden, diff)
		}
	}
}

// veil hides the place of a need, and of all that are not above it, by every rule.
func veil(r *prioritize.Ranking, need string) prioritize.Ranking {
	v := *r
	at := slices.IndexFunc(r.Items, func(it prioritize.Item) bool { return it.Need.Code == need })
	hide := func(ranks []int) []int {
		hidden := slices.Clone(ranks)
		for i := range hidden {
			if ranks[at] > 0 && ranks[i] >= ranks[at] {
				hidden[i] = 0
			}
		}
		return hidden
	}
	of := func(rank func(it *prioritize.Item) int) []int {
		var all []int
		for i := range r.Items {
			all = append(all, rank(&r.Items[i]))
		}
		return hide(all)
	}
	ranks := of(func(it *prioritize.Item) int { return it.Rank })
	respondents := of(func(it *prioritize.Item) int { return it.Ranks.Respondents })
	villages := of(func(it *prioritize.Item) int { return it.Ranks.Villages })
	people := of(func(it *prioritize.Item) int { return it.Ranks.People })
	v.Items = slices.Clone(r.Items)
	v.Top.Certain, v.Top.Contender = nil, nil
	told := 0
	for i := range v.Items {
		it := &v.Items[i]
		it.Rank, it.Ranks = ranks[i], prioritize.Weightings{Respondents: respondents[i], Villages: villages[i], People: people[i]}
		if i+1 == len(ranks) || ranks[i+1] == 0 {
			it.Flip = nil
		}
		switch {
		case it.Rank == 0:
			it.RankLow, it.RankHigh, it.Tier, it.Apart, it.Standing = 0, 0, 0, false, prioritize.Hidden
			continue
		case it.Standing == prioritize.Certain:
			v.Top.Certain = append(v.Top.Certain, it.Need.Code)
		case it.Standing == prioritize.Contender:
			v.Top.Contender = append(v.Top.Contender, it.Need.Code)
		}
		if it.Rank <= v.Top.K {
			told++
		}
	}
	v.Checks, v.Without = slices.Clone(r.Checks), slices.Clone(r.Without)
	for i := range v.Checks {
		v.Checks[i].Ranks = hide(v.Checks[i].Ranks)
	}
	for i := range v.Without {
		if v.Without[i].Ranks == nil {
			continue
		}
		v.Without[i].Ranks = hide(v.Without[i].Ranks)
		v.Without[i].Same = slices.Equal(among(ranks, v.Top.K), among(v.Without[i].Ranks, v.Top.K))
	}
	if r.Representation != nil && told < v.Top.K {
		rep := *r.Representation // nothing that is told is among any village's first
		rep.PassedOver = nil
		for _, s := range r.Villages {
			rep.PassedOver = append(rep.PassedOver, s.Key)
		}
		v.Representation = &rep
	}
	return v
}

// among are the indexes of the ranks that are told to be among the first k.
func among(ranks []int, k int) []int {
	var all []int
	for i, r := range ranks {
		if 1 <= r && r <= k {
			all = append(all, i)
		}
	}
	return all
}

// Statements follow from the document: each holds in it, and none names what it hides.
// Nor is anything stated where places are hidden that is belied by where they are not.
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
			hold(t, &r, x)
		}
		for i := range r.Items {
			v := veil(&r, r.Items[i].Need.Code)
			for _, x := range v.Statements() {
				hold(t, &r, x)
			}
		}
	})
}

// hold fails unless a statement is true of the ranking.
func hold(t *rapid.T, r *prioritize.Ranking, x prioritize.Statement) {
	if !slices.Contains(prioritize.StatementCodes(), x.Code) {
		t.Fatalf("unknown code %s", x.Code)
	}
	for _, need := range slices.Concat(x.Needs, x.Others) {
		if r.Item(need) == nil {
			t.Fatalf("%s names %q, which is not ranked", x.Code, need)
		}
	}
	// first fails unless these ranks put the statement's needs first.
	first := func(rank func(i int, it *prioritize.Item) int) {
		for i := range r.Items {
			if it := &r.Items[i]; slices.Contains(x.Needs, it.Need.Code) && rank(i, it) != 1 {
				t.Fatalf("%s: %s is not first, but %d", x.Code, it.Need.Code, rank(i, it))
			}
		}
		if len(x.Needs) == 0 {
			t.Fatalf("%s of no needs", x.Code)
		}
	}
	rank := func(_ int, it *prioritize.Item) int { return it.Rank }
	respondents := func(_ int, it *prioritize.Item) int { return it.Ranks.Respondents }
	villages := func(_ int, it *prioritize.Item) int { return it.Ranks.Villages }
	switch x.Code {
	case prioritize.SaysFirstSure:
		first(rank)
		if r.Item(x.Needs[0]).RankHigh != 1 {
			t.Fatalf("%v is not certainly first", x.Needs)
		}
	case prioritize.SaysFirstOpen, prioritize.SaysFirstShared, prioritize.SaysRobust, prioritize.SaysFlip:
		first(rank)
	case prioritize.SaysSameWeights:
		first(rank)
		first(respondents)
		first(villages)
	case prioritize.SaysRespondents:
		first(respondents)
	case prioritize.SaysVillages:
		first(villages)
	case prioritize.SaysSameRules, prioritize.SaysOtherRules:
		for _, c := range r.Checks {
			if slices.Contains(x.Rules, c.Rule) {
				first(func(i int, _ *prioritize.Item) int { return c.Ranks[i] })
			}
		}
		if x.Code == prioritize.SaysSameRules {
			first(rank)
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
		if r.Item(x.Needs[0]).Rank == 1 {
			t.Fatalf("%s is said not to be the first of all, and is", x.Needs[0])
		}
	case prioritize.SaysGap:
		if r.Item(x.Needs[0]).Share == nil {
			t.Fatalf("the gap of %s is told, whose figures are hidden", x.Needs[0])
		}
	case prioritize.SaysStays, prioritize.SaysLeansOn, prioritize.SaysChannels:
		for _, w := range r.Without {
			named := w.Left == prioritize.LeftVillage && slices.Contains(x.Villages, w.Key) || w.Left == prioritize.LeftChannel && slices.Contains(x.Channels, w.Key)
			if named && w.Same || x.Code == prioritize.SaysStays && w.Left == prioritize.LeftVillage && !w.Same {
				t.Fatalf("%s: without %s the first are the same: %v", x.Code, w.Key, w.Same)
			}
		}
	case prioritize.SaysPassedOver:
		if diff := cmp.Diff(r.Representation.PassedOver, x.Villages); diff != "" {
			t.Fatalf("passed over (-want +got):\n%s", diff)
		}
	}
}
