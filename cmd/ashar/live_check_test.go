//go:build !race

package main_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	gocmp "github.com/google/go-cmp/cmp"
)

// mistaken is what a page says is to be mended, line by line, and beside what.
const mistaken = `[...document.querySelectorAll(".mistakes li, .wrong:not(.unseen)")].map(x => x.innerText + " > " +
	(x.querySelector("a")?.getAttribute("href") ?? x.parentElement.id))`

// mistakesOf walks a form and makes every mistake of fillWrongs on every screen. It
// returns what is said of each.
func mistakesOf(t testing.TB, ctx context.Context, form, name string, script bool, g *gate) map[string][]string {
	t.Helper()
	said, seen := map[string][]string{}, map[string]bool{}
	w := walker{t: t, ctx: ctx, fill: fillByName, look: func(screen string) {
		at := get(t, ctx, "see where this is", chromedp.Evaluate[string]("location.href"))
		if strings.HasSuffix(screen, ": welcome") || strings.HasSuffix(screen, "receipt") || strings.HasSuffix(screen, "look-over") || seen[screen] {
			return
		}
		seen[screen] = true
		if script {
			checked(t, ctx)
		}
		for i, wrong := range fillWrongs {
			g.count("")
			if get(t, ctx, "be mistaken", chromedp.Evaluate[int](wrong)) == 0 {
				continue
			}
			if !get(t, ctx, "look for a way on", chromedp.Evaluate[bool]("!!document.querySelector('.actions [value=next]')")) {
				return
			}
			press(t, ctx, ".actions [value=next]")
			got := get(t, ctx, "read", chromedp.Evaluate[[]string](mistaken))
			for i := range got { // in which order things are offered differs
				got[i] = named.ReplaceAllString(got[i], "«»")
			}
			if len(got) > 0 {
				said[fmt.Sprintf("%s %d", screen, i)] = got
			}
			if n := g.count(""); script && len(got) > 0 && n > 0 && !strings.Contains(screen, "photo") {
				t.Logf("%s, mistake %d: the server was asked", screen, i)
				said["asked"] = append(said["asked"], screen)
			}
			do(t, ctx, "begin the screen anew", chromedp.Evaluate[chromedp.Void]("localStorage.clear()"), chromedp.Navigate(at))
			if script {
				checked(t, ctx)
			}
		}
	}}
	w.through(form, name)
	return said
}

// named is what is called by its name in a mistake.
var named = regexp.MustCompile(`«[^»]*»`)

// fillWrongs fill a screen with what cannot be accepted, and count where.
var fillWrongs = []string{
	`1`, // nothing at all
	`document.querySelectorAll("main input:not([type]), main input[type=text], textarea").forEach(box => box.value = "x".repeat(5000)) || document.querySelectorAll("main input:not([type]), main input[type=text], textarea").length`,
	fillTyped("-7,25"), fillTyped("999"),
	`(days => { days.forEach(day => day.value = "1801-01-01"); return days.length })(document.querySelectorAll("[type=date]"))`,
	`(first => { first.forEach(radio => radio.checked = true); return first.length })(document.querySelectorAll("fieldset:first-of-type input[type=radio]"))`,
	`(all => { all.forEach(tick => tick.checked = true); return all.length })(document.querySelectorAll("[type=checkbox]"))`,
	`(all => { all.forEach((tick, i) => tick.checked = i < 1 || i === all.length - 1); return all.length })([...document.querySelectorAll("[type=checkbox]")])`,
}

func fillTyped(text string) string {
	return fmt.Sprintf(`(boxes => { boxes.forEach(box => box.value = %q); return boxes.length })(document.querySelectorAll("main input:not([type]), main input[type=text]"))`, text)
}

