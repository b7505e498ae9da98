package main_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"ashar/survey"
)

// stepTime bounds one step in the browser, which waits for pages by itself. It says nothing of how fast a step is: three
// browsers share the processor, and what takes a second of it, such as a toll, can take twenty of theirs.
const stepTime = time.Minute

// newBrowser starts a headless Chromium for the test. Without one the test is
// skipped, or fails where a browser is required.
func newBrowser(t testing.TB) context.Context {
	t.Helper()
	return newBrowserAt(t, t.TempDir())
}

// newBrowserAt starts one that keeps what it keeps in this folder.
func newBrowserAt(t testing.TB, dir string) context.Context {
	t.Helper()
	found := false
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if _, err := exec.LookPath(name); err == nil {
			found = true
		}
	}
	switch {
	case !found && required("browser"):
		t.Fatal("no Chromium: install it, or run make test")
	case !found:
		t.Skip("no Chromium, so pages are not tested in a browser; make test installs one")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(dir))
	ctx, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return ctx
}

// do takes steps in the browser, and fails the test if they do not come about.
func do(t testing.TB, ctx context.Context, what string, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	get(t, ctx, what, chromedp.Steps(steps...))
}

// get does the same for a step that brings something back.
func get[T any](t testing.TB, ctx context.Context, what string, step chromedp.Action[T]) T {
	t.Helper()
	limited, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	got, err := chromedp.Run(limited, step)
	for err != nil && strings.Contains(err.Error(), "Could not find node") && limited.Err() == nil { // the page drew anew what was to be pressed
		got, err = chromedp.Run(limited, step)
	}
	if err != nil {
		limited, cancel := context.WithTimeout(ctx, stepTime)
		defer cancel()
		page, _ := chromedp.Run(limited, chromedp.Text(chromedp.CSS("body")))
		t.Fatalf("%s: %v\nthe page:\n%s", what, err, page)
	}
	return got
}

// command is a step that tells the browser something about itself.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, c, params)
		return err
	})
}

// press clicks what the selector finds and waits for what comes of it: another page,
// or another screen on the same page.
func press(t testing.TB, ctx context.Context, selector string) {
	t.Helper()
	press := chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible)
	if get(t, ctx, "see where "+selector+" leads", chromedp.Evaluate[bool](fmt.Sprintf(leads, selector))) {
		do(t, ctx, "watch for another page", chromedp.Evaluate[chromedp.Void]("window.leaves = true"))
	}
	await(t, ctx, "press "+selector, press)
}

// await takes a step and waits for what comes of it.
func await(t testing.TB, ctx context.Context, what string, step chromedp.Action[chromedp.Void]) {
	t.Helper()
	do(t, ctx, what, chromedp.Evaluate[chromedp.Void](watchMain), step)
	for deadline := time.Now().Add(stepTime); ; time.Sleep(5 * time.Millisecond) {
		limited, cancel := context.WithTimeout(ctx, stepTime)
		rests, err := chromedp.Run(limited, chromedp.Evaluate[bool](mainRests))
		cancel()
		switch { // an error is that of a page which goes as it is asked
		case err == nil && rests:
			return
		case time.Now().After(deadline):
			t.Fatalf("%s: nothing comes of it (%v)\n%s", what, err, get(t, ctx, "read", chromedp.Text(chromedp.CSS("body"))))
		}
	}
}

// leads reports whether a link leads out of an interview: then nothing but another
// page comes of it, whatever else changes meanwhile.
const leads = `(link => !!link && link.matches("a[href]") && !/^\/f\/[^/]+\/[A-Z2-7]{26}/.test(link.pathname))(document.querySelector(%q))`

// watchMain begins to look for changes of the page, and mainRests sees whether there
// were some and nothing more is under way. Another page knows nothing of the first.
const (
	watchMain = `(() => {
	const before = window.watched;
	if (before) before.disconnect();
	window.changed = false;
	window.watched = new MutationObserver((all) => {
		if (all.some((m) => m.type === "childList")) window.changed = true;
	});
	window.watched.observe(document.getElementById("main") || document.body, {childList: true, subtree: true});
})()`
	mainRests = `document.readyState === "complete" && (!window.watched || !window.leaves && window.changed && !document.querySelector("main[aria-busy]"))`
)

