package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"ashar/prioritize"
)

// Whoever stops the service does not wait until a large campaign has been counted for the first time.
func TestCountingEndsWithTheService(t *testing.T) {
	p := newPremises(t)
	p.answered("ours", 5)
	f := newFollowers(p.app.db, p.app.log, time.Now, time.UTC)
	f.stop()
	if _, err := f.Snapshot(t.Context(), "ours", prioritize.Reach); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that counting was cancelled", err)
	}
}
