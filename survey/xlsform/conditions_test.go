package xlsform_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/expression"
	"ashar/survey/xlsform"
)

// TestReadPartsLimitsFromConditions has cells in which what Ashar has as members
// stands beside what the author says.
func TestReadPartsLimitsFromConditions(t *testing.T) {
	tests := []struct {
		name, cell, typed, want string
		max                     int // of needs
	}{
		{"the limit alone", "H3", "count-selected(.) <= 3", "", 3},
		{"the limit first", "H3", "count-selected(.) <= 3 and selected(., 'water')", "selected(., 'water')", 3},
		{"the limit last", "H3", "selected(., 'water')  and count-selected(.)<=3", "selected(., 'water')", 3},
		{"the limit between", "H3", "${once} = '1' and count-selected(.) <= 3 and selected(., 'water')", "${once} = '1' and selected(., 'water')", 3},
		{"the limit between, and an or", "H3", "(${once} = '1' or ${once} = '2') and count-selected(.) <= 3 and selected(., 'water')", "(${once} = '1' or ${once} = '2') and selected(., 'water')", 3},
		{"in parentheses", "H3", "(count-selected(.) <= 3) and ( selected(., 'water')  or\n${once} = '1' )", "selected(., 'water')  or\n${once} = '1'", 3},
		{"all in parentheses", "H3", "(count-selected(.) <= 3 and selected(., 'water')) and ${once} = '1'", "selected(., 'water') and ${once} = '1'", 3},
		{"two in parentheses", "H3", "count-selected(.) <= 3 and (selected(., 'water')) and (${once} = '1')", "(selected(., 'water')) and (${once} = '1')", 3},
		{"doubled parentheses", "H3", "count-selected(.) <= 3 and ((selected(., 'water')))", "(selected(., 'water'))", 3},
		{"two limits", "H3", "count-selected(.) <= 3 and count-selected(.) <= 2", "count-selected(.) <= 2", 3},
		{"an alternative", "H3", "count-selected(.) <= 3 or ${once} = '1'", "count-selected(.) <= 3 or ${once} = '1'", 0},
		{"no choice at all", "H3", "count-selected(.) <= 0", "count-selected(.) <= 0", 0},
		{"a number that is none", "H3", "count-selected(.) <= ${once}", "count-selected(.) <= ${once}", 0},
		{"the exclusive choice", "H3", "(not(selected(., 'none')) or count-selected(.) = 1) and selected(., 'water')", "selected(., 'water')", 0},
		{"another choice alone", "H3", "not(selected(., 'water')) or count-selected(.) = 1", "not(selected(., 'water')) or count-selected(.) = 1", 0},
		{"a text with and in it", "H3", "count-selected(.) <= 3 and ${wish} != ') and ('", "${wish} != ') and ('", 3},
		{"curly quotes", "H3", "count-selected(.) <= 3 and ${wish} != “x”", "${wish} != 'x'", 3},
		{"enough to rank", "G4", "count-selected(${needs}) >= 2 and ${once} = '1'", "${once} = '1'", 2},
		{"more than enough to rank", "G4", "count-selected(${needs}) >= 3", "count-selected(${needs}) >= 3", 2},
		{"enough to rank, of another", "G9", "count-selected(${needs}) >= 2", "count-selected(${needs}) >= 2", 2},
		{"enough to rate", "G5", "not(selected(${needs}, 'none')) and (${wish} != '' or ${wish} = '1')", "${wish} != '' or ${wish} = '1'", 2},
		{"chosen, and more", "I4", "selected(${needs}, name) and name != 'roads'", "name != 'roads'", 2},
		{"more, and chosen", "I4", "name != 'roads' and selected( ${needs},name)", "name != 'roads'", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := typed()
			g.set("survey", tt.cell, tt.typed)
			q, err := xlsform.Read(bytes.NewReader(g.usual(t)))
			if err != nil {
				t.Fatal(err)
			}
			x := q.Questions[map[string]int{"3": 0, "4": 1, "5": 2, "9": 3}[tt.cell[1:]]]
			got := map[string]string{"H": x.Constraint, "G": x.Relevant, "I": x.ChoiceFilter}[tt.cell[:1]]
			if got != tt.want || q.Questions[0].Max != tt.max {
				t.Errorf("%q, at most %d; want %q, at most %d", got, q.Questions[0].Max, tt.want, tt.max)
			}
			wantSame(t, q, written(t, q))
		})
	}
}

