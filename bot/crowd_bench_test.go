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
// One operation is one tap of everybody. In "rushing" all start at the same moment and tap
// on the instant, until they have their receipts: as many taps wait as there are people,
// so that the wait tells how many are replied to in a second. One operation is all the
// interviews.
func BenchmarkCrowd(b *testing.B) {
	for name, begin := range map[string]func(testing.TB, *room, *bottest.Server){
		"polling": func(t testing.TB, r *room, s *bottest.Server) { serve(t, r, s) },
		"webhook": func(t testing.TB, r *room, s *bottest.Server) { serveHooked(t, r, s) },
	} {
		b.Run(name+"/thinking", func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				talks := gather(b, begin)
				settle(b, talks)
				b.StartTimer()
				report(b, each(b, talks, func(t *conversation, tap func() bool) {
					time.Sleep(rand.N(pauses))
					tap()
				}))
			}
		})
		b.Run(name+"/rushing", func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				talks := gather(b, begin)
				b.StartTimer()
				report(b, each(b, talks, func(t *conversation, tap func() bool) {
					for !t.over() && tap() {
					}
				}))
			}
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
	each(b, talks, func(t *conversation, tap func() bool) {
		for t.done < 2+int(t.person.ID)%(len(t.steps)-2) && tap() {
		}
	})
}

// each has everybody do this at once, and returns how long every tap took.
func each(b *testing.B, talks []*conversation, do func(t *conversation, tap func() bool)) []time.Duration {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), 2*time.Minute)
	defer cancel()
	took := make([][]time.Duration, len(talks))
	var talking sync.WaitGroup
	for n, t := range talks {
		talking.Go(func() {
			do(t, func() bool {
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
	return slices.Sorted(slices.Values(slices.Concat(took...)))
}

// report says how long the taps took that took no longer than half of all, and than all
// but one in a hundred, and how near the latter is to 50 ms.
func report(b *testing.B, took []time.Duration) {
	b.Helper()
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	p99 := took[len(took)*99/100]
	b.ReportMetric(ms(took[len(took)/2]), "p50_ms")
	b.ReportMetric(ms(p99), "p99_ms")
	b.ReportMetric(float64(p99)/float64(50*time.Millisecond), "of-50ms")
	b.ReportMetric(float64(len(took)*b.N)/b.Elapsed().Seconds(), "taps/s")
	b.ReportMetric(0, "ns/op")
}
