//go:build !race

package main_test

import (
	"context"
	"encoding/csv"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	gocmp "github.com/google/go-cmp/cmp"
)

// mark marks the page that is loaded: the mark is gone with it.
func mark(t testing.TB, ctx context.Context) {
	t.Helper()
	do(t, ctx, "mark the page", chromedp.Evaluate[chromedp.Void]("window.mark = true"))
}

// same fails the test if another page was loaded since mark.
func same(t testing.TB, ctx context.Context, when string) {
	t.Helper()
	if !get(t, ctx, "look for the mark", chromedp.Evaluate[bool]("window.mark === true")) {
		t.Errorf("%s: another page was loaded", when)
	}
}

// at is the last part of the address.
func at(t testing.TB, ctx context.Context) string {
	t.Helper()
	return get(t, ctx, "see the address", chromedp.Evaluate[string]("location.pathname.split('/').pop()"))
}

// begins opens a form in Kyrgyz on a phone, and agrees.
func begins(t testing.TB, ctx context.Context, form string) {
	t.Helper()
	do(t, ctx, "open the form", screen(360, 640, "ky"), chromedp.Navigate(form))
	press(t, ctx, "main form button.button")
	checked(t, ctx)
	mark(t, ctx)
}

// checked waits until the browser can judge answers by itself.
func checked(t testing.TB, ctx context.Context) {
	t.Helper()
	do(t, ctx, "be able to judge", chromedp.Evaluate[chromedp.Void](`(async () => {
		await fetch("/f/" + location.pathname.split("/")[2] + "/form.json?lang=" + document.documentElement.lang);
		await new Promise((done) => setTimeout(done, 100));
	})()`, chromedp.EvalAwaitPromise))
}

// answersOf is what is stored of a campaign's only answer, by column; without what
// differs from one interview to the next, as pairs and times do.
func answersOf(t testing.TB, s *service, campaign string) map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(run(t, nil, "export", "--campaign", campaign, "--store", s.store))).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%s: got %d rows, want a head and an answer (%v)", campaign, len(rows), err)
	}
	answers := map[string]string{}
	for i, column := range rows[0] {
		if !differs.MatchString(column) {
			answers[column] = rows[1][i]
		}
	}
	return answers
}

var differs = regexp.MustCompile(`^(_id|_begun|_submitted|begun|sent|started|start|sent|compare|photo|voice)$`)

// TestBrowserScreensComeWithoutLoading walks questionnaires, of which one asks every
// kind of question, from the first view to the receipt without another page being
// loaded, and finds stored what is stored without scripts.
func TestBrowserScreensComeWithoutLoading(t *testing.T) {
	t.Parallel()
	names := []string{"every-kind", "rapid-needs", "hearing-points"}
	walked := map[string]map[string]map[string]string{}
	for _, browser := range []string{"new", "old", "without scripts"} {
		script := browser != "without scripts"
		ctx := newBrowser(t)
		s, paths := newForms(t)
		walked[browser] = map[string]map[string]string{}
		do(t, ctx, "be a phone", screen(360, 640, "ky"), command(emulation.SetScriptExecutionDisabled,
			emulation.SetScriptExecutionDisabledParams{Value: !script}))
		if browser == "old" { // as far as that can be feigned
			do(t, ctx, "be old", beforePages(`delete SubmitEvent.prototype.submitter; delete Element.prototype.replaceChildren;
				delete Element.prototype.animate; delete window.speechSynthesis; delete HTMLFormElement.prototype.requestSubmit;`))
		}
		for _, name := range names {
			screens := 0
			w := walker{t: t, ctx: ctx, fill: fillByName, look: func(screen string) {
				if screens++; screens == 1 {
					mark(t, ctx)
				} else if script {
					same(t, ctx, screen)
				}
			}}
			w.through(s.base+paths[name], name)
			walked[browser][name] = answersOf(t, s, name)
			t.Logf("%s, %s: %d screens, %d columns", name, browser, screens, len(walked[browser][name]))
		}
	}
	for _, name := range names {
		for _, browser := range []string{"new", "old"} {
			if diff := gocmp.Diff(walked["without scripts"][name], walked[browser][name]); diff != "" {
				t.Errorf("%s: what is stored without scripts (-) is not what is stored by a %s browser with them (+):\n%s", name, browser, diff)
			}
		}
	}
}

// fillByName fills the screen as a person does, with what can be accepted and does not
// depend on the order in which things are offered, and finds what to press then.
const fillByName = `(() => {
	const all = s => [...document.querySelectorAll(s)], by = (a, b) => a.value < b.value ? -1 : 1;
	const type = (box, text) => {
		box.focus();
		box.value = text;
		box.dispatchEvent(new Event("input", {bubbles: true}));
		box.dispatchEvent(new Event("change", {bubbles: true}));
	};
	if (all(".actions [value=send]").length) return ".actions [value=send]";
	const place = all("button[name=place]:not([disabled])").sort(by)[0];
	if (place) return "button[name=place][value='" + place.value + "']";
	const told = all(".mistakes").length > 0, wanted = all("input[type=checkbox]").sort(by).slice(told ? -1 : -2);
	all("input[type=checkbox]").forEach(tick => tick.checked === wanted.includes(tick) || tick.click());
	all("fieldset").forEach(row => [...row.querySelectorAll("input[type=radio]")].sort(by).slice(-1).forEach(last => last.click()));
	const give = all("button[name=give]").sort((a, b) => by(b, a))[0];
	if (give && !all("input[name^='points.']").some(box => box.value > 2)) return "button[name=give][value='" + give.value + "']";
	all("textarea").forEach(box => type(box, "Көпүрөнүн жанына жарык керек."));
	all("input#text").forEach(box => type(box, box.type === "date" ? "2026-03-01"
		: box.inputMode === "" ? "40.26, 72.61" : told ? "10" : "1"));
	return ".actions [value=next]";
})()`