// TestWhateverIsReadComesBack types random conditions into cells where limits stand.
func TestWhateverIsReadComesBack(t *testing.T) {
	everywhere := []string{"${wish} = \"a) and (b\"", "true()", "false()", "${wish} != ')'", "((${wish} = ''))"}
	pieces := map[string][]string{
		"H3": {
			"count-selected(.) <= 2", "count-selected(.)<3", "count-selected(.) <= 1", "(not(selected(., 'none')) or count-selected(.) = 1)",
			"not(selected(., 'none')) or count-selected(.)=1", "not(selected(., 'water'))", "${once} = '1'",
		},
		"H10": {"string-length(.) <= 9", "string-length( . ) < 10", "regex(., '.* and .*')", "${once} = '1'"},
		"G4":  {"count-selected(${needs}) >= 2", "count-selected(${needs}) > 1", "count-selected(${needs}) >= 3", "not(selected(${needs}, 'none'))"},
		"G5":  {"count-selected(${needs}) >= 1", "count-selected(${needs}) > 0", "not(selected(${needs}, 'none'))", "not(selected(${needs}, 'water'))"},
		"I4":  {"selected(${needs}, name)", "selected( ${needs} , name)", "name != 'none'", "name!='roads'"},
	}
	rapid.Check(t, func(t *rapid.T) {
		g := typed()
		for _, cell := range []string{"H3", "H10", "G4", "G5", "I4"} {
			piece := rapid.SampledFrom(append(pieces[cell], everywhere...))
			s := piece.Draw(t, cell)
			for rapid.IntRange(0, 3).Draw(t, "goes on") > 0 {
				join := rapid.SampledFrom([]string{"%s and %s", "%s and (%s)", "(%s) and %s", "(%s and %s)", "( %s ) or %s", "%s  and\n%s", "not(%s or %s)"}).Draw(t, "join")
				s = fmt.Sprintf(join, s, piece.Draw(t, cell))
			}
			g.set("survey", cell, s)
		}
		if rapid.Bool().Draw(t, "with a limit of ours") {
			g.set("survey", "N1", "ashar::max")
			g.set("survey", "N3", rapid.IntRange(0, 2).Draw(t, "max"))
		}
		if rapid.Bool().Draw(t, "with Of") {
			g.set("survey", "L4", "needs")
		}
		q, err := xlsform.Read(bytes.NewReader(g.usual(t)))
		if err != nil {
			t.Fatal(err)
		}
		wantSame(t, q, written(t, q))
	})
}

// TestLongExpressionsComeBack has conditions that leave no room in their cell for
// what other tools need there, and a scale too long for the condition upon it.
func TestLongExpressionsComeBack(t *testing.T) {
	long := func(beginning string, n int) string {
		return beginning + " and ${wish} != '" + strings.Repeat("x", n-len(beginning)-len(" and ${wish} != ''")) + "'"
	}
	q := small()
	for i := range 200 {
		q.Lists[0].Choices = append(q.Lists[0].Choices, survey.Choice{Name: fmt.Sprint("c", i), Label: survey.Text{"ky": fmt.Sprint("c", i)}})
	}
	q.Questions[0].Constraint = long("count-selected(.) <= 1", expression.MaxSource)
	q.Questions[4].Constraint = long("true()", expression.MaxSource)
	q.Questions[1].Relevant = long("true()", expression.MaxSource)
	q.Questions = append(q.Questions,
		survey.Question{Name: "gravest", Kind: survey.Rank, Of: "grave", Label: survey.Text{"ky": "Эң оору"}, Relevant: "${first} = 'water'", ChoiceFilter: "name != '60+'"},
		survey.Question{Name: "since", Kind: survey.Scale, Of: "grave", List: "grave", Label: survey.Text{"ky": "Качантан?"}, ChoiceFilter: long("name != '60+'", expression.MaxSource)},
		survey.Question{Name: "points", Kind: survey.Points, List: "need", Max: 7, Label: survey.Text{"ky": "Упай"}},
	)
	q.Questions[1].ChoiceFilter = "name != 'x'"
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	wantSame(t, q, written(t, q))
}
