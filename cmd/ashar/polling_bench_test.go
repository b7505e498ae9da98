package main_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/prioritize/hearing"
	"ashar/store"
)

// get asks for a page and throws it away.
func (p *rawPhone) get(path string) error {
	if _, err := fmt.Fprintf(p.conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\n\r\n", path, p.host); err != nil {
		return err
	}
	r, err := http.ReadResponse(p.in, nil)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	_, err = io.Copy(io.Discard, r.Body)
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s: %s", path, r.Status)
	}
	return err
}

// BenchmarkVotesThroughHTTP measures how many votes a hall casts per second: each is a slip's page, a ballot that is sent
// from it and durable before the reply, and the page that says so. In the same run it measures how many votes the bare
// store commits, which is the ceiling. Each phone changes its vote again and again. One operation is one vote.
func BenchmarkVotesThroughHTTP(b *testing.B) {
	ceiling := bareVotes(b)
	s := newService(b)
	a := newAssembly(b, s.store, "autumn", phones)
	a.register(a.codes)
	a.begin()
	a.call(hearing.Round{Method: hearing.Dots, Dots: 1}, 5)
	var left atomic.Int64
	left.Store(int64(b.N))
	took := make([][]time.Duration, phones)
	var all sync.WaitGroup
	b.ResetTimer()
	for i := range phones {
		all.Go(func() {
			p, err := newPhone(s.base)
			if err != nil {
				b.Error(err)
				return
			}
			defer p.conn.Close()
			path := "/v/" + a.codes[i] + "?lang=ky"
			for seen := 0; left.Add(-1) >= 0; seen++ {
				began := time.Now()
				err := p.get(path)
				to := ""
				if err == nil {
					to, err = p.post(path, url.Values{"round": {"1"}, "seen": {fmt.Sprint(seen)}, "key": {strings.Repeat("k", 26)}, "dot": {fmt.Sprint(seen % 5)}})
				}
				if err == nil {
					err = p.get(strings.TrimPrefix(to, s.base))
				}
				if err != nil {
					b.Error(err)
					return
				}
				took[i] = append(took[i], time.Since(began))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	rate := float64(b.N) / b.Elapsed().Seconds()
	durations := slices.Sorted(slices.Values(slices.Concat(took...)))
	b.ReportMetric(rate, "votes/s")
	b.ReportMetric(rate/ceiling, "of_ceiling")
	b.ReportMetric(float64(durations[len(durations)*99/100].Milliseconds()), "p99_ms")
}

// bareVotes is how many votes per second the store commits when they are written to it with nothing before it.
func bareVotes(b *testing.B) float64 {
	b.Helper()
	db, err := store.Open(b.Context(), "file:"+filepath.Join(b.TempDir(), "bare.db"), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var writes atomic.Int64
	ctx, stop := context.WithTimeout(context.WithoutCancel(b.Context()), 2*time.Second)
	defer stop()
	began := time.Now()
	var all sync.WaitGroup
	for i := range phones {
		all.Go(func() {
			v := hearing.Vote{ID: fmt.Sprintf("%064d", i), Round: "autumn/1", Cast: true, Key: strings.Repeat("k", 64), Ballot: make([]byte, 60)}
			for ctx.Err() == nil {
				v.Rev++
				if err := db.SaveVote(ctx, v); err != nil {
					if ctx.Err() == nil {
						b.Error(err)
					}
					return
				}
				writes.Add(1)
			}
		})
	}
	all.Wait()
	return float64(writes.Load()) / time.Since(began).Seconds()
}
