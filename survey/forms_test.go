package survey_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"ashar/survey"
)

// noon is when the interviews of these tests begin.
var noon = time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)

// text is a phrase in ky and ru.
func text(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }

// villageNeeds is a small questionnaire with a question of every kind and role,
// new for every caller, so that each may spoil its own.
func villageNeeds() *survey.Questionnaire {
	return &survey.Questionnaire{
		ID: "village-needs", Version: "2026061501", Languages: []string{"ky", "ru"},
		Title:   text("Айылга эмне керек?", "Что нужно селу?"),
		Consent: survey.Consent{Version: "c1", Text: text("Макулсузбу?", "Согласны?")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				{Name: "water", Label: text("Суу", "Вода"), Need: "water", Sphere: "infrastructure", Competence: []string{"local"}},
				{Name: "roads", Label: text("Жол", "Дороги"), Need: "roads", Sphere: "infrastructure", Competence: []string{"local", "state"}, Issue: 6},
				{Name: "school", Label: text("Мектеп", "Школа"), Need: "school", Competence: []string{"state"}},
				{Name: "light", Label: text("Жарык", "Свет"), Need: "light"},
				{Name: "none", Label: text("Эч нерсе", "Ничего"), Exclusive: true},
			}},
			{Name: "sphere", Choices: []survey.Choice{{Name: "infrastructure", Label: text("Инфратүзүм", "Инфраструктура")}}},
			{Name: "competence", Choices: []survey.Choice{
				{Name: "local", Label: text("ЖӨБ", "МСУ")}, {Name: "state", Label: text("Мамлекет", "Государство")},
			}},
			{Name: "grave", Choices: []survey.Choice{
				{Name: "1", Label: text("Жеңил", "Легко")}, {Name: "2", Label: text("Анча эмес", "Не очень")},
				{Name: "3", Label: text("Орточо", "Средне")}, {Name: "4", Label: text("Оор", "Тяжело")},
				{Name: "5", Label: text("Өтө оор", "Очень тяжело")},
			}},
			{Name: "sex", Choices: []survey.Choice{
				{Name: survey.SexFemale, Label: text("Аял", "Женщина")}, {Name: survey.SexMale, Label: text("Эркек", "Мужчина")},
			}},
			{Name: "age", Choices: []survey.Choice{
				{Name: "18-28", Label: text("18–28", "18–28")}, {Name: "29+", Label: text("29 жана улуу", "29 и старше")},
			}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 3, Required: true, Label: text("Эмне керек?", "Что нужно?")},
			{Name: "order", Kind: survey.Rank, Role: survey.RoleRank, Of: "needs", Required: true, Label: text("Кайсынысы биринчи?", "Что сначала?")},
			{Name: "grave", Kind: survey.Scale, Role: survey.RoleSeverity, Of: "needs", List: "grave", Label: text("Канчалык оор?", "Насколько тяжело?")},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, List: "sex", Label: text("Жынысыңыз", "Ваш пол")},
			{Name: "age", Kind: survey.SelectOne, Role: survey.RoleAge, List: "age", Required: true, Label: text("Жашыңыз", "Ваш возраст")},
			{Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal, Max: 20, Label: text("Тилегиңиз", "Пожелание")},
		},
	}
}

// longForm is a valid questionnaire of so many questions: blocks of a selection,
// its ranking and its scale, with plain questions between.
func longForm(questions int) *survey.Questionnaire {
	q := &survey.Questionnaire{
		ID: "long", Version: "1", Languages: []string{"ky"}, Title: text1("Узун"),
		Consent: survey.Consent{Version: "c1", Text: text1("Макулсузбу?")},
		Lists:   []survey.List{{Name: "level"}, {Name: "thing"}},
	}
	for i := range 5 {
		q.Lists[0].Choices = append(q.Lists[0].Choices, survey.Choice{Name: fmt.Sprint(i + 1), Label: text1("Баа")})
	}
	for i := range 23 {
		q.Lists[1].Choices = append(q.Lists[1].Choices, survey.Choice{Name: fmt.Sprintf("t%d", i), Label: text1("Нерсе")})
	}
	var chosen string
	for i := range questions {
		x := survey.Question{Name: fmt.Sprintf("q%d", i), Label: text1("Суроо"), Required: true}
		switch i % 5 {
		case 0:
			x.Kind, x.List, x.Max, chosen = survey.SelectMultiple, "thing", 3, x.Name
		case 1:
			x.Kind, x.Of = survey.Rank, chosen
		case 2:
			x.Kind, x.Of, x.List = survey.Scale, chosen, "level"
		case 3:
			x.Kind, x.List = survey.SelectOne, "thing"
		default:
			x.Kind = survey.TextAnswer
		}
		q.Questions = append(q.Questions, x)
	}
	return q
}

