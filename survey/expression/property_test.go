package expression_test

import (
	"math"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"ashar/survey/expression"
)

// drawn is an expression that can be read, as most of the sources can.
func drawn(t *rapid.T) *expression.Expression {
	return parse(t, sources().Filter(readable).Draw(t, "source"))
}

func readable(source string) bool {
	_, err := expression.Parse(source)
	return err == nil
}

func TestWritingIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawn(t)
		again := parse(t, e.String())
		if again.String() != e.String() {
			t.Fatalf("%q is written %q, and that %q", e.Source(), e, again)
		}
		env := interviews().Draw(t, "interview")
		if got, want := again.Compile(env.slot).Eval(env), e.Compile(env.slot).Eval(env); got != want {
			t.Fatalf("%q is %#v, but as it is written, %q, %#v", e.Source(), want, e, got)
		}
	})
}

func TestEvalAlwaysComesToAValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawn(t)
		e.Check(filtered())
		env := interviews().Draw(t, "interview")
		p := e.Compile(env.slot)
		v := p.Eval(env)
		wantWhole(t, v)
		if again := p.Eval(env); again != v {
			t.Fatalf("%s is %#v, and then %#v", e, v, again)
		}
		if p.Holds(env) != v.Bool() {
			t.Fatalf("%s is %#v, but Holds = %v", e, v, p.Holds(env))
		}
	})
}

// wantWhole holds what every value promises.
func wantWhole(t rapid.TB, v expression.Value) {
	t.Helper()
	switch {
	case math.IsInf(v.Number(), 0):
		t.Fatalf("%#v is infinite", v)
	case utf8.RuneCountInString(v.String()) > expression.MaxText:
		t.Fatalf("the text has %d characters", utf8.RuneCountInString(v.String()))
	case v.IsEmpty() != (v.String() == ""):
		t.Fatalf("IsEmpty() = %v, String() = %q", v.IsEmpty(), v)
	case v.IsEmpty() && (v.Bool() || len(v.Names()) > 0 || v != expression.Value{}):
		t.Fatalf("%#v is empty and something", v)
	}
}

// TestChecksTypeIsTheValues holds what Check promises of expressions with which
// nothing is wrong, when the answers are of the types that it was told.
func TestChecksTypeIsTheValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawn(t)
		kind, found := e.Check(filtered())
		if len(found) > 0 || e.UsesOnce() { // what was there once is of any type in this village
			t.Skip(found)
		}
		env := village()
		v := e.Compile(env.slot).Eval(env)
		if kind == expression.Name { // the text of its name
			kind = expression.Text
		}
		if one := kind == expression.Text && v.Type() == expression.Names; !one && kind != expression.Any && !v.IsEmpty() && v.Type() != kind {
			t.Fatalf("%s is to be a %v, but is a %v", e, kind, v.Type())
		}
	})
}

func TestConjunctsHoldTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := drawn(t).Source()
		for range rapid.IntRange(0, 3).Draw(t, "more") {
			source = "(" + source + ") and (" + drawn(t).Source() + ")"
		}
		e := parse(t, source)
		env := interviews().Draw(t, "interview")
		parts := e.Conjuncts()
		all := true
		for _, part := range parts {
			if again := parse(t, part.Source()); again.String() != part.String() {
				t.Fatalf("the part %q is written %q, and read on its own %q", part.Source(), part, again)
			}
			all = all && part.Compile(env.slot).Eval(env).Bool()
		}
		whole := e.Compile(env.slot).Eval(env)
		if whole.Bool() != all || len(parts) > 1 && whole.Type() != expression.Boolean {
			t.Fatalf("%s is %#v, but its %d parts together are %v", e, whole, len(parts), all)
		}
	})
}

// TestInliningChangesNothing is what the package promises: a calculation can be
// written out where it is named.
func TestInliningChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := drawn(t)
		env := interviews().Draw(t, "interview")
		env.give("part", part.Compile(env.slot).Eval(env))
		operator := rapid.SampledFrom(operators[:]).Draw(t, "operator")
		other := rapid.SampledFrom(leaves).Draw(t, "other")
		named := eval(t, "${part} "+operator+" "+other, env)
		inlined := eval(t, "("+part.Source()+") "+operator+" "+other, env)
		if named != inlined {
			t.Fatalf("with %s, ${part} %s %s is %#v, and written out %#v", part, operator, other, named, inlined)
		}
	})
}
