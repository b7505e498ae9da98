package prioritize_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

// choices counts n ballots of a village that choose and rank these needs.
func choices(x *prioritize.Tally, n int, village string, order ...int) {
	b := ranked(prioritize.Cell{Village: village}, order...)
	for range n {
		x.Add(&b)
	}
}

// three villages: v0 and v1 want n0, v2 wants n1; nobody wants n3.
func threeVillages() *prioritize.Tally {
	x := prioritize.NewTally(prioritize.Shape{Needs: 4})
	choices(x, 60, "v0", 0, 2)
	choices(x, 40, "v0", 1)
	choices(x, 50, "v1", 0)
	choices(x, 30, "v1", 1, 2)
	choices(x, 10, "v2", 0)
	choices(x, 70, "v2", 1, 0)
	return x
}

func TestRankSetsTiersAndTheFirst(t *testing.T) {
	r := rank(t, prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(4), Tally: threeVillages(), Top: 2})
	var got []string
	for _, it := range r.Items {
		got = append(got, fmt.Sprintf("%d [%d, %d] tier %d %s %s", it.Rank, it.RankLow, it.RankHigh, it.Tier, it.Standing, it.Need.Code))
	}
	// 190 and 140 of 260 are told apart, and both from 90 and 0.
	want := []string{"1 [1, 1] tier 1 certain n0", "2 [2, 2] tier 2 certain n1", "3 [3, 3] tier 3 out n2", "4 [4, 4] tier 4 out n3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(prioritize.Top{K: 2, Certain: []string{"n0", "n1"}, Contender: []string{}}, r.Top); diff != "" {
		t.Errorf("the first two (-want +got):\n%s", diff)
	}
}

func TestFewAnswersTellLittle(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 3})
	choices(x, 6, "v0", 0)
	choices(x, 5, "v0", 1)
	choices(x, 5, "v0", 2)
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(3), Tally: x, Top: 1})
	for _, it := range r.Items {
		if it.RankLow != 1 || it.RankHigh != 3 || it.Tier != 1 || it.Standing != prioritize.Contender {
			t.Errorf("%s: got [%d, %d], tier %d, %s; want all ranks possible", it.Need.Code, it.RankLow, it.RankHigh, it.Tier, it.Standing)
		}
	}
}

// Of the ways to weigh and to count, each has its own order here.
func TestOtherWeightsAndRules(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 3})
	choices(x, 100, "v0", 0, 1)
	choices(x, 20, "v1", 1)
	choices(x, 20, "v2", 2, 1)
	town := &survey.Municipality{ID: "t", Villages: []survey.Village{{ID: "v0", Adults: 900}, {ID: "v1", Adults: 500}, {ID: "v2", Adults: 2000}}}
	r := rank(t, prioritize.Input{Municipality: town, Needs: needs(3), Tally: x})
	got := map[string]prioritize.Weightings{}
	for _, it := range r.Items {
		got[it.Need.Code] = it.Ranks
	}
	want := map[string]prioritize.Weightings{
		"n0": {Respondents: 2, Villages: 2, People: 3}, // 100 of 140; a third of the villages; 900 of 3,400
		"n1": {Respondents: 1, Villages: 1, People: 1},
		"n2": {Respondents: 3, Villages: 2, People: 2},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ranks by weights (-want +got):\n%s", diff)
	}
	rules := map[string][]int{}
	for _, c := range r.Checks {
		rules[c.Rule] = c.Ranks
	}
	// By orders n2 is above both others for 2,000 of 3,400 people.
	for _, rule := range []string{prioritize.RuleSchulze, prioritize.RuleCopeland, prioritize.RuleKemeny} {
		if diff := cmp.Diff([]int{2, 1, 3}, rules[rule]); diff != "" {
			t.Errorf("%s, beside n1, n2, n0 (-want +got):\n%s", rule, diff)
		}
	}
	if rules[string(prioritize.Borda)] == nil || rules[string(prioritize.Reach)] != nil {
		t.Errorf("got checks %v, want Borda beside Reach", rules)
	}
}

func TestComparedPairsAreChecked(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 3, Pairs: true})
	choices(x, 10, "v0", 2)
	for range 8 {
		x.Add(&prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: "v0"}}, Pairs: []prioritize.Compared{{Better: 0, Worse: 1}, {Better: 1, Worse: 2}}})
	}
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(3), Tally: x})
	i := slices.IndexFunc(r.Checks, func(c prioritize.Check) bool { return c.Rule == prioritize.RuleBradleyTerry })
	if r.Compared != 8 || i < 0 {
		t.Fatalf("got %d compared and checks %+v", r.Compared, r.Checks)
	}
	if diff := cmp.Diff([]int{3, 1, 2}, r.Checks[i].Ranks); diff != "" { // items: n2, n0, n1
		t.Errorf("ranks by comparisons (-want +got):\n%s", diff)
	}
}

