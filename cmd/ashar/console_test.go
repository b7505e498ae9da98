//go:build !race

package main_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestBrowserConsoleIsHeldByKeyboard goes through the ranking of the demonstration with keys alone, opens the address that it
// came to in another language without JavaScript, and prints it.
func TestBrowserConsoleIsHeldByKeyboard(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	d := newDemo(t)
	k := keyboard{t: t, ctx: ctx}
	do(t, ctx, "come", screen(1280, 800, "ky"), chromedp.Navigate(d.signIn))
	k.to("main form button")
	k.goOn(kb.Enter)
	do(t, ctx, "open the console", chromedp.Navigate(d.base+"/board/kok-jar-needs"))

	k.to(".contents a[href='#chart']")
	do(t, ctx, "go along the contents", chromedp.KeyEvent(kb.ArrowRight+kb.ArrowRight))
	k.at(".contents li:nth-child(3) a")
	do(t, ctx, "follow", chromedp.KeyEvent(kb.Enter))
	if got := k.query(); got.Fragment == "" {
		t.Errorf("the contents lead to %s, want a part of the page", got)
	}
	do(t, ctx, "open the console", chromedp.Navigate(d.base+"/board/kok-jar-needs"))

	k.to("#weight + a")
	do(t, ctx, "go to the last of the weights", chromedp.KeyEvent(kb.End))
	k.at(`a[href*="weights=villages"]`)
	k.goOn(kb.Enter)
	k.to(".needs a")
	do(t, ctx, "go down the needs", chromedp.KeyEvent(kb.ArrowDown))
	k.at(".needs li:nth-child(2) a")
	k.goOn(kb.Enter)
	k.to("#than")
	do(t, ctx, "choose what to compare with", chromedp.KeyEvent(kb.End+kb.ArrowUp))
	k.to(".ask button")
	k.goOn(kb.Enter)
	k.to(`.compare a[href*="groups=age"]`)
	k.goOn(kb.Enter)
	k.to(`#villages ~ .looks a[href*="heat="]`)
	k.goOn(kb.Enter)

	address := k.query()
	for _, name := range []string{"weights", "why", "than", "groups", "heat"} {
		if address.Query().Get(name) == "" {
			t.Errorf("%s does not say %s", address, name)
		}
	}
	shown := get(t, ctx, "see what is shown", chromedp.Evaluate[string](shownState))
	do(t, ctx, "send the link to somebody who reads Russian and has no script", screen(1280, 800, "ru"),
		command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}), chromedp.Navigate(address.String()))
	if got := get(t, ctx, "see what is shown", chromedp.Evaluate[string](shownState)); got != shown || got == "" {
		t.Errorf("the same address shows %s, want %s", got, shown)
	}
	printed(t, ctx, address)

	do(t, ctx, "have a script again, and a phone", screen(360, 640, "ky"),
		command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: false}))
	judge := newAxe(t)
	for _, size := range []string{"", "hall"} {
		query := address.Query()
		query.Set("size", size)
		address.RawQuery = query.Encode()
		do(t, ctx, "open the console", chromedp.Navigate(address.String()))
		judge.judge(t, ctx, "the console "+size)
		for _, wide := range get(t, ctx, "measure the console", chromedp.Evaluate[[]string](whatIsWide)) {
			t.Errorf("too wide on a phone: %s", wide)
		}
	}
}

// shownState is what is chosen on the page, whatever its language: where the links lead and what the lists hold.
const shownState = `[...document.querySelectorAll(".looks [aria-current]")].map((a) => a.getAttribute("href")).concat(
	[...document.querySelectorAll("option[selected]")].map((o) => o.value), document.querySelectorAll(".needs li").length).join(" ")`

// query is the address that the browser is at.
func (k keyboard) query() *url.URL {
	k.t.Helper()
	at, err := url.Parse(get(k.t, k.ctx, "see the address", chromedp.Evaluate[string]("location.href")))
	if err != nil {
		k.t.Fatal(err)
	}
	return at
}

