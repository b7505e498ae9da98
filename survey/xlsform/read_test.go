package xlsform_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
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
			g.set("survey", "G6", "selected( ${needs} , ‘water’ )")
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
		{name: "what others need and Ashar does not", type_: func(g grid) {
			g.set("survey", "N1", "constraint_message::Русский (ru)")
			g.set("survey", "N3", "Не больше двух")
			g.set("survey", "O1", "my notes")
			g.set("survey", "O3", "ask Aigul")
			g.set("survey", "J10", "multiline")
			g.set("choices", "J1", "region")
			g.set("choices", "J2", "south")
			g.set("settings", "G1", "style")
			g.set("settings", "G2", "pages")
		}},
		{name: "blank rows", type_: func(g grid) {
			g["survey"] = slices.Insert(g["survey"], 3, []any{" ", nil, "\n"}, nil)
			g["choices"] = slices.Insert(g["choices"], 0, nil, nil)
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
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("Read (-want +got):\n%s", diff)
			}
			wantSame(t, want, written(t, got)) // read -> write -> read
		})
	}
}

func TestReadMergedCellsAndFormulas(t *testing.T) {
	spoilt := func(spoil func(f *excelize.File) error) error {
		f, err := excelize.OpenReader(bytes.NewReader(typed().usual(t)))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := spoil(f); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		_, err = xlsform.Read(&b)
		return err
	}
	if err := spoilt(func(f *excelize.File) error { return f.MergeCell("survey", "F3", "F5") }); err == nil || !strings.Contains(err.Error(), "sheet survey, row 3 (F3): the cells F3:F5 are merged; part them, and fill in each") {
		t.Errorf("merged cells: %v", err)
	}
	if err := spoilt(func(f *excelize.File) error { return f.SetCellFormula("survey", "E9", `"a"&"b"`) }); err == nil || !strings.Contains(err.Error(), "sheet survey, row 9, column hint::Русский (ru) (E9): a formula without a value; save the workbook in a spreadsheet program, or type the value") {
		t.Errorf("a formula never worked out: %v", err)
	}
}

// TestReadTakesTheValueOfAFormula has a workbook as a spreadsheet program saves
// it: a formula beside the value that came of it.
func TestReadTakesTheValueOfAFormula(t *testing.T) {
	workbook := replaced(t, typed().usual(t), "xl/worksheets/sheet2.xml", func(content []byte) []byte {
		was := regexp.MustCompile(`<c r="C2"[^>]*>.*?</c>`)
		if !was.Match(content) {
			t.Fatalf("no cell C2 in %s", content)
		}
		return was.ReplaceAll(content, []byte(`<c r="C2" t="str"><f>CONCATENATE("С","уу")</f><v>Суу</v></c>`))
	})
	wantSame(t, understood(), workbook)
}

