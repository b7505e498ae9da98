package expression_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ashar/survey/expression"
)

func TestWhatAnExpressionUses(t *testing.T) {
	type use struct {
		References, Columns []string
		Clock, Once         bool
	}
	tests := []struct {
		source string
		want   use
	}{
		{"1 + 1", use{}},
		{"${b} + ${a} * ${b}", use{References: []string{"b", "a"}}},
		{"selected(${needs}, name) and oblast = ${oblast} and name != ''", use{References: []string{"needs", "oblast"}, Columns: []string{"name", "oblast"}}},
		{"jr:choice-name(selected-at(${a}, 0), '${b}')", use{References: []string{"a", "b"}}},
		{"concat('${a}', '.')", use{}},
		{". > 0.5", use{}},
		{"not(. <= today())", use{Clock: true}},
		{"once(now())", use{Clock: true, Once: true}},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			e := parse(t, tt.source)
			got := use{e.References(), e.Columns(), e.UsesClock(), e.UsesOnce()}
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestConjuncts(t *testing.T) {
	tests := []struct {
		source string
		want   []string // their sources
	}{
		{"${a}", []string{"${a}"}},
		{" ( ${a} ) ", []string{"${a}"}},
		{"${a} or ${b}", []string{"${a} or ${b}"}},
		{"${a} and ${b}", []string{"${a}", "${b}"}},
		{"${a}  =  1 and(not( ${b} ))and ( ${c} or ${d} )", []string{"${a}  =  1", "not( ${b} )", "${c} or ${d}"}},
		{"${a} and (${b} and ((${c})))", []string{"${a}", "${b}", "${c}"}},
		{"((${a} and ${b}))", []string{"${a}", "${b}"}},
		{"(1 + 2) * 3 = 9 and -(1) = (1)", []string{"(1 + 2) * 3 = 9", "-(1) = (1)"}},
		{"(${a} and ${b}) or ${c}", []string{"(${a} and ${b}) or ${c}"}},
		{"not(${a} and ${b})", []string{"not(${a} and ${b})"}},
		{"and and and", []string{"and", "and"}},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			var got []string
			for _, part := range parse(t, tt.source).Conjuncts() {
				got = append(got, part.Source())
				if again := parse(t, part.Source()).String(); again != part.String() {
					t.Errorf("the part %q is written %q, and read on its own %q", part.Source(), part, again)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestConjunctsCountFromTheirOwnBeginning also parts a part.
func TestConjunctsCountFromTheirOwnBeginning(t *testing.T) {
	part := parse(t, "'өө' = ${wish} and (${age} > 1 and ${agee} > 1)").Conjuncts()[2]
	for _, e := range []*expression.Expression{part, part.Conjuncts()[0]} {
		_, found := e.Check(questions())
		if len(found) != 1 || found[0].Pos != 0 || found[0].Column != 1 {
			t.Errorf("%s: %v, want one error at its beginning", e.Source(), found)
		}
	}
}
