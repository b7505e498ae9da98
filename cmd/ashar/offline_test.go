//go:build !race

package main_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ashar/survey"
)

const keptTitle = "Телефонуңузда сакталды. Байланыш болгондо жөнөтүлөт."

// TestBrowserFiftyAnswerOnOnePhoneWithoutASignal lets a helper's phone hold fifty answers,
// over a tab that is closed, and sends them when there is a signal again.
func TestBrowserFiftyAnswerOnOnePhoneWithoutASignal(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
// the middle of it, and goes on where it was, on the page on which somebody else has
// answered meanwhile; what becomes of theirs does not get in between.
func TestBrowserDraftSurvivesTheClosedTab(t *testing.T) {
	t.Parallel()
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
	if title := answers(t, ctx, 0); title != keptTitle {
		t.Fatalf("somebody else answers: the phone says %q, want %q", title, keptTitle)
	}
	tapOutbox(t, ctx, "go on")
	until(t, ctx, "be asked", `document.querySelector(".progress")`)
	expect(t, ctx, "h1", due)
	next := answers(t, ctx, 1)
	do(t, ctx, "answer, and turn back", chromedp.Evaluate[chromedp.Void](`{
		document.querySelector("[type=radio]").click();
		void setTimeout(() => history.back());
	}`))
	until(t, ctx, "be there", `document.activeElement.innerText === "`+due+`" && document.title === "`+due+`"`)
	do(t, ctx, "turn forth", chromedp.Evaluate[chromedp.Void]("void setTimeout(() => history.forward())"))
	until(t, ctx, "have what was answered", `document.activeElement.innerText === "`+next+`" && document.querySelector("[type=radio]:checked")`)
	hears(t, ctx, w)
	expect(t, ctx, "h1", next)
	if n := get(t, ctx, "count the drafts", chromedp.Evaluate[int](countDrafts, chromedp.EvalAwaitPromise)); n != 1 {
		t.Errorf("the phone holds %d drafts, want one", n)
	}
	w.gone.Store(true)
	do(t, ctx, "go back", chromedp.Click(chromedp.CSS("button[value=back]")))
	until(t, ctx, "be back", `document.querySelectorAll(":checked").length`)
	if title := answers(t, ctx, 0); title != keptTitle {
		t.Fatalf("the phone says %q, want %q", title, keptTitle)
	}
	w.gone.Store(false)
	do(t, ctx, "open the form with a signal", chromedp.Navigate(form))
	until(t, ctx, "say that both are sent", `document.querySelector(".outbox")?.innerText.includes("Жөнөтүлдү: 2")`)
	if n := stored(t, w.service); n != 2 {
		t.Errorf("%d answers are stored, want 2", n)
	}
}

// tapOutbox presses the first button of what the phone holds, which is drawn anew whenever something becomes of it: it is
// found and pressed in one step.
func tapOutbox(t testing.TB, ctx context.Context, what string) {
	t.Helper()
	const button = `document.querySelector(".outbox:not([hidden]) .notice .button")`
	until(t, ctx, "see how to "+what, button)
	do(t, ctx, what, chromedp.Evaluate[chromedp.Void]("void "+button+".click()"))
}

// countDrafts counts the interviews that the phone holds and that go on.
const countDrafts = `new Promise((done, failed) => {
	const opening = indexedDB.open("ashar");
	opening.onerror = failed;
	opening.onsuccess = () => {
		const count = opening.result.transaction("drafts").objectStore("drafts").count();
		count.onsuccess = () => { opening.result.close(); done(count.result); };
	};
})`

// TestBrowserRefusedAnswerIsMended keeps what the service does not accept, says why, and goes
// on at the question that is to be mended.
func TestBrowserRefusedAnswerIsMended(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	answers(t, ctx, 0)
	w.gone.Store(false)
	w.says.Store(&answer{status: http.StatusUnprocessableEntity, body: `{"detail":"Башкасын тандаңыз.","question":"sex"}`})
	do(t, ctx, "open the form with a signal", chromedp.Navigate(form))
	until(t, ctx, "say why", `document.querySelector(".outbox")?.innerText.includes("Башкасын тандаңыз.")`)
	do(t, ctx, "open the form again", chromedp.Navigate(form)) // now that somebody is to do something, it stands first
	until(t, ctx, "say why above all", `document.querySelector("main").firstElementChild.innerText.includes("Башкасын тандаңыз.")`)
	picture(t, ctx, "offline-refused")
	w.says.Store(nil)
	tapOutbox(t, ctx, "mend")
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
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	answers(t, ctx, 0)
	run(t, nil, "campaign", "close", "needs", "--store", w.service.store)
	w.service.stop() // what it knows of campaigns is some seconds old
	w.service.serve(t)
	w.aim(t)
	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, ctx, "say that it is closed", `document.querySelector(".outbox .warn")?.innerText.includes("жеткенге чейин бүтүп калган")`)
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
	do(t, ctx, "open the form again", chromedp.Navigate(strings.Replace(form, "lang=ky", "lang=ru", 1))) // which was kept in one language
	until(t, ctx, "say that it is closed", `document.querySelector("h1 + .notice")`)
	until(t, ctx, "say what the phone holds, and save it", `document.querySelector(".outbox .warn") && document.querySelectorAll(".outbox .button").length === 2`)
	picture(t, ctx, "offline-closed-again")
}

