//go:build !race

package main_test

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// gate stands before a service and does to what is posted as it is told.
type gate struct {
	*httptest.Server
	mu    sync.Mutex
	posts []string      // the paths of what was posted
	slow  time.Duration // how long each takes
	says  int           // the status that is said instead of letting it through; 0: none
	cut   string        // the next: lost "before" it arrives; "after": it arrives, and the answer is lost
}

func newGate(t testing.TB, s *service) *gate {
	t.Helper()
	to, err := url.Parse(s.base)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite:      func(p *httputil.ProxyRequest) { p.SetURL(to); p.Out.Host = p.In.Host },
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	g := new(gate)
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			proxy.ServeHTTP(w, r)
			return
		}
		slow, says, cut := g.took(r)
		time.Sleep(slow)
		switch {
		case says == http.StatusConflict: // with the screen that is due, as when others press at the same moment
			_, _ = io.Copy(io.Discard, r.Body)
			look := r.Clone(r.Context())
			look.Method, look.Body, look.ContentLength = http.MethodGet, http.NoBody, 0
			due := httptest.NewRecorder()
			proxy.ServeHTTP(due, look)
			maps.Copy(w.Header(), due.Header())
			w.WriteHeader(says)
			_, _ = due.Body.WriteTo(w)
		case says != 0:
			w.WriteHeader(says)
		case cut == "before":
			panic(http.ErrAbortHandler)
		case cut == "after":
			proxy.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		default:
			proxy.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *gate) took(r *http.Request) (slow time.Duration, says int, cut string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.posts = append(g.posts, r.URL.Path)
	cut, g.cut = g.cut, ""
	return g.slow, g.says, cut
}

// set changes what is done.
func (g *gate) set(change func(g *gate)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change(g)
}

// count is how often something was posted since the last time, to addresses that end so.
func (g *gate) count(end string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := 0
	for _, path := range g.posts {
		if strings.HasSuffix(path, end) {
			n++
		}
	}
	g.posts = nil
	return n
}
