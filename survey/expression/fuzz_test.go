package expression_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"ashar/survey/expression"
)

// FuzzParse gives Parse any text at all. What it reads can be written, checked and
// run; what it does not read it refuses with a place in the text.
func FuzzParse(f *testing.F) {
	for _, source := range append([]string{
		"selected(${needs}, 'water') and ${age} >= 18",
		"not(selected(., 'none') and count-selected(.) > 1)",
		"count-selected(.) <= 3",
		"string-length(.) <= 200",
		"regex(., '[0-9]{6}')",
		"oblast = ${oblast} and name != ''",
		"if(${age} >= 60, 'old', if(${age} < 18, 'young', 'other'))",
		"jr:choice-name(selected-at(${needs}, 0), '${needs}')",
		"round((today() - ${born}) div 365.25, 1)",
		"once(concat(${sex}, \"-\", string(now())))",
		"“water” = ‘water’ or „x“ != ''",
		"-(1 - -2) * .5 mod 3 = 1 < 2",
		"and and and or div div mod mod mod",
		"coalesce(min(1, 2), max(3)) + int('4') + number(true())",
		"((((1))))", "--1", "a-b -c", "${ a }", "1 == 2", "a && b", "'", "${", "(", ")", ",", "\xff", "ж", "1e5", "..", "=", "",
		strings.Repeat("(", 100), strings.Repeat("1+", 1000),
	}, leaves...) {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		e, err := expression.Parse(source)
		if err != nil {
			wantPlaced(t, source, err)
			return
		}
		if got := parse(t, e.String()).String(); got != e.String() {
			t.Fatalf("%q is written %q, and that %q", source, e, got)
		}
		for _, scope := range []expression.Scope{{}, questions(), judged(), filtered()} {
			_, found := e.Check(scope)
			for _, err := range found {
				wantPlaced(t, source, err)
			}
		}
		env := village()
		v := e.Compile(env.slot).Eval(env)
		if again := eval(t, e.String(), env); again != v {
			t.Fatalf("%q is %#v, and as it is written, %q, %#v", source, v, e, again)
		}
		for _, part := range e.Conjuncts() {
			if got := parse(t, part.Source()).String(); got != part.String() {
				t.Fatalf("the part %q is written %q, and read on its own %q", part.Source(), part, got)
			}
			part.Check(questions())
		}
	})
}

// wantPlaced holds that the error names a place in the source, and has words.
func wantPlaced(t *testing.T, source string, err error) {
	t.Helper()
	var e *expression.Error
	if !errors.As(err, &e) {
		t.Fatalf("%q: %v, want an *Error", source, err)
	}
	if e.Pos < 0 || e.Pos > len(source) || e.Column != utf8.RuneCountInString(source[:e.Pos])+1 {
		t.Fatalf("%q: byte %d is not character %d", source, e.Pos, e.Column)
	}
	if e.Wrong == "" || len(e.Error()) > 1000 {
		t.Fatalf("%q: the error is %q", source, e)
	}
}