func TestReadReports(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(g grid)
		want  string // one of the problems, whole
	}{
		{"no sheet", func(g grid) { delete(g, "choices") }, "there is no sheet choices; add it"},
		{"a sheet that changes what is asked", func(g grid) { g["entities"] = nil }, "sheet entities: such a sheet is not supported; delete the sheet"},
		{"no column", func(g grid) { g.set("survey", "B1", "named") }, "sheet survey: there is no column name; add it"},
		{"no settings", func(g grid) { g["settings"] = g["settings"][:1] }, "sheet settings, row 2: there are no settings under the headings; write them in one row"},
		{"settings twice", func(g grid) { g["settings"] = append(g["settings"], g["settings"][1]) }, "sheet settings, row 3: a second row of settings; keep one row under the headings"},
		{"no default language", func(g grid) { g.set("settings", "D2", "") }, `sheet settings, row 2, column default_language (D2): "" is no language; write it as in Кыргызча (ky)`},
		{"default language without columns", func(g grid) { g.set("settings", "D2", "English (en)") }, "sheet survey, row 1: no column label is in the default language (en); add it, or name another default_language in the settings"},
		{"a language without a tag", func(g grid) { g.set("survey", "D1", "label::Кытайча тили") }, `sheet survey, row 1, column label::Кытайча тили (D1): the language "Кытайча тили" has no tag; write it as in label::Кыргызча (ky)`},
		{"a column twice", func(g grid) { g.set("survey", "D1", "Label::Kyrgyz (ky)") }, "sheet survey, row 1, column Label::Kyrgyz (ky) (D1): means the same as the column label::Кыргызча (ky); keep one of them"},
		{"no such column of ours", func(g grid) { g.set("survey", "K1", "ashar::rolle") }, "sheet survey, row 1, column ashar::rolle (K1): Ashar has no such column; correct or delete it"},
		{"content without a heading", func(g grid) { g.set("survey", "N3", "x") }, "sheet survey, row 3 (N3): stands in a column without a heading; name the column or clear the cell"},
		{"a calculation", func(g grid) { g.set("survey", "M3", "1 + 1") }, "sheet survey, row 3, column calculation (M3): calculation is not supported; clear the cell: nothing is calculated yet"},
		{"a picture", func(g grid) { g.set("choices", "J1", "media::image"); g.set("choices", "J2", "water.png") }, "sheet choices, row 2, column media::image (J2): media::image is not supported; clear the cell: there are no pictures or sounds yet"},
		{"an encrypted form", func(g grid) { g.set("settings", "G1", "public_key"); g.set("settings", "G2", "MIIB") }, "sheet settings, row 2, column public_key (G2): public_key is not supported; clear the cell: answers are not kept encrypted to a key of yours"},
		{"two titles", func(g grid) { g.set("settings", "F1", "ashar::title::ky") }, "sheet settings, row 2, column form_title (A2): there are two titles in ky; keep one of them"},
		{"an id", func(g grid) { g.set("settings", "B2", "1st form") }, `sheet settings, row 2, column form_id (B2): id "1st form": a name begins with a Latin letter, goes on with letters, digits, '_', '-' and '.', and has at most 64 characters`},
		{"no version", func(g grid) { g.set("settings", "C2", "") }, "sheet settings, row 2, column version (C2): version: missing; write it as yyyymmddrr"},
		{"no consent version", func(g grid) { g.set("settings", "E2", "") }, "sheet settings, row 2, column ashar::consent_version (E2): consent: missing version"},

		{"a choice without a list", func(g grid) { g.set("choices", "A3", "") }, "sheet choices, row 3, column list_name (A3): a choice without a list; name the list that it belongs to, or delete the row"},
		{"a choice without a name", func(g grid) { g.set("choices", "B3", "") }, "sheet choices, row 3, column name (B3): list need: a choice without a name, or with one over 64 characters"},
		{"a choice with a space", func(g grid) { g.set("choices", "B5", "level one") }, `sheet choices, row 5, column name (B5): list level, choice "level one": a choice's name begins with a letter or digit, goes on with letters, digits, '_', '-', '+' and '.', and has no spaces`},
		{"a choice twice", func(g grid) { g.set("choices", "B6", "1") }, "sheet choices, row 6, column name (B6): list level, choice 1: given twice"},
		{"a choice without a label", func(g grid) { g.set("choices", "C3", "") }, "sheet choices, row 3, column label::Кыргызча (ky) (C3): list need, choice roads: no text in any language"},
		{"an issue", func(g grid) { g.set("choices", "H3", "sixth") }, `sheet choices, row 3, column ashar::issue (H3): "sixth" is no number of a local issue; write a whole number, or leave it empty`},
		{"a sphere", func(g grid) { g.set("choices", "F3", "space") }, `sheet choices, row 3, column ashar::sphere (F3): list need, choice roads: the list "sphere" has no "space"`},
		{"neither yes nor no", func(g grid) { g.set("choices", "I4", "ооба") }, `sheet choices, row 4, column ashar::exclusive (I4): "ооба" is neither yes nor no; write yes, or leave it empty`},
		{"an answer in a label", func(g grid) { g.set("choices", "C3", "${once} жол") }, "sheet choices, row 3, column label::Кыргызча (ky) (C3): an answer inside a text is not supported; write the text without ${ }"},

		{"no type", func(g grid) { g.set("survey", "A9", "") }, "sheet survey, row 9, column type (A9): a row without a type; use select_one, select_multiple, rank, text, a scale (a group with ashar::of) or the note of the consent"},
		{"an unsupported type", func(g grid) { g.set("survey", "A9", "Integer") }, "sheet survey, row 9, column type (A9): questions of the type integer are not supported; use select_one with ranges to choose from, or text"},
		{"an unknown type", func(g grid) { g.set("survey", "A9", "select_one_of_many") }, "sheet survey, row 9, column type (A9): questions of the type select_one_of_many are not supported; use select_one, select_multiple, rank, text, a scale (a group with ashar::of) or the note of the consent"},
		{"or_other", func(g grid) { g.set("survey", "A9", "select_one level or_other") }, `sheet survey, row 9, column type (A9): or_other is not supported; write the choice "other" in the list, and a text question after this one`},
		{"no list", func(g grid) { g.set("survey", "A9", "select_one") }, "sheet survey, row 9, column type (A9): select_one wants the name of one list; write it as in select_one needs"},
		{"something after text", func(g grid) { g.set("survey", "A10", "text long") }, "sheet survey, row 10, column type (A10): nothing can stand after text; write text alone"},
		{"no such list", func(g grid) { g.set("survey", "A9", "select_one levels") }, `sheet survey, row 9, column type (A9): question once: there is no list "levels"`},
		{"a repeat", func(g grid) { g.set("survey", "A9", "begin repeat") }, "sheet survey, row 9, column type (A9): questions of the type begin_repeat are not supported; ask once, without the repeat"},
		{"another note", func(g grid) { g.set("survey", "K2", "") }, "sheet survey, row 2, column type (A2): a note that is neither the consent nor the introduction is not supported; write consent or intro as its ashar::role, or move the text to the hint of a question"},
		{"no consent", func(g grid) { g["survey"] = slices.Delete(g["survey"], 1, 2) }, "consent: no text in any language"},
		{"two consents", func(g grid) { g["survey"] = append(g["survey"], g["survey"][1]) }, "sheet survey, row 11, column ashar::role (K11): there is a consent before; keep one of them"},
		{"a question's name", func(g grid) { g.set("survey", "B9", "бир") }, `sheet survey, row 9, column name (B9): question "бир": a name begins with a Latin letter, goes on with letters, digits, '_', '-' and '.', and has at most 64 characters`},
		{"a question twice", func(g grid) { g.set("survey", "B9", "order") }, "sheet survey, row 9, column name (B9): question order: given twice"},
		{"a question without a label", func(g grid) { g.set("survey", "C9", ""); g.set("survey", "D9", "") }, "sheet survey, row 9, column label::Кыргызча (ky) (C9): question once: no text in any language"},
		{"required by an expression", func(g grid) { g.set("survey", "F9", "${needs} != ''") }, `sheet survey, row 9, column required (F9): "${needs} != ''" is neither yes nor no; write yes, or leave it empty`},
		{"a condition", func(g grid) { g.set("survey", "G9", "selected(${needs}, 'water')") }, "sheet survey, row 9, column relevant (G9): conditions are not supported yet, save for ranking and rating what was chosen; clear the cell"},
		{"a filter", func(g grid) { g.set("survey", "I9", "true()") }, "sheet survey, row 9, column choice_filter (I9): choices are not filtered yet, save for ranking what was chosen; clear the cell"},
		{"a constraint on one choice", func(g grid) { g.set("survey", "H9", ". != '1'") }, "sheet survey, row 9, column constraint (H9): a choice needs no constraint; clear the cell"},
		{"another constraint on a selection", func(g grid) { g.set("survey", "H3", "count-selected(.) < 3") }, `sheet survey, row 3, column constraint (H3): "count-selected(.) < 3" cannot be read; write it as in count-selected(.) <= 3`},
		{"two limits", func(g grid) { g.set("survey", "H3", "count-selected(.) <= 3 and count-selected(.) <= 2") }, `sheet survey, row 3, column constraint (H3): "count-selected(.) <= 3 and count-selected(.) <= 2" cannot be read; write it as in count-selected(.) <= 3`},
		{"one who stands alone only here", func(g grid) { g.set("survey", "H3", "(not(selected(., 'water')) or count-selected(.) = 1)") }, "sheet survey, row 3, column constraint (H3): water stands alone here, but is not exclusive in the list need; write yes as its ashar::exclusive in the sheet choices"},
		{"another constraint on a text", func(g grid) { g.set("survey", "H10", "regex(., '[0-9]+')") }, `sheet survey, row 10, column constraint (H10): "regex(., '[0-9]+')" cannot be read; write it as in string-length(.) <= 200`},
		{"a text too long", func(g grid) { g.set("survey", "H10", "string-length(.) <= 5000") }, "sheet survey, row 10, column constraint (H10): question wish: a text answer has at most 4000 characters"},
		{"a role", func(g grid) { g.set("survey", "K9", "height") }, `sheet survey, row 9, column ashar::role (K9): question once: unknown role "height"`},
		{"of on a question", func(g grid) { g.set("survey", "L9", "needs") }, "sheet survey, row 9, column ashar::of (L9): ashar::of is for a group that is a scale; clear the cell"},

		{"a ranking of everything", func(g grid) { g.set("survey", "I4", "") }, `sheet survey, row 4, column choice_filter (I4): "" does not say which choices are ranked; name the question that they were given to, as in selected(${needs}, name)`},
		{"a ranking of nothing", func(g grid) { g.set("survey", "I4", "selected(${wants}, name)") }, `sheet survey, row 4, column choice_filter (I4): question order: "of" must name an earlier select_multiple, not "wants"`},
		{"a ranking of another list", func(g grid) { g.set("survey", "A4", "rank level") }, "sheet survey, row 4, column type (A4): needs has the list need; write rank need"},
		{"a ranking of two questions", func(g grid) { g.set("survey", "L4", "wants") }, "sheet survey, row 4, column ashar::of (L4): the choice_filter names needs; name the same question in both, or clear this cell"},
		{"a ranking of three or more", func(g grid) { g.set("survey", "G4", "count-selected(${needs}) >= 3") }, `sheet survey, row 4, column relevant (G4): "count-selected(${needs}) >= 3" cannot be read here; clear the cell: it is asked when there is enough to rank`},
		{"a ranking with a constraint", func(g grid) { g.set("survey", "H4", "true()") }, "sheet survey, row 4, column constraint (H4): a ranking needs no constraint; clear the cell"},

		{"a plain group", func(g grid) { g.set("survey", "L5", "") }, "sheet survey, row 5, column type (A5): a group that is no scale is not supported; delete its begin_group and its end_group; for a scale name the question in ashar::of"},
		{"a group that does not begin", func(g grid) { g["survey"] = append(g["survey"], []any{"end_group"}) }, "sheet survey, row 11, column type (A11): ends a group that did not begin; delete the row"},
		{"a plain group that does not end", func(g grid) { g["survey"] = append(g["survey"], []any{"begin_group", "g"}) }, "sheet survey, row 11, column type (A11): this group does not end; delete the row"},
		{"a scale that does not end", func(g grid) { g["survey"] = slices.Delete(g["survey"], 7, 10) }, "sheet survey, row 5, column type (A5): this group does not end; write end_group under its last row"},
		{"a scale of nothing", func(g grid) { g.set("survey", "L5", "wants") }, `sheet survey, row 5, column ashar::of (L5): question grave: "of" must name an earlier select_multiple, not "wants"`},
		{"a scale without rows", func(g grid) { g["survey"] = slices.Delete(g["survey"], 5, 7) }, "sheet survey, row 5, column type (A5): a scale without rows; write a select_one row for each choice of needs"},
		{"a scale with another row", func(g grid) { g.set("survey", "A7", "text") }, "sheet survey, row 7, column type (A7): text inside a scale is not supported; a scale has select_one rows alone; move it after the end_group"},
		{"a scale with a row too few", func(g grid) { g["survey"] = slices.Delete(g["survey"], 6, 7) }, "sheet survey, row 5, column type (A5): no row rates roads; add a row for each choice of needs"},
		{"a scale with a row twice", func(g grid) { g.set("survey", "G7", "selected(${needs}, 'water')") }, "sheet survey, row 7, column relevant (G7): water is rated by a row before; delete one of them"},
		{"a scale of the exclusive choice", func(g grid) { g.set("survey", "G7", "selected(${needs}, 'none')") }, "sheet survey, row 7, column relevant (G7): needs has no choice none that can be rated; correct the name, or delete the row"},
		{"a scale with a row always asked", func(g grid) { g.set("survey", "G7", "") }, `sheet survey, row 7, column relevant (G7): "" does not say which choice is rated; write it as in selected(${needs}, 'water')`},
		{"a scale with a row without a name", func(g grid) { g.set("survey", "B7", "") }, "sheet survey, row 7, column name (B7): the rows of a scale have a name each; give it a name of its own"},
		{"a scale with other words", func(g grid) { g.set("survey", "C7", "Жолдор") }, "sheet survey, row 7, column label::Кыргызча (ky) (C7): the label is not that of the choice roads; write it as in the sheet choices, or clear the cells"},
		{"a scale with two lists", func(g grid) { g.set("survey", "A7", "select_one need") }, "sheet survey, row 7, column type (A7): the levels of the rows before are level; use one list of levels in a scale"},
		{"a scale half required", func(g grid) { g.set("survey", "F7", "yes") }, "sheet survey, row 7, column required (F7): some rows of the scale are required and some are not; make them alike"},
		{"a required group", func(g grid) { g.set("survey", "F5", "yes") }, "sheet survey, row 5, column required (F5): a group is not required; its rows are; clear the cell"},
		{"a hint on a row", func(g grid) { g.set("survey", "E7", "Подумайте") }, "sheet survey, row 7, column hint::Русский (ru) (E7): a row of a scale has no hint; move it to the begin_group"},
		{"a role on a row", func(g grid) { g.set("survey", "K7", "severity") }, "sheet survey, row 7, column ashar::role (K7): a row of a scale has none; clear the cell"},
		{"severity of two levels", func(g grid) { g.set("survey", "K5", "severity") }, "sheet survey, row 5, column type (A5): question grave: severity has 5 levels, not 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := typed()
			tt.spoil(g)
			var sheets []string
			for _, s := range []string{"survey", "choices", "settings", "entities"} {
				if _, there := g[s]; there {
					sheets = append(sheets, s)
				}
			}
			_, err := xlsform.Read(bytes.NewReader(g.file(t, sheets...)))
			var problems xlsform.Problems
			if !errors.As(err, &problems) || !errors.Is(err, survey.ErrInvalid) {
				t.Fatalf("Read = %v, want Problems that are an ErrInvalid", err)
			}
			if !slices.ContainsFunc(problems, func(p xlsform.Problem) bool { return p.Error() == tt.want }) {
				t.Errorf("%v\nwant among them\n%s", err, tt.want)
			}
		})
	}
}

