//go:build !race

package main_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"ashar/survey"
)

// TestBrowserEnumeratorTypesPapers types two papers with the keyboard alone, a third without a signal, closes the tab and
// comes back: all three are stored, once each. Then another enumerator types the first one again.
func TestBrowserEnumeratorTypesPapers(t *testing.T) {
	t.Parallel()
	judge, ctx := newAxe(t), newBrowser(t)
	s := newService(t)
	w := newMast(t, s)
	look := func(name string) {
		t.Helper()
		if judged := name == "blank" || name == "differ"; judged || os.Getenv("ASHAR_SCREENSHOTS") != "" {
			lookAt(t, ctx, judge, "entry", name)
			do(t, ctx, "be a laptop", screen(1280, 800, "ky"))
		}
	}
	keys := func(what, typed string, with ...chromedp.KeyOption) {
		t.Helper()
		do(t, ctx, what, chromedp.KeyEvent(typed, with...))
	}
	at := func(selector string) {
		t.Helper()
		until(t, ctx, "be at "+selector, fmt.Sprintf("document.activeElement.matches(%q)", selector))
	}
	signIn := func(name string) {
		t.Helper()
		link := strings.TrimSpace(run(t, s.env, "invite", "kok-jar", name, "--name", name, "--role", "enumerator", "--store", s.store, "--public-url", w.URL))
		do(t, ctx, "open the link", chromedp.Navigate(link))
		press(t, ctx, "main form button")
	}
	// paper types what stands on a paper, from its number on.
	paper := func(serial, wish string) {
		t.Helper()
		at("[name=serial]")
		keys("type its number", serial+kb.Enter)
		at("[name=day]")
		keys("no day", kb.Enter)
		at("[name=consent]")
		keys("it is agreed to", " "+kb.Enter)
		at("[name='q0.codes']")
		keys("its needs", "2 1 6"+kb.Enter)
		keys("their order", "6 1 2"+kb.Enter)
		at("[type=radio][name*='.level.']")
		keys("how grave", "453")
		keys("about the respondent", "1"+kb.Enter+"2"+kb.Enter)
		keys("a wish", wish)
	}
	store := func() {
		t.Helper()
		keys("store it", kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl))
	}
	do(t, ctx, "be a laptop", screen(1280, 800, "ky"))
	signIn("aigul")
	do(t, ctx, "open the desk", chromedp.Navigate(w.URL+"/desk"))
	press(t, ctx, "a[href$='/enter']")
	until(t, ctx, "keep the page", "document.body.dataset.kept")
	until(t, ctx, "keep its files", `navigator.serviceWorker.ready.then((r) => r.active.state === "activated")`)
	look("blank")
	store()
	until(t, ctx, "hear what is missing", "document.querySelectorAll('.mistakes li').length > 2")
	look("mistakes")
	do(t, ctx, "be a laptop", screen(1280, 800, "ky"), chromedp.Reload())
	at("[name=village]")
	keys("choose the village", kb.ArrowDown+kb.Enter)
	at("[name=channel]")
	keys("on paper", "1")
	paper(survey.NewSerial(41), "Жарык керек")
	look("typed")
	do(t, ctx, "be a laptop", screen(1280, 800, "ky"))
	store()
	paper(survey.NewSerial(42), "Көпүрө керек")
	store()
	until(t, ctx, "hear that two are there", "document.querySelector('#outbox').innerText.includes('жетти: 2')")

	w.gone.Store(true)
	do(t, ctx, "open it without a signal", chromedp.Reload())
	until(t, ctx, "come from what was kept", "document.body.hasAttribute('data-offline')")
	paper(survey.NewSerial(43), "Мектеп керек")
	store()
	until(t, ctx, "hear that it is kept", "document.querySelector('#outbox').innerText.includes('күтүүдө: 1')")
	look("offline")
	do(t, ctx, "close the tab", chromedp.Navigate("about:blank"))
	w.gone.Store(false)
	do(t, ctx, "come back", chromedp.Navigate(w.URL+"/desk/needs/enter"))
	until(t, ctx, "hear that it is there", "document.querySelector('#outbox').innerText.includes('жетти: 1')")
	serials := map[string]bool{}
	for _, r := range responses(t, s) {
		order, _ := r.Answer("order")
		if r.Channel != survey.Paper || r.Entry == nil || r.Entry.By != "aigul" || strings.Join(order.Choices, " ") != "kinder water roads" {
			t.Errorf("stored: %+v", r)
			continue
		}
		serials[r.Entry.Serial] = true
	}
	if n := len(responses(t, s)); n != 3 || len(serials) != 3 {
		t.Errorf("%d responses of %d papers, want 3 of 3", n, len(serials))
	}
	do(t, ctx, "see what was entered", chromedp.Navigate(w.URL+"/desk/needs/enter/own"))
	look("own")

	signIn("bakyt")
	do(t, ctx, "open the screen", screen(1280, 800, "ky"), chromedp.Navigate(w.URL+"/desk/needs/enter"))
	at("[name=serial]")
	paper(survey.NewSerial(41), "Жарык керек эле")
	store()
	until(t, ctx, "hear that it is in use", "document.querySelector('#outbox').innerText.includes('aigul')")
	do(t, ctx, "open it", chromedp.Click(chromedp.CSS("#outbox button")))
	until(t, ctx, "be asked", "!document.querySelector('#again').hidden")
	look("taken")
	do(t, ctx, "it is a second entry", chromedp.Click(chromedp.CSS("[name=second]")))
	store()
	until(t, ctx, "hear that they were compared", "document.querySelector('#outbox a[href*=twice]')")
	press(t, ctx, "#outbox a[href*=twice]")
	look("differ")
	do(t, ctx, "the second is right", chromedp.Click(chromedp.CSS("[value=second]")))
	press(t, ctx, "main form .actions button")
	do(t, ctx, "see the rates", chromedp.Navigate(w.URL+"/desk/needs/enter/twice"))
	look("twice")
	if all := responses(t, s); len(all) != 3 {
		t.Errorf("%d responses after a second entry, want 3", len(all))
	}
}
