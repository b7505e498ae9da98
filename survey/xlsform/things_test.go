package xlsform_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/xlsform"
)

// withThings is a form with a group of rows, as an author types it, after the rows
// of typed.
func withThings(begin []any, rows ...[]any) grid {
	g := typed()
	g.set("survey", "N1", "ashar::items")
	g.set("survey", "O1", "ashar::points")
	g["survey"] = append(g["survey"], begin)
	g["survey"] = append(g["survey"], rows...)
	g["survey"] = append(g["survey"], []any{"end_group"})
	return g
}

func TestReadThings(t *testing.T) {
	// type, name, label ky, label ru, hint, required, relevant, constraint, choice_filter, appearance, role, of, calculation, items, points
	group := func(name string, of, items, points any, filter string) []any {
		return []any{"begin_group", name, "Бааласаңыз", "", "", "", "", "", filter, "", "", of, "", items, points}
	}
	tests := []struct {
		name string
		grid grid
		want survey.Question
	}{
		{"a scale of a list, by labels", withThings(group("rate", "", "need", "", ""),
			[]any{"select_one level", "first", "Жол", "", "", "${once} = '1'"}, []any{"select_one level", "second", "Суу", "Вода", "", "${once} =  '1'"}),
			survey.Question{Name: "rate", Kind: survey.Scale, Items: "need", List: "level", RequiredIf: "${once} = '1'"}},
		{"a scale of a list, by names", withThings(group("rate", "", "need", "", ""),
			[]any{"select_one level", "rate_water"}, []any{"select_one level", "rate_roads"}),
			survey.Question{Name: "rate", Kind: survey.Scale, Items: "need", List: "level"}},
		{"a filtered scale", withThings(group("rate", "", "need", "", "selected(${needs},name)"),
			[]any{"select_one level", "rate_water", "", "", "", "", "selected(${needs}, 'water')"}, []any{"select_one level", "rate_roads", "", "", "", "", "selected( ${needs},“roads”)"}),
			survey.Question{Name: "rate", Kind: survey.Scale, Items: "need", List: "level", ChoiceFilter: "selected(${needs},name)"}},
		{"a scale of a scale", withThings(group("rate", "grave", "", "", ""),
			[]any{"select_one level", "rate_water", "", "", "", "", "${grave_water} = '2'"}, []any{"select_one level", "rate_roads", "", "", "", "", "${grave_roads}='2'"}),
			survey.Question{Name: "rate", Kind: survey.Scale, Of: "grave", List: "level"}},
		{"points, plainly", withThings(group("rate", "", "need", 10, ""),
			[]any{"integer", "rate_water", "", "", "", "yes"}, []any{"integer", "rate_roads", "", "", "", "yes"}),
			survey.Question{Name: "rate", Kind: survey.Points, List: "need", Max: 10, Required: true}},
		{"points, as other tools need them", withThings(group("rate", "needs", "", 10, ""),
			[]any{"integer", "rate_water", "", "", "", "", "selected(${needs}, 'water')", ".>=0 and .<=10"},
			[]any{"integer", "rate_roads", "", "", "", "", "selected(${needs}, 'roads')", ". <= 10 and . >= 0 and coalesce(${rate_water}, 0) + . <= 10"}),
			survey.Question{Name: "rate", Kind: survey.Points, Of: "needs", Max: 10}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q, err := xlsform.Read(bytes.NewReader(tt.grid.usual(t)))
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Label = survey.Text{"ky": "Бааласаңыз"}
			if diff := cmp.Diff(tt.want, q.Questions[5]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			wantSame(t, q, written(t, q))
		})
	}
}

