package paper_test

import (
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/paper"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// loaded are the program's words, read once; to miss any ends the tests.
var loaded = sync.OnceValues(func() (*locale.Words, error) {
	return locale.Load(locale.OnMissing(func(lang, id string) { panic(lang + ": no words " + id) }))
})

func words(t testing.TB, language string) locale.Speaker {
	t.Helper()
	w, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return w.For(language)
}

// options are those of a first copy with everything on it.
func options(t testing.TB, language string) paper.Options {
	t.Helper()
	return paper.Options{
		Words: words(t, language), Link: "https://kok-jar.example/c/ABC234", Code: "ABC-234",
		Municipality: "Көк-Жар айыл аймагы", First: 1,
	}
}

// text is a phrase in ky, ru and en.
func text(ky, ru, en string) survey.Text { return survey.Text{"ky": ky, "ru": ru, "en": en} }

func choice(name, ky, ru, en string) survey.Choice {
	return survey.Choice{Name: name, Label: text(ky, ru, en)}
}

// everything is a questionnaire with a question of every kind and every way of
// branching that is put into words.
func everything() *survey.Questionnaire {
	return &survey.Questionnaire{
		ID: "everything", Version: "2026061501", Languages: []string{"ky", "ru", "en"},
		Title:   text("Айылга эмне керек?", "Что нужно селу?", "What does the village need?"),
		Intro:   text("Беш мүнөт.", "Пять минут.", "Five minutes."),
		Consent: survey.Consent{Version: "c1", Text: text("Биринчи абзац.\n\nЭкинчи абзац.", "Первый абзац.\n\nВторой абзац.", "First paragraph.\n\nSecond paragraph.")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				choice("water", "Суу", "Вода", "Water"), choice("roads", "Жол", "Дороги", "Roads"), choice("school", "Мектеп", "Школа", "School"),
				choice("light", "Жарык", "Свет", "Light"), choice("other", "Башка", "Другое", "Other"),
				{Name: "none", Label: text("Эч нерсе", "Ничего", "Nothing"), Exclusive: true},
			}},
			{Name: "grave", Choices: []survey.Choice{
				choice("1", "Жеңил", "Легко", "Light"), choice("2", "Орточо", "Средне", "Middling"), choice("3", "Оор", "Тяжело", "Grave"),
			}},
			{Name: "yesno", Choices: []survey.Choice{choice("no", "Жок", "Нет", "No"), choice("yes", "Ооба", "Да", "Yes")}},
		},
		Groups: []survey.Group{
			{Name: "village", Label: text("Айыл", "Село", "The village")},
			{Name: "home", Label: text("Үй", "Дом", "Home"), Relevant: "${age} >= 18"},
			{Name: "silent", Parent: "home", Relevant: "${member} = 'yes'"},
		},
		Questions: []survey.Question{
			{Name: "started", Kind: survey.Start},
			{Name: "hello", Kind: survey.Note, Label: text("Саламатсызбы", "Здравствуйте", "Good day")},
			{Name: "needs", Kind: survey.SelectMultiple, Group: "village", List: "need", Max: 3, Required: true, Label: text("Эмне керек?", "Что нужно?", "What is needed?"), Hint: text("Ойлонуңуз.", "Подумайте.", "Think.")},
			{Name: "needs_other", Kind: survey.TextAnswer, Group: "village", Max: 200, Relevant: "selected(${needs}, 'other')", Label: text("Башка эмне?", "Что другое?", "What other?")},
			{Name: "order", Kind: survey.Rank, Group: "village", Of: "needs", Label: text("Биринчиси кайсы?", "Что сначала?", "Which first?")},
			{Name: "grave", Kind: survey.Scale, Group: "village", Of: "needs", List: "grave", Label: text("Канчалык оор?", "Насколько тяжело?", "How grave?")},
			{Name: "works", Kind: survey.Scale, Group: "village", Items: "need", List: "yesno", ChoiceFilter: "name != 'other' and name != 'none'", Label: text("Иштейби?", "Работает?", "Does it work?")},
			{Name: "best", Kind: survey.Rank, Group: "village", List: "need", Max: 2, Label: text("Эң жакшысы?", "Что лучше всего?", "Which is best?")},
			{Name: "points", Kind: survey.Points, Group: "village", List: "need", Max: 10, ChoiceFilter: "not(selected(${needs}, name))", Label: text("Упай бериңиз", "Дайте баллы", "Give points")},
			{Name: "pairs", Kind: survey.Pairwise, Group: "village", List: "need", Pairs: 3, Label: text("Экөөнүн бири", "Одно из двух", "One of two")},
			{Name: "member", Kind: survey.SelectOne, Group: "village", List: "yesno", Relevant: "selected(${needs}, 'water') or selected(${needs}, 'roads')", Label: text("Мүчөсүзбү?", "Вы член?", "Are you a member?")},
			{Name: "age", Kind: survey.Integer, Group: "village", Constraint: ". >= 0 and . <= 120", Label: text("Жашыңыз", "Возраст", "Your age")},
			{Name: "people", Kind: survey.RangeNumber, Group: "home", Range: &survey.Range{Start: "1", End: "9", Step: "1"}, Label: text("Канча адам?", "Сколько людей?", "How many people?")},
			{Name: "land", Kind: survey.Decimal, Group: "home", Constraint: ". >= 0.5", Relevant: "${people} > 1 and ${age} != 40", Label: text("Жер, га", "Земля, га", "Land, ha")},
			{Name: "minutes", Kind: survey.RangeNumber, Group: "home", Range: &survey.Range{Start: "0", End: "120", Step: "5"}, Relevant: "${works_water} = 'no'", Label: text("Канча мүнөт?", "Сколько минут?", "How many minutes?")},
			{Name: "since", Kind: survey.Date, Group: "home", Relevant: "count-selected(${needs}) > 0 and not(selected(${needs}, 'none'))", Label: text("Качантан бери?", "С какого дня?", "Since when?")},
			{Name: "place", Kind: survey.Geopoint, Group: "silent", Label: text("Ордун белгилеңиз", "Отметьте место", "Mark the place")},
			{Name: "photo", Kind: survey.Image, Group: "silent", Label: text("Сүрөткө тартыңыз", "Сфотографируйте", "Take a photo")},
			{Name: "voice", Kind: survey.Audio, Group: "silent", Label: text("Үнүңүздү жазыңыз", "Запишите голос", "Record your voice")},
			{Name: "double", Kind: survey.Calculate, Calculation: "${age} * 2"},
			{Name: "wish", Kind: survey.TextAnswer, Max: 500, Relevant: "${double} > 36", Label: text("${needs}: тилегиңиз", "${needs}: пожелание", "${needs}: your wish")},
		},
	}
}

// shipped reads a questionnaire that comes with the program.
func shipped(t testing.TB, file string) *survey.Questionnaire {
	t.Helper()
	r, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	q, err := survey.ReadQuestionnaire(r)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func pieces(t testing.TB, q *survey.Questionnaire, o paper.Options) []paper.Piece {
	t.Helper()
	all, err := paper.Pieces(q, o, 0)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
