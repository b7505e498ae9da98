//go:build !race

package main_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"ashar/survey"
)

// inFront shows the tab: one that is behind another draws nothing.
var inFront = command(page.BringToFront, cdp.Empty{})

// within waits until something has come about, and not for ever.
func within(t testing.TB, about <-chan struct{}) {
	t.Helper()
	select {
	case <-about:
	case <-time.After(stepTime):
		t.Fatal("nothing is sent")
	}
}

// newTab opens another tab of the browser.
func newTab(t testing.TB, ctx context.Context) context.Context {
	t.Helper()
	tab, stop := chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(tab); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	return tab
}

// keeps lets the phone hold so many answers without a signal.
func keeps(t testing.TB, ctx context.Context, w *mast, form string, residents int) {
	t.Helper()
	w.gone.Store(true)
	for range residents {
		do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
		if title := answers(t, ctx, 0); title != keptTitle {
			t.Fatalf("the phone says %q, want %q", title, keptTitle)
		}
	}
}

// hears lets the phone hear of the signal, and waits until nothing waits there.
func hears(t testing.TB, ctx context.Context, w *mast) {
	t.Helper()
	w.meets(nil)
	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	for range 400 {
		if waiting, _ := held(t, ctx); waiting == 0 {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("the phone does not send what it holds")
}

// TestBrowserTabIsClosedInMidSend closes a tab while the service holds its answer, opens another, which sends it too,
// and lets the first one through then.
func TestBrowserTabIsClosedInMidSend(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	tab := newTab(t, ctx)
	do(t, tab, "be a phone", inFront, screen(360, 640, "ky"))
	keeps(t, tab, w, form, 2)
	arrives, release := make(chan struct{}), make(chan struct{})
	var first atomic.Bool
	var last sync.Once
	let := func() { last.Do(func() { close(release) }) }
	t.Cleanup(let)
	w.meets(func(r *http.Request) (lost, unheard bool) {
		if !strings.HasSuffix(r.URL.Path, "/answers") {
			return false, false
		}
		if first.CompareAndSwap(false, true) { // the others pass
			close(arrives)
			<-release
		}
		return false, false
	})
	w.gone.Store(false)
	do(t, tab, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	within(t, arrives)
	expect(t, tab, ".outbox", "Жөнөтүлүп жатат: 2")
	picture(t, tab, "offline-sending")
	if err := chromedp.Cancel(tab); err != nil { // which closes it
		t.Fatal(err)
	}
	if waiting, receipts := held(t, ctx); waiting != 2 || receipts != 0 {
		t.Errorf("the phone holds %d answers and %d receipts, want two and none", waiting, receipts)
	}
	do(t, ctx, "open another", inFront, chromedp.Navigate(form))
	until(t, ctx, "send what waits", `document.querySelector(".outbox")?.innerText.includes("Жөнөтүлдү: 2")`)
	let()
	time.Sleep(200 * time.Millisecond) // the first one arrives at the service
	if n := stored(t, w.service); n != 2 {
		t.Errorf("%d answers are stored, want 2", n)
	}
	if waiting, receipts := held(t, ctx); waiting != 0 || receipts != 2 {
		t.Errorf("the phone holds %d answers and %d receipts, want none and two", waiting, receipts)
	}
}

// TestBrowserIsKilledInMidSend kills the browser while the service holds its answer, and opens it again on what is on
// its disk.
func TestBrowserIsKilledInMidSend(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "ashar-profile-") //nolint:usetesting // a browser that is killed may write for a moment more, and the test would fail
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	w := newMast(t, newService(t))
	ctx := newBrowserAt(t, dir)
	form := visit(t, ctx, w)
	keeps(t, ctx, w, form, 3)
	arrives := make(chan struct{})
	killed := make(chan struct{})
	var first, last sync.Once
	let := func() { last.Do(func() { close(killed) }) }
	t.Cleanup(let)
	w.meets(func(r *http.Request) (lost, unheard bool) {
		if strings.HasSuffix(r.URL.Path, "/answers") {
			first.Do(func() { close(arrives) })
			<-killed
			return false, true // it arrives all the same, and nobody hears
		}
		return false, false
	})
	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	within(t, arrives)
	if err := chromedp.FromContext(ctx).Browser.Process().Kill(); err != nil {
		t.Fatal(err)
	}
	let()
	w.meets(nil)
	w.gone.Store(true)

	ctx = newBrowserAt(t, dir)
	do(t, ctx, "open the form without a signal", screen(360, 640, "ky"), chromedp.Navigate(form))
	until(t, ctx, "say that they are kept", `document.querySelector(".outbox")?.innerText.includes("жөнөтүлө элек: 3")`)
	hears(t, ctx, w)
	if n := stored(t, w.service); n != 3 {
		t.Errorf("%d answers are stored, want 3", n)
	}
	if _, receipts := held(t, ctx); receipts != 3 {
		t.Errorf("the phone holds %d receipts, want 3", receipts)
	}
}

// TestBrowserStorageIsCleared clears what the browser keeps for the form, all of it and in part, between answering and
// sending: the page opens and tells no lies, and what an open page still has it keeps again.
func TestBrowserStorageIsCleared(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	clear := func(what string) {
		t.Helper()
		do(t, ctx, "clear "+what, command(storage.ClearDataForOrigin, storage.ClearDataForOriginParams{Origin: origin(form), StorageTypes: what}))
	}
	keeps(t, ctx, w, form, 1)
	clear("cache_storage,service_workers")
	w.gone.Store(false)
	do(t, ctx, "open the form with a signal", chromedp.Navigate(form))
	until(t, ctx, "send what waits", `document.querySelector(".outbox")?.innerText.includes("Жөнөтүлдү: 1")`)
	if n := stored(t, w.service); n != 1 {
		t.Errorf("%d answers are stored, want 1", n)
	}

	visit(t, ctx, w)
	until(t, ctx, "have the service worker asked", `navigator.serviceWorker.controller`)
	keeps(t, ctx, w, form, 1)
	clear("all") // under the eyes of the page that says that the answer is kept
	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, ctx, "say that it is received", `document.querySelector("h1")?.innerText.includes("кабыл алынды") && document.querySelector(".receipt")`)
	if n := stored(t, w.service); n != 2 {
		t.Errorf("%d answers are stored, want 2: the page still had it", n)
	}

	visit(t, ctx, w)
	keeps(t, ctx, w, form, 1)
	do(t, ctx, "leave", chromedp.Navigate("about:blank"))
	clear("all")
	w.gone.Store(false)
	do(t, ctx, "open the form with a signal", chromedp.Navigate(form))
	expect(t, ctx, "h1", "Айылыңызга эмне керек?")
	until(t, ctx, "say nothing of answers that are not there", `document.querySelector(".outbox[hidden]")`)
	if n := stored(t, w.service); n != 2 {
		t.Errorf("%d answers are stored, want 2", n)
	}
	if waiting, receipts := held(t, ctx); waiting != 0 || receipts != 0 {
		t.Errorf("the phone holds %d answers and %d receipts, want none", waiting, receipts)
	}
}

// TestBrowserOverSlow2G opens the form for the first time, and sends what waits, over 2G at its slowest.
func TestBrowserOverSlow2G(t *testing.T) {
	t.Parallel()
	const hang = 4 * time.Minute // with one request that is given up after a minute, and another
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := w.URL + "/f/" + w.service.codes[0] + "?lang=ky"
	slow := &network.Conditions{Latency: 2000, DownloadThroughput: 50_000 / 8, UploadThroughput: 50_000 / 8, ConnectionType: network.ConnectionTypeCellular2g}
	limited, cancel := context.WithTimeout(ctx, hang)
	defer cancel()
	do(t, limited, "be a phone over 2G", screen(360, 640, "ky"), command(network.Enable, network.EnableParams{}))
	over := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, network.EmulateNetworkConditionsByRule,
			network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{slow}})
		return err
	})
	do(t, limited, "throttle", over)
	begun := time.Now()
	if _, err := chromedp.Run(limited, chromedp.Navigate(form)); err != nil {
		t.Fatal(err)
	}
	expect(t, limited, "h1", "Айылыңызга эмне керек?")
	t.Logf("the first view stands there after %s", time.Since(begun).Round(10*time.Millisecond))
	begun = time.Now()
	code := w.service.codes[0]
	for kept := false; !kept && time.Since(begun) < hang; time.Sleep(100 * time.Millisecond) {
		kept = get(t, ctx, "look what is kept", chromedp.Evaluate[bool](fmt.Sprintf(`caches.match("/f/%s/form.json?lang=ky").then(Boolean)`, code), chromedp.EvalAwaitPromise))
	}
	t.Logf("all that it needs without a signal is kept %s later", time.Since(begun).Round(10*time.Millisecond))
	until(t, ctx, "keep its files", `navigator.serviceWorker.ready.then((r) => r.active.state === "activated")`)
	keeps(t, ctx, w, form, 2)
	begun = time.Now()
	do(t, ctx, "throttle", over)
	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	for time.Since(begun) < hang {
		if waiting, _ := held(t, ctx); waiting == 0 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Logf("two answers are sent in %s", time.Since(begun).Round(10*time.Millisecond))
	if n := stored(t, w.service); n != 2 {
		t.Errorf("%d answers are stored, want 2", n)
	}
}

