//go:build !race

package main_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// narrow holds what the browser shows on a phone to the phone's width and to axe-core.
func (a axe) narrow(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	if wide := get(t, ctx, "measure "+name, chromedp.Evaluate[int64]("document.documentElement.scrollWidth")); wide > 360 {
		t.Errorf("%s: %d pixels wide on a screen of 360", name, wide)
	}
	a.judge(t, ctx, name)
}

// TestBrowserResidentWantsTheAnswersBack has a resident come to the office with a receipt: the organiser sees the answers on
// a phone, withdraws them, is told that it is done, and then nothing is left.
func TestBrowserResidentWantsTheAnswersBack(t *testing.T) {
	t.Parallel()
	judge, ctx := newAxe(t), newBrowser(t)
	s := newService(t)
	do(t, ctx, "be a phone", screen(360, 640, "ky"))
	receipt := answerInBrowser(t, ctx, s)
	link := strings.TrimSpace(run(t, s.env, "invite", "kok-jar", "aida", "--name", "Аида", "--role", "organiser", "--store", s.store, "--public-url", s.base))
	do(t, ctx, "open the link", chromedp.Navigate(link))
	press(t, ctx, "main form button")
	ask := func(typed string) {
		t.Helper()
		do(t, ctx, "open the requests", chromedp.Navigate(s.base+"/desk/_requests"), chromedp.SetValue(chromedp.CSS("#receipt"), typed))
		press(t, ctx, "form.ask button")
	}
	ask("00000-00000")
	expect(t, ctx, ".mistakes", "код")
	judge.narrow(t, ctx, "a receipt that nobody has")
	ask(strings.ToLower(strings.ReplaceAll(receipt, "-", " ")))
	expect(t, ctx, ".given", "Көпүрөнүн жанына жарык керек.")
	judge.narrow(t, ctx, "the answers")
	keepPicture(t, ctx, "requests-held-360.png")
	press(t, ctx, "form[action$='/withdraw'] button")
	judge.narrow(t, ctx, "whether that is sure")
	if n := len(responses(t, s)); n != 1 {
		t.Errorf("before it is sure there are %d responses, want one", n)
	}
	press(t, ctx, ".sure .danger")
	expect(t, ctx, ".notice.good", "өчүрүлдү")
	judge.narrow(t, ctx, "done")
	keepPicture(t, ctx, "requests-done-360.png")
	if n := len(responses(t, s)); n != 0 {
		t.Errorf("%d responses are left", n)
	}
	ask(receipt)
	expect(t, ctx, ".mistakes", "код")
}
