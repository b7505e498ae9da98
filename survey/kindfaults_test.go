package survey_test

import (
	"slices"
	"strings"
	"testing"

	"ashar/survey"
)

// TestKindFaults spoils everyKind in one place at a time.
func TestKindFaults(t *testing.T) {
	at := func(q *survey.Questionnaire, name string) *survey.Question { return q.Question(name) }
	tests := []struct {
		name  string
		spoil func(*survey.Questionnaire)
		at    string // the member's name at the end of the pointer
		want  string
	}{
		{"unknown name", func(q *survey.Questionnaire) { at(q, "land").Relevant = "${childrn} > 1" }, "/relevant", "childrn"},
		{"cut off", func(q *survey.Questionnaire) { at(q, "land").Relevant = "${children} > " }, "/relevant", "question land, relevant: "},
		{"a choice that is not there", func(q *survey.Questionnaire) { at(q, "words").Relevant = "selected(${others}, 'othr')" }, "/relevant", "othr"},
		{"a text compared with a number", func(q *survey.Questionnaire) { at(q, "words").Relevant = "selected(${children}, '1')" }, "/relevant", "question words, relevant"},
		{"self outside a constraint", func(q *survey.Questionnaire) { at(q, "land").RequiredIf = ". > 1" }, "/required_if", "question land, required"},
		{"a constraint", func(q *survey.Questionnaire) { at(q, "land").Constraint = ". >> 1" }, "/constraint", "question land, constraint"},
		{"a column that no choice has", func(q *survey.Questionnaire) { at(q, "town").ChoiceFilter = "oblast = ${side}" }, "/choice_filter", "oblast"},
		{"a scale as a whole", func(q *survey.Questionnaire) { at(q, "land").Relevant = "selected(${serious}, 'water')" }, "/relevant", "serious"},
		{"a row that is not there", func(q *survey.Questionnaire) { at(q, "why").Relevant = "${serious_gold} = 'yes'" }, "/relevant", "serious_gold"},
		{"a level that is not there", func(q *survey.Questionnaire) { at(q, "why").Relevant = "${serious_water} = 'maybe'" }, "/relevant", "maybe"},
		{"circle of one", func(q *survey.Questionnaire) { at(q, "land").Relevant = "${land} > 1" }, "/questions/5", "question land: hangs on itself: land -> land"},
		{"circle of three", func(q *survey.Questionnaire) {
			at(q, "children").Relevant = "${age} > 1"
			at(q, "born").Relevant = "${land} > 1"
			at(q, "land").Relevant = "${children} > 1"
		}, "/questions/2", "children -> age -> born -> land -> children"},
		{"circle through a group", func(q *survey.Questionnaire) { q.Groups[0].Relevant = "${garden} = 'yes'" }, "/questions/2", "hangs on itself"},
		{"group inside what comes later", func(q *survey.Questionnaire) { q.Groups[0].Parent = "small" }, "/groups/0/parent", `there is no group "small" before it`},
		{"group named like a question", func(q *survey.Questionnaire) { q.Groups[2].Name = "born" }, "/groups/2/name", "group born: its name is given twice"},
		{"no such group", func(q *survey.Questionnaire) { at(q, "born").Group = "house" }, "/questions/7/group", `there is no group "house"`},
		{"a group in two parts", func(q *survey.Questionnaire) { at(q, "spot").Group = "home" }, "/questions/19/group", "the questions of the group home do not stand together"},
		{"a group without questions", func(q *survey.Questionnaire) { q.Groups = append(q.Groups, survey.Group{Name: "empty"}) }, "/groups/3", "group empty: has no question"},
		{"groups in another order", func(q *survey.Questionnaire) { q.Groups[1], q.Groups[2] = q.Groups[2], q.Groups[1] }, "/groups/1", "do not stand in the order in which they begin"},
		{"an answer in a group's label", func(q *survey.Questionnaire) { q.Groups[2].Label["ky"] = "${children}" }, "/groups/2/label", "an answer inside this text is not supported"},
		{"an answer in a choice's label", func(q *survey.Questionnaire) { q.Lists[1].Choices[0].Label["ky"] = "${children}" }, "/lists/1/choices/0/label", "an answer inside this text is not supported"},
		{"a text that speaks of nothing", func(q *survey.Questionnaire) { at(q, "young").Hint = text("${childs}", "${childs}") }, "/hint", "the text speaks of ${childs}"},
		{"points for nothing", func(q *survey.Questionnaire) { at(q, "money").Max = 0 }, "/max", "question money: 0 points; 1 to 100 are possible"},
		{"too many pairs", func(q *survey.Questionnaire) { at(q, "compare").Pairs = 31 }, "/pairs", "question compare: 31 pairs; 1 to 30"},
		{"a range that goes down", func(q *survey.Questionnaire) { at(q, "hours").Range.End = "-1" }, "/range", "a range goes up"},
		{"a range of words", func(q *survey.Questionnaire) { at(q, "hours").Range.Step = "half" }, "/range", `step "half" must be numbers`},
		{"a range with endless steps", func(q *survey.Questionnaire) { at(q, "hours").Range.Step = "0.0000001" }, "/range", "at most 100000 steps"},
		{"no range", func(q *survey.Questionnaire) { at(q, "hours").Range = nil }, "/range", "a range without its start"},
		{"a scale of two sources", func(q *survey.Questionnaire) { at(q, "serious").Of = "others" }, "/of", `it has both "items" and "of"`},
		{"a scale of nothing", func(q *survey.Questionnaire) { at(q, "serious").Items = "" }, "/items", `name the list of its choices in "items"`},
		{"a scale of no list", func(q *survey.Questionnaire) { at(q, "serious").Items = "gold" }, "/items", `there is no list "gold"`},
		{"a seed without an order of chance", func(q *survey.Questionnaire) { at(q, "town").Seed = "7" }, "/seed", "a seed is for choices that are shuffled"},
		{"required twice", func(q *survey.Questionnaire) { at(q, "land").Required = true }, "/required_if", "it is required anyway"},
		{"a required note", func(q *survey.Questionnaire) { at(q, "elder").Required = true }, "/required", `question elder: "required" is not for note`},
		{"calculates nothing", func(q *survey.Questionnaire) { at(q, "age").Calculation = "" }, "/calculation", "a calculate without a calculation"},
		{"need on a scale of three", func(q *survey.Questionnaire) {
			q.Lists[1].Choices = append(q.Lists[1].Choices, survey.Choice{Name: "maybe", Label: text("Балким", "Может")})
		}, "/list", "question serious: need has 2 levels, not 3"},
		{"contacts", func(q *survey.Questionnaire) { at(q, "words").Role = "contact" }, "/role", "contact details are not asked"},
		{"the village", func(q *survey.Questionnaire) { at(q, "town").Role = "village" }, "/role", "the village is known from the code"},
		{"a column called name", func(q *survey.Questionnaire) { q.Lists[3].Choices[0].Columns["name"] = "x" }, "/columns", "a column cannot be called name"},
		{"nothing but computed values", func(q *survey.Questionnaire) {
			q.Groups, q.Questions = nil, []survey.Question{{Name: "begun", Kind: survey.Start}}
		}, "/questions", "every question is computed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := everyKind()
			if err := q.Check(); err != nil {
				t.Fatalf("before it is spoilt: %v", err)
			}
			tt.spoil(q)
			found := slices.ContainsFunc(q.Faults(), func(f *survey.Fault) bool {
				return strings.HasSuffix(f.Pointer, tt.at) && strings.Contains(f.What, tt.want)
			})
			if !found {
				t.Errorf("Check = %v\nwant a fault that says %q at …%s", q.Check(), tt.want, tt.at)
			}
		})
	}
}

// TestMinAndMaxMaySpeakOfEachOther: constraints are no circle.
func TestMinAndMaxMaySpeakOfEachOther(t *testing.T) {
	q := everyKind()
	q.Question("children").Constraint = ". >= ${young} or ${young} = ''"
	if err := q.Check(); err != nil {
		t.Errorf("Check = %v, want none", err)
	}
}

// TestAskedByALaterAnswer: a question can hang on one that comes after it.
func TestAskedByALaterAnswer(t *testing.T) {
	q := everyKind()
	q.Question("land").Relevant = "${side} = 'south'"
	q.Question("land").RequiredIf = ""
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	iv := give(t, q, begin(t, q), answer("children", number("0")))
	if iv.At != "hours" {
		t.Fatalf("stands at %q, want hours: land is not asked yet", iv.At)
	}
	iv = give(t, q, iv, answer("hours", survey.Skip()), answer("born", survey.Skip()), answer("side", survey.Chosen("south")))
	if iv.At != "land" {
		t.Fatalf("stands at %q, want land, which is asked now", iv.At)
	}
	if iv = give(t, q, iv, answer("land", number("2"))); iv.At != "town" {
		t.Errorf("stands at %q, want town", iv.At)
	}
}
