package main_test

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// newForms serves a campaign with each questionnaire: those that are built in, and
// the one with a question of every kind. It returns the service and the path of a
// form of each, by the questionnaire's name. Each takes one answer; those named are
// closed.
func newForms(t testing.TB, closed ...string) (s *service, paths map[string]string) {
	t.Helper()
	place := filepath.Join(t.TempDir(), "place.json")
	if err := os.WriteFile(place, []byte(run(t, nil, "campaign", "place")), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "configs", "questionnaires", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no questionnaires: %v", err)
	}
	files = append(files, filepath.Join("..", "..", "survey", "testdata", "every-kind.json"))
	s, paths = &service{store: "file:" + filepath.Join(t.TempDir(), "forms.db")}, map[string]string{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		opened := run(t, nil, "campaign", "open", place, "--store", s.store, "--id", name, "--form", file, "--limit", "1")
		paths[name] = "/f/" + doorLink.FindStringSubmatch(opened)[1]
	}
	for _, name := range closed {
		run(t, nil, "campaign", "close", name, "--store", s.store)
	}
	s.serve(t)
	return s, paths
}

// walker goes through forms in the browser as simply as can be.
type walker struct {
	t        testing.TB
	ctx      context.Context
	mistakes bool              // to make one wherever that is possible, and look at what is said
	look     func(name string) // called for every screen, with the questionnaire and the question
	fill     string            // instead of fill
}

// maxScreens bounds the screens of a form.
const maxScreens = 80

// through goes from the first view of a form to the receipt, where it stays.
func (w walker) through(form, name string) {
	w.t.Helper()
	do(w.t, w.ctx, "open "+name, chromedp.Navigate(form))
	w.look(name + ": welcome")
	press(w.t, w.ctx, "main form button.button")
	mistaken := map[string]bool{}
	for range maxScreens {
		at := get(w.t, w.ctx, "see where "+name+" is", chromedp.Evaluate[string]("location.pathname"))
		if w.has(".receipt") {
			w.look(name + ": receipt")
			return
		}
		screen := name + ": " + at[strings.LastIndex(at, "/")+1:]
		if w.has("button[name=change]") {
			screen = name + ": look-over"
		}
		w.look(screen)
		if next := w.has(".actions [value=next]"); w.mistakes && next && !mistaken[at] && !w.has(".mistakes") {
			mistaken[at] = true
			do(w.t, w.ctx, "be mistaken", chromedp.Evaluate[chromedp.Void](fillWrong))
			press(w.t, w.ctx, ".actions [value=next]")
			if w.has(".mistakes") {
				w.look(screen + ", mistaken")
			}
			do(w.t, w.ctx, "begin the screen anew", chromedp.Navigate(origin(form)+at))
		}
		press(w.t, w.ctx, get(w.t, w.ctx, "answer "+screen, chromedp.Evaluate[string](cmp.Or(w.fill, fill))))
	}
	w.t.Fatalf("%s: no receipt after %d screens, but %s", name, maxScreens, get(w.t, w.ctx, "read", chromedp.Text(chromedp.CSS("main"))))
}

// origin is the beginning of an address, up to its path.
func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	return u.Scheme + "://" + u.Host
}

// has reports whether the page has what the selector finds.
func (w walker) has(selector string) bool {
	w.t.Helper()
	return get(w.t, w.ctx, "look for "+selector, chromedp.Evaluate[bool](fmt.Sprintf("!!document.querySelector(%q)", selector)))
}

// fillWrong fills the screen with what cannot be accepted, where there is such.
const fillWrong = `(() => {
	const all = s => [...document.querySelectorAll(s)];
	all("main input:not([type]), main input[type=text], textarea").forEach(box => box.value = "x".repeat(600));
	all("input[type=date]").forEach(day => day.value = "1801-01-01");
	all("input[type=checkbox]").forEach((tick, i, ticks) => tick.checked = ticks.length > 3);
})()`

// fill fills the screen with what can be accepted, and finds what to press then.
const fill = `(() => {
	const all = s => [...document.querySelectorAll(s)], has = s => all(s).length > 0;
	if (has(".actions [value=send]")) return ".actions [value=send]";
	if (has("button[name=place]:not([disabled])")) return "button[name=place]:not([disabled])";
	all("input[type=checkbox]").forEach((tick, i) => tick.checked = i < 2);
	all("fieldset").forEach(row => [...row.querySelectorAll("input[type=radio]")].slice(-1).forEach(last => last.checked = true));
	all("input[name^='points.']").forEach((box, i) => box.value = i ? "" : "5");
	all("textarea").forEach(box => box.value = "Көпүрөнүн жанына жарык керек.");
	all("input#text").forEach(box => box.value = box.type === "date" ? "2026-03-01"
		: box.inputMode === "" ? "40.26, 72.61" : has(".mistakes") ? "10" : "1");
	return ".actions [value=next]";
})()`
