//go:build !race

package main_test

import (
	"bytes"
	"image/jpeg"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ashar/store"
)

// takePhoto gives the page's file input a photo as large as those of phones: noise, which does not compress.
const takePhoto = `(async () => {
	const canvas = document.createElement("canvas");
	[canvas.width, canvas.height] = [2400, 1800];
	const context = canvas.getContext("2d");
	const image = context.createImageData(2400, 1800);
	for (let at = 0; at < image.data.length; at += 65536) crypto.getRandomValues(image.data.subarray(at, Math.min(at + 65536, image.data.length)));
	for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
	context.putImageData(image, 0, 0);
	const photo = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
	const files = new DataTransfer();
	files.items.add(new File([photo], "photo.jpg", { type: "image/jpeg" }));
	document.querySelector("input[type=file]").files = files.files;
	return photo.size;
})()`

// TestBrowserPhotoWaitsWithItsAnswer takes a photo without a signal: it is made small, kept with the answer over a tab
// that is closed, saved with it as a file, and sent once over a signal that loses it and its acknowledgement. It holds up
// nobody who has answered after it, without a photo.
func TestBrowserPhotoWaitsWithItsAnswer(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s := newKindsService(t)
	w := newMast(t, s)
	page := visit(t, ctx, w)
	w.gone.Store(true)
	do(t, ctx, "open the form without a signal", chromedp.Navigate(page))
	for range 40 {
		if answers(t, ctx, 1) == "Сүрөт" {
			break
		}
	}
	next := func() {
		do(t, ctx, "go on", chromedp.Click(chromedp.CSS("button.button[value=next]"), chromedp.NodeVisible))
	}
	size := get(t, ctx, "take a photo", chromedp.Evaluate[int](takePhoto, chromedp.EvalAwaitPromise))

	do(t, ctx, "have no room", chromedp.Evaluate[chromedp.Void](`void (window.put = IDBObjectStore.prototype.put, IDBObjectStore.prototype.put = function (item) {
		const request = put.call(this, item);
		this.transaction.abort(); // as it is where the disk is full
		return request;
	})`))
	next()
	until(t, ctx, "say that there is no room", `document.querySelector(".mistakes")?.innerText.includes("орун жетпейт")`)
	picture(t, ctx, "offline-no-room")
	do(t, ctx, "have room", chromedp.Evaluate[chromedp.Void](`void (IDBObjectStore.prototype.put = put)`))
	get(t, ctx, "take a photo", chromedp.Evaluate[int](takePhoto, chromedp.EvalAwaitPromise))
	next()
	until(t, ctx, "be asked the next one", `document.querySelector("h1").innerText !== "Сүрөт"`)
	do(t, ctx, "go back", chromedp.Click(chromedp.CSS("button[value=back]"), chromedp.NodeVisible))
	until(t, ctx, "see that it is kept", `/Сүрөт, \d+/.test(document.querySelector(".notice")?.innerText)`)
	picture(t, ctx, "offline-photo")
	next()
	if title := answers(t, ctx, 0); title != keptTitle {
		t.Fatalf("the phone says %q, want %q", title, keptTitle)
	}
	do(t, ctx, "close the tab", chromedp.Navigate("about:blank"))
	do(t, ctx, "open the form for somebody else", chromedp.Navigate(page))
	until(t, ctx, "be ready", `document.querySelector("main > [role=status]")`)
	do(t, ctx, "have the last of all identifiers", chromedp.Evaluate[chromedp.Void](`void (crypto.getRandomValues = (bytes) => bytes.fill(31))`))
	if title := answers(t, ctx, 0); title != keptTitle {
		t.Fatalf("the phone says %q, want %q", title, keptTitle)
	}

	db, err := store.Open(t.Context(), s.store, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var sent, others atomic.Int64 // files, and answers that were stored before the second of them
	w.meets(func(r *http.Request) (lost, unheard bool) {
		if !strings.Contains(r.URL.Path, "/answers/") {
			return false, false
		}
		n := sent.Add(1)
		if stored, err := db.CountResponses(r.Context(), "needs", 0); n == 2 && err == nil {
			others.Store(int64(stored))
		}
		return n == 1, n == 2
	})
	w.gone.Store(false)
	for range 3 {
		do(t, ctx, "open the form", chromedp.Navigate(page))
		until(t, ctx, "send it, or fail to", `/Жөнөтүлдү: 2|кайра аракет кылынат/.test(document.querySelector(".outbox")?.innerText)`)
	}
	expect(t, ctx, ".outbox", "Жөнөтүлдү: 2")
	if n := sent.Load(); n != 3 {
		t.Errorf("the photo was sent %d times, want 3", n)
	}
	if n := others.Load(); n != 1 {
		t.Errorf("%d answers were stored before the photo was sent again, want the one that had none", n)
	}
	all := responses(t, s)
	if len(all) != 2 || len(all[0].Files()) != 0 || len(all[1].Files()) != 1 {
		t.Fatalf("stored are %+v, want one without and one with a photo", all)
	}
	a, err := db.Attachment(t.Context(), all[1].Files()[0])
	if err != nil {
		t.Fatal(err)
	}
	photo, err := jpeg.DecodeConfig(bytes.NewReader(a.Data))
	if err != nil || photo.Width != 1600 || photo.Height != 1200 || len(a.Data) >= size {
		t.Errorf("stored is a photo of %d x %d, %d bytes of %d, %v; want it 1600 wide", photo.Width, photo.Height, len(a.Data), size, err)
	}

	// With a signal it is made small before it goes over it.
	do(t, ctx, "open the form once more", chromedp.Navigate(page))
	press(t, ctx, "main form button.button")
	for range 40 {
		if title := get(t, ctx, "read the title", chromedp.Text(chromedp.CSS("h1"))); title == "Сүрөт" {
			break
		}
		press(t, ctx, get(t, ctx, "answer", chromedp.Evaluate[string](fillByName)))
	}
	size = get(t, ctx, "take a photo", chromedp.Evaluate[int](takePhoto, chromedp.EvalAwaitPromise))
	do(t, ctx, "choose it", chromedp.Evaluate[chromedp.Void](`document.querySelector("input[type=file]").dispatchEvent(new Event("change", { bubbles: true }))`))
	until(t, ctx, "make it small", `document.querySelector("input[type=file]").files[0].size < `+strconv.Itoa(size))
	next()
	until(t, ctx, "be asked the next one", `document.querySelector("h1").innerText !== "Сүрөт"`)
	do(t, ctx, "go back", chromedp.Click(chromedp.CSS("button[value=back]"), chromedp.NodeVisible))
	until(t, ctx, "see that the server has it", `document.getElementById("kept")`)
}