// TestBrowserMistakesAreSaidAtOnceAsTheServerSaysThem makes the same mistakes with and
// without scripts: the same is said, and the server is asked only
// where what is wrong hangs on other answers.
func TestBrowserMistakesAreSaidAtOnceAsTheServerSaysThem(t *testing.T) {
	t.Parallel()
	const name = "every-kind"
	for _, lang := range []string{"ky"} {
		said := map[bool]map[string][]string{}
		for _, script := range []bool{false, true} {
			ctx := newBrowser(t)
			s, paths := newForms(t)
			g := newGate(t, s)
			do(t, ctx, "be a phone", screen(360, 640, lang), command(emulation.SetScriptExecutionDisabled,
				emulation.SetScriptExecutionDisabledParams{Value: !script}))
			said[script] = mistakesOf(t, ctx, g.URL+paths[name]+"?lang="+lang, name, script, g)
		}
		asked := said[true]["asked"]
		delete(said[true], "asked")
		t.Logf("%s: %d mistakes; the server was asked about %v", lang, len(said[false]), asked)
		if len(said[false]) < 15 || len(asked) > len(said[false])/3 {
			t.Errorf("%s: %d mistakes, the server was asked about %d", lang, len(said[false]), len(asked))
		}
		if diff := gocmp.Diff(said[false], said[true]); diff != "" {
			t.Errorf("%s: the server says (-), the browser says (+):\n%s", lang, diff)
		}
	}
}

// TestBrowserFourthNeedIsSaidAtOnce ticks one need too many: it is said at once, with how
// to mend it, and nothing moves; unticked, it is not said any more.
func TestBrowserFourthNeedIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	begins(t, ctx, s.base+"/f/"+s.codes[0])
	const places = `[...document.querySelectorAll(".choice")].map(c => c.getBoundingClientRect().top).join()`
	tap(t, ctx, "water", "roads", "kinder")
	if said := text(t, ctx, ".wrong"); said != "" {
		t.Errorf("of three it says %q", said)
	}
	do(t, ctx, "scroll as a browser that does not hold on to what is seen", chromedp.Evaluate[chromedp.Void](`document.documentElement.style.overflowAnchor = "none", scrollTo(0, 200)`))
	before := get(t, ctx, "measure", chromedp.Evaluate[string](places))
	do(t, ctx, "tick a fourth", chromedp.Evaluate[chromedp.Void]("document.querySelector('[value=school]').click()"))
	until(t, ctx, "say so", `document.querySelector(".actions .wrong[role=alert]")?.innerText.includes("3")`)
	if after := get(t, ctx, "measure", chromedp.Evaluate[string](places)); after != before {
		t.Errorf("the choices move from %s to %s", before, after)
	}
	picture(t, ctx, "live-too-many")
	newAxe(t).judge(t, ctx, "too many")
	do(t, ctx, "take it away", chromedp.Evaluate[chromedp.Void]("document.querySelector('[value=school]').click()"))
	until(t, ctx, "be content", `!document.querySelector(".wrong")`)
}

// TestBrowserNumberIsJudgedWhenItIsLeft types a number that is too large: nothing is said
// while it is typed, but when it is left; and with the first right one it is forgotten.
func TestBrowserNumberIsJudgedWhenItIsLeft(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	begins(t, ctx, newKinds(t))
	wrong := func(when string, want bool) {
		t.Helper()
		if said := text(t, ctx, ".wrong"); (said != "") != want {
			t.Errorf("%s it says %q", when, said)
		}
	}
	do(t, ctx, "type", chromedp.SendKeys(chromedp.CSS("#text"), "999"))
	wrong("typed,", false)
	do(t, ctx, "leave it", chromedp.Evaluate[chromedp.Void]("document.activeElement.blur()"))
	wrong("left,", true)
	if !get(t, ctx, "see what describes the box", chromedp.Evaluate[bool](
		`!!document.querySelector("#" + document.querySelector("#text").getAttribute("aria-describedby").split(" ").pop() + ".wrong")`)) {
		t.Error("the box is not described by what is wrong")
	}
	picture(t, ctx, "live-wrong-number")
	do(t, ctx, "mend it", chromedp.SendKeys(chromedp.CSS("#text"), "\b\b"))
	wrong("mended,", false)
	same(t, ctx, "judged")
}
