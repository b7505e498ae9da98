//go:build !race

package main_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"ashar/survey"
)

// posted loses what is posted to a screen of an interview, and all that comes after it.
func posted(r *http.Request) (lost, unheard bool) { return true, false }

// arrived lets what is posted to a screen of an interview arrive, and loses the reply to it and all that comes after it.
func arrived(r *http.Request) (lost, unheard bool) {
	post := r.Method == http.MethodPost && !strings.HasSuffix(r.URL.Path, "/answers")
	return !post, post
}

// followed loses what a screen leads on to.
func followed(r *http.Request) (lost, unheard bool) { return r.Method == http.MethodGet, false }

// TestBrowserInterviewGoesOnWithoutItsSignal begins with a signal and loses it at one point after another, in one way
// after another. The phone goes on at the same question, with what was answered before, and in the end one answer is
// stored: of this interview, with all that was said.
func TestBrowserInterviewGoesOnWithoutItsSignal(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	w.worker.Store(&inAHurry)
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	silent := func(r *http.Request) (lost, unheard bool) { // as over a signal that is none: nothing is heard, and nothing fails
		if r.Method == http.MethodPost && !strings.HasSuffix(r.URL.Path, "/answers") {
			<-release
		}
		return true, false
	}
	form := visit(t, ctx, w)
	until(t, ctx, "have the service worker asked", `navigator.serviceWorker.controller`)
	next := func() {
		do(t, ctx, "go on", chromedp.Click(chromedp.CSS("button.button[value=next]"), chromedp.NodeVisible))
	}
	needs := func() { tap(t, ctx, "water", "roads", "kinder") }
	order := func() {
		for _, need := range []string{"roads", "water"} {
			press(t, ctx, "button[name=place][value="+need+"]")
		}
	}
	for n, test := range []struct {
		what  string
		fate  fate
		until func() // with a signal
		then  func() // the step that it goes in
		asked string // on the screen that comes
	}{
		{"with the first answer", posted, func() {}, func() { needs(); next() }, "Кайсынысы биринчи керек?"},
		{"with the reply to the first answer", arrived, func() {}, func() { needs(); next() }, "Кайсынысы биринчи керек?"},
		{"with an answer of which nothing is heard", silent, func() {}, func() {
			needs()
			do(t, ctx, "send it as a page does", chromedp.Evaluate[chromedp.Void](`{
				const form = document.querySelector("main form");
				form.insertAdjacentHTML("beforeend", '<input type="hidden" name="do" value="next">');
				void setTimeout(() => HTMLFormElement.prototype.submit.call(form));
			}`))
		}, "Кайсынысы биринчи керек?"},
		{"with the screen after the first answer", followed, func() {}, func() { needs(); next() }, "Кайсынысы биринчи керек?"},
		{"with an order", posted, func() { needs(); press(t, ctx, "button.button[value=next]") }, func() { order(); next() }, "Канчалык оор маселе?"},
		{"with what is not accepted", posted, func() {
			needs()
			press(t, ctx, "button.button[value=next]")
			order()
			press(t, ctx, "button.button[value=next]")
		},
			func() {
				do(t, ctx, "rate one", chromedp.Click(chromedp.CSS(`input[name="level.water"][value="4"] + .card`)))
				press(t, ctx, "button.button[value=next]") // the page itself says what is missing
				next()
			}, "Канчалык оор маселе?"},
		{"with a screen that is opened again", posted, func() { needs(); press(t, ctx, "button.button[value=next]"); order() },
			func() { do(t, ctx, "load it again", chromedp.Reload()) }, "Кайсынысы биринчи керек?"},
		{"on the way back", posted, func() {
			needs()
			press(t, ctx, "button.button[value=next]")
			order()
			press(t, ctx, "button.button[value=next]")
		},
			func() {
				do(t, ctx, "go back", chromedp.Click(chromedp.CSS("button[value=back]:not(.hidden)"), chromedp.NodeVisible))
			}, "Кайсынысы биринчи керек?"},
	} {
		t.Run(strings.ReplaceAll(test.what, " ", "_"), func(t *testing.T) {
			do(t, ctx, "open the form", chromedp.Navigate(form))
			press(t, ctx, "main form button.button")
			id := interviewID(t, ctx)
			test.until()
			w.meets(test.fate)
			test.then()
			until(t, ctx, "go on by itself", `document.querySelector("main > [role=status]")?.innerText.includes("Байланыш үзүлдү.")`)
			expect(t, ctx, "h1", test.asked)
			if n == 0 {
				picture(t, ctx, "offline-goes-on")
			}
			w.meets(nil)
			w.gone.Store(true)
			if title := answers(t, ctx, 0); title != keptTitle {
				t.Fatalf("the phone says %q, want %q", title, keptTitle)
			}
			w.gone.Store(false)
			do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
			until(t, ctx, "say that it is received", `document.querySelector("h1")?.innerText.includes("кабыл алынды")`)
			wantStored(t, w.service, n+1, id)
			if waiting, _ := held(t, ctx); waiting != 0 {
				t.Errorf("%d answers wait, want none", waiting)
			}
		})
	}
}

