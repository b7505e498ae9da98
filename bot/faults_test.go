package bot_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ashar/bot/bottest"
	"ashar/bot/telegram"
	"ashar/survey"
)

// TestFloodedChat has Telegram hold up one chat for as long as a whole interview
// is held in another.
func TestFloodedChat(t *testing.T) {
	t.Parallel()
	clock := bottest.NewClock()
	r, s := newRoom(t), fakeAt(t, clock.Now)
	serve(t, r, s)
	slow, quick := newResident(t, s, 42), newResident(t, s, 43)
	slow.does(begun...)
	slow.chat.Throttle(time.Second)
	slow.taps("Мектеп")
	slow.waits()
	quick.does(whole...)
	if got := answersOf(r.latest(t, 42)); !strings.Contains(got, "school") {
		t.Errorf("the answer was not kept at once: %s", got)
	}
	if _, ok := slow.chat.Keyboard().Find("✅ Мектеп"); ok || len(s.Refusals()) == 0 {
		t.Errorf("the chat was not held up:\n%s", slow.chat.Transcript())
	}
	clock.Advance(time.Second)
	if _, err := slow.chat.Button(within(t, 20*time.Second), "✅ Мектеп"); err != nil {
		t.Fatal(err)
	}
}

// TestFloodedChatIsLetAlone asks no earlier than Telegram said.
func TestFloodedChatIsLetAlone(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	person := newResident(t, s, 42)
	person.does(begun...)
	person.chat.Throttle(2 * time.Second)
	person.taps("Мектеп")
	if _, err := person.chat.Button(within(t, 20*time.Second), "✅ Мектеп"); err != nil {
		t.Fatal(err)
	}
	if got := len(s.Refusals()); got != 1 {
		t.Errorf("%d calls refused, want 1: %v", got, s.Refusals())
	}
}

// TestBlockedByThePerson stops talking to who does not want it, and starts again
// when they do.
func TestBlockedByThePerson(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	person := newResident(t, s, 42)
	person.does(begun...)
	b, _ := person.chat.Keyboard().Find("Мектеп")
	person.chat.Block()
	person.chat.Forge(b.Message, b.Data)
	person.waits()
	if got := s.Refusals(); len(got) != 1 || got[0].Code != http.StatusForbidden {
		t.Errorf("refused: %v, want one 403", got)
	}
	person.chat.Unblock()
	person.does("/start")
	if _, ok := person.chat.Keyboard().Find("✅ Мектеп"); !ok {
		t.Errorf("does not go on:\n%s", person.chat.Transcript())
	}
}

// TestBrokenConnections fails calls of every kind on the way.
func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	s.Break(1, "getMe", 0)
	serve(t, r, s)
	person := newResident(t, s, 42)
	for i, doing := range whole {
		switch i {
		case 1:
			s.Break(1, "editMessageText", http.StatusBadGateway)
		case 2:
			s.Break(1, "answerCallbackQuery", 0)
		case 3:
			s.Break(2, "sendMessage", http.StatusInternalServerError)
		}
		person.does(doing)
	}
	if got := len(r.responses()); got != 1 {
		t.Errorf("%d responses, want 1\n%s", got, person.chat.Transcript())
	}
	refusedNothing(t, s)
	if strings.Contains(r.log.String(), bottest.Token) {
		t.Errorf("the token is in the log:\n%s", r.log)
	}
}

// TestStoreOutOfReach says so when an answer cannot be kept.
func TestStoreOutOfReach(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	person := newResident(t, s, 42)
	person.does(begun...)
	if err := r.db.Close(); err != nil {
		t.Fatal(err)
	}
	flash, err := person.chat.Tap(within(t, 20*time.Second), "Мектеп")
	if err != nil {
		t.Fatal(err)
	}
	if want := "сактай албай калдык"; !strings.Contains(flash.Text, want) || !flash.Alert {
		t.Errorf("flashed up: %+v, want %q, to be closed", flash, want)
	}
}

// TestUnreachableServer keeps trying, less and less often, and stops when told to.
func TestUnreachableServer(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		b := telegram.New(telegram.Options{Token: bottest.Token, Server: "http://127.0.0.1:1"}, r.talk, survey.NewPseudonyms(secret), r.log.logger())
		if err := b.Run(ctx); err != nil {
			t.Errorf("got %v, want nil", err)
		}
	})
	// At once, then after 0.5, 1, 2, 4, 8 and 16 s; the next would be after 30 s.
	if got := strings.Count(r.log.String(), "telegram not ready"); got != 7 {
		t.Errorf("tried %d times in a minute, want 7\n%s", got, r.log)
	}
	if strings.Contains(r.log.String(), bottest.Token) {
		t.Errorf("the token is in the log:\n%s", r.log)
	}
}

func TestRefusedToken(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	for _, token := range []string{"1:wrong", "nonsense"} {
		b := telegram.New(telegram.Options{Token: token, Server: s.URL()}, r.talk, survey.NewPseudonyms(secret), r.log.logger())
		err := b.Run(within(t, 10*time.Second))
		if err == nil || strings.Contains(err.Error(), token) {
			t.Errorf("%s: got %v, want an error without the token", token, err)
		}
	}
}
