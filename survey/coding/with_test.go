package coding_test

import (
	"slices"
	"testing"

	"ashar/survey/coding"
)

func TestTextsThatComeLaterJoinTheGroupsThatThereAre(t *testing.T) {
	before := []string{"жол оңдоо", "жол оңдоо", "сугат суусу", "бала бакча салуу керек", "көчө жарыгы"}
	g := coding.NewGrouping(before, coding.NewLexicon(needs()))
	had := len(g.Groups)
	later := []string{"Жолдорду ондоо!", "дельтаплан тренажер", "бала бакчаны салуу", "дельтаплан тренажер", "жогору аттракцион"}
	next := g.With(later[:2]...).With(later[2:]...)
	all := append(slices.Clone(before), later...)
	for i, like := range map[int]int{5: 0, 7: 3, 8: 6} {
		if got, want := next.Of(i), next.Of(like); got != want {
			t.Errorf("%q is in group %d, want %d, that of %q", all[i], got, want, all[like])
		}
	}
	for _, i := range []int{6, 9} {
		if next.Of(i) < had {
			t.Errorf("%q joined %q", all[i], next.Groups[next.Of(i)].Words)
		}
	}
	stands := 0
	for at, x := range next.Groups {
		for _, i := range x.Texts {
			if next.Of(i) != at {
				t.Errorf("text %d stands in group %d, and is of %d", i, at, next.Of(i))
			}
		}
		if !slices.IsSorted(x.Texts) {
			t.Errorf("group %q has %v", x.Words, x.Texts)
		}
		stands += len(x.Texts)
	}
	if stands != len(all) {
		t.Errorf("%d texts in groups, want %d", stands, len(all))
	}
	if finds := next.Find("дельтаплан"); !finds(6) || finds(0) || finds(5) {
		t.Error("what came later is not found by its words")
	}
	suggester := next.Suggester(func(i int) ([]string, bool) { return []string{"school"}, i == 6 })
	if got, ok := suggester.For(next.Of(8)); !ok || got.Needs[0] != "school" {
		t.Errorf("got %+v, want what a text of the group was coded to", got)
	}
	for _, x := range g.Groups { // what there was is not changed
		for _, i := range x.Texts {
			if i >= len(before) {
				t.Errorf("group %q has text %d", x.Words, i)
			}
		}
	}
}

func TestTheSameTextsAgainFallIntoTheSameGroups(t *testing.T) {
	all, _ := texts()
	g := coding.NewGrouping(all, coding.NewLexicon(needs()))
	next := g.With(all...)
	if len(next.Groups) != len(g.Groups) {
		t.Errorf("%d groups, want %d", len(next.Groups), len(g.Groups))
	}
	for i := range all {
		if got, want := next.Of(len(all)+i), g.Of(i); got != want {
			t.Errorf("%q again: group %d, want %d", all[i], got, want)
		}
	}
}
