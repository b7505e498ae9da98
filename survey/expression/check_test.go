package expression_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ashar/survey/expression"
)

// judged is the scope of a constraint on the needs, filtered that of their filter.
func judged() expression.Scope {
	s := questions()
	self, _ := s.Variable("needs")
	s.Self = &self
	return s
}

func filtered() expression.Scope {
	s := questions()
	s.Column = func(name string) bool { return name == "name" || name == "oblast" }
	return s
}

func TestCheckAllows(t *testing.T) {
	tests := []struct {
		source string
		want   expression.Type
	}{
		// What ODK's authors rely on.
		{"${age} = '' or ${needs} != '' or ${born} = '' or '' = ${wish} or ${agreed} = ''", expression.Boolean},
		{"${age} = '5' and ${age} >= '5'", expression.Boolean},
		{"${severity} >= 4 and ${severity} = 5 and ${severity} = '5'", expression.Boolean},
		{"${severity} + ${wish}", expression.Number},
		{"selected(${needs}, 'water') + selected(${needs}, 'roads')", expression.Number},
		{"not(${wish}) and ${sex}", expression.Boolean},
		{"string-length(${needs}) > 0", expression.Boolean},
		{"selected(${one}, 'water') or selected(${mixed}, 'anything')", expression.Boolean},
		{"selected('female male', ${sex})", expression.Boolean},
		{"selected(concat(${one}, ' ', ${needs}), 'water')", expression.Boolean},
		{"selected(${severity}, 4)", expression.Boolean},
		{"selected(${needs}, ${one})", expression.Boolean},
		{"${order} = ${needs} or ${order} = 'water roads'", expression.Boolean},
		{"${place} = 'anywhere'", expression.Boolean},
		{"'female' = ${sex}", expression.Boolean},
		{"selected(${needs}, 'water') = 1", expression.Boolean},
		{"${age} + -1 > -(1)", expression.Boolean},

		// Dates.
		{"today() - ${born}", expression.Number},
		{"${born} <= today() and ${born} > '1900-01-01' and ${born} != '2000-01-01'", expression.Boolean},
		{"${born} <= today() + 7", expression.Boolean},
		{"date(today() + 7)", expression.Date},
		{"date('2026-01-31')", expression.Date},
		{"now()", expression.Date},
		{"'2026-05-02' - today()", expression.Number},

		// Types.
		{"'x'", expression.Text},
		{"1", expression.Number},
		{"${mixed}", expression.Any},
		{"${one}", expression.Name},
		{"${order}", expression.Names},
		{"selected-at(${needs}, 0)", expression.Name},
		{"selected-at(${needs}, count-selected(${needs}) - 1) = 'water'", expression.Boolean},
		{"jr:choice-name(${one}, '${needs}')", expression.Text},
		{"if(${agreed}, 1, 2)", expression.Number},
		{"if(${agreed}, 1, '')", expression.Number},
		{"if(${agreed}, '', ${born})", expression.Date},
		{"if(${agreed}, 1, 'x')", expression.Any},
		{"coalesce(${one}, ${place})", expression.Name},
		{"once(today())", expression.Date},
		{"round(${age} div 3, 1)", expression.Number},
		{"min(1, ${age}, '3')", expression.Number},
		{"regex(${wish}, '[0-9]{6}')", expression.Boolean},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			got, found := parse(t, tt.source).Check(questions())
			if got != tt.want || len(found) > 0 {
				t.Errorf("got %v, %v, want %v and no errors", got, found, tt.want)
			}
		})
	}
}

func TestCheckAllowsWhereItStands(t *testing.T) {
	tests := []struct {
		source string
		scope  expression.Scope
	}{
		{"count-selected(.) <= 3 and not(selected(., 'water') and count-selected(.) > 1)", judged()},
		{"selected(${needs}, name) and oblast = ${place}", filtered()},
	}
	for _, tt := range tests {
		if got, found := parse(t, tt.source).Check(tt.scope); got != expression.Boolean || len(found) > 0 {
			t.Errorf("%s: got %v, %v", tt.source, got, found)
		}
	}
}