// screen gives the browser a screen of this size, and a language to ask for.
func screen(width, height int64, lang string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		command(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 600,
		}),
		command(network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
			Headers: network.Headers{"Accept-Language": lang},
		}),
	)
}

// TestResidentAnswersInABrowser answers in Kyrgyz on a phone, with and without
// JavaScript, and finds the answer in the ranking.
func TestResidentAnswersInABrowser(t *testing.T) {
	for _, script := range []bool{true, false} {
		t.Run(fmt.Sprintf("JavaScript=%t", script), func(t *testing.T) {
			ctx := newBrowser(t)
			s := newService(t)
			do(t, ctx, "be a phone", screen(360, 640, "ky"), command(emulation.SetScriptExecutionDisabled,
				emulation.SetScriptExecutionDisabledParams{Value: !script}))
			receipt := answerInBrowser(t, ctx, s)
			if len(receipt) != 11 || receipt[5] != '-' {
				t.Errorf("got receipt %q, want a code like ABCDE-FGHJK", receipt)
			}
			var ranking struct {
				Count int `json:"n"`
			}
			if err := json.Unmarshal([]byte(run(t, nil, "rank", "--json", "--store", s.store)), &ranking); err != nil {
				t.Fatal(err)
			}
			if ranking.Count != 1 {
				t.Errorf("got %d answers in the ranking, want 1", ranking.Count)
			}
		})
	}
}

// answerInBrowser goes through the form as a resident does, makes a mistake on
// the way and goes back once, and returns the receipt.
func answerInBrowser(t testing.TB, ctx context.Context, s *service) string {
	t.Helper()
	do(t, ctx, "open the form", chromedp.Navigate(s.base+"/f/"+s.codes[0]))
	expect(t, ctx, "h1", "Айылыңызга эмне керек?")
	press(t, ctx, "main form button.button") // consent

	press(t, ctx, "button.button[value=next]") // without having chosen: the same screen, with a word
	expect(t, ctx, ".wrong", "Жок дегенде бирөөнү тандаңыз.")
	tap(t, ctx, "water", "roads", "kinder")
	press(t, ctx, "button.button[value=next]")

	for _, need := range []string{"roads", "water", "kinder"} {
		if get(t, ctx, "look for "+need, chromedp.Evaluate[bool](`!!document.querySelector('button[name=place][value=`+need+`]')`)) { // the last one takes the place that is left
			press(t, ctx, "button[name=place][value="+need+"]")
		}
	}
	press(t, ctx, "button.button[value=next]")

	press(t, ctx, "button[value=back]:not(.hidden)")
	press(t, ctx, "button.button[value=next]")

	for _, need := range []string{"water", "roads", "kinder"} {
		do(t, ctx, "rate "+need, chromedp.Click(chromedp.CSS(`input[name="level.`+need+`"][value="4"] + .card`)))
	}
	press(t, ctx, "button.button[value=next]")
	tap(t, ctx, survey.SexFemale)
	press(t, ctx, "button.button[value=next]")
	press(t, ctx, "button[value=skip]") // the age
	do(t, ctx, "write a wish", chromedp.SendKeys(chromedp.CSS("textarea"), "Көпүрөнүн жанына жарык керек."))
	press(t, ctx, "button.button[value=next]")
	expect(t, ctx, "main", "Көпүрөнүн жанына жарык керек.")
	press(t, ctx, "button.button[value=send]")
	return strings.TrimSpace(get(t, ctx, "read the receipt", chromedp.Text(chromedp.CSS(".receipt"))))
}

// tap ticks choices by their cards.
func tap(t testing.TB, ctx context.Context, names ...string) {
	t.Helper()
	for _, name := range names {
		do(t, ctx, "choose "+name, chromedp.Click(chromedp.CSS(`input[name=choice][value="`+name+`"] + .card`)))
	}
}

// expect wants the element to hold these words.
func expect(t testing.TB, ctx context.Context, selector, words string) {
	t.Helper()
	if got := get(t, ctx, "read "+selector, chromedp.Text(chromedp.CSS(selector))); !strings.Contains(got, words) {
		t.Errorf("%s: got %q, want %q in it", selector, got, words)
	}
}
