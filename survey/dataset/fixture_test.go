package dataset_test

import (
	"bytes"
	"encoding/csv"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/dataset"
	"ashar/survey/locale"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var (
	noon    = time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)
	bishkek = time.FixedZone("KGT", 6*60*60)
)

func text(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }

// speaker says the program's words.
func speaker(t rapid.TB, lang string) locale.Speaker {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words.For(lang)
}

// everyKind is a questionnaire with a question of every kind.
func everyKind(t rapid.TB) *survey.Questionnaire {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "testdata", "every-kind.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	q, err := survey.ReadQuestionnaire(f)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// earlier and later are two versions of one questionnaire: the later one has another need, calls water otherwise, asks for
// the years in place of the age band, and asks two questions with one label.
func earlier() *survey.Questionnaire {
	need := func(name, ky, ru string) survey.Choice {
		return survey.Choice{Name: name, Label: text(ky, ru), Need: name}
	}
	return &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru"}, Title: text("Эмне керек?", "Что нужно?"),
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{need("water", "Суу", "Вода"), need("roads", "Жол", "Дороги"), need("other", "Башка", "Другое")}},
			{Name: "grave", Choices: []survey.Choice{{Name: "1", Label: text("Жеңил", "Легко")}, {Name: "2", Label: text("Оор", "Тяжело")}}},
			{Name: "age", Choices: []survey.Choice{{Name: "10-12", Label: text("10–12", "10–12")}, {Name: "18-28", Label: text("18–28", "18–28")}}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Label: text("Эмне керек?", "Что нужно?")},
			{Name: "said", Kind: survey.TextAnswer, Role: survey.RoleOther, Label: text("Башкасы эмне?", "Что именно?")},
			{Name: "order", Kind: survey.Rank, Role: survey.RoleRank, Of: "needs", Label: text("Кайсынысы биринчи?", "Что сначала?")},
			{Name: "grave", Kind: survey.Scale, Role: survey.RoleSeverity, Of: "needs", List: "grave", Label: text("Канчалык оор?", "Насколько тяжело?")},
			{Name: "age", Kind: survey.SelectOne, Role: survey.RoleAge, List: "age", Label: text("Жашыңыз", "Ваш возраст")},
			{Name: "household", Kind: survey.Integer, Role: survey.RoleUnit, Label: text("Үйдүн номери", "Номер дома")},
			{Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal, Label: survey.Text{"ky": "Тилегиңиз"}},
		},
	}
}

func later() *survey.Questionnaire {
	q := earlier()
	q.Version = "2026061601"
	list := &q.Lists[0]
	list.Choices[0].Label = text("Таза суу", "Чистая вода")
	list.Choices = slices.Insert(list.Choices, 2, survey.Choice{Name: "park", Label: survey.Text{"ky": "Парк"}, Need: "park"})
	i := slices.IndexFunc(q.Questions, func(x survey.Question) bool { return x.Name == "age" })
	q.Questions[i] = survey.Question{Name: "years", Kind: survey.Integer, Label: text("Жашыңыз", "Ваш возраст")}
	q.Questions = append(
		q.Questions,
		survey.Question{Name: "note", Kind: survey.TextAnswer, Label: text("Тилегиңиз", "Пожелание")},
		survey.Question{Name: "born", Kind: survey.Date, Label: text("Качан көчүп келгенсиз?", "Когда переехали?")},
		survey.Question{Name: "spot", Kind: survey.Geopoint, Label: text("Кайда?", "Где?")},
		survey.Question{Name: "photo", Kind: survey.Image, Label: text("Сүрөт", "Фото")},
		survey.Question{Name: "tells", Kind: survey.Calculate, Calculation: "concat(${note}, '!')"},
		survey.Question{Name: "retold", Kind: survey.Calculate, Calculation: "coalesce(${tells}, 'x')"},
		survey.Question{Name: "sum", Kind: survey.Calculate, Calculation: "${years} + 1"},
		survey.Question{Name: "sent", Kind: survey.End},
	)
	return q
}

