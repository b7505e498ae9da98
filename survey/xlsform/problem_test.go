package xlsform_test

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
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
		{"no default language", func(g grid) { g.set("settings", "D2", "") }, "sheet settings, row 2, column default_language (D2): there is no default_language, and the headings name several; write it as in Кыргызча (ky)"},
		{"default language without columns", func(g grid) { g.set("settings", "D2", "English (en)") }, "sheet survey, row 1: no column label is in the default language (en); add it, or name another default_language in the settings"},
		{"a language without a tag", func(g grid) { g.set("survey", "D1", "label::Кытайча тили") }, `sheet survey, row 1, column label::Кытайча тили (D1): the language "Кытайча тили" has no tag; write it as in label::Кыргызча (ky)`},
		{"a column twice", func(g grid) { g.set("survey", "D1", "Label::Kyrgyz (ky)") }, "sheet survey, row 1, column Label::Kyrgyz (ky) (D1): means the same as the column label::Кыргызча (ky); keep one of them"},
		{"no such column of ours", func(g grid) { g.set("survey", "K1", "ashar::rolle") }, "sheet survey, row 1, column ashar::rolle (K1): Ashar has no such column; correct or delete it"},
		{"content without a heading", func(g grid) { g.set("survey", "N3", "x") }, "sheet survey, row 3 (N3): stands in a column without a heading; name the column or clear the cell"},
		{"a calculation", func(g grid) { g.set("survey", "M3", "1 + 1") }, `sheet survey, row 3, column calculation (M3): question needs: "calculation" is not for select_multiple`},
		{"a picture", func(g grid) { g.set("choices", "J1", "media::image"); g.set("choices", "J2", "water.png") }, "sheet choices, row 2, column media::image (J2): media::image is not supported; clear the cell: pictures and sounds are not shown with a choice"},
		{"an encrypted form", func(g grid) { g.set("settings", "G1", "public_key"); g.set("settings", "G2", "MIIB") }, "sheet settings, row 2, column public_key (G2): public_key is not supported; clear the cell: answers are not kept encrypted to a key of yours"},
		{"two titles", func(g grid) { g.set("settings", "F1", "ashar::title::ky") }, "sheet settings, row 2, column form_title (A2): there are two titles in ky; keep one of them"},
		{"an id", func(g grid) { g.set("settings", "B2", "1st form") }, `sheet settings, row 2, column form_id (B2): id "1st form": a name begins with a Latin letter, goes on with letters, digits, '_', '-' and '.', and has at most 64 characters`},
		{"no version", func(g grid) { g.set("settings", "C2", "") }, "sheet settings, row 2, column version (C2): version: missing; write it as yyyymmddrr"},
		{"no consent version", func(g grid) { g.set("settings", "E2", "") }, "sheet settings, row 2, column ashar::consent_version (E2): the consent has no version; write one in the column ashar::consent_version of the settings, and another when its text changes"},

		{"a choice without a list", func(g grid) { g.set("choices", "A3", "") }, "sheet choices, row 3, column list_name (A3): a choice without a list; name the list that it belongs to, or delete the row"},
		{"a choice without a name", func(g grid) { g.set("choices", "B3", "") }, "sheet choices, row 3, column name (B3): list need: a choice without a name, or with one over 64 characters"},
		{"a choice with a space", func(g grid) { g.set("choices", "B5", "level one") }, `sheet choices, row 5, column name (B5): list level, choice "level one": a choice's name begins with a letter or digit, goes on with letters, digits, '_', '-', '+' and '.', and has no spaces`},
		{"a choice twice", func(g grid) { g.set("choices", "B6", "1") }, "sheet choices, row 6, column name (B6): list level, choice 1: given twice"},
		{"a choice without a label", func(g grid) { g.set("choices", "C3", "") }, "sheet choices, row 3, column label::Кыргызча (ky) (C3): list need, choice roads: no text in any language"},
		{"an issue", func(g grid) { g.set("choices", "H3", "sixth") }, `sheet choices, row 3, column ashar::issue (H3): "sixth" is no number of a local issue; write a whole number, or leave it empty`},
		{"a sphere", func(g grid) { g.set("choices", "F3", "space") }, `sheet choices, row 3, column ashar::sphere (F3): list need, choice roads: the list "sphere" has no "space"`},
		{"neither yes nor no", func(g grid) { g.set("choices", "I4", "ооба") }, `sheet choices, row 4, column ashar::exclusive (I4): "ооба" is neither yes nor no; write yes, or leave it empty`},
		{"an answer in a label", func(g grid) { g.set("choices", "C3", "${once} жол") }, "sheet choices, row 3, column label::Кыргызча (ky) (C3): an answer inside this text is not supported; write the text without ${ }"},

		{"no type", func(g grid) { g.set("survey", "A9", "") }, "sheet survey, row 9, column type (A9): a row without a type; use select_one, select_multiple, rank, text, integer, decimal, range, date, geopoint, image, audio, note or calculate, or a group"},
		{"an unknown type", func(g grid) { g.set("survey", "A9", "select_one_of_many") }, "sheet survey, row 9, column type (A9): questions of the type select_one_of_many are not supported; use select_one, select_multiple, rank, text, integer, decimal, range, date, geopoint, image, audio, note or calculate, or a group"},
		{"or_other", func(g grid) { g.set("survey", "A9", "select_one level or_other") }, `sheet survey, row 9, column type (A9): or_other is not supported; write the choice "other" in the list, and a text question after this one`},
		{"no list", func(g grid) { g.set("survey", "A9", "select_one") }, "sheet survey, row 9, column type (A9): select_one wants the name of one list; write it as in select_one needs"},
		{"something after text", func(g grid) { g.set("survey", "A10", "text long") }, "sheet survey, row 10, column type (A10): nothing can stand after text; write text alone"},
		{"no such list", func(g grid) { g.set("survey", "A9", "select_one levels") }, `sheet survey, row 9, column type (A9): question once: there is no list "levels"`},
		{"a repeat", func(g grid) { g.set("survey", "A9", "begin repeat") }, "sheet survey, row 9, column type (A9): questions of the type begin_repeat are not supported; ask each thing once: how many there are as an integer, what they are as a text, or one answer per person"},
		{"no consent", func(g grid) { g["survey"] = slices.Delete(g["survey"], 1, 2) }, "sheet survey: nobody is asked for consent; add a note with the ashar::role consent, and write what respondents agree to in its label"},
		{"two consents", func(g grid) { g["survey"] = append(g["survey"], g["survey"][1]) }, "sheet survey, row 11, column ashar::role (K11): there is a consent before; keep one of them"},
		{"a question's name", func(g grid) { g.set("survey", "B9", "бир") }, `sheet survey, row 9, column name (B9): question "бир": a name begins with a Latin letter, goes on with letters, digits, '_', '-' and '.', and has at most 64 characters`},
		{"a question twice", func(g grid) { g.set("survey", "B9", "order") }, "sheet survey, row 9, column name (B9): question order: given twice"},
		{"a question without a label", func(g grid) { g.set("survey", "C9", ""); g.set("survey", "D9", "") }, "sheet survey, row 9, column label::Кыргызча (ky) (C9): question once: no text in any language"},
		{"a text too long", func(g grid) { g.set("survey", "H10", "string-length(.) <= 5000") }, "sheet survey, row 10, column constraint (H10): question wish: a text answer has at most 4000 characters"},
		{"a role", func(g grid) { g.set("survey", "K9", "height") }, `sheet survey, row 9, column ashar::role (K9): question once: unknown role "height"`},
		{"of on a question", func(g grid) { g.set("survey", "L9", "needs") }, "sheet survey, row 9, column ashar::of (L9): only a rank, a scale, points or pairs follow an earlier question; clear the cell"},

		{"a ranking of nothing", func(g grid) { g.set("survey", "I4", "selected(${wants}, name)") }, `sheet survey, row 4, column choice_filter (I4): question order: "of" must name an earlier select_multiple or scale, not "wants"`},
		{"a ranking of another list", func(g grid) { g.set("survey", "A4", "rank level") }, "sheet survey, row 4, column type (A4): needs has the list need; write rank need"},

		{"a group that does not begin", func(g grid) { g["survey"] = append(g["survey"], []any{"end_group"}) }, "sheet survey, row 11, column type (A11): ends a group that did not begin; delete the row"},
		{"a plain group that does not end", func(g grid) { g["survey"] = append(g["survey"], []any{"begin_group", "g"}) }, "sheet survey, row 11, column type (A11): this group does not end; write end_group under its last row"},
		{"a scale that does not end", func(g grid) { g["survey"] = slices.Delete(g["survey"], 7, 10) }, "sheet survey, row 5, column type (A5): this group does not end; write end_group under its last row"},
		{"a scale of nothing", func(g grid) { g.set("survey", "L5", "wants") }, `sheet survey, row 5, column ashar::of (L5): question grave: "of" must name an earlier select_multiple or scale, not "wants"`},
		{"a scale without rows", func(g grid) { g["survey"] = slices.Delete(g["survey"], 5, 7) }, "sheet survey, row 5, column type (A5): a scale without rows; write a row for each choice of needs"},
		{"a scale with another row", func(g grid) { g.set("survey", "A7", "text") }, "sheet survey, row 7, column type (A7): text inside a scale is not supported; a scale has select_one rows alone; move it after the end_group"},
		{"a scale with a row too few", func(g grid) { g["survey"] = slices.Delete(g["survey"], 6, 7) }, "sheet survey, row 5, column type (A5): no row is for roads; add a row for each choice of needs"},
		{"a scale with a row twice", func(g grid) { g.set("survey", "G7", "selected(${needs}, 'water')") }, "sheet survey, row 7, column relevant (G7): water has a row before; delete one of them"},
		{"a scale of the exclusive choice", func(g grid) { g.set("survey", "G7", "selected(${needs}, 'none')") }, "sheet survey, row 7, column relevant (G7): needs has no choice none that can have a row; correct the name, or delete the row"},
		{"a scale with a row always asked", func(g grid) { g.set("survey", "G7", "") }, `sheet survey, row 7, column relevant (G7): "" does not say which choice is asked about; write it as in selected(${needs}, 'roads')`},
		{"a scale with a row without a name", func(g grid) { g.set("survey", "B7", "") }, "sheet survey, row 7, column name (B7): the rows of a scale have a name each; give it a name of its own"},
		{"a scale with other words", func(g grid) { g.set("survey", "C7", "Жолдор") }, "sheet survey, row 7, column label::Кыргызча (ky) (C7): the label is not that of the choice roads; write it as in the sheet choices, or clear the cells"},
		{"a scale with two lists", func(g grid) { g.set("survey", "A7", "select_one need") }, "sheet survey, row 7, column type (A7): the levels of the rows before are level; use one list of levels in a scale"},
		{"a scale half required", func(g grid) { g.set("survey", "F7", "yes") }, "sheet survey, row 7, column required (F7): some rows of the scale are required and some are not; make them alike"},
		{"a required group", func(g grid) { g.set("survey", "F5", "yes") }, "sheet survey, row 5, column required (F5): the rows of a group are required, and not the group; clear the cell"},
		{"a hint on a row", func(g grid) { g.set("survey", "E7", "Подумайте") }, "sheet survey, row 7, column hint::Русский (ru) (E7): a row of a scale has none; it belongs to the begin_group; clear the cell"},
		{"a role on a row", func(g grid) { g.set("survey", "K7", "severity") }, "sheet survey, row 7, column ashar::role (K7): a row of a scale has none; clear the cell"},
		{"severity of two levels", func(g grid) { g.set("survey", "K5", "severity") }, "sheet survey, row 6, column type (A6): question grave: severity has 5 levels, not 2"},
		{"a question where no answer is", func(g grid) { g.set("survey", "K9", "consent") }, `sheet survey, row 9, column ashar::role (K9): question once: unknown role "consent"`},
		{"an answer in the consent", func(g grid) { g.set("survey", "C2", "${once}?") }, "sheet survey, row 2, column label::Кыргызча (ky) (C2): an answer inside this text is not supported; write the text without ${ }"},
		{"an answer of nobody", func(g grid) { g.set("survey", "C9", "${twice}?") }, "sheet survey, row 9, column label::Кыргызча (ky) (C9): question once: the text speaks of ${twice}, and there is no such question"},
		{"an answer that is none", func(g grid) { g.set("survey", "D9", "${бир}?") }, "sheet survey, row 9, column label::Кыргызча (ky) (C9): ${бир} is no answer to put into a text; write ${name}, with the name of a question"},
		{"a consent with a hint", func(g grid) { g.set("survey", "E2", "x") }, "sheet survey, row 2, column hint::Русский (ru) (E2): everybody is told this, before the first question; clear the cell"},
		{"a consent inside a group", func(g grid) {
			g["survey"] = slices.Insert(g["survey"], 1, []any{"begin_group", "g"})
			g["survey"] = append(g["survey"], []any{"end_group"})
		}, "sheet survey, row 3, column ashar::role (K3): the consent stands inside the group g; move it before the group: it comes before the first question"},

		{"required by a word", func(g grid) { g.set("survey", "F9", "ооба") }, `sheet survey, row 9, column required (F9): "ооба" is neither yes nor no, nor a condition; write yes, or leave it empty, or write a condition such as ${age} >= 18`},
		{"required by what is not there", func(g grid) { g.set("survey", "F9", "${x} = 1") }, "sheet survey, row 9, column required (F9): question once, required: at character 1: there is no question ${x}; write the name of a question as it stands in the column name"},
		{"relevant", func(g grid) { g.set("survey", "G9", "${neds} = 1") }, "sheet survey, row 9, column relevant (G9): question once, relevant: at character 1: there is no question ${neds}; did you mean ${needs}?"},
		{"a condition that cannot be read", func(g grid) { g.set("survey", "G9", "selected(${needs}, 'water'") }, "sheet survey, row 9, column relevant (G9): question once, relevant: at character 1: the ( of selected is not closed; write ) after the last argument"},
		{"a constraint that cannot be read", func(g grid) { g.set("survey", "H3", "count-selected(.) =< 2") }, "sheet survey, row 3, column constraint (H3): question needs, constraint: at character 19: =< is no sign of this language; write <="},
		{"a constraint on a place", func(g grid) { g.set("survey", "A9", "geopoint"); g.set("survey", "H9", ". != ''") }, `sheet survey, row 9, column constraint (H9): question once: "constraint" is not for geopoint`},
		{"a filter by no column", func(g grid) { g.set("survey", "I9", "oblast = 'chui'") }, "sheet survey, row 9, column choice_filter (I9): question once, choice_filter: at character 1: the choices have no column oblast; write the heading of a column of choices, ${name} for an answer, or a text in quotes"},
		{"a filter of a text", func(g grid) { g.set("survey", "I10", "true()") }, `sheet survey, row 10, column choice_filter (I10): question wish: "choice_filter" is not for text`},
		{"a calculation that is missing", func(g grid) { g.set("survey", "A9", "calculate") }, "sheet survey, row 9, column calculation (M9): question once: a calculate without a calculation"},
		{"a calculation in a circle", func(g grid) { g.set("survey", "A9", "calculate"); g.set("survey", "M9", "${once} + 1") }, "sheet survey, row 9: question once: hangs on itself: once -> once; take one of these references out"},
		{"a message in a text of answers", func(g grid) { g.set("survey", "N1", "constraint_message::ru"); g.set("survey", "N9", "${x}") }, "sheet survey, row 9, column constraint_message::ru (N9): question once: the text speaks of ${x}, and there is no such question"},
		{"a parameter", func(g grid) { g.set("survey", "N1", "parameters"); g.set("survey", "N9", "randomize") }, `sheet survey, row 9, column parameters (N9): "randomize" is no parameter; write parameters as in randomize=true seed=7, with a space between two`},
		{"a shuffle", func(g grid) { g.set("survey", "N1", "parameters"); g.set("survey", "N9", "randomize=ооба") }, `sheet survey, row 9, column parameters (N9): randomize is "ооба"; write randomize=true`},
		{"a seed", func(g grid) {
			g.set("survey", "N1", "parameters")
			g.set("survey", "N9", "randomize=true;seed=${once}*7")
		}, `sheet survey, row 9, column parameters (N9): "${once}*7" is no seed; write a number or ${name}; what must be calculated, calculate in a row of its own`},
		{"a seed of nothing", func(g grid) { g.set("survey", "N1", "parameters"); g.set("survey", "N9", "seed=7") }, "sheet survey, row 9, column parameters (N9): question once: a seed is for choices that are shuffled"},
		{"a range", func(g grid) {
			g.set("survey", "A9", "range")
			g.set("survey", "N1", "parameters")
			g.set("survey", "N9", "start=10 end=0")
		}, "sheet survey, row 9, column parameters (N9): question once: a range goes up, from 10 by 1 to 0"},
		{"a limit of one choice", func(g grid) { g.set("survey", "N1", "ashar::max"); g.set("survey", "N9", 2) }, "sheet survey, row 9, column ashar::max (N9): a select_one has no such limit; write it as a constraint"},
		{"a limit that is none", func(g grid) { g.set("survey", "N1", "ashar::max"); g.set("survey", "N4", "үч") }, `sheet survey, row 4, column ashar::max (N4): "үч" is no number; write a whole number, as in 3`},
		{"pairs of several", func(g grid) { g.set("survey", "N1", "ashar::pairs"); g.set("survey", "N3", 5) }, "sheet survey, row 3, column ashar::pairs (N3): only a select_one is asked in pairs; write select_one as the type, or clear the cell"},
		{"too many pairs", func(g grid) { g.set("survey", "N1", "ashar::pairs"); g.set("survey", "N9", 99) }, "sheet survey, row 9, column ashar::pairs (N9): question once: 99 pairs; 1 to 30 are possible"},
		{"points of a question", func(g grid) { g.set("survey", "N1", "ashar::points"); g.set("survey", "N9", 10) }, "sheet survey, row 9, column ashar::points (N9): points are given in a group; clear the cell"},
		{"items of a question", func(g grid) { g.set("survey", "N1", "ashar::items"); g.set("survey", "N9", "need") }, "sheet survey, row 9, column ashar::items (N9): the type names the list; clear the cell"},
		{"items of another list", func(g grid) { g.set("survey", "N1", "ashar::items"); g.set("survey", "N4", "level") }, "sheet survey, row 4, column ashar::items (N4): the type names the list need; name the same list in both, or clear this cell"},

		{"an empty group", func(g grid) { g["survey"] = append(g["survey"], []any{"begin_group", "g"}, []any{"end_group"}) }, "sheet survey, row 11, column type (A11): the group g has no question; delete its begin_group and its end_group, or move questions into it"},
		{"a group without a name", func(g grid) {
			g["survey"] = append(g["survey"], []any{"begin_group"}, []any{"text", "t", "T"}, []any{"end_group"})
		}, `sheet survey, row 11, column name (B11): group "": a name begins with a Latin letter, goes on with letters, digits, '_', '-' and '.', and has at most 64 characters`},
		{"a group with an answer in its label", func(g grid) {
			g["survey"] = append(g["survey"], []any{"begin_group", "g", "${once}"}, []any{"text", "t", "T"}, []any{"end_group"})
		}, "sheet survey, row 11, column label::Кыргызча (ky) (C11): an answer inside this text is not supported; write the text without ${ }"},
		{"a group by a condition", func(g grid) {
			g["survey"] = append(g["survey"], []any{"begin_group", "g", "", "", "", "", "${x} = 1"}, []any{"text", "t", "T"}, []any{"end_group"})
		}, "sheet survey, row 11, column relevant (G11): group g, relevant: at character 1: there is no question ${x}; write the name of a question as it stands in the column name"},
		{"a group with a role", func(g grid) {
			g["survey"] = append(g["survey"], []any{"begin_group", "g", "", "", "", "", "", "", "", "", "severity"}, []any{"text", "t", "T"}, []any{"end_group"})
		}, "sheet survey, row 11, column ashar::role (K11): a group has a role only if it is a scale or points, which ashar::of or ashar::items says; clear the cell"},
		{"a group with a constraint", func(g grid) {
			g["survey"] = append(g["survey"], []any{"begin_group", "g", "", "", "", "", "", "true()"}, []any{"text", "t", "T"}, []any{"end_group"})
		}, "sheet survey, row 11, column constraint (H11): a group has none; its questions do; clear the cell"},
		{"a row under another name that is named", func(g grid) { g.set("survey", "B7", "second"); g.set("survey", "G9", "${second} = '1'") }, "sheet survey, row 9, column relevant (G9): ${second} is a row of grave under a name of its own; call the row, and write, ${grave_roads}"},
		{"a row of a scale with a condition of its own", func(g grid) { g.set("survey", "G7", "selected(${needs}, 'roads') and ${once} = '1'") }, `sheet survey, row 7, column relevant (G7): "selected(${needs}, 'roads') and ${once} = '1'" cannot be read here; write it as in selected(${needs}, 'roads')`},
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
	g.set("survey", "A10", "time")
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

