//go:build !race

package main_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ashar/prioritize/hearing"
)

// TestBrowserHallLooks goes through a hearing as phones, the screen and everybody see it: each page follows by itself,
// and is held to axe-core and to its width.
func TestBrowserHallLooks(t *testing.T) {
	t.Parallel()
	judge, ctx := newAxe(t), newBrowser(t)
	s := newService(t)
	a := newAssembly(t, s.store, "autumn", 60)
	front := newTab(t, ctx)
	link := strings.TrimSpace(run(t, s.env, "invite", "kok-jar", "aigul", "--store", s.store, "--public-url", s.base))
	do(t, front, "sign in", screen(1280, 800, "ky"), chromedp.Navigate(link))
	press(t, front, "main form button")
	at := s.base + "/hearings/needs/autumn/screen"
	do(t, front, "open the screen", chromedp.Navigate(at))
	a.register(a.codes[:50])
	slip := s.base + "/v/" + a.codes[0] + "?lang=ky"
	do(t, ctx, "be a phone", screen(360, 640, "ky"), chromedp.Navigate(s.base+"/v"))
	look := func(name, words string) {
		t.Helper()
		until(t, ctx, "see "+words, fmt.Sprintf("document.body.innerText.includes(%q)", words))
		pageAt(t, ctx, judge, "phone-"+name, 360, 640)
	}
	shows := func(name, words string) {
		t.Helper()
		until(t, front, "show "+words, fmt.Sprintf("document.body.innerText.includes(%q)", words))
		pageAt(t, front, judge, "screen-"+name, 1280, 800)
	}
	look("code", "Талонуңуздагы кодду жазыңыз")
	shows("before", "Күн тартиби")
	do(t, ctx, "open a slip", chromedp.Navigate(slip))
	look("before", "Жыйын башталганда")
	a.begin()
	look("waiting", "азырынча ачыла элек")
	shows("registration", "Кворум бар")

	a.call(hearing.Round{Method: hearing.Dots, Dots: 3}, 7)
	look("dots", "Эң көп дегенде 3 муктаждыкты белгилеңиз")
	for n := 1; n < 33; n++ {
		dots := make([]int, 7)
		dots[n%3], dots[3+n%2], dots[5+n%7%2] = 1, 1, 1
		a.vote(n, 1, hearing.Ballot{Dots: dots})
	}
	shows("voting", "32")
	press(t, ctx, "form.ballot .actions button") // with nothing marked
	look("empty", "Эч нерсе белгиленген жок")
	for _, n := range []string{"0", "2", "4"} {
		do(t, ctx, "mark", chromedp.Click(chromedp.CSS(`input[name=dot][value="`+n+`"] + .card`)))
	}
	press(t, ctx, "form.ballot .actions button")
	look("received", "кабыл алынды")
	_, err := a.ChangeRound(t.Context(), a.id, 1, func(r *hearing.Round) error { return r.Close(time.Now()) })
	a.must(err)
	look("counting", "эсептелип жатат")
	shows("counting", "эсептелип жатат")
	_, err = a.Settle(t.Context(), a.id)
	a.must(err)
	look("counted", "Добушуңуз эсептелди")
	shows("result", "Добуш бергендер: 33.")

	a.call(hearing.Round{Method: hearing.Ordered}, 5)
	look("order", "Эң керектүүсүнөн баштап")
	for _, n := range []int{2, 0, 1} {
		do(t, ctx, "put in order", chromedp.Click(chromedp.CSS(fmt.Sprintf("ul.ordered li:nth-child(%d) .tap", n+1))))
	}
	pageAt(t, ctx, judge, "phone-ordered", 360, 640)
	press(t, ctx, "form.ballot .actions button")
	look("order-received", "кабыл алынды")
	for n := 1; n < 12; n++ {
		a.vote(n, 2, hearing.Ballot{Order: []int{n % 5, (n + 1) % 5, (n + 3) % 5}})
	}
	a.count(2)
	look("order-counted", "100 баллдын ичинен")
	shows("order-result", "100 баллдын ичинен")

	a.call(hearing.Round{Method: hearing.Dots, Dots: 5, Stacked: true}, 4)
	look("points", "Сизде 5 добуш бар")
	do(t, ctx, "give", chromedp.Click(chromedp.CSS(".stepper button:last-child")), chromedp.Click(chromedp.CSS(".stepper button:last-child")))
	pageAt(t, ctx, judge, "phone-points-given", 360, 640)
	press(t, ctx, "form.ballot .actions button")
	look("points-received", "кабыл алынды")
	a.must(annul(a, 3))
	look("annulled", "жараксыз деп табылды")
	shows("annulled", "жараксыз деп табылды")

	a.call(hearing.Round{Method: hearing.YesNo}, 3)
	look("stands", "Ар бирин колдойсузбу?")
	do(t, ctx, "be for it", chromedp.Click(chromedp.CSS(`input[name="stand.0"][value=for] + .card`)))
	press(t, ctx, "form.ballot .actions button")
	look("stands-received", "кабыл алынды")
	for n := 1; n < 12; n++ {
		a.vote(n, 4, hearing.Ballot{Stands: []hearing.Stand{"for", "against", []hearing.Stand{"for", "against", ""}[n%3]}})
	}
	a.count(4)
	look("stands-counted", "Кабыл алынды")
	shows("stands-result", "Кабыл алынды")

	do(t, ctx, "look from outside", chromedp.Navigate(s.base+"/h/autumn?lang=ky"))
	look("public-during", "кеминде")
	a.become(func(x *hearing.Hearing) error {
		return x.Overrule(hearing.Override{Option: "need-6", Rank: 3, Why: "Кыздар үчүн спорт аянтча жок", By: "aigul", At: time.Now()})
	})
	a.become(func(x *hearing.Hearing) error { return x.End(time.Now()) })
	look("public-ended", "Жыйын аяктады")
	shows("end", "Жыйындын чечими")
	a.become(func(x *hearing.Hearing) error { return x.Publish(time.Now()) })
	look("public-over", "Чечими ушул жерде")
	do(t, front, "be dark and Russian", chromedp.Navigate(at+"?lang=ru"))
	pageAt(t, front, judge, "screen-end-ru", 1280, 800)
}

func annul(a *assembly, round int) error {
	_, err := a.Annul(a.t.Context(), a.id, round, "тизмеде ката болгон")
	return err
}

// pageAt holds the page that is open to axe-core and to a screen's width, and keeps a picture of it where they are asked
// for.
func pageAt(t testing.TB, ctx context.Context, judge axe, name string, width, height int64) {
	t.Helper()
	do(t, ctx, "a screen of "+fmt.Sprint(width), screen(width, height, "ky"))
	if wide := get(t, ctx, "measure "+name, chromedp.Evaluate[int64]("document.documentElement.scrollWidth")); wide > width {
		t.Errorf("%s: %d pixels wide on a screen of %d", name, wide, width)
	}
	judge.judge(t, ctx, name)
	do(t, ctx, "be light", prefers("prefers-color-scheme", "light"))
	keepPicture(t, ctx, fmt.Sprintf("hearing-%s-%d.png", name, width))
}
