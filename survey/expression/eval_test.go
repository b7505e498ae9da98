package expression_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"ashar/survey/expression"
)

// TestEval runs expressions on the village; want is what the value is as a text.
func TestEval(t *testing.T) {
	tests := []struct{ source, want string }{
		// Answers and constants.
		{"${age}", "34"},
		{"${nothing}", ""},
		{"${unheard-of}", ""},
		{".", "7"},
		{"oblast", "talas"},
		{"height", ""},
		{"'жол'", "жол"},
		{`"it's"`, "it's"},
		{"''", ""},
		{"007.50", "7.5"},

		// Arithmetic.
		{"1 + 2 * 3", "7"},
		{"(1 + 2) * 3", "9"},
		{"10 - 2 - 3", "5"},
		{"7 div 2", "3.5"},
		{"7 mod 2", "1"},
		{"-7 mod 2", "-1"},
		{"-2 * -3", "6"},
		{"--2", "2"},
		{"- ${age}", "-34"},
		{"0.1 + 0.2", "0.30000000000000004"},
		{"1 div 0", ""},
		{"0 div 0", ""},
		{"5 mod 0", ""},
		{"${nothing} + 1", ""},
		{"${wish} * 2", ""},
		{"${severity} + 1", "5"},
		{"'5' + '6'", "11"},
		{"${needs} + 1", ""},
		{"${agreed} + ${agreed}", "2"},
		{"1" + strings.Repeat("0", 300) + " * 1" + strings.Repeat("0", 300), ""},

		// Equality.
		{"${age} = 34", "true"},
		{"${age} = '34'", "true"},
		{"${age} = '34.0'", "true"},
		{"'34' = '34.0'", "false"},
		{"${age} != 35", "true"},
		{"${sex} = 'female'", "true"},
		{"${sex} != 'female'", "false"},
		{"${severity} = 4", "true"},
		{"${nothing} = ''", "true"},
		{"${nothing} != ''", "false"},
		{"${age} = ''", "false"},
		{"${age} != ''", "true"},
		{"${nothing} = 0", "false"},
		{"${nothing} != 'a'", "true"},
		{"${nothing} != 0", "true"},
		{"${nothing} = ${nothing}", "true"},
		{"1 div 0 = ''", "true"},
		{"${needs} = ''", "false"},
		{"${needs} = 'water roads school'", "true"},
		{"${one} = 'water'", "true"},
		{"true() = 1", "true"},
		{"true() = 'no'", "true"},
		{"false() = ''", "true"},
		{"${agreed} = true()", "true"},
		{"oblast = 'talas'", "true"},
		{"code = 12", "true"},
		{"1 < 2 = true()", "true"},

		// Order.
		{"${age} >= 18", "true"},
		{"${age} < 18", "false"},
		{"'10' > '9'", "true"},
		{"'b' > 'a'", "false"},
		{"${nothing} < 1", "false"},
		{"${nothing} >= 0", "false"},
		{"1 div 0 > 5", "false"},
		{"${severity} >= 4", "true"},
		{"3 <= 3", "true"},
		{"3 > 3", "false"},

		// Dates.
		{"${born}", "1992-02-29"},
		{"today()", "2026-05-01"},
		{"now()", "2026-05-01T18:30:00.000+06:00"},
		{"today() - ${born}", "12480"},
		{"int((today() - ${born}) div 365.25)", "34"},
		{"today() + 7", "20581"},
		{"date(today() + 7)", "2026-05-08"},
		{"date('2026-05-01') = today()", "true"},
		{"'2026-05-01' = today()", "true"},
		{"${born} = '1992-02-29'", "true"},
		{"${born} != ''", "true"},
		{"${born} = ''", "false"},
		{"${born} < today()", "true"},
		{"${born} < '1992-03-01'", "true"},
		{"'2026-04-30' < '2026-05-01'", "true"},
		{"${met} > today()", "true"},
		{"${met} <= now()", "true"},
		{"${met} = '2026-05-01T18:30:00+06:00'", "true"},
		{"int(now()) = number(today())", "true"},
		{"date(now())", "2026-05-01"},
		{"date('2026-02-30')", ""},
		{"date('soon')", ""},
		{"date('')", ""},
		{"date(0)", "1970-01-01"},
		{"date(0 - 1)", "1969-12-31"},
		{"date(99999999)", ""},
		{"date(2932896)", "9999-12-31"},
		{"date(2932897)", ""},
		{"date(-719162)", "0001-01-01"},
		{"date(-719163)", ""},

		// Conditions.
		{"true() and false()", "false"},
		{"true() or false()", "true"},
		{"false() and false() or true()", "true"},
		{"true() or true() and false()", "true"},
		{"${wish} and ${age}", "true"},
		{"${nothing} or ${refused}", "false"},
		{"not(${nothing})", "true"},
		{"not(selected(${needs}, 'water'))", "false"},
		{"boolean('false')", "true"},
		{"boolean(0)", "false"},
		{"boolean(${nothing})", "false"},

		// Choices.
		{"selected(${needs}, 'water')", "true"},
		{"selected(${needs}, ' water ')", "true"},
		{"selected(${needs}, 'wat')", "false"},
		{"selected(${needs}, '')", "false"},
		{"selected(${needs}, 'water roads')", "false"},
		{"selected(${nothing}, 'water')", "false"},
		{"selected(${one}, 'water')", "true"},
		{"selected(${sex}, 'female')", "true"},
		{"selected('male female', ${sex})", "true"},
		{"selected(${needs}, name)", "true"},
		{"selected(${severity}, 4)", "true"},
		{"count-selected(${needs})", "3"},
		{"count-selected(${sex})", "1"},
		{"count-selected(${nothing})", "0"},
		{"selected-at(${needs}, 0)", "water"},
		{"selected-at(${needs}, 2)", "school"},
		{"selected-at(${needs}, 3)", ""},
		{"selected-at(${needs}, -1)", ""},
		{"selected-at(${needs}, ${nothing})", ""},
		{"selected-at(${needs}, 1.9)", "roads"},
		{"selected-at(${nothing}, 0)", ""},
		{"jr:choice-name(selected-at(${needs}, 1), '${needs}')", "Жолдор"},
		{"jr:choice-name(${one}, ${one})", "Таза суу"},
		{"jr:choice-name(${nothing}, '${one}')", ""},
		{"jr:choice-name(${one}, '${unheard-of}')", ""},
		{"jr:choice-name(${one}, 'one')", ""},

		// Branches.
		{"if(${age} >= 18, 'adult', 'child')", "adult"},
		{"if(${nothing}, 'adult', 'child')", "child"},
		{"coalesce(${nothing}, ${sex})", "female"},
		{"coalesce(${age}, ${sex})", "34"},
		{"coalesce(0, 5)", "0"},
		{"coalesce(${nothing}, ${nothing})", ""},
		{"once(1)", "7"},

		// Numbers.
		{"int(3.9)", "3"},
		{"int(-3.9)", "-3"},
		{"int(${nothing})", ""},
		{"int('12.7')", "12"},
		{"round(2.5)", "3"},
		{"round(-2.5)", "-2"},
		{"round(2.4)", "2"},
		{"round(0.49999999999999994)", "0"},
		{"round(1.005, 2)", "1.01"},
		{"round(2.345, 2)", "2.35"},
		{"round(-2.345, 2)", "-2.34"},
		{"round(1234, -2)", "1200"},
		{"round(1250, -2)", "1300"},
		{"round(1.5, 0)", "2"},
		{"round(1.25, 999)", "1.25"},
		{"round(1.25, -999)", "0"},
		{"round(1.25, ${nothing})", ""},
		{"round(${nothing}, 1)", ""},
		{"number('1.50')", "1.5"},
		{"number(true())", "1"},
		{"number(${wish})", ""},
		{"number(${born}) = 8094", "true"},
		{"min(3, 1, 2)", "1"},
		{"max(3, '4', 2)", "4"},
		{"max(3)", "3"},
		{"min(3, ${nothing})", ""},

		// Texts.
		{"string(1.50)", "1.5"},
		{"string(true())", "true"},
		{"string(${needs})", "water roads school"},
		{"concat('a', 1, true(), ${nothing}, ${born})", "a1true1992-02-29"},
		{"concat(${wish})", "Жол керек"},
		{"contains(${wish}, 'керек')", "true"},
		{"contains(${wish}, '')", "true"},
		{"contains(${nothing}, 'a')", "false"},
		{"starts-with(${wish}, 'Жол')", "true"},
		{"starts-with(${wish}, 'жол')", "false"},
		{"string-length(${wish})", "9"},
		{"string-length(${age})", "2"},
		{"string-length(${nothing})", "0"},
		{"regex('720001', '[0-9]{6}')", "true"},
		{"regex('7200012', '[0-9]{6}')", "false"},
		{"regex('ab', 'a|b')", "false"},
		{"regex('b', 'a|b')", "true"},
		{"regex(${wish}, '\\p{L}+ \\p{L}+')", "true"},
		{"regex(${nothing}, '.*')", "true"},
		{"regex('a', '(')", "false"},
		{"regex('a', ')|(')", "false"},
		{"regex('a', concat('a'))", "false"},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			env := village()
			if got := eval(t, tt.source, env).String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := eval(t, "string("+tt.source+")", env).String(); got != tt.want {
				t.Errorf("as an argument: got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestOnceComputesIfNothingIsThere(t *testing.T) {
	env := village()
	env.self = expression.Value{}
	if got := eval(t, "once(concat('a', 'b'))", env).String(); got != "ab" {
		t.Errorf("got %q, want %q", got, "ab")
	}
}

// counted counts how often answers are read.
type counted struct {
	*answers
	reads int
}

func (c *counted) Value(slot int) expression.Value {
	c.reads++
	return c.answers.Value(slot)
}

func TestWhatDoesNotMatterIsNotComputed(t *testing.T) {
	for _, source := range []string{
		"true() or ${age}", "false() and ${age}", "if(true(), 1, ${age})", "if(false(), ${age}, 1)", "coalesce(1, ${age})", "once(${age})",
	} {
		env := &counted{answers: village()}
		parse(t, source).Compile(env.slot).Eval(env)
		if env.reads != 0 {
			t.Errorf("%s: the answer is read %d times, want never", source, env.reads)
		}
	}
}

func TestHoldsIsEvalAsACondition(t *testing.T) {
	env := village()
	for _, source := range []string{"${age}", "${age} > 40", "${nothing}", "'false'", "not(${wish})"} {
		p := parse(t, source).Compile(env.slot)
		if got, want := p.Holds(env), p.Eval(env).Bool(); got != want {
			t.Errorf("%s: Holds = %v, Eval = %v", source, got, want)
		}
	}
}

func TestTextsDoNotGrow(t *testing.T) {
	env := village()
	env.give("long", expression.Str(strings.Repeat("ө", expression.MaxText)))
	source := "${long}"
	for range expression.MaxDepth {
		source = "concat(" + source + ", ${long})"
	}
	if got := utf8.RuneCountInString(eval(t, source, env).String()); got != expression.MaxText {
		t.Errorf("%d characters, want %d", got, expression.MaxText)
	}
}

func TestEvalAllocatesNothing(t *testing.T) {
	env := village()
	p := parse(t, "selected(${needs}, 'water') and ${age} >= 18 and ${sex} = 'female' and today() >= ${born}").Compile(env.slot)
	if got := testing.AllocsPerRun(100, func() { p.Eval(env) }); got != 0 {
		t.Errorf("%v allocations, want none", got)
	}
}
