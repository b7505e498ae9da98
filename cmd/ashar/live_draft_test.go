//go:build !race

package main_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// drafts is how much is kept in the browser of what was given and not sent.
func drafts(t testing.TB, ctx context.Context) string {
	t.Helper()
	return get(t, ctx, "look for drafts", chromedp.Evaluate[string](`Object.keys(localStorage).filter(k => k.startsWith("ashar-draft:")).map(k => localStorage[k]).join()`))
}

// TestBrowserUnsentIsPutBack ticks, taps and types, and leaves without sending, in every
// way: what was given is there again, and nothing is kept of it once it was sent.
func TestBrowserUnsentIsPutBack(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	begins(t, ctx, s.base+"/f/"+s.codes[0])
	notice := func(when string, want bool) {
		t.Helper()
		if got := strings.Contains(text(t, ctx, "main"), "кайра коюлду"); got != want {
			t.Errorf("%s: it says that something was put back: %t, want %t", when, got, want)
		}
	}
	count := func(when, selector string, want int) {
		t.Helper()
		if got := get(t, ctx, "count", chromedp.Evaluate[int](fmt.Sprintf("document.querySelectorAll(%q).length", selector))); got != want {
			t.Errorf("%s: got %d of %s, want %d", when, got, selector, want)
		}
	}
	tap(t, ctx, "water", "roads", "kinder")
	do(t, ctx, "load anew", chromedp.Reload())
	count("loaded anew", ":checked", 3)
	address := get(t, ctx, "see the address", chromedp.Evaluate[string]("location.href"))
	do(t, ctx, "close the tab", chromedp.Navigate("about:blank"))
	do(t, ctx, "open another", chromedp.Navigate(address))
	count("opened again", ":checked", 3)
	notice("opened again", true)
	picture(t, ctx, "live-put-back")
	press(t, ctx, ".actions [value=next]")
	notice("gone on", false)
	if kept := drafts(t, ctx); kept != "" {
		t.Errorf("sent, and there is kept %s", kept)
	}

	do(t, ctx, "place one", chromedp.Click(chromedp.CSS("button[name=place][value=roads]")))
	do(t, ctx, "turn back", chromedp.Evaluate[chromedp.Void]("history.back()"))
	until(t, ctx, "be back", `location.pathname.endsWith("/needs") && document.querySelectorAll(":checked").length === 3`)
	notice("back at what was sent", false)
	do(t, ctx, "turn forth", chromedp.Evaluate[chromedp.Void]("history.forward()"))
	until(t, ctx, "be at the order", `document.querySelector(".order")`)
	count("forth", ".order li:not(.empty)", 1)
	notice("forth", true)
	do(t, ctx, "place another", chromedp.Click(chromedp.CSS("button[name=place][value=water]")))
	press(t, ctx, ".actions > [value=next]")
	for _, need := range []string{"water", "roads", "kinder"} {
		do(t, ctx, "rate", chromedp.Click(chromedp.CSS(`input[name="level.`+need+`"][value="4"] + .card`)))
	}
	press(t, ctx, ".actions [value=next]")
	press(t, ctx, "[value=skip]")
	press(t, ctx, "[value=skip]")
	do(t, ctx, "write", chromedp.SendKeys(chromedp.CSS("textarea"), "Көпүрө керек."))
	press(t, ctx, ".languages a[lang=ru]")
	if got := get(t, ctx, "read", chromedp.Evaluate[string]("document.querySelector('textarea').value")); got != "Көпүрө керек." {
		t.Errorf("in another language there stands %q", got)
	}
	press(t, ctx, "[value=skip]") // it is not to be sent
	if kept := drafts(t, ctx); kept != "" {
		t.Errorf("skipped, and there is kept %s", kept)
	}
	press(t, ctx, ".actions [value=send]")
	if kept := drafts(t, ctx); kept != "" {
		t.Errorf("received, and there is kept %s", kept)
	}
}

