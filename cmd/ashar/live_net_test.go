//go:build !race

package main_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	gocmp "github.com/google/go-cmp/cmp"
)

// text is what an element says.
func text(t testing.TB, ctx context.Context, selector string) string {
	t.Helper()
	return get(t, ctx, "read "+selector, chromedp.Evaluate[string](fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector)))
}

// focused reports whether an element has the focus.
func focused(t testing.TB, ctx context.Context, selector string) bool {
	t.Helper()
	return get(t, ctx, "see the focus", chromedp.Evaluate[bool](fmt.Sprintf("document.activeElement.matches(%q)", selector)))
}

// TestBrowserAddressesStayRight goes on, back by the phone's own button, forth, to
// another language, and loads the page anew: what is seen is what the address says,
// and only loading loads.
func TestBrowserAddressesStayRight(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	begins(t, ctx, s.base+"/f/"+s.codes[0])
	is := func(when, question, title string) {
		t.Helper()
		until(t, ctx, when+": be at "+question, fmt.Sprintf("location.pathname.endsWith(%q) && !document.querySelector('[aria-busy]') && document.querySelector('h1').innerText.includes(%q)", "/"+question, title))
		if got := get(t, ctx, "read the title", chromedp.Evaluate[string]("document.title")); !strings.Contains(got, title) {
			t.Errorf("%s: the page is called %q, want %q", when, got, title)
		}
		if !focused(t, ctx, "h1") {
			t.Errorf("%s: the focus is not on the heading", when)
		}
	}
	is("agreed", "needs", "Эң керектүү үчөөнү тандаңыз")
	tap(t, ctx, "water", "roads")
	press(t, ctx, ".actions [value=next]")
	is("chosen", "order", "Кайсынысы биринчи керек?")
	do(t, ctx, "turn back", chromedp.Evaluate[chromedp.Void]("history.back()"))
	is("back", "needs", "Эң керектүү үчөөнү тандаңыз")
	if n := get(t, ctx, "count", chromedp.Evaluate[int]("document.querySelectorAll(':checked').length")); n != 2 {
		t.Errorf("back: %d needs are ticked, want 2", n)
	}
	do(t, ctx, "turn forth", chromedp.Evaluate[chromedp.Void]("history.forward()"))
	is("forth", "order", "Кайсынысы биринчи керек?")
	press(t, ctx, ".languages a[lang=ru]")
	until(t, ctx, "speak Russian", `document.documentElement.lang === "ru" && document.querySelector(".bottom").innerText.includes("имя") && document.querySelector(".languages a[lang=ky]")`)
	same(t, ctx, "on the way")
	title := text(t, ctx, "h1")
	do(t, ctx, "load the page anew", chromedp.Reload())
	if again := text(t, ctx, "h1"); again != title || at(t, ctx) != "order" {
		t.Errorf("loaded anew it asks %q at %s, want %q at order", again, at(t, ctx), title)
	}
	mark(t, ctx)
	do(t, ctx, "turn back to the first page", chromedp.Evaluate[chromedp.Void]("history.go(-3)"))
	until(t, ctx, "be at the first page", "document.querySelector('[name=consent]')")
}

// TestBrowserSecondTapSendsNothing taps twice and thrice while the answer is under way:
// it is sent once, and the button says so.
func TestBrowserSecondTapSendsNothing(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	g := newGate(t, s)
	begins(t, ctx, g.URL+"/f/"+s.codes[0])
	g.set(func(g *gate) { g.slow = time.Second })
	tap(t, ctx, "water")
	g.count("")
	do(t, ctx, "tap thrice", chromedp.Evaluate[chromedp.Void](`for (let i = 0; i < 3; i++) document.querySelector(".actions [value=next]").click()`))
	until(t, ctx, "say that it is under way", `document.querySelector(".actions [value=next]").innerText === "Жөнөтүлүп жатат…" &&
		document.querySelector("body > [role=status]").innerText === "Жөнөтүлүп жатат…"`)
	picture(t, ctx, "live-sending")
	until(t, ctx, "come on", `location.pathname.endsWith("/severity")`)
	same(t, ctx, "after three taps")
	if n := g.count("/needs"); n != 1 {
		t.Errorf("it was sent %d times, want once", n)
	}
}

