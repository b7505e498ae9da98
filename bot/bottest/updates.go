package bottest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// The bounds of getUpdates.
const (
	maxUpdates  = 100 // in one answer
	maxPollTime = 50 * time.Second
)

// update is one that waits to be confirmed.
type update struct {
	id    int64
	chat  int64  // 0 if it came in by Inject
	queue string // in which a webhook gets it in order
	body  map[string]any
}

// poll is a getUpdates that waits for updates.
type poll struct{ ousted chan struct{} }

// add queues an update, unless the bot asked not to get this kind; the server is
// locked.
func (s *Server) add(chat int64, kind string, what any) {
	if s.allowed != nil && !s.allowed[kind] {
		return
	}
	s.lastID++
	s.queue = append(s.queue, update{
		id: s.lastID, chat: chat, queue: fmt.Sprint(kind, " ", chat),
		body: map[string]any{"update_id": s.lastID, kind: what},
	})
	s.queued.wake()
}

// Inject queues an update just as given, for what no simulated person does: a
// group's message, a poll, a sticker. It is JSON without update_id.
func (s *Server) Inject(raw string) error {
	var body map[string]any
	if err := json.Unmarshal([]byte(raw), &body); err != nil {
		return fmt.Errorf("bottest: inject: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	body["update_id"] = s.lastID
	s.queue = append(s.queue, update{id: s.lastID, queue: fmt.Sprint(s.lastID), body: body})
	s.queued.wake()
	return nil
}

// getUpdates confirms everything before offset and gives what is left, waiting
// for timeout seconds if that is nothing. The same updates are given again until
// they are confirmed. A second call ousts one that waits, as with Telegram.
func (s *Server) getUpdates(ctx context.Context, p params) (any, error) {
	offset, limit, patience, err := pollParams(p)
	if err != nil {
		return nil, err
	}
	me := &poll{ousted: make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.webhook != nil {
		return nil, refuse(http.StatusConflict, webhookIsInTheWay)
	}
	if p["allowed_updates"] != "" {
		if err := s.allow(p["allowed_updates"]); err != nil {
			return nil, err
		}
	}
	s.confirm(offset)
	if s.poll != nil {
		close(s.poll.ousted)
	}
	s.poll = me
	defer func() {
		if s.poll == me {
			s.poll = nil
		}
	}()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for len(s.queue) == 0 {
		queued := s.queued.c
		s.mu.Unlock()
		waited, err := true, error(nil)
		select {
		case <-queued:
		case <-deadline.C:
			waited = false
		case <-ctx.Done():
			waited = false
		case <-me.ousted:
			waited, err = false, ousted(ctx)
		}
		s.mu.Lock()
		if err != nil {
			return nil, err
		}
		if !waited {
			break
		}
	}
	given := make([]map[string]any, 0, min(limit, len(s.queue)))
	for _, u := range s.queue[:min(limit, len(s.queue))] {
		given = append(given, u.body)
	}
	return given, nil
}

// hangUp is how long it may take until a call shows that its caller has hung up.
const hangUp = 500 * time.Millisecond

// ousted refuses a poll that another took the place of, unless its caller has hung
// up.
func ousted(ctx context.Context) error {
	moment, cancel := context.WithTimeout(ctx, hangUp)
	defer cancel()
	<-moment.Done()
	if ctx.Err() != nil {
		return nil
	}
	return refuse(http.StatusConflict, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
}

func pollParams(p params) (offset, limit int, patience time.Duration, err error) {
	if offset, err = p.number("offset", 0); err != nil {
		return
	}
	if limit, err = p.number("limit", maxUpdates); err != nil {
		return
	}
	if limit < 1 || limit > maxUpdates {
		limit = maxUpdates
	}
	seconds, err := p.number("timeout", 0)
	patience = min(max(time.Duration(seconds)*time.Second, 0), maxPollTime)
	return
}

// confirm forgets the updates before offset; a negative one leaves only that
// many of the newest.
func (s *Server) confirm(offset int) {
	n := 0
	switch {
	case offset < 0:
		n = max(len(s.queue)+offset, 0)
	default:
		n, _ = slices.BinarySearchFunc(s.queue, int64(offset), func(u update, id int64) int { return int(u.id - id) })
	}
	if n > 0 {
		s.queue = slices.Clone(s.queue[n:])
		s.confirmed.wake()
	}
}

// updateKinds are those that can be asked for in allowed_updates.
var updateKinds = []string{
	"message", "edited_message", "channel_post", "edited_channel_post", "inline_query",
	"chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "poll",
	"poll_answer", "my_chat_member", "chat_member", "chat_join_request",
}

func (s *Server) allow(list string) error {
	var kinds []string
	if err := json.Unmarshal([]byte(list), &kinds); err != nil {
		return badRequest("can't parse allowed_updates JSON object")
	}
	s.allowed = nil
	for _, k := range kinds {
		if !slices.Contains(updateKinds, k) {
			continue // as Telegram does
		}
		if s.allowed == nil {
			s.allowed = map[string]bool{}
		}
		s.allowed[k] = true
	}
	return nil
}

// WaitConfirmed waits until the bot has confirmed every update.
func (s *Server) WaitConfirmed(ctx context.Context) error {
	return s.waitConfirmed(ctx, func(update) bool { return true })
}

func (s *Server) waitConfirmed(ctx context.Context, mine func(update) bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for slices.ContainsFunc(s.queue, mine) {
		confirmed := s.confirmed.c
		s.mu.Unlock()
		err := wait(ctx, confirmed)
		s.mu.Lock()
		if err != nil {
			return fmt.Errorf("bottest: %d updates not confirmed: %w", len(s.queue), err)
		}
	}
	return nil
}

// Polling reports whether a getUpdates is waiting for updates.
func (s *Server) Polling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.poll != nil
}

// Pending counts the updates that are not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue)
}

func wait(ctx context.Context, c <-chan struct{}) error {
	select {
	case <-c:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