func TestCheckReports(t *testing.T) {
	tests := []struct {
		source string
		scope  expression.Scope
		want   []string
	}{
		// Names.
		{"${agee} > 1", questions(), []string{"at character 1: there is no question ${agee}; did you mean ${age}?"}},
		{"1 < ${Age}", questions(), []string{"at character 5: there is no question ${Age}; did you mean ${age}?"}},
		{"${height} > 1", questions(), []string{"at character 1: there is no question ${height}; write the name of a question as it stands in the column name"}},
		{"${a}", expression.Scope{}, []string{"at character 1: there is no question ${a}; write the name of a question as it stands in the column name"}},
		{". > 1", questions(), []string{`at character 1: "." means nothing here, where no answer is being judged; write ${name} for the answer to a question`}},
		{"${age} = water", questions(), []string{"at character 10: water stands bare; write 'water' for the text"}},
		{"age > 1", questions(), []string{"at character 1: age stands bare; write ${age} for the answer, or 'age' for the text"}},
		{"${agreed} = true", questions(), []string{"at character 13: true is a function; write true(...), with parentheses"}},
		{"${agreed} and and", questions(), []string{"at character 15: and stands where a value is wanted; write a value or a condition on both sides of it"}},
		{"oblasts = 'x'", filtered(), []string{"at character 1: the choices have no column oblasts; write the heading of a column of choices, ${name} for an answer, or a text in quotes"}},
		{"${b} = ${a}", questions(), []string{
			"at character 1: there is no question ${b}; write the name of a question as it stands in the column name",
			"at character 8: there is no question ${a}; write the name of a question as it stands in the column name",
		}},

		// Choices.
		{"${sex} = 'femal'", questions(), []string{"at character 10: ${sex} has no choice femal; did you mean 'female'?"}},
		{"'x' != ${sex}", questions(), []string{"at character 1: ${sex} has no choice x; its choices are female, male"}},
		{"${severity} = 6", questions(), []string{"at character 15: ${severity} has no choice 6; its choices are 1, 2, 3, 4, 5"}},
		{"${one} = true()", questions(), []string{"at character 10: ${one} is a choice, neither true nor false; compare it with one of its choices"}},
		{"${sex} > 1", questions(), []string{"at character 1: the choices of ${sex} are no numbers; compare it with = and a choice, as in ${sex} = 'female'"}},
		{"1 + ${sex}", questions(), []string{"at character 5: the choices of ${sex} are no numbers; compare it with = and a choice, as in ${sex} = 'female'"}},
		{"${needs} = 'water'", questions(), []string{"at character 1: ${needs} is a set of choices, and is compared with one; write selected(${needs}, 'water')"}},
		{"${needs} != ${one}", questions(), []string{"at character 1: ${needs} is a set of choices, and is compared with one; write selected(${needs}, ${one})"}},
		{"${needs} = 'watre'", questions(), []string{
			"at character 1: ${needs} is a set of choices, and is compared with one; write selected(${needs}, 'watre')",
			"at character 12: ${needs} has no choice watre; did you mean 'water'?",
		}},
		{"${order} = 'water rods x'", questions(), []string{"at character 12: ${order} has no choice rods; did you mean 'roads'?"}},
		{"selected(${needs}, 'watr')", questions(), []string{"at character 20: ${needs} has no choice watr; did you mean 'water'?"}},
		{"selected(., 'none')", judged(), []string{"at character 13: . has no choice none; its choices are water, roads, school, light"}},
		{"selected('female mal', ${sex})", questions(), []string{"at character 10: ${sex} has no choice mal; did you mean 'male'?"}},
		{"selected-at(${needs}, 0) = 'watr'", questions(), []string{"at character 28: selected-at(${needs}, 0) has no choice watr; did you mean 'water'?"}},
		{"selected(${needs}, '')", questions(), []string{"at character 20: '' is not the name of one choice; write the name of one choice; join several calls with or"}},
		{"selected(${needs}, 'water roads')", questions(), []string{"at character 20: 'water roads' is not the name of one choice; write the name of one choice; join several calls with or"}},
		{"selected(${needs}, ${order})", questions(), []string{"at character 20: ${order} is a set of choices, and one name is looked for; look for one choice at a time"}},
		{"selected(${wish}, 'x')", questions(), []string{"at character 10: ${wish} is a text, and selected() is for choices; compare it with = or another operator"}},
		{"selected(${age}, '1')", questions(), []string{"at character 10: ${age} is a number, and selected() is for choices; compare it with = or another operator"}},
		{"count-selected(${born})", questions(), []string{"at character 16: ${born} is a date, and count-selected() is for choices; compare it with = or another operator"}},
		{"count-selected(selected(${needs}, 'water'))", questions(), []string{"at character 16: selected(${needs}, 'water') is a condition, and count-selected() is for choices; compare it with = or another operator"}},
		{"selected-at(${needs}, -1)", questions(), []string{"at character 23: no choice is at -1; write a whole number; the first choice is at 0"}},
		{"selected-at(${needs}, 0.5)", questions(), []string{"at character 23: no choice is at 0.5; write a whole number; the first choice is at 0"}},
		{"selected-at(${needs}, 'first')", questions(), []string{"at character 23: 'first' is no number; write a number"}},
		{"jr:choice-name(${one}, 'one')", questions(), []string{"at character 24: jr:choice-name() wants a question whose choices are meant; write it as in jr:choice-name(${a}, '${a}')"}},
		{"jr:choice-name(${one}, '${wish}')", questions(), []string{"at character 24: ${wish} is a text and has no choices; name a question of the type select_one, select_multiple or rank"}},
		{"jr:choice-name(${one}, '${onee}')", questions(), []string{"at character 24: there is no question ${onee}; did you mean ${one}?"}},
		{"jr:choice-name(${needs}, ${needs})", questions(), []string{"at character 16: ${needs} is a set of choices, and jr:choice-name() is for one; name one of them at a time, as in selected-at(${needs}, 0)"}},

		// Numbers.
		{"${age} = 'old'", questions(), []string{"at character 10: ${age} is a number, and 'old' is none; compare it with a number"}},
		{"${age} > 'old'", questions(), []string{"at character 10: 'old' is neither a number nor a date; compare numbers, or dates written as in '2026-01-31'"}},
		{"18 <= ${age} <= 60", questions(), []string{"at character 1: 18 <= ${age} is true or false and has no order; write two comparisons with and between, as in 18 <= ${age} and ${age} <= 60"}},
		{"${needs} + 1", questions(), []string{"at character 1: ${needs} is a set of choices and no number; count them with count-selected(${needs})"}},
		{"${needs} > 1", questions(), []string{"at character 1: ${needs} is a set of choices and no number; count them with count-selected(${needs})"}},
		{"-${needs}", questions(), []string{"at character 2: ${needs} is a set of choices and no number; count them with count-selected(${needs})"}},
		{"'a' + ${wish}", questions(), []string{"at character 1: 'a' is no number; join texts with concat()"}},
		{"'a' * 2", questions(), []string{"at character 1: 'a' is no number; write a number"}},
		{"int('a') + round(1, 'b') + max(1, 'c')", questions(), []string{
			"at character 5: 'a' is no number; write a number",
			"at character 21: 'b' is no number; write a number",
			"at character 35: 'c' is no number; write a number",
		}},

		// Dates.
		{"${born} > 2000", questions(), []string{"at character 11: ${born} is a date, and 2000 is none; write a date as in '2026-01-31', or subtract dates: today() - ${born} is a number of days"}},
		{"${born} = '31.01.2026'", questions(), []string{"at character 11: ${born} is a date, and '31.01.2026' is none; write a date as in '2026-01-31', or subtract dates: today() - ${born} is a number of days"}},
		{"date('2026-02-30')", questions(), []string{"at character 6: '2026-02-30' is no date; write a date as in date('2026-01-31')"}},
		{"date(${sex})", questions(), []string{"at character 6: ${sex} is a choice and no date; write a date, or a number of days since 1970-01-01"}},

		// Conditions and texts.
		{"${sex} = 'female' or 'male'", questions(), []string{"at character 22: 'male' alone is no condition; write the whole comparison, as in ${a} = 'x' or ${a} = 'y'"}},
		{"${age} = 1 or 2", questions(), []string{"at character 15: 2 alone is no condition; write the whole comparison, as in ${a} = 'x' or ${a} = 'y'"}},
		{"if('x', 1, 2)", questions(), []string{"at character 4: 'x' alone is no condition; write the whole comparison, as in ${a} = 'x' or ${a} = 'y'"}},
		{"${agreed} = 'false'", questions(), []string{"at character 13: ${agreed} is true or false, and any text counts as true; write true() or false()"}},
		{"contains(${needs}, 'wat')", questions(), []string{"at character 10: ${needs} is a set of choices, and contains() looks for letters; use selected(), which looks for whole names"}},
		{"regex(${wish}, ${wish})", questions(), []string{"at character 16: the pattern of regex() must be written out; write it as a text, as in regex(., '[0-9]{6}')"}},
		{"regex(${wish}, '[0-9')", questions(), []string{"at character 16: the pattern cannot be read (missing closing ]: `[0-9`); correct it; patterns are those of RE2, which cannot look ahead or behind, or refer back"}},
		{"regex(${wish}, '(?=a)')", questions(), []string{"at character 16: the pattern cannot be read (invalid or unsupported Perl syntax: `(?=`); correct it; patterns are those of RE2, which cannot look ahead or behind, or refer back"}},
		{"regex(${wish}, '" + strings.Repeat(".{1000}", 3) + "')", questions(), []string{"at character 16: the pattern cannot be read (too many repetitions); correct it; patterns are those of RE2, which cannot look ahead or behind, or refer back"}},

		// Numbers of arguments.
		{"not()", questions(), []string{"at character 1: not() cannot have no argument; write not(condition)"}},
		{"selected(${needs})", questions(), []string{"at character 1: selected() cannot have one argument; write selected(${question}, 'choice')"}},
		{"1 + round(1, 2, 3)", questions(), []string{"at character 5: round() cannot have 3 arguments; write round(number, number?)"}},
		{"max()", questions(), []string{"at character 1: max() cannot have no argument; write max(number, ...)"}},
		{"today(1)", questions(), []string{"at character 1: today() cannot have one argument; write today()"}},
		{"if(${agreed}, ${onee})", questions(), []string{
			"at character 1: if() cannot have 2 arguments; write if(condition, value, value)",
			"at character 15: there is no question ${onee}; did you mean ${one}?",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			var got []string
			_, found := parse(t, tt.source).Check(tt.scope)
			for _, e := range found {
				got = append(got, e.Error())
			}
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckFindsEveryError(t *testing.T) {
	const many = 200
	source := strings.TrimSuffix(strings.Repeat("${agee} + ", many), " + ")
	_, found := parse(t, source).Check(questions())
	for i, e := range found {
		if want := i * len("${agee} + "); e.Pos != want {
			t.Errorf("error %d is at byte %d, want %d", i, e.Pos, want)
		}
	}
	if len(found) != many {
		t.Errorf("%d errors, want %d", len(found), many)
	}
}

func TestManyChoicesAreNotAllListed(t *testing.T) {
	s := expression.Scope{Variable: func(string) (expression.Variable, bool) {
		return expression.Variable{Type: expression.Name, Choices: strings.Fields("a b c d e f g h i j")}, true
	}}
	_, found := parse(t, "${x} = 'k'").Check(s)
	if want := "at character 8: ${x} has no choice k; its choices are a, b, c, d, e, f, g, h …"; len(found) != 1 || found[0].Error() != want {
		t.Errorf("got %v, want %s", found, want)
	}
}
