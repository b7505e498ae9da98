package survey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/survey"
)

// What is wanted of the groups of a village adds up to what is wanted of it, and no group is further from its part than
// one answer.
func TestWantedOfGroupsAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := survey.Village{ID: "v"}
		for _, sex := range allSexes[:2] {
			for _, age := range allAges[:4] {
				v.Population = append(v.Population, survey.Stratum{Sex: sex, Age: age, Count: rapid.IntRange(0, 500).Draw(t, "adults")})
			}
		}
		m := survey.Municipality{Villages: []survey.Village{v}}
		whole, crowded := crowd(1, allSexes[:2], allAges[:4], func() int64 { return 6 })
		crowded[0].Village = "v"
		targets := survey.DefaultTargets()
		all, villages := targets.CompareGroups(&m, whole, crowded)
		if diff := cmp.Diff(all, villages[0]); diff != "" {
			t.Fatalf("the whole and its one village differ:\n%s", diff)
		}
		want, adults, sum := targets.Village(&v), v.Total(), 0
		for _, g := range all {
			sum += g.Wanted
			if adults > 0 {
				if part := float64(want) * float64(g.Adults) / float64(adults); float64(g.Wanted) <= part-1 || float64(g.Wanted) >= part+1 {
					t.Errorf("of %v %d answers are wanted, of %f", g.SexAge, g.Wanted, part)
				}
			}
		}
		if adults == 0 {
			want = 0 // whose they should be is not known
		}
		if sum != want {
			t.Errorf("of all groups %d answers are wanted, of the village %d", sum, want)
		}
	})
}

func TestGroupsAreHeardInTheirOrder(t *testing.T) {
	m := survey.Municipality{Villages: []survey.Village{
		{ID: "a", Population: []survey.Stratum{{Sex: "male", Age: "60+", Count: 100}, {Sex: "female", Age: "18-28", Count: 300}}},
		{ID: "b", Adults: 50},
	}}
	o := survey.Turnout{
		Village: "a", Count: 22, Sexes: map[string]int64{"female": 12, "male": 5, "": 5}, Ages: map[string]int64{"18-28": 17, "": 5},
		Groups: map[survey.SexAge]int64{{Sex: "female", Age: "18-28"}: 12, {Sex: "male", Age: "18-28"}: 5, {}: 5},
	}
	whole, villages := survey.DefaultTargets().CompareGroups(&m, o, []survey.Turnout{o})
	want := []survey.HeardGroup{
		{SexAge: survey.SexAge{Sex: "female", Age: "18-28"}, Answers: 12, Adults: 300, Wanted: 23, Shown: true},
		{SexAge: survey.SexAge{Sex: "male", Age: "18-28"}, Answers: 5, Shown: true},
		{SexAge: survey.SexAge{Sex: "male", Age: "60+"}, Adults: 100, Wanted: 7, Shown: true},
	}
	if diff := cmp.Diff(want, villages[0]); diff != "" {
		t.Errorf("a village (-want +got):\n%s", diff)
	}
	for k := range want {
		want[k].Adults, want[k].Wanted = 0, 0 // of b nobody knows them
	}
	if diff := cmp.Diff(want, whole); diff != "" {
		t.Errorf("the whole (-want +got):\n%s", diff)
	}
	if got := []int{villages[0][0].Missing(), villages[0][2].Missing(), villages[1][0].Missing()}; !cmp.Equal(got, []int{11, 7, 0}) {
		t.Errorf("missing are %v", got)
	}
}