// TestBrowserNextPersonSeesNoDraft shares a phone: what one left unsent is gone when the
// next begins, when the answer is taken back, after a day, and when another phone has
// answered meanwhile.
func TestBrowserNextPersonSeesNoDraft(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	form := s.base + "/f/" + s.codes[0]
	leave := func() string {
		t.Helper()
		begins(t, ctx, form)
		tap(t, ctx, "school", "water")
		if !strings.Contains(drafts(t, ctx), "school") {
			t.Fatal("nothing is kept")
		}
		return get(t, ctx, "see the address", chromedp.Evaluate[string]("location.href"))
	}
	gone := func(when string) {
		t.Helper()
		if kept := drafts(t, ctx); strings.Contains(kept, "school") {
			t.Errorf("%s: there is kept %s", when, kept)
		}
	}
	leave()
	begins(t, ctx, form)
	gone("somebody else begins")

	address := leave()
	do(t, ctx, "take it back", chromedp.Navigate(strings.TrimSuffix(address, "/needs")+"/_forget"))
	press(t, ctx, "button.danger")
	gone("taken back")

	address = leave()
	do(t, ctx, "wait a day", chromedp.Evaluate[chromedp.Void](`for (const k of Object.keys(localStorage)) localStorage[k] = localStorage[k].replace(/"at":\d+/, '"at":`+fmt.Sprint(time.Now().Add(-25*time.Hour).UnixMilli())+`')`))
	do(t, ctx, "open it again", chromedp.Navigate(address))
	gone("a day after")

	address = leave()
	do(t, ctx, "answer on another phone", chromedp.Evaluate[chromedp.Void](`fetch(location.href, {method: "POST", body: new URLSearchParams("choice=park&do=next")})`, chromedp.EvalAwaitPromise))
	do(t, ctx, "open it again", chromedp.Navigate(address))
	if got := get(t, ctx, "see what is ticked", chromedp.Evaluate[string](`[...document.querySelectorAll(":checked")].map(x => x.value).join()`)); got != "park" {
		t.Errorf("answered elsewhere, %s is ticked, want park", got)
	}
	gone("answered elsewhere")
}

// voices gives the browser voices of these languages, which note what they read, and
// read for longer than a test does something else meanwhile.
const voices = `
	window.said = [];
	const made = { speak: (u) => { said.push(u.lang + ": " + u.text); setTimeout(() => u.onend && u.onend(), 60000); }, cancel: () => said.push("cancel"),
		getVoices: () => %s.map((lang) => ({lang, name: lang})), addEventListener() {} };
	Object.defineProperty(window, "speechSynthesis", {value: made, configurable: true});
	window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };`

// TestBrowserReadsAloudWhereThereIsAVoice has the question, the hint and the choices read,
// can be stopped, stops with the screen, and offers nothing without a voice.
func TestBrowserReadsAloudWhereThereIsAVoice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		langs string
		want  bool
	}{{`["ru-RU", "ky-KG"]`, true}, {`["ru-RU", "en-US"]`, false}, {`[]`, false}} {
		ctx := newBrowser(t)
		s := newService(t)
		do(t, ctx, "have voices", beforePages(fmt.Sprintf(voices, tt.langs)))
		begins(t, ctx, s.base+"/f/"+s.codes[0])
		if got := text(t, ctx, ".listen") == "Угуу"; got != tt.want {
			t.Errorf("%s: there is a button: %t, want %t", tt.langs, got, tt.want)
		}
		if !tt.want {
			press(t, ctx, ".languages a[lang=ru]")
			if got := text(t, ctx, ".listen"); (got == "Прослушать") != strings.Contains(tt.langs, "ru-") {
				t.Errorf("%s: in Russian the button is %q", tt.langs, got)
			}
			continue
		}
		picture(t, ctx, "live-listen")
		newAxe(t).judge(t, ctx, "a button to listen")
		before := get(t, ctx, "measure", chromedp.Evaluate[float64]("document.querySelector('h1').getBoundingClientRect().top"))
		said := get(t, ctx, "listen", chromedp.Evaluate[string](`document.querySelector(".listen").click(), said.join("|")`))
		for _, part := range []string{"ky: Эң керектүү үчөөнү тандаңыз", "ky: Айылыңызга эмне жетишпейт? Үчкө чейин тандаңыз.|", "|ky: Ичүүчү таза суу|", "|ky: Бала бакча|"} {
			if !strings.Contains(said, part) {
				t.Errorf("it reads %q, want %q in it", said, part)
			}
		}
		if strings.Contains(said, "Кийинки") || strings.Contains(said, "Угуу") {
			t.Errorf("it reads buttons: %q", said)
		}
		if got := text(t, ctx, ".listen"); got != "Токтотуу" {
			t.Errorf("while it reads the button is %q", got)
		}
		do(t, ctx, "stop", chromedp.Evaluate[chromedp.Void](`said.length = 0, document.querySelector(".listen").click()`))
		if got := get(t, ctx, "see", chromedp.Evaluate[string]("said.join()")) + text(t, ctx, ".listen"); got != "cancelУгуу" {
			t.Errorf("stopped: %q", got)
		}
		do(t, ctx, "listen, and go on", chromedp.Evaluate[chromedp.Void](`document.querySelector(".listen").click(), said.length = 0`))
		tap(t, ctx, "water")
		press(t, ctx, ".actions [value=next]")
		if got := get(t, ctx, "see", chromedp.Evaluate[string]("said.join()")); got != "cancel" {
			t.Errorf("gone on: %q, want that it stops", got)
		}
		do(t, ctx, "take the voice away", chromedp.Evaluate[chromedp.Void](`document.querySelector(".listen").remove()`))
		if after := get(t, ctx, "measure", chromedp.Evaluate[float64]("document.querySelector('h1').getBoundingClientRect().top")); after > before {
			t.Errorf("without the button the heading stands at %v, with it at %v", after, before)
		}
	}
}

// beforePages runs a script before every page's own.
func beforePages(script string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	})
}
