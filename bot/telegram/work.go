package telegram

import (
	"context"
	"errors"
	"sync"
	"time"

	"ashar/bot"
	"ashar/survey"
)

const (
	inboxLease    = "telegram inbox"
	lookEvery     = 250 * time.Millisecond // for what other processes received, and what a crash left
	forgetEvery   = time.Hour
	usualPatience = 500 * time.Millisecond
)

// worker handles what is in the inbox. An update leaves the inbox when its replies were
// delivered, or given up by the rules of the outbox; whatever is left when the process
// ends is handled again.
type worker struct {
	*Bot
	run     *run
	marking sync.WaitGroup
}

// work handles deliveries in the order of their numbers while this process has the
// lease, until the context ends.
func (w *worker) work(ctx context.Context, l *lease) {
	ticks := time.NewTicker(lookEvery)
	defer ticks.Stop()
	defer w.tray.end()
	var forgot time.Time
	for ctx.Err() == nil {
		switch held := l.held(); {
		case held && !w.tray.working():
			w.begin(ctx)
			w.look(ctx)
		case !held && w.tray.working():
			w.log.Warn("another process may work the inbox")
			w.tray.end()
		}
		if w.tray.working() && time.Since(forgot) >= forgetEvery {
			forgot = time.Now()
			if err := w.options.Inbox.ForgetDeliveries(ctx, forgot.Add(-remembered)); err != nil && ctx.Err() == nil {
				w.log.Warn("marks of updates not forgotten", "error", err)
			}
		}
		var hold <-chan time.Time
		if wait := w.dispatch(); wait > 0 {
			hold = time.After(wait)
		}
		select {
		case <-ctx.Done():
		case <-w.tray.news:
		case <-hold:
		case <-ticks.C:
			w.look(ctx)
		}
	}
}

// begin takes the inbox over.
func (w *worker) begin(ctx context.Context) {
	last, err := w.options.Inbox.LastDelivery(ctx)
	switch {
	case errors.Is(err, survey.ErrNotFound):
		w.tray.begin(0)
	case err != nil:
		if ctx.Err() == nil {
			w.log.Warn("inbox not read", "error", err)
		}
		return
	default:
		w.tray.begin(int(last) + 1)
	}
}

// look puts what is in the inbox into the tray, and reports whether that was all.
func (w *worker) look(ctx context.Context) (all bool) {
	if !w.tray.working() {
		return false
	}
	w.tray.lookBegins(time.Now())
	all = true
	for d, err := range w.options.Inbox.WaitingDeliveries(ctx) {
		if err != nil {
			if ctx.Err() == nil {
				w.log.Warn("inbox not read", "error", err)
			}
			all = false
			break
		}
		if w.tray.knows(int(d.ID)) { // most are, and to open them anew every time would hold up the new ones
			continue
		}
		u, err := w.unwrap(d)
		if err != nil {
			w.log.Error("delivery cannot be read and is given up", "error", err)
			w.mark(d.ID, nil)
			continue
		}
		if !w.tray.fill(received{update: u, at: time.Now()}) {
			all = false
			break
		}
	}
	w.tray.lookEnded(all)
	return all
}

// dispatch handles what is due, and returns how long to wait for the rest; 0 if there is
// none.
func (w *worker) dispatch() (wait time.Duration) {
	for {
		a, wait, ok := w.tray.take(time.Now())
		if !ok {
			return wait
		}
		w.start(a)
	}
}

// start handles an update side by side with those of other chats.
func (w *worker) start(a received) {
	id := a.update.UpdateID
	if bot.ChatOf(a.update) == 0 { // the inbox has only its mark
		w.tray.done(id, time.Now())
		return
	}
	w.run.handle(a.update, func(o outcome) {
		if o == interrupted { // then it is handled again
			return
		}
		w.marking.Go(func() { w.mark(int64(id), a.marked) })
	}, func() {})
}

// mark notes in the inbox that an update was handled, however often that takes, and closes
// marked, if it is not nil: then the update is perhaps not there yet.
func (w *worker) mark(id int64, marked chan struct{}) {
	for try := 0; ; try++ {
		err := survey.ErrExists
		if marked != nil {
			err = w.options.Inbox.ReceiveDelivery(w.run.serving, survey.Delivery{ID: id})
		}
		if errors.Is(err, survey.ErrExists) {
			err = w.options.Inbox.HandledDelivery(w.run.serving, id)
		}
		if err == nil || errors.Is(err, survey.ErrConflict) || errors.Is(err, survey.ErrNotFound) {
			w.tray.done(int(id), time.Now())
			if marked != nil {
				close(marked)
			}
			return
		}
		w.log.Warn("handled update not marked", "attempt", try+1, "error", err)
		pause(w.run.serving, backoff(try))
		if w.run.serving.Err() != nil {
			return // it is handled again
		}
	}
}

// rest handles what a webhook left in the inbox, before updates are asked for. Nobody
// else does: only one process can ask.
func (w *worker) rest(ctx context.Context) {
	defer w.tray.end()
	for try := 0; ctx.Err() == nil; try++ {
		if !w.tray.working() {
			w.begin(ctx)
		}
		all := w.look(ctx)
		w.dispatch()
		if all && w.tray.empty() {
			return
		}
		pause(ctx, backoff(try))
	}
}
