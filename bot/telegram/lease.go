package telegram

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"ashar/survey"
)

// Leases keeps who does what only one process must do at a time.
type Leases interface {
	// Lease returns the lease, or a survey.ErrNotFound if nobody has had it yet.
	Lease(ctx context.Context, id string) (survey.Lease, error)
	// SaveLease keeps the lease. With Rev 1 it is new, and a survey.ErrExists if there
	// is one; with a higher Rev it replaces the one that has Rev-1, and is a
	// survey.ErrConflict if that one has changed meanwhile.
	SaveLease(ctx context.Context, l survey.Lease) error
}

const (
	leaseTime   = 9 * time.Second // after which a lease that was not renewed is anybody's
	leaseRounds = 3               // in that time
)

// lease is held by one of the processes that share a store, which renews it; another
// takes it over when it was let go of, or when it has not changed for leaseTime as the
// other sees it. So no two clocks are compared. The holder stops counting on it
// leaseTime after it last began to renew it, which is earlier.
//
// A process that is stopped in the middle of its work, and goes on when another has
// taken over, may do a thing twice. What is done under a lease must bear that.
type lease struct {
	keeper Leases
	id     string
	holder string // this run of this process
	log    *slog.Logger

	last    survey.Lease // as it was last seen
	changed time.Time    // when it was first seen so
	mine    bool         // last was saved by us

	mu    sync.Mutex
	until time.Time // until when it is held
}

func newLease(keeper Leases, id string, log *slog.Logger) *lease {
	return &lease{keeper: keeper, id: id, holder: rand.Text(), log: log}
}

// held reports whether this process has the lease.
func (l *lease) held() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Now().Before(l.until)
}

func (l *lease) hold(until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.until = until
}

// keep gets the lease and renews it until the context ends, and then lets go of it.
func (l *lease) keep(ctx context.Context, changed func()) {
	for ctx.Err() == nil {
		was := l.held()
		l.round(ctx)
		if l.held() != was {
			changed()
		}
		pause(ctx, leaseTime/leaseRounds)
	}
	if l.mine {
		l.hold(time.Time{})
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaseTime/leaseRounds)
		defer cancel()
		if err := l.keeper.SaveLease(late, survey.Lease{ID: l.id, Rev: l.last.Rev + 1}); err != nil {
			l.log.Warn("lease not let go of", "lease", l.id, "error", err)
		}
	}
}

// round renews the lease, or tries to get it.
func (l *lease) round(ctx context.Context) {
	began := time.Now()
	if !l.mine && !l.free(ctx, began) {
		return
	}
	next := survey.Lease{ID: l.id, Rev: l.last.Rev + 1, Holder: l.holder}
	switch err := l.keeper.SaveLease(ctx, next); {
	case err == nil:
		l.last, l.mine = next, true
		l.hold(began.Add(leaseTime))
	case errors.Is(err, survey.ErrConflict) || errors.Is(err, survey.ErrExists) || errors.Is(err, survey.ErrNotFound):
		l.mine = false // somebody else has it, or a renewal of ours arrived without our knowing
		l.hold(time.Time{})
	case ctx.Err() == nil: // it is held for as long as it was renewed before
		l.log.Warn("lease not renewed", "lease", l.id, "error", err)
	}
}

// free looks whether the lease can be had.
func (l *lease) free(ctx context.Context, now time.Time) bool {
	seen, err := l.keeper.Lease(ctx, l.id)
	switch {
	case errors.Is(err, survey.ErrNotFound):
		l.last = survey.Lease{}
		return true
	case err != nil:
		if ctx.Err() == nil {
			l.log.Warn("lease not read", "lease", l.id, "error", err)
		}
		return false
	}
	if seen != l.last || l.changed.IsZero() {
		l.last, l.changed = seen, now
	}
	return seen.Holder == "" || seen.Holder == l.holder || now.Sub(l.changed) >= leaseTime
}