// firstHeld is the identifier of the answer that is sent first.
const firstHeld = `new Promise((done, failed) => {
	const opening = indexedDB.open("ashar");
	opening.onerror = failed;
	opening.onsuccess = () => {
		const asked = opening.result.transaction("outbox").objectStore("outbox").getAllKeys();
		asked.onsuccess = () => { opening.result.close(); done(asked.result[0]); };
	};
})`

// TestBrowserNewVersionKeepsWhatThePhoneHolds changes the scripts while answers wait, one of which the server cannot take
// at first.
func TestBrowserNewVersionKeepsWhatThePhoneHolds(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	w := newMast(t, newService(t))
	form := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	answers(t, ctx, 0)
	w.says.Store(&answer{status: http.StatusBadGateway, body: "{}"})
	w.worker.Store(&otherVersion)
	w.gone.Store(false)
	do(t, ctx, "open the form with a signal", chromedp.Navigate(form))
	until(t, ctx, "take the new version", `navigator.serviceWorker.getRegistration().then((r) => r.update()).then(() => caches.keys()).then(
		(names) => names.filter((name) => name.startsWith("ashar-files-")).join() === "ashar-files-000000000000")`)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(form))
	if title := answers(t, ctx, 0); title != keptTitle {
		t.Fatalf("the phone says %q, want %q", title, keptTitle)
	}
	first := get(t, ctx, "read what waits", chromedp.Evaluate[string](firstHeld, chromedp.EvalAwaitPromise))
	w.says.Store(&answer{status: http.StatusInternalServerError, body: "{}", only: first}) // the server cannot take one, and that holds up no other
	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, ctx, "say that the other is sent", `["Жөнөтүлдү: 1", "сакталып турат, жөнөтүлө элек: 1"].every((said) => document.querySelector(".outbox").innerText.includes(said))`)
	w.says.Store(nil)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, ctx, "say that they are sent", `document.querySelector(".outbox").innerText.includes("Жөнөтүлдү: 2")`)
	if n := stored(t, w.service); n != 2 {
		t.Errorf("%d answers are stored, want 2", n)
	}
}

// TestBrowserEveryKindIsAskedWithoutASignal answers a question of every kind on the phone. What
// cannot be answered there, a photo and a recording, is passed over, and said to be. The phone is one of 2020: it does not
// tell which button was pressed, and has nothing with which tabs agree.
func TestBrowserEveryKindIsAskedWithoutASignal(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	form, err := url.Parse(newKinds(t))
	if err != nil {
		t.Fatal(err)
	}
	s := &service{base: form.Scheme + "://" + form.Host, codes: []string{strings.TrimPrefix(form.Path, "/f/")}}
	w := newMast(t, s)
	do(t, ctx, "be old", beforePages(`delete SubmitEvent.prototype.submitter; delete Navigator.prototype.locks;
		delete window.BroadcastChannel; delete AbortSignal.timeout`))
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
		}
	}
	if n := len(seen); n < 18 {
		t.Errorf("%d screens were seen, want one for every question: %v", n, seen)
	}
	w.gone.Store(false)
	do(t, ctx, "hear of the signal", chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("online"))`))
	until(t, ctx, "say that it is received", `document.querySelector("h1").innerText.includes("кабыл алынды")`)
}
