package prioritize_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/prioritize/raking"
	"ashar/survey"
)

// answers counts n empty ballots of a cell.
func answers(x *prioritize.Tally, n int, village, sex, age string) {
	b := prioritize.Ballot{Source: prioritize.Source{Cell: prioritize.Cell{Village: village, Sex: sex, Age: age}}, Answered: true}
	for range n {
		x.Add(&b)
	}
}

// everyone counts n ballots of every sex and age band.
func everyone(x *prioritize.Tally, n int, village string) {
	for _, sex := range sexes {
		for _, age := range ages {
			answers(x, n, village, sex, age)
		}
	}
}

func codes(ws []prioritize.Warning) []prioritize.WarningCode {
	var all []prioritize.WarningCode
	for _, w := range ws {
		all = append(all, w.Code)
	}
	return all
}

func people(w prioritize.Weighting, in func(prioritize.Cell) bool) float64 {
	var sum float64
	for _, c := range w.Cells {
		if in(c.Cell) {
			sum += c.Weight * float64(c.Count)
		}
	}
	return sum
}

func TestWeighStepsDownWithWhatIsKnown(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 1})
	everyone(x, 5, "v0")
	everyone(x, 10, "v1")
	onlyTotals := &survey.Municipality{Villages: []survey.Village{{ID: "v0", Adults: 800}, {ID: "v1", Adults: 800}}}
	for _, c := range []struct {
		name     string
		town     *survey.Municipality
		basis    prioritize.Basis
		warnings []prioritize.WarningCode
		weight   float64 // of v0's first cell
	}{
		{"sex and age known", town(100, 100), prioritize.ByVillageSexAge, nil, 20},
		{"totals known", onlyTotals, prioritize.ByVillage, []prioritize.WarningCode{prioritize.WarnNoStrata}, 20},
		{"make-up of one village not known", &survey.Municipality{Villages: []survey.Village{town(100).Villages[0], {ID: "v1", Adults: 800}}}, prioritize.ByVillage, []prioritize.WarningCode{prioritize.WarnNoStrata}, 20},
		{"one total not known", &survey.Municipality{Villages: []survey.Village{{ID: "v0", Adults: 800}, {ID: "v1"}}}, prioritize.Unweighted, []prioritize.WarningCode{prioritize.WarnNoTotals}, 1},
		{"a village that is silent needs no total", &survey.Municipality{Villages: append(slices.Clone(onlyTotals.Villages), survey.Village{ID: "v2"})}, prioritize.ByVillage, []prioritize.WarningCode{prioritize.WarnSilent, prioritize.WarnNoStrata}, 20},
		{"other villages only", town(), prioritize.Unweighted, []prioritize.WarningCode{prioritize.WarnNoVillage}, 1},
	} {
		w := prioritize.Weigh(x, c.town)
		if w.Basis != c.basis || w.Cells[0].Weight != c.weight {
			t.Errorf("%s: got basis %s and weight %v, want %s and %v", c.name, w.Basis, w.Cells[0].Weight, c.basis, c.weight)
		}
		if diff := cmp.Diff(c.warnings, codes(w.Warnings)); diff != "" {
			t.Errorf("%s: warnings (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestWeighNothing(t *testing.T) {
	w := prioritize.Weigh(prioritize.NewTally(prioritize.Shape{Needs: 3}), town(10))
	if w.Basis != prioritize.Unweighted || w.Count != 0 || w.NEff != 0 || !slices.Equal(w.Silent, []string{"v0"}) {
		t.Errorf("got %+v, want nothing weighted and v0 silent", w)
	}
}

// Those who do not say sex or age keep the average weight of their village, and
// the others still make up sex x age as the population does.
func TestThoseWhoDoNotSayKeepTheirVillagesWeight(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 1})
	everyone(x, 10, "v0")
	answers(x, 20, "v0", "female", "18-28")
	answers(x, 20, "v0", "", "60+")
	everyone(x, 10, "v1")
	w := prioritize.Weigh(x, town(300, 100))
	if w.Basis != prioritize.ByVillageSexAge {
		t.Fatalf("got basis %s", w.Basis)
	}
	inV0 := func(c prioritize.Cell) bool { return c.Village == "v0" }
	if got := people(w, inV0); math.Abs(got-2400) > 0.01 {
		t.Errorf("people of v0: got %v, want 2400", got)
	}
	i := slices.IndexFunc(w.Cells, func(c prioritize.Weight) bool { return c.Sex == "" })
	if got, want := w.Cells[i].Weight, 2400.0/120; math.Abs(got-want) > 1e-6 {
		t.Errorf("weight of those who do not say: got %v, want %v", got, want)
	}
	said := func(c prioritize.Cell) bool { return c.Sex != "" && c.Age != "" }
	young := func(c prioritize.Cell) bool { return c.Sex == "female" && c.Age == "18-28" }
	if got := people(w, young) / people(w, said); math.Abs(got-1.0/8) > 1e-6 {
		t.Errorf("young women among those who said: got %v, want 1/8", got)
	}
	if diff := cmp.Diff([]prioritize.Warning{{Code: prioritize.WarnUnknownCell, Count: 20, Share: 0.1}}, w.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestAnswersOfUnknownVillagesGetTheMeanWeight(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 1})
	everyone(x, 10, "v0")
	answers(x, 10, "elsewhere", "female", "18-28")
	w := prioritize.Weigh(x, town(100))
	if got := w.Cells[0].Weight; w.Cells[0].Village != "elsewhere" || math.Abs(got-10) > 1e-6 {
		t.Errorf("got %+v, want weight 10", w.Cells[0])
	}
}