func TestPointsOrder(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 3, Points: true})
	for range 10 {
		x.Add(&prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: "v0"}}, Answered: true, Chosen: []int{0, 1},
			Points: []prioritize.Pointed{{Need: 0, Points: 1}, {Need: 1, Points: 3}}})
		x.Add(&prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: "v0"}}, Answered: true, Chosen: []int{2},
			Points: []prioritize.Pointed{{Need: 2, Points: 7}}})
		x.Add(&prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: "v0"}}, Points: []prioritize.Pointed{{Need: 0, Points: 0}}})
	}
	r := rank(t, prioritize.Input{Municipality: town(0), Needs: needs(3), Tally: x, Rule: prioritize.Points})
	if r.Pointed != 20 || r.Answered != 20 || r.Count != 30 {
		t.Errorf("got %d with points, %d answered of %d, want 20, 20 of 30: all zero is missing", r.Pointed, r.Answered, r.Count)
	}
	for code, want := range map[string]float64{"n0": 0.125, "n1": 0.375, "n2": 0.5} {
		if got := r.Item(code).Points; got == nil || got.Value != want || got.Error <= 0 {
			t.Errorf("%s: got %+v, want %v", code, got, want)
		}
	}
	if r.Items[0].Need.Code != "n2" {
		t.Errorf("got %s first, want n2", r.Items[0].Need.Code)
	}
}

func TestWithoutAVillageAChannelAndTheFlagged(t *testing.T) {
	x := threeVillages()
	odd := ranked(prioritize.Cell{Village: "v1"}, 3)
	odd.Channel, odd.Flagged = survey.Paper, true
	for range 9 {
		x.Add(&odd)
	}
	few := ranked(prioritize.Cell{Village: "v1"}, 3)
	few.Channel = survey.Bot
	for range 4 {
		x.Add(&few)
	}
	r := rank(t, prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(4), Tally: x, Top: 1})
	var got []string
	for _, w := range r.Without {
		got = append(got, fmt.Sprintf("%s %s %v same first: %t tau %.2f", w.Left, w.Key, w.Ranks, w.Same, w.Tau))
	}
	want := []string{ // beside n0, n1, n2, n3
		"village v0 [1 2 3 4] same first: true tau 1.00",
		"village v1 [1 2 3 4] same first: true tau 1.00",
		"village v2 [1 3 2 4] same first: true tau 0.67",
		// Without the web all answers are of n3, and of a few they are not told: of 4 by the bot.
		"channel web [2 2 2 1] same first: false tau -0.71",
		"channel paper [1 2 3 0] same first: true tau 1.00",
		"flagged  [1 2 3 0] same first: true tau 1.00",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("without (-want +got):\n%s", diff)
	}
}

func TestWhatWouldSwapTwoNeeds(t *testing.T) {
	r := rank(t, prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(4), Tally: threeVillages()})
	// n0 leads n1 by 60-40 of 100 in v0, by 50-30 of 80 in v1, and 80-70 of 80 in v2: nowhere is
	// it the other way about. n1 leads n2 by 40-60, 30-30, 70-0: v0 is.
	if f := r.Item("n0").Flip; f != nil {
		t.Errorf("n0: got %+v, want nothing that would swap it", f)
	}
	f := r.Item("n1").Flip
	if f == nil {
		t.Fatal("n1: got nothing that would swap it with n2")
	}
	// 80/260 x 0.875 - 100/260 x 0.2 = 0.1923 of a lead; each moved from v2 to v0 takes 1.075 of it.
	want := prioritize.Flip{Next: "n2", Moved: 0.179, From: []string{"v2"}, To: "v0", Robust: true}
	if diff := cmp.Diff(&want, f); diff != "" {
		t.Errorf("n1 (-want +got):\n%s", diff)
	}
}

