package xlsform_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/xlsform"
)

// grid is a workbook as somebody types it: cells by sheet.
type grid map[string][][]any

// typed is a small form such as a person writes, with only what is needed.
func typed() grid {
	return grid{
		"survey": {
			{"type", "name", "label::Кыргызча (ky)", "label::Русский (ru)", "hint::Русский (ru)", "required", "relevant", "constraint", "choice_filter", "appearance", "ashar::role", "ashar::of", "calculation"},
			{"note", "agree", "Макулсузбу?", "Согласны?", "", "", "", "", "", "", "consent"},
			{"select_multiple need", "needs", "Эмне керек?", "Что нужно?", "до двух", "yes", "", "count-selected(.) <= 2", "", "", "need"},
			{"rank need", "order", "Ирети", "Порядок", "", "", "", "", "selected(${needs}, name)", "", "rank"},
			{"begin_group", "grave", "Канчалык оор?", "Насколько тяжело?", "", "", "", "", "", "table-list", "", "needs"},
			{"select_one level", "grave_water", "Суу", "Вода", "", "", "selected(${needs}, 'water')"},
			{"select_one level", "grave_roads", "Жол", "", "", "", "selected(${needs}, 'roads')"},
			{"end_group"},
			{"select_one level", "once", "Баа", "Оценка"},
			{"text", "wish", "Тилек", "Пожелание", "", "", "", "string-length(.) <= 100"},
		},
		"choices": {
			{"list_name", "name", "label::Кыргызча (ky)", "label::Русский (ru)", "ashar::need", "ashar::sphere", "ashar::competence", "ashar::issue", "ashar::exclusive"},
			{"need", "water", "Суу", "Вода", "water"},
			{"need", "roads", "Жол", "", "roads", "", "", 6},
			{"need", "none", "Эч нерсе", "Ничего", "", "", "", "", "yes"},
			{"level", "1", "Жеңил", "Легко"},
			{"level", "2", "Оор", "Тяжело"},
		},
		"settings": {
			{"form_title", "form_id", "version", "default_language", "ashar::consent_version", "ashar::title::Русский (ru)"},
			{"Суроо", "typed", "2026061501", "Кыргызча (ky)", "c1", "Опрос"},
		},
	}
}

// understood is what typed says.
func understood() *survey.Questionnaire {
	text := func(ky, ru string) survey.Text {
		if ru == "" {
			return survey.Text{"ky": ky}
		}
		return survey.Text{"ky": ky, "ru": ru}
	}
	return &survey.Questionnaire{
		ID: "typed", Version: "2026061501", Languages: []string{"ky", "ru"}, Title: text("Суроо", "Опрос"),
		Consent: survey.Consent{Version: "c1", Text: text("Макулсузбу?", "Согласны?")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				{Name: "water", Label: text("Суу", "Вода"), Need: "water"},
				{Name: "roads", Label: text("Жол", ""), Need: "roads", Issue: 6},
				{Name: "none", Label: text("Эч нерсе", "Ничего"), Exclusive: true},
			}},
			{Name: "level", Choices: []survey.Choice{{Name: "1", Label: text("Жеңил", "Легко")}, {Name: "2", Label: text("Оор", "Тяжело")}}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 2, Required: true, Label: text("Эмне керек?", "Что нужно?"), Hint: survey.Text{"ru": "до двух"}},
			{Name: "order", Kind: survey.Rank, Role: survey.RoleRank, Of: "needs", Label: text("Ирети", "Порядок")},
			{Name: "grave", Kind: survey.Scale, Of: "needs", List: "level", Label: text("Канчалык оор?", "Насколько тяжело?")},
			{Name: "once", Kind: survey.SelectOne, List: "level", Label: text("Баа", "Оценка")},
			{Name: "wish", Kind: survey.TextAnswer, Max: 100, Label: text("Тилек", "Пожелание")},
		},
	}
}

