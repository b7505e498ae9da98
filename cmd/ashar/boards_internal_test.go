package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ashar/configs"
	"ashar/prioritize/hearing"
	"ashar/prioritize/polling"
	"ashar/survey"
	"ashar/survey/access"
)

// votingHall is a service with a hearing.
type votingHall struct {
	t       testing.TB
	app     *app
	addr    string
	session string   // of the staff
	codes   []string // of the slips
	stop    func()
}

// serveHall serves a store, until stop or the end of the test.
func serveHall(t testing.TB, store string) *votingHall {
	t.Helper()
	h := &votingHall{t: t}
	cfg, err := configs.Load(configs.Sources{Flags: map[string]string{"store": store, "public_url": "http://ashar.test"}})
	h.must(err)
	h.app, err = newApp(t.Context(), cfg, slog.New(slog.DiscardHandler), time.Now, rates{})
	h.must(err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	h.must(err)
	h.addr = l.Addr().String()
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 1)
	go func() { served <- h.app.serve(ctx, l) }()
	h.stop = sync.OnceFunc(func() {
		end()
		if err := errors.Join(<-served, h.app.close()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(h.stop)
	return h
}

func (h *votingHall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// begin has a hearing of invented people in which so many slips were handed out, and a round is open.
func (h *votingHall) begin(slips int) {
	h.t.Helper()
	ctx, now, a := h.t.Context(), time.Now(), h.app
	place, err := readPlace()
	h.must(err)
	form, err := readBuiltin(builtinQuestionnaire)
	h.must(err)
	_, err = setup{place, form, newCampaign(&place, form, "needs"), rand.Reader}.store(ctx, a.db, now, false)
	h.must(err)
	who, err := access.NewAccount(now, place.ID, "screen", "Аты", access.Organiser)
	h.must(err)
	h.must(a.db.AddAccount(ctx, who))
	token, err := a.door.Invite(ctx, now, who.ID, 0)
	h.must(err)
	_, h.session, err = a.door.SignIn(ctx, now, token)
	h.must(err)
	h.must(a.db.SaveHearing(ctx, hearing.Hearing{
		ID: "autumn", Rev: 1, Municipality: place.ID, Campaign: "needs", Kind: hearing.Public, State: hearing.Planned, Place: "Клуб", Planned: now,
		Options: []hearing.Option{{ID: "water", Label: survey.Text{"ky": "Суу"}}, {ID: "roads", Label: survey.Text{"ky": "Жол"}}},
	}))
	x, err := a.hall.Issue(ctx, "autumn", 0, slips)
	h.must(err)
	h.codes, err = a.hall.Codes(ctx, x, 1, slips)
	h.must(err)
	_, err = a.hall.HandOut(ctx, "autumn", 1, slips)
	h.must(err)
	_, err = a.hall.Change(ctx, "autumn", func(x *hearing.Hearing) error {
		if err := x.Begin(now); err != nil {
			return err
		}
		if err := x.Call(hearing.Round{Method: hearing.Dots, Options: []string{"water", "roads"}, Dots: 1}); err != nil {
			return err
		}
		return x.Current().Open(now)
	})
	h.must(err)
}

// cast votes by a slip.
func (h *votingHall) cast(code string) {
	h.t.Helper()
	_, err := h.app.hall.Cast(h.t.Context(), code, 1, 0, "key", hearing.Ballot{Dots: []int{1, 0}})
	h.must(err)
}

// open follows the screen of the hearing as a browser does, which has what this identifies already.
func (h *votingHall) open(has string) net.Conn {
	h.t.Helper()
	conn, err := net.Dial("tcp", h.addr)
	h.must(err)
	_, err = fmt.Fprintf(conn, "GET %s/live?lang=en HTTP/1.1\r\nHost: ashar.test\r\nAccept: text/event-stream\r\nLast-Event-ID: %s\r\nCookie: session=%s\r\n\r\n",
		polling.ScreenPath("needs", "autumn"), has, h.session)
	h.must(err)
	return conn
}

// votesIn is how many votes a line of a screen says were cast, if it says it.
func votesIn(line []byte) (n int, ok bool) {
	_, after, found := bytes.Cut(line, []byte(`class="turnout"><strong>`))
	for _, digit := range after {
		if digit == '<' {
			break
		}
		if '0' <= digit && digit <= '9' {
			n = 10*n + int(digit-'0')
		}
	}
	return n, found
}

// openScreen is a screen that somebody looks at.
type openScreen struct {
	t    testing.TB
	conn net.Conn
	in   *bufio.Reader
	id   string // of what it shows
}

func (h *votingHall) look(has string) *openScreen {
	conn := h.open(has)
	h.t.Cleanup(func() { conn.Close() })
	h.must(conn.SetReadDeadline(time.Now().Add(time.Minute)))
	return &openScreen{h.t, conn, bufio.NewReaderSize(conn, 1<<16), has}
}

// until reads to the line for which this holds.
func (s *openScreen) until(what string, is func(line string) bool) {
	s.t.Helper()
	for {
		line, err := s.in.ReadString('\n')
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			s.id = strings.TrimSpace(id)
		}
		switch {
		case is(line):
			return
		case err != nil:
			s.t.Fatalf("%s: %v", what, err)
		}
	}
}

// shows waits until the screen shows so many votes.
func (s *openScreen) shows(votes int) {
	s.t.Helper()
	s.until(fmt.Sprintf("show %d votes", votes), func(line string) bool {
		n, ok := votesIn([]byte(line))
		return ok && n == votes
	})
}

// TestScreensOfTwoServicesAgree has two services on one store: what is voted at one is seen at the other; and one of them
// stops and starts again.
func TestScreensOfTwoServicesAgree(t *testing.T) {
	t.Parallel()
	store := "file:" + filepath.Join(t.TempDir(), "ashar.db")
	here := serveHall(t, store)
	here.begin(5)
	there := serveHall(t, store)
	there.session = here.session
	a, b := here.look(""), there.look("")
	a.shows(0)
	b.shows(0)
	here.cast(here.codes[0])
	a.shows(1)
	b.shows(1)
	there.cast(here.codes[1])
	a.shows(2)
	b.shows(2)
	if a.id != b.id {
		t.Errorf("two votes are %s here and %s there, want the same of the same", a.id, b.id)
	}

	here.stop()
	a.until("end with the service", func(line string) bool { return line == "" })
	there.cast(here.codes[2])
	b.shows(3)
	again := serveHall(t, store)
	again.session = here.session
	back := again.look(a.id)
	back.shows(3)
	if back.id != b.id {
		t.Errorf("three votes are %s after the start and %s at the other service, want the same", back.id, b.id)
	}
	same := again.look(b.id)
	same.until("hear that nothing is new", func(line string) bool {
		if strings.HasPrefix(line, "data: ") && line != "data: .\n" {
			t.Errorf("who has what is shown is sent %q", line)
		}
		return line == "event: beat\n"
	})
	again.cast(here.codes[3])
	same.shows(4)
	b.shows(4)
}
