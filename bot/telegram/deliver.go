package telegram

import (
	"net/http"
	"sync"
	"time"

	"ashar/bot"
)

// do carries out one reply. Doing it again after a failure is harmless.
func (o *outbox) do(p parcel, r bot.Reply) error {
	if r.Kind == bot.Toast {
		err := o.telegram.answer(p.query, r)
		if said(err, http.StatusBadRequest, "") {
			return nil // answered before, or too late: the message will say it
		}
		return err
	}
	live, spoken := o.screens.of(p.chat)
	if r.Kind == bot.Remind && spoken && r.Message != 0 && r.Message == live {
		r.Kind = bot.Edit
	}
	switch {
	case r.Kind == bot.Remind && spoken:
		return nil
	case r.Kind == bot.Strip && (spoken || r.Message == 0):
		return nil // this process has seen to it
	}
	wait := func() error { return o.pace.message(o.serving, p.chat) }
	if r.Kind == bot.Edit || r.Kind == bot.Strip {
		wait = func() error { return o.pace.edit(o.serving) }
	}
	if err := wait(); err != nil {
		return &failure{err: err}
	}
	switch r.Kind {
	case bot.Strip:
		return unlessGone(o.telegram.strip(p.chat, r.Message))
	case bot.Edit:
		return o.edit(p.chat, live, r)
	default:
		return o.send(p.chat, live, r.Card)
	}
}

// send sends a new message. If it has buttons that come back, no others in the chat do.
func (o *outbox) send(chat int64, live int, c bot.Card) error {
	if live != 0 && c.ComesBack() {
		if err := unlessGone(o.telegram.strip(chat, live)); err != nil {
			return err
		}
		o.screens.set(chat, 0)
	}
	message, err := o.telegram.send(chat, c)
	if err != nil {
		return err
	}
	if c.ComesBack() {
		live = message
	}
	o.screens.set(chat, live)
	return nil
}

func (o *outbox) edit(chat int64, live int, r bot.Reply) error {
	err := o.telegram.edit(chat, r.Message, r.Card)
	if gone(err) && live == r.Message {
		live = 0
	}
	switch {
	case gone(err) && len(r.Card.Rows) > 0: // it must be seen, if not there then here
		return o.send(chat, live, r.Card)
	case gone(err):
		return nil
	case err != nil:
		return err
	}
	switch {
	case len(r.Card.Rows) > 0:
		if live != 0 && live != r.Message {
			if err := unlessGone(o.telegram.strip(chat, live)); err != nil {
				return err
			}
		}
		live = r.Message
	case live == r.Message:
		live = 0
	}
	o.screens.set(chat, live)
	return nil
}

// shut reports whether the bot may not write in this chat any more: it is blocked, not a
// member, or silenced, or the chat is no more or has become another one.
func shut(err error) bool {
	return said(err, http.StatusForbidden, "") ||
		said(err, http.StatusBadRequest, "chat not found") ||
		said(err, http.StatusBadRequest, "not enough rights to send") ||
		said(err, http.StatusBadRequest, "upgraded to a supergroup")
}

const (
	// greetAfter is how long a Greet waits for something else to be done in its chat.
	greetAfter = 3 * time.Second
	greetLook  = 50 * time.Millisecond
)

// overtaken waits a little, and reports whether another update of the chat came meanwhile.
func (o *outbox) overtaken(p parcel, b *backlog) bool {
	o.hold(p, b, true)
	defer o.hold(p, b, false)
	for began := time.Now(); o.stopping.Err() == nil && time.Since(began) < greetAfter; pause(o.stopping, greetLook) {
		o.mu.Lock()
		another := len(b.parcels) > 0
		o.mu.Unlock()
		if another {
			return true
		}
	}
	return false
}

// gone reports whether a message cannot be edited any more: it was deleted, or is
// too old.
func gone(err error) bool {
	return said(err, http.StatusBadRequest, "message to edit not found") ||
		said(err, http.StatusBadRequest, "message can't be edited") ||
		said(err, http.StatusBadRequest, "MESSAGE_ID_INVALID")
}

func unlessGone(err error) error {
	if gone(err) {
		return nil
	}
	return err
}

// maxScreens bounds the chats whose last message with buttons is remembered. For
// a forgotten one old buttons stay until they are pressed.
const maxScreens = 20_000

// screens remembers, for as long as the process lives, which message of a chat
// has the buttons.
type screens struct {
	mu   sync.Mutex
	live map[int64]int
}

func newScreens() *screens { return &screens{live: map[int64]int{}} }

// of returns the message with the buttons, 0 if there is none, and whether
// anything was said in this chat.
func (s *screens) of(chat int64) (message int, spoken bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	message, spoken = s.live[chat]
	return message, spoken
}

func (s *screens) set(chat int64, message int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.live[chat]; !known && len(s.live) >= maxScreens {
		for other := range s.live {
			delete(s.live, other)
			break
		}
	}
	s.live[chat] = message
}
