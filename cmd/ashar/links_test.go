//go:build !race

package main_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/png"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/multi/qrcode"
)

// TestBrowserPosterIsHungAndScanned makes a code for a poster on the desk, scans what the poster's picture shows in the
// browser, answers there, and sees that poster counted; then it looks at the page of codes. Each page is held to axe-core.
func TestBrowserPosterIsHungAndScanned(t *testing.T) {
	t.Parallel()
	judge, ctx := newAxe(t), newBrowser(t)
	s := newService(t, "ASHAR_TELEGRAM_USERNAME=ashar_kokjar_bot")
	look := func(name string) {
		t.Helper()
		for _, size := range [][2]int64{{360, 640}, {1280, 800}} {
			do(t, ctx, "a screen of "+fmt.Sprint(size[0]), screen(size[0], size[1], "ky"))
			if wide := get(t, ctx, "measure "+name, chromedp.Evaluate[int64]("document.documentElement.scrollWidth")); wide > size[0] {
				t.Errorf("%s: %d pixels wide on a screen of %d", name, wide, size[0])
			}
			judge.judge(t, ctx, fmt.Sprint(name, " at ", size[0]))
			do(t, ctx, "be light", prefers("prefers-color-scheme", "light"))
			keepPicture(t, ctx, fmt.Sprintf("desk-%s-%d.png", name, size[0]))
		}
	}
	signIn := strings.TrimSpace(run(t, s.env, "invite", "kok-jar", "bakyt", "--name", "Бакыт", "--role", "organiser", "--store", s.store, "--public-url", s.base))
	do(t, ctx, "come in", screen(1280, 800, "ky"), chromedp.Navigate(signIn))
	press(t, ctx, "main form button")
	do(t, ctx, "open the links", chromedp.Navigate(s.base+"/desk/needs/links"))
	look("links")
	do(t, ctx, "say where the poster hangs", chromedp.SetValue(chromedp.CSS("#village"), "archa-bulak"), chromedp.SendKeys(chromedp.CSS("#label"), "Мектептеги плакат"))
	press(t, ctx, "#h-add ~ form button")
	look("door")
	door := get(t, ctx, "see where one is", chromedp.Evaluate[string]("location.href"))
	code := door[strings.LastIndex(door, "/")+1:]
	if slices.Contains(s.codes, code) {
		t.Fatalf("the new code %s is a village's own", code)
	}

	shown := scanned(t, ctx, ".preview img")
	want := []string{s.base + "/f/" + code, "https://t.me/ashar_kokjar_bot?start=" + code}
	if !slices.Equal(shown, want) {
		t.Fatalf("the poster on the page leads to %q, want %q", shown, want)
	}
	scan := newBrowser(t)
	do(t, scan, "be a phone", screen(360, 640, "ky"))
	if receipt := answerInBrowser(t, scan, &service{base: s.base, codes: []string{code}}); receipt == "" {
		t.Fatal("nothing was sent behind the poster's code")
	}
	do(t, ctx, "look again", chromedp.Navigate(door))
	if got := get(t, ctx, "read the count", chromedp.Evaluate[string](`document.querySelector(".tally strong").innerText`)); got != "1" {
		t.Errorf("the poster brought %s, want 1", got)
	}
	do(t, ctx, "look at all", chromedp.Navigate(s.base+"/desk/needs/links"))
	if got := get(t, ctx, "read the counts", chromedp.Evaluate[string](`[...document.querySelectorAll(".doors tbody strong")].map((n) => n.innerText).join(" ")`)); strings.Count(got, "1") != 1 {
		t.Errorf("the counts are %q, want one of 1", got)
	}
	look("links-counted")

	codesOf(t, s, "3")
	do(t, ctx, "open the codes", chromedp.Navigate(s.base+"/desk/needs/codes"))
	look("codes")
}

// scanned is what the QR codes within an element say, from left to right, as the browser shows them.
func scanned(t testing.TB, ctx context.Context, selector string) []string {
	t.Helper()
	do(t, ctx, "wait for the picture", chromedp.Evaluate[chromedp.Void](`document.querySelector("`+selector+`").decode()`, chromedp.EvalAwaitPromise))
	shot := get(t, ctx, "photograph the picture", chromedp.ScreenshotScale(chromedp.CSS(selector), 2))
	img, _, err := image.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	found, err := qrcode.NewQRCodeMultiReader().DecodeMultiple(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Fatalf("nothing is scanned: %v", err)
	}
	slices.SortFunc(found, func(a, b *gozxing.Result) int {
		return int(a.GetResultPoints()[0].GetX() - b.GetResultPoints()[0].GetX())
	})
	var said []string
	for _, r := range found {
		said = append(said, r.GetText())
	}
	return said
}