func TestReadReportsEverythingAtOnceInOrder(t *testing.T) {
	g := typed()
	g.set("settings", "C2", "")
	g.set("choices", "H3", "x")
	g.set("survey", "A10", "date")
	g.set("survey", "H3", "x")
	g.set("survey", "G9", "x")
	_, err := xlsform.Read(bytes.NewReader(g.usual(t)))
	var problems xlsform.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("Read = %v, want Problems", err)
	}
	var cells []string
	for _, p := range problems {
		cells = append(cells, p.Sheet+" "+p.Cell)
	}
	want := []string{"survey H3", "survey G9", "survey A10", "choices H3", "settings C2"}
	if diff := cmp.Diff(want, cells); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestReadBoundsItsComplaints(t *testing.T) {
	g := typed()
	for range 3000 {
		g["survey"] = append(g["survey"], []any{"video", "v"})
	}
	_, err := xlsform.Read(bytes.NewReader(g.usual(t)))
	var problems xlsform.Problems
	if !errors.As(err, &problems) || len(problems) != xlsform.MaxProblems {
		t.Errorf("%d problems, want %d", len(problems), xlsform.MaxProblems)
	}
}

func TestReadRefusesWhatIsNoWorkbook(t *testing.T) {
	huge := typed()
	huge.set("survey", "A50001", "text")
	wide := typed()
	wide.set("survey", "XFD3", "far out")
	for name, data := range map[string][]byte{
		"nothing":          nil,
		"a text":           []byte("type,name,label\n"),
		"a cut workbook":   typed().usual(t)[:2000],
		"another zip":      zipped(t, map[string]int64{"hello.txt": 10}),
		"an old .xls":      append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 4096)...),
		"a zip bomb":       zipped(t, map[string]int64{"[Content_Types].xml": 12 << 20, "xl/worksheets/sheet1.xml": 12 << 20}),
		"too many rows":    huge.usual(t),
		"too many columns": wide.usual(t),
		"too many bytes":   make([]byte, xlsform.MaxWorkbook+1),
	} {
		t.Run(name, func(t *testing.T) {
			q, err := xlsform.Read(bytes.NewReader(data))
			if !errors.Is(err, survey.ErrInvalid) || q != nil {
				t.Errorf("Read = %v, %v; want an ErrInvalid", q, err)
			}
		})
	}
}

