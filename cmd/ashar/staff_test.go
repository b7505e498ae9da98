//go:build !race

package main_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"
)

// lookAt holds a page of the staff's to axe-core and to the width of a laptop and of a phone, and keeps pictures of it
// where they are asked for.
func lookAt(t testing.TB, ctx context.Context, judge axe, room, name string) {
	t.Helper()
	for _, size := range [][2]int64{{1280, 800}, {360, 640}} {
		do(t, ctx, "a screen of "+fmt.Sprint(size[0]), screen(size[0], size[1], "ky"))
		if wide := get(t, ctx, "measure "+name, chromedp.Evaluate[int64]("document.documentElement.scrollWidth")); wide > size[0] {
			t.Errorf("%s: %d pixels wide on a screen of %d", name, wide, size[0])
		}
		judge.judge(t, ctx, fmt.Sprint(name, " at ", size[0]))
		do(t, ctx, "be light", prefers("prefers-color-scheme", "light"))
		keepPicture(t, ctx, fmt.Sprintf("%s-%s-%d.png", room, name, size[0]))
	}
}

// TestBrowserStaffComeInAndLookAfterEachOther goes through the staff's pages in a browser, on a phone and on a laptop,
// and holds every one of them to axe-core.
func TestBrowserStaffComeInAndLookAfterEachOther(t *testing.T) {
	t.Parallel()
	judge, ctx := newAxe(t), newBrowser(t)
	s := newService(t)
	look := func(name string) {
		t.Helper()
		lookAt(t, ctx, judge, "staff", name)
	}
	open := func(path string) {
		t.Helper()
		do(t, ctx, "open "+path, chromedp.Navigate(s.base+path))
	}
	fill := func(pairs ...string) {
		t.Helper()
		for i := 0; i < len(pairs); i += 2 {
			do(t, ctx, "fill in "+pairs[i], chromedp.SendKeys(chromedp.CSS(pairs[i]), pairs[i+1]))
		}
	}
	wantAt := func(path string) {
		t.Helper()
		if got := get(t, ctx, "see where one is", chromedp.Evaluate[string]("location.pathname")); got != path {
			t.Fatalf("got to %s, want %s", got, path)
		}
	}
	const password, next = "кызыл алма бакта", "эки кара ит үрөт"
	do(t, ctx, "be a phone", screen(360, 640, "ky"))

	link := strings.TrimSpace(run(t, s.env, "invite", "kok-jar", "aida", "--name", "Аида", "--role", "owner", "--store", s.store, "--public-url", s.base))
	do(t, ctx, "open the link", chromedp.Navigate(link))
	look("link")
	press(t, ctx, "main form button")
	wantAt("/me/password")
	look("password-first")
	fill("#new", "кыска")
	press(t, ctx, "main form button")
	look("password-short")
	fill("#new", password)
	press(t, ctx, "main form button")
	wantAt("/me")
	look("own")
	press(t, ctx, "form[action='/me/codes'] button")
	look("own-scan")
	secret := get(t, ctx, "read the key", chromedp.Text(chromedp.CSS("#codes ~ p .key")))
	code, err := totp.GenerateCode(strings.TrimSpace(secret), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	fill("#code", code)
	press(t, ctx, "form[action='/me/codes/on'] button")
	look("recovery")
	recovery := get(t, ctx, "read a recovery code", chromedp.Text(chromedp.CSS(".codes li:first-child")))
	press(t, ctx, "main .actions a")
	look("own-codes")
	press(t, ctx, "form[action='/me/out'] button")
	wantAt("/out")
	look("out")

	open("/staff")
	look("closed")
	fill("#account", "aida", "#password", "жок жок жок")
	press(t, ctx, "main form button")
	look("password-wrong")
	fill("#password", password)
	press(t, ctx, "main form button")
	look("code")
	fill("#code", "123")
	press(t, ctx, "main form button")
	look("code-wrong")
	fill("#code", recovery)
	press(t, ctx, "main form button")
	wantAt("/staff")

	fill("#name", "Бакыт", "#id", "bakyt")
	press(t, ctx, "#h-invite ~ form button")
	look("invited")
	open("/staff")
	look("members")
	open("/staff/bakyt")
	look("member")
	press(t, ctx, "form[action$='/disable'] button")
	look("member-disabled")
	open("/audit")
	look("audit")
	open("/place")
	look("place")
	open("/place/villages/keng-tor")
	look("village")
	open("/place/change?village=keng-tor")
	look("change")
	open("/place/table")
	paste := func(table string) {
		t.Helper()
		do(t, ctx, "paste a table", chromedp.SetValue(chromedp.CSS("#table"), table))
		press(t, ctx, "form[action='/place/table'] .button")
	}
	const head = "Айыл\tаял 18-28\tаял 29-44\tаял 45-59\tаял 60+\tэркек 18-28\tэркек 29-44\tэркек 45-59\tэркек 60+\n"
	fill("#year", "2026")
	paste(head + "Арча-Булак\t431\t576\tкөп\t252\t442\t583\t\t208\nАрча булак\t1\t1\t1\t1\t1\t1\t1\t1\n")
	look("table-wrong")
	paste(head + "Арча-Булак\t431\t580\t361\t252\t442\t583\t347\t208\nКең-Төр\t7\t10\t7\t6\t6\t10\t7\t5\nЖаңы-Булак\t1\t2\t3\t4\t5\t6\t7\t8\n")
	look("table-preview")
	press(t, ctx, "form[action='/place/table/save'] .button")
	wantAt("/place")
	look("place-saved")
	open("/in/forgot")
	look("forgot")

	root := strings.TrimSpace(run(t, s.env, "invite", "*", "root", "--name", "Админ", "--store", s.store, "--public-url", s.base))
	do(t, ctx, "come in as an administrator", chromedp.Navigate(root))
	press(t, ctx, "main form button")
	fill("#new", next)
	press(t, ctx, "main form button")
	open("/places")
	fill("#ky", "Ала-Бука айыл аймагы", "#id", "ala-buka", "#villages", "Арча-Булак; 900")
	press(t, ctx, "main form button")
	wantAt("/staff")
	look("members-of-a-place")
	open("/places")
	look("places")
}

// keepPicture keeps what the browser shows in the folder that ASHAR_SCREENSHOTS names, if it does.
func keepPicture(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("ASHAR_SCREENSHOTS")
	if dir == "" {
		return
	}
	shot := get(t, ctx, "photograph "+name, chromedp.CaptureScreenshot())
	if err := os.WriteFile(filepath.Join(dir, name), shot, 0o644); err != nil {
		t.Fatal(err)
	}
}
