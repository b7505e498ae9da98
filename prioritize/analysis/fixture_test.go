package analysis_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/locale"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func say(ky, ru, en string) survey.Text { return survey.Text{"ky": ky, "ru": ru, "en": en} }

func form() *survey.Questionnaire {
	return &survey.Questionnaire{
		ID: "form", Version: "2026010101", Languages: []string{"ky", "ru", "en"},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				{Name: "water", Label: say("Ичүүчү таза суу", "Питьевая вода", "Drinking water"), Need: "water", Sphere: "infra", Competence: []string{"local"}},
				{Name: "roads", Label: say("Ички жолдор, көпүрөлөр", "Внутренние дороги, мосты", "Roads, bridges"), Need: "roads", Sphere: "infra", Competence: []string{"local", "state"}, Issue: 6},
				{Name: "kinder", Label: say("Бала бакча", "Детский сад", "Kindergarten"), Need: "kinder", Sphere: "education", Competence: []string{"local"}},
				{Name: "jobs", Label: say("Жумуш орундары", "Рабочие места", "Jobs"), Need: "jobs"},
				{Name: "other", Label: say("Башка", "Другое", "Other"), Need: "other"},
			}},
			{Name: "sphere", Choices: []survey.Choice{
				{Name: "infra", Label: say("Инфратүзүм", "Инфраструктура", "Infrastructure")},
				{Name: "education", Label: say("Билим берүү", "Образование", "Education")},
			}},
			{Name: "competence", Choices: []survey.Choice{
				{Name: "local", Label: say("Жергиликтүү", "Местное", "Local")}, {Name: "state", Label: say("Мамлекеттик", "Государственное", "State")},
			}},
			{Name: "sex", Choices: []survey.Choice{{Name: "female", Label: say("Аял", "Женщина", "Woman")}, {Name: "male", Label: say("Эркек", "Мужчина", "Man")}}},
			{Name: "age", Choices: []survey.Choice{
				{Name: "18-28", Label: say("18–28 жаш", "18–28 лет", "18–28")}, {Name: "29-59", Label: say("29–59 жаш", "29–59 лет", "29–59")}, {Name: "60+", Label: say("60+", "60+", "60+")},
			}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need"},
			{Name: "order", Kind: survey.Rank, Role: survey.RoleRank, Of: "needs"},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, List: "sex"},
			{Name: "age", Kind: survey.SelectOne, Role: survey.RoleAge, List: "age"},
		},
	}
}

func town() *survey.Municipality {
	village := func(id string, name survey.Text, n int) survey.Village {
		v := survey.Village{ID: id, Name: name}
		for _, sex := range []string{"female", "male"} {
			for i, age := range []string{"18-28", "29-59", "60+"} {
				v.Population = append(v.Population, survey.Stratum{Sex: sex, Age: age, Count: n * (3 - i)})
			}
		}
		return v
	}
	return &survey.Municipality{
		ID: "kok-jar", Name: say("Көк-Жар айыл аймагы", "Кок-Жарский айылный аймак", "Kok-Jar aiyl aimak"),
		Villages: []survey.Village{
			village("v0", say("Арча-Булак", "Арча-Булак", "Archa-Bulak"), 200),
			village("v1", say("Кең-Төр", "Кен-Тёр", "Keng-Tor"), 50),
			village("v2", say("Бел-Жайлоо", "Бел-Жайлоо", "Bel-Jailoo"), 5),
			village("v3", say("Сары-Терек", "Сары-Терек", "Sary-Terek"), 20),
		},
		Source: say("Ойдон чыгарылган", "Вымышлено", "Invented"), Year: 2026, Invented: true,
	}
}

const (
	water, roads, kinder, jobs, other = 0, 1, 2, 3, 4
)

// votes is n times the same answer.
type votes struct {
	n                 int
	village, sex, age string
	by                survey.Channel
	needs             []int
	groups            []int // of asked.groups
	levels            []int // given to the services of asked.services
}

// asked is what a campaign asks for besides.
type asked struct {
	groups   []prioritize.Asked
	services []prioritize.Service
}

// more asks for groups and services.
func more(q *survey.Questionnaire, a asked) {
	add := func(name string, kind survey.Kind, role survey.Role, choices ...survey.Choice) {
		q.Lists = append(q.Lists, survey.List{Name: name, Choices: choices})
		x := survey.Question{Name: name, Kind: kind, Role: role, List: name}
		if kind == survey.Scale {
			x.List, x.Items = "level", name
		}
		q.Questions = append(q.Questions, x)
	}
	var groups, services []survey.Choice
	for _, g := range a.groups {
		groups = append(groups, survey.Choice{Name: g.Code, Label: g.Name})
	}
	for _, s := range a.services {
		services = append(services, survey.Choice{Name: s.Code, Label: s.Name})
	}
	if len(groups) > 0 {
		add("group", survey.SelectMultiple, survey.RoleGroup, groups...)
	}
	if len(services) > 0 {
		add("service", survey.Scale, survey.RoleSatisfaction, services...)
	}
}

