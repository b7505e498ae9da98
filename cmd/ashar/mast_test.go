//go:build !race

package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ashar/store"
	"ashar/survey"
)

// mast is the way from a phone to the service. It can be gone, and it can lose
// answers and acknowledgements.
type mast struct {
	*httptest.Server
	service *service
	to      atomic.Pointer[url.URL] // where the service is
	gone    atomic.Bool
	lossy   atomic.Bool
	says    atomic.Pointer[answer]  // what is said to answers instead of the service; nil: nothing
	fate    atomic.Pointer[fate]    // of each request; nil: it goes through
	worker  atomic.Pointer[rewrite] // what becomes of the service worker on its way; nil: nothing
	sent    atomic.Int64            // answers that went through it, whether they arrived or not
}

func newMast(t testing.TB, s *service) *mast {
	t.Helper()
	w := &mast{service: s}
	w.aim(t)
	w.Server = httptest.NewServer(w)
	t.Cleanup(w.Close)
	return w
}

// fate says whether a request is lost on its way, or its reply is, as if the signal had gone; both of one are not.
type fate func(r *http.Request) (lost, unheard bool)

// meets gives requests this fate from now on; nil lets them through.
func (w *mast) meets(f fate) {
	if f == nil {
		w.fate.Store(nil)
		return
	}
	w.fate.Store(&f)
}

// rewrite makes another script of one.
type rewrite func(source []byte) []byte

// otherVersion is the same service worker with the name of another version.
var otherVersion rewrite = func(source []byte) []byte {
	return regexp.MustCompile(`"[0-9a-f]{12}"`).ReplaceAll(source, []byte(`"000000000000"`))
}

// inAHurry is one that waits for half a second where it waits long for what was sent.
var inAHurry rewrite = func(source []byte) []byte {
	return bytes.Replace(source, []byte("24e3"), []byte("500"), 1)
}

// answer is what a phone hears when it sends an answer.
type answer struct {
	status int
	body   string
	only   string // the interview that hears it, by its identifier; "" for all
}

// hears reports whether the sender of a request is one who hears the answer.
func (a *answer) hears(r *http.Request) bool {
	if a.only == "" {
		return true
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return false
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return bytes.Contains(body, []byte(a.only))
}

// aim lets requests through to where the service is now.
func (w *mast) aim(t testing.TB) {
	t.Helper()
	to, err := url.Parse(w.service.base)
	if err != nil {
		t.Fatal(err)
	}
	w.to.Store(to)
}

// ServeHTTP lets a request through. Where the signal is lossy, of three answers one
// is lost on the way and one, though it arrives, is never acknowledged.
func (w *mast) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	lost, unheard := w.gone.Load(), false
	if strings.HasSuffix(r.URL.Path, "/answers") && !lost {
		n := w.sent.Add(1)
		lost, unheard = w.lossy.Load() && n%3 == 1, w.lossy.Load() && n%3 == 2
	}
	if f := w.fate.Load(); f != nil && !lost {
		lost, unheard = (*f)(r)
	}
	if lost {
		panic(http.ErrAbortHandler)
	}
	if says := w.says.Load(); says != nil && strings.HasSuffix(r.URL.Path, "/answers") && says.hears(r) {
		out.WriteHeader(says.status)
		fmt.Fprint(out, says.body)
		return
	}
	to := w.to.Load()
	proxy := &httputil.ReverseProxy{
		Rewrite:      func(p *httputil.ProxyRequest) { p.SetURL(to); p.Out.Host = p.In.Host },
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		ErrorLog:     slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug), // that a stream ends is nothing to tell
	}
	if become := w.worker.Load(); become != nil && r.URL.Path == "/f/sw.js" {
		proxy.ModifyResponse = func(r *http.Response) error {
			source, err := io.ReadAll(r.Body)
			r.Body.Close()
			r.Body = io.NopCloser(bytes.NewReader((*become)(source)))
			r.ContentLength = -1
			r.Header.Del("Content-Length")
			return err
		}
		r.Header.Del("Accept-Encoding")
	}
	if !unheard {
		proxy.ServeHTTP(out, r)
		return
	}
	proxy.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// resident answers a questionnaire on the page that is open, from the consent to the
