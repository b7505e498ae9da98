package survey_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/survey"
)

func TestTargetOfAVillageIsThirtyAnswersOrATenthOfItsAdults(t *testing.T) {
	targets := survey.DefaultTargets()
	for _, tt := range []struct{ adults, want int }{
		{0, 30}, // not known
		{3000, 30}, {300, 30}, {299, 30}, {290, 29}, {101, 11}, {4, 1},
	} {
		if got := targets.Village(&survey.Village{Adults: tt.adults}); got != tt.want {
			t.Errorf("target of a village of %d adults: got %d, want %d", tt.adults, got, tt.want)
		}
	}
}

func TestCompareTellsWhoHasBeenHeard(t *testing.T) {
	m := &survey.Municipality{Villages: []survey.Village{{ID: "a", Adults: 1000}, {ID: "b", Adults: 120}, {ID: "c", Adults: 90}}}
	whole, villages := survey.DefaultTargets().Compare(m,
		survey.Turnout{
			Count: 41,
			Sexes: map[string]int64{survey.SexFemale: 23, survey.SexMale: 17, "": 1},
			Ages:  map[string]int64{"18-28": 15, "29-44": 6, "60+": 10, "": 10},
		},
		[]survey.Turnout{
			{Village: "b", Count: 10, Sexes: map[string]int64{survey.SexFemale: 5, survey.SexMale: 5}, Ages: map[string]int64{"": 10}},
			{
				Village: "a", Count: 31, Sexes: map[string]int64{survey.SexFemale: 18, survey.SexMale: 12, "": 1},
				Ages: map[string]int64{"18-28": 15, "29-44": 6, "60+": 10},
			},
		})
	part := func(count, base int64) survey.Part { return survey.Part{Count: count, Base: base, Shown: true} }
	wantWhole := survey.Heard{Answers: 41, Wanted: 51, Women: part(23, 40), Men: part(17, 40), Youth: part(15, 31)}
	if diff := cmp.Diff(wantWhole, whole); diff != "" {
		t.Errorf("whole (-want +got):\n%s", diff)
	}
	want := []survey.Heard{
		{Answers: 31, Wanted: 30, Women: part(18, 30), Men: part(12, 30), Youth: part(15, 31)},
		{Answers: 10, Wanted: 12, Women: part(5, 10), Men: part(5, 10)}, // nobody told their age
		{Wanted: 9}, // nobody answered
	}
	if diff := cmp.Diff(want, villages); diff != "" {
		t.Errorf("villages (-want +got):\n%s", diff)
	}
	for i, want := range []int{0, 2, 9} {
		if got := villages[i].Missing(); got != want {
			t.Errorf("answers missing from village %d: got %d, want %d", i, got, want)
		}
	}
}

func TestCompareHidesWhatSubtractionWouldTell(t *testing.T) {
	m := &survey.Municipality{Villages: []survey.Village{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	_, villages := survey.DefaultTargets().Compare(m,
		turnoutOf("", 31, 39),
		[]survey.Turnout{turnoutOf("a", 20, 20), turnoutOf("b", 10, 10), turnoutOf("c", 1, 9)})
	var got []bool
	for _, v := range villages {
		got = append(got, v.Women.Shown)
	}
	// The one woman of c is hidden, and the women of b with her.
	if diff := cmp.Diff([]bool{true, false, false}, got); diff != "" {
		t.Errorf("villages whose women are shown (-want +got):\n%s", diff)
	}
}

func TestWhatIsHiddenTogetherIsNeverAFew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &survey.Municipality{}
		var byVillage []survey.Turnout
		var allWomen, allMen int64
		for i := range rapid.IntRange(1, 6).Draw(t, "villages") {
			id := fmt.Sprint("v", i)
			women, men := rapid.Int64Range(0, 12).Draw(t, "women"), rapid.Int64Range(0, 12).Draw(t, "men")
			m.Villages = append(m.Villages, survey.Village{ID: id})
			byVillage = append(byVillage, turnoutOf(id, women, men))
			allWomen, allMen = allWomen+women, allMen+men
		}
		whole, villages := survey.DefaultTargets().Compare(m, turnoutOf("", allWomen, allMen), byVillage)
		var count, base int64
		for _, v := range villages {
			if v.Women.Shown != v.Men.Shown {
				t.Errorf("women shown %t, men shown %t: one tells the other", v.Women.Shown, v.Men.Shown)
			}
			if !v.Women.Shown {
				count, base = count+v.Women.Count, base+v.Women.Base
			}
		}
		if whole.Women.Shown && base > 0 && !survey.Disclosable(count, base) {
			t.Errorf("hidden villages hold %d women of %d, which the whole gives away", count, base)
		}
	})
}

// turnoutOf is the turnout of people who all told their sex.
func turnoutOf(village string, women, men int64) survey.Turnout {
	return survey.Turnout{
		Village: village, Count: women + men,
		Sexes: map[string]int64{survey.SexFemale: women, survey.SexMale: men},
	}
}