// printed prints the page on A4, and wants everything on it within the margins: all words, and all that is drawn.
func printed(t *testing.T, ctx context.Context, address *url.URL) {
	t.Helper()
	// A browser makes a page smaller that is too wide for the sheet, so that nothing could be read: 182 mm are 688 pixels.
	do(t, ctx, "look as paper does", screen(688, 980, "ru"), command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	for _, wide := range get(t, ctx, "measure the sheet", chromedp.Evaluate[[]string](whatIsWide)) {
		t.Errorf("too wide for the sheet: %s", wide)
	}
	do(t, ctx, "look as a screen does", command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}))
	var paper []byte
	yes := true
	do(t, ctx, "print", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		r, err := cdp.Call(ctx, target, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes})
		paper = r.Data
		return err
	}))
	file := filepath.Join(t.TempDir(), "console.pdf")
	if err := os.WriteFile(file, paper, 0o600); err != nil {
		t.Fatal(err)
	}
	var sheets struct {
		Pages []struct {
			Width  float64 `xml:"width,attr"`
			Height float64 `xml:"height,attr"`
			Words  []struct {
				Left   float64 `xml:"xMin,attr"`
				Right  float64 `xml:"xMax,attr"`
				Bottom float64 `xml:"yMax,attr"`
				Text   string  `xml:",chardata"`
			} `xml:"word"`
		} `xml:"body>doc>page"`
	}
	poppler(t, "pdftotext", "-bbox", file, file+".html")
	html, err := os.ReadFile(file + ".html")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(html), "<html") // behind what is no XML
	if err := xml.Unmarshal([]byte("<html"+body), &sheets); err != nil {
		t.Fatalf("what pdftotext found: %v", err)
	}
	const margin = 14 * 72 / 25.4 // of the sheet, in points
	var all strings.Builder
	for i, sheet := range sheets.Pages {
		if sheet.Width > 600 || sheet.Width < 590 {
			t.Errorf("sheet %d is %.0f points wide, want A4's 595", i+1, sheet.Width)
		}
		for _, w := range sheet.Words {
			all.WriteString(w.Text)
			if w.Left < margin-2 || w.Right > sheet.Width-margin+2 || w.Bottom > sheet.Height-margin+2 {
				t.Errorf("sheet %d: %q stands from %.0f to %.0f of %.0f points, beyond the margin of %.0f", i+1, w.Text, w.Left, w.Right, sheet.Width, margin)
			}
		}
	}
	var lacking []string
	for word := range strings.FieldsSeq(get(t, ctx, "read the headings, needs and tables", chromedp.Evaluate[string](wordsToPrint))) {
		if !strings.Contains(bare(all.String()), bare(word)) {
			lacking = append(lacking, word)
		}
	}
	if len(lacking) > 0 {
		t.Errorf("on paper there is nothing of %q", lacking)
	}
	if !strings.Contains(bare(all.String()), bare(strings.TrimPrefix(address.RequestURI(), "/"))) {
		t.Errorf("the paper does not say its address %s", address)
	}

	poppler(t, "pdftoppm", "-gray", "-png", "-r", "50", file, filepath.Join(filepath.Dir(file), "sheet"))
	drawn, err := filepath.Glob(filepath.Join(filepath.Dir(file), "sheet*.png"))
	if err != nil || len(drawn) != len(sheets.Pages) || len(drawn) == 0 {
		t.Fatalf("%d pictures of %d sheets (%v)", len(drawn), len(sheets.Pages), err)
	}
	for _, name := range drawn {
		if fault := inked(t, name); fault != "" {
			t.Errorf("%s: %s", filepath.Base(name), fault)
		}
	}
}

// wordsToPrint are those of headings, needs and tables, with a space between what stands apart.
const wordsToPrint = `[...document.querySelectorAll("h1, main section > h2, .chart .name, .value, td, th, .notes li")].map((x) => {
	const words = [], texts = document.createTreeWalker(x, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) if (!texts.currentNode.parentElement.closest(".hidden, .screen")) words.push(texts.currentNode.data);
	return words.join(" ");
}).join(" ")`

// bare is a text without what a line break may take away or put in.
func bare(text string) string {
	return strings.NewReplacer("\u00a0", "", "\u202f", "", "\u00ad", "", "-", "", "‑", "", " ", "").Replace(text)
}

// inked says where a picture of a sheet has ink within 12 mm of its sides; "" if nowhere.
func inked(t *testing.T, name string) string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	b := picture.Bounds()
	edge := b.Dx() * 12 / 210
	for _, side := range []image.Rectangle{
		image.Rect(b.Min.X, b.Min.Y, b.Min.X+edge, b.Max.Y), image.Rect(b.Max.X-edge, b.Min.Y, b.Max.X, b.Max.Y),
	} {
		for y := side.Min.Y; y < side.Max.Y; y++ {
			for x := side.Min.X; x < side.Max.X; x++ {
				if color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y < 250 {
					return fmt.Sprintf("ink at %d, %d of %d x %d", x, y, b.Dx(), b.Dy())
				}
			}
		}
	}
	return ""
}

// poppler runs one of poppler's tools. Without them the test is skipped, or fails where they are required.
func poppler(t *testing.T, tool string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(tool)
	switch {
	case err != nil && required("poppler"):
		t.Fatalf("no %s: install poppler-utils", tool)
	case err != nil:
		t.Skipf("no %s, so that what is printed is not looked at", tool)
	}
	if out, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", tool, err, out)
	}
}
