package expression_test

import "testing"

// BenchmarkEval is a usual condition, both sides of which are computed.
func BenchmarkEval(b *testing.B) {
	env := village()
	p := parse(b, "selected(${needs}, 'water') and ${age} >= 18").Compile(env.slot)
	b.ReportAllocs()
	for b.Loop() {
		if !p.Eval(env).Bool() {
			b.Fatal("the condition does not hold, want that it does")
		}
	}
}

// BenchmarkParse is what reading one cell of a workbook takes.
func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		parse(b, "selected(${needs}, 'water') and ${age} >= 18").Check(questions())
	}
}
