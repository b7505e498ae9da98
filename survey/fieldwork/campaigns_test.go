package fieldwork_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/access"
)

func TestDeskListsTheMunicipalitysCampaigns(t *testing.T) {
	d := newDesk(t, bot)
	q := form()
	for id, closes := range map[string]time.Time{"winter": time.Date(2026, 12, 20, 18, 0, 0, 0, time.UTC), "year": {}} {
		d.must(d.db.SaveCampaign(t.Context(), survey.Campaign{
			ID: id, Rev: 1, Municipality: "kok-jar", Title: survey.Text{"ru": id}, Status: survey.StatusDraft, Questionnaire: q.Key(), Closes: closes,
		}))
	}
	doc := d.page("/desk", d.as("kok-jar", access.Organiser))
	var got []string
	for _, s := range doc.Find("article.campaign").EachIter() {
		got = append(got, words(s.Find(".when"))+" | "+words(s.Find("h2"))+" | "+words(s.Find(".tally")))
	}
	want := []string{
		"Идёт 1 мая 2026 года — 31 мая 2026 года | Лето | 58 ответов",
		"Готовится с 1 сентября 2026 года, пока не закроют | Осень | ",
		"Готовится последний день: 20 декабря 2026 года | winter | ",
		"Готовится | year | ",
		"Завершён 1 марта 2026 года — 31 марта 2026 года | Весна | 0 ответов",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("campaigns (-want +got):\n%s", diff)
	}
	if got := words(doc.Find("#summer")); !strings.Contains(got, "ответов достаточно в 2 сёлах из 4") {
		t.Errorf("the card does not say how many villages have enough answers: %q", got)
	}
	if got := words(doc.Find(".notice")); !strings.Contains(got, "вымышлены") {
		t.Errorf("the demonstration does not say that it is invented: %q", got)
	}
	if got := doc.Find(`a[href="/desk/summer"]`).Length(); got != 1 {
		t.Errorf("links to the campaign: got %d, want 1", got)
	}
}

func TestDeskShowsCountsOnlyToThoseWhoMaySeeThem(t *testing.T) {
	d := newDesk(t, bot)
	doc := d.page("/desk", d.as("kok-jar", access.Enumerator))
	if got := doc.Find("article.campaign").Length(); got != 3 {
		t.Errorf("campaigns: got %d, want 3", got)
	}
	if got := doc.Find(`.tally, article a:not([href*="/enter"])`).Length(); got != 0 {
		t.Errorf("counts and links that an enumerator may not follow: got %d, want none", got)
	}
	if got := doc.Find(`article a[href$="/enter"]`).Length(); got != 2 { // not for the draft
		t.Errorf("campaigns in which an enumerator may type answers in: got %d, want 2", got)
	}
}

func TestAdministratorsDeskIsEmpty(t *testing.T) {
	d := newDesk(t, bot)
	doc := d.page("/desk", d.as("", access.Administrator))
	if got := doc.Find("article").Length(); got != 0 {
		t.Errorf("campaigns: got %d, want none", got)
	}
	if got := words(doc.Find(".lead")); got == "" {
		t.Error("the page does not say why it is empty")
	}
}

func TestAnAdministratorIsLedToTheMunicipalities(t *testing.T) {
	d := newDesk(t, bot)
	if doc := d.page("/desk", d.as(access.Instance, access.Administrator)); doc.Find(`main a.button[href="/places"]`).Length() != 1 {
		t.Errorf("the page says %q", words(doc.Find("main")))
	}
}
