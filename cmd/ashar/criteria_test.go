//go:build !race

package main_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestBrowserWorkingGroupWritesCriteriaAndABudget does so with keys alone, beside the ranking of the demonstration: what it
// writes is kept, both rules are told side by side, and every page is held to axe-core and to a phone.
func TestBrowserWorkingGroupWritesCriteriaAndABudget(t *testing.T) {
	t.Parallel()
	judge, ctx, d := newAxe(t), newBrowser(t), newDemo(t)
	const board = "/board/kok-jar-needs"
	run(t, nil, "campaign", "close", "kok-jar-needs", "--store", d.store)
	run(t, nil, "campaign", "publish", "kok-jar-needs", "--store", d.store)
	k := keyboard{t: t, ctx: ctx}
	look := func(name string) {
		t.Helper()
		lookAt(t, ctx, judge, "criteria", name)
	}
	text := func(selector string) string {
		t.Helper()
		return strings.Join(strings.Fields(get(t, ctx, "read "+selector, chromedp.Text(chromedp.CSS(selector)))), " ")
	}
	do(t, ctx, "be a phone and sign in", screen(360, 640, "ky"), chromedp.Navigate(d.signIn))
	press(t, ctx, "main form button")
	do(t, ctx, "open the board", chromedp.Navigate(d.base+board))
	press(t, ctx, "nav.sections a[href='"+board+"/criteria']")
	look("before")

	k.to("a[href='#need-water']")
	do(t, ctx, "go there", chromedp.KeyEvent(kb.Enter))
	k.to("#need-water summary")
	do(t, ctx, "open it", chromedp.KeyEvent(kb.Enter))
	k.to("#effectiveness_water")
	do(t, ctx, "say how much helps", chromedp.KeyEvent("7"))
	for _, letter := range []string{"propriety", "economics", "acceptability", "resources", "legality"} {
		k.to("#" + letter + "_water")
		do(t, ctx, "say yes", chromedp.KeyEvent(kb.ArrowDown))
	}
	k.to("#cost_water")
	do(t, ctx, "say what it costs", chromedp.KeyEvent("12 500,5"))
	k.to("#need-water button")
	look("open")
	k.goOn(kb.Enter)
	if got := text("#need-water summary"); !strings.Contains(got, "6 суроодон 6 айтылды") {
		t.Errorf("of water it says %q", got)
	}
	look("saved")

	press(t, ctx, "nav.sections a[href='"+board+"/budget']")
	look("budget-empty")
	do(t, ctx, "be a laptop", screen(1280, 800, "ky"))
	k.to("#amount")
	do(t, ctx, "say how much there is", chromedp.KeyEvent("20 000"))
	for i, project := range []struct{ name, need, cost string }{{"Скважина", "water", "9 000"}, {"Ички жолдор", "roads", "14 000"}, {"Бала бакча", "kinder", "7 500"}} {
		row := func(field string) string {
			return get(t, ctx, "find "+field, chromedp.Evaluate[string](`"#" + document.querySelectorAll("fieldset.project")[`+string(rune('0'+i))+`].querySelector("[name^=`+field+`_]").id`))
		}
		k.to(row("name"))
		do(t, ctx, "name it", chromedp.KeyEvent(project.name))
		need := row("need")
		k.to(need)
		do(t, ctx, "say which need it meets", chromedp.SetValue(chromedp.CSS(need), project.need))
		k.to(row("cost"))
		do(t, ctx, "say what it costs", chromedp.KeyEvent(project.cost))
	}
	k.to("main .actions button:last-child")
	k.goOn(kb.Enter)
	if got := text("table.bids"); !strings.Contains(got, "Скважина") || !strings.Contains(got, "Сарпталды") {
		t.Errorf("of what is bought it says %q", got)
	}
	look("budget")
}
