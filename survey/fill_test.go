package survey_test

import (
	"testing"

	"ashar/survey"
)

// TestTextsSpeakOfAnswers puts answers into labels, also where the questionnaire has
// no expression at all.
func TestTextsSpeakOfAnswers(t *testing.T) {
	q := villageNeeds()
	q.Question("wish").Label = text("${needs}: ${ order }, ${grave_water}, ${sex}, ${age}?", "${needs}; ${order}; ${grave_water}; ${sex}")
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	iv := give(t, q, standing(t, q, "order"), answer("order", survey.Chosen("roads", "water", "school")),
		answer("grave", rated("water", 4, "roads", 1, "school", 1)), answer("sex", survey.Skip()), answer("age", survey.Chosen("29+")))
	p := iv.Prompt(q)
	if got, want := p.Label["ky"], "Суу, Жол, Мектеп: Жол, Суу, Мектеп, Оор, , 29 жана улуу?"; got != want {
		t.Errorf("in Kyrgyz the label is %q, want %q", got, want)
	}
	if got, want := p.Label["ru"], "Вода, Дороги, Школа; Дороги, Вода, Школа; Тяжело; "; got != want {
		t.Errorf("in Russian the label is %q, want %q", got, want)
	}
	if got := q.Question("wish").Label["ky"]; got[:2] != "${" {
		t.Errorf("the questionnaire itself has changed: %q", got)
	}
}

// TestFillKnowsEveryKind repeats each answer of everyKind in a text.
func TestFillKnowsEveryKind(t *testing.T) {
	q := everyKind()
	iv := begin(t, q)
	iv = complete(t, q, iv)
	for name, want := range map[string]string{
		"children": "1", "garden": "Жок", "land": "1", "hours": "0", "born": "2000-01-31", "age": "26", "adult": "чоң", "day": "2026-06-15",
		"serious_water": "Жок", "money_water": "1", "money_light": "", "others": "Суу, Жол, Мектеп", "spot": "40.5 72.8 0 0", "elder": "", "nothing": "",
	} {
		if got := iv.Fill(q, survey.Text{"ky": "<${" + name + "}>"})["ky"]; got != "<"+want+">" {
			t.Errorf("${%s} is %s, want <%s>", name, got, want)
		}
	}
}