func answers() []votes {
	return []votes{
		{24, "v0", "female", "18-28", survey.Web, []int{kinder, water}, nil, nil},
		{12, "v0", "female", "29-59", survey.Bot, []int{water, roads, kinder}, nil, nil},
		{16, "v0", "male", "29-59", survey.Bot, []int{roads, jobs}, nil, nil},
		{9, "v0", "male", "60+", survey.Paper, []int{water}, nil, nil},
		{2, "v0", "male", "18-28", survey.Web, []int{jobs, other}, nil, nil},
		{6, "v0", "", "", survey.Web, []int{water, other}, nil, nil},
		{14, "v1", "female", "29-59", survey.Assisted, []int{water, kinder}, nil, nil},
		{11, "v1", "male", "29-59", survey.Web, []int{roads}, nil, nil},
		{7, "v1", "male", "18-28", survey.Web, []int{jobs, roads}, nil, nil},
		{8, "v1", "female", "60+", survey.Assisted, []int{roads, water}, nil, nil},
		{3, "v2", "female", "60+", survey.Paper, []int{roads}, nil, nil},
	}
}

// fatal is a test or a check of a property.
type fatal interface {
	Helper()
	Fatalf(format string, args ...any)
}

// input is a campaign with these answers.
func input(t fatal, m *survey.Municipality, all []votes) analysis.Input {
	t.Helper()
	return inputWith(t, m, all, asked{})
}

// inputWith is one that asks for groups and services too.
func inputWith(t fatal, m *survey.Municipality, all []votes, a asked) analysis.Input {
	t.Helper()
	q := form()
	more(q, a)
	needs, err := prioritize.Needs(q)
	if err != nil {
		t.Fatalf("Needs: %v", err)
	}
	x := prioritize.NewTally(prioritize.Shape{Needs: len(needs), Services: len(a.services), NoAccess: len(a.services) > 0, Asked: len(a.groups)})
	for _, v := range all {
		b := prioritize.Ballot{
			Source:   prioritize.Source{Cell: prioritize.Cell{Village: v.village, Sex: v.sex, Age: v.age}, Channel: v.by},
			Answered: true, Chosen: v.needs, Ranked: true, Order: v.needs, Groups: v.groups,
		}
		for i, level := range v.levels {
			b.Services = append(b.Services, prioritize.Satisfied{Service: i, Level: level})
		}
		for range v.n {
			x.Add(&b)
		}
	}
	now, err := prioritize.NewSnapshot(prioritize.Input{
		Campaign: "needs-2026", Questionnaire: q.Key(), Municipality: m, Needs: needs, Tally: x, Services: a.services, Asked: a.groups,
	})
	if err != nil {
		t.Fatalf("NewSnapshot: %v", err)
	}
	in := analysis.Input{
		Ranking: now.Ranking, Services: now.Services, Municipality: m, Questionnaire: q, Version: "1.0",
		Campaign: survey.Campaign{
			ID: "needs-2026", Municipality: m.ID, Questionnaire: q.Key(), Status: survey.StatusOpen,
			Title: say("Муктаждыктар 2026", "Потребности 2026", "Needs 2026"),
		},
		Made: time.Date(2026, time.March, 5, 12, 0, 0, 0, time.UTC),
	}
	var ids []string
	for _, v := range m.Villages {
		ids = append(ids, v.ID)
	}
	in.Villages, in.Whole = x.Turnout(ids)
	return in
}

func document(t testing.TB, in analysis.Input) analysis.Document {
	t.Helper()
	doc, err := analysis.New(in)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return doc
}

// tableOf is the document's table of this name.
func tableOf(t fatal, doc analysis.Document, id string) analysis.Table {
	t.Helper()
	for _, x := range doc.Tables {
		if x.ID == id {
			return x
		}
	}
	t.Fatalf("there is no table %s", id)
	return analysis.Table{}
}

func speaker(t testing.TB, lang string) locale.Speaker {
	t.Helper()
	words, err := locale.Load(locale.OnMissing(func(lang, id string) { t.Errorf("%s has no %s", lang, id) }))
	if err != nil {
		t.Fatalf("locale: %v", err)
	}
	return words.For(lang)
}

// files keeps in memory what WriteCSV writes.
type files map[string]*bytes.Buffer

type file struct{ *bytes.Buffer }

func (file) Close() error { return nil }

func (fs files) create(name string) (io.WriteCloser, error) {
	fs[name] = new(bytes.Buffer)
	return file{fs[name]}, nil
}

// golden compares with a file of testdata, or with -update rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
