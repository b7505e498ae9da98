package access

import (
	"fmt"
	"sync"
	"time"

	"ashar/survey"
)

// leeway is how many failures something may have before it must wait, how long the first wait is, and the longest. Each
// wait is twice the one before.
type leeway struct {
	free        int
	first, most time.Duration
}

// What counts failures. Somebody who forgot a password waits soon, and only at their own account from their own
// address; whoever tries many accounts, or one from many addresses, waits later. Successes count for nothing, so that
// a village behind one operator's address is not kept out by its number.
var (
	byBoth    = leeway{free: 5, first: 15 * time.Second, most: 15 * time.Minute}
	byAccount = leeway{free: 20, first: 30 * time.Second, most: 15 * time.Minute}
	byAddress = leeway{free: 60, first: 10 * time.Second, most: 2 * time.Minute}
)

// failuresKept is how long failures are remembered after the last one and its wait.
const failuresKept = time.Hour

// maxThrottled bounds what is remembered. When there is more, what can be forgotten soonest is.
const maxThrottled = 50_000

// TryLater is the error of a sign-in, or of a token, that was not looked at, since there were too many failures. It is a
// survey.ErrForbidden.
type TryLater struct{ Wait time.Duration }

func (e *TryLater) Error() string {
	return fmt.Sprintf("too many failures; wait %s", e.Wait)
}

// Unwrap is the kind of the error.
func (e *TryLater) Unwrap() error { return survey.ErrForbidden }

// throttle slows the guessing of passwords, codes and tokens. It remembers in memory, in each process for itself: several
// processes let through as many times more. It is safe for concurrent use.
type throttle struct {
	mu       sync.Mutex
	failures map[string]*failures
}

type failures struct {
	count int
	until time.Time // before then nothing is looked at
	last  time.Time
}

func newThrottle() *throttle { return &throttle{failures: map[string]*failures{}} }

// counted is something that can fail, with what counts its failures.
type counted interface{ counters() map[string]leeway }

// attempt is somebody's try at an account, whether there is such an account or not.
type attempt struct{ account, address string }

func (a attempt) counters() map[string]leeway {
	return map[string]leeway{
		"both " + a.account + " " + a.address: byBoth,
		"account " + a.account:                byAccount,
		"address " + a.address:                byAddress,
	}
}

// origin is an address from which secrets are shown that nobody can guess. Its failures are counted after the look: many
// at once, all right, are not refused.
type origin struct{ address string }

func (o origin) counters() map[string]leeway {
	return map[string]leeway{"address " + o.address: byAddress}
}

// look returns a *TryLater while there were too many failures.
func (t *throttle) look(now time.Time, c counted) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.wait(now, c)
}

// fail counts a failure.
func (t *throttle) fail(now time.Time, c counted) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count(now, c)
}

// begin counts a try as a failure, before it is looked at, so that many at once are not more than many one after the
// other; succeed takes that back. A *TryLater refuses it, and is not counted.
func (t *throttle) begin(now time.Time, c counted) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.wait(now, c); err != nil {
		return err
	}
	t.count(now, c)
	return nil
}

func (t *throttle) wait(now time.Time, c counted) error {
	var wait time.Duration
	for key := range c.counters() {
		if f := t.failures[key]; f != nil {
			wait = max(wait, f.until.Sub(now))
		}
	}
	if wait > 0 {
		return &TryLater{wait}
	}
	return nil
}

func (t *throttle) count(now time.Time, c counted) {
	for key, l := range c.counters() {
		f := t.failures[key]
		if f == nil || now.Sub(f.last) > failuresKept {
			t.makeRoom(now)
			f = &failures{}
			t.failures[key] = f
		}
		f.count++
		f.last = now
		if over := f.count - l.free; over >= 0 {
			f.until = now.Add(min(l.first<<min(over, 16), l.most))
			f.last = f.until
		}
	}
}

// succeed forgets the failures at the account from the address, and takes the try back from the others.
func (t *throttle) succeed(now time.Time, a attempt) { t.takeBack(now, a, true) }

// undo takes the try back, and leaves the failures before it: what was right is not all that is asked for.
func (t *throttle) undo(now time.Time, a attempt) { t.takeBack(now, a, false) }

func (t *throttle) takeBack(now time.Time, a attempt, forget bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for key, l := range a.counters() {
		f := t.failures[key]
		switch {
		case f == nil:
		case l == byBoth && forget || f.count <= 1:
			delete(t.failures, key)
		default:
			f.count--
			f.until = now // it was not in force when the try began
		}
	}
}

// makeRoom forgets what is long over, and if that is not enough what is over soonest.
func (t *throttle) makeRoom(now time.Time) {
	if len(t.failures) < maxThrottled {
		return
	}
	var oldest string
	for key, f := range t.failures {
		if now.Sub(f.last) > failuresKept {
			delete(t.failures, key)
		} else if oldest == "" || f.last.Before(t.failures[oldest].last) {
			oldest = key
		}
	}
	if len(t.failures) >= maxThrottled {
		delete(t.failures, oldest)
	}
}
