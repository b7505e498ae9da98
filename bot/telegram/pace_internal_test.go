package telegram

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// sent sends n messages in a chat and returns how long that took.
func sent(t *testing.T, p *pace, chat int64, n int) time.Duration {
	began := time.Now()
	for range n {
		if err := p.message(t.Context(), chat); err != nil {
			t.Error(err)
		}
	}
	return time.Since(began)
}

// TestChatsHaveAPaceOfTheirOwn sends much in one chat, and a little in another.
func TestChatsHaveAPaceOfTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(PerSecond, PerChat)
		if got := sent(t, p, 1, chatBurst); got != 0 {
			t.Errorf("the first %d took %v, want nothing", chatBurst, got)
		}
		if got, want := sent(t, p, 1, 4), 4*time.Second; got != want {
			t.Errorf("4 more took %v, want %v", got, want)
		}
		if got := sent(t, p, 2, 1); got != 0 {
			t.Errorf("one in another chat took %v, want nothing", got)
		}
		began := time.Now()
		for range 10 {
			if err := p.edit(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if got := time.Since(began); got != 0 {
			t.Errorf("10 edits took %v, want nothing", got)
		}
		time.Sleep(chatBurst * time.Second)
		if got := sent(t, p, 1, chatBurst); got != 0 {
			t.Errorf("%d after a pause took %v, want nothing", chatBurst, got)
		}
	})
}

// TestNoChatStarvesTheOthers has one chat with very much to be said among many with one
// message each.
func TestNoChatStarvesTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const crowd = 90
		p := newPace(PerSecond, PerChat)
		var sending sync.WaitGroup
		sending.Go(func() { sent(t, p, 1, 20) })
		synctest.Wait()
		for chat := range int64(crowd) {
			sending.Go(func() {
				// The bucket of all is full of 30; the others follow at 30 a second.
				if got, most := sent(t, p, 100+chat, 1), 2200*time.Millisecond; got > most {
					t.Errorf("one message took %v, want at most %v", got, most)
				}
			})
		}
		sending.Wait()
	})
}

// TestQuietChatsAreForgotten bounds what is remembered.
func TestQuietChatsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(0, PerChat)
		for chat := range int64(5 * maxPaces) {
			sent(t, p, chat, 1)
			time.Sleep(time.Second / PerSecond)
		}
		if got := len(p.chats); got > maxPaces {
			t.Errorf("%d chats are remembered, want at most %d", got, maxPaces)
		}
	})
}

// TestNoPace bounds nothing, and ends with its context.
func TestNoPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if got := sent(t, newPace(0, 0), 1, 1000); got != 0 {
			t.Errorf("without bounds 1000 took %v, want nothing", got)
		}
		ctx, cancel := context.WithCancel(t.Context())
		p := newPace(0, PerChat)
		sent(t, p, 1, chatBurst)
		time.AfterFunc(time.Millisecond, cancel)
		if err := p.message(ctx, 1); err == nil {
			t.Error("sent after the end")
		}
	})
}

// TestGroupsHaveASlowerPace sends as much in a group as Telegram takes in a minute.
func TestGroupsHaveASlowerPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(PerSecond, PerChat)
		if got, want := sent(t, p, -1, chatBurst+20).Round(time.Second), time.Minute; got != want {
			t.Errorf("%d messages took %v, want %v", chatBurst+20, got, want)
		}
	})
}