// end or, where it is more than none, so many screens.
const resident = `(async (screens) => {
	const main = document.getElementById("main");
	const press = async (button) => {
		const before = main.firstElementChild;
		button.click();
		for (let i = 0; main.firstElementChild === before; i++) {
			if (i === 2000) throw new Error("nothing comes of " + button.outerHTML + " on " + main.innerText);
			await new Promise((go) => setTimeout(go, 5));
		}
	};
	if (main.querySelector("[name=consent]")) await press(main.querySelector("form .button"));
	for (let i = 0; main.querySelector("form") && (!screens || i < screens); i++) {
		for (let place; (place = main.querySelector("[name=place]:not(:disabled)")); ) await press(place);
		const form = main.querySelector("form");
		const boxes = [...form.querySelectorAll("[type=checkbox]")];
		boxes.slice(0, 3).forEach((box) => box.checked || box.click());
		const rows = new Map([...form.querySelectorAll("[type=radio]")].map((radio) => [radio.name, radio]));
		rows.forEach((radio) => radio.click());
		const give = form.querySelector("[name=give]:not(:disabled)");
		if (give && !form.querySelector("[name=take]:not(:disabled)")) {
			await press(give);
			continue;
		}
		const box = form.querySelector("input#text");
		if (box) box.value = box.type === "date" ? "1950-02-03" : box.inputMode ? "3" : "40.26, 72.61";
		const words = form.querySelector("textarea");
		if (words) words.value = "Көпүрө керек.";
		await press([...form.querySelectorAll(".actions .button")].pop());
	}
	return main.querySelector("h1").innerText;
})`

// answers lets the resident answer, and returns the title of where that leads.
func answers(t testing.TB, ctx context.Context, screens int) string {
	t.Helper()
	return get(t, ctx, "answer", chromedp.Evaluate[string](fmt.Sprintf("%s(%d)", resident, screens), chromedp.EvalAwaitPromise))
}

// until waits until something is true of the page.
func until(t testing.TB, ctx context.Context, what, condition string) {
	t.Helper()
	var last error // a page that goes as it is asked is an error too
	for deadline := time.Now().Add(stepTime); time.Now().Before(deadline); time.Sleep(25 * time.Millisecond) {
		limited, cancel := context.WithTimeout(ctx, stepTime)
		came, err := chromedp.Run(limited, chromedp.Evaluate[bool]("Promise.resolve("+condition+").then(Boolean)", chromedp.EvalAwaitPromise))
		cancel()
		if last = err; err == nil && came {
			return
		}
	}
	t.Fatalf("%s: it does not come about (%v)\nthe page:\n%s", what, last, get(t, ctx, what, chromedp.Text(chromedp.CSS("body"))))
}

// visit opens the form once with a signal, until all is kept that is needed without.
func visit(t testing.TB, ctx context.Context, w *mast) (form string) {
	t.Helper()
	code := w.service.codes[0]
	form = w.URL + "/f/" + code + "?lang=ky"
	do(t, ctx, "open the form", screen(360, 640, "ky"), chromedp.Navigate(form))
	until(t, ctx, "keep the form", `caches.match("/f/`+code+`/form.json?lang=ky")`)
	until(t, ctx, "keep its page", `caches.match("/f/`+code+`?lang=ky")`)
	until(t, ctx, "keep its files", `navigator.serviceWorker.ready.then((r) => r.active.state === "activated")`)
	return form
}

// held counts what the phone holds: answers that wait, and receipts.
func held(t testing.TB, ctx context.Context) (waiting, receipts int) {
	t.Helper()
	counted := get(t, ctx, "count", chromedp.Evaluate[[]int](`new Promise((done, failed) => {
		const opening = indexedDB.open("ashar");
		opening.onerror = failed;
		opening.onsuccess = () => {
			const tx = opening.result.transaction(["outbox", "receipts"]);
			const counts = ["outbox", "receipts"].map((name) => tx.objectStore(name).count());
			tx.oncomplete = () => { opening.result.close(); done(counts.map((c) => c.result)); };
		};
	})`, chromedp.EvalAwaitPromise))
	return counted[0], counted[1]
}

// stored counts the answers in the store.
func stored(t testing.TB, s *service) int {
	t.Helper()
	var ranking struct {
		Count int `json:"n"`
	}
	if err := json.Unmarshal([]byte(run(t, nil, "rank", "--json", "--store", s.store)), &ranking); err != nil {
		t.Fatal(err)
	}
	return ranking.Count
}

// responses are the answers in the store.
func responses(t testing.TB, s *service) (all []survey.Response) {
	t.Helper()
	db, err := store.Open(t.Context(), s.store, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for r, err := range db.ResponsesSince(t.Context(), "needs", time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// picture keeps a picture of the page on a phone in the folder that ASHAR_SCREENSHOTS names.
func picture(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("ASHAR_SCREENSHOTS")
	if dir == "" {
		return
	}
	const width, height = 360, 640
	do(t, ctx, "a phone's screen", screen(width, height, "ky"))
	data := get(t, ctx, "photograph "+name, chromedp.CaptureScreenshot())
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), data, 0o644); err != nil {
		t.Fatal(err)
	}
	if wide := get(t, ctx, "measure "+name, chromedp.Evaluate[int64]("document.documentElement.scrollWidth")); wide > width {
		t.Errorf("%s: %d pixels wide on a screen of %d", name, wide, width)
	}
}
