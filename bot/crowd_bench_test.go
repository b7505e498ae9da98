package bot_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"ashar/bot/bottest"
)

// pauses is how long people look at a screen in BenchmarkCrowd before they tap: each taps
// once in this time, at a moment of chance.
const pauses = 5 * time.Second

// BenchmarkCrowd measures how long people wait, from the tap until the reply to it stands
// in their chats, with 2,000 interviews under way at once and without Telegram's own
// limits. Telegram is bottest, in this process and on its cores. Each step is durably in
// an SQLite file before it is replied to.
//
// In "thinking" all are in the middle of their interviews, at different questions, and tap
// when they have looked at the screen: once in five seconds each, 400 a second together.
// One operation is one tap of everybody. late_p99_ms is how late all but one in a hundred
// came to tap, because something else had the cores: on a quiet machine next to nothing.
//
// In "rushing" all start at the same moment and tap on the instant, until they have their
// receipts: as many taps wait as there are people, so that the wait tells how many are
// replied to in a second. One operation is all the interviews.
func BenchmarkCrowd(b *testing.B) {
	for name, begin := range map[string]func(testing.TB, *room, *bottest.Server){
		"polling": func(t testing.TB, r *room, s *bottest.Server) { serve(t, r, s) },
		"webhook": func(t testing.TB, r *room, s *bottest.Server) { serveHooked(t, r, s) },
	} {
		b.Run(name+"/thinking", func(b *testing.B) {
			var took, late []time.Duration
			for range b.N {
				b.StopTimer()
				talks := gather(b, begin)
				settle(b, talks)
				tardy := make([]time.Duration, len(talks))
				b.StartTimer()
				took = append(took, each(b, talks, func(n int, tap func() bool) {
					due := time.Now().Add(rand.N(pauses))
					time.Sleep(time.Until(due))
					tardy[n] = time.Since(due)
					tap()
				})...)
				late = append(late, tardy...)
			}
			report(b, took)
			b.ReportMetric(quantile(late, 99), "late_p99_ms")
		})
		b.Run(name+"/rushing", func(b *testing.B) {
			var took []time.Duration
			for range b.N {
				b.StopTimer()
				talks := gather(b, begin)
				b.StartTimer()
				took = append(took, each(b, talks, func(n int, tap func() bool) {
					for !talks[n].over() && tap() {
					}
				})...)
			}
			report(b, took)
		})
	}
}

// gather has a crowd open the bot; nobody has written to it yet.
func gather(b *testing.B, begin func(testing.TB, *room, *bottest.Server)) []*conversation {
	b.Helper()
	r, s := newCrowdedRoom(b), fake(b)
	begin(b, r, s)
	q := questionnaire(b, "questionnaire.json")
	talks := make([]*conversation, crowd)
	for n := range talks {
		talks[n] = newCitizen(q, n).opens(s)
	}
	return talks
}

// settle leads everybody into the middle of the interview, each to another step.
func settle(b *testing.B, talks []*conversation) {
	b.Helper()
	each(b, talks, func(n int, tap func() bool) {
		for t := talks[n]; t.done < 2+n%(len(t.steps)-2) && tap(); {
		}
	})
}

// each has everybody, by number, do this at once, and returns how long every tap took.
func each(b *testing.B, talks []*conversation, do func(n int, tap func() bool)) []time.Duration {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), 2*time.Minute)
	defer cancel()
	took := make([][]time.Duration, len(talks))
	var talking sync.WaitGroup
	for n, t := range talks {
		talking.Go(func() {
			do(n, func() bool {
				d, err := t.goesOn(ctx)
				if err != nil {
					b.Error(err)
					return false
				}
				took[n] = append(took[n], d)
				return true
			})
		})
	}
	talking.Wait()
	return slices.Concat(took...)
}

// report says how long the taps took that took no longer than half of all, and than all
// but one in a hundred, and how near the latter is to 50 ms.
func report(b *testing.B, took []time.Duration) {
	b.Helper()
	p99 := quantile(took, 99)
	b.ReportMetric(quantile(took, 50), "p50_ms")
	b.ReportMetric(p99, "p99_ms")
	b.ReportMetric(p99/50, "of-50ms")
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "taps/s")
	b.ReportMetric(0, "ns/op")
}

// quantile is the time, in milliseconds, that so many in a hundred do not exceed.
func quantile(all []time.Duration, percent int) float64 {
	slices.Sort(all)
	return float64(all[len(all)*percent/100]) / float64(time.Millisecond)
}
