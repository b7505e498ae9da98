package bot_test

import (
	"testing"
	"time"

	"ashar/bot/telegram"
	"ashar/survey"
)

// BenchmarkAnnouncing tells 500 people of a hearing, without Telegram's limits, through
// the fake. Its ratio is to what announcements may take of these limits.
func BenchmarkAnnouncing(b *testing.B) {
	const people, allowed = 500, telegram.PerSecond * 2 / 3
	r, _ := newQuickRoom(b)
	s := fake(b)
	subscribers(b, r, s, people)
	c, err := r.db.Campaign(b.Context(), "needs")
	if err != nil {
		b.Fatal(err)
	}
	issued := noon
	for b.Loop() {
		issued = issued.Add(time.Minute)
		a := survey.NewAnnouncement(&c, survey.ResultsPublished, issued)
		if err := r.db.SaveAnnouncement(b.Context(), a); err != nil {
			b.Fatal(err)
		}
		stop := announced(b, r, s) // a running one looks every few seconds only
		got := reached(b, r)
		b.StopTimer()
		stop()
		b.StartTimer()
		if got.Reached != people {
			b.Fatalf("%d reached, want %d", got.Reached, people)
		}
	}
	rate := people * float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "people/s")
	b.ReportMetric(allowed/rate, "of-limit")
}
