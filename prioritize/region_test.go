package prioritize_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

func TestAVillagesRankingIsOfTheSameType(t *testing.T) {
	in := prioritize.Input{Campaign: "c", Municipality: town(100, 100, 100), Needs: needs(4), Tally: threeVillages(), Village: "v2", Top: 2}
	r := rank(t, in)
	if r.Village != "v2" || r.Municipality != "town" || r.Count != 80 || len(r.Villages) != 0 || len(r.Groups) != 0 {
		t.Fatalf("got village %q of %q with %d answers, %v and %v", r.Village, r.Municipality, r.Count, r.Villages, r.Groups)
	}
	var got []string
	for _, it := range r.Items {
		got = append(got, fmt.Sprintf("%d %s %s", it.Rank, it.Need.Code, it.Standing))
	}
	if diff := cmp.Diff([]string{"1 n0 certain", "2 n1 certain", "3 n2 out", "3 n3 out"}, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	whole := in
	whole.Village = ""
	all := rank(t, whole)
	if beside, alone := *all.Item("n1").Villages[2].Share, *r.Item("n1").Share; beside != alone {
		t.Errorf("n1 in v2: got %v alone, %v beside the others", alone, beside)
	}
}

// What may not be shown of a village beside the others may not be shown of it alone.
func TestAVillageAloneTellsNoMoreThanBesideTheOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := prioritize.Input{Municipality: town(50, 50, 50), Needs: needs(4), Tally: tally(4, rapid.SliceOfN(anyBallot(4, 3), 0, 60).Draw(t, "ballots")...)}
		whole, err := prioritize.Rank(in)
		if err != nil {
			t.Fatalf("Rank: %v", err)
		}
		for i, segment := range whole.Villages {
			in.Village = segment.Key
			alone, err := prioritize.Rank(in)
			if err != nil {
				t.Fatalf("Rank: %v", err)
			}
			if segment.Base == nil && (alone.Count != 0 || alone.Answered != 0 || len(alone.Items) > 0) {
				t.Fatalf("%s: its base is hidden, but alone it has %d answers and %d items", segment.Key, alone.Count, len(alone.Items))
			}
			for _, it := range alone.Items {
				few := chosenIn(in.Tally, segment.Key, number(t, it.Need.Code)) < prioritize.MinBase // or else all but a few did
				if it.Chosen == nil && few && (it.Rank != 0 || it.RankLow != 0 || it.RankHigh != 0 || it.Ranks != prioritize.Weightings{} || it.Standing != prioritize.Hidden) {
					t.Fatalf("%s: %s is hidden, but where it stands is told: %+v", segment.Key, it.Need.Code, it)
				}
				if beside := whole.Item(it.Need.Code); beside != nil && beside.Villages[i].Count == nil && (it.Chosen != nil || it.Share != nil || it.Severity != nil || it.Borda != nil) {
					t.Fatalf("%s: %s is hidden beside the others, but alone it says %+v", segment.Key, it.Need.Code, it)
				}
			}
		}
	})
}

// chosenIn is how many of a village chose need j.
func chosenIn(x *prioritize.Tally, village string, j int) (n int64) {
	for _, sex := range append([]string{""}, sexes...) {
		for _, age := range append([]string{""}, ages...) {
			n += x.Sum(prioritize.Cell{Village: village, Sex: sex, Age: age}, prioritize.Reach, j)
		}
	}
	return n
}

// region is a raion of two municipalities with villages of the same names.
func region(t testing.TB, rule prioritize.Rule) (a, b, both prioritize.Input) {
	t.Helper()
	a = prioritize.Input{Municipality: town(100, 50), Needs: needs(3), Tally: prioritize.NewTally(prioritize.Shape{Needs: 3}), Rule: rule}
	b = prioritize.Input{Municipality: town(200), Needs: []prioritize.Need{needs(3)[2], needs(3)[0], needs(3)[1]}, Tally: prioritize.NewTally(prioritize.Shape{Needs: 3}), Rule: rule}
	b.Municipality.ID = "other"
	choices(a.Tally, 30, "v0", 0, 1)
	choices(a.Tally, 20, "v0", 1)
	choices(a.Tally, 40, "v1", 2, 0)
	choices(b.Tally, 60, "v0", 0)    // n2
	choices(b.Tally, 20, "v0", 1, 2) // n0, n1
	both, err := prioritize.Merge(survey.Municipality{ID: "raion", Name: survey.Text{"en": "Raion"}}, a, b)
	if err != nil {
		t.Fatalf("Merge: %v", err)
	}
	return a, b, both
}