func TestThinCategoriesAreJoined(t *testing.T) {
	cell := func(village, sex, age string) prioritize.Cell {
		return prioritize.Cell{Village: village, Sex: sex, Age: age}
	}
	for _, c := range []struct {
		name  string
		count func(*prioritize.Tally)
		town  *survey.Municipality
		basis prioritize.Basis
		want  []prioritize.Collapse
	}{{
		name: "an age band joins the neighbour with fewer answers",
		count: func(x *prioritize.Tally) {
			everyone(x, 10, "v0")
			answers(x, 5, "v0", "female", "60+")
			for range 8 {
				x.Subtract(&prioritize.Ballot{Source: prioritize.Source{Cell: cell("v0", "female", "45-59")}, Answered: true})
			}
		},
		town: town(100), basis: prioritize.ByVillageSexAge,
		want: []prioritize.Collapse{{Margin: "sex_age", Joined: []prioritize.Cell{cell("", "female", "29-44"), cell("", "female", "45-59")}}},
	}, {
		name: "an age band that the population does not have",
		count: func(x *prioritize.Tally) {
			everyone(x, 10, "v0")
			answers(x, 9, "v0", "male", "14-17")
		},
		town: town(100), basis: prioritize.ByVillageSexAge,
		want: []prioritize.Collapse{{Margin: "sex_age", Joined: []prioritize.Cell{cell("", "male", "14-17"), cell("", "male", "18-28")}}},
	}, {
		name: "men too few: ages of both sexes",
		count: func(x *prioritize.Tally) {
			for _, age := range ages {
				answers(x, 10, "v0", "female", age)
			}
			answers(x, 2, "v0", "male", "29-44")
		},
		town: town(100), basis: prioritize.ByVillageSexAge,
		want: []prioritize.Collapse{
			{Margin: "sex_age", Joined: []prioritize.Cell{cell("", "female", "18-28"), cell("", "male", "18-28")}},
			{Margin: "sex_age", Joined: []prioritize.Cell{cell("", "female", "29-44"), cell("", "male", "29-44")}},
			{Margin: "sex_age", Joined: []prioritize.Cell{cell("", "female", "45-59"), cell("", "male", "45-59")}},
			{Margin: "sex_age", Joined: []prioritize.Cell{cell("", "female", "60+"), cell("", "male", "60+")}},
		},
	}, {
		name: "small villages together, and then with the next smallest",
		count: func(x *prioritize.Tally) {
			everyone(x, 10, "v0")
			everyone(x, 1, "v3")
			answers(x, 2, "v1", "female", "60+")
			answers(x, 2, "v2", "male", "60+")
		},
		town: town(100, 10, 10, 10), basis: prioritize.ByVillageSexAge,
		want: []prioritize.Collapse{{Margin: "village", Joined: []prioritize.Cell{cell("v1", "", ""), cell("v2", "", ""), cell("v3", "", "")}}},
	}, {
		name:  "hardly anybody told sex and age",
		count: func(x *prioritize.Tally) { answers(x, 30, "v0", "", ""); answers(x, 3, "v0", "male", "60+") },
		town:  town(100), basis: prioritize.ByVillage,
	}} {
		t.Run(c.name, func(t *testing.T) {
			x := prioritize.NewTally(prioritize.Shape{Needs: 1})
			c.count(x)
			w := prioritize.Weigh(x, c.town)
			if w.Basis != c.basis {
				t.Errorf("got basis %s with %v, want %s", w.Basis, w.Warnings, c.basis)
			}
			if diff := cmp.Diff(c.want, w.Collapsed); diff != "" {
				t.Errorf("collapsed (-want +got):\n%s", diff)
			}
		})
	}
}

