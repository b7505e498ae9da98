//go:build !race

package main_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestBrowserUnsentOutlivesTheSignal ticks needs, loads the page anew while there is no
// signal, and again when there is one: what was ticked is there.
func TestBrowserUnsentOutlivesTheSignal(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	begins(t, ctx, form)
	tap(t, ctx, "water", "roads", "kinder")
	w.gone.Store(true)
	do(t, ctx, "load the page without a signal", chromedp.Reload())
	until(t, ctx, "go on without a signal", `document.body.hasAttribute("data-offline") && document.querySelector("main > [role=status]")`)
	w.gone.Store(false)
	do(t, ctx, "load the page with a signal", chromedp.Reload())
	if n := get(t, ctx, "count", chromedp.Evaluate[int](`document.body.hasAttribute("data-offline") ? -1 : document.querySelectorAll(":checked").length`)); n != 3 {
		t.Errorf("%d needs are ticked, want 3", n)
	}
}

// TestBrowserBackLeadsOutOfTheReceipt turns back from the receipt, to which the server
// leads from every question, until the first page is seen.
func TestBrowserBackLeadsOutOfTheReceipt(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s, paths := newForms(t)
	walker{t: t, ctx: ctx, fill: fillByName, look: func(string) {}}.through(s.base+paths["rapid-needs"], "rapid-needs")
	pages := get(t, ctx, "count the pages", chromedp.Evaluate[int]("history.length"))
	for n := 0; !get(t, ctx, "look", chromedp.Evaluate[bool](`location.pathname.split("/").length < 4`)); n++ {
		if n == pages {
			t.Fatalf("turned back %d times, it is at %s", n, text(t, ctx, "h1"))
		}
		do(t, ctx, "turn back", chromedp.Evaluate[chromedp.Void]("void setTimeout(() => history.back())"))
		time.Sleep(300 * time.Millisecond)
		until(t, ctx, "rest", `document.readyState === "complete" && !document.querySelector("main[aria-busy]") &&
			!!document.querySelector(".receipt") === location.pathname.split("/").length > 3`)
	}
	if n := get(t, ctx, "count the pages", chromedp.Evaluate[int]("history.length")); n != pages {
		t.Errorf("turning back makes %d pages of %d", n, pages)
	}
}

// TestBrowserLinkOfATicketIsNoInterview changes the language on the first page that a
// ticket's link opens: that page is loaded, with what it needs to begin.
func TestBrowserLinkOfATicketIsNoInterview(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	_, links := codesOf(t, s, "1")
	do(t, ctx, "open a sheet's link", screen(360, 640, "ky"), chromedp.Navigate(links[0]))
	mark(t, ctx)
	do(t, ctx, "choose Russian", chromedp.Click(chromedp.CSS(".languages a[lang=ru]")))
	until(t, ctx, "be loaded in Russian", `document.documentElement.lang === "ru" && !window.mark && document.readyState === "complete" && document.getElementById("ticket")`)
	mark(t, ctx)
	press(t, ctx, "main form button.button")
	until(t, ctx, "begin", `document.querySelector("[name=choice]")`)
	same(t, ctx, "begun")
}

// TestBrowserRefusedAtTheDoorIsSentOnce begins with a wrong code, and while the campaign
// is flooded: what is refused is not sent a second time, and the page that says so leads on.
func TestBrowserRefusedAtTheDoorIsSentOnce(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t, "ASHAR_FLOOD_BURST=4", "ASHAR_FLOOD_EVERY=1h") // longer than this takes anywhere
	codes, _ := codesOf(t, s, "2")
	g := newGate(t, s)
	form := g.URL + "/f/" + s.codes[0] + "?lang=ky"
	agree := func(code string, want int, to string) {
		t.Helper()
		g.count("")
		do(t, ctx, "type a code", chromedp.SetValue(chromedp.CSS("#ticket"), code))
		do(t, ctx, "agree", chromedp.Click(chromedp.CSS("main form button.button")))
		until(t, ctx, "lead to "+to, fmt.Sprintf("document.querySelector(%q) && document.readyState === 'complete' && !document.querySelector('main[aria-busy]')", to))
		if n := g.count(""); n != want {
			t.Errorf("agreed with %q, it is sent %d times, want %d", code, n, want)
		}
	}
	do(t, ctx, "open the form", screen(360, 640, "ky"), chromedp.Navigate(form))
	mark(t, ctx)
	agree(mistyped(codes[0]), 1, ".mistakes")
	if !focused(t, ctx, ".mistakes") {
		t.Error("the focus is not on what is wrong")
	}
	same(t, ctx, "refused")
	agree(codes[0], 1, "[name=choice]")
	same(t, ctx, "begun")

	do(t, ctx, "open the form before the flood", chromedp.Navigate(form))
	if get(t, ctx, "look for a toll", chromedp.Evaluate[bool](`!!document.getElementById("toll")`)) {
		t.Fatal("there is a toll before the flood")
	}
	consent := get(t, ctx, "read the consent's version", chromedp.Evaluate[string](`document.querySelector("[name=consent]").value`))
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for range 8 {
		resp, err := client.PostForm(form, url.Values{"consent": {consent}, "ticket": {codes[1]}})
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	agree(codes[1], 2, "[name=choice]") // refused until the toll is paid, on the page that waits

	do(t, ctx, "open the form in the flood", chromedp.Navigate(form))
	const paid = `document.querySelector("[name=work]").value`
	until(t, ctx, "pay", paid)
	mark(t, ctx)
	agree(mistyped(codes[0]), 1, ".mistakes")
	same(t, ctx, "refused in the flood")
	until(t, ctx, "pay again", paid)
	agree(codes[1], 1, "[name=choice]")
}

