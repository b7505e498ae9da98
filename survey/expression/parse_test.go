package expression_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"ashar/survey/expression"
)

// TestString also holds what is read from the canonical writing to be the same.
func TestString(t *testing.T) {
	tests := []struct{ source, want string }{
		// Spaces and quotes.
		{"${a}=1", "${a} = 1"},
		{" ${ a }\n!=\t'x' ", "${a} != 'x'"},
		{"${a}\u00a0= 1", "${a} = 1"},
		{`${a} = "x"`, "${a} = 'x'"},
		{`"it's"`, `"it's"`},
		{`'say "yes"'`, `'say "yes"'`},
		{"‘x’", "'x'"},
		{"’x’", "'x'"},
		{"‚x‘", "'x'"},
		{"‘x'", "'x'"},
		{"“x”", "'x'"},
		{"„x“", "'x'"},
		{"”x\"", "'x'"},
		{"“it's”", `"it's"`},
		{"‘say \"yes\"’", `'say "yes"'`},
		{"'don’t'", "'don’t'"},
		{"selected( ${a},‘x’ )", "selected(${a}, 'x')"},
		{"not (${a})", "not(${a})"},
		{"concat(${a},' ',${b})", "concat(${a}, ' ', ${b})"},

		// Numbers.
		{"1.50", "1.5"},
		{".5", "0.5"},
		{"5.", "5"},
		{"007", "7"},
		{"1000000000000000000000000", "1000000000000000000000000"},

		// Names.
		{"a-b", "a-b"},
		{"${a}-${b}", "${a} - ${b}"},
		{"${a-b.c_d}", "${a-b.c_d}"},
		{"a - b", "a - b"},
		{"a -b", "a - b"},
		{"${a}-1", "${a} - 1"},
		{"5-3", "5 - 3"},
		{"_x", "_x"},
		{"jr:choice-name(${a}, '${a}')", "jr:choice-name(${a}, '${a}')"},
		{"jr:choice-name(${a}, ${a})", "jr:choice-name(${a}, '${a}')"},
		{"jr:choice-name(${a}, ‘${ a }’)", "jr:choice-name(${a}, '${a}')"},

		// Operators that are words only where an operator is wanted.
		{"and and and", "and and and"},
		{"or or div", "or or div"},
		{"mod mod mod div div", "mod mod mod div div"},
		{"${a}and${b}", "${a} and ${b}"},
		{"1and 2", "1 and 2"},
		{"-div", "-div"},

		// Precedence, and the parentheses that it needs.
		{"1 + 2 * 3", "1 + 2 * 3"},
		{"(1 + 2) * 3", "(1 + 2) * 3"},
		{"1 + (2 * 3)", "1 + 2 * 3"},
		{"(1 - 2) - 3", "1 - 2 - 3"},
		{"1 - (2 - 3)", "1 - (2 - 3)"},
		{"1 - (2)", "1 - 2"},
		{"((1))", "1"},
		{"(.)", "."},
		{"a or b and c", "a or b and c"},
		{"(a or b) and c", "(a or b) and c"},
		{"a or (b and c)", "a or b and c"},
		{"a and (b and c)", "a and (b and c)"},
		{"a = b < c", "a = b < c"},
		{"(a = b) < c", "(a = b) < c"},
		{"a < b + c", "a < b + c"},
		{"(a < b) + c", "(a < b) + c"},
		{"a = (b and c)", "a = (b and c)"},
		{"1 div 2 mod 3 * 4", "1 div 2 mod 3 * 4"},
		{"1 div (2 mod 3)", "1 div (2 mod 3)"},
		{"-1 * 2", "-1 * 2"},
		{"-(1 * 2)", "-(1 * 2)"},
		{"- - 1", "--1"},
		{"1 - -1", "1 - -1"},
		{"1--1", "1 - -1"},
		{"-(-(1))", "--1"},
		{"not((a or b))", "not(a or b)"},
		{". >= 18 and . <= 99", ". >= 18 and . <= 99"},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			e := parse(t, tt.source)
			if e.Source() != tt.source {
				t.Errorf("Source() = %q", e.Source())
			}
			if e.String() != tt.want {
				t.Errorf("String() = %q, want %q", e.String(), tt.want)
			}
			if got := parse(t, e.String()).String(); got != tt.want {
				t.Errorf("read and written again: %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseReports(t *testing.T) {
	const deep = expression.MaxDepth
	tests := []struct{ source, want string }{
		{"", "at character 1: there is no expression; write one, or leave the cell empty"},
		{"  ", "at character 1: there is no expression; write one, or leave the cell empty"},
		{strings.Repeat(" ", expression.MaxSource) + "1", "at character 1: the expression has more than 4000 characters; part it into calculations"},
		{strings.Repeat("concat(),", 500), "at character 1: the expression has more than 4000 characters; part it into calculations"},
		{"'\xff'", "at character 1: the expression has broken characters; type it anew"},
		{strings.Repeat("1+", 500) + "1", "at character 1: the expression has more than 1000 parts; part it into calculations"},
		{strings.Repeat("(", deep+1) + "1" + strings.Repeat(")", deep+1), "at character 65: more than 64 parentheses, functions or minus signs stand inside each other; part the expression into calculations"},
		{strings.Repeat("-", deep+1) + "1", "at character 65: more than 64 parentheses, functions or minus signs stand inside each other; part the expression into calculations"},
		{strings.Repeat("not(", deep+1) + "1" + strings.Repeat(")", deep+1), "at character 260: more than 64 parentheses, functions or minus signs stand inside each other; part the expression into calculations"},
		{"1" + strings.Repeat("0", 400), "at character 1: the number is too great; write a number of fewer digits"},

		// Something is missing, or too much.
		{"1 +", "at character 4: the expression ends where a value is wanted; write a value, or delete the operator before"},
		{"= 1", "at character 1: a value is missing before =; write a value, such as ${name}, a number or a text in quotes"},
		{"1 = = 2", "at character 5: a value is missing before =; write a value, such as ${name}, a number or a text in quotes"},
		{"1 * * 2", "at character 5: a value is missing before *; write a value, such as ${name}, a number or a text in quotes"},
		{"()", "at character 2: a value is missing before ); write a value, such as ${name}, a number or a text in quotes"},
		{"not(1,)", "at character 7: a value is missing before ); write a value, such as ${name}, a number or a text in quotes"},
		{"(1", "at character 1: this ( is not closed; write ) where it ends"},
		{"'ө' = (1", "at character 7: this ( is not closed; write ) where it ends"},
		{"not(1", "at character 1: the ( of not is not closed; write ) after the last argument"},
		{"1)", "at character 2: this ) closes nothing; delete it, or write ( where it begins"},
		{"1,5", "at character 2: a comma stands outside of a function; write fractions with a point, as in 1.5"},
		{"${a} ${b}", "at character 6: an operator is missing before ${b}; write one, such as = or and; a text of several words stands in quotes"},
		{"${a} = clean water", "at character 14: an operator is missing before water; write one, such as = or and; a text of several words stands in quotes"},
		{"18years", "at character 3: an operator is missing before years; write one, such as = or and; a text of several words stands in quotes"},
		{"1.2.3", "at character 4: an operator is missing before .3; write one, such as = or and; a text of several words stands in quotes"},
		{"not(1 2)", "at character 7: an operator is missing before 2; write one, such as = or and; a text of several words stands in quotes"},
		{"a- b", "at character 4: an operator is missing before b; write one, such as = or and; a text of several words stands in quotes"},
		{"and ${a}", "at character 1: nothing stands before and; write a value or a condition before it"},
		{"${a} or or ${b}", "at character 9: nothing stands before or; write a value or a condition before it"},
		{"'water", "at character 1: the text that begins here has no end; close it with the quote that it begins with"},
		{"“water", "at character 1: the text that begins here has no end; close it with the quote that it begins with"},
		{"selected(${a}, 'water)", "at character 16: the text that begins here has no end; close it with the quote that it begins with"},
		{"'water’", "at character 1: the text that begins here has no end; close it with the quote that it begins with"},

		// References.
		{"${a", "at character 1: this ${ is not closed; write } after the name"},
		{"${}", "at character 1: ${} cannot be a name; write the name of a question between ${ and }: Latin letters, digits, '_', '-' and '.', with a letter first"},
		{"${1st}", "at character 1: ${1st} cannot be a name; write the name of a question between ${ and }: Latin letters, digits, '_', '-' and '.', with a letter first"},
		{"1 + ${жаш}", "at character 5: ${жаш} cannot be a name; write the name of a question between ${ and }: Latin letters, digits, '_', '-' and '.', with a letter first"},
		{"$a", "at character 1: $ is no sign of this language; write ${name}, with the name in braces"},
		{"{a}", "at character 1: { is no sign of this language; write ${name}, with a $ before the brace"},
		{"a}", "at character 2: } is no sign of this language; write ${name}, with ${ before the name"},
		{"/data/a", "at character 1: / is no sign of this language; write div to divide, and ${name} instead of a path"},
		{"../a", "at character 1: .. is no sign of this language; write ${name} instead of a path"},
		{"./a", "at character 1: ./ is no sign of this language; write ${name} instead of a path"},
		{"a[1]", "at character 2: [ is no sign of this language; write ${name} instead of a path"},
		{"jr:itemset", "at character 1: jr:itemset cannot be a name; write ${name} for the answer to a question"},

		// Other languages, and what spreadsheets make.
		{"${a} == 1", "at character 6: == is no sign of this language; write = to compare"},
		{"${a} && ${b}", "at character 6: && is no sign of this language; write and"},
		{"${a} || ${b}", "at character 6: || is no sign of this language; write or"},
		{"!${a}", "at character 1: !$ is no sign of this language; write not(...)"},
		{"${a} <> 1", "at character 6: <> is no sign of this language; write !="},
		{"${a} =< 1", "at character 6: =< is no sign of this language; write <="},
		{"${a} ≥ 1", "at character 6: ≥ is no sign of this language; write >="},
		{"${a} % 2", "at character 6: % is no sign of this language; write mod for the remainder of a division"},
		{"${a} – 2", "at character 6: – is no sign of this language; write -"},
		{"${a} / 2", "at character 6: / is no sign of this language; write div to divide, and ${name} instead of a path"},
		{"not(${a}; ${b})", "at character 9: ; is no sign of this language; write a comma between the arguments of a function"},
		{"${a} = «суу»", "at character 8: « is no sign of this language; write a text in straight quotes, as in 'water'"},
		{"${a} AND ${b}", "at character 6: AND is no operator; write and"},
		{"${a} is 1", "at character 6: is is no operator; write ="},
		{"(${a} Or ${b})", "at character 7: Or is no operator; write or"},
		{"${a} = суу", "at character 8: the word суу stands without quotes; write a text as 'суу'"},
		{"${a} = " + strings.Repeat("ө", 70), "at character 8: the word " + strings.Repeat("ө", 60) + "… stands without quotes; write a text as '" + strings.Repeat("ө", 60) + "…'"},
		{"${a} # 1", `at character 6: the character "#" has no meaning here; delete it, or write a text in quotes`},

		// Functions.
		{"pulldata('a', 'b', 'c', 'd')", "at character 1: there is no function pulldata(); put the values into columns of the list of choices, and filter by them in choice_filter"},
		{"1 + position(..)", "at character 5: there is no function position(); there are no repeats: ask once, and name the question as ${name}"},
		{"indexed-repeat(${a}, ${b}, 1)", "at character 1: there is no function indexed-repeat(); there are no repeats: ask once, and name the question as ${name}"},
		{"count(${a})", "at character 1: there is no function count(); there are no repeats: ask once, and name the question as ${name}; count-selected() counts choices"},
		{"sum(${a})", "at character 1: there is no function sum(); write the values with + between them"},
		{"random()", "at character 1: there is no function random(); the same answers must always give the same value: let the questionnaire randomize the order of choices instead"},
		{"uuid()", "at character 1: there is no function uuid(); the same answers must always give the same value: let the questionnaire randomize the order of choices instead"},
		{"selcted(${a}, 'x')", "at character 1: there is no function selcted(); did you mean selected()?"},
		{"count_selected(${a})", "at character 1: there is no function count_selected(); did you mean count-selected()?"},
		{"IF(1, 2, 3)", "at character 1: there is no function IF(); did you mean if()?"},
		{"and(${a}, ${b})", "at character 1: there is no function and(); write and between the conditions"},
		{"frobnicate()", "at character 1: there is no function frobnicate(); the functions are boolean(), coalesce(), concat(), contains(), count-selected(), date(), false(), if(), int(), jr:choice-name(), max(), min(), not(), now(), number(), once(), regex(), round(), selected(), selected-at(), starts-with(), string(), string-length(), today(), true()"},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			_, err := expression.Parse(tt.source)
			var e *expression.Error
			if !errors.As(err, &e) {
				t.Fatalf("Parse = %v, want an *Error", err)
			}
			if e.Error() != tt.want {
				t.Errorf("got  %s\nwant %s", e, tt.want)
			}
			if got := utf8.RuneCountInString(tt.source[:e.Pos]) + 1; got != e.Column {
				t.Errorf("byte %d is character %d, not %d", e.Pos, got, e.Column)
			}
		})
	}
}

func TestTheDeepestAndLongestAreRead(t *testing.T) {
	const deep = expression.MaxDepth
	for _, source := range []string{
		strings.Repeat("(", deep) + "1" + strings.Repeat(")", deep),
		strings.Repeat("-", deep) + "1",
		strings.Repeat("1 - ", 499) + "1",
		"'" + strings.Repeat("ө", (expression.MaxSource-2)/2) + "'",
	} {
		e := parse(t, source)
		e.Check(questions())
		e.Compile(village().slot).Eval(village())
	}
}
