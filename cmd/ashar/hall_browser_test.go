//go:build !race

package main_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ashar/prioritize/hearing"
	"ashar/store"
	"ashar/survey"
)

// TestBrowserOrganisersEvening leads a hearing from its plan to its end on a phone: each page is held to axe-core and to its
// width, taps at the door count without a page, and what the service has not got waits on the phone.
func TestBrowserOrganisersEvening(t *testing.T) {
	t.Parallel()
	judge, ctx := newAxe(t), newBrowser(t)
	place := filepath.Join(t.TempDir(), "evening.db")
	run(t, nil, "demo", "--once", "--residents", "150", "--keep", place, "--out", t.TempDir())
	db, err := store.Open(t.Context(), "file:"+place, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const campaign = "kok-jar-needs"
	k, err := db.Campaign(t.Context(), campaign)
	if err != nil {
		t.Fatal(err)
	}
	k.Status, k.Closes = survey.StatusFrozen, time.Now().UTC()
	k.Rev++
	if err := db.SaveCampaign(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	s := &service{store: "file:" + place}
	s.serve(t)
	kept := func() hearing.Hearing {
		t.Helper()
		for x, err := range db.HearingsOf(context.WithoutCancel(t.Context()), campaign) {
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		t.Fatal("no hearing is kept")
		return hearing.Hearing{}
	}
	look := func(name string) {
		t.Helper()
		if over := get(t, ctx, "measure", chromedp.Evaluate[int]("document.documentElement.scrollWidth - innerWidth")); over > 0 {
			t.Errorf("%s is %d pixels too wide", name, over)
		}
		judge.judge(t, ctx, name)
	}
	link := strings.TrimSpace(run(t, s.env, "invite", "kok-jar", "salima", "--store", s.store, "--public-url", s.base))
	do(t, ctx, "sign in on a phone", screen(360, 640, "ky"), chromedp.Navigate(link))
	press(t, ctx, "main form button")

	do(t, ctx, "begin to plan", chromedp.Navigate(s.base+"/hearings/"+campaign))
	look("the hearings")
	press(t, ctx, "main .button.big")
	do(t, ctx, "fill the plan in", chromedp.Evaluate[chromedp.Void](`place.value = "Маданият үйү", day.value = "2026-12-01", quorum.value = "2"`))
	look("the plan")
	press(t, ctx, ".actions button")
	look("the evening before it begins")
	at := s.base + "/hearings/" + campaign + "/" + kept().ID

	do(t, ctx, "go to the door", chromedp.Navigate(at+"/door"))
	look("the door")
	const tap = `document.querySelector(".more").click()`
	do(t, ctx, "count one and another", chromedp.Evaluate[chromedp.Void](tap), chromedp.Evaluate[chromedp.Void](tap))
	until(t, ctx, "count them at this table", `document.querySelector("[data-count]").textContent === "2"`)
	until(t, ctx, "count them in all", `document.querySelector("[data-present]").textContent === "2"`)
	s.stop()
	do(t, ctx, "count one whom nobody hears of", chromedp.Evaluate[chromedp.Void](tap))
	until(t, ctx, "say that one waits", `document.querySelector("[data-status]").textContent.includes("1")`)
	again := &service{store: s.store}
	again.serveAt(t, strings.TrimPrefix(s.base, "http://"))
	until(t, ctx, "count the third", `document.querySelector("[data-count]").textContent === "3"`)

	do(t, ctx, "go back", chromedp.Navigate(at))
	press(t, ctx, ".next button")
	press(t, ctx, ".next a.big")
	look("a vote is called")
	press(t, ctx, ".actions button")
	look("a round that is ready")
	press(t, ctx, ".next button")
	do(t, ctx, "write in raised hands", chromedp.Evaluate[chromedp.Void](
		`document.querySelector("details").open = true, document.getElementById("hands_female_for_0").value = "2", document.getElementById("hands_male_for_1").value = "1"`))
	look("a round that is open")
	press(t, ctx, "form[action$='/hands'] button")
	press(t, ctx, ".next button.big")
	look("a result")
	if x := kept(); x.Current().Stage != hearing.Counted || len(x.Current().Sheets) != 2 {
		t.Errorf("the round: %+v", x.Current())
	}
	do(t, ctx, "see the floor", chromedp.Navigate(at+"/floor"), chromedp.Evaluate[chromedp.Void](
		`document.querySelector("[aria-labelledby=decision] details.new").open = true, document.getElementById("decision-new-text").value = "Суу биринчи"`))
	look("the floor")
	press(t, ctx, "[aria-labelledby=decision] details.new button")
	for _, path := range []string{"/outcome", "/minutes", "/slips", "/notice", "/sheets", "/plan"} {
		do(t, ctx, "see "+path, chromedp.Navigate(at+path))
		look(path)
	}
	do(t, ctx, "end it", chromedp.Navigate(at), chromedp.Evaluate[chromedp.Void](`document.querySelector("form[action$='/end']").closest("details").open = true`))
	press(t, ctx, "form[action$='/end'] .danger")
	look("the evening after it")
	if x := kept(); x.State != hearing.Ended || len(x.Decisions) != 1 {
		t.Errorf("the hearing is %s with %d decisions, want ended with one", x.State, len(x.Decisions))
	}
}
