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
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/configs"
	"ashar/prioritize/hearing"
	"ashar/prioritize/polling"
	"ashar/survey"
	"ashar/survey/access"
)

// boards is how many follow a hearing in the benchmark.
const boards = 1000

// latest is the time within which a vote is to be on all of them.
const latest = 250 * time.Millisecond

// BenchmarkLiveVote measures how soon a vote is on every one of a thousand screens that are open, each over a connection
// of its own to the service: from before it is cast, and so with the time to keep it, until the last of them has it. One
// operation is one vote; it is cast when the one before is everywhere, or, hurried, ten milliseconds after it, as when a
// hall votes.
func BenchmarkLiveVote(b *testing.B) {
	for name, pause := range map[string]time.Duration{"alone": 0, "hurried": 10 * time.Millisecond} {
		b.Run(name, func(b *testing.B) { liveVotes(b, pause) })
	}
}

func liveVotes(b *testing.B, pause time.Duration) {
	h := newVotingHall(b, b.N)
	arrived := newArrivals(b.N)
	for range boards {
		h.follow(b, arrived)
	}
	arrived.wait(b, 0)
	took := make([]time.Duration, b.N+1)
	var all sync.WaitGroup
	b.ResetTimer()
	for i := range b.N {
		began := time.Now()
		n := i + 1
		all.Go(func() {
			if _, err := h.app.hall.Cast(b.Context(), h.codes[i], 1, 0, "key", hearing.Ballot{Dots: []int{1, 0}}); err != nil {
				b.Error(err)
			}
		})
		if pause == 0 {
			all.Wait()
			took[n] = arrived.wait(b, n).Sub(began)
			continue
		}
		all.Go(func() { took[n] = arrived.wait(b, n).Sub(began) })
		time.Sleep(pause)
	}
	all.Wait()
	b.StopTimer()
	sorted := slices.Sorted(slices.Values(took[1:]))
	p99 := sorted[(len(sorted)*99-1)/100]
	b.ReportMetric(float64(sorted[len(sorted)/2].Microseconds())/1000, "p50_ms")
	b.ReportMetric(float64(p99.Microseconds())/1000, "p99_ms")
	b.ReportMetric(float64(p99)/float64(latest), "of-250ms")
}

// votingHall is a service with a hearing that votes.
type votingHall struct {
	app     *app
	addr    string
	session string
	codes   []string
}

func newVotingHall(b *testing.B, slips int) *votingHall {
	b.Helper()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	cfg, err := configs.Load(configs.Sources{Flags: map[string]string{
		"store": "file:" + filepath.Join(b.TempDir(), "ashar.db"), "public_url": "http://ashar.test",
	}})
	must(err)
	a, err := newApp(b.Context(), cfg, slog.New(slog.DiscardHandler), time.Now, rates{})
	must(err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	ctx, stop := context.WithCancel(context.WithoutCancel(b.Context()))
	var running sync.WaitGroup
	running.Go(func() {
		if err := a.serve(ctx, l); err != nil {
			b.Error(err)
		}
	})
	b.Cleanup(func() {
		stop()
		running.Wait()
		must(a.close())
	})
	place, err := readPlace()
	must(err)
	form, err := readBuiltin(builtinQuestionnaire)
	must(err)
	_, err = setup{place, form, newCampaign(&place, form, "needs"), rand.Reader}.store(ctx, a.db, time.Now(), false)
	must(err)
	who, err := access.NewAccount(time.Now(), place.ID, "screen", "Аты", access.Organiser)
	must(err)
	must(a.db.AddAccount(ctx, who))
	token, err := a.door.Invite(ctx, time.Now(), who.ID, 0)
	must(err)
	_, session, err := a.door.SignIn(ctx, time.Now(), token)
	must(err)
	must(a.db.SaveHearing(ctx, hearing.Hearing{
		ID: "autumn", Rev: 1, Municipality: place.ID, Campaign: "needs", Kind: hearing.Public, State: hearing.Planned, Place: "Клуб", Planned: time.Now(),
		Options: []hearing.Option{{ID: "water", Label: survey.Text{"ky": "Суу"}}, {ID: "roads", Label: survey.Text{"ky": "Жол"}}},
	}))
	h := &votingHall{app: a, addr: l.Addr().String(), session: session}
	const most = 500
	for from := 1; from <= max(slips, boards); from += most { // as many slips as the hall has boards, at least
		n := min(most, max(slips, boards)-from+1)
		x, err := a.hall.Issue(ctx, "autumn", n)
		must(err)
		codes, err := a.hall.Codes(ctx, x, from, from+n-1)
		must(err)
		_, err = a.hall.HandOut(ctx, "autumn", from, from+n-1)
		must(err)
		h.codes = append(h.codes, codes...)
	}
	_, err = a.hall.Change(ctx, "autumn", func(x *hearing.Hearing) error {
		if err := x.Begin(time.Now()); err != nil {
			return err
		}
		if err := x.Call(hearing.Round{Method: hearing.Dots, Options: []string{"water", "roads"}, Dots: 1}); err != nil {
			return err
		}
		return x.Current().Open(time.Now())
	})
	must(err)
	return h
}

// follow has one more board open, which notes what it shows.
func (h *votingHall) follow(b *testing.B, seen *arrivals) {
	b.Helper()
	conn, err := net.Dial("tcp", h.addr)
	if err != nil {
		b.Fatal(err)
	}
	_, err = fmt.Fprintf(conn, "GET %s/live?lang=en HTTP/1.1\r\nHost: ashar.test\r\nAccept: text/event-stream\r\nCookie: session=%s\r\n\r\n",
		polling.ScreenPath("needs", "autumn"), h.session)
	if err != nil {
		b.Fatal(err)
	}
	var reading sync.WaitGroup
	reading.Go(func() {
		lines := bufio.NewReaderSize(conn, 16<<10)
		for last := -1; ; {
			line, err := lines.ReadSlice('\n')
			if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
				return
			}
			if _, after, found := bytes.Cut(line, []byte(`class="turnout"><strong>`)); found {
				n := 0
				for _, digit := range after {
					if digit == '<' {
						break
					}
					if '0' <= digit && digit <= '9' {
						n = 10*n + int(digit-'0')
					}
				}
				for ; last < n; last++ {
					seen.note(last + 1)
				}
			}
		}
	})
	b.Cleanup(func() {
		conn.Close()
		reading.Wait()
	})
}

// arrivals tells when all boards had come to show a number of votes, or more.
type arrivals struct {
	boards []atomic.Int64 // that have shown it, by the number
	all    []chan struct{}
	at     []time.Time
}

func newArrivals(n int) *arrivals {
	a := &arrivals{boards: make([]atomic.Int64, n+1), all: make([]chan struct{}, n+1), at: make([]time.Time, n+1)}
	for i := range a.all {
		a.all[i] = make(chan struct{})
	}
	return a
}

// note says that one more board shows this number.
func (a *arrivals) note(n int) {
	if a.boards[n].Add(1) == boards {
		a.at[n] = time.Now()
		close(a.all[n])
	}
}

// wait is when all boards had come to show this number, which it waits for.
func (a *arrivals) wait(b *testing.B, n int) time.Time {
	select {
	case <-a.all[n]:
	case <-time.After(time.Minute):
		b.Errorf("%d votes: after a minute %d of %d boards show it", n, a.boards[n].Load(), boards)
	}
	return a.at[n]
}
