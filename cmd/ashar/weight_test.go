//go:build !race

package main_test

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// What residents pay for: the bytes on the wire, headers included, until a screen
// stands there.
const (
	maxFirstView = 14 << 10 // with an empty cache; one TCP initial window
	maxScreen    = 6 << 10  // any later one
)

// TestBrowserEveryScreenIsLight weighs every screen of every questionnaire as Chromium
// receives it in Kyrgyz: the first view with an empty cache, later ones with what
// was kept of those before, and with the answer that leads on to them. Nothing is
// asked of anybody else, and nothing holds up the page but its own stylesheets. The
// scripts come after all this, and are weighed by the tests of package form.
func TestBrowserEveryScreenIsLight(t *testing.T) {
	t.Parallel()
	ctx := newBrowser(t)
	s, paths := newForms(t)
	wire := newWire(t, ctx)
	do(t, ctx, "be a phone", screen(360, 640, "ky"), command(network.SetBlockedURLs, network.SetBlockedURLsParams{
		URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/a/*.js", Block: true}},
	}))
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		wire.take()
		do(t, ctx, "forget all files", command(network.ClearBrowserCache, cdp.Empty{}))
		first, heaviest, which, screens := 0, 0, "", 0
		w := walker{t: t, ctx: ctx, fill: fillAtLength, look: func(screen string) {
			bytes, hosts := wire.take()
			most := maxScreen
			if screens++; screens == 1 {
				first, most = bytes, maxFirstView
			} else if bytes > heaviest {
				heaviest, which = bytes, screen
			}
			if bytes == 0 || bytes > most {
				t.Errorf("%s weighs %d bytes, want at most %d", screen, bytes, most)
			}
			for _, host := range hosts {
				if "http://"+host != s.base {
					t.Errorf("%s asks %s for something", screen, host)
				}
			}
			for _, blocking := range get(t, ctx, "see what blocks "+screen, chromedp.Evaluate[[]string](whatBlocks)) {
				t.Errorf("%s waits for %s", screen, blocking)
			}
		}}
		w.through(s.base+paths[name], name)
		t.Logf("%-17s first view %5d bytes, %2d screens, the heaviest later one %4d: %s", name, first, screens, heaviest, which)
	}
}

// fillAtLength is fill with a wish of as much as most questionnaires leave room for.
var fillAtLength = strings.Replace(fill, `box.value = "Көпүрөнүн`, `box.value = location.pathname.endsWith("/wish") ? "`+longWish+`" : "Көпүрөнүн`, 1)

// longWish is an invented one of somebody who has much to say.
const longWish = "Биздин көчөдө суу жумасына эки гана жолу келет, кышында түтүктөр тоңуп калат, ошондуктан кары-картаңдар чака көтөрүп арыктан ташыйт. " +
	"Мектептин жанындагы көпүрө былтыркы селден кийин кыйшайып турат, балдар коркуп өтөт. Кечинде жарык жок, ит көп. " +
	"Бала бакчага кезек үч жылга созулган, жаш энелер жумушка чыга албай жатат. Жайытка чыкчу жолду оңдоп, фельдшерди түнкүсүн да турса дейбиз. " +
	"Ашар менен иштейбиз, материал гана берсе болду."

// whatBlocks finds what a page is not drawn before, its own stylesheets aside:
// scripts that are not deferred, and fonts.
const whatBlocks = `[
	...[...document.scripts].filter(s => !s.defer && !s.async && s.type !== "module").map(s => s.outerHTML),
	...[...document.fonts].map(f => "the font " + f.family),
]`

// wire is what the browser has received, as its network domain counts it.
type wire struct {
	mu     sync.Mutex
	bytes  int
	asked  []string                   // the hosts of all requests
	flying map[network.RequestID]bool // what is under way
	heard  time.Time                  // when something last happened
}

// quiet is how long nothing happens before what is under way is given up: of some
// that it fetched ahead and finds that it has, the browser does not tell the end.
const quiet = time.Second

// newWire begins to listen.
func newWire(t testing.TB, ctx context.Context) *wire {
	t.Helper()
	w := &wire{flying: map[network.RequestID]bool{}}
	do(t, ctx, "listen to the network", command(network.Enable, network.EnableParams{}))
	if err := chromedp.Listen(ctx, w.hear); err != nil {
		t.Fatalf("listen to the network: %v", err)
	}
	return w
}

// hear takes in an event. A request that is sent on elsewhere keeps its number;
// its first answer comes with the second request.
func (w *wire) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.heard = time.Now()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err == nil && u.Host != "" {
			w.asked = append(w.asked, u.Host)
		}
		if e.RedirectResponse != nil {
			w.bytes += int(e.RedirectResponse.EncodedDataLength)
		}
		w.flying[e.RequestID] = true
	case *network.EventLoadingFinished:
		w.bytes += int(e.EncodedDataLength)
		delete(w.flying, e.RequestID)
	case *network.EventLoadingFailed:
		delete(w.flying, e.RequestID)
	}
}

// take waits until nothing is under way, and returns what was received since it
// was last called, and of which hosts something was asked.
func (w *wire) take() (bytes int, hosts []string) {
	for !w.rests() {
		time.Sleep(5 * time.Millisecond)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	bytes, hosts = w.bytes, w.asked
	w.bytes, w.asked = 0, nil
	clear(w.flying)
	return bytes, hosts
}

func (w *wire) rests() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.flying) == 0 || time.Since(w.heard) > quiet
}
