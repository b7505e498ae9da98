package prioritize

import (
	"testing"
	"testing/synctest"
	"time"
)

// While a new snapshot takes long, the last one is shown, if it was the newest a few seconds ago; else it is waited for.
func TestLiveRecentDoesNotWaitLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		last, next := &Snapshot{}, &Snapshot{}
		l := NewLive(LiveConfig{Now: time.Now})
		l.version = 2
		l.made[Reach] = made{last, 1, time.Now()}
		m := &making{done: make(chan struct{})}
		l.making[Reach] = m
		began := time.Now()
		got, err := l.Recent(Reach)
		if got != last || err != nil || time.Since(began) != recentWait {
			t.Errorf("got %p, %v after %v; want the last one, %p, after %v", got, err, time.Since(began), last, recentWait)
		}
		go func() {
			time.Sleep(recentWait / 2)
			m.snapshot = next
			close(m.done)
		}()
		if got, err := l.Recent(Reach); got != next || err != nil {
			t.Errorf("got %p, %v; want the new one, %p", got, err, next)
		}
		time.Sleep(recentAge)
		if _, err := l.Recent(Reach); err == nil { // nothing is counted here, so that there can be no new one
			t.Error("what was the newest long ago was shown")
		}
	})
}

// After a count that took long there is a rest, and what is new is counted all the same.
func TestLiveRestsAfterALongCount(t *testing.T) {
	for _, c := range []struct {
		took, since time.Duration
		rests       bool
	}{
		{time.Millisecond, 0, false}, {time.Second, 8 * time.Second, true}, {time.Second, 10 * time.Second, false},
	} {
		l := NewLive(LiveConfig{})
		l.took, l.recounted = c.took, time.Now().Add(-c.since)
		if got := l.rests(); got != c.rests {
			t.Errorf("%v after a count of %v: rests %t, want %t", c.since, c.took, got, c.rests)
		}
	}
}
