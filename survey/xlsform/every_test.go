package xlsform_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ashar/survey"
)

var update = flag.Bool("update", false, "rewrite the golden workbook")

// TestWorkbookIsLaidOutForOtherTools holds a workbook with every kind of question
// against a golden one, cell by cell.
func TestWorkbookIsLaidOutForOtherTools(t *testing.T) {
	const golden = "testdata/every.txt"
	q := every()
	workbook := written(t, q)
	wantSame(t, q, workbook)
	got := typedOut(t, workbook)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the workbook (-want +got):\n%s", diff)
	}
}

// typedOut writes what stands in a workbook: a paragraph for each row, with a line
// for each cell that is not empty.
func typedOut(t *testing.T, workbook []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "== %s: %s\n", sheet, strings.Join(rows[0], " | "))
		for n, r := range rows[1:] {
			fmt.Fprintf(&b, "\n%d\n", n+2)
			for i, v := range r {
				if v != "" {
					fmt.Fprintf(&b, "%s: %s\n", rows[0][i], v)
				}
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// every has a question of each kind, and each way in which one follows another.
func every() *survey.Questionnaire {
	text := func(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }
	choice := func(name, ky, ru string) survey.Choice { return survey.Choice{Name: name, Label: text(ky, ru)} }
	place := func(name, oblast string) survey.Choice {
		c := choice(name, name, name)
		c.Columns = map[string]string{"oblast": oblast}
		return c
	}
	water := choice("water", "Суу", "Вода")
	water.Need = "water"
	none := choice("none", "Эч нерсе", "Ничего")
	none.Exclusive = true
	return &survey.Questionnaire{
		ID: "every", Version: "2026112701", Languages: []string{"ky", "ru"}, Title: text("Баары", "Всё"),
		Intro: text("Кыска", "Коротко"), Consent: survey.Consent{Version: "c1", Text: text("Макулсузбу?", "Согласны?")},
		Columns: map[string]string{"style": "pages"},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{water, choice("roads", "Жол", "Дорога"), choice("60+", "Карылар", "Пожилые"), none}},
			{Name: "level", Choices: []survey.Choice{choice("1", "Жеңил", "Легко"), choice("2", "Оор", "Тяжело")}},
			{Name: "oblast", Choices: []survey.Choice{choice("chui", "Чүй", "Чуй"), choice("osh", "Ош", "Ош")}},
			{Name: "town", Choices: []survey.Choice{place("tokmok", "chui"), place("kant", "chui"), place("uzgen", "osh")}},
		},
		Groups: []survey.Group{
			{Name: "home", Label: text("Үй", "Дом"), Columns: map[string]string{"appearance": "field-list"}},
			{Name: "place", Parent: "home", Relevant: "${people} > 0"},
		},
		Questions: []survey.Question{
			{Name: "began", Kind: survey.Start},
			{Name: "day", Kind: survey.Today},
			{Name: "hello", Kind: survey.Note, Group: "home", Label: text("Салам", "Здравствуйте")},
			{Name: "people", Kind: survey.Integer, Role: survey.RoleUnit, Group: "home", Label: text("Канча киши?", "Сколько людей?"), Constraint: ". >= 0 and . <= 40", ConstraintMessage: text("0..40", "0..40"), Required: true, RequiredMessage: text("Керек", "Нужно")},
			{Name: "oblast", Kind: survey.SelectOne, Group: "place", List: "oblast", Label: text("Облус", "Область"), Columns: map[string]string{"appearance": "minimal"}},
			{Name: "town", Kind: survey.SelectOne, Group: "place", List: "town", Label: text("Шаар", "Город"), ChoiceFilter: "oblast = ${oblast}", RequiredIf: "${oblast} != ''"},
			{Name: "land", Kind: survey.Decimal, Group: "home", Label: text("Жер", "Земля"), Hint: text("гектар", "гектары")},
			{Name: "per", Kind: survey.Calculate, Group: "home", Calculation: "${land} div ${people}"},
			{Name: "minutes", Kind: survey.RangeNumber, Label: text("Мүнөт", "Минуты"), Range: &survey.Range{Start: "0", End: "60", Step: "0.5"}, Columns: map[string]string{"parameters": "tick_interval=5"}},
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 2, Shuffle: true, Seed: "${people}", Label: text("Эмне керек, ${people}?", "Что нужно?"), Constraint: "not(selected(., 'roads')) or ${people} > 1"},
			{Name: "order", Kind: survey.Rank, Role: survey.RoleRank, Of: "needs", Max: 2, Label: text("Ирети", "Порядок"), Relevant: "${people} > 1"},
			{Name: "grave", Kind: survey.Scale, Of: "needs", List: "level", Required: true, Label: text("Оорбу?", "Тяжело?")},
			{Name: "gravest", Kind: survey.Rank, Of: "grave", Label: text("Эң оору", "Самое тяжёлое")},
			{Name: "service", Kind: survey.Scale, Items: "town", List: "level", ChoiceFilter: "oblast = ${oblast} and name != 'kant'", Label: text("Кызмат", "Услуги")},
			{Name: "why", Kind: survey.Scale, Of: "grave", List: "level", Label: text("Көптөнбү?", "Давно?"), Columns: map[string]string{"appearance": "w4"}},
			{Name: "money", Kind: survey.Points, List: "need", Max: 10, Label: text("Упай", "Баллы")},
			{Name: "money_for", Kind: survey.Points, Of: "needs", Max: 10, Label: text("Упай", "Баллы")},
			{Name: "better", Kind: survey.Pairwise, List: "need", Pairs: 3, Label: text("Кайсынысы?", "Что важнее?")},
			{Name: "better_of", Kind: survey.Pairwise, Of: "needs", Pairs: 2, Label: text("Кайсынысы?", "Что важнее?"), ChoiceFilter: "name != 'roads'"},
			{Name: "all", Kind: survey.Rank, List: "town", Label: text("Баары", "Все")},
			{Name: "visited", Kind: survey.Date, Label: text("Күнү", "День"), Constraint: ". <= today()"},
			{Name: "where", Kind: survey.Geopoint, Label: text("Кайда?", "Где?")},
			{Name: "photo", Kind: survey.Image, Label: text("Сүрөт", "Фото"), Columns: map[string]string{"parameters": "max-pixels=1024"}},
			{Name: "voice", Kind: survey.Audio, Label: text("Үн", "Голос"), Columns: map[string]string{"office's remark": "кыска"}},
			{Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal, Max: 200, Label: text("Тилек", "Пожелание"), Relevant: "${grave_water} = '2' or ${money_roads} > 3"},
			{Name: "ended", Kind: survey.End},
		},
	}
}
