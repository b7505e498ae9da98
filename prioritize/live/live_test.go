package live_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"go.uber.org/goleak"

	"ashar/prioritize/live"
	"ashar/survey"
	"ashar/survey/page/pagetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// soon bounds what a test waits for; nothing is said of how fast it comes.
const soon = 30 * time.Second

// state is what is shown: a number, kept where several feeds read it, as processes read one store.
type state struct {
	n       atomic.Int64
	renders atomic.Int64
	fails   atomic.Bool
	may     atomic.Pointer[error]
}

func (s *state) view() live.View {
	return live.View{
		Topic: live.Hearing("1"), Name: "screen",
		Version: func(context.Context) (string, error) { return strconv.FormatInt(s.n.Load(), 10), s.err() },
		Render: func(context.Context) ([]byte, error) {
			s.renders.Add(1)
			return fmt.Appendf(nil, "<p>%d</p>\n<p>votes</p>", s.n.Load()), s.err()
		},
		May: func() error {
			if err := s.may.Load(); err != nil {
				return *err
			}
			return nil
		},
	}
}

func (s *state) err() error {
	if s.fails.Load() {
		return fmt.Errorf("the store is away: %w", survey.ErrUnavailable)
	}
	return nil
}

// server is a process that serves the view at /.
type server struct {
	*live.Feed
	http *httptest.Server
}

// quick is a feed that asks often and never rests.
func quick() live.Config {
	return live.Config{Every: 10 * time.Millisecond, Rest: time.Nanosecond, Beat: 20 * time.Millisecond, Again: 10 * time.Millisecond}
}

func serve(t testing.TB, cfg live.Config, view live.View) *server {
	t.Helper()
	s := &server{Feed: live.New(cfg)}
	e := pagetest.New(t).Echo()
	e.GET("/", func(c echo.Context) error { return s.Stream(c, view) })
	s.http = httptest.NewServer(e)
	t.Cleanup(s.http.Close)
	t.Cleanup(s.Close)
	return s
}

// event is one that a client was sent.
type event struct{ kind, id, data string }

// client is a browser's EventSource, as far as the server knows.
type client struct {
	t      testing.TB
	status int
	header http.Header
	events chan event // closed when the stream ends
	stop   func()
}

// open follows the server's view, and says what it has already, if that is not "".
func (s *server) open(t testing.TB, has string) *client {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.http.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	if has != "" {
		r.Header.Set("Last-Event-ID", has)
	}
	transport := &http.Transport{DisableKeepAlives: true}
	answer, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, status: answer.StatusCode, header: answer.Header, events: make(chan event, 1000)}
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(c.events)
		defer answer.Body.Close()
		var e event
		lines := bufio.NewScanner(answer.Body)
		for lines.Buffer(nil, 1<<20); lines.Scan(); {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "id":
				e.id = value
			case "event":
				e.kind = value
			case "data":
				e.data += value
			case "":
				if e != (event{}) {
					c.events <- e
				}
				e = event{}
			}
		}
	})
	c.stop = func() {
		stop()
		reading.Wait()
	}
	t.Cleanup(c.stop)
	return c
}

// next is the next event for which this holds.
func (c *client) next(what string, is func(event) bool) event {
	c.t.Helper()
	late := time.After(soon)
	for {
		select {
		case e, going := <-c.events:
			if !going {
				c.t.Fatalf("%s: the stream has ended", what)
			}
			if is(e) {
				return e
			}
		case <-late:
			c.t.Fatalf("%s: nothing of that came", what)
		}
	}
}

// shows waits until the client shows a number, and returns the event.
func (c *client) shows(n int64) event {
	c.t.Helper()
	return c.next(fmt.Sprintf("show %d", n), func(e event) bool { return e.data == fmt.Sprintf("<p>%d</p><p>votes</p>", n) })
}

// ends waits until the stream has ended.
func (c *client) ends(why string) {
	c.t.Helper()
	late := time.After(soon)
	for {
		select {
		case _, going := <-c.events:
			if !going {
				return
			}
		case <-late:
			c.t.Fatalf("%s: the stream goes on", why)
		}
	}
}

