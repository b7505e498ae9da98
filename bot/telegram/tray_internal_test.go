package telegram

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

func numberedUpdate(id int) received {
	return received{update: tgbotapi.Update{UpdateID: id}, at: time.Now()}
}

// opened is a tray in which everything of the inbox is.
func opened(next int) *tray {
	t := newTray(time.Second)
	t.begin(next)
	t.lookEnded(true)
	return t
}

// taken is what is due now, by number.
func taken(t *tray) (ids []int) {
	for {
		r, _, ok := t.take(time.Now())
		if !ok {
			return ids
		}
		ids = append(ids, r.update.UpdateID)
	}
}

func wantTaken(t *testing.T, what string, tray *tray, want ...int) {
	t.Helper()
	if got := taken(tray); !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestTrayAwaitsMissingNumbers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tray := opened(10)
		for _, id := range []int{12, 13, 11} {
			tray.put(numberedUpdate(id))
		}
		wantTaken(t, "while 10 is missing", tray)
		if _, wait, _ := tray.take(time.Now()); wait != time.Second {
			t.Errorf("waits %v, want 1 s", wait)
		}
		tray.put(numberedUpdate(10))
		wantTaken(t, "when it came", tray, 10, 11, 12, 13)
		tray.put(numberedUpdate(15))
		time.Sleep(time.Second)
		wantTaken(t, "when 14 did not come in time", tray, 15)
		tray.put(numberedUpdate(14))
		wantTaken(t, "when it came late", tray, 14)
		tray.put(numberedUpdate(16))
		wantTaken(t, "the next", tray, 16)
	})
}

func TestTrayTakesEachOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tray := opened(0)
		for range 2 {
			tray.put(numberedUpdate(7))
			tray.fill(numberedUpdate(7))
		}
		wantTaken(t, "put twice and found twice", tray, 7)
		tray.put(numberedUpdate(7))
		wantTaken(t, "again while it is being handled", tray)
		tray.done(7, time.Now())
		tray.done(7, time.Now())
		tray.lookBegins(time.Now())
		tray.put(numberedUpdate(7)) // whoever received it was slow
		wantTaken(t, "again when it was handled", tray)
		tray.end()
		tray.put(numberedUpdate(8))
		wantTaken(t, "after the end", tray)
		time.Sleep(2 * recalled)
		tray.lookBegins(time.Now())
		if len(tray.known) != 0 || tray.inHand != 0 {
			t.Errorf("%d are remembered and %d in hand, want none", len(tray.known), tray.inHand)
		}
	})
}

// TestTrayIsBounded leaves in the inbox what there is no room for, and lets nothing
// overtake it.
func TestTrayIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const all = 3 * maxTray
		tray := opened(1)
		for id := 1; id <= all; id++ {
			tray.put(numberedUpdate(id))
		}
		var got []int
		for rounds := 0; len(got) < all; rounds++ {
			if rounds > 2*all/maxTray {
				t.Fatalf("%d of %d after %d rounds", len(got), all, rounds)
			}
			ids := taken(tray)
			if len(ids) > maxTray {
				t.Errorf("%d in hand at once", len(ids))
			}
			got = append(got, ids...)
			for _, id := range ids {
				tray.done(id, time.Now())
			}
			tray.lookBegins(time.Now())
			room := true
			for id := len(got) + 1; id <= all && room; id++ {
				room = tray.fill(numberedUpdate(id))
			}
			tray.lookEnded(room)
		}
		if !slices.IsSorted(got) || len(slices.Compact(got)) != all {
			t.Error("not each once and in order: " + fmt.Sprint(got[:10]))
		}
	})
}

// TestTrayGoesAlongWhenNumbersBeginAnew is after a quiet week.
func TestTrayGoesAlongWhenNumbersBeginAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tray := opened(900_000_000)
		tray.put(numberedUpdate(5))
		tray.put(numberedUpdate(7))
		wantTaken(t, "the first", tray, 5)
		tray.put(numberedUpdate(6))
		wantTaken(t, "the next ones", tray, 6, 7)
	})
}

// TestTrayTakesPromptly takes what is not in the inbox only if it is new for certain, and
// will soon be handled.
func TestTrayTakesPromptly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		promptly := func(tray *tray, id int) bool { return tray.prompt(numberedUpdate(id)) }
		closed, behind := newTray(time.Second), newTray(time.Second)
		behind.begin(10)
		for what, tray := range map[string]*tray{"of another process": closed, "with more in the inbox": behind} {
			if promptly(tray, 10) {
				t.Errorf("a tray %s takes an update", what)
			}
		}
		tray := opened(10)
		if promptly(tray, 9) {
			t.Error("takes one that may have been handled before")
		}
		if !promptly(tray, 10) || promptly(tray, 10) {
			t.Error("want the next one taken, and once")
		}
		wantTaken(t, "the next one", tray, 10)
		if promptly(tray, 10) {
			t.Error("takes one that is being handled")
		}
		tray.done(10, time.Now())
		if promptly(tray, 10) {
			t.Error("takes one that was handled")
		}
		for id := 11; id < 11+maxPrompt; id++ {
			if !promptly(tray, id) {
				t.Errorf("does not take %d", id)
			}
		}
		if promptly(tray, 11+maxPrompt) {
			t.Error("takes more than it can soon handle")
		}
	})
}
