package telegram

import (
	"context"
	"time"
)

const (
	grace     = 10 * time.Second       // to finish what is under way when stopped
	firstWait = 500 * time.Millisecond // after a first failure; then twice as long each time
	longWait  = 30 * time.Second       // at most
)

// withGrace is a context that ends some time after its parent.
func withGrace(ctx context.Context) (context.Context, context.CancelFunc) {
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		pause(late, grace)
		cancel()
	})
	return late, func() {
		stop()
		cancel()
	}
}

// backoff is how long to wait after the failure with this number, from 0.
func backoff(failures int) time.Duration {
	return min(firstWait<<min(failures, 10), longWait)
}

// pause waits, but not longer than the context lasts.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// nudge wakes whoever waits for news, unless that was done already.
func nudge(news chan<- struct{}) {
	select {
	case news <- struct{}{}:
	default:
	}
}