func TestReadReportsAFailingReader(t *testing.T) {
	if _, err := xlsform.Read(io.MultiReader(strings.NewReader("PK"), failing{})); !errors.Is(err, errBroken) {
		t.Errorf("Read = %v, want the reader's error", err)
	}
}

var errBroken = errors.New("broken")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }

// zipped packs files of so many zeros.
func zipped(t testing.TB, sizes map[string]int64) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, size := range sizes {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.CopyN(w, zeros{}, size); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// FuzzRead gives Read any bytes at all, and a workbook with them as one of its parts.
func FuzzRead(f *testing.F) {
	workbook := typed().usual(f)
	f.Add(workbook, uint8(0))
	f.Add([]byte("PK\x03\x04"), uint8(0))
	names := parts(f, workbook)
	for i, name := range names {
		replaced(f, workbook, name, func(content []byte) []byte {
			f.Add(content, uint8(i))
			return content
		})
	}
	f.Fuzz(func(t *testing.T, data []byte, part uint8) {
		q, err := xlsform.Read(bytes.NewReader(data))
		wantReadOrRefused(t, q, err)
		name := names[int(part)%len(names)]
		q, err = xlsform.Read(bytes.NewReader(replaced(t, workbook, name, func([]byte) []byte { return data })))
		wantReadOrRefused(t, q, err)
	})
}

// parts names the files in a workbook.
func parts(t testing.TB, workbook []byte) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	return names
}

