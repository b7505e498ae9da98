//go:build !race

package main_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

// TestBrowserEveryRoleDoesItsWork is a municipality's staff from the first day on: an administrator adds it and invites its
// owner, who invites the others; each comes in, has the way around that is theirs, does what they are there for, is refused
// with words what they may not, and leaves.
func TestBrowserEveryRoleDoesItsWork(t *testing.T) {
	t.Parallel()
	judge, ctx, s := newAxe(t), newBrowser(t), newService(t)
	open := func(path string) {
		t.Helper()
		do(t, ctx, "open "+path, chromedp.Navigate(s.base+path))
	}
	here := func() string {
		t.Helper()
		return get(t, ctx, "see where one is", chromedp.Evaluate[string]("location.pathname"))
	}
	fill := func(pairs ...string) {
		t.Helper()
		for i := 0; i < len(pairs); i += 2 {
			do(t, ctx, "fill in "+pairs[i], chromedp.SetValue(chromedp.CSS(pairs[i]), pairs[i+1]))
		}
	}
	enter := func(link string) {
		t.Helper()
		do(t, ctx, "open the link", chromedp.Navigate(link))
		press(t, ctx, "main form button")
	}
	link := regexp.MustCompile(`http://\S+/in/[\w-]+`)
	invite := func(name, id, role string) string {
		t.Helper()
		fill("#name", name, "#id", id)
		do(t, ctx, "choose the role", chromedp.Evaluate[chromedp.Void](fmt.Sprintf("document.querySelector('input[name=role][value=%s]').click()", role)))
		press(t, ctx, "#h-invite ~ form button")
		return link.FindString(get(t, ctx, "read the link", chromedp.Text(chromedp.CSS(".copy"))))
	}
	around := func(want ...string) {
		t.Helper()
		open("/desk")
		got := get(t, ctx, "see the way around", chromedp.Evaluate[string](`[...document.querySelectorAll("nav.sections a")].map(a => a.getAttribute("href")).join(" ")`))
		if diff := cmp.Diff(want, strings.Fields(got)); diff != "" {
			t.Errorf("the way around (-want +got):\n%s", diff)
		}
		if tall := get(t, ctx, "see how tall it is", chromedp.Evaluate[int64](`document.querySelector("nav.sections").clientHeight`)); tall > 64 {
			t.Errorf("on a phone the way around is %d pixels tall, want one line", tall)
		}
	}
	refused := func(path string) {
		t.Helper()
		open(path)
		if got := get(t, ctx, "see the status", chromedp.Evaluate[int64](`performance.getEntriesByType("navigation")[0].responseStatus`)); got != 403 {
			t.Errorf("%s: status %d, want 403", path, got)
		}
		if got := get(t, ctx, "read why", chromedp.Text(chromedp.CSS("main"))); !strings.Contains(got, "сизге ачык эмес") {
			t.Errorf("%s says %q", path, got)
		}
	}
	leave := func() {
		t.Helper()
		open("/me")
		press(t, ctx, "form[action='/me/out'] button")
		open("/desk")
		expect(t, ctx, "main", "кир")
		if got := get(t, ctx, "see a form", chromedp.Evaluate[int64](`document.querySelectorAll("input[name=password]").length`)); got != 1 {
			t.Errorf("after leaving, the desk has %d fields for a password, want one", got)
		}
	}
	do(t, ctx, "be a phone", screen(360, 640, "ky"))

	enter(strings.TrimSpace(run(t, s.env, "invite", "*", "root", "--name", "Админ", "--store", s.store, "--public-url", s.base)))
	around("/staff", "/places", "/audit", "/me")
	press(t, ctx, "main a.button[href='/places']")
	fill("#ky", "Ала-Бука айыл аймагы", "#id", "ala-buka", "#villages", "Арча-Булак; 900\nКең-Төр; 400")
	press(t, ctx, "main form button")
	owner := invite("Аида", "aida", "owner")
	refused("/desk/needs/coverage")
	leave()

	enter(owner)
	around("/desk", "/place", "/desk/_requests", "/staff", "/tokens", "/audit", "/me")
	links := map[string]string{}
	for role := range strings.FieldsSeq("organiser enumerator analyst observer") {
		open("/staff")
		links[role] = invite("Киши", role+"-1", role)
	}
	refused("/places")
	open("/desk/_retention")
	judge.narrow(t, ctx, "/desk/_retention")
	leave()

	enter(links["organiser"])
	around("/desk", "/desk/_requests", "/me")
	open("/desk/_new")
	fill("#ky", "Жазгы сурамжылоо")
	press(t, ctx, "main form .actions button")
	campaign := strings.TrimSuffix(here(), "/plan")
	open(campaign + "/open")
	press(t, ctx, "main form .actions button")
	open(campaign + "/links")
	code := get(t, ctx, "read a village's code", chromedp.Evaluate[string]("document.querySelector('.doors .key').textContent"))
	for _, page := range []string{"", "/papers", "/batch", "/groups", "/groups/_new"} {
		open(campaign + page)
		judge.narrow(t, ctx, page)
	}
	refused("/staff")
	refused(campaign + "/freeze")
	leave()
	answerInBrowser(t, ctx, &service{base: s.base, codes: []string{code}})

	enter(links["enumerator"])
	around("/desk", "/me")
	expect(t, ctx, "main", "Жазгы сурамжылоо")
	press(t, ctx, "a[href$='/enter']")
	typeForm(t, ctx, survey.NewSerial(41))
	refused(campaign + "/coverage")
	leave()

	board := strings.Replace(campaign, "/desk/", "/board/", 1)
	enter(links["analyst"])
	around("/desk", "/tokens", "/me")
	open(board)
	expect(t, ctx, "main h1", "Жазгы сурамжылоо")
	open(campaign + "/freeze")
	expect(t, ctx, "main", "Кийинки кадам")
	refused(campaign + "/settings")
	leave()

	enter(links["observer"])
	around("/desk", "/audit", "/me")
	open(campaign + "/coverage")
	expect(t, ctx, "main", "Арча-Булак")
	open("/audit")
	expect(t, ctx, ".trail", "анкета community-needs@")
	refused(campaign + "/links")
	leave()
}

// typeForm types a form from paper in with the keyboard, and waits until it is stored.
func typeForm(t testing.TB, ctx context.Context, serial string) {
	t.Helper()
	at := func(selector, what, typed string) {
		t.Helper()
		until(t, ctx, "be at "+selector, fmt.Sprintf("document.activeElement.matches(%q)", selector))
		do(t, ctx, what, chromedp.KeyEvent(typed))
	}
	at("[name=village]", "choose the village", kb.ArrowDown+kb.Enter)
	at("[name=channel]", "on paper", "1")
	at("[name=serial]", "type its number", serial+kb.Enter)
	at("[name=day]", "no day", kb.Enter)
	at("[name=consent]", "it is agreed to", " "+kb.Enter)
	at("[name='q0.codes']", "its needs, and their order", "2 1 6"+kb.Enter+"6 1 2"+kb.Enter)
	at("[type=radio][name*='.level.']", "how grave, sex, age, a wish", "453"+"1"+kb.Enter+"2"+kb.Enter+"Жарык керек")
	do(t, ctx, "store it", chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	until(t, ctx, "hear that it is there", "document.querySelector('#outbox').innerText.includes('жетти: 1')")
}
