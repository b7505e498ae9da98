//go:build !race

package main_test

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// child is the service as a process of its own, which can be killed.
type child struct {
	*exec.Cmd
	addr, store string
	log         io.Writer // takes all that it tells of what it does; nil: only its errors are shown
}

// start starts it, on its address and its store, and waits until it serves.
func (c *child) start(t testing.TB) {
	t.Helper()
	level, log := "error", io.Writer(os.Stderr)
	if c.log != nil {
		level, log = "info", c.log
	}
	c.Cmd = &exec.Cmd{Path: os.Args[0], Args: []string{"ashar", "serve", "--listen", c.addr, "--store", c.store, "--log-level", level}, Env: os.Environ(), Stderr: log}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for range 400 {
		if r, err := http.Get("http://" + c.addr + "/f"); err == nil {
			r.Body.Close()
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("the service does not answer")
}

// kill kills it as kill -9 does.
func (c *child) kill() {
	_ = c.Process.Kill()
	_ = c.Wait()
}

// TestBrowserServiceIsKilledInMidSend kills the service while a phone sends: before the answer comes to it, in the
// middle of taking it, and after it has stored it but before the phone hears. Whatever the phone has a receipt of is
// stored; whatever it has none of is still on the phone; and in the end each is stored once.
func TestBrowserServiceIsKilledInMidSend(t *testing.T) {
	t.Parallel()
	const residents = 12
	ctx := newBrowser(t)
	s := newService(t)
	w := newMast(t, s)
	form := visit(t, ctx, w)
	s.stop()
	served, err := url.Parse(s.base)
	if err != nil {
		t.Fatal(err)
	}
	c := &child{addr: served.Host, store: s.store}
	c.start(t)
	t.Cleanup(c.kill)
	keeps(t, ctx, w, form, residents)
	const rounds = 9
	for n := range rounds {
		dead := make(chan struct{})
		var first atomic.Bool
		w.meets(func(r *http.Request) (lost, unheard bool) {
			if !strings.HasSuffix(r.URL.Path, "/answers") || !first.CompareAndSwap(false, true) {
				return false, false
			}
			switch n % 3 {
			case 0: // before it comes there
				c.kill()
				close(dead)
			case 1: // after it was stored; the phone hears nothing
				if !acknowledged(s.base, r) {
					t.Error("the service does not take the answer")
				}
				c.kill()
				close(dead)
				return true, false
			case 2: // in the middle of it, or between two
				time.AfterFunc(time.Duration(n)*800*time.Microsecond, func() {
					c.kill()
					close(dead)
				})
			}
			return false, false
		})
		w.gone.Store(false)
		do(t, ctx, "open the form with a signal", chromedp.Navigate(form))
		within(t, dead)
		w.gone.Store(true)
		until(t, ctx, "hear that it is not sent", `document.querySelector(".outbox")?.innerText.includes("кайра аракет кылынат")`)
		waiting, receipts := held(t, ctx)
		got := responses(t, s)
		if waiting+receipts != residents || len(got) < receipts || len(got) > residents {
			t.Fatalf("round %d: the phone holds %d answers and %d receipts, %d are stored; want %d in all, and each receipt's answer stored",
				n, waiting, receipts, len(got), residents)
		}
		t.Logf("round %d: the phone holds %d answers and %d receipts, %d are stored", n, waiting, receipts, len(got))
		c.start(t)
	}
	hears(t, ctx, w)
	if waiting, receipts := held(t, ctx); waiting != 0 || receipts != residents {
		t.Errorf("the phone holds %d answers and %d receipts, want none and %d", waiting, receipts, residents)
	}
	seen := map[string]bool{}
	for _, r := range responses(t, s) {
		seen[r.Receipt] = true
	}
	if len(seen) != residents {
		t.Errorf("%d answers are stored, want %d", len(seen), residents)
	}
}

// acknowledged passes a request on, and reports whether the service took what it brings.
func acknowledged(base string, r *http.Request) bool {
	passed, err := http.NewRequestWithContext(r.Context(), r.Method, base+r.URL.Path, r.Body)
	if err != nil {
		return false
	}
	passed.Header = r.Header.Clone()
	passed.Header.Del("Origin") // that is the mast's
	response, err := http.DefaultClient.Do(passed)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	return response.StatusCode == http.StatusOK
}
