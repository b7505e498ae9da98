package xlsform_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ashar/survey"
	"ashar/survey/xlsform"
)

// odk is a form as an author of ODK forms writes it, who knows of Ashar only that
// the consent is marked as such.
func odk() grid {
	return grid{
		"survey": {
			{"type", "name", "label", "label::Русский (ru)", "hint", "required", "required message", "appearance", "relevant", "constraint", "constraint_message", "constraint_message::Русский (ru)", "calculation", "choice_filter", "parameters", "ashar::role", "done by"},
			{"start", "start"},
			{"end", "end"},
			{"today", "today"},
			{"note", "agree", "Макулсузбу?", "Согласны?", "", "", "", "", "", "", "", "", "", "", "", "consent", "Айгүл"},
			{"begin group", "who", "Ким", "Кто", "", "", "", "field-list"},
			{"text", "name", "Атыңыз эмес, үйдүн номери", "", "", true, "Жазыңыз", "", "", "regex(., '[0-9]{1,4}')", "Сан жазыңыз", "Напишите число"},
			{"integer", "age", "Жашыңыз", "Возраст", "жыл", "yes", "", "", "", ". >= 18 and . < 120", "18ден 120га чейин", "", "", "", "", "", "Айгүл"},
			{"calculate", "adult", "", "", "", "", "", "", "", "", "", "", "if(${age} >= 60, 'old', 'young')"},
			{"begin_group", "inner", "", "", "", "", "", "", "${age} >= 60"},
			{"date", "retired", "Качан?", "Когда?", "", "", "", "no-calendar", "", ". <= today()"},
			{"end_group", "inner"},
			{"end group"},
			{"select_one oblast", "oblast", "Облус", "Область", "", "yes", "", "minimal"},
			{"select_one rayon", "rayon", "Район ${oblast}", "Район", "", "", "", "minimal", "", "", "", "", "", "oblast=${oblast}"},
			{"select_multiple need", "needs", "Эмне керек?", "Что нужно?", "", "${adult} = 'old'", "", "", "", "count-selected(.) <= 2 and not(selected(., 'none') and count-selected(.) > 1)", "", "", "", "", "randomize=true; seed=${age}"},
			{"rank need", "all_needs", "Баары", "Все", "", "", "", "", "selected(${needs}, 'water') or selected(${needs}, \"roads\")"},
			{"range", "minutes", "Мүнөт", "Минуты", "", "", "", "", "", "", "", "", "", "", "start=0, end=2.50, step=0.5"},
			{"geopoint", "house", "Үй", "Дом", "", "", "", "placement-map"},
			{"image", "photo", "Сүрөт", "Фото", "", "", "", "", "", "", "", "", "", "", "max-pixels=1024"},
			{"note", "thanks", "Рахмат, ${name}!", "Спасибо!"},
		},
		"choices": {
			{"list_name", "name", "label", "label::Русский (ru)", "oblast", "Code"},
			{"oblast", "chui", "Чүй", "Чуй"},
			{"oblast", "osh", "Ош", "Ош"},
			{"rayon", "kemin", "Кемин", "Кемин", "chui", 11},
			{"rayon", "uzgen", "Өзгөн", "Узген", "osh", 12},
			{"need", "water", "Суу", "Вода"},
			{"need", "roads", "Жол", "Дорога"},
			{"need", "none", "Эч нерсе", "Ничего"},
		},
		"settings": {
			{"form_title", "form_id", "version", "default_language", "style", "instance_name", "ashar::consent_version"},
			{"Сурамжылоо", "odk", 2026061501, "Кыргызча (ky)", "pages", "concat(${name}, ' ', ${age})", "1"},
		},
	}
}

