//go:build !race

package main_test

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/labstack/echo/v4"

	"ashar/prioritize/live"
	"ashar/survey"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// signboard is a page of which a part follows what the test writes on it.
type signboard struct {
	*httptest.Server
	feed    *live.Feed
	mu      sync.Mutex
	part    string
	says    atomic.Pointer[error] // to whoever asks for the part; nil: nothing
	refuses atomic.Bool           // streams
	gone    atomic.Bool           // the network
}

// signboardView is the page of a signboard.
type signboardView struct {
	page.Page
	Part template.HTML
}

func newSignboard(t testing.TB, part string) *signboard {
	t.Helper()
	pages := pagetest.New(t)
	room, err := pages.Room(page.Board, fstest.MapFS{"templates/signboard.html": {Data: []byte(
		`{{define "main"}}<h1>{{.Title}}</h1><div data-live="/part" id="part">{{.Part}}</div>{{template "live" .}}{{end}}`,
	)}})
	if err != nil {
		t.Fatal(err)
	}
	b := &signboard{feed: live.New(live.Config{}), part: part}
	e := pages.Echo()
	e.GET("/", func(c echo.Context) error {
		return room.Render(c, http.StatusOK, "signboard", signboardView{pages.Page(c, "Тактай"), template.HTML(b.read())})
	})
	e.GET("/part", func(c echo.Context) error {
		if says := b.says.Load(); says != nil {
			return *says
		}
		if b.refuses.Load() && c.Request().Header.Get("Accept") == "text/event-stream" {
			return fmt.Errorf("too many: %w", survey.ErrUnavailable)
		}
		return b.feed.Stream(c, live.View{Topic: "t", Name: "part", Render: func(context.Context) ([]byte, error) { return []byte(b.read()), nil }})
	})
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if b.gone.Load() {
			panic(http.ErrAbortHandler)
		}
		e.ServeHTTP(w, r)
	}))
	t.Cleanup(b.Close)
	t.Cleanup(b.feed.Close)
	return b
}

func (b *signboard) read() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.part
}

// write has the part be something else.
func (b *signboard) write(part string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.part = part
	b.feed.Tell("t")
}

// cut breaks every connection, and no other comes about until the network is there again.
func (b *signboard) cut() {
	b.gone.Store(true)
	b.CloseClientConnections()
}

// part is a list of rows, and what people may be doing beside it.
func part(count int, rows ...string) string {
	var list strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&list, `<li id="row-%s"><a href="/%s" id="link-%s">%s</a></li>`, row, row, row, row)
	}
	news := ""
	if count%2 == 1 {
		news = `<p class="notice">odd</p>`
	}
	return fmt.Sprintf("\n"+news+`<p role="status">%d</p><p><a href="/">home</a></p><details><summary>more</summary>%d</details><input id="typed" aria-label="x" value=""><ol>%s</ol>`, count, count, &list)
}

// TestBrowserPartFollows looks at a page of which a part follows: what people do there goes on, what is lost is said and
// comes again, and where there are too many streams it asks instead.
func TestBrowserPartFollows(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	b := newSignboard(t, part(1, "a", "b", "c"))
	do(t, ctx, "open it", screen(1280, 800, "ky"), chromedp.Navigate(b.URL))
	shows := func(n int) {
		t.Helper()
		until(t, ctx, fmt.Sprint("show ", n), fmt.Sprintf(`document.querySelector("#part [role=status]").textContent === "%d"`, n))
	}
	line := func(what, words string) {
		t.Helper()
		until(t, ctx, what, fmt.Sprintf(`document.querySelector(".live").textContent.includes(%q)`, words))
	}
	do(t, ctx, "be at what has no name", chromedp.Evaluate[chromedp.Void](`window.home = document.querySelector("#part p a"); window.home.focus()`))
	b.write(part(2, "a", "b", "c"))
	shows(2)
	if !get(t, ctx, "see the focus", chromedp.Evaluate[bool](`document.activeElement === window.home && window.home.isConnected`)) {
		t.Error("the focus is not where it was when what stood before it has gone")
	}
	do(t, ctx, "be at it", chromedp.Evaluate[chromedp.Void](`{
		document.querySelector("details").open = true;
		document.getElementById("typed").value = "what I write";
		document.getElementById("link-c").focus();
		window.before = ["a", "b", "c"].map((x) => document.getElementById("row-" + x));
	}`))
	b.write(part(3, "c", "a", "d"))
	shows(3)
	for what, holds := range map[string]string{
		"what was unfolded is":                          `document.querySelector("details").open`,
		"what was typed is there":                       `document.getElementById("typed").value === "what I write"`,
		"the focus is where it was":                     `document.activeElement.id === "link-c"`,
		"rows are in their new order":                   `document.querySelector("#part ol").innerText.split(/\s+/).join("") === "cad"`,
		"rows that stay are the same":                   `window.before[0].isConnected && window.before[2].isConnected`,
		"the row that went is gone":                     `!window.before[1].isConnected`,
		"nothing is said of a connection that there is": `document.querySelector(".live").textContent === ""`,
	} {
		if !get(t, ctx, what, chromedp.Evaluate[bool](holds)) {
			t.Errorf("it does not hold that %s\n%s", what, get(t, ctx, "read", chromedp.Evaluate[string](`document.querySelector("main").outerHTML`)))
		}
	}

	b.cut()
	line("say that the connection is lost", "Байланыш үзүлдү")
	if !get(t, ctx, "say of when it is", chromedp.Evaluate[bool](`/\b\d\d:\d\d\b/.test(document.querySelector(".live").textContent)`)) {
		t.Errorf("it does not say of what time the page is: %q", text(t, ctx, ".live"))
	}
	keepPicture(t, ctx, "live-lost.png")
	b.write(part(4, "a"))
	b.gone.Store(false)
	shows(4)
	until(t, ctx, "say nothing any more", `document.querySelector(".live").textContent === ""`)

	b.refuses.Store(true)
	b.CloseClientConnections()
	wait := func(n int) { b.write(part(n, "a")); shows(n) }
	wait(5)
	wait(6)
	if got := b.feed.Streams(); got != 0 {
		t.Errorf("%d streams are open, want none", got)
	}
	out := fmt.Errorf("signed out: %w", survey.ErrUnauthorized)
	b.says.Store(&out)
	line("say that it follows no more", "мындан ары жаңыланбайт")
	shows(6)
}

// TestBrowserTabThatIsNotLookedAtHoldsNoStream: of the few connections that a browser has to a host none is taken by tabs
// behind others, which show what is new when they are looked at again.
func TestBrowserTabThatIsNotLookedAtHoldsNoStream(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	b := newSignboard(t, part(1, "a"))
	do(t, ctx, "open it", chromedp.Navigate(b.URL))
	streams := func(n int) {
		t.Helper()
		for late := time.Now().Add(stepTime); b.feed.Streams() != n; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(late) {
				t.Fatalf("%d streams are open, want %d", b.feed.Streams(), n)
			}
		}
	}
	hide := func(hidden bool) {
		do(t, ctx, "be hidden or not", chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{
			Object.defineProperty(document, "hidden", {configurable: true, get: () => %t});
			document.dispatchEvent(new Event("visibilitychange"));
		}`, hidden)))
	}
	streams(1)
	hide(true)
	streams(0)
	b.write(part(2, "a"))
	hide(false)
	streams(1)
	until(t, ctx, "show what is new", `document.querySelector("#part [role=status]").textContent === "2"`)
}
