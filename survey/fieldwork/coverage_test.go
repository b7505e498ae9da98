package fieldwork_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/access"
)

// settle gives archa a population by sex and age, 900 in all.
func (d *desk) settle() {
	d.t.Helper()
	m, err := d.db.Municipality(d.t.Context(), "kok-jar")
	d.must(err)
	m.Rev++
	m.Villages[0].Population = []survey.Stratum{
		{Sex: survey.SexFemale, Age: "18-28", Count: 150}, {Sex: survey.SexFemale, Age: "29+", Count: 300},
		{Sex: survey.SexMale, Age: "18-28", Count: 150}, {Sex: survey.SexMale, Age: "29+", Count: 300},
	}
	d.must(d.db.SaveMunicipality(d.t.Context(), m))
}

func TestCoverageTellsEachGroupBesideItsPart(t *testing.T) {
	d := newDesk(t, bot)
	d.settle()
	doc := d.page("/desk/summer/coverage", d.as("kok-jar", access.Observer))
	got := map[string][]string{}
	for _, area := range doc.Find(".area").EachIter() {
		var rows []string
		for _, tr := range area.Find("tbody tr").EachIter() {
			rows = append(rows, row(tr))
		}
		got[words(area.Find("h2"))] = rows
	}
	want := map[string][]string{
		"Арча-Булак": {"18-28 | 20 / 5 | 0 / 5", "29+ | 0 / 10 | 16 / 10"},
		"Кен-Тёр":    {"18-28 | 0 | 0", "29+ | скрыто | скрыто"}, // four women, who would follow from the men and the whole
		"Мисте-Сай":  {"18-28 | 0 | 0", "29+ | скрыто | скрыто"}, // and from these
		"Бел-Жайлоо": {"18-28 | 0 | 0", "29+ | 0 | 0"},
		"Всего":      {"18-28 | 20 | 0", "29+ | 10 | 28"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
	said := words(doc.Find("#gaps"))
	for _, want := range []string{"женщины, 29+: ещё 10", "мужчины, 18-28: ещё 5", "пока никто не ответил"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q: %q", want, said)
		}
	}
	if strings.Contains(said, "Кен-Тёр женщины") {
		t.Errorf("it says of hidden numbers how many are wanted: %q", said)
	}
}

func TestCoverageCountsByDayAndChannel(t *testing.T) {
	d := newDesk(t, bot)
	before := now
	defer func() { now = before }()
	now = now.AddDate(0, 0, 3)
	d.answers("sai", survey.Bot, 7, survey.SexMale, "18-28")
	doc := d.page("/desk/summer/coverage", d.as("kok-jar", access.Organiser))
	var got []string
	for _, tr := range doc.Find("#chart tr").EachIter() {
		got = append(got, row(tr))
	}
	want := []string{
		"День | Веб-форма | Telegram | Через анкетёра | На бумаге | Всего",
		"23 мая 2026 года | 0 | 7 | 0 | 0 | 7",
		"20 мая 2026 года | 32 | 16 | 4 | 6 | 58",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	if got := doc.Find("#chart svg").Length(); got != 4 {
		t.Errorf("drawn are %d channels, want 4", got)
	}
	// Telegram has bars on the first of four days and on the last.
	var bars []string
	for _, bar := range doc.Find("#chart svg").Eq(1).Find(".span").EachIter() {
		bars = append(bars, bar.AttrOr("x", "")+" "+bar.AttrOr("height", ""))
	}
	if diff := cmp.Diff([]string{"1 19.0", "31 8.3"}, bars); diff != "" {
		t.Errorf("bars (-want +got):\n%s", diff)
	}
}

func TestCoverageOfNobody(t *testing.T) {
	d := newDesk(t, bot)
	doc := d.page("/desk/spring/coverage", d.as("kok-jar", access.Organiser))
	if got := words(doc.Find("#chart")); got != "Ответов пока нет." {
		t.Errorf("days: %q", got)
	}
	if got := doc.Find(".gaps li").Length(); got != 4 {
		t.Errorf("villages that are not heard: got %d, want 4", got)
	}
}