// TestBrowserReplyToSendingIsLost presses the button that sends, and hears nothing: neither that it arrived nor that it
// did not. The phone keeps the answer and sends it again, and one is stored.
func TestBrowserReplyToSendingIsLost(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	until(t, ctx, "have the service worker asked", `navigator.serviceWorker.controller`)
	stored := 0
	for what, fate := range map[string]fate{"it did not arrive": posted, "it arrived": arrived, "its receipt is lost": followed} {
		t.Run(strings.ReplaceAll(what, " ", "_"), func(t *testing.T) {
			do(t, ctx, "open the form", chromedp.Navigate(form))
			press(t, ctx, "main form button.button")
			id := interviewID(t, ctx)
			tap(t, ctx, "water", "roads", "kinder")
			press(t, ctx, "button.button[value=next]")
			for _, need := range []string{"roads", "water"} {
				press(t, ctx, "button[name=place][value="+need+"]")
			}
			press(t, ctx, "button.button[value=next]")
			for _, need := range []string{"water", "roads", "kinder"} {
				do(t, ctx, "rate "+need, chromedp.Click(chromedp.CSS(`input[name="level.`+need+`"][value="4"] + .card`)))
			}
			press(t, ctx, "button.button[value=next]")
			for range 3 {
				press(t, ctx, "button[value=skip]")
			}
			w.meets(fate)
			do(t, ctx, "send", chromedp.Click(chromedp.CSS("button.button[value=send]"), chromedp.NodeVisible))
			until(t, ctx, "say that it is kept, or received", `/сакталды|кабыл алынды/.test(document.querySelector("h1")?.innerText)`)
			if what != "its receipt is lost" { // then what the phone sends is heard
				expect(t, ctx, "h1", keptTitle)
				if waiting, receipts := held(t, ctx); waiting != 1 || receipts != stored {
					t.Errorf("the phone holds %d answers and %d receipts, want one and %d", waiting, receipts, stored)
				}
				do(t, ctx, "look again", chromedp.Reload())
				until(t, ctx, "say it again", `document.querySelector("h1")?.innerText.includes("сакталды")`)
			}
			w.meets(nil)
			do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
			until(t, ctx, "say that it is received", `document.querySelector("h1")?.innerText.includes("кабыл алынды")`)
			stored++
			wantStored(t, w.service, stored, id)
			do(t, ctx, "open the interview", chromedp.Navigate(w.URL+"/f/"+w.service.codes[0]+"/"+id))
			expect(t, ctx, ".receipt", survey.Session{Interview: survey.Interview{ID: id}}.Receipt())
		})
	}
}

// interviewID is the interview that the browser is in.
func interviewID(t testing.TB, ctx context.Context) string {
	t.Helper()
	return strings.Split(get(t, ctx, "see which interview it is", chromedp.Evaluate[string]("location.pathname")), "/")[3]
}

// wantStored wants so many answers in the store, and among them one of the interview, with the needs that were chosen.
func wantStored(t testing.TB, s *service, n int, interview string) {
	t.Helper()
	all := responses(t, s)
	if len(all) != n {
		t.Errorf("%d answers are stored, want %d", len(all), n)
	}
	id := (&survey.Interview{ID: interview}).ResponseID()
	for _, r := range all {
		if r.ID != id {
			continue
		}
		v, _ := r.Answer("needs")
		for _, need := range []string{"water", "roads", "kinder"} {
			if !v.Has(need) {
				t.Errorf("stored are the needs %q, want %s among them", v.Choices, need)
			}
		}
		return
	}
	t.Errorf("nothing is stored of the interview")
}