// TestReadRefusesTypes goes through the types of XLSForm that Ashar does not have.
func TestReadRefusesTypes(t *testing.T) {
	for kind, do := range map[string]string{
		"begin_repeat": "ask each thing once", "begin repeat": "ask each thing once", "time": "use text", "dateTime": "use date, and text",
		"barcode": "use text", "video": "use image or audio", "file": "use image or audio", "background-audio": "use audio",
		"hidden": "use calculate", "acknowledge": "use the consent", "trigger": "use the consent", "deviceid": "delete the row: a device is never identified",
		"phonenumber": "delete the row: a number is never kept", "username": "delete the row", "audit": "delete the row", "start-geopoint": "use geopoint",
		"geotrace": "use geopoint", "geoshape": "use geopoint", "osm buildings": "use geopoint",
		"select_one_from_file wards.csv": "use select_one with a list", "select_multiple_from_file wards.csv": "use select_one with a list",
		"select_one_external wards": "use select_one with a list", "csv-external": "move the data", "xml-external": "move the data",
	} {
		g := typed()
		g.set("survey", "A9", kind)
		_, err := xlsform.Read(bytes.NewReader(g.usual(t)))
		want := fmt.Sprintf("sheet survey, row 9, column type (A9): questions of the type %s are not supported; ", strings.ReplaceAll(strings.Fields(strings.ToLower(strings.Replace(kind, "begin repeat", "begin_repeat", 1)))[0], " ", "_"))
		if err == nil || !strings.Contains(err.Error(), want+do) {
			t.Errorf("%s: %v\nwant %s%s", kind, err, want, do)
		}
	}
}

