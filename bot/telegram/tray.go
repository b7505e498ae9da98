package telegram

import (
	"cmp"
	"slices"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

const (
	// maxTray bounds the deliveries that wait in a process, and those that it handles;
	// more wait in the inbox.
	maxTray = 1000
	// maxPrompt bounds those that wait or are handled when one more is handled before it is
	// in the inbox: with more it would take too long.
	maxPrompt = 20
	// recalled is for how long a process knows by itself what it has handled: longer
	// than whoever received a delivery, or found it in the inbox, can take to put it here.
	recalled = time.Minute
	// recounted is a number so far below the others that Telegram has begun to count
	// anew, as it does after a quiet week.
	recounted = 1 << 20
)

// received is an update that was delivered.
type received struct {
	update tgbotapi.Update
	at     time.Time // when this process saw it
	// marked is closed when the update was handled and is marked so in the inbox; nil if it
	// was in the inbox before it was handled.
	marked chan struct{}
}

// tray puts deliveries into the order of their numbers. Telegram numbers a bot's updates
// without gaps, and delivers what one person writes and what the person presses side by
// side: where a number is missing, what comes after it waits a little for it.
type tray struct {
	patience time.Duration // for a missing number

	mu     sync.Mutex
	open   bool              // this process works the inbox
	behind bool              // there may be more in the inbox than is here
	queue  []received        // not taken yet, by number
	known  map[int]time.Time // by number: zero if in the queue or being handled, else when it was handled
	inHand int               // being handled
	next   int               // the number after the highest that was taken
	news   chan struct{}     // has something when there is something to do
}

func newTray(patience time.Duration) *tray {
	return &tray{patience: patience, known: map[int]time.Time{}, news: make(chan struct{}, 1)}
}

// begin takes deliveries from now on, and awaits this number; 0 is any.
func (t *tray) begin(next int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open, t.behind, t.next = true, true, next
}

// end forgets what was not taken.
func (t *tray) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, a := range t.queue {
		delete(t.known, a.update.UpdateID)
	}
	t.open, t.queue = false, nil
}

// working reports whether deliveries are taken.
func (t *tray) working() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.open
}

// put takes what was just delivered. While there is more in the inbox it stays there: it
// must not overtake what came before.
func (t *tray) put(a received) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open && !t.behind {
		t.behind = !t.add(a)
	}
}

// prompt takes what is just being delivered and is not in the inbox, and reports whether it
// is handled soon. It is not where it may have been handled before.
func (t *tray) prompt(a received) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	id := a.update.UpdateID
	if _, known := t.known[id]; known || !t.open || t.behind || id < t.next || len(t.queue)+t.inHand >= maxPrompt {
		return false
	}
	return t.add(a)
}

// add puts a delivery in its place, unless it is known; false if there is no more room.
// The tray is locked.
func (t *tray) add(a received) bool {
	id := a.update.UpdateID
	if _, known := t.known[id]; known {
		return true
	}
	if len(t.queue) >= maxTray {
		return false
	}
	i, _ := slices.BinarySearchFunc(t.queue, id, func(other received, id int) int { return cmp.Compare(other.update.UpdateID, id) })
	t.queue = slices.Insert(t.queue, i, a)
	t.known[id] = time.Time{}
	t.nudge()
	return true
}

// fill adds what is found in the inbox, from the lowest number on, until there is no
// more room.
func (t *tray) fill(a received) (room bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.open && t.add(a)
}

// knows reports whether a delivery is here, or was a short while ago.
func (t *tray) knows(id int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, known := t.known[id]
	return known
}

// lookBegins makes ready for what is found in the inbox, and forgets what was handled a
// while ago.
func (t *tray) lookBegins(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, handled := range t.known {
		if !handled.IsZero() && now.Sub(handled) > recalled {
			delete(t.known, id)
		}
	}
}

// lookEnded notes whether everything in the inbox was met.
func (t *tray) lookEnded(all bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.behind = !all
}

// take returns the next delivery to be handled. Without one, it says how long to wait
// for a missing number; 0 if there is nothing to wait for.
func (t *tray) take(now time.Time) (a received, wait time.Duration, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.open || len(t.queue) == 0 || t.inHand >= maxTray {
		return received{}, 0, false
	}
	a = t.queue[0]
	id := a.update.UpdateID
	if left := t.patience - now.Sub(a.at); t.next != 0 && id > t.next && left > 0 {
		return received{}, left, false
	}
	t.queue = t.queue[1:]
	if t.next-id > recounted {
		t.next = 0
	}
	t.next = max(t.next, id+1)
	t.inHand++
	return a, 0, true
}

// done notes that a delivery was handled, and is marked so in the inbox.
func (t *tray) done(id int, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if handled, known := t.known[id]; known && handled.IsZero() {
		t.known[id] = now
		t.inHand--
		t.nudge()
	}
}

// empty reports whether everything was taken.
func (t *tray) empty() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.queue) == 0
}

func (t *tray) nudge() { nudge(t.news) }
