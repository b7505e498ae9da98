package survey_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"ashar/survey"
)

// everyKind is a questionnaire with a question of every kind that villageNeeds
// lacks, with branches, new for every caller.
func everyKind() *survey.Questionnaire {
	yes := survey.Choice{Name: "yes", Label: text("Ооба", "Да")}
	no := survey.Choice{Name: "no", Label: text("Жок", "Нет")}
	return &survey.Questionnaire{
		ID: "every-kind", Version: "2026112701", Languages: []string{"ky", "ru"},
		Title:   text("Бардык суроолор", "Все вопросы"),
		Consent: survey.Consent{Version: "c1", Text: text("Макулсузбу?", "Согласны?")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				{Name: "water", Label: text("Суу", "Вода"), Need: "water"},
				{Name: "roads", Label: text("Жол", "Дороги"), Need: "roads"},
				{Name: "school", Label: text("Мектеп", "Школа"), Need: "school"},
				{Name: "light", Label: text("Жарык", "Свет"), Need: "light"},
				{Name: "other", Label: text("Башка", "Другое"), Need: "other"},
				{Name: "none", Label: text("Эч нерсе", "Ничего"), Exclusive: true},
			}},
			{Name: "yesno", Choices: []survey.Choice{no, yes}},
			{Name: "side", Choices: []survey.Choice{
				{Name: "south", Label: text("Түштүк", "Юг")}, {Name: "north", Label: text("Түндүк", "Север")},
			}},
			{Name: "place", Choices: []survey.Choice{
				{Name: "osh", Label: text("Ош", "Ош"), Columns: map[string]string{"side": "south"}},
				{Name: "batken", Label: text("Баткен", "Баткен"), Columns: map[string]string{"side": "south"}},
				{Name: "talas", Label: text("Талас", "Талас"), Columns: map[string]string{"side": "north"}},
			}},
		},
		Groups: []survey.Group{
			{Name: "home", Label: text("Үй", "Дом")},
			{Name: "small", Parent: "home", Label: text("Балдар", "Дети"), Relevant: "${children} > 0"},
			{Name: "needs", Label: text("Муктаждык", "Потребности")},
		},
		Questions: []survey.Question{
			{Name: "begun", Kind: survey.Start},
			{Name: "day", Kind: survey.Today},
			{
				Name: "children", Kind: survey.Integer, Group: "home", Required: true, Label: text("Канча бала?", "Сколько детей?"),
				Constraint: ". >= 0 and . <= 20", ConstraintMessage: text("0дөн 20га чейин", "От 0 до 20"),
				RequiredMessage: text("Сан жазыңыз", "Напишите число"),
			},
			{
				Name: "young", Kind: survey.Integer, Group: "small", Label: text("${children} баланын канчасы кичине?", "Сколько из ${children} маленькие?"),
				Constraint: ". <= ${children}", ConstraintMessage: text("${children} бала гана", "Всего ${children}"),
			},
			{Name: "garden", Kind: survey.SelectOne, Group: "small", List: "yesno", Required: true, Label: text("Бала бакча барбы?", "Есть детский сад?")},
			{Name: "land", Kind: survey.Decimal, Group: "home", Label: text("Канча гектар?", "Сколько гектаров?"), RequiredIf: "${children} > 5"},
			{
				Name: "hours", Kind: survey.RangeNumber, Group: "home", Label: text("Суу канча саат болот?", "Сколько часов есть вода?"),
				Range: &survey.Range{Start: "0", End: "24", Step: "0.5"},
			},
			{Name: "born", Kind: survey.Date, Label: text("Качан туулгансыз?", "Когда родились?"), Constraint: ". <= today()"},
			{Name: "age", Kind: survey.Calculate, Calculation: "int((today() - ${born}) div 365.25)"},
			{Name: "elder", Kind: survey.Note, Relevant: "${age} >= 60", Label: text("Сиз ${age} жаштасыз", "Вам ${age}")},
			{Name: "side", Kind: survey.SelectOne, List: "side", Label: text("Кайсы тарап?", "Какая сторона?"), Shuffle: true, Seed: "7"},
			{Name: "town", Kind: survey.SelectOne, List: "place", ChoiceFilter: "side = ${side}", Label: text("Кайсы жер?", "Какое место?")},
			{Name: "serious", Kind: survey.Scale, Group: "needs", Items: "need", List: "yesno", Role: survey.RoleNeed, Label: text("Оор көйгөйбү?", "Серьёзно?"), Shuffle: true},
			{Name: "worst", Kind: survey.Rank, Group: "needs", Of: "serious", Max: 2, Role: survey.RoleRank, Label: text("Кайсынысы биринчи?", "Что сначала?"), Required: true},
			{Name: "why", Kind: survey.TextAnswer, Group: "needs", Relevant: "${serious_water} = 'yes'", Label: text("Суу эмне болду?", "Что с водой?"), Max: 100},
			{Name: "money", Kind: survey.Points, Group: "needs", List: "need", Max: 10, Label: text("10 упайды бөлүңүз", "Раздайте 10 баллов")},
			{Name: "compare", Kind: survey.Pairwise, Group: "needs", List: "need", Pairs: 3, Label: text("Кайсынысы маанилүү?", "Что важнее?")},
			{Name: "others", Kind: survey.SelectMultiple, Group: "needs", List: "need", Max: 3, Label: text("Дагы эмне?", "Что ещё?"), Constraint: "not(selected(., 'light')) or ${money_light} > 0"},
			{Name: "words", Kind: survey.TextAnswer, Group: "needs", Relevant: "selected(${others}, 'other')", Label: text("Эмне?", "Что?")},
			{Name: "spot", Kind: survey.Geopoint, Label: text("Кайда?", "Где?")},
			{Name: "photo", Kind: survey.Image, Label: text("Сүрөт", "Фото")},
			{Name: "voice", Kind: survey.Audio, Label: text("Үн", "Голос")},
			{Name: "first", Kind: survey.Calculate, Calculation: "once(${children})"},
			{Name: "adult", Kind: survey.Calculate, Calculation: "if(${age} >= 18, 'чоң', 'бала')"},
			{Name: "sent", Kind: survey.End},
		},
	}
}

// pixel is a photo of one point, as PNG.
var pixel = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0bIDATx\x9cc\xf8\x0f\x04\x00\x09\xfb\x03\xfd\xfb^k+\x00\x00\x00\x00IEND\xaeB`\x82")

// breath is a voice message that says nothing, as the beginning of an Ogg file.
var breath = []byte("OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x13OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00")

// TestEveryKindInAFile keeps the questionnaire where the tests of other rooms find it.
func TestEveryKindInAFile(t *testing.T) {
	data, err := json.MarshalIndent(everyKind(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("testdata", "every-kind.json"), string(data)+"\n")
}
