package fieldwork_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/fieldwork"
	"ashar/survey/xlsform"
)

func TestCampaignTellsWhoHasBeenHeard(t *testing.T) {
	d := newDesk(t, bot)
	doc := d.page("/desk/summer", d.as("kok-jar", access.Observer))
	doc.Find(".coverage .label").Remove() // seen on a phone only
	var got []string
	for _, tr := range doc.Find(".coverage tbody tr, .coverage tfoot tr").EachIter() {
		got = append(got, row(tr))
	}
	want := []string{
		"Арча-Булак | 36 / 30 | женщины 56 % мужчины 44 % | 56 %",
		"Кен-Тёр | 10 / 20 | мало | 0 %",   // four women are too few to be told,
		"Мисте-Сай | 12 / 10 | мало | 0 %", // and would follow from these and the whole
		"Бел-Жайлоо | 0 / 9 | мало | мало",
		"Всего | 58 / 69 | женщины 52 % мужчины 48 % | 34 %",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("coverage (-want +got):\n%s", diff)
	}
}

func TestCampaignSaysInWordsWhoIsStillToBeHeard(t *testing.T) {
	d := newDesk(t, bot)
	doc := d.page("/desk/summer", d.as("kok-jar", access.Observer))
	var got []string
	for _, li := range doc.Find(".gaps li").EachIter() {
		got = append(got, words(li))
	}
	want := []string{
		"Кен-Тёр ещё 10 ответов, ещё 3 молодых человека (до 28 лет)",
		"Мисте-Сай ещё 3 молодых человека (до 28 лет)",
		"Бел-Жайлоо пока никто не ответил, ещё 9 ответов",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("who is to be heard (-want +got):\n%s", diff)
	}

	d.answers("tor", survey.Web, 12, survey.SexFemale, "18-28")
	d.answers("sai", survey.Web, 6, survey.SexFemale, "18-28")
	d.answers("jailoo", survey.Web, 9, survey.SexFemale, "18-28")
	doc = d.page("/desk/summer", d.as("kok-jar", access.Observer))
	if got := words(doc.Find(".unheard")); !strings.Contains(got, "Все цели достигнуты") {
		t.Errorf("all targets are reached, and the page says %q", got)
	}
}

func TestCampaignCountsByChannel(t *testing.T) {
	d := newDesk(t, bot)
	doc := d.page("/desk/summer", d.as("kok-jar", access.Observer))
	var got []string
	for _, tr := range doc.Find(".channels tbody tr").EachIter() {
		got = append(got, row(tr))
	}
	want := []string{"Веб-форма | 32 | 55 % |", "Telegram | 16 | 28 % |", "Через анкетёра | 4 | 7 % |", "На бумаге | 6 | 10 % |"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("channels (-want +got):\n%s", diff)
	}
}

func TestLinksAreForThoseWhoRunCampaigns(t *testing.T) {
	d := newDesk(t, bot)
	for role, want := range map[access.Role]int{access.Organiser: 1, access.Analyst: 0} {
		doc := d.page("/desk/summer", d.as("kok-jar", role))
		if got := doc.Find(`a[href="/desk/summer/links"]`).Length(); got != want {
			t.Errorf("the page of a campaign leads %s to its links %d times, want %d", role, got, want)
		}
	}
}

func TestQuestionnaireIsTheOneThatIsAsked(t *testing.T) {
	d := newDesk(t, bot)
	w := d.get("/desk/summer/questionnaire.xlsx", d.as("kok-jar", access.Analyst))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d, want %d", w.Code, http.StatusOK)
	}
	if got, want := w.Header().Get("Content-Disposition"), `attachment; filename="needs-2026010101.xlsx"`; got != want {
		t.Errorf("Content-Disposition: got %q, want %q", got, want)
	}
	got, err := xlsform.Read(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatalf("reading the workbook back: %v", err)
	}
	if diff := cmp.Diff(form(), got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("questionnaire (-asked +in the workbook):\n%s", diff)
	}
}

func TestWantingIsTheFewestWhoReachTheTarget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.Int64Range(survey.SmallCell, 500).Draw(t, "base")
		p := survey.Part{Count: rapid.Int64Range(0, base).Draw(t, "count"), Base: base, Shown: true}
		target := float64(rapid.IntRange(1, 99).Draw(t, "percent")) / 100
		n := fieldwork.Wanting(p, target)
		share := func(n int) float64 { return survey.Part{Count: p.Count + int64(n), Base: p.Base + int64(n)}.Share() }
		if got := share(n); got < target-1e-9 {
			t.Errorf("with %d more the share is %f, under %f", n, got, target)
		}
		if n > 0 && share(n-1) >= target+1e-9 {
			t.Errorf("%d more are wanted, though %d would do", n, n-1)
		}
	})
	if got := fieldwork.Wanting(survey.Part{Count: 1, Base: 40}, 0.45); got != 0 {
		t.Errorf("wanting for a part that must not be shown: got %d, want 0", got)
	}
}