// Whatever the parts of the people are within the bounds, the difference is no less,
// and some parts have that difference.
func TestLeastDifferenceIsTheLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "villages")
		w, sum := make([]float64, n), 0.0
		for i := range w {
			w[i] = float64(rapid.IntRange(1, 50).Draw(t, "people"))
			sum += w[i]
		}
		d, low, high := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range w {
			w[i] /= sum
			d[i] = rapid.Float64Range(-1, 1).Draw(t, "difference")
			low[i], high[i] = w[i]*rapid.Float64Range(0, 1).Draw(t, "low"), min(1, w[i]*rapid.Float64Range(1, 3).Draw(t, "high"))
		}
		least := prioritize.LeastDifference(d, low, high)
		at := 0.0
		for i := range w {
			at += w[i] * d[i]
		}
		if at < least-1e-9 {
			t.Fatalf("the parts %v make %v, less than %v", w, at, least)
		}
		// Any exchange between two villages, as far as the bounds allow, makes no less.
		for i := range w {
			for j := range w {
				moved := min(w[i]-low[i], high[j]-w[j])
				if got := at + moved*(d[j]-d[i]); got < least-1e-9 {
					t.Fatalf("moving %v makes %v, less than %v", moved, got, least)
				}
			}
		}
		// Brute force: all villages at a bound but one.
		best := math.Inf(1)
		for mask := range 1 << n {
			for free := range n {
				left, total := 1.0, 0.0
				for i := range n {
					if i == free {
						continue
					}
					x := low[i]
					if mask>>i&1 == 1 {
						x = high[i]
					}
					left, total = left-x, total+x*d[i]
				}
				if left >= low[free]-1e-12 && left <= high[free]+1e-12 {
					best = min(best, total+left*d[free])
				}
			}
		}
		if math.Abs(best-least) > 1e-9 {
			t.Fatalf("got %v, want %v", least, best)
		}
	})
}

func TestLiftsAddUpAndBetweenIsEta(t *testing.T) {
	r := rank(t, prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(4), Tally: threeVillages()})
	it := r.Item("n1")
	sum, squares, p := 0.0, 0.0, 140.0/260
	for i, part := range it.Villages {
		if part.Lifts == nil {
			t.Fatalf("%s: no lift", part.Key)
		}
		w := []float64{100, 80, 80}[i] / 260
		if want := w * (*part.Share - p); math.Abs(*part.Lifts-want) > 0.001 {
			t.Errorf("%s: got a lift of %v, want %v", part.Key, *part.Lifts, want)
		}
		sum += *part.Lifts
		squares += w * (*part.Share - p) * (*part.Share - p)
	}
	if math.Abs(sum) > 0.0015 {
		t.Errorf("the lifts add up to %v", sum)
	}
	if want := squares / (p * (1 - p)); it.Between == nil || math.Abs(*it.Between-want) > 0.001 {
		t.Errorf("between villages: got %v, want %v", it.Between, want)
	}
	if b := r.Item("n3").Between; b == nil || *b != 0 {
		t.Errorf("what nobody chose: got %v, want 0", b)
	}
}

func TestVillagesThatThePassedOverAreNamed(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 8})
	v := prioritize.Votes{}
	add := func(n int, village string, order ...int) {
		b := ranked(prioritize.Cell{Village: village}, order...)
		for range n {
			x.Add(&b)
			v.Add(&b)
		}
	}
	add(100, "v0", 0, 1, 2)
	add(90, "v1", 0, 1, 2)
	add(110, "v2", 5, 6, 7)
	in := prioritize.Input{Municipality: town(0, 0, 0), Needs: needs(8), Tally: x, Top: 3}
	r := rank(t, in)
	if diff := cmp.Diff(&prioritize.Representation{PassedOver: []string{"v2"}}, r.Representation); diff != "" {
		t.Errorf("without votes (-want +got):\n%s", diff)
	}
	in.Votes = v
	r = rank(t, in)
	rep := r.Representation
	if len(rep.Shares) != 3 || len(rep.SharesPassOver) != 0 || !slices.Contains(rep.Shares, "n5") && !slices.Contains(rep.Shares, "n6") && !slices.Contains(rep.Shares, "n7") {
		t.Errorf("got %+v, want three needs by equal shares, one of them of v2's", rep)
	}
}

