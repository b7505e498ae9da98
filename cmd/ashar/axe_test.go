package main_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axe is axe-core, an independent judge of how accessible a page is.
type axe struct{ script string }

// newAxe reads axe-core, which the Makefile installs from npm. Without it the test
// is skipped, or fails where it is required.
func newAxe(t testing.TB) axe {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("testdata", "axe", "node_modules", "axe-core", "axe.min.js"))
	switch {
	case err != nil && required("axe"):
		t.Fatal("axe-core is not installed; run npm ci in cmd/ashar/testdata/axe, or make test")
	case err != nil:
		t.Skip("axe-core is not installed, so accessibility is not tested; make test installs it")
	}
	return axe{script: string(script)}
}

// axeRun puts these rules of axe-core to the page: every one in light, also those
// that axe-core leaves to be asked for and the experimental ones, and in dark those
// about colours. Left out are
//
//   - color-contrast-enhanced, which is AAA: what is to be pressed and what is
//     marked are AA, and TestContrast of survey/page holds body text to AAA;
//   - hidden-content, which finds what it cannot judge, and not what is wrong.
//
// The row of buttons, which stays in sight, is put where it stands on the page:
// what it happens to lie over is scrolled from under it.
const axeRun = `(async dark => {
	const rules = {};
	for (const {ruleId, tags} of axe.getRules()) rules[ruleId] = {enabled: !dark || tags.includes("cat.color")};
	for (const left of ["color-contrast-enhanced", "hidden-content"]) rules[left] = {enabled: false};
	const pinned = [...document.querySelectorAll("main .actions")].map(row => row.style);
	for (const style of pinned) style.position = "static";
	const found = await axe.run(document, {rules, resultTypes: ["violations"]});
	for (const style of pinned) style.position = "";
	return found.violations.flatMap(({id, nodes}) => nodes.map(n => ({rule: id, html: n.html, what: n.failureSummary})));
})(%t)`

// fault is something that axe-core finds.
type fault struct {
	Rule string `json:"rule"`
	HTML string `json:"html"` // of the element
	What string `json:"what"` // is to be done
}

// faults are what axe-core finds on the page that the browser shows. Its script is
// evaluated by the browser's own tools, to which the page's policy does not apply.
func (a axe) faults(t testing.TB, ctx context.Context, dark bool) []fault {
	t.Helper()
	do(t, ctx, "bring in axe-core", chromedp.Evaluate[chromedp.Void]("if (!window.axe) { "+a.script+" }; 0"))
	return get(t, ctx, "ask axe-core", chromedp.Evaluate[[]fault](fmt.Sprintf(axeRun, dark), chromedp.EvalAwaitPromise))
}

// judge fails the test for everything that axe-core finds on the page that the
// browser shows, in light and in dark.
func (a axe) judge(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	for _, scheme := range []string{"light", "dark"} {
		do(t, ctx, "be "+scheme, prefers("prefers-color-scheme", scheme))
		for _, f := range a.faults(t, ctx, scheme == "dark") {
			t.Errorf("%s, %s: %s: %s\n%s", name, scheme, f.Rule, f.HTML, f.What)
		}
	}
}

// prefers is a step that makes the browser prefer something, as a person sets it.
func prefers(feature, value string) chromedp.Action[chromedp.Void] {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
	})
}