func TestReadRefusesThings(t *testing.T) {
	group := func(of, items, points any, filter string) []any {
		return []any{"begin_group", "rate", "Бааласаңыз", "", "", "", "", "", filter, "", "", of, "", items, points}
	}
	scale := func(first, second []any) grid {
		return withThings(group("", "need", "", ""), append([]any{"select_one level"}, first...), append([]any{"select_one level"}, second...))
	}
	tests := []struct {
		name string
		grid grid
		want string
	}{
		{"a row of nothing", scale([]any{"rate_water"}, []any{"rate_light"}), "sheet survey, row 13, column name (B13): the row does not say what it asks about; name it as in rate_water"},
		{"a row with a condition", scale([]any{"rate_water"}, []any{"rate_roads", "", "", "", "", "${once} = '1'"}), `sheet survey, row 13, column relevant (G13): "${once} = '1'" cannot be read here; clear the cell; what the whole group hangs on belongs to the begin_group, and which choices are asked about to its choice_filter`},
		{"a row without the filter", withThings(group("", "need", "", "name != 'roads'"), []any{"select_one level", "rate_water"}, []any{"select_one level", "rate_roads"}), `sheet survey, row 12, column relevant (G12): "" cannot be read here; write it as in 'water' != 'roads'`},
		{"no such list", withThings(group("", "wants", "", ""), []any{"select_one level", "rate_water"}), `sheet survey, row 11, column ashar::items (N11): question rate: there is no list "wants"`},
		{"a constraint upon points", withThings(group("", "need", 10, ""), []any{"integer", "rate_water", "", "", "", "", "", ". > 5"}, []any{"integer", "rate_roads"}), `sheet survey, row 12, column constraint (H12): ". > 5" cannot be read here; write it as in . >= 0 and . <= 10`},
		{"no points", withThings(group("", "need", "он", ""), []any{"integer", "rate_water"}, []any{"integer", "rate_roads"}), `sheet survey, row 11, column ashar::points (O11): "он" is no number; write a whole number, as in 3`},
		{"too many points", withThings(group("", "need", 1000, ""), []any{"integer", "rate_water"}, []any{"integer", "rate_roads"}), "sheet survey, row 11, column ashar::points (O11): question rate: 1000 points; 1 to 100 are possible"},
		{"points by choice", withThings(group("", "need", 10, ""), []any{"select_one level", "rate_water"}), "sheet survey, row 12, column type (A12): select_one inside a points is not supported; a points has integer rows alone; move it after the end_group"},
		{"points of no list", withThings(group("", "wants", 10, ""), []any{"integer", "rate_water"}), `sheet survey, row 11, column ashar::items (N11): question rate: there is no list "wants"`},
		{"other messages", func() grid {
			g := scale([]any{"rate_water"}, []any{"rate_roads"})
			g.set("survey", "P1", "required_message")
			g.set("survey", "P13", "Керек")
			return g
		}(), "sheet survey, row 13, column required_message (P13): the message is not that of the rows before; make them alike"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := xlsform.Read(bytes.NewReader(tt.grid.usual(t)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v\nwant %s", err, tt.want)
			}
		})
	}
}

// TestReadTellsRowsFromTheirNames has rows that are named after each other: what
// an expression says of one would be read of the other.
func TestReadTellsRowsFromTheirNames(t *testing.T) {
	g := typed()
	g.set("survey", "B6", "grave_roads")
	g.set("survey", "B7", "grave_water")
	if _, err := xlsform.Read(bytes.NewReader(g.usual(t))); err != nil {
		t.Errorf("no expression names them: %v", err)
	}
	g.set("survey", "G9", "${grave_water} = '2'")
	g.set("survey", "D9", "Оценка ${grave_water}")
	_, err := xlsform.Read(bytes.NewReader(g.usual(t)))
	for _, cell := range []string{"label::Кыргызча (ky) (C9)", "relevant (G9)"} {
		if want := "sheet survey, row 9, column " + cell + ": ${grave_water} is a row of grave under a name of its own; call the row, and write, ${grave_roads}"; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}

// TestRowsOfCyrillicNames has choices with names that no question can have.
func TestRowsOfCyrillicNames(t *testing.T) {
	q := small()
	for i, name := range []string{"суу", "жол"} {
		q.Lists[0].Choices[i].Name = name
	}
	q.Questions = append(q.Questions,
		survey.Question{Name: "since", Kind: survey.Scale, Of: "grave", List: "grave", Label: survey.Text{"ky": "Качантан?"}},
		survey.Question{Name: "worst", Kind: survey.Rank, Of: "grave", Label: survey.Text{"ky": "Эң оору?"}, Relevant: "${" + survey.RowName("grave", "жол") + "} = '2'"},
	)
	wantSame(t, q, written(t, q))
}
