//go:build !race

package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
)

// TestBrowserCampaignFromAWorkbook makes a survey from a workbook with faults, mends it, looks at it as on a phone, opens
// it and answers it once, with no script of the desk's and every page held to axe-core.
func TestBrowserCampaignFromAWorkbook(t *testing.T) {
	t.Parallel()
	judge, ctx := newAxe(t), newBrowser(t)
	s := newService(t)
	good, bad := filepath.Join(t.TempDir(), "good.xlsx"), filepath.Join(t.TempDir(), "bad.xlsx")
	run(t, nil, "form", "convert", "community-needs", good)
	reword(t, good, good, map[string]string{"settings!B2": "our-needs"})
	reword(t, good, bad, map[string]string{"survey!A4": "select_several need", "settings!C2": ""})
	look := func(name string) {
		t.Helper()
		lookAt(t, ctx, judge, "plan", name)
	}
	said := func(want string) {
		t.Helper()
		if got := get(t, ctx, "read the page", chromedp.Text(chromedp.CSS("main"))); !strings.Contains(got, want) {
			t.Fatalf("the page does not say %q:\n%s", want, got)
		}
	}
	do(t, ctx, "be a phone", screen(360, 640, "ky"))
	link := strings.TrimSpace(run(t, s.env, "invite", "kok-jar", "aida", "--name", "Аида", "--role", "organiser", "--store", s.store, "--public-url", s.base))
	do(t, ctx, "open the link", chromedp.Navigate(link))
	press(t, ctx, "main form button")
	do(t, ctx, "open the desk", chromedp.Navigate(s.base+"/desk"))
	look("desk")
	press(t, ctx, "a[href='/desk/_new']")
	look("new")

	choose := "document.querySelector('input[value=file]').click()"
	do(t, ctx, "choose a workbook with faults", chromedp.Evaluate[chromedp.Void](choose), chromedp.SendKeys(chromedp.CSS("#ky"), "Биздин айыл"),
		chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{bad}))
	press(t, ctx, "main form .actions button")
	said("оңдоо керек")
	look("faults")
	if got := get(t, ctx, "see what was typed", chromedp.Evaluate[string]("document.querySelector('#ky').value")); got != "Биздин айыл" {
		t.Errorf("what was typed is lost: %q", got)
	}
	do(t, ctx, "choose the mended one", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{good}))
	press(t, ctx, "main form .actions button")
	said("Биздин айыл")
	look("plan")
	plan := get(t, ctx, "see where the plan is", chromedp.Evaluate[string]("location.pathname"))

	press(t, ctx, "a[href$='/settings']")
	look("settings")
	do(t, ctx, "say until when answers are kept", chromedp.Evaluate[chromedp.Void]("document.querySelector('#keep').value = '2099-12-31'"))
	press(t, ctx, "main form .actions button")

	press(t, ctx, "a[href$='/preview']")
	look("preview")
	agree := `(() => { const phone = document.querySelector("iframe").contentDocument; const b = phone && phone.querySelector("form .button"); return b ? (b.click(), true) : false })()`
	until(t, ctx, "agree in the frame", agree)
	until(t, ctx, "see the first question in the frame", `!!document.querySelector("iframe").contentDocument.querySelector("#question")`)
	keepPicture(t, ctx, "plan-preview-question-360.png")

	do(t, ctx, "go back", chromedp.Navigate(s.base+plan))
	press(t, ctx, "a[href$='/open']")
	look("open")
	press(t, ctx, "main form .actions button")
	look("opened")
	press(t, ctx, "a[href$='/close']")
	look("close")
	id := strings.Split(plan, "/")[2]
	do(t, ctx, "see its links", chromedp.Navigate(s.base+"/desk/"+id+"/links"))
	code := get(t, ctx, "read a village's code", chromedp.Evaluate[string]("document.querySelector('.doors .key').textContent"))

	do(t, ctx, "be a phone", screen(360, 640, "ky"), chromedp.Navigate(s.base+"/f/"+code+"?lang=ky"))
	said("Жооптор сакталган акыркы күн")
	answerInBrowser(t, ctx, &service{base: s.base, codes: []string{code}})
	if out := run(t, s.env, "export", "--campaign", id, "--store", s.store); strings.Count(out, "\n") != 2 {
		t.Errorf("exported:\n%s\nwant one answer", out)
	}
}

// reword writes a workbook anew with other cells, named as "sheet!A1".
func reword(t testing.TB, from, to string, cells map[string]string) {
	t.Helper()
	f, err := excelize.OpenFile(from)
	if err != nil {
		t.Fatal(err)
	}
	for at, value := range cells {
		sheet, cell, _ := strings.Cut(at, "!")
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err == nil {
		err = os.WriteFile(to, b.Bytes(), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
