package telegram

import (
	"sync"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// maxUpdates is how many updates Telegram hands out at once, and thereby how
// many are being handled at once.
const maxUpdates = 100

// window holds the updates between Telegram and us: those being handled and
// those handled but not yet confirmed, because an earlier one is not.
type window struct {
	mu      sync.Mutex
	open    map[int]bool // by update id; true once handled
	newest  int
	settled chan struct{} // closed when none is being handled
}

func newWindow() *window {
	w := &window{open: map[int]bool{}, settled: make(chan struct{})}
	close(w.settled)
	return w
}

// take notes the updates that are not in hand yet, and returns them in order.
func (w *window) take(updates []tgbotapi.Update) []tgbotapi.Update {
	w.mu.Lock()
	defer w.mu.Unlock()
	var fresh []tgbotapi.Update
	for _, u := range updates {
		if _, held := w.open[u.UpdateID]; held {
			continue
		}
		if len(fresh) == 0 && w.idle() {
			w.settled = make(chan struct{})
		}
		w.open[u.UpdateID] = false
		w.newest = max(w.newest, u.UpdateID)
		fresh = append(fresh, u)
	}
	return fresh
}

// done notes that an update was handled. It may be called more than once.
func (w *window) done(id int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if handled, held := w.open[id]; !held || handled {
		return
	}
	w.open[id] = true
	if w.idle() {
		close(w.settled)
	}
}

// idle reports whether nothing is being handled; the window is locked.
func (w *window) idle() bool {
	for _, handled := range w.open {
		if !handled {
			return false
		}
	}
	return true
}

// offset is what to ask Telegram for next: everything before it was handled. 0
// confirms nothing.
func (w *window) offset() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.newest == 0 {
		return 0
	}
	offset := w.newest + 1
	for id, handled := range w.open {
		if !handled {
			offset = min(offset, id)
		}
	}
	return offset
}

// confirmed forgets the updates before offset: Telegram will not hand them out
// again.
func (w *window) confirmed(offset int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id := range w.open {
		if id < offset {
			delete(w.open, id)
		}
	}
	if len(w.open) == 0 {
		w.newest = 0 // after a quiet week Telegram begins to count anew, perhaps lower
	}
}

// idleNow returns a channel that is closed when nothing is being handled.
func (w *window) idleNow() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.settled
}
