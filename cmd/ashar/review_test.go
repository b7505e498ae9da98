//go:build !race

package main_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ashar/store"
	"ashar/survey"
)

// odd stores invented answers to the campaign: sixty that differ, of which an enumerator typed in twenty; eight that are
// all the same, within four minutes; and two with one long wish.
func (s *service) odd(t testing.TB) {
	t.Helper()
	db, err := store.Open(t.Context(), s.store, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var c survey.Campaign
	for c, err = range db.Campaigns(t.Context(), "kok-jar") {
		if err != nil {
			t.Fatal(err)
		}
	}
	q, err := db.Questionnaire(t.Context(), c.Questionnaire)
	if err != nil {
		t.Fatal(err)
	}
	m, err := db.Municipality(t.Context(), c.Municipality)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(7, 7))
	needs := q.Choices("need")
	answer := func(id string, village int, sent time.Time, first int, wish string) {
		var chosen []string
		var grave []survey.Level
		for i := range 3 {
			name := needs[(first+i*(1+first%4))%len(needs)].Name
			chosen = append(chosen, name)
			grave = append(grave, survey.Level{Choice: name, Level: 5 - i})
		}
		r := survey.Response{
			ID: id, Municipality: c.Municipality, Campaign: c.ID, Village: m.Villages[village].ID, Questionnaire: q.Key(), Channel: survey.Web,
			Language: "ky", Receipt: id, Begun: sent.Add(-3 * time.Minute), Submitted: sent,
			Answers: []survey.Answer{
				{Question: "needs", Value: survey.Chosen(chosen...)}, {Question: "order", Value: survey.Chosen(chosen...)},
				{Question: "severity", Value: survey.Rated(grave...)}, {Question: "sex", Value: survey.Chosen("female")},
				{Question: "age", Value: survey.Chosen([]string{"18-28", "29-44", "45-59", "60+"}[first%4])}, {Question: "wish", Value: survey.Words(wish)},
			},
		}
		if strings.HasPrefix(id, "typed") {
			r.Channel, r.Entry = survey.Assisted, &survey.Entry{By: "aida"}
		}
		if err := db.InsertResponse(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	noon := time.Now().Truncate(24 * time.Hour).Add(-42 * time.Hour)
	for i := range 60 {
		id := "own"
		if i%3 == 0 {
			id = "typed"
		}
		answer(fmt.Sprintf("%s-%02d", id, i), i%4, noon.Add(time.Duration(i)*17*time.Minute), rng.IntN(len(needs)), fmt.Sprint("Тилек ", i))
	}
	for i := range 8 {
		answer(fmt.Sprintf("same-%d", i), 1, noon.Add(time.Duration(i)*31*time.Second), 12, "Клуб керек")
	}
	wish := "Жогорку көчөдөгү көпүрө былтыр жазда сел алып кеткенден бери балдар мектепке айланып барышат"
	answer("wish-1", 0, noon, 3, wish)
	answer("wish-2", 0, noon.Add(5*time.Hour), 4, wish)
}

// TestBrowserQueueIsWorkedByKeyboard decides about a burst and two doubles with keys alone, and sees what the order is
// with and without; every page is held to axe-core.
func TestBrowserQueueIsWorkedByKeyboard(t *testing.T) {
	t.Parallel()
	judge, ctx := newAxe(t), newBrowser(t)
	s := newService(t)
	s.odd(t)
	link := strings.TrimSpace(run(t, s.env, "invite", "kok-jar", "aida", "--name", "Аида Осмонова", "--role", "organiser", "--store", s.store, "--public-url", s.base))
	do(t, ctx, "be a laptop", screen(1280, 800, "ky"))
	do(t, ctx, "open the link", chromedp.Navigate(link))
	press(t, ctx, "main form button")
	do(t, ctx, "open the desk", chromedp.Navigate(s.base+"/desk"))
	press(t, ctx, "main a[href^='/desk/']:not([href='/desk/_new'])")
	press(t, ctx, "a[href$='/quality']")
	until(t, ctx, "see the queue", "document.querySelectorAll('.case').length === 2")
	expect(t, ctx, "main", "бир айылдан толугу менен бирдей 8 жооп")
	expect(t, ctx, "main", "Чечилбегендерсиз")
	lookAt(t, ctx, judge, "quality", "queue")
	do(t, ctx, "be a laptop again", screen(1280, 800, "ky"))

	at := func(reason string) string {
		return fmt.Sprintf("document.activeElement.closest('article.case')?.textContent.includes(%q) === true", reason)
	}
	key := func(what, keys string) {
		t.Helper()
		do(t, ctx, what, chromedp.KeyEvent(keys))
	}
	key("go to the last case and back", "jjk")
	until(t, ctx, "be at the burst", at("бирдей 8 жооп"))
	key("set it aside without a reason", "x")
	until(t, ctx, "be asked for one", "!!document.querySelector('form.wants') && document.activeElement.name === 'said'")
	key("choose a reason", "2")
	until(t, ctx, "see it chosen", "document.querySelector('[name=said][value=copied]').checked")
	key("set it aside", "x")
	until(t, ctx, "see that it was done", "document.querySelector('.notice.good')?.textContent.includes('8 жооп четке коюлду') === true")
	until(t, ctx, "be at the next case", at("ошол сөздөр менен"))
	key("merge the two", "1m")
	until(t, ctx, "see that it was done", "document.querySelector('.notice.good')?.textContent.includes('1 жооп бириктирилди') === true")
	expect(t, ctx, "main", "Шектүү жооп калган жок")

	until(t, ctx, "see the order with those set aside", `(() => {
		if (document.querySelector(".order thead")?.textContent.includes("Четке коюлгандар менен")) return true;
		location.reload();
		return false;
	})()`)
	press(t, ctx, ".tabs a[href$='decided']")
	until(t, ctx, "see what was decided", "document.querySelectorAll('.case').length === 2")
	expect(t, ctx, "main", "Бир анкета көчүрүлгөн")
	lookAt(t, ctx, judge, "quality", "decided")
	if got := strings.Count(run(t, s.env, "export", "--store", s.store), ",excluded,"); got != 8 {
		t.Errorf("the export marks %d answers as set aside, want 8, and leaves none out", got)
	}
}
