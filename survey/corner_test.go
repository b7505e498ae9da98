package survey_test

import (
	"slices"
	"strings"
	"testing"

	"ashar/survey"
)

// TestConstraintByItsOwnName judges the answer that is given, and not the one before.
func TestConstraintByItsOwnName(t *testing.T) {
	q := everyKind()
	q.Question("children").Constraint = "${children} <= 20 and not(${children} = 13)"
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	iv := give(t, q, begin(t, q), answer("children", number("3")), answer("children", number("20")))
	for _, bad := range []string{"21", "13"} {
		if _, err := iv.Answer(q, "children", number(bad), noon); err == nil {
			t.Errorf("%s children were taken", bad)
		}
	}
	if v, ok := iv.Given(q, "children"); !ok || v.Number != "20" {
		t.Errorf("kept is %+v, %t", v, ok)
	}
}

// TestPairsWithoutOther is not asked where nothing is left to compare.
func TestPairsWithoutOther(t *testing.T) {
	q := everyKind()
	x := q.Question("compare")
	x.List, x.Of, x.Required = "", "others", true
	i := slices.IndexFunc(q.Questions, func(x survey.Question) bool { return x.Name == "compare" })
	j := slices.IndexFunc(q.Questions, func(x survey.Question) bool { return x.Name == "others" })
	q.Questions[i], q.Questions[j] = q.Questions[j], q.Questions[i]
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	iv := begin(t, q)
	for iv.At != "others" {
		iv = give(t, q, iv, answer(iv.At, plain(iv.Prompt(q))))
	}
	if next := give(t, q, iv, answer("others", survey.Chosen("water", "other"))); next.At == "compare" {
		t.Errorf("water alone is to be compared: %+v", next.Prompt(q).Pairs)
	}
	if next := give(t, q, iv, answer("others", survey.Chosen("water", "roads", "other"))); next.At != "compare" || len(next.Prompt(q).Pairs) != 1 {
		t.Errorf("stands at %q with %+v, want one pair", next.At, next.Prompt(q).Pairs)
	}
	q = everyKind()
	q.Lists[0].Choices = q.Lists[0].Choices[3:] // light, other, none
	if err := q.Check(); err == nil || !strings.Contains(err.Error(), "question compare: the list need has too few choices") {
		t.Errorf("Check of a list with one thing to compare = %v", err)
	}
}

// TestRowNames tells apart what question names cannot hold.
func TestRowNames(t *testing.T) {
	seen := map[string]string{}
	for _, choice := range []string{"суу", "жол", "x+y", "x_y", "60+", "60", "a-b", "a.b"} {
		name := survey.RowName("grave", choice)
		if other, twice := seen[name]; twice {
			t.Errorf("%s and %s are both %s", other, choice, name)
		}
		seen[name] = choice
	}
	q := everyKind()
	q.Question("money").Name = "serious_a"
	q.Lists[0].Choices[0].Name, q.Lists[0].Choices[1].Name = "b", "a_b"
	q.Question("why").Relevant, q.Question("others").Constraint = "", ""
	if err := q.Check(); err == nil || !strings.Contains(err.Error(), "serious_a_b") {
		t.Errorf("Check of two rows of one name = %v", err)
	}
	for want, called := range map[string]func(*survey.Questionnaire){
		"question serious: its choice water is called serious_water in expressions, and so is the question": func(q *survey.Questionnaire) { q.Question("words").Name = "serious_water" },
		"question money: its choice water is called money_water in expressions, and so is the group":        func(q *survey.Questionnaire) { q.Group("small").Name = "money_water" },
	} {
		q = everyKind()
		called(q)
		if err := q.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Check = %v, want it to say: %s", err, want)
		}
	}
}

// TestOnceOfWhatIsFalse stays false.
func TestOnceOfWhatIsFalse(t *testing.T) {
	q := everyKind()
	q.Question("first").Calculation = "once(if(${children} = '', '', ${children} = 3))"
	q.Question("words").Relevant = "${first}"
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	for children, asked := range map[string]bool{"2": false, "3": true} {
		iv := complete(t, q, give(t, q, begin(t, q), answer("children", number(children))))
		if _, given := iv.Given(q, "words"); given != asked {
			t.Errorf("with %s children, words are asked: %t, want %t", children, given, asked)
		}
	}
}

// TestLabelHasTheLatestAnswer also within one moment.
func TestLabelHasTheLatestAnswer(t *testing.T) {
	q := everyKind()
	q.Question("hours").Label = text("${hours} саат?", "${hours}?")
	q.Prepare()
	iv := begin(t, q)
	for iv.At != "born" {
		iv = give(t, q, iv, answer(iv.At, plain(iv.Prompt(q))))
	}
	for _, hours := range []string{"1", "2"} {
		iv = give(t, q, iv, answer("hours", number(hours)))
		back, err := iv.GoTo(q, "hours", noon)
		if err != nil {
			t.Fatal(err)
		}
		if got := back.Prompt(q).Label["ky"]; got != hours+" саат?" {
			t.Errorf("the label is %q, want it to say %s", got, hours)
		}
	}
}

// TestReorderedLevelsBreakComparison: a level is its place.
func TestReorderedLevelsBreakComparison(t *testing.T) {
	later := villageNeeds()
	slices.Reverse(later.Lists[3].Choices)
	changes := survey.Diff(villageNeeds(), later)
	if len(changes) == 0 {
		t.Fatal("no difference")
	}
	for _, c := range changes {
		if c.Kind != survey.Moved || !c.Breaks {
			t.Errorf("%+v, want a move that breaks comparison", c)
		}
	}
}