// What is in the evidence is enough to make the ranking again, to the byte.
func TestARankingIsMadeAgainFromItsEvidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 6).Draw(t, "needs")
		ballots := rapid.SliceOfN(anyBallot(m, 2), 0, 40).Draw(t, "ballots")
		in := prioritize.Input{
			Campaign: "c", Questionnaire: "q@1", Municipality: town(120, 60), Needs: needs(m), Tally: tally(m, ballots...),
			Rule: rapid.SampledFrom(prioritize.Rules()).Draw(t, "rule"), Top: rapid.IntRange(0, 6).Draw(t, "top"), Code: "v1",
			Unread: int64(rapid.IntRange(0, 9).Draw(t, "unread")),
		}
		if rapid.Bool().Draw(t, "votes") {
			in.Votes = prioritize.Votes{}
			for i := range ballots {
				in.Votes.Add(&ballots[i])
			}
		}
		first := encoded(t, in)
		evidence, err := json.Marshal(in)
		if err != nil {
			t.Fatalf("Marshal: %v", err)
		}
		var again prioritize.Input
		if err := json.Unmarshal(evidence, &again); err != nil {
			t.Fatalf("Unmarshal: %v", err)
		}
		if second := encoded(t, again); !bytes.Equal(first, second) {
			t.Fatalf("made again:\n%s", cmp.Diff(string(first), string(second)))
		}
	})
}

func encoded(t *rapid.T, in prioritize.Input) []byte {
	r, err := prioritize.Rank(in)
	if err != nil {
		t.Fatalf("Rank: %v", err)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	return b
}

// Of twice the answers the ranks are the same, and their sets are no wider. Too few
// answers have no ranks, while twice as many may.
func TestTwiceTheAnswersAreSurer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ballots := rapid.SliceOfN(anyBallot(4, 2), 30, 90).Draw(t, "ballots")
		in := prioritize.Input{Municipality: town(0, 0), Needs: needs(4), Tally: tally(4, ballots...)}
		once, err := prioritize.Rank(in)
		if err != nil {
			t.Fatalf("Rank: %v", err)
		}
		if slices.ContainsFunc(once.Items, func(it prioritize.Item) bool { return it.Rank == 0 }) {
			return
		}
		in.Tally = tally(4, append(slices.Clone(ballots), ballots...)...)
		twice, err := prioritize.Rank(in)
		if err != nil {
			t.Fatalf("Rank: %v", err)
		}
		for i := range once.Items {
			a, b := once.Items[i], twice.Items[i]
			if a.Need.Code != b.Need.Code || a.Rank != b.Rank || a.Share != nil && b.Share != nil && *a.Share != *b.Share {
				t.Fatalf("got %s of rank %d and then %s of rank %d", a.Need.Code, a.Rank, b.Need.Code, b.Rank)
			}
			if b.RankHigh-b.RankLow > a.RankHigh-a.RankLow {
				t.Fatalf("%s: with more answers it is less sure: [%d, %d], then [%d, %d]", a.Need.Code, a.RankLow, a.RankHigh, b.RankLow, b.RankHigh)
			}
		}
	})
}

func TestRankRefusesWhatItCannotRank(t *testing.T) {
	good := prioritize.Input{Municipality: town(0), Needs: needs(4), Tally: threeVillages()}
	for name, spoil := range map[string]func(*prioritize.Input){
		"unknown rule":    func(in *prioritize.Input) { in.Rule = "loudest" },
		"other needs":     func(in *prioritize.Input) { in.Needs = needs(3) },
		"the first none":  func(in *prioritize.Input) { in.Top = -1 },
		"unknown village": func(in *prioritize.Input) { in.Village = "atlantis" },
		"no tally":        func(in *prioritize.Input) { in.Tally = nil },
		"no municipality": func(in *prioritize.Input) { in.Municipality = nil },
		"choices of others": func(in *prioritize.Input) {
			in.Votes = prioritize.Votes{{Cell: prioritize.Cell{Village: "v0"}, Answered: true, Chosen: 1}: 7}
		},
	} {
		in := good
		spoil(&in)
		if _, err := prioritize.Rank(in); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want an ErrInvalid", name, err)
		}
	}
}

// One answer of a village must not decide what every village counting the same would
// put first.
func TestAVillageOfAFewDecidesNothing(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 4})
	choices(x, 30, "v0", 0)
	choices(x, 20, "v0", 0, 1)
	choices(x, 1, "v1", 3)
	r := rank(t, prioritize.Input{Municipality: town(0, 0), Needs: needs(4), Tally: x})
	for _, it := range r.Items {
		if it.Need.Code == "n3" && it.Ranks.Villages == 1 {
			t.Error("what one person of v1 chose is first if every village counts the same")
		}
	}
	for _, v := range r.Representation.PassedOver {
		if v == "v1" {
			t.Error("v1, of one answer, is said to be passed over")
		}
	}
}