// file makes a workbook of the sheets, in the order named.
func (g grid) file(t rapid.TB, sheets ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, name := range sheets {
		var err error
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err != nil {
			t.Fatal(err)
		}
		for r, cells := range g[name] {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", r+1), &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (g grid) usual(t rapid.TB) []byte {
	t.Helper()
	return g.file(t, "survey", "choices", "settings")
}

// set types something into a cell, named as a spreadsheet does.
func (g grid) set(sheet, cell string, v any) {
	column, r, err := excelize.CellNameToCoordinates(cell)
	if err != nil {
		panic(err)
	}
	for len(g[sheet]) < r {
		g[sheet] = append(g[sheet], nil)
	}
	for len(g[sheet][r-1]) < column {
		g[sheet][r-1] = append(g[sheet][r-1], nil)
	}
	g[sheet][r-1][column-1] = v
}

func TestReadWhatIsTyped(t *testing.T) {
	tests := []struct {
		name   string
		type_  func(g grid)
		sheets []string
		want   func(q *survey.Questionnaire)
	}{
		{name: "as it is"},
		{name: "sheets in another order, and others beside them", type_: func(g grid) {
			g["notes"] = [][]any{{"what I think"}}
		}, sheets: []string{"notes", "settings", "survey", "choices"}},
		{name: "sheets and headings in other letters, with stray spaces", type_: func(g grid) {
			g[" Survey "], g["CHOICES"] = g["survey"], g["choices"]
			g.set(" Survey ", "A1", " Type")
			g.set(" Survey ", "C1", "Label :: Кыргызча  ( KY ) ")
			g.set("CHOICES", "A1", "List name")
			g.set("CHOICES", "E1", "Ashar::Need")
			g.set(" Survey ", "A3", "  select_multiple   need ")
			g.set(" Survey ", "B3", "needs ")
			g.set(" Survey ", "C3", "\u00a0Эмне керек? ")
		}, sheets: []string{" Survey ", "CHOICES", "settings"}},
		{name: "one colon, tags without a name, names without a tag", type_: func(g grid) {
			g.set("survey", "C1", "label:ky")
			g.set("survey", "D1", "label:Русский")
			g.set("survey", "E1", "hint::ru")
		}},
		{name: "the default language without a name", type_: func(g grid) {
			g.set("survey", "C1", "label")
			g.set("choices", "C1", "label")
			g.set("settings", "D2", "ky")
		}},
		{name: "titles by XLSForm's own column", type_: func(g grid) {
			g.set("settings", "A1", "form_title::Кыргызча (ky)")
			g.set("settings", "F1", "form_title::Русский (ru)")
		}},
		{name: "older names", type_: func(g grid) {
			g.set("survey", "A3", "select multiple need")
			g.set("survey", "A5", "begin group")
			g.set("survey", "A8", "end group")
			g.set("survey", "A10", "string")
			g.set("survey", "G1", "relevance")
			g.set("choices", "B1", "value")
			g.set("settings", "B1", "id_string")
			g.set("choices", "E1", "ashar_need")
			g.set("survey", "F5", "no")
		}},
		{name: "numbers typed as numbers", type_: func(g grid) {
			g.set("choices", "B5", 1)
			g.set("choices", "B6", 2)
			g.set("settings", "C2", 2026061501)
		}},
		{name: "yes and no in other words", type_: func(g grid) {
			g.set("survey", "F3", true)
			g.set("survey", "F4", false)
			g.set("survey", "F9", "No")
			g.set("choices", "I4", "TRUE()")
		}},
		{name: "smart quotes, double quotes and spaces in expressions", type_: func(g grid) {
			g.set("survey", "G6", "\u200bselected( ${needs} , ‘water’ )\u00a0")
			g.set("survey", "B6", "\ufeffgrave_water\u200b")
			g.set("survey", "G7", `selected(${ needs },"roads")`)
			g.set("survey", "H3", "count-selected( . )<=2")
			g.set("survey", "I4", "selected(${needs},name)")
		}},
		{name: "what Ashar does anyway, said", type_: func(g grid) {
			g.set("survey", "H3", "count-selected(.) <= 2 and (not(selected(., 'none')) or count-selected(.) = 1)")
			g.set("survey", "G4", "count-selected(${needs}) > 1")
			g.set("survey", "G5", "count-selected(${needs}) > 0 and not(selected(${needs}, 'none'))")
			g.set("survey", "L4", "needs")
		}},
		{name: "limits in other words", type_: func(g grid) {
			g.set("survey", "H3", "count-selected(.)<3")
			g.set("survey", "H10", "string-length(.) < 101")
		}},
		{name: "rows of a scale under other names", type_: func(g grid) {
			g.set("survey", "B6", "first")
			g.set("survey", "B7", "second")
		}},
		{name: "the only language not named", type_: func(g grid) {
			for _, cell := range []string{"D1", "E1"} {
				g.set("survey", cell, "label")
			}
			g.set("survey", "E1", "hint")
			g.set("survey", "D1", "remarks")
			g.set("choices", "D1", "remarks")
			for sheet := range g {
				for _, r := range g[sheet][1:] {
					if len(r) > 3 && sheet != "settings" {
						r[3] = ""
					}
				}
			}
			g.set("survey", "E3", "экиге чейин")
			g.set("settings", "D1", "")
			g.set("settings", "D2", "")
			g.set("settings", "F1", "")
			g.set("settings", "F2", "")
		}, want: func(q *survey.Questionnaire) {
			q.Languages = []string{"ky"}
			delete(q.Title, "ru")
			delete(q.Consent.Text, "ru")
			for _, l := range q.Lists {
				for _, c := range l.Choices {
					delete(c.Label, "ru")
				}
			}
			for i := range q.Questions {
				delete(q.Questions[i].Label, "ru")
			}
			q.Questions[0].Hint = survey.Text{"ky": "экиге чейин"}
		}},
		{name: "no limits", type_: func(g grid) {
			g.set("survey", "H3", "")
			g.set("survey", "H10", "")
		}, want: func(q *survey.Questionnaire) { q.Questions[0].Max, q.Questions[4].Max = 0, 0 }},
		{name: "rows of a scale without labels of their own, and required", type_: func(g grid) {
			for _, c := range []string{"C6", "D6", "C7"} {
				g.set("survey", c, "")
			}
			g.set("survey", "F6", "yes")
			g.set("survey", "F7", "yes")
		}, want: func(q *survey.Questionnaire) { q.Questions[2].Required = true }},
		{name: "an introduction", type_: func(g grid) {
			g["survey"] = append(g["survey"], []any{"note", "hello", "Салам", "", "", "", "", "", "", "", "intro"})
		}, want: func(q *survey.Questionnaire) { q.Intro = survey.Text{"ky": "Салам"} }},
		{name: "what other tools read", type_: func(g grid) {
			g.set("survey", "N1", "constraint_message::Русский (ru)")
			g.set("survey", "N3", "Не больше двух")
			g.set("survey", "O1", " my\u00a0 Notes")
			g.set("survey", "O3", "ask Aigul")
			g.set("survey", "J10", "multiline")
			g.set("survey", "P1", "Parameters")
			g.set("survey", "P10", "rows=5")
			g.set("choices", "J1", "region")
			g.set("choices", "J2", "south")
			g.set("settings", "G1", "style")
			g.set("settings", "G2", "pages")
		}, want: func(q *survey.Questionnaire) {
			q.Questions[0].ConstraintMessage = survey.Text{"ru": "Не больше двух"}
			q.Questions[0].Columns = map[string]string{"my Notes": "ask Aigul"}
			q.Questions[4].Columns = map[string]string{"appearance": "multiline", "parameters": "rows=5"}
			q.Lists[0].Choices[0].Columns = map[string]string{"region": "south"}
			q.Columns = map[string]string{"style": "pages"}
		}},
		{name: "blank rows", type_: func(g grid) {
			g["survey"] = slices.Insert(g["survey"], 3, []any{" ", nil, "\n"}, nil)
			g["choices"] = slices.Insert(g["choices"], 0, nil, nil)
		}},
		{name: "rows that are remarks alone", type_: func(g grid) {
			g.set("survey", "N1", "my notes")
			g["survey"] = append(g["survey"], []any{"", "", "", "", "", "", "", "", "", "", "", "", "", "ask Aigul about the rest"})
		}},
		{name: "lists mixed", type_: func(g grid) {
			c := g["choices"]
			c[3], c[4] = c[4], c[3]
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, want := typed(), understood()
			if tt.type_ != nil {
				tt.type_(g)
			}
			if tt.want != nil {
				tt.want(want)
			}
			sheets := tt.sheets
			if sheets == nil {
				sheets = []string{"survey", "choices", "settings"}
			}
			got, err := xlsform.Read(bytes.NewReader(g.file(t, sheets...)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(survey.Questionnaire{})); diff != "" {
				t.Errorf("Read (-want +got):\n%s", diff)
			}
			wantSame(t, want, written(t, got)) // read -> write -> read
		})
	}
}