func kind(k string) func(event) bool { return func(e event) bool { return e.kind == k } }

// wait waits for something to hold.
func wait(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for late := time.Now().Add(soon); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("%s: it does not come about", what)
		}
	}
}

func TestEverybodyIsSentWhatIsNewAfterItWasTold(t *testing.T) {
	var s state
	cfg := quick()
	cfg.Every = time.Hour // nothing comes by looking
	one := serve(t, cfg, s.view())
	clients := []*client{one.open(t, ""), one.open(t, ""), one.open(t, "")}
	for _, c := range clients {
		c.shows(0)
	}
	for n := range int64(20) {
		s.n.Store(n + 1)
		one.Tell(live.Hearing("1"))
		for _, c := range clients {
			c.shows(n + 1)
		}
	}
	if got := s.renders.Load(); got > 22 {
		t.Errorf("rendered %d times for 21 states and 3 clients, want once for each", got)
	}
}

func TestStreamsAreMadeForProxiesAndBrowsers(t *testing.T) {
	var s state
	c := serve(t, quick(), s.view()).open(t, "")
	c.next("be alive", kind("beat"))
	for name, want := range map[string]string{
		"Content-Type": "text/event-stream", "X-Accel-Buffering": "no", "Cache-Control": "no-store", "Content-Encoding": "",
	} {
		if got := c.header.Get(name); got != want {
			t.Errorf("got %s %q, want %q", name, got, want)
		}
	}
}

// TestTheLastStateAlwaysArrives changes the state faster than it is rendered, from many sides: what is sent grows, and ends
// with the last.
func TestTheLastStateAlwaysArrives(t *testing.T) {
	var s state
	cfg := quick()
	cfg.Every, cfg.Rest = time.Hour, 5*time.Millisecond
	one := serve(t, cfg, s.view())
	c := one.open(t, "")
	c.shows(0)
	const sides, each = 8, 500
	var all sync.WaitGroup
	for range sides {
		all.Go(func() {
			for range each {
				s.n.Add(1)
				one.Tell(live.Hearing("1"))
			}
		})
	}
	all.Wait()
	last, sent := int64(-1), 0
	c.next("show the last", func(e event) bool {
		var n int64
		if _, err := fmt.Sscanf(e.data, "<p>%d</p>", &n); err != nil {
			return false
		}
		if n <= last {
			t.Errorf("%d is shown after %d", n, last)
		}
		last = n
		sent++
		return n == sides*each
	})
	if sent >= sides*each || s.renders.Load() >= sides*each {
		t.Errorf("%d changes: sent %d, rendered %d; want them put together", sides*each, sent, s.renders.Load())
	}
}

func TestWhatLooksTheSameIsNotSentAgain(t *testing.T) {
	var s state
	one := serve(t, quick(), s.view())
	c := one.open(t, "")
	c.shows(0)
	for range 5 {
		before := s.renders.Load()
		one.Tell(live.Hearing("1"))
		wait(t, "it is rendered", func() bool { return s.renders.Load() > before })
	}
	s.n.Store(1)
	if e := c.next("see more", func(e event) bool { return e.kind == "" }); e.data != "<p>1</p><p>votes</p>" {
		t.Errorf("got %q, want nothing before what is new", e.data)
	}
}

func TestProcessesOnOneStoreAgree(t *testing.T) {
	var s state
	here, there := serve(t, quick(), s.view()), serve(t, quick(), s.view())
	a, b := here.open(t, ""), there.open(t, "")
	a.shows(0)
	b.shows(0)
	s.n.Store(7)
	here.Tell(live.Hearing("1")) // and nobody there
	if x, y := a.shows(7), b.shows(7); x.id != y.id {
		t.Errorf("the same is called %s here and %s there", x.id, y.id)
	}
}