// TestBrowserManyPointsAreGivenInPlace gives points of a hundred: they are counted on the
// page, in the right words; and where the server counts, the page stays where it is.
func TestBrowserManyPointsAreGivenInPlace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, place := filepath.Join(dir, "hundred.json"), filepath.Join(dir, "place.json")
	hearing, err := os.ReadFile(filepath.Join("..", "..", "configs", "questionnaires", "hearing-points.json"))
	if err != nil {
		t.Fatal(err)
	}
	hundred := strings.Replace(string(hearing), `"max": 10, "shuffle"`, `"max": 100, "shuffle"`, 1)
	for name, data := range map[string]string{file: hundred, place: run(t, nil, "campaign", "place")} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := &service{store: "file:" + filepath.Join(dir, "hundred.db")}
	opened := run(t, nil, "campaign", "open", place, "--store", s.store, "--id", "hundred", "--form", file, "--limit", "1")
	s.serve(t)
	g := newGate(t, s)
	ctx := newBrowser(t)
	begins(t, ctx, g.URL+"/f/"+doorLink.FindStringSubmatch(opened)[1])
	press(t, ctx, ".actions [value=next]")
	until(t, ctx, "be asked for points", `document.querySelector("[name=give]")`)
	press(t, ctx, ".languages a[lang=ru]")
	g.count("")
	const give = `document.querySelector(".share:last-child [name=give]")`
	for n, want := range []string{"Осталось: 99 баллов", "Осталось: 98 баллов"} {
		do(t, ctx, "give", chromedp.Evaluate[chromedp.Void](give+".click()"))
		if got := text(t, ctx, ".actions .count"); got != want {
			t.Errorf("given %d: it says %q, want %q", n+1, got, want)
		}
	}
	for typed, want := range map[string]string{"79": "Осталось: 21 балл", "98": "Осталось: 2 балла", "100": "Осталось: 0 баллов", "89": "Осталось: 11 баллов"} {
		do(t, ctx, "type", chromedp.Evaluate[chromedp.Void](`{
			const box = document.querySelector(".share:last-child input");
			box.value = "`+typed+`";
			box.dispatchEvent(new Event("input", {bubbles: true}));
		}`))
		if got := text(t, ctx, ".actions .count"); got != want {
			t.Errorf("typed %s: it says %q, want %q", typed, got, want)
		}
	}
	if n := g.count(""); n != 0 {
		t.Errorf("the server was asked %d times", n)
	}
	do(t, ctx, "go down", chromedp.Evaluate[chromedp.Void](give+`.scrollIntoView({block: "center"})`))
	const top = "Math.round(" + give + ".getBoundingClientRect().top)"
	before := get(t, ctx, "measure", chromedp.Evaluate[int](top))
	await(t, ctx, "let the server count", chromedp.Evaluate[chromedp.Void]("document.querySelector('main form').requestSubmit("+give+")"))
	until(t, ctx, "come", `!document.querySelector("main[aria-busy]")`)
	if after := get(t, ctx, "measure", chromedp.Evaluate[int](top)); after != before || before < 0 {
		t.Errorf("the button moves from %d to %d", before, after)
	}
	if !get(t, ctx, "see the focus", chromedp.Evaluate[bool]("document.activeElement === "+give)) {
		t.Error("the focus is not on the button that was pressed")
	}
	if n := g.count(""); n != 1 {
		t.Errorf("the server was asked %d times, want once", n)
	}
	same(t, ctx, "given")
}
