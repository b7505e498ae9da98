package store

import (
	"context"
	"database/sql"
	"errors"
	"sync/atomic"

	"ashar/survey"
)

const (
	// maxQueue is how many writes may wait for the committer; further ones wait
	// for a place.
	maxQueue = 4096
	// maxBatch is how many writes share one transaction: enough to make the wait
	// for the disk small beside the work, and few enough to commit within some
	// ten milliseconds.
	maxBatch = 512
)

// committer is the one writer of a SQLite file. Writes that come while the disk is
// busy are gathered into one transaction, so that many callers share one wait for
// it; each is told its own result, and only after all of them are on the disk.
type committer struct {
	begin   *sql.Stmt
	commit  *sql.Stmt
	undo    *sql.Stmt
	queue   chan *write
	closing chan struct{}
	stopped chan struct{}
}

// write is what one caller wants written.
type write struct {
	stmt   *sql.Stmt
	args   []any
	missed func(context.Context) error // what it means that no row was touched
	state  atomic.Int32
	err    error         // the result, once done is closed
	done   chan struct{} // closed by the committer
}

// The states of a write. Whoever brings it out of waiting has it: the committer,
// which will say how it ended, or the caller, for whom it then never happened.
const (
	waiting int32 = iota
	claimed
	abandoned
)

func (w *write) claim() bool   { return w.state.CompareAndSwap(waiting, claimed) }
func (w *write) abandon() bool { return w.state.CompareAndSwap(waiting, abandoned) }

func (w *write) finish(err error) {
	w.err = err
	close(w.done)
}

// newCommitter starts a committer that writes through this connection, which nobody
// else may use until it is stopped.
func newCommitter(ctx context.Context, conn *sql.Conn) (*committer, error) {
	m := &committer{
		queue: make(chan *write, maxQueue), closing: make(chan struct{}), stopped: make(chan struct{}),
	}
	var err error
	for query, into := range map[string]**sql.Stmt{"BEGIN IMMEDIATE": &m.begin, "COMMIT": &m.commit, "ROLLBACK": &m.undo} {
		if *into, err = conn.PrepareContext(ctx, query); err != nil { //nolint:sqlclosecheck // closed by stop
			return nil, err
		}
	}
	go m.run()
	return m, nil
}

// submit hands the write to the committer and waits until it is on the disk. When
// it returns the context's error, nothing was written: once the committer has
// begun with a write, submit stays to hear how it ended.
func (m *committer) submit(ctx context.Context, w *write) error {
	select {
	case <-m.closing:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	default:
	}
	w.done = make(chan struct{})
	select {
	case m.queue <- w:
	case <-ctx.Done():
		return ctx.Err()
	case <-m.closing:
		return errClosed
	}
	select {
	case <-w.done:
		return w.err
	case <-ctx.Done():
		if w.abandon() {
			return ctx.Err()
		}
	case <-m.stopped:
		if w.abandon() {
			return errClosed
		}
	}
	<-w.done
	return w.err
}

// stop lets the committer finish what waits, and ends it.
func (m *committer) stop() error {
	close(m.closing)
	<-m.stopped
	return errors.Join(m.begin.Close(), m.commit.Close(), m.undo.Close())
}

func (m *committer) run() {
	defer close(m.stopped)
	for {
		select {
		case w := <-m.queue:
			m.batch(w)
		case <-m.closing:
			for {
				select {
				case w := <-m.queue:
					m.batch(w)
				default:
					return
				}
			}
		}
	}
}

// batch writes the first write and those that wait behind it in one transaction.
func (m *committer) batch(first *write) {
	// No caller's context may break a transaction that others share.
	ctx := context.Background()
	if _, err := m.begin.ExecContext(ctx); err != nil {
		// Another process holds the file: all who wait would wait as long again.
		m.refuse(first, sqliteKind(err))
		return
	}
	var ws []*write
	var results []error
	for w := first; w != nil; w = m.next(len(ws)) {
		if !w.claim() {
			continue
		}
		err := m.apply(ctx, w)
		ws, results = append(ws, w), append(results, err)
		if err != nil && !isResult(err) {
			m.rollback(ctx)
			m.singly(ctx, ws)
			return
		}
	}
	if err := m.end(ctx); err != nil {
		for i := range results {
			results[i] = err
		}
	}
	for i, w := range ws {
		w.finish(results[i])
	}
}

// next returns a write to take into a batch that has n already, or nil when the
// batch should be committed: nobody waits, or it is full.
func (m *committer) next(n int) *write {
	if n >= maxBatch {
		return nil
	}
	select {
	case w := <-m.queue:
		return w
	default:
		return nil
	}
}

// apply runs one write in the open transaction.
func (m *committer) apply(ctx context.Context, w *write) error {
	res, err := w.stmt.ExecContext(ctx, w.args...)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return err
	}
	if n == 0 {
		return w.missed(ctx)
	}
	return nil
}

func (m *committer) end(ctx context.Context) error {
	_, err := m.commit.ExecContext(ctx)
	if err != nil {
		m.rollback(ctx)
	}
	return sqliteKind(err)
}

// rollback ends a transaction that failed. It fails only when SQLite has ended it
// already, as it does after some errors.
func (m *committer) rollback(ctx context.Context) { _, _ = m.undo.ExecContext(ctx) }

// singly writes each of a failed batch in a transaction of its own, so that the
// one at fault fails alone.
func (m *committer) singly(ctx context.Context, ws []*write) {
	for _, w := range ws {
		_, err := m.begin.ExecContext(ctx)
		if err == nil {
			if err = m.apply(ctx, w); err != nil && !isResult(err) {
				m.rollback(ctx)
			} else if failed := m.end(ctx); failed != nil {
				err = failed
			}
		}
		w.finish(sqliteKind(err))
	}
}

// refuse fails the first write and all that wait behind it.
func (m *committer) refuse(first *write, err error) {
	for w := first; w != nil; {
		if w.claim() {
			w.finish(err)
		}
		select {
		case w = <-m.queue:
		default:
			return
		}
	}
}

// isResult reports whether the error tells what was found, and no failure.
func isResult(err error) bool {
	return errors.Is(err, survey.ErrExists) || errors.Is(err, survey.ErrConflict) || errors.Is(err, survey.ErrNotFound)
}