func municipality() *survey.Municipality {
	return &survey.Municipality{
		ID: "kok-jar", Name: text("Көк-Жар", "Кок-Жар"), District: text("Ноокат району", "Ноокатский район"), Oblast: text("Ош облусу", "Ошская область"),
		SOATE: "41706211000000", Villages: []survey.Village{{ID: "besh-terek", Name: text("Беш-Терек", "Беш-Терек")}, {ID: "archa", Name: survey.Text{"ky": "Арча"}}},
	}
}

func answer(question string, v survey.Value) survey.Answer {
	return survey.Answer{Question: question, Value: v}
}

// rated makes a scale's value of pairs: a choice's name and its level.
func rated(pairs ...any) survey.Value {
	var v survey.Value
	for i := 0; i < len(pairs); i += 2 {
		v.Levels = append(v.Levels, survey.Level{Choice: pairs[i].(string), Level: pairs[i+1].(int)})
	}
	return v
}

// response is one of somebody, with all by which that person could be found.
func response(id string, q *survey.Questionnaire, answers ...survey.Answer) survey.Response {
	return survey.Response{
		ID: id, Municipality: "kok-jar", Campaign: "summer", Village: "besh-terek", Questionnaire: q.Key(), Channel: survey.Web, Language: "ky",
		Respondent: "RESPONDENT", Receipt: "RECEIPT", Begun: noon, Submitted: noon.Add(90 * time.Second), Answers: answers,
		Entry: &survey.Entry{},
	}
}

// answered are a few responses to both versions.
func answered() []survey.Response {
	one := response(
		"0e1", earlier(), answer("needs", survey.Chosen("water", "other")), answer("said", survey.Words("=HYPERLINK(\"http://x\")")), answer("order", survey.Chosen("other", "water")),
		answer("grave", rated("water", 2, "other", 1)), answer("age", survey.Chosen("10-12")), answer("household", survey.Value{Number: "17"}), answer("wish", survey.Skip()),
	)
	one.Code("said", &survey.Coding{Needs: []string{"new-1", "water"}})
	two := response(
		"0e2", later(), answer("needs", survey.Chosen("roads", "park")), answer("order", survey.Chosen("park", "roads")), answer("years", survey.Value{Number: "41"}),
		answer("wish", survey.Words("Биринчи сап; \"тырмакча\", үтүр\n- экинчи сап")), answer("note", survey.Words("0555")), answer("born", survey.Value{Date: "1999-12-31"}),
		answer("spot", survey.Located(survey.Point{Latitude: 40.5, Longitude: -72.25})), answer("photo", survey.Attached(survey.File{ID: "f1"})),
		answer("tells", survey.Words("0555!")), answer("retold", survey.Words("0555!")), answer("sum", survey.Value{Number: "42.5"}),
		answer("sent", survey.Words("2026-06-15T18:01:30+06:00")),
	)
	two.Village, two.Channel, two.Language, two.Shared, two.Edits, two.Judgement = "archa", survey.Paper, "ru", true, 2, &survey.Judgement{Verdict: survey.Excluded, Why: "SECRET"}
	three := response("0e3", later(), answer("needs", survey.Chosen("water")))
	three.Village = "gone"
	return []survey.Response{one, two, three}
}

// stream yields responses.
func stream(all ...survey.Response) iter.Seq2[survey.Response, error] {
	return func(yield func(survey.Response, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// written is what is written of responses.
func written(t rapid.TB, l *dataset.Layout, f dataset.Format, all ...survey.Response) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := l.Write(&b, f, stream(all...)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// records reads CSV.
func records(t rapid.TB, data []byte) [][]string {
	t.Helper()
	bare, excel := strings.CutPrefix(string(data), "\ufeff")
	r := csv.NewReader(strings.NewReader(bare))
	if excel {
		r.Comma = ';'
	}
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// cells are the cells of a row by their headings.
func cells(t rapid.TB, head, row []string) map[string]string {
	t.Helper()
	if len(head) != len(row) {
		t.Fatalf("%d headings and %d cells", len(head), len(row))
	}
	m := map[string]string{}
	for i, h := range head {
		if _, twice := m[h]; twice {
			t.Errorf("two columns are called %s", h)
		}
		m[h] = row[i]
	}
	return m
}

// golden compares with a file of testdata, or with -update rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run go test ./survey/dataset -update", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("differs from %s (-want +got):\n%s\nif this is right: go test ./survey/dataset -update", file, diff)
	}
}
