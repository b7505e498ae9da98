package main_test

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	main "ashar/cmd/ashar"
)

// service is Ashar, set up and served as the README tells people to.
type service struct {
	base  string   // http://127.0.0.1:PORT
	store string   // the URI
	codes []string // of the doors, in the order of the villages
	env   []string // its settings
	stop  func()   // ends the service and waits for it
}

// run runs one command and returns what it printed.
func run(t testing.TB, env []string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	code := main.Main{Args: args, Env: env, Out: &out, Err: &errs, Now: time.Now}.Run(t.Context())
	if code != 0 {
		t.Fatalf("ashar %s: exit code %d\n%s%s", strings.Join(args, " "), code, out.String(), errs.String())
	}
	return out.String()
}

var doorLink = regexp.MustCompile(`/f/([2-9A-Z]+)`)

// newService opens a campaign in a fresh store and serves it with these settings
// in the environment.
func newService(t testing.TB, env ...string) *service {
	t.Helper()
	return newServiceAt(t, "file:"+filepath.Join(t.TempDir(), "ashar.db"), env...)
}

// newServiceAt does so in this store.
func newServiceAt(t testing.TB, store string, env ...string) *service {
	t.Helper()
	s := &service{store: store, env: env}
	place := filepath.Join(t.TempDir(), "place.json")
	if err := os.WriteFile(place, []byte(run(t, nil, "campaign", "place")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, m := range doorLink.FindAllStringSubmatch(run(t, env, "campaign", "open", place, "--store", store), -1) {
		s.codes = append(s.codes, m[1])
	}
	s.serve(t)
	return s
}

// serve serves the store on a free port until the test ends or stop is called.
func (s *service) serve(t testing.TB) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	s.serveAt(t, addr)
}

// serveAt serves the store on this address.
func (s *service) serveAt(t testing.TB, addr string) {
	t.Helper()
	s.base = "http://" + addr
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	var log bytes.Buffer
	running.Go(func() {
		args := []string{"serve", "--listen", addr, "--store", s.store, "--log-level", "warn"}
		if code := (main.Main{Args: args, Env: slices.Clone(s.env), Out: &log, Err: &log, Now: time.Now}).Run(ctx); code != 0 {
			t.Errorf("ashar serve: exit code %d\n%s", code, log.String())
		}
	})
	s.stop = func() {
		cancel()
		running.Wait()
	}
	t.Cleanup(s.stop)
	for range 200 {
		r, err := http.Get(s.base + "/f")
		if err == nil {
			r.Body.Close()
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("ashar serve does not answer on %s\n%s", s.base, log.String())
}

// required reports whether the tests must have this tool, and fail without it.
func required(tool string) bool {
	return slices.Contains(strings.Split(os.Getenv("ASHAR_REQUIRE"), ","), tool)
}