func TestMunicipalitiesRollUp(t *testing.T) {
	for _, rule := range []prioritize.Rule{prioritize.Reach, prioritize.Borda} {
		a, b, both := region(t, rule)
		r, ra, rb := rank(t, both), rank(t, a), rank(t, b)
		if r.Municipality != "raion" || r.Count != 170 || r.Weighting.Basis != prioritize.ByVillage && r.Weighting.Basis != prioritize.ByVillageSexAge {
			t.Fatalf("got %s with %d answers, weighted by %s", r.Municipality, r.Count, r.Weighting.Basis)
		}
		var areas []string
		for _, s := range r.Villages {
			areas = append(areas, fmt.Sprintf("%s %d", s.Key, *s.Base))
		}
		if diff := cmp.Diff([]string{"town 90", "other 80"}, areas); diff != "" {
			t.Errorf("areas (-want +got):\n%s", diff)
		}
		// 1,200 people in one municipality, 1,600 in the other.
		for _, it := range r.Items {
			x, y := ra.Item(it.Need.Code), rb.Item(it.Need.Code)
			want := (1200**x.Share + 1600**y.Share) / 2800
			if math.Abs(*it.Share-want) > 0.001 {
				t.Errorf("%s by %s: got %v, want %v of %v and %v", it.Need.Code, rule, *it.Share, want, *x.Share, *y.Share)
			}
			if math.Abs(it.Borda.Value-(1200*x.Borda.Value+1600*y.Borda.Value)/2800) > 0.001 {
				t.Errorf("%s: got a Borda score of %v from %v and %v", it.Need.Code, it.Borda.Value, x.Borda.Value, y.Borda.Value)
			}
			if part := it.Villages[1]; part.Count != nil && y.Chosen != nil && *part.Count != *y.Chosen {
				t.Errorf("%s in other: got %d, want %d", it.Need.Code, *part.Count, *y.Chosen)
			}
		}
	}
}

func TestOrdersOfOtherNeedsAreNotMerged(t *testing.T) {
	a, b, _ := region(t, prioritize.Reach)
	b.Needs = append([]prioritize.Need{{Code: "yurt"}}, b.Needs[1:]...)
	both, err := prioritize.Merge(survey.Municipality{ID: "raion"}, a, b)
	if err != nil {
		t.Fatalf("Merge: %v", err)
	}
	r := rank(t, both)
	if len(r.Items) != 4 || r.Ranked != a.Tally.Base(prioritize.Cell{Village: "none"}, prioritize.Borda) {
		t.Errorf("got %d needs and %d orders, want 4 and none", len(r.Items), r.Ranked)
	}
	if n := r.Item("yurt").Chosen; n == nil || *n != 60 {
		t.Errorf("yurt: got %v, want 60", n)
	}
}

// The needs of one municipality are all that the other has, and one more: its orders
// do not compare with the other's either.
func TestOrdersAreMergedOfAllOrOfNone(t *testing.T) {
	a, b, _ := region(t, prioritize.Borda)
	fewer := prioritize.Input{Municipality: b.Municipality, Needs: a.Needs[:2], Tally: prioritize.NewTally(prioritize.Shape{Needs: 2}), Rule: prioritize.Borda}
	choices(fewer.Tally, 10, "v0", 0, 1)
	both, err := prioritize.Merge(survey.Municipality{ID: "raion"}, a, fewer)
	if err != nil {
		t.Fatalf("Merge: %v", err)
	}
	if r := rank(t, both); r.Ranked != 0 || r.Answered != 100 {
		t.Errorf("got %d orders of %d answers, want none of 100", r.Ranked, r.Answered)
	}
}

func TestMergeRefuses(t *testing.T) {
	a, b, _ := region(t, prioritize.Reach)
	other := b
	other.Rule = prioritize.Borda
	for name, parts := range map[string][]prioritize.Input{"nothing": nil, "one twice": {a, a}, "two rules": {a, other}} {
		if _, err := prioritize.Merge(survey.Municipality{ID: "r"}, parts...); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want an ErrInvalid", name, err)
		}
	}
}