func text1(ky string) survey.Text { return survey.Text{"ky": ky} }

// begin opens an interview in Kyrgyz.
func begin(t rapid.TB, q *survey.Questionnaire) survey.Interview {
	t.Helper()
	iv, err := survey.Begin(q, survey.Beginning{
		ID:      "INTERVIEW",
		Door:    survey.Door{Code: "ABC234", Campaign: "c-1", Municipality: "kok-jar", Village: "besh-terek"},
		Channel: survey.Web, Language: "ky", Respondent: "pseudonym", Consent: q.Consent.Version,
	}, noon)
	if err != nil {
		t.Fatalf("Begin: %v", err)
	}
	return iv
}

// give answers questions in turn and fails the test if one is not accepted.
func give(t rapid.TB, q *survey.Questionnaire, iv survey.Interview, answers ...survey.Answer) survey.Interview {
	t.Helper()
	for _, a := range answers {
		next, err := iv.Answer(q, a.Question, a.Value, noon)
		if err != nil {
			t.Fatalf("Answer(%s, %+v): %v", a.Question, a.Value, err)
		}
		iv = next
	}
	return iv
}

func answer(question string, v survey.Value) survey.Answer {
	return survey.Answer{Question: question, Value: v}
}

// complete answers whatever is asked, in the plainest way, up to the look-over.
func complete(t rapid.TB, q *survey.Questionnaire, iv survey.Interview) survey.Interview {
	t.Helper()
	for range 2*len(q.Questions) + 1 {
		p := iv.Prompt(q)
		if p.Question == nil {
			return iv
		}
		iv = give(t, q, iv, answer(p.Question.Name, plain(p)))
	}
	t.Fatalf("the interview does not end: stands at %q", iv.At)
	return iv
}

// plain is a valid answer to what is asked: the first choices that there are.
func plain(p survey.Prompt) survey.Value {
	var names []string
	for _, c := range p.Choices {
		if !c.Exclusive {
			names = append(names, c.Name)
		}
	}
	switch p.Question.Kind {
	case survey.SelectOne:
		return survey.Chosen(p.Choices[0].Name)
	case survey.SelectMultiple:
		if len(names) == 0 {
			return survey.Chosen(p.Choices[0].Name)
		}
		if p.Question.Max > 0 {
			names = names[:min(p.Question.Max, len(names))]
		}
		return survey.Chosen(names...)
	case survey.Rank:
		return survey.Chosen(names[:p.Places]...)
	case survey.Points:
		return survey.Rated(survey.Level{Choice: names[0], Level: 1})
	case survey.Pairwise:
		pairs := slices.Clone(p.Pairs)
		for i := range pairs {
			pairs[i].Better = pairs[i].First
		}
		return survey.Compared(pairs...)
	case survey.Integer, survey.Decimal:
		return survey.Value{Number: "1"}
	case survey.RangeNumber:
		return survey.Value{Number: p.Question.Range.Start}
	case survey.Date:
		return survey.Value{Date: "2000-01-31"}
	case survey.Geopoint:
		return survey.Located(survey.Point{Latitude: 40.5, Longitude: 72.8})
	case survey.Image:
		return survey.Attached(survey.File{ID: "photo", Type: "image/png", Size: 1})
	case survey.Audio:
		return survey.Attached(survey.File{ID: "voice", Type: "audio/ogg", Size: 1})
	case survey.Note:
		return survey.Skip()
	case survey.Scale:
		var levels []survey.Level
		for _, n := range names {
			levels = append(levels, survey.Level{Choice: n, Level: 1})
		}
		return survey.Rated(levels...)
	default:
		return survey.Words("сөз")
	}
}