// TestReadRefusesColumns goes through the columns that would ask or say what Ashar
// cannot. Without content they do no harm.
func TestReadRefusesColumns(t *testing.T) {
	for heading, do := range map[string]string{
		"default": "every answer is the respondent's own", "trigger": "a calculate follows", "repeat_count": "there are no repeats", "read_only": "a note",
		"readonly": "a note", "disabled": "delete the row", "guidance_hint::Русский (ru)": "move the text to the hint", "media::image": "not shown",
		"media::audio::ru": "not shown", "image": "not shown", "big-image": "not shown", "audio": "not played", "video": "no films",
		"bind::relevant": "use the columns relevant", "Bind::jr:constraintMsg": "use the columns", "body::accuracyThreshold": "use the columns appearance", "instance::x": "clear the cell",
		"save_to": "no entities",
	} {
		g := typed()
		g.set("survey", "N1", heading)
		if _, err := xlsform.Read(bytes.NewReader(g.usual(t))); err != nil {
			t.Errorf("%s, empty: %v", heading, err)
		}
		g.set("survey", "N9", "x")
		_, err := xlsform.Read(bytes.NewReader(g.usual(t)))
		want := fmt.Sprintf("sheet survey, row 9, column %[1]s (N9): %[1]s is not supported; ", heading)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), do) {
			t.Errorf("%s: %v\nwant %s...%s", heading, err, want, do)
		}
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

