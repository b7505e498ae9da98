package main

import (
	"bufio"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/prioritize/hearing"
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
	h := serveHall(b, "file:"+filepath.Join(b.TempDir(), "ashar.db"))
	h.begin(max(b.N, boards)) // as many slips as boards, at least
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

// follow has one more board open, which notes what it shows.
func (h *votingHall) follow(b *testing.B, seen *arrivals) {
	b.Helper()
	conn := h.open("")
	var reading sync.WaitGroup
	reading.Go(func() {
		lines := bufio.NewReaderSize(conn, 16<<10)
		for last := -1; ; {
			line, err := lines.ReadSlice('\n')
			if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
				return
			}
			if n, ok := votesIn(line); ok {
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
