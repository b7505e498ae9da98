package expression_test

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ashar/survey/expression"
)

func TestValueIsReadAsAnything(t *testing.T) {
	nan := math.NaN()
	moment := time.Date(2026, 5, 1, 12, 0, 0, 0, time.FixedZone("Bishkek", 6*60*60))
	tests := []struct {
		name   string
		value  expression.Value
		kind   expression.Type
		bool   bool
		number float64
		text   string
		names  []string
	}{
		{"nothing", expression.Value{}, expression.Any, false, nan, "", nil},
		{"true", expression.Bool(true), expression.Boolean, true, 1, "true", []string{"true"}},
		{"false", expression.Bool(false), expression.Boolean, false, 0, "false", []string{"false"}},
		{"a whole number", expression.Num(-12), expression.Number, true, -12, "-12", []string{"-12"}},
		{"a fraction", expression.Num(0.1), expression.Number, true, 0.1, "0.1", []string{"0.1"}},
		{"nought", expression.Num(0), expression.Number, false, 0, "0", []string{"0"}},
		{"nought below", expression.Num(math.Copysign(0, -1)), expression.Number, false, 0, "0", []string{"0"}},
		{"a great number", expression.Num(1e21), expression.Number, true, 1e21, "1000000000000000000000", []string{"1000000000000000000000"}},
		{"no number", expression.Num(nan), expression.Any, false, nan, "", nil},
		{"infinity", expression.Num(math.Inf(-1)), expression.Any, false, nan, "", nil},
		{"words", expression.Str("Жол керек"), expression.Text, true, nan, "Жол керек", []string{"Жол", "керек"}},
		{"no words", expression.Str(""), expression.Any, false, nan, "", nil},
		{"the word false", expression.Str("false"), expression.Text, true, nan, "false", []string{"false"}},
		{"a number in words", expression.Str(" -1.50 "), expression.Text, true, -1.5, " -1.50 ", []string{"-1.50"}},
		{"a point first", expression.Str(".5"), expression.Text, true, 0.5, ".5", []string{".5"}},
		{"an exponent", expression.Str("1e3"), expression.Text, true, nan, "1e3", []string{"1e3"}},
		{"hexadecimal", expression.Str("0x10"), expression.Text, true, nan, "0x10", []string{"0x10"}},
		{"a plus", expression.Str("+5"), expression.Text, true, nan, "+5", []string{"+5"}},
		{"two points", expression.Str("1.2.3"), expression.Text, true, nan, "1.2.3", []string{"1.2.3"}},
		{"a word of infinity", expression.Str("Inf"), expression.Text, true, nan, "Inf", []string{"Inf"}},
		{"too many digits", expression.Str(strings.Repeat("9", 400)), expression.Text, true, nan, strings.Repeat("9", 400), []string{strings.Repeat("9", 400)}},
		{"a date in words", expression.Str("1970-01-11"), expression.Text, true, 10, "1970-01-11", []string{"1970-01-11"}},
		{"a day", expression.Day("1970-01-11"), expression.Date, true, 10, "1970-01-11", []string{"1970-01-11"}},
		{"a day before", expression.Day("1969-12-31"), expression.Date, true, -1, "1969-12-31", []string{"1969-12-31"}},
		{"the first day", expression.Day("1970-01-01"), expression.Date, true, 0, "1970-01-01", []string{"1970-01-01"}},
		{"no such day", expression.Day("2026-02-29"), expression.Text, true, nan, "2026-02-29", []string{"2026-02-29"}},
		{"no day", expression.Day(""), expression.Any, false, nan, "", nil},
		{"a moment", expression.Moment(moment), expression.Date, true, 20574.5, "2026-05-01T12:00:00.000+06:00", []string{"2026-05-01T12:00:00.000+06:00"}},
		{"a moment in words", expression.Str("1970-01-02T12:00:00Z"), expression.Text, true, 1.5, "1970-01-02T12:00:00Z", []string{"1970-01-02T12:00:00Z"}},
		{"a moment of no hour", expression.Day("1970-01-02T25:00:00Z"), expression.Text, true, nan, "1970-01-02T25:00:00Z", []string{"1970-01-02T25:00:00Z"}},
		{"a day and more", expression.Day("1970-01-02 at noon"), expression.Text, true, nan, "1970-01-02 at noon", []string{"1970-01-02", "at", "noon"}},
		{"a day in letters", expression.Day("197o-01-02"), expression.Text, true, nan, "197o-01-02", []string{"197o-01-02"}},
		{"one choice", expression.Chosen([]string{"water"}), expression.Names, true, nan, "water", []string{"water"}},
		{"choices", expression.Chosen([]string{"water", "roads"}), expression.Names, true, nan, "water roads", []string{"water", "roads"}},
		{"a choice that is a number", expression.Chosen([]string{"4"}), expression.Names, true, 4, "4", []string{"4"}},
		{"choices that are numbers", expression.Chosen([]string{"4", "5"}), expression.Names, true, nan, "4 5", []string{"4", "5"}},
		{"no choices", expression.Chosen(nil), expression.Any, false, nan, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := tt.value
			if v.Type() != tt.kind || v.IsEmpty() != (tt.kind == expression.Any) {
				t.Errorf("Type() = %v, IsEmpty() = %v, want %v", v.Type(), v.IsEmpty(), tt.kind)
			}
			if v.Bool() != tt.bool {
				t.Errorf("Bool() = %v, want %v", v.Bool(), tt.bool)
			}
			if !cmp.Equal(v.Number(), tt.number, cmpopts.EquateNaNs()) {
				t.Errorf("Number() = %v, want %v", v.Number(), tt.number)
			}
			if v.String() != tt.text {
				t.Errorf("String() = %q, want %q", v.String(), tt.text)
			}
			if diff := cmp.Diff(tt.names, v.Names(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("Names() (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextIsCutAtItsLimit(t *testing.T) {
	for _, letter := range []string{"a", "ө", "\xff", "🏔"} {
		got := expression.Str(strings.Repeat(letter, expression.MaxText+1)).String()
		if want := strings.Repeat(letter, expression.MaxText); got != want {
			t.Errorf("%q: %d characters are kept, want %d", letter, utf8.RuneCountInString(got), expression.MaxText)
		}
	}
}

// TestNoChoiceIsLost takes more names than a text has room for.
func TestNoChoiceIsLost(t *testing.T) {
	names := make([]string, 1000)
	for i := range names {
		names[i] = strings.Repeat("n", 60) + string(rune('a'+i%26)) + string(rune('a'+i/26))
	}
	env := &answers{}
	env.give("all", expression.Chosen(names))
	env.give("last", expression.Str(names[999]))
	if got := eval(t, "count-selected(${all})", env).Number(); got != 1000 {
		t.Errorf("count-selected = %v, want 1000", got)
	}
	if !eval(t, "selected(${all}, ${last}) and selected-at(${all}, 999) = ${last}", env).Bool() {
		t.Error("the last of 1000 choices is not found")
	}
	if got := utf8.RuneCountInString(eval(t, "string(${all})", env).String()); got != expression.MaxText {
		t.Errorf("as a text they have %d characters, want %d", got, expression.MaxText)
	}
}
