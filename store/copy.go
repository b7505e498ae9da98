package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"ashar/survey"
)

// copyWriters is how many documents are being written at a time: enough for the
// SQLite engine to commit them in groups, and for a distant server's answers to
// be awaited side by side.
const copyWriters = 64

// Copied counts the documents that were copied.
type Copied struct {
	Written int // those that the target lacked, or had in an older revision
	Present int // those that it had already, in the same revision or a newer one
}

// Documents is how many there were in all.
func (c Copied) Documents() int { return c.Written + c.Present }

// Copy copies every document of one store to another, as it is, but for the leases of
// the processes that share one. A document that is
// there already in the same revision is passed over, an older revision is replaced,
// a newer one stays: so a copy that broke off is taken up by copying again, and two
// stores can be copied back and forth. A document that differs without being older
// or newer is a survey.ErrConflict, and ends the copy. The counts are right also
// when the copy ends with an error.
//
// To copy a store onto itself is a survey.ErrInvalid: two names of one file, or a
// database of the same name on a server that both URIs name. (If it goes unnoticed,
// because the servers have different names, everything is present already.)
//
// Progress, if not nil, is called now and then, by one goroutine at a time, with
// what is done. Documents written to from while it is being copied may be missed.
// Whoever follows to's responses does not notice the copied ones, which were stored
// long ago, and has to begin anew.
func Copy(ctx context.Context, from, to *DB, progress func(Copied)) (Copied, error) {
	if from.engine.same(to.engine) {
		return Copied{}, fmt.Errorf("store: copy: both are the same store: %w", survey.ErrInvalid)
	}
	if progress == nil {
		progress = func(Copied) {}
	}
	var mu sync.Mutex
	var n Copied
	done := func(written bool) {
		mu.Lock()
		defer mu.Unlock()
		if written {
			n.Written++
		} else {
			n.Present++
		}
		progress(n)
	}
	for _, c := range collections {
		if c.local {
			continue
		}
		if err := copyCollection(ctx, c, from.engine, to.engine, done); err != nil {
			return n, err
		}
	}
	return n, nil
}

func copyCollection(ctx context.Context, c *collection, from, to engine, done func(written bool)) error {
	writers, ctx := errgroup.WithContext(ctx)
	writers.SetLimit(copyWriters)
	if c.large {
		writers.SetLimit(filesPage)
	}
	var failed error
	for doc, err := range from.scan(ctx, c, query{}) {
		var r record
		if err == nil {
			r, err = c.record(doc)
		}
		if err != nil {
			failed = fmt.Errorf("store: %s: %w", c.name, err)
			break
		}
		writers.Go(func() error {
			written, err := copyRecord(ctx, c, r, to)
			if err != nil {
				return about(c, r.id, err)
			}
			done(written)
			return nil
		})
	}
	// The scan fails too when a writer has: the writer's error is the cause.
	if err := writers.Wait(); err != nil {
		return err
	}
	return failed
}

// copyRecord writes the record, unless it is there already.
func copyRecord(ctx context.Context, c *collection, r record, to engine) (written bool, err error) {
	for {
		err := to.insert(ctx, c, r)
		if !errors.Is(err, survey.ErrExists) {
			return err == nil, err
		}
		there, err := to.get(ctx, c, r.id)
		if errors.Is(err, survey.ErrNotFound) {
			continue // deleted this moment
		}
		if err != nil || bytes.Equal(there, r.doc) {
			return false, err
		}
		old, err := c.record(there)
		if err != nil {
			return false, err
		}
		ours, _ := r.rev.(int64)
		theirs, _ := old.rev.(int64)
		switch {
		case theirs > ours:
			return false, nil
		case theirs == ours:
			return false, survey.ErrConflict
		}
		err = to.replace(ctx, c, r, theirs)
		if !errors.Is(err, survey.ErrConflict) && !errors.Is(err, survey.ErrNotFound) {
			return err == nil, err
		}
	}
}
