//go:build !race

package main_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserLinkOfASheetWithoutASignal opens the link of a personal code where there is
// no signal, on a phone that has opened the form before: the code is in its box. One that
// was typed is there still when the signal goes with the press of the button.
func TestBrowserLinkOfASheetWithoutASignal(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	codes, _ := codesOf(t, s, "2")
	w := newMast(t, s)
	form := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the link", chromedp.Navigate(w.URL+"/f/"+s.codes[0]+"/"+codes[0]))
	until(t, ctx, "have the code in its box", `document.getElementById("ticket").value === "`+codes[0]+`"`)
	until(t, ctx, "say that it can be answered", `document.querySelector("main > [role=status]")?.innerText.includes("Жооп берсеңиз болот")`)
	if title := answers(t, ctx, 0); title != keptTitle {
		t.Errorf("the phone says %q, want %q", title, keptTitle)
	}

	w.gone.Store(false)
	do(t, ctx, "open the form with a signal", chromedp.Navigate(form))
	until(t, ctx, "be the server's page", `!document.body.hasAttribute("data-offline")`)
	until(t, ctx, "ask for the code", `document.getElementById("ticket")`)
	w.meets(posted)
	do(t, ctx, "type a code and agree", chromedp.Evaluate[chromedp.Void](`{
		document.getElementById("ticket").value = "`+codes[1]+`";
		document.querySelector("main form").requestSubmit();
	}`))
	until(t, ctx, "come to the page that was kept", `document.body.hasAttribute("data-offline")`)
	until(t, ctx, "have the code in its box again", `document.getElementById("ticket")?.value === "`+codes[1]+`"`)
	if got := get(t, ctx, "see what is left of it", chromedp.Evaluate[int]("sessionStorage.length")); got != 0 {
		t.Errorf("%d things are kept of the code beside its box, want none", got)
	}
}

// TestBrowserEveryTabKnowsWhatWasSent has one tab send what another has kept, and what that keeps while it sends.
func TestBrowserEveryTabKnowsWhatWasSent(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	keeps(t, ctx, w, form, 1)
	tab := newTab(t, ctx)
	do(t, tab, "open the form in another tab", screen(360, 640, "ky"), chromedp.Navigate(form))
	until(t, tab, "say that one is kept", `document.querySelector(".outbox")?.innerText.includes("1")`)
	arrives, release := make(chan struct{}), make(chan struct{})
	var first sync.Once
	w.meets(func(r *http.Request) (lost, unheard bool) {
		if !strings.HasSuffix(r.URL.Path, "/answers") {
			return true, false
		}
		first.Do(func() {
			close(arrives)
			<-release
		})
		return false, false
	})
	w.gone.Store(false)
	do(t, tab, "hear of the signal there", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	within(t, arrives)
	do(t, ctx, "open the form in the first tab", inFront, chromedp.Navigate(form))
	if title := answers(t, ctx, 0); title != keptTitle {
		t.Errorf("the phone says %q, want %q", title, keptTitle)
	}
	close(release)
	until(t, ctx, "say it in the first tab", `document.querySelector("h1")?.innerText.includes("кабыл алынды")`)
	if n := stored(t, w.service); n != 2 {
		t.Errorf("%d answers are stored, want 2", n)
	}
}

// TestBrowserReceiptWithoutASignal says on a receipt without a signal what that is, and
// leads to nothing that is with the server; with a signal an answer that was kept leads to
// its own page.
func TestBrowserReceiptWithoutASignal(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	keeps(t, ctx, w, form, 1)
	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, ctx, "say that it is received", `document.querySelector("h1")?.innerText.includes("кабыл алынды")`)
	await(t, ctx, "open the answer that was sent", chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll("main a.quiet")].find((a) => a.innerText.includes("ачуу")).click()`))
	until(t, ctx, "offer to correct it", `document.querySelector("form.choices [name=do][value=reopen]") && document.querySelector(".receipt")`)
	press(t, ctx, `main a[href*="_forget"]`) // and think better of it
	w.gone.Store(true)
	do(t, ctx, "look again without a signal", chromedp.Click(chromedp.CSS("main form a.quiet"), chromedp.NodeVisible))
	until(t, ctx, "say what it is", `document.querySelector("main > [role=status]")?.innerText.includes("Жообуңуз кабыл алынган")`)
	until(t, ctx, "lead to nothing", `!document.querySelector("form.choices")`)
}

// TestBrowserTicksOutliveAClosedTabWithoutASignal ticks without a signal, and goes on in
// another tab without having sent the screen.
func TestBrowserTicksOutliveAClosedTabWithoutASignal(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form", chromedp.Navigate(form))
	until(t, ctx, "say that there is no signal", `document.querySelector("main > [role=status]")`)
	do(t, ctx, "begin", chromedp.Evaluate[chromedp.Void](`document.querySelector("main form").requestSubmit()`))
	until(t, ctx, "ask", `document.querySelector("[name=choice]")`)
	do(t, ctx, "go on without a tick", chromedp.Evaluate[chromedp.Void](`document.querySelector("button.button[value=next]").click()`))
	until(t, ctx, "say what to mend", `document.querySelector(".mistakes a")`)
	do(t, ctx, "be led there", chromedp.Evaluate[chromedp.Void](`document.querySelector(".mistakes a").click()`))
	until(t, ctx, "be there", `document.activeElement.id === "answer" && !location.hash`)
	tap(t, ctx, "water", "roads")
	until(t, ctx, "keep it", `new Promise((done, failed) => {
		const opening = indexedDB.open("ashar");
		opening.onerror = failed;
		opening.onsuccess = () => {
			const all = opening.result.transaction("drafts").objectStore("drafts").getAll();
			all.onsuccess = () => { opening.result.close(); done(all.result[0]?.interview.draft?.choices?.length === 2); };
		};
	})`)
	tab := newTab(t, ctx)
	do(t, tab, "open the form in another tab", screen(360, 640, "ky"), chromedp.Navigate(form))
	until(t, tab, "show the draft", `[...document.querySelectorAll(".outbox button")].find((b) => b.innerText.includes("Улантуу"))`)
	do(t, tab, "go on", chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll(".outbox button")].find((b) => b.innerText.includes("Улантуу")).click()`))
	until(t, tab, "have both ticked", `document.querySelectorAll("[name=choice]:checked").length === 2`)
}
