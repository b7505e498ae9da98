package survey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

func TestDiff(t *testing.T) {
	if got := survey.Diff(everyKind(), everyKind()); got != nil {
		t.Errorf("a version and itself: %+v, want none", got)
	}
	later := everyKind()
	later.Version, later.Consent.Version = "2026112702", "c2"
	later.Question("children").Label["ru"] = "Сколько у вас детей?"
	later.Question("children").Constraint = ".>=0 and (. <= 20)" // written in another way
	later.Question("elder").Relevant = "(${age}>=60)"
	later.Question("land").RequiredIf = ""
	later.Question("hours").Kind, later.Question("hours").Range = survey.Decimal, nil
	later.Lists[0].Choices = append(later.Lists[0].Choices[:1], later.Lists[0].Choices[2:]...) // without roads
	later.Lists[3].Choices[0].Columns = survey.Columns{"side": "north"}
	at := func(name string) int {
		for i, x := range later.Questions {
			if x.Name == name {
				return i
			}
		}
		t.Fatal(name)
		return 0
	}
	// Born comes last but for the end, the photo is gone, and there is a wish.
	born := later.Questions[at("born")]
	i := at("born")
	later.Questions = append(later.Questions[:i], later.Questions[i+1:]...)
	i = at("photo")
	later.Questions[i] = survey.Question{Name: "wish", Kind: survey.TextAnswer, Label: text("Тилек", "Пожелание")}
	later.Questions = append(later.Questions, born)
	if err := later.Check(); err != nil {
		t.Fatal(err)
	}
	want := []survey.Change{
		{Kind: survey.Changed, Thing: survey.WholeForm, Member: "version", From: "2026112701", To: "2026112702"},
		{Kind: survey.Changed, Thing: survey.ConsentText, Member: "version", From: "c1", To: "c2"},
		{Kind: survey.Removed, Thing: survey.AQuestion, Name: "photo", Breaks: true},
		{Kind: survey.Changed, Thing: survey.AQuestion, Name: "children", Member: "label", Language: "ru", From: "Сколько детей?", To: "Сколько у вас детей?"},
		{Kind: survey.Changed, Thing: survey.AQuestion, Name: "land", Member: "required_if", From: "${children} > 5"},
		{Kind: survey.Changed, Thing: survey.AQuestion, Name: "hours", Member: "kind", From: "range", To: "decimal", Breaks: true},
		{Kind: survey.Changed, Thing: survey.AQuestion, Name: "hours", Member: "range", From: "0..24 / 0.5", Breaks: true},
		{Kind: survey.Added, Thing: survey.AQuestion, Name: "wish", Breaks: true},
		{Kind: survey.Moved, Thing: survey.AQuestion, Name: "born"},
		{Kind: survey.Removed, Thing: survey.AChoice, List: "need", Name: "roads", Breaks: true},
		{Kind: survey.Changed, Thing: survey.AChoice, List: "place", Name: "osh", Member: "columns", From: "side: south", To: "side: north"},
	}
	if diff := cmp.Diff(want, survey.Diff(everyKind(), later)); diff != "" {
		t.Errorf("Diff (-want +got):\n%s", diff)
	}
}

func TestNotices(t *testing.T) {
	q := villageNeeds()
	if got := q.Notices(); got != nil {
		t.Errorf("of a whole questionnaire: %+v, want none", got)
	}
	q.Question("needs").Role, q.Question("order").Role, q.Question("grave").Role = "", "", ""
	q.Question("order").Hint = text("", "По порядку")
	q.Question("wish").Label["ky"] = "Көӊүл ${sex}"
	q.Lists[0].Choices[0].Label["ru"] = "Boда"
	q.Lists[5].Choices[1].Label["ky"] = "18–28"
	q.Question("sex").Label["ru"] = "Ваш **пол**"
	q.Question("sex").Relevant = "${wish} != ''"
	q.Lists[0].Choices[4].Exclusive = false
	want := []survey.Notice{
		{Kind: survey.Untranslated, Thing: survey.AQuestion, Name: "order", Member: "hint", Languages: []string{"ky"}},
		{Kind: survey.Markup, Thing: survey.AQuestion, Name: "sex", Member: "label", Languages: []string{"ru"}, Word: "**пол**"},
		{Kind: survey.Lookalike, Thing: survey.AQuestion, Name: "wish", Member: "label", Languages: []string{"ky"}, Word: "Көӊүл"},
		{Kind: survey.Lookalike, Thing: survey.AChoice, Name: "water", List: "need", Member: "label", Languages: []string{"ru"}, Word: "Boда"},
		{Kind: survey.AloneByName, Thing: survey.AChoice, Name: "none", List: "need"},
		{Kind: survey.SameLabel, Thing: survey.AList, Name: "age", Member: "label", Languages: []string{"ky"}, Word: "18–28"},
		{Kind: survey.HangsOnLater, Thing: survey.AQuestion, Name: "sex", Word: "wish"},
		{Kind: survey.NoNeeds, Thing: survey.WholeForm},
	}
	if diff := cmp.Diff(want, q.Notices()); diff != "" {
		t.Errorf("Notices (-want +got):\n%s", diff)
	}
}