// replaced is a workbook with one of its parts replaced.
func replaced(t testing.TB, workbook []byte, part string, by func(content []byte) []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			content = by(content)
		}
		out, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// FuzzSheets gives Read a workbook with any cells, typed as lines and tabs.
func FuzzSheets(f *testing.F) {
	sheet := func(g grid, name string) string {
		var b strings.Builder
		for _, r := range g[name] {
			for _, c := range r {
				fmt.Fprint(&b, c, "\t")
			}
			b.WriteByte('\n')
		}
		return b.String()
	}
	g := typed()
	f.Add(sheet(g, "survey"), sheet(g, "choices"), sheet(g, "settings"))
	f.Add("type\tname\tlabel\nbegin_group\tg\t\nend_group\n", "list_name\tname\n", "form_id\n")
	f.Fuzz(func(t *testing.T, s, c, settings string) {
		g := grid{}
		for name, text := range map[string]string{"survey": s, "choices": c, "settings": settings} {
			for line := range strings.SplitSeq(text, "\n") {
				var cells []any
				for cell := range strings.SplitSeq(line, "\t") {
					cells = append(cells, cell)
				}
				if len(cells) > 300 || len(line) > 10_000 {
					t.Skip()
				}
				g[name] = append(g[name], cells)
			}
		}
		q, err := xlsform.Read(bytes.NewReader(g.usual(t)))
		wantReadOrRefused(t, q, err)
	})
}

// wantReadOrRefused holds that whatever is read can be asked, written and read
// again, and whatever is not is an ErrInvalid.
func wantReadOrRefused(t *testing.T, q *survey.Questionnaire, err error) {
	t.Helper()
	if err != nil {
		if !errors.Is(err, survey.ErrInvalid) {
			t.Fatalf("Read = %v, want an ErrInvalid", err)
		}
		return
	}
	if err := q.Check(); err != nil {
		t.Fatalf("Read returned what cannot be asked: %v", err)
	}
	var b bytes.Buffer
	if err := xlsform.Write(&b, q); err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	wantSame(t, q, b.Bytes())
}
