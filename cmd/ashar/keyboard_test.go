//go:build !race

package main_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// maxTabs bounds the presses of the Tab key that lead around a screen.
const maxTabs = 60

// TestBrowserInterviewIsHeldByKeyboard answers, makes a mistake, corrects what was sent
// and takes it back, with nothing but a keyboard.
func TestBrowserInterviewIsHeldByKeyboard(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	k := keyboard{t: t, ctx: ctx}
	do(t, ctx, "be a phone", screen(360, 640, "ky"), chromedp.Navigate(s.base+"/f"))

	k.to("#code")
	do(t, ctx, "type the code", chromedp.KeyEvent(s.codes[0]))
	k.goOn(kb.Enter)
	k.to("main form button.button")
	k.goOn(kb.Enter)

	k.to(".actions [value=next]") // without having chosen
	k.goOn(kb.Enter)
	k.at(".mistakes")
	k.to(".mistakes a")
	do(t, ctx, "follow what is to be mended", chromedp.KeyEvent(kb.Enter))
	for _, need := range []string{"water", "roads", "kinder"} {
		k.to("input[value=" + need + "]")
		do(t, ctx, "tick", chromedp.KeyEvent(" "))
	}
	k.goOn(kb.Enter) // from within the form

	for _, need := range []string{"roads", "water"} {
		k.to("button[name=place][value=" + need + "]")
		k.goOn(" ")
	}
	k.to(".actions [value=next]")
	k.goOn(kb.Enter)

	for _, need := range []string{"water", "roads", "kinder"} {
		k.to(`input[name="level.` + need + `"]`)
		do(t, ctx, "rate", chromedp.KeyEvent(" "+kb.ArrowRight+kb.ArrowRight))
		k.at(`input[name="level.` + need + `"][value="3"]:checked`)
	}
	k.to(".actions [value=back]")
	k.goOn(kb.Enter)
	k.to(".actions [value=next]")
	k.goOn(kb.Enter) // past the marks, which going back has kept

	k.to("input[name=choice]")
	do(t, ctx, "choose", chromedp.KeyEvent(" "))
	k.goOn(kb.Enter)
	k.to(".actions [value=skip]")
	k.goOn(kb.Enter)
	k.to("textarea")
	do(t, ctx, "write", chromedp.KeyEvent("Light at the bridge."))
	k.to(".actions [value=next]")
	k.goOn(kb.Enter)
	k.to(".actions [value=send]")
	k.goOn(kb.Enter)
	expect(t, ctx, "h1", "Рахмат")
	k.to("button[value=reopen]")
	k.goOn(" ")
	k.to("button[name=change][value=sex]")
	k.goOn(kb.Enter)
	k.to(".actions [value=next]")
	k.goOn(kb.Enter)
	k.to(".actions [value=resend]")
	k.goOn(kb.Enter)
	expect(t, ctx, "h1", "Рахмат")
	k.to("a[href*=forget]")
	k.goOn(kb.Enter)
	k.to("button.danger")
	k.goOn(kb.Enter)
	expect(t, ctx, "h1", "Өчүрүлдү")
}

// keyboard is a person without a mouse or a finger on the glass.
type keyboard struct {
	t   testing.TB
	ctx context.Context
}

// to presses Tab until the selector matches what has the focus. Whatever has it on
// the way must be seen to have it, and must not lie under the row of buttons.
func (k keyboard) to(selector string) {
	k.t.Helper()
	var passed []string
	for range maxTabs {
		do(k.t, k.ctx, "press Tab", chromedp.KeyEvent(kb.Tab))
		if fault := get(k.t, k.ctx, "see the focus", chromedp.Evaluate[string](unseenFocus)); fault != "" {
			k.t.Errorf("on the way to %s: %s", selector, fault)
		}
		if k.is(selector) {
			return
		}
		passed = append(passed, get(k.t, k.ctx, "see the focus", chromedp.Evaluate[string]("document.activeElement.outerHTML.slice(0, 80)")))
	}
	k.t.Fatalf("%s is not reached by Tab, but\n%s", selector, strings.Join(passed, "\n"))
}

// at wants the selector to match what has the focus.
func (k keyboard) at(selector string) {
	k.t.Helper()
	if !k.is(selector) {
		at := get(k.t, k.ctx, "see the focus", chromedp.Evaluate[string]("document.activeElement.outerHTML.slice(0, 200)"))
		k.t.Errorf("the focus is on %s, want it on %s", at, selector)
	}
}

func (k keyboard) is(selector string) bool {
	k.t.Helper()
	return get(k.t, k.ctx, "see the focus", chromedp.Evaluate[bool]("document.activeElement.matches(`"+selector+"`)"))
}

// goOn presses a key and waits for what comes of it.
func (k keyboard) goOn(key string) {
	k.t.Helper()
	await(k.t, k.ctx, fmt.Sprintf("press the key %q", key), chromedp.KeyEvent(key))
}

// unseenFocus says what is wrong with how the focus is seen; "" if nothing is. A
// tick and a mark show it on the card that stands for them.
const unseenFocus = `(() => {
	const at = document.activeElement;
	if (at === document.body) return ""; // the Tab key leads from the page to the browser and back
	const card = at.matches(".choice input, .scale input") ? at.nextElementSibling : at;
	const outline = getComputedStyle(card), box = card.getBoundingClientRect();
	if (outline.outlineStyle === "none" || parseFloat(outline.outlineWidth) < 2) return "no outline: " + card.outerHTML.slice(0, 200);
	const x = box.left + box.width / 2, y = Math.max(box.top, 0) + Math.min(box.height, innerHeight) / 2;
	const top = document.elementFromPoint(x, y);
	return top && (card.contains(top) || at.contains(top)) ? "" : "hidden: " + card.outerHTML.slice(0, 200);
})()`
