//go:build !race

package main_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"ashar/survey"
)

// codesOf makes the service's campaign admit by personal codes, and returns some of its
// first village.
func codesOf(t testing.TB, s *service, count string) (codes, links []string) {
	t.Helper()
	run(t, s.env, "campaign", "revise", "needs", "--admission", "codes", "--store", s.store)
	out := run(t, s.env, "campaign", "codes", "needs", "--count", count, "--village", "archa-bulak", "--public-url", s.base, "--store", s.store)
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		codes, links = append(codes, row[1]), append(links, row[4])
	}
	time.Sleep(survey.CatalogueTTL) // until the service knows
	return codes, links
}

// mistyped is a code with another check character.
func mistyped(code string) string {
	wrong := code[:len(code)-1] + "2"
	if wrong == code {
		wrong = code[:len(code)-1] + "3"
	}
	return wrong
}

// TestBrowserCodeIsTypedWithoutASignal answers with a personal code where there is no
// signal. A code that was used is refused when the answer arrives; it stays on the phone,
// and goes with another.
func TestBrowserCodeIsTypedWithoutASignal(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t)
	codes, links := codesOf(t, s, "2")
	w := newMast(t, s)
	form := visit(t, ctx, w)
	picture(t, ctx, "code")
	newAxe(t).judge(t, ctx, "the first page with a code")
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	until(t, ctx, "say that there is no signal", `document.querySelector("main > [role=status]")`)
	typed := func(code string) {
		do(t, ctx, "type a code", chromedp.Evaluate[chromedp.Void](`{
			const box = document.getElementById("ticket");
			box.value = "`+code+`";
			box.dispatchEvent(new Event("input"));
		}`))
	}
	typed(mistyped(codes[0]))
	do(t, ctx, "agree", chromedp.Evaluate[chromedp.Void](`document.querySelector("main form").requestSubmit()`))
	until(t, ctx, "say that the code is mistyped", `document.getElementById("ticket").validationMessage.includes("Код ката жазылды")`)
	for range 2 { // the second time by somebody who found the sheet
		typed(strings.ToLower(codes[0]))
		if title := answers(t, ctx, 0); title != keptTitle {
			t.Fatalf("the phone says %q, want %q", title, keptTitle)
		}
		press(t, ctx, "main a.button")
	}
	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, ctx, "say that the code was used", `document.querySelector(".outbox input.code") && document.querySelector(".outbox").innerText.includes("жооп мурда берилген")`)
	if n := stored(t, s); n != 1 {
		t.Errorf("%d answers are stored, want 1", n)
	}
	do(t, ctx, "look at what is kept", chromedp.Evaluate[chromedp.Void](`document.querySelector(".outbox").scrollIntoView()`))
	picture(t, ctx, "code-used")
	newAxe(t).judge(t, ctx, "an answer whose code was refused")
	do(t, ctx, "type another code", chromedp.Evaluate[chromedp.Void](`{
		document.querySelector(".outbox input.code").value = "`+codes[1]+`";
		[...document.querySelectorAll(".outbox .notice button")].pop().click();
	}`))
	until(t, ctx, "say that both are sent", `document.querySelector(".outbox").innerText.includes("Жөнөтүлдү: 2")`)
	if n := stored(t, s); n != 2 {
		t.Errorf("%d answers are stored, want 2", n)
	}
	// Refused at the door by the server, and the signal goes: what is typed then is heard all the same.
	do(t, ctx, "open the form", chromedp.Navigate(form))
	until(t, ctx, "be listened to", `document.querySelector(".outbox")`)
	typed(mistyped(codes[0]))
	do(t, ctx, "agree without being judged here", chromedp.Evaluate[chromedp.Void](`document.querySelector("main form").requestSubmit()`))
	until(t, ctx, "be refused", `document.querySelector("main .mistakes")`)
	w.gone.Store(true)
	typed(codes[0])
	do(t, ctx, "agree", chromedp.Evaluate[chromedp.Void](`document.querySelector("main form").requestSubmit()`))
	until(t, ctx, "find the code on the page that was kept", `document.body.hasAttribute("data-offline") && document.getElementById("ticket").value === "`+codes[0]+`"`)
	w.gone.Store(false)

	do(t, ctx, "open a sheet's link", chromedp.Navigate(links[0]))
	expect(t, ctx, "label[for=ticket]", "Жеке кодуңуз")
	press(t, ctx, "main form button.button")
	expect(t, ctx, "h1", "Рахмат. Жообуңуз кабыл алынды.")
}

// TestBrowserPaysTheTollUnseen begins while the campaign is flooded: on a page that asked
// for a toll, on one that was opened before, and without script.
func TestBrowserPaysTheTollUnseen(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newService(t, "ASHAR_FLOOD_BURST=2", "ASHAR_FLOOD_EVERY=10s")
	form := s.base + "/f/" + s.codes[0] + "?lang=ky"
	do(t, ctx, "open the form before the flood", screen(360, 640, "ky"), chromedp.Navigate(form))
	consent := get(t, ctx, "read the consent's version", chromedp.Evaluate[string](`document.querySelector("[name=consent]").value`))
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for range 10 {
		resp, err := client.PostForm(form, url.Values{"consent": {consent}})
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	first := "Эң керектүү үчөөнү тандаңыз"
	do(t, ctx, "agree", chromedp.Evaluate[chromedp.Void](`document.querySelector("main form").requestSubmit()`))
	until(t, ctx, "begin after the page that waits", `document.querySelector("h1")?.innerText === "`+first+`"`)

	do(t, ctx, "open the form in the flood", chromedp.Navigate(form))
	until(t, ctx, "work while it is read", `document.querySelector("[name=work]").value`)
	press(t, ctx, "main form button.button")
	expect(t, ctx, "h1", first)

	do(t, ctx, "have no script", command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}), chromedp.Navigate(form))
	press(t, ctx, "main form button.button")
	expect(t, ctx, "h1", "Бир аз күтүңүз")
	picture(t, ctx, "wait")
	time.Sleep(10 * time.Second) // it goes on by itself
	press(t, ctx, "main form button.button")
	expect(t, ctx, "h1", first)
}
