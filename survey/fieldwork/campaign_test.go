package fieldwork_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

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

// TestCampaignLeadsToWhatComesNext has one step in front of the others, by what the campaign waits for and who looks at
// it, and every page once, for those who may open it.
func TestCampaignLeadsToWhatComesNext(t *testing.T) {
	d := newDesk(t, bot)
	at := func(status survey.Status, closes time.Time) {
		k, err := d.db.Campaign(t.Context(), "summer")
		d.must(err)
		k.Status, k.Closes = status, closes
		k.Rev++
		d.must(d.db.SaveCampaign(t.Context(), k))
	}
	later, before := now.Add(time.Hour), now.Add(-time.Hour)
	for _, when := range []struct {
		status survey.Status
		closes time.Time
		next   map[access.Role]string
	}{
		{survey.StatusOpen, later, map[access.Role]string{access.Owner: "/desk/summer/links", access.Organiser: "/desk/summer/links", access.Analyst: "/board/summer", access.Observer: "/board/summer"}},
		{survey.StatusOpen, before, map[access.Role]string{access.Owner: "/desk/summer/close", access.Organiser: "/desk/summer/close", access.Analyst: "/board/summer"}},
		{survey.StatusClosed, before, map[access.Role]string{access.Owner: "/desk/summer/freeze", access.Organiser: "/desk/summer/quality", access.Analyst: "/desk/summer/freeze", access.Observer: "/board/summer"}},
		{survey.StatusFrozen, before, map[access.Role]string{access.Organiser: "/board/summer", access.Analyst: "/desk/summer/publish"}},
		{survey.StatusPublished, before, map[access.Role]string{access.Owner: "/board/summer", access.Observer: "/board/summer"}},
	} {
		at(when.status, when.closes)
		for role, want := range when.next {
			doc := d.page("/desk/summer", d.as("kok-jar", role))
			if got, _ := doc.Find(".total .button").Attr("href"); got != want || doc.Find("main .button").Length() != 1 {
				t.Errorf("%s, %s: the next step is %q of %d, want %q", when.status, role, got, doc.Find("main .button").Length(), want)
			}
			seen := map[string]bool{}
			for _, a := range doc.Find("main a").EachIter() {
				href, _ := a.Attr("href")
				if seen[href] || words(a) == "" {
					t.Errorf("%s, %s: %q leads to %s, twice or without words", when.status, role, words(a), href)
				}
				seen[href] = true
			}
			for href, action := range map[string]access.Action{
				"/desk/summer/papers": access.RunCampaigns, "/desk/summer/quality": access.ReviewAnswers, "/desk/summer/words": access.CodeAnswers,
				"/desk/summer/coverage": access.SeeCoverage, "/board/summer": access.SeeResults, "/hearings/summer": access.SeeResults, "/answers/summer": access.ExportResults, "/desk/_requests": access.AnswerRequests,
			} {
				if seen[href] != role.May(action) {
					t.Errorf("%s, %s: leads to %s: %t", when.status, role, href, seen[href])
				}
			}
			if open := when.status == survey.StatusOpen || when.status == survey.StatusClosed; seen["/desk/summer/enter"] != (open && role.May(access.EnterAnswers)) {
				t.Errorf("%s, %s: leads to entering: %t", when.status, role, seen["/desk/summer/enter"])
			}
		}
	}
}
