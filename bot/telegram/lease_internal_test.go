package telegram

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ashar/survey"
)

// ledger keeps one lease in memory, and can be out of reach.
type ledger struct {
	mu    sync.Mutex
	kept  survey.Lease
	away  bool
	loses bool // what it keeps it does not acknowledge
}

func (l *ledger) Lease(context.Context, string) (survey.Lease, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.away:
		return survey.Lease{}, survey.ErrUnavailable
	case l.kept.Rev == 0:
		return survey.Lease{}, survey.ErrNotFound
	}
	return l.kept, nil
}

func (l *ledger) SaveLease(_ context.Context, next survey.Lease) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.away:
		return survey.ErrUnavailable
	case next.Rev != l.kept.Rev+1:
		return survey.ErrConflict
	}
	l.kept = next
	if l.loses {
		return survey.ErrUnavailable
	}
	return nil
}

func (l *ledger) set(away, loses bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.away, l.loses = away, loses
}

// holders is who has the lease at one moment.
func holders(ls ...*lease) (n int) {
	for _, l := range ls {
		if l.held() {
			n++
		}
	}
	return n
}

func keep(ctx context.Context, l *lease) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		l.keep(ctx, func() {})
	}()
	return func() {
		cancel()
		<-ended
	}
}

func testLease(k Leases) *lease { return newLease(k, "x", slog.New(slog.DiscardHandler)) }

// TestLeaseIsHandedOver lets go of it, and leaves it behind as a crash does.
func TestLeaseIsHandedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &ledger{}
		one, two, three := testLease(k), testLease(k), testLease(k)
		stopOne := keep(t.Context(), one)
		synctest.Wait()
		if !one.held() {
			t.Fatal("nobody had it, and the first does not get it at once")
		}
		stopTwo := keep(t.Context(), two)
		time.Sleep(10 * leaseTime)
		if !one.held() || two.held() {
			t.Error("the first does not keep it")
		}
		stopOne()
		time.Sleep(leaseTime / leaseRounds)
		synctest.Wait()
		if one.held() || !two.held() {
			t.Error("the second does not get it when the first lets go of it")
		}
		stopTwo()
		crashed := testLease(k)
		crashed.round(t.Context()) // and never again
		if !crashed.held() {
			t.Error("it was let go of, and the next does not get it at once")
		}
		stopThree := keep(t.Context(), three)
		defer stopThree()
		for range 2 * 10 {
			time.Sleep(leaseTime / 10)
			synctest.Wait()
			if holders(crashed, three) > 1 {
				t.Error("two have it")
			}
		}
		if !three.held() {
			t.Error("after a crash nobody gets it")
		}
	})
}

// TestLeaseIsHeldByOne cuts the store off, and loses its acknowledgements.
func TestLeaseIsHeldByOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &ledger{}
		ls := []*lease{testLease(k), testLease(k), testLease(k)}
		for _, l := range ls {
			defer keep(t.Context(), l)()
		}
		for i := range 200 {
			time.Sleep(leaseTime / 7)
			synctest.Wait()
			k.set(i%50 >= 20 && i%50 < 35, i%50 >= 40 && i%50 < 43)
			switch n := holders(ls...); {
			case n > 1:
				t.Errorf("step %d: %d have it", i, n)
			case n == 0 && i%50 == 19, n == 1 && i%50 == 34:
				t.Errorf("step %d: %d have it", i, n)
			}
		}
	})
}
