package bot

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"sync"

	"golang.org/x/time/rate"
)

const (
	// maxBacklog bounds what waits for one chat that Telegram holds up; the oldest
	// is dropped beyond that. What people answered is kept already, and the next
	// thing they do brings up the question again.
	maxBacklog = 16
	// deliveries is how often one reply is tried when Telegram cannot be reached.
	deliveries = 6
)

// parcel is the replies to one update.
type parcel struct {
	chat    int64
	query   string // the tap to answer, or ""
	replies []Reply
	done    func() // called once or more, when the update need not come again
}

// outbox delivers parcels, in order within a chat. While one chat is held up the
// others go on, and its updates count as handled: they were kept.
type outbox struct {
	stopping context.Context // ends waiting
	serving  context.Context // ends everything
	telegram telegram
	screens  *screens
	rate     *rate.Limiter
	log      *slog.Logger

	mu      sync.Mutex
	chats   map[int64]*backlog
	running sync.WaitGroup
}

type backlog struct {
	parcels []parcel
	held    bool
}

func (b *Bot) newOutbox(stopping, serving context.Context, t telegram) *outbox {
	return &outbox{
		stopping: stopping, serving: serving, telegram: t.until(serving, 0),
		screens: newScreens(), rate: b.limiter(), log: b.log, chats: map[int64]*backlog{},
	}
}

// post delivers a parcel after those posted for its chat before.
func (o *outbox) post(p parcel) {
	o.mu.Lock()
	defer o.mu.Unlock()
	b := o.chats[p.chat]
	if b == nil {
		b = &backlog{}
		o.chats[p.chat] = b
		o.running.Go(func() { o.drain(p.chat, b) })
	}
	b.parcels = append(b.parcels, p)
	if b.held {
		p.done()
		if len(b.parcels) > maxBacklog {
			b.parcels = slices.Delete(b.parcels, 0, 1)
			o.log.Warn("reply dropped", "reason", "backlog")
		}
	}
}

// wait returns when everything posted was delivered or given up.
func (o *outbox) wait() { o.running.Wait() }

func (o *outbox) drain(chat int64, b *backlog) {
	for {
		o.mu.Lock()
		if len(b.parcels) == 0 {
			delete(o.chats, chat)
			o.mu.Unlock()
			return
		}
		p := b.parcels[0]
		b.parcels = b.parcels[1:]
		o.mu.Unlock()
		stopped := o.deliver(p, b)
		p.done()
		if stopped {
			o.abandon(b)
		}
	}
}

// abandon forgets what waits for a chat.
func (o *outbox) abandon(b *backlog) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range b.parcels {
		p.done()
	}
	b.parcels = nil
}

// deliver carries out a parcel's replies. stopped means that no more can be said
// in this chat now: the person has blocked the bot, or the bot is stopping.
func (o *outbox) deliver(p parcel, b *backlog) (stopped bool) {
	for _, r := range p.replies {
		for try := 0; ; try++ {
			err := o.do(p, r)
			if err == nil {
				break
			}
			if said(err, http.StatusForbidden, "") {
				o.log.Info("person cannot be reached any more")
				return true
			}
			wait, again := passing(err)
			if !again {
				o.log.Error("reply refused", "reply", r.Kind, "error", err)
				break
			}
			if o.stopping.Err() != nil || try+1 == deliveries {
				o.log.Warn("reply given up", "reply", r.Kind, "attempt", try+1, "error", err)
				return o.stopping.Err() != nil
			}
			o.log.Warn("reply held up", "reply", r.Kind, "attempt", try+1, "error", err)
			o.hold(p, b, true)
			pause(o.stopping, max(wait, backoff(try)))
			o.hold(p, b, false)
		}
	}
	return false
}

// hold notes that a chat has to wait. Its updates need not come again.
func (o *outbox) hold(p parcel, b *backlog, held bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	b.held = held
	if held {
		p.done()
		for _, waiting := range b.parcels {
			waiting.done()
		}
	}
}
