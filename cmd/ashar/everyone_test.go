//go:build !race

package main_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestBrowserEveryScreenIsForEveryone looks at every kind of screen on a phone, in light
// and in dark: axe-core finds nothing, what is to be mended has the focus, nothing
// moves for who prefers that, another language is one tap away, and with everything
// twice as large nothing has to be scrolled sideways.
func TestBrowserEveryScreenIsForEveryone(t *testing.T) {
	t.Parallel()
	judge := newAxe(t)
	ctx := newBrowser(t)
	s, paths := newForms(t, "household")
	phone := screen(360, 640, "ky")
	seen := 0
	look := func(name string) {
		seen++
		do(t, ctx, "open what is folded", chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach(d => d.open = true)`))
		judge.judge(t, ctx, name)
		if focus := get(t, ctx, "see the focus of "+name, chromedp.Evaluate[string](focusOnMistakes)); focus != "" {
			t.Errorf("%s: the focus is on %s, want it on what is to be mended", name, focus)
		}
		if other := get(t, ctx, "look for other languages", chromedp.Evaluate[bool](otherLanguage)); !other {
			t.Errorf("%s: offers no other language", name)
		}
		do(t, ctx, "prefer no motion", prefers("prefers-reduced-motion", "reduce"))
		for _, moving := range get(t, ctx, "see what moves", chromedp.Evaluate[[]string](whatMoves)) {
			t.Errorf("%s: %s moves", name, moving)
		}
		do(t, ctx, "look at everything twice as large", screen(180, 320, "ky"))
		for _, wide := range get(t, ctx, "measure "+name, chromedp.Evaluate[[]string](whatIsWide)) {
			t.Errorf("%s: twice as large, too wide: %s", name, wide)
		}
		do(t, ctx, "be a phone again", phone)
	}

	open := func(name, path string) {
		do(t, ctx, "open "+name, chromedp.Navigate(s.base+path))
		look(name)
	}
	do(t, ctx, "be a phone", phone)
	open("code", "/f")
	open("unknown code", "/f/222222")
	open("closed campaign", paths["household"])
	open("no such interview", paths["community-needs"]+"/nobody")
	open("no such page", "/nowhere")
	do(t, ctx, "speak German", screen(360, 640, "de"))
	open("language", paths["community-needs"])
	do(t, ctx, "be a phone", phone)

	w := walker{t: t, ctx: ctx, look: look}
	w.through(s.base+paths["community-needs"], "community-needs")
	press(t, ctx, "button[value=reopen]")
	look("correcting")
	press(t, ctx, "button.button[value=resend]")
	look("corrected")
	press(t, ctx, "a[href*=forget]")
	look("taking back")
	press(t, ctx, "button.danger")
	look("taken back")
	w.mistakes = true
	w.through(s.base+paths["every-kind"], "every-kind")
	for deadline := time.Now().Add(stepTime); w.has("main form"); { // answers are counted a moment later
		if time.Now().After(deadline) {
			t.Fatal("the campaign does not become full")
		}
		do(t, ctx, "come to a full campaign", chromedp.Navigate(s.base+paths["every-kind"]))
	}
	look("full campaign")
	t.Logf("looked at %d screens", seen)
}

// focusOnMistakes finds what has the focus on a screen with mistakes, if that is
// not their list.
const focusOnMistakes = `(() => {
	const at = document.activeElement;
	return !document.querySelector(".mistakes") || at.matches(".mistakes") ? "" : at.outerHTML.slice(0, 200);
})()`

// otherLanguage reports whether the page is offered in another language, or is the
// one on which a language is chosen.
const otherLanguage = `!!document.querySelector(".languages a[lang], button[name=lang]")`

// whatMoves finds elements that move by themselves, or are moved slowly.
const whatMoves = `[...document.querySelectorAll("*")].filter(el => {
	const style = getComputedStyle(el);
	return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0 || style.scrollBehavior === "smooth";
}).map(el => el.outerHTML.slice(0, 200))`

// whatIsWide finds what makes the page wider than the screen; nothing if it is not.
const whatIsWide = `(() => {
	const page = document.documentElement;
	if (page.scrollWidth <= page.clientWidth) return [];
	return [page.scrollWidth + " pixels of " + page.clientWidth, ...[...document.querySelectorAll("body *")]
		.filter(el => el.getBoundingClientRect().right > page.clientWidth + 1).map(el => el.outerHTML.slice(0, 120))];
})()`

// TestBrowserAxeFindsWhatIsWrong keeps the judge awake: a page with faults of the kinds
// that matter here does not pass.
func TestBrowserAxeFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	judge := newAxe(t)
	ctx := newBrowser(t)
	do(t, ctx, "open a page with faults", chromedp.Navigate(
		`data:text/html,<title>A</title><main><p style="color:%23999">pale</p><input></main>`))
	found := map[string]bool{}
	for _, fault := range judge.faults(t, ctx, false) {
		found[fault.Rule] = true
	}
	for _, rule := range []string{"html-has-lang", "label", "color-contrast", "page-has-heading-one"} {
		if !found[rule] {
			t.Errorf("axe-core finds nothing about %s", rule)
		}
	}
}