func TestReadFormOfOtherTool(t *testing.T) {
	text := func(ky, ru string) survey.Text {
		t := survey.Text{}
		for l, s := range map[string]string{"ky": ky, "ru": ru} {
			if s != "" {
				t[l] = s
			}
		}
		return t
	}
	columns := func(pairs ...string) map[string]string {
		m := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return m
	}
	want := &survey.Questionnaire{
		ID: "odk", Version: "2026061501", Languages: []string{"ky", "ru"}, Title: text("Сурамжылоо", ""),
		Consent: survey.Consent{Version: "1", Text: text("Макулсузбу?", "Согласны?")},
		Columns: columns("style", "pages", "instance_name", "concat(${name}, ' ', ${age})"),
		Lists: []survey.List{
			{Name: "oblast", Choices: []survey.Choice{{Name: "chui", Label: text("Чүй", "Чуй")}, {Name: "osh", Label: text("Ош", "Ош")}}},
			{Name: "rayon", Choices: []survey.Choice{
				{Name: "kemin", Label: text("Кемин", "Кемин"), Columns: columns("oblast", "chui", "Code", "11")},
				{Name: "uzgen", Label: text("Өзгөн", "Узген"), Columns: columns("oblast", "osh", "Code", "12")},
			}},
			{Name: "need", Choices: []survey.Choice{{Name: "water", Label: text("Суу", "Вода")}, {Name: "roads", Label: text("Жол", "Дорога")}, {Name: "none", Label: text("Эч нерсе", "Ничего")}}},
		},
		Groups: []survey.Group{
			{Name: "who", Label: text("Ким", "Кто"), Columns: columns("appearance", "field-list")},
			{Name: "inner", Parent: "who", Relevant: "${age} >= 60"},
		},
		Questions: []survey.Question{
			{Name: "start", Kind: survey.Start},
			{Name: "end", Kind: survey.End},
			{Name: "today", Kind: survey.Today},
			{Name: "name", Kind: survey.TextAnswer, Group: "who", Label: text("Атыңыз эмес, үйдүн номери", ""), Required: true, RequiredMessage: text("Жазыңыз", ""), Constraint: "regex(., '[0-9]{1,4}')", ConstraintMessage: text("Сан жазыңыз", "Напишите число")},
			{Name: "age", Kind: survey.Integer, Group: "who", Label: text("Жашыңыз", "Возраст"), Hint: text("жыл", ""), Required: true, Constraint: ". >= 18 and . < 120", ConstraintMessage: text("18ден 120га чейин", ""), Columns: columns("done by", "Айгүл")},
			{Name: "adult", Kind: survey.Calculate, Group: "who", Calculation: "if(${age} >= 60, 'old', 'young')"},
			{Name: "retired", Kind: survey.Date, Group: "inner", Label: text("Качан?", "Когда?"), Constraint: ". <= today()", Columns: columns("appearance", "no-calendar")},
			{Name: "oblast", Kind: survey.SelectOne, List: "oblast", Label: text("Облус", "Область"), Required: true, Columns: columns("appearance", "minimal")},
			{Name: "rayon", Kind: survey.SelectOne, List: "rayon", Label: text("Район ${oblast}", "Район"), ChoiceFilter: "oblast=${oblast}", Columns: columns("appearance", "minimal")},
			{Name: "needs", Kind: survey.SelectMultiple, List: "need", Max: 2, Label: text("Эмне керек?", "Что нужно?"), RequiredIf: "${adult} = 'old'", Constraint: "not(selected(., 'none') and count-selected(.) > 1)", Shuffle: true, Seed: "${age}"},
			{Name: "all_needs", Kind: survey.Rank, List: "need", Label: text("Баары", "Все"), Relevant: `selected(${needs}, 'water') or selected(${needs}, "roads")`},
			{Name: "minutes", Kind: survey.RangeNumber, Label: text("Мүнөт", "Минуты"), Range: &survey.Range{Start: "0", End: "2.5", Step: "0.5"}},
			{Name: "house", Kind: survey.Geopoint, Label: text("Үй", "Дом"), Columns: columns("appearance", "placement-map")},
			{Name: "photo", Kind: survey.Image, Label: text("Сүрөт", "Фото"), Columns: columns("parameters", "max-pixels=1024")},
			{Name: "thanks", Kind: survey.Note, Label: text("Рахмат, ${name}!", "Спасибо!")},
		},
	}
	got, err := xlsform.Read(bytes.NewReader(odk().usual(t)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(survey.Questionnaire{})); diff != "" {
		t.Errorf("Read (-want +got):\n%s", diff)
	}
	wantSame(t, want, written(t, got))
}