func TestVersionSparesRendering(t *testing.T) {
	var s state
	c := serve(t, quick(), s.view()).open(t, "")
	c.shows(0)
	for range 10 {
		c.next("be alive", kind("beat"))
	}
	if got := s.renders.Load(); got != 1 {
		t.Errorf("rendered %d times while nothing changed, want once", got)
	}
}

func TestWhoComesAgain(t *testing.T) {
	var s state
	one := serve(t, quick(), s.view())
	first := one.open(t, "").shows(0)

	same := one.open(t, first.id)
	if e := same.next("hear something", func(event) bool { return true }); e.kind != "beat" {
		t.Errorf("with what is shown now: got %q first, want only a word that it is", e)
	}
	s.n.Store(1)
	same.shows(1)
	if e := one.open(t, first.id).next("hear something", func(event) bool { return true }); e.data != "<p>1</p><p>votes</p>" {
		t.Errorf("with what was shown before: got %q first, want what is shown now", e)
	}
	if e := one.open(t, "").next("hear something", func(event) bool { return true }); e.id == first.id || e.id == "" {
		t.Errorf("with nothing: got %q first, want what is shown now", e)
	}
}

func TestRestartGoesOn(t *testing.T) {
	var s state
	one := serve(t, quick(), s.view())
	c := one.open(t, "")
	has := c.shows(0)
	one.Close()
	c.ends("the process stops")
	if got := one.open(t, "").status; got != http.StatusServiceUnavailable {
		t.Errorf("while it stops: got %d, want 503", got)
	}
	another := serve(t, quick(), s.view())
	if e := another.open(t, has.id).next("hear something", func(event) bool { return true }); e.kind != "beat" {
		t.Errorf("nothing has changed over the restart: got %q", e)
	}
	s.n.Store(3)
	another.open(t, has.id).shows(3)
}

