//go:build !race

package main_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/coding"
)

// ownWords stores invented answers in own words, misspelt as real ones are, and closes the campaign, which it names.
func (s *service) ownWords(t testing.TB) string {
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
	said := [][2]string{
		{"жол оңдоо керек", "Мектептин чатыры эски"}, {"Жолдорду ондоо", ""}, {"ЖОЛ ОӉДОО!", "жолду оңдоп бериңиздер"}, {"jol ondoo kerek", ""},
		{"мончо салып берсеңиздер", "рахмат"}, {"Мончо керек", ""}, {"баарына рахмат", "Ичүүчү таза суу"},
	}
	for i, words := range said {
		r := survey.Response{
			ID: fmt.Sprintf("own-%d", i), Municipality: c.Municipality, Campaign: c.ID, Village: c.Villages[i%3], Questionnaire: c.Questionnaire, Channel: survey.Web,
			Language: "ky", Receipt: fmt.Sprintf("own-%d", i), Begun: time.Now().Add(-time.Hour), Submitted: time.Now().Add(-50 * time.Minute),
			Answers: []survey.Answer{
				{Question: "needs", Value: survey.Chosen("other", "light")}, {Question: "needs_other", Value: survey.Words(words[0])},
				{Question: "order", Value: survey.Chosen("other", "light")}, {Question: "wish", Value: survey.Skip()},
			},
		}
		if words[1] != "" {
			r.Answers[3].Value = survey.Words(words[1])
		}
		if err := db.InsertResponse(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	c.Rev++
	c.Status, c.Closes = survey.StatusClosed, time.Now().Add(-time.Minute)
	if err := db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return c.ID
}

// doubt stores what a second coder said of the texts of own words.
func (s *service) doubt(t testing.TB, campaign string) {
	t.Helper()
	db, err := store.Open(t.Context(), s.store, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for i := range 7 {
		r, err := db.Response(t.Context(), fmt.Sprintf("own-%d", i))
		if err != nil {
			t.Fatal(err)
		}
		said, _ := r.Answer("needs_other")
		first := r.CodingOf("needs_other")
		needs := first.Needs
		if i == 0 || i == 4 {
			needs = []string{"light"}
		}
		if err := db.SaveSecond(t.Context(), coding.Second{
			ID: coding.SecondID(r.ID, "needs_other", "bek"), Rev: 1, Municipality: r.Municipality, Campaign: campaign, Response: r.ID, Question: "needs_other",
			Coder: "bek", Needs: needs, First: first.Needs, FirstCoder: first.By, At: time.Now(), Words: coding.Mark(said.Text),
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestBrowserOwnWordsAreCodedByKeys is led from freezing, which waits, to the own words, codes them by keys alone, undoes a
// step, settles a difference, and freezes; every page is held to axe-core.
func TestBrowserOwnWordsAreCodedByKeys(t *testing.T) {
	t.Parallel()
	judge, ctx := newAxe(t), newBrowser(t)
	s := newService(t)
	id := s.ownWords(t)
	link := strings.TrimSpace(run(t, s.env, "invite", "kok-jar", "aida", "--name", "Аида", "--role", "analyst", "--store", s.store, "--public-url", s.base))
	laptop := func() { do(t, ctx, "be a laptop", screen(1280, 800, "ky")) }
	key := func(what, keys, then string) {
		t.Helper()
		do(t, ctx, what, chromedp.KeyEvent(keys))
		until(t, ctx, "see what came of it: "+what, then)
	}
	left := func(n int) string {
		return fmt.Sprintf("document.readyState === 'complete' && document.querySelector('#done').textContent.includes('%d калды') && (!document.querySelector('[data-row]') || !!document.querySelector('[data-current]'))", n)
	}
	laptop()
	do(t, ctx, "open the link", chromedp.Navigate(link))
	press(t, ctx, "main form button")
	do(t, ctx, "think of freezing", chromedp.Navigate(s.base+"/desk/"+id+"/freeze"))
	expect(t, ctx, "main", "«Башка» деген 7 текст")
	lookAt(t, ctx, judge, "words", "freeze-waits")
	laptop()
	press(t, ctx, "a[href$='/words']")
	until(t, ctx, "see the words", left(7))
	lookAt(t, ctx, judge, "words", "groups")
	laptop()
	key("take the suggestion", "\r", left(3))
	key("undo it", "z", left(7))
	key("take it again", "\r", left(3))
	lookAt(t, ctx, judge, "words", "after-a-step")
	laptop()
	do(t, ctx, "name a new need", chromedp.Click(chromedp.CSS(".find summary")), chromedp.SendKeys(chromedp.CSS("#new-ky"), "Мончо"), chromedp.SendKeys(chromedp.CSS("#new-ru"), "Баня"))
	press(t, ctx, "button[form=find]")
	until(t, ctx, "see it suggested", "document.querySelector('[data-suggest]')?.textContent.includes('Мончо') === true && !!document.querySelector('[data-current]')")
	newKey := get(t, ctx, "see its key", chromedp.Evaluate[string]("document.querySelector('#needs button[value=new-1]').dataset.key"))
	key("code the group to it", newKey, left(1))
	key("say that the last names none", "0", left(0))
	s.doubt(t, id)
	do(t, ctx, "see who agrees", chromedp.Navigate(s.base+"/desk/"+id+"/words/agreement"))
	expect(t, ctx, "main", "7 тексттен 5")
	lookAt(t, ctx, judge, "words", "agreement")
	laptop()
	press(t, ctx, "form.differ button[value=first]")
	do(t, ctx, "be the second coder", chromedp.Navigate(s.base+"/desk/"+id+"/words/second"))
	lookAt(t, ctx, judge, "words", "second")
	laptop()
	do(t, ctx, "see the wishes", chromedp.Navigate(s.base+"/desk/"+id+"/words?of=proposal"))
	lookAt(t, ctx, judge, "words", "wishes")
	laptop()
	do(t, ctx, "freeze", chromedp.Navigate(s.base+"/desk/"+id+"/freeze"))
	expect(t, ctx, "main", "4 тилек")
	press(t, ctx, "main form .actions button")
	until(t, ctx, "see it frozen", fmt.Sprintf("location.pathname === '/desk/%s/plan'", id))
	do(t, ctx, "look at the words again", chromedp.Navigate(s.base+"/desk/"+id+"/words?state=coded"))
	expect(t, ctx, "main", "Сурамжылоо тоңдурулган")
	out := run(t, s.env, "export", "--campaign", id, "--store", s.store)
	if got := strings.Count(out, ",roads,") + strings.Count(out, ",new-1,"); got != 6 {
		t.Errorf("exported:\n%s\nwant six texts coded", out)
	}
}
