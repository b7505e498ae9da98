package bottest

import (
	"context"
	"fmt"
	"strconv"
)

var errQueryTooOld = badRequest("query is too old and response timeout expired or query ID is invalid")

// Press is one tap on a button. The bot must answer it once.
type Press struct {
	server *Server
	chat   *Chat
	id     string
	label  string
	done   chan struct{} // closed when the bot answered
	toast  Toast
	late   bool // the time to answer has run out
}

// Toast is what a person sees for a moment after a tap; usually nothing.
type Toast struct {
	Text  string
	Alert bool // in a window that must be closed
}

func (s *Server) answerCallbackQuery(_ context.Context, p params) (any, error) {
	if units(p["text"]) > MaxToast {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	press := s.presses[p["callback_query_id"]]
	if press == nil || press.late {
		return nil, errQueryTooOld
	}
	delete(s.presses, press.id) // a second answer is too late
	press.toast = Toast{Text: p["text"], Alert: p.flag("show_alert")}
	close(press.done)
	press.chat.happened(Event{Kind: Answered, Toast: press.toast})
	return true, nil
}

// Answered waits until the bot has answered the tap, and returns what it said.
func (p *Press) Answered(ctx context.Context) (Toast, error) {
	if err := wait(ctx, p.done); err != nil {
		return Toast{}, fmt.Errorf("bottest: tap on %q not answered: %w", p.label, err)
	}
	return p.toast, nil
}

// Expire lets the time run out in which the tap can be answered.
func (p *Press) Expire() {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	p.late = true
}

// press queues a callback query; the server is locked.
func (c *Chat) press(message int, data, label string) *Press {
	s := c.server
	c.begun = true
	p := &Press{
		server: s, chat: c, label: label, done: make(chan struct{}),
		id: strconv.Itoa(s.lastPress + 1),
	}
	s.lastPress++
	s.presses[p.id] = p
	query := map[string]any{
		"id": p.id, "from": c.from(), "data": data,
		"chat_instance": strconv.FormatInt(-c.id(), 10),
	}
	if m := c.message(message); m != nil && !m.Deleted {
		query["message"] = c.wire(m)
	} else { // a message that the bot can no longer reach has no date
		query["message"] = map[string]any{"message_id": message, "chat": c.info(), "date": 0}
	}
	c.happened(Event{Kind: Pressed, Text: label})
	s.add(c.id(), "callback_query", query)
	return p
}
