package xlsform_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/xlsform"
)

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

// TestReadSaysOneThingOfACell has a ranking that names no question: that the
// question is missing then goes without saying.
func TestReadSaysOneThingOfACell(t *testing.T) {
	g := typed()
	g.set("survey", "I4", "position(..) > 1")
	_, err := xlsform.Read(bytes.NewReader(g.usual(t)))
	var problems xlsform.Problems
	if !errors.As(err, &problems) || len(problems) != 1 {
		t.Errorf("%v\nwant one problem", err)
	}
}