// Two villages, one answered by women only and one by men only, cannot meet
// margins that want otherwise.
func TestWeighFallsBackWhenRakingFails(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 1})
	answers(x, 20, "v0", "female", "18-28")
	answers(x, 20, "v1", "male", "18-28")
	v := func(id string, women, men int) survey.Village {
		return survey.Village{ID: id, Population: []survey.Stratum{{Sex: "female", Age: "18-28", Count: women}, {Sex: "male", Age: "18-28", Count: men}}}
	}
	w := prioritize.Weigh(x, &survey.Municipality{Villages: []survey.Village{v("v0", 70, 30), v("v1", 80, 20)}})
	want := []prioritize.Warning{{Code: prioritize.WarnNotRaked, Reason: raking.ErrNotConverged.Error()}}
	if diff := cmp.Diff(want, w.Warnings); diff != "" || w.Basis != prioritize.ByVillage {
		t.Errorf("got basis %s, want %s; warnings (-want +got):\n%s", w.Basis, prioritize.ByVillage, diff)
	}
}

func TestClippedWeightsAreReported(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 1})
	everyone(x, 50, "v0")
	answers(x, 5, "v1", "female", "18-28")
	w := prioritize.Weigh(x, &survey.Municipality{Villages: []survey.Village{{ID: "v0", Adults: 1000}, {ID: "v1", Adults: 9000}}})
	i := slices.IndexFunc(w.Warnings, func(x prioritize.Warning) bool { return x.Code == prioritize.WarnClipped })
	if i < 0 || w.Warnings[i].Count == 0 || w.Residual == 0 {
		t.Fatalf("got warnings %v and residual %v, want clipped weights and a residual", w.Warnings, w.Residual)
	}
}

// Each village has as many women and men as the population, and all villages
// together as many of each sex and age, among those who said both.
func TestWeighMeetsAllThreeMargins(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 1})
	m := town(100, 40)
	for i, sex := range sexes {
		for k, age := range ages {
			m.Villages[0].Population[i*len(ages)+k].Count += 60*i + 10*k
			answers(x, 9+7*i+5*k, "v0", sex, age)
			answers(x, 20-9*i+2*k, "v1", sex, age)
		}
	}
	w := prioritize.Weigh(x, m)
	if diff := cmp.Diff([]string{"village", "sex_age", "village_sex"}, w.Margins); diff != "" || w.Residual > 1e-9 {
		t.Fatalf("got residual %v; margins (-want +got):\n%s", w.Residual, diff)
	}
	want := func(what string, in func(prioritize.Cell) bool) {
		t.Helper()
		n := 0
		for _, v := range m.Villages {
			for _, s := range v.Population {
				if in(prioritize.Cell{Village: v.ID, Sex: s.Sex, Age: s.Age}) {
					n += s.Count
				}
			}
		}
		if got := people(w, in); math.Abs(got-float64(n)) > 0.01 {
			t.Errorf("%s: got %v people, want %d", what, got, n)
		}
	}
	for _, sex := range sexes {
		want(sex+" of v0", func(c prioritize.Cell) bool { return c.Village == "v0" && c.Sex == sex })
		for _, age := range ages {
			want(sex+" of "+age, func(c prioritize.Cell) bool { return c.Sex == sex && c.Age == age })
		}
	}
}

// Where the men of a village are too few, its women and men are not told apart; where
// that is so everywhere, villages and sex x age are what is met.
func TestWeighTellsVillagesSexesApartWhereItCan(t *testing.T) {
	for _, c := range []struct {
		men  [2]int // answers of one age band, from each village
		want []string
	}{
		{[2]int{8, 8}, []string{"village", "sex_age", "village_sex"}},
		{[2]int{1, 8}, []string{"village", "sex_age", "village_sex"}},
		{[2]int{1, 1}, []string{"village", "sex_age"}},
	} {
		x := prioritize.NewTally(prioritize.Shape{Needs: 1})
		for i, village := range []string{"v0", "v1"} {
			for _, age := range ages {
				answers(x, 10, village, "female", age)
				answers(x, c.men[i], village, "male", age)
			}
		}
		w := prioritize.Weigh(x, town(100, 100))
		if diff := cmp.Diff(c.want, w.Margins); diff != "" {
			t.Errorf("men %v: margins (-want +got):\n%s", c.men, diff)
		}
	}
}

func TestMoreAnswersThanAdultsIsSaid(t *testing.T) {
	x := prioritize.NewTally(prioritize.Shape{Needs: 1})
	everyone(x, 10, "v0")
	everyone(x, 10, "v1")
	w := prioritize.Weigh(x, town(9, 30))
	if diff := cmp.Diff([]prioritize.Warning{{Code: prioritize.WarnCrowded, Villages: []string{"v0"}}}, w.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}