// TestOneWrongTypeIsOneProblem: rows that speak of the question are right.
func TestOneWrongTypeIsOneProblem(t *testing.T) {
	for _, wrong := range []string{"select_one level or_other", "select_one_level", "select_one", "barcode", "acknowledge"} {
		g := typed()
		g.set("survey", "A9", wrong)
		g.set("survey", "G10", "${once} = '2' or selected(${once}, '1')")
		_, err := xlsform.Read(bytes.NewReader(g.usual(t)))
		problems, ok := errors.AsType[xlsform.Problems](err)
		if !ok || len(problems) != 1 || problems[0].Cell != "A9" {
			t.Errorf("%s: %v\nwant one problem, of the cell A9", wrong, err)
		}
	}
}

// TestSlipsOfTheKeyboard in headings would lose what stands below them.
func TestSlipsOfTheKeyboard(t *testing.T) {
	for cell, slip := range map[string]string{"G1": "relevat", "F1": "requierd", "H1": "constrant", "I1": "choice filtr"} {
		g := typed()
		g.set("survey", cell, slip)
		_, err := xlsform.Read(bytes.NewReader(g.usual(t)))
		if want := "there is no column " + slip + "; is "; err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "("+cell+")") {
			t.Errorf("%s: %v\nwant %q of %s", slip, err, want, cell)
		}
	}
	g := typed()
	for cell, other := range map[string]string{"N1": "labels", "O1": "notes", "P1": "hint2", "Q1": "kobo--matrix"} {
		g.set("survey", cell, other)
	}
	if _, err := xlsform.Read(bytes.NewReader(g.usual(t))); err != nil {
		t.Errorf("columns of others: %v", err)
	}
}

// TestFormulaThatWasNeverWorkedOut looks empty, as other programs leave it, and is not.
func TestFormulaThatWasNeverWorkedOut(t *testing.T) {
	for _, value := range []string{"", "<v></v>", "<v/>"} {
		g := typed()
		g.set("survey", "F9", "UNWORKED")
		workbook := replaced(t, g.usual(t), "xl/worksheets/sheet1.xml", func(sheet []byte) []byte {
			cell := regexp.MustCompile(`<c r="F9"[^>]*>.*?</c>`)
			if !cell.Match(sheet) {
				t.Fatalf("no cell F9 in %.300s", sheet)
			}
			return cell.ReplaceAll(sheet, []byte(`<c r="F9"><f>TRUE()</f>`+value+`</c>`))
		})
		_, err := xlsform.Read(bytes.NewReader(workbook))
		if want := "(F9): a formula without a value"; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", value, err, want)
		}
	}
}
