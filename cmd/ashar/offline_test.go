//go:build !race

package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
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
	says    atomic.Pointer[answer] // what is said to answers instead of the service; nil: nothing
	version atomic.Bool            // the service worker is of another version
	sent    atomic.Int64           // answers that went through it, whether they arrived or not
}

func newMast(t testing.TB, s *service) *mast {
	t.Helper()
	w := &mast{service: s}
	w.aim(t)
	w.Server = httptest.NewServer(w)
	t.Cleanup(w.Close)
	return w
}

// versionName is the name of a version in the service worker.
var versionName = regexp.MustCompile(`"[0-9a-f]{12}"`)

// answer is what a phone hears when it sends an answer.
type answer struct {
	status int
	body   string
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
	if lost {
		panic(http.ErrAbortHandler)
	}
	if says := w.says.Load(); says != nil && strings.HasSuffix(r.URL.Path, "/answers") {
		out.WriteHeader(says.status)
		fmt.Fprint(out, says.body)
		return
	}
	to := w.to.Load()
	proxy := &httputil.ReverseProxy{
		Rewrite:      func(p *httputil.ProxyRequest) { p.SetURL(to); p.Out.Host = p.In.Host },
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	if w.version.Load() && r.URL.Path == "/f/sw.js" {
		proxy.ModifyResponse = func(r *http.Response) error {
			source, err := io.ReadAll(r.Body)
			r.Body.Close()
			r.Body = io.NopCloser(bytes.NewReader(versionName.ReplaceAll(source, []byte(`"000000000000"`))))
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
	for range 400 {
		if get(t, ctx, what, chromedp.Evaluate[bool]("Promise.resolve("+condition+").then(Boolean)", chromedp.EvalAwaitPromise)) {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("%s: it does not come about\nthe page:\n%s", what, get(t, ctx, what, chromedp.Text(chromedp.CSS("body"))))
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

// picture keeps a picture of the page in the folder that ASHAR_SCREENSHOTS names, on a phone and on a wide screen.
func picture(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("ASHAR_SCREENSHOTS")
	if dir == "" {
		return
	}
	for _, size := range [][2]int64{{1280, 800}, {360, 640}} {
		do(t, ctx, "a screen", screen(size[0], size[1], "ky"))
		data := get(t, ctx, "photograph "+name, chromedp.CaptureScreenshot())
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, size[0])), data, 0o644); err != nil {
			t.Fatal(err)
		}
		wide := get(t, ctx, "measure "+name, chromedp.Evaluate[int64]("document.documentElement.scrollWidth"))
		if wide > size[0] {
			t.Errorf("%s: %d pixels wide on a screen of %d", name, wide, size[0])
		}
	}
}

const keptTitle = "Телефонуңузда сакталды. Байланыш болгондо жөнөтүлөт."

// TestBrowserFiftyAnswerOnOnePhoneWithoutASignal lets a helper's phone hold fifty answers,
// over a tab that is closed, and sends them when there is a signal again.
func TestBrowserFiftyAnswerOnOnePhoneWithoutASignal(t *testing.T) {
	const residents = 50
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	until(t, ctx, "say that there is no signal", `document.querySelector("main > [role=status]")?.innerText.includes("Азыр байланыш жок.")`)
	picture(t, ctx, "offline-consent")
	for n := range residents {
		if title := answers(t, ctx, 0); title != keptTitle {
			t.Fatalf("answer %d: the phone says %q, want %q", n, title, keptTitle)
		}
		if n == residents/2 {
			do(t, ctx, "leave", chromedp.Navigate("about:blank"))
			do(t, ctx, "come back", chromedp.Navigate(form))
			continue
		}
		if n < residents-1 {
			press(t, ctx, "main a.button") // somebody else here wants to answer
		}
	}
	until(t, ctx, "say how many are kept", fmt.Sprintf(`document.querySelector(".outbox")?.innerText.includes("жөнөтүлө элек: %d")`, residents))
	picture(t, ctx, "offline-kept")
	if waiting, receipts := held(t, ctx); waiting != residents || receipts != 0 {
		t.Errorf("the phone holds %d answers and %d receipts, want %d and none", waiting, receipts, residents)
	}

	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, ctx, "say how many are sent", fmt.Sprintf(`document.querySelector(".outbox")?.innerText.includes("Жөнөтүлдү: %d")`, residents))
	expect(t, ctx, "h1", "Рахмат. Жообуңуз кабыл алынды.")
	picture(t, ctx, "offline-sent")
	if waiting, receipts := held(t, ctx); waiting != 0 || receipts != residents {
		t.Errorf("the phone holds %d answers and %d receipts, want none and %d", waiting, receipts, residents)
	}
	if n := stored(t, w.service); n != residents {
		t.Errorf("%d answers are stored, want %d", n, residents)
	}
}

// TestBrowserNothingIsLostOrDoubledWhereTheSignalIsBad sends answers through a signal that
// loses every third and every third acknowledgement, closes the tab in the middle of
// it, and ends the service in the middle of it.
func TestBrowserNothingIsLostOrDoubledWhereTheSignalIsBad(t *testing.T) {
	const residents = 20
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	w.gone.Store(true)
	for range residents {
		do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
		answers(t, ctx, 0)
	}
	w.lossy.Store(true)
	w.gone.Store(false)
	all := func(when string) {
		t.Helper()
		waiting, receipts := held(t, ctx)
		if waiting+receipts != residents || stored(t, w.service) < receipts {
			t.Fatalf("%s: the phone holds %d answers and %d receipts, %d are stored; want %d in all, and each receipt's answer stored",
				when, waiting, receipts, stored(t, w.service), residents)
		}
	}
	for n := range 100 {
		do(t, ctx, "open the form", chromedp.Navigate(form))
		sent := w.sent.Load()
		for range 80 { // until a round is on its way
			if w.sent.Load() > sent {
				break
			}
			time.Sleep(25 * time.Millisecond)
		}
		switch n % 4 {
		case 1:
			do(t, ctx, "close the tab", chromedp.Navigate("about:blank"))
			do(t, ctx, "open another", chromedp.Navigate(form))
		case 2:
			w.service.stop()
			all("the service has ended")
			w.service.serve(t)
			w.aim(t)
		}
		all("on the way")
		if waiting, _ := held(t, ctx); waiting == 0 {
			break
		}
	}
	waiting, receipts := held(t, ctx)
	if n := stored(t, w.service); waiting != 0 || receipts != residents || n != residents {
		t.Errorf("the phone holds %d answers and %d receipts, %d are stored; want none, %d and %d", waiting, receipts, n, residents, residents)
	}
	t.Logf("%d answers were sent %d times", residents, w.sent.Load())
}

// TestBrowserDraftSurvivesTheClosedTab begins an answer without a signal, closes the tab in
// the middle of it, and goes on where it was.
func TestBrowserDraftSurvivesTheClosedTab(t *testing.T) {
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	due := answers(t, ctx, 3)
	picture(t, ctx, "offline-question")
	do(t, ctx, "close the tab", chromedp.Navigate("about:blank"))
	do(t, ctx, "open another", chromedp.Navigate(form))
	until(t, ctx, "say that there is a draft", `document.querySelector(".outbox .button")`)
	picture(t, ctx, "offline-draft")
	do(t, ctx, "go on", chromedp.Click(chromedp.CSS(".outbox .button"), chromedp.NodeVisible))
	until(t, ctx, "be asked", `document.querySelector(".progress")`)
	expect(t, ctx, "h1", due)
	do(t, ctx, "go back", chromedp.Click(chromedp.CSS("button[value=back]")))
	until(t, ctx, "be back", `document.querySelectorAll(":checked").length`)
	if title := answers(t, ctx, 0); title != keptTitle {
		t.Fatalf("the phone says %q, want %q", title, keptTitle)
	}
	w.gone.Store(false)
	do(t, ctx, "open the form with a signal", chromedp.Navigate(form))
	until(t, ctx, "say that it is sent", `document.querySelector(".outbox")?.innerText.includes("Жөнөтүлдү: 1")`)
	if n := stored(t, w.service); n != 1 {
		t.Errorf("%d answers are stored, want 1", n)
	}
}

// TestBrowserSignalGoesInTheMiddle begins with a signal and loses it: the form goes on by
// itself, from its beginning.
func TestBrowserSignalGoesInTheMiddle(t *testing.T) {
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	visit(t, ctx, w)
	do(t, ctx, "look again", chromedp.Reload()) // now the service worker is asked
	press(t, ctx, "main form button.button")
	w.gone.Store(true)
	tap(t, ctx, "water", "roads", "kinder")
	press(t, ctx, "button.button[value=next]")
	until(t, ctx, "say that there is no signal", `document.querySelector("main > [role=status]")?.innerText.includes("Азыр байланыш жок.")`)
	if title := answers(t, ctx, 0); title != keptTitle {
		t.Fatalf("the phone says %q, want %q", title, keptTitle)
	}
}

// TestBrowserRefusedAnswerIsMended keeps what the service does not accept, says why, and goes
// on at the question that is to be mended.
func TestBrowserRefusedAnswerIsMended(t *testing.T) {
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	answers(t, ctx, 0)
	w.gone.Store(false)
	w.says.Store(&answer{http.StatusUnprocessableEntity, `{"detail":"Башкасын тандаңыз.","question":"sex"}`})
	do(t, ctx, "open the form with a signal", chromedp.Navigate(form))
	until(t, ctx, "say why", `document.querySelector(".outbox")?.innerText.includes("Башкасын тандаңыз.")`)
	picture(t, ctx, "offline-refused")
	w.says.Store(nil)
	do(t, ctx, "mend", chromedp.Click(chromedp.CSS(".outbox .notice .button"), chromedp.NodeVisible))
	until(t, ctx, "be asked", `document.querySelector(".progress")`)
	expect(t, ctx, "h1", "Жынысыңыз")
	expect(t, ctx, ".mistakes", "Башкасын тандаңыз.")
	answers(t, ctx, 0)
	until(t, ctx, "say that it is received", `document.querySelector("h1").innerText.includes("кабыл алынды")`)
	if n := stored(t, w.service); n != 1 {
		t.Errorf("%d answers are stored, want 1", n)
	}
}

// TestBrowserClosedCampaignLeavesTheAnswerOnThePhone keeps what comes too late, says so, and
// hands it over as a file.
func TestBrowserClosedCampaignLeavesTheAnswerOnThePhone(t *testing.T) {
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	answers(t, ctx, 0)
	w.gone.Store(false)
	w.says.Store(&answer{http.StatusGone, `{"detail":"Бүттү."}`})
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, ctx, "say that it is closed", `document.querySelector(".outbox")?.innerText.includes("жооп кабыл албайт")`)
	expect(t, ctx, "h1", "Жообуңуз телефондо калды, жөнөтүлгөн жок.")
	picture(t, ctx, "offline-closed")
	if waiting, receipts := held(t, ctx); waiting != 1 || receipts != 0 {
		t.Errorf("the phone holds %d answers and %d receipts, want one and none", waiting, receipts)
	}
	saved := get(t, ctx, "save as a file", chromedp.Evaluate[string](`new Promise((done) => {
		const make = URL.createObjectURL;
		URL.createObjectURL = (file) => { file.text().then(done); return make(file); };
		[...document.querySelectorAll(".outbox .button")].pop().click();
	})`, chromedp.EvalAwaitPromise))
	var file struct {
		Format  string
		Answers []struct {
			survey.Held
			Code string
		}
	}
	if err := json.Unmarshal([]byte(saved), &file); err != nil {
		t.Fatalf("the file cannot be read: %v\n%s", err, saved)
	}
	if len(file.Answers) != 1 || file.Answers[0].Code != w.service.codes[0] || len(file.Answers[0].Answers) < 5 {
		t.Errorf("the file holds %+v, want the answer", file)
	}
}

// TestBrowserNewVersionKeepsWhatThePhoneHolds changes the scripts while answers wait.
func TestBrowserNewVersionKeepsWhatThePhoneHolds(t *testing.T) {
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	answers(t, ctx, 0)
	w.says.Store(&answer{http.StatusBadGateway, "{}"})
	w.version.Store(true)
	w.gone.Store(false)
	do(t, ctx, "open the form with a signal", chromedp.Navigate(form))
	until(t, ctx, "take the new version", `navigator.serviceWorker.getRegistration().then((r) => r.update()).then(() => caches.keys()).then(
		(names) => names.filter((name) => name.startsWith("ashar-files-")).join() === "ashar-files-000000000000")`)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	if title := answers(t, ctx, 0); title != keptTitle {
		t.Fatalf("the phone says %q, want %q", title, keptTitle)
	}
	w.says.Store(nil)
	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, ctx, "say that they are sent", `document.querySelector(".outbox").innerText.includes("Жөнөтүлдү: 2")`)
	if n := stored(t, w.service); n != 2 {
		t.Errorf("%d answers are stored, want 2", n)
	}
}

// TestBrowserEveryKindIsAskedWithoutASignal answers a question of every kind on the phone. What
// cannot be answered there, a photo and a recording, is passed over, and said to be.
func TestBrowserEveryKindIsAskedWithoutASignal(t *testing.T) {
	ctx := newBrowser(t)
	form, err := url.Parse(newKinds(t))
	if err != nil {
		t.Fatal(err)
	}
	s := &service{base: form.Scheme + "://" + form.Host, codes: []string{strings.TrimPrefix(form.Path, "/f/")}}
	w := newMast(t, s)
	page := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(page))
	seen := map[string]bool{}
	for range 40 {
		title := answers(t, ctx, 1)
		if title == keptTitle {
			break
		}
		if !seen[title] {
			seen[title] = true
			picture(t, ctx, fmt.Sprintf("offline-kind-%02d", len(seen)))
		}
		if title == "Сүрөт" || title == "Үн" {
			expect(t, ctx, ".notice", "байланышсыз кабыл алынбайт")
		}
	}
	if n := len(seen); n < 18 {
		t.Errorf("%d screens were seen, want one for every question: %v", n, seen)
	}
	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, ctx, "say that it is received", `document.querySelector("h1").innerText.includes("кабыл алынды")`)
}
