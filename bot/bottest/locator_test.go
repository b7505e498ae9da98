package bottest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"ashar/bot/bottest"
)

// TestLocator takes the button that sends a place as Telegram does, and lets a person press
// it until it is taken away.
func TestLocator(t *testing.T) {
	s := start(t)
	chat := s.Chat(bottest.Person{ID: 42, FirstName: "Айгүл"})
	if err := chat.Start(""); err != nil {
		t.Fatal(err)
	}
	send := func(to int64, markup string) string {
		return call(t, s, "sendMessage", "chat_id", fmt.Sprint(to), "text", "x", "reply_markup", markup).String()
	}
	const button = `{"keyboard": [[{"text": "📍", "request_location": true}]], "one_time_keyboard": true, "resize_keyboard": true}`
	here := bottest.Location{Latitude: 40.26, Longitude: 72.61}
	if err := chat.PressLocator(here); !errors.Is(err, bottest.ErrGone) {
		t.Errorf("pressed before it is there: %v", err)
	}
	for _, markup := range []string{
		`{"keyboard": {}}`, `{"keyboard": []}`, `{"keyboard": [[{"text": "📍"}]]}`, `{"keyboard": [[{"text": " ", "request_location": true}]]}`,
		`{"keyboard": [[{"text": "📍", "request_location": true}, {"text": "📞", "request_contact": true}]]}`, `{"remove_keyboard": "yes"}`,
	} {
		if got := send(42, markup); !strings.HasPrefix(got, "400") {
			t.Errorf("%s: got %s", markup, got)
		}
	}
	if got := send(42, button); got != "ok" || chat.Locator() != "📍" {
		t.Fatalf("got %s and the button %q", got, chat.Locator())
	}
	if got := send(42, `{"remove_keyboard": false}`); got != "ok" || chat.Locator() != "📍" {
		t.Errorf("not taken away: got %s and the button %q", got, chat.Locator())
	}
	if err := chat.PressLocator(here); err != nil {
		t.Error(err)
	}
	if got := send(42, `{"remove_keyboard": true}`); got != "ok" || chat.Locator() != "" {
		t.Errorf("taken away: got %s and the button %q", got, chat.Locator())
	}
	g := s.Group("Арча-Булак")
	if err := g.Add(bottest.Person{ID: 42}, ""); err != nil {
		t.Fatal(err)
	}
	if got := send(g.ID(), button); !strings.Contains(got, "private chats only") {
		t.Errorf("in a group: got %s", got)
	}
}
