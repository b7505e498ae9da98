//go:build !race

package main_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// toOrder goes to the screen on which three needs are put in order.
func toOrder(t testing.TB, ctx context.Context, form string) {
	t.Helper()
	begins(t, ctx, form)
	tap(t, ctx, "water", "roads", "kinder")
	press(t, ctx, ".actions [value=next]")
	until(t, ctx, "be asked for the order", `document.querySelector(".order")`)
}

// order is the order as it is seen, and as it would be sent.
const order = `[[...document.querySelectorAll(".order li:not(.empty) .words")].map(x => x.innerText).join(),
	[...document.querySelectorAll("[name=order]")].map(x => x.value).join()].join(" = ")`

// TestBrowserTappedNeedGoesToItsPlace puts needs in order by taps: what is tapped comes
// to its place in the order, nothing else moves, nothing is asked of the server, and it
// can be undone. For whoever prefers that, nothing glides.
func TestBrowserTappedNeedGoesToItsPlace(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	g := newGate(t, s)
	toOrder(t, ctx, g.URL+"/f/"+s.codes[0])
	const places = `[...document.querySelectorAll(".tapped li, .order li, .actions")].map(x => Math.round(x.getBoundingClientRect().top)).join()`
	before := get(t, ctx, "measure", chromedp.Evaluate[string](places))
	g.count("")
	for _, calm := range []bool{false, true} {
		motion := map[bool]string{false: "no-preference", true: "reduce"}[calm]
		gliding := `(name => {
			document.querySelector(".tapped button[value=" + name + "]").click();
			return document.getAnimations().filter(a => a.effect.target.closest(".order, .tapped")).length;
		})`
		do(t, ctx, "prefer "+motion, prefers("prefers-reduced-motion", motion))
		tapped := func(name string) int {
			return get(t, ctx, "tap "+name, chromedp.Evaluate[int](gliding+`("`+name+`")`))
		}
		if n := tapped("roads"); n != map[bool]int{false: 1, true: 0}[calm] {
			t.Errorf("%s: %d things glide", motion, n)
		}
		do(t, ctx, "let it come", chromedp.Evaluate[chromedp.Void]("Promise.all(document.getAnimations().map(a => a.finished))", chromedp.EvalAwaitPromise))
		if after := get(t, ctx, "measure", chromedp.Evaluate[string](places)); after != before {
			t.Errorf("%s: things move from %s to %s", motion, before, after)
		}
		if got, want := get(t, ctx, "see the order", chromedp.Evaluate[string](order)), "Ички жолдор, көпүрөлөр = roads"; got != want {
			t.Errorf("the order is %q, want %q", got, want)
		}
		if said := text(t, ctx, "body > [role=status]"); !strings.Contains(said, "Орду: 1.") || !strings.Contains(said, "2 калды") {
			t.Errorf("it tells %q", said)
		}
		picture(t, ctx, "live-order-"+motion)
		tapped("roads") // again: nothing comes of it
		tapped2 := get(t, ctx, "tap the second", chromedp.Evaluate[string](gliding+`("water"), `+order))
		if want := "Ички жолдор, көпүрөлөр,Ичүүчү таза суу,Бала бакча = roads,water,kinder"; tapped2 != want {
			t.Errorf("the order is %q, want %q", tapped2, want)
		}
		if !get(t, ctx, "look for the way on", chromedp.Evaluate[bool](`!!document.querySelector(".actions > [value=next]")`)) {
			t.Error("all are placed, and there is no way on")
		}
		if after := get(t, ctx, "measure", chromedp.Evaluate[string]("Promise.all(document.getAnimations().map(a => a.finished)).then(() => "+places+")", chromedp.EvalAwaitPromise)); after != before {
			t.Errorf("%s: all placed, things have moved from %s to %s", motion, before, after)
		}
		for want := range 2 { // the last came to its place by itself, and goes with the one before
			do(t, ctx, "undo", chromedp.Evaluate[chromedp.Void](`document.querySelector("[value=undo]").click()`))
			if got := get(t, ctx, "count", chromedp.Evaluate[int](`document.querySelectorAll("[name=order]").length`)); got != 1-want {
				t.Errorf("undone: %d placed, want %d", got, 1-want)
			}
		}
		do(t, ctx, "let all come back", chromedp.Evaluate[chromedp.Void]("Promise.all(document.getAnimations().map(a => a.finished))", chromedp.EvalAwaitPromise))
	}
	if n := g.count(""); n != 0 {
		t.Errorf("the server was asked %d times", n)
	}
	same(t, ctx, "tapped")
}

// TestBrowserOrderIsMadeByKeyboard does so with Tab, Space and Enter; the focus stays.
func TestBrowserOrderIsMadeByKeyboard(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	toOrder(t, ctx, s.base+"/f/"+s.codes[0])
	k := keyboard{t: t, ctx: ctx}
	k.to("button[value=kinder]")
	do(t, ctx, "place it", chromedp.KeyEvent(" "))
	k.at("button[value=kinder]")
	k.to("[value=undo]")
	do(t, ctx, "undo it", chromedp.KeyEvent(kb.Enter))
	k.at("[value=undo]")
	for !k.is("button[value=kinder]") {
		do(t, ctx, "go up", chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(8)))
	}
	do(t, ctx, "place it again", chromedp.KeyEvent(" "))
	for !k.is("button[value=roads]") {
		do(t, ctx, "go up", chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(8)))
	}
	do(t, ctx, "place another", chromedp.KeyEvent(" "))
	k.to(".actions > [value=next]")
	k.goOn(kb.Enter)
	if got := at(t, ctx); got != "severity" {
		t.Fatalf("it goes on at %s, want severity", got)
	}
	do(t, ctx, "turn back", chromedp.Evaluate[chromedp.Void]("history.back()"))
	until(t, ctx, "be back", `document.querySelector(".order")`)
	if got := get(t, ctx, "see the order", chromedp.Evaluate[string](order)); !strings.HasSuffix(got, "= kinder,roads,water") {
		t.Errorf("the order is %q, want kinder,roads,water", got)
	}
}

// TestBrowserSwappedScreensAreLight weighs what a screen costs that takes another's place.
func TestBrowserSwappedScreensAreLight(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s, paths := newForms(t)
	wire := newWire(t, ctx)
	do(t, ctx, "be a phone", screen(360, 640, "ky"), command(network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true}))
	heaviest, which, screens := 0, "", 0
	w := walker{t: t, ctx: ctx, fill: fillByName, look: func(screen string) {
		if screens == 0 { // the scripts, and what is kept for the time without a signal, come with the first
			until(t, ctx, "keep the form", `caches.match(location.pathname + "/form.json?lang=ky")`)
			until(t, ctx, "keep its files", `navigator.serviceWorker.ready.then((r) => r.active.state === "activated")`)
		}
		bytes, _ := wire.take()
		if screens++; screens > 1 && bytes > heaviest {
			heaviest, which = bytes, screen
		}
	}}
	w.through(s.base+paths["full-needs-study"], "full-needs-study")
	t.Logf("%d screens, the heaviest weighs %d bytes: %s", screens, heaviest, which)
	if heaviest > maxScreen || heaviest == 0 {
		t.Errorf("%s weighs %d bytes, want at most %d", which, heaviest, maxScreen)
	}
}
