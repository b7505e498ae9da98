//go:build !race

package main_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestBrowserWorkingGroupTakesTheReport makes the template the municipality's own, takes the report by it in every form that
// is read by people, and verifies evidence that is right and evidence that somebody changed; on a phone, and every page that
// the working group takes something from is held to axe-core.
func TestBrowserWorkingGroupTakesTheReport(t *testing.T) {
	t.Parallel()
	judge, ctx, d := newAxe(t), newBrowser(t), newDemo(t)
	const report, heading = "/report/kok-jar-needs", "Сметасы, миң сом"
	run(t, nil, "campaign", "close", "kok-jar-needs", "--store", d.store)
	run(t, nil, "campaign", "publish", "kok-jar-needs", "--store", d.store)
	look := func(name string) {
		t.Helper()
		if wide := get(t, ctx, "measure "+name, chromedp.Evaluate[int64]("document.documentElement.scrollWidth")); wide > 360 {
			t.Errorf("%s: %d pixels wide on a phone", name, wide)
		}
		judge.judge(t, ctx, name)
		do(t, ctx, "be light", prefers("prefers-color-scheme", "light"))
		keepPicture(t, ctx, "report-"+name+"-360.png")
	}
	text := func(selector string) string {
		t.Helper()
		return strings.Join(strings.Fields(get(t, ctx, "read "+selector, chromedp.Text(chromedp.CSS(selector)))), " ")
	}
	do(t, ctx, "be a phone and sign in", screen(360, 640, "ky"), chromedp.Navigate(d.signIn))
	press(t, ctx, "main form button")
	do(t, ctx, "open the priorities", chromedp.Navigate(d.base+"/board/kok-jar-needs"))
	press(t, ctx, "nav.sections a[href='"+report+"']")
	look("report")

	press(t, ctx, "main a[href='"+report+"/template/SEDP-2024']")
	look("template")
	press(t, ctx, "button[value='up:t5']")
	press(t, ctx, "#row-t5 a")
	look("columns")
	do(t, ctx, "open a column", chromedp.Click(chromedp.CSS("#row-score summary")))
	do(t, ctx, "name it, and another", chromedp.SetValue(chromedp.CSS("#heading_score_ky"), "Упайы"), chromedp.SetValue(chromedp.CSS("#new_ky"), heading))
	press(t, ctx, "button[value=add]")
	if got := text("ol.rows"); !strings.Contains(got, heading) {
		t.Fatalf("the columns are %q, want %q among them", got, heading)
	}
	do(t, ctx, "go back to the report", chromedp.Navigate(d.base+report))
	if got := text(".contents li:nth-child(4)"); !strings.HasPrefix(got, "T5.") {
		t.Errorf("the fourth table is %q, want T5", got)
	}
	for _, file := range []string{"analysis.docx", "analysis.xlsx"} {
		got := unzipped(t, taken(t, ctx, "a[href*='"+file+"']"))
		for _, want := range []string{heading, "Упайы"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q", file, want)
			}
		}
	}
	evidence := filepath.Join(t.TempDir(), "evidence.zip")
	do(t, ctx, "open the priorities", chromedp.Navigate(d.base+"/board/kok-jar-needs"))
	pack := taken(t, ctx, "a[href$='evidence.zip']")
	for _, x := range []struct {
		pack []byte
		want string
	}{{pack, "Туура: evidence.zip"}, {bytes.ReplaceAll(pack, []byte("manifest.json"), []byte("manifest.jsom")), "Дал келбейт: evidence.zip"}} {
		if err := os.WriteFile(evidence, x.pack, 0o600); err != nil {
			t.Fatal(err)
		}
		do(t, ctx, "choose evidence", chromedp.Navigate(d.base+"/verify"), chromedp.SetUploadFiles(chromedp.CSS("#pack"), []string{evidence}))
		press(t, ctx, "main form button.button")
		if got := text("#found"); got != x.want {
			t.Errorf("of evidence it says %q, want %q", got, x.want)
		}
		look("verify-" + strings.ToLower(strings.Fields(x.want)[0]))
	}
	for name, path := range map[string]string{"answers": "/answers/kok-jar-needs", "tokens": "/tokens", "api": "/api"} {
		do(t, ctx, "open "+name, chromedp.Navigate(d.base+path))
		look(name)
	}

	do(t, ctx, "read the report", chromedp.Navigate(d.base+report+"/analysis.html?lang=ky&template=SEDP-2024"))
	if got := text("#t5"); !strings.Contains(got, heading) {
		t.Errorf("T5 is %q, want %q in it", got, heading)
	}
	file := filepath.Join(t.TempDir(), "report.pdf")
	var paper []byte
	do(t, ctx, "print", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		r, err := cdp.Call(ctx, target, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)})
		paper = r.Data
		return err
	}))
	if err := os.WriteFile(file, paper, 0o600); err != nil {
		t.Fatal(err)
	}
	poppler(t, "pdftotext", "-raw", file, file+".txt")
	b, err := os.ReadFile(file + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	if sheets := bytes.Count(b, []byte("\f")); sheets < 2 {
		t.Errorf("printed on %d sheets", sheets)
	}
	for _, want := range []string{"Артыкчылыктуу көйгөйлөр", "Упайы", "Сметасы"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("on paper there is no %q", want)
		}
	}
}

// taken is the file that a link of the page leads to.
func taken(t testing.TB, ctx context.Context, link string) []byte {
	t.Helper()
	got := get(t, ctx, "take "+link, chromedp.Evaluate[string](`fetch(document.querySelector(`+"`"+link+"`"+`).href).then(r => r.blob()).then(b => new Promise(done => {
	const reader = new FileReader();
	reader.onload = () => done(reader.result.split(",")[1]);
	reader.readAsDataURL(b);
}))`, chromedp.EvalAwaitPromise))
	b, err := base64.StdEncoding.DecodeString(got)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// unzipped is all that is said in an archive.
func unzipped(t testing.TB, archive []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatalf("%v of %.40q", err, archive)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err == nil {
			_, err = io.Copy(&all, r)
		}
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		r.Close()
	}
	return all.String()
}