// TestBrowserAnswerThatWasSentElsewhere loses the signal in the middle of an interview that is sent from another phone
// meanwhile: the phone is told so, has its receipt, and changes nothing.
func TestBrowserAnswerThatWasSentElsewhere(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	until(t, ctx, "have the service worker asked", `navigator.serviceWorker.controller`)
	do(t, ctx, "open the form", chromedp.Navigate(form))
	press(t, ctx, "main form button.button")
	id := interviewID(t, ctx)
	w.gone.Store(true)
	tap(t, ctx, "kinder")
	do(t, ctx, "go on", chromedp.Click(chromedp.CSS("button.button[value=next]"), chromedp.NodeVisible))
	until(t, ctx, "go on by itself", `document.querySelector("main > [role=status]")?.innerText.includes("Байланыш үзүлдү.")`)

	other := newTab(t, ctx) // straight to the service, as another phone
	do(t, other, "open the interview there", inFront, screen(360, 640, "ky"), chromedp.Navigate(w.service.base+"/f/"+w.service.codes[0]+"/"+id))
	tap(t, other, "water", "roads", "kinder")
	press(t, other, "button.button[value=next]")
	for _, need := range []string{"roads", "water"} {
		press(t, other, "button[name=place][value="+need+"]")
	}
	press(t, other, "button.button[value=next]")
	for range 4 {
		press(t, other, "button[value=skip]")
	}
	press(t, other, "button.button[value=send]")

	do(t, ctx, "look at the phone again", inFront)
	if title := answers(t, ctx, 0); title != keptTitle {
		t.Fatalf("the phone says %q, want %q", title, keptTitle)
	}
	hears(t, ctx, w)
	until(t, ctx, "say that it was sent before", `document.querySelector("main").innerText.includes("мурда жөнөтүлгөн экен")`)
	expect(t, ctx, ".receipt", survey.Session{Interview: survey.Interview{ID: id}}.Receipt())
	picture(t, ctx, "offline-sent-before")
	wantStored(t, w.service, 1, id)
	press(t, ctx, "main a.quiet")
	expect(t, ctx, ".receipt", survey.Session{Interview: survey.Interview{ID: id}}.Receipt())

	do(t, ctx, "open the form", chromedp.Navigate(form))
	press(t, ctx, "main form button.button")
	path := get(t, ctx, "see which interview it is", chromedp.Evaluate[string](`location.pathname.split("/").slice(0, 4).join("/")`))
	w.gone.Store(true)
	tap(t, ctx, "kinder")
	do(t, ctx, "go on", chromedp.Click(chromedp.CSS("button.button[value=next]"), chromedp.NodeVisible))
	until(t, ctx, "go on by itself", `document.querySelector("main > [role=status]")?.innerText.includes("Байланыш үзүлдү.")`)
	do(t, other, "take it back on the other phone", inFront, chromedp.Navigate(w.service.base+path+"/_forget"))
	press(t, other, "main form .danger")
	do(t, ctx, "look at the phone again", inFront)
	answers(t, ctx, 0)
	hears(t, ctx, w)
	until(t, ctx, "say that it was taken back", `document.querySelector("h1").innerText.includes("өчүрүлгөн")`)
	if n := get(t, ctx, "count what is kept of it", chromedp.Evaluate[int](
		`caches.open("ashar-forms").then((cache) => cache.keys()).then((all) => all.filter((r) => r.url.includes("`+path+`")).length)`, chromedp.EvalAwaitPromise)); n != 0 {
		t.Errorf("%d screens are kept of what was taken back, want none", n)
	}
}