// TestSlowReaderIsDropped has one client take nothing: it is let go, and the others are served meanwhile.
func TestSlowReaderIsDropped(t *testing.T) {
	var n atomic.Int64
	big := strings.Repeat("x", 1<<19)
	cfg := quick()
	cfg.Patience = 3 * time.Second // for the quick one, on a machine that is busy
	one := serve(t, cfg, live.View{Topic: "t", Name: "v", Render: func(context.Context) ([]byte, error) {
		return fmt.Appendf(nil, "%d %s", n.Load(), big), nil
	}})
	slow, err := net.Dial("tcp", strings.TrimPrefix(one.http.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	fmt.Fprintf(slow, "GET / HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")
	wait(t, "the slow one is there", func() bool { return one.Streams() == 1 })
	quick := one.open(t, "")
	wait(t, "the slow one is gone", func() bool {
		i := n.Add(1)
		one.Tell("t")
		quick.next("go on", func(e event) bool { return strings.HasPrefix(e.data, fmt.Sprintf("%d ", i)) })
		return one.Streams() == 1
	})
}

func TestShutdownWaitsForNobody(t *testing.T) {
	big := strings.Repeat("x", 16<<20) // more than connections keep for a client
	cfg := quick()
	cfg.Patience = time.Hour
	one := serve(t, cfg, live.View{Topic: "t", Name: "v", Render: func(context.Context) ([]byte, error) { return []byte(big), nil }})
	slow, err := net.Dial("tcp", strings.TrimPrefix(one.http.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	fmt.Fprintf(slow, "GET / HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")
	if _, err := slow.Read(make([]byte, 1)); err != nil { // what follows is being written
		t.Fatal(err)
	}
	closed := make(chan struct{})
	go func() { one.Close(); close(closed) }()
	select {
	case <-closed:
	case <-time.After(soon):
		t.Error("the service waits for a client that takes nothing")
		slow.Close()
	}
}

func TestWhoMayNotAnyMoreIsSentNothing(t *testing.T) {
	for _, barred := range []error{survey.ErrUnauthorized, survey.ErrForbidden, survey.ErrNotFound} {
		var s state
		c := serve(t, quick(), s.view()).open(t, "")
		c.shows(0)
		away := fmt.Errorf("the store is away: %w", survey.ErrUnavailable)
		s.may.Store(&away)
		for range 5 { // it cannot be told now, which ends nothing
			c.next("go on", kind("beat"))
		}
		barred := fmt.Errorf("signed out: %w", barred)
		s.may.Store(&barred)
		c.ends("signed out")
	}
}

func TestStoreThatIsAwayIsSaid(t *testing.T) {
	var s state
	one := serve(t, quick(), s.view())
	c := one.open(t, "")
	has := c.shows(0)
	s.fails.Store(true)
	c.next("hear that it may be old", kind("stale"))
	late := one.open(t, "")
	late.shows(0)
	late.next("hear at once that it may be old", kind("stale"))
	if got := one.once(t, "").StatusCode; got != http.StatusServiceUnavailable {
		t.Errorf("asked once: got %d, want 503 and not what may be old", got)
	}
	s.fails.Store(false)
	if e := c.next("hear that it is right", func(e event) bool { return e.kind != "stale" }); e.kind != "beat" || has.id == "" {
		t.Errorf("got %q, want a word that what is shown is right", e)
	}
}

func TestViewThatCannotBeShownFailsAsItDoes(t *testing.T) {
	var nobody state
	for want, err := range map[int]error{404: survey.ErrNotFound, 503: survey.ErrUnavailable, 500: errors.New("broken")} {
		one := serve(t, quick(), live.View{Topic: "t", Name: "v", Render: func(context.Context) ([]byte, error) { return nil, err }})
		if got := one.open(t, "").status; got != want {
			t.Errorf("%v: got %d, want %d", err, got, want)
		}
	}
	panics := nobody.view()
	panics.Render = func(context.Context) ([]byte, error) { panic("a fault") }
	if got := serve(t, quick(), panics).open(t, "").status; got != 500 {
		t.Errorf("a panic: got %d, want 500 and a process that lives", got)
	}
}

func TestThereAreLimits(t *testing.T) {
	var s state
	cfg := quick()
	cfg.MostEach = 2
	one := serve(t, cfg, s.view())
	first := one.open(t, "")
	one.open(t, "").shows(0)
	third := one.open(t, "")
	if third.status != http.StatusServiceUnavailable || third.header.Get("Retry-After") == "" {
		t.Errorf("one more than a visitor may: got %d with Retry-After %q, want 503 with it", third.status, third.header.Get("Retry-After"))
	}
	if got := one.once(t, "").StatusCode; got != http.StatusOK {
		t.Errorf("asked once: got %d, want 200 all the same", got)
	}
	first.stop()
	wait(t, "one has left", func() bool { return one.Streams() == 1 })
	one.open(t, "").shows(0)
}

// once asks for the view as it is now.
func (s *server) once(t testing.TB, has string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.http.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("If-None-Match", has)
	answer, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer
}

func TestWhoAsksOnceIsToldIfNothingIsNew(t *testing.T) {
	var s state
	one := serve(t, quick(), s.view())
	tag := one.once(t, "").Header.Get("ETag")
	if got := one.once(t, tag).StatusCode; got != http.StatusNotModified {
		t.Errorf("with %s: got %d, want 304", tag, got)
	}
	s.n.Store(1)
	if got := one.once(t, tag).StatusCode; got != http.StatusOK {
		t.Errorf("with %s, which is old: got %d, want 200", tag, got)
	}
}

func TestNobodyLooksNothingIsRendered(t *testing.T) {
	var s state
	one := serve(t, quick(), s.view())
	c := one.open(t, "")
	c.shows(0)
	c.stop()
	wait(t, "nobody looks", func() bool { return one.Streams() == 0 })
	before := s.renders.Load()
	for range 20 {
		s.n.Add(1)
		one.Tell(live.Hearing("1"))
	}
	one.open(t, "").shows(20)
	if got := s.renders.Load() - before; got != 1 {
		t.Errorf("rendered %d times, want once: for one who came after 20 changes", got)
	}
}