// TestBrowserFailingServerLosesNothing has the server fail: the screen stays as it is,
// and says so; pressed again, it goes on.
func TestBrowserFailingServerLosesNothing(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	g := newGate(t, s)
	begins(t, ctx, g.URL+"/f/"+s.codes[0])
	tap(t, ctx, "water", "kinder")
	for _, status := range []int{500, 502, 503, 429} {
		g.set(func(g *gate) { g.says = status })
		press(t, ctx, ".actions [value=next]")
		if said := text(t, ctx, "#failed"); !strings.Contains(said, "кабыл алынган жок") || !focused(t, ctx, "#failed") {
			t.Errorf("%d: it says %q, want that it was not accepted, with the focus on that", status, said)
		}
		if n := get(t, ctx, "count", chromedp.Evaluate[int]("document.querySelectorAll(':checked').length + 10 * document.querySelectorAll('#failed').length")); n != 12 {
			t.Errorf("%d: got %d, want two needs ticked and one word of it", status, n)
		}
	}
	picture(t, ctx, "live-failed")
	newAxe(t).judge(t, ctx, "a failing server")
	g.set(func(g *gate) { g.says = 0 })
	press(t, ctx, ".actions [value=next]")
	if got := at(t, ctx); got != "order" {
		t.Errorf("it goes on at %s, want order", got)
	}
	same(t, ctx, "after the failures")
}

// TestBrowserBusyServerLosesNothing has others press at the same moment: what was given and
// not looked at is put back on the screen that is due.
func TestBrowserBusyServerLosesNothing(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	g := newGate(t, s)
	begins(t, ctx, g.URL+"/f/"+s.codes[0])
	tap(t, ctx, "water", "kinder")
	g.set(func(g *gate) { g.says = http.StatusConflict })
	press(t, ctx, ".actions [value=next]")
	if n := get(t, ctx, "count", chromedp.Evaluate[int]("document.querySelectorAll(':checked').length")); n != 2 {
		t.Errorf("%d needs are ticked, want 2", n)
	}
	if said := text(t, ctx, "main .notice"); !strings.Contains(said, "кайра коюлду") {
		t.Errorf("it says %q, want that they were put back", said)
	}
	same(t, ctx, "after the conflict")
}

// TestBrowserReceiptShowsWhatThePhoneHolds answers without a signal, and then with one on
// a phone whose first answer does not come through: the receipt says that it waits, and
// no question does.
func TestBrowserReceiptShowsWhatThePhoneHolds(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	answers(t, ctx, 0)
	w.says.Store(&answer{status: http.StatusBadGateway, body: "{}"})
	w.gone.Store(false)
	do(t, ctx, "open the form with a signal", chromedp.Navigate(form))
	until(t, ctx, "say that it waits", `document.querySelector(".outbox:not([hidden])")`)
	walker{t: t, ctx: ctx, fill: fillByName, look: func(screen string) {
		if get(t, ctx, "look", chromedp.Evaluate[bool](`!!document.querySelector(".progress") && !!document.querySelector(".outbox")`)) {
			t.Errorf("%s: a question says what the phone holds", screen)
		}
		mark(t, ctx)
	}}.through(form, "community-needs")
	until(t, ctx, "say so on the receipt", `document.querySelector(".receipt") && document.querySelector(".outbox:not([hidden])")`)
	same(t, ctx, "on the receipt")
}

// TestBrowserLostStepsAreSentAgain loses each step, or the answer to it: the browser
// sends it once more by itself, and nothing is lost nor counted twice.
func TestBrowserLostStepsAreSentAgain(t *testing.T) {
	t.Parallel()
	const name = "rapid-needs"
	var whole map[string]string
	var steps int
	for _, cut := range []string{"", "before", "after"} {
		ctx := newBrowser(t)
		s, paths := newForms(t)
		g := newGate(t, s)
		w := walker{t: t, ctx: ctx, fill: fillByName, look: func(string) { g.set(func(g *gate) { g.cut = cut }) }}
		w.through(g.URL+paths[name], name)
		answers, posts := answersOf(t, s, name), g.count("")
		if cut == "" {
			whole, steps = answers, posts
		} else if diff := gocmp.Diff(whole, answers); diff != "" {
			t.Errorf("lost %s: what is stored differs from what a good signal brings (-):\n%s", cut, diff)
		}
		t.Logf("lost %q: %d requests", cut, posts)
		if cut != "" && posts != 2*steps {
			t.Errorf("lost %s: %d requests, want each of %d steps twice", cut, posts, steps)
		}
	}
}
