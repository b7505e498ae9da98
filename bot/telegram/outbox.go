package telegram

import (
	"context"
	"log/slog"
	"slices"
	"sync"

	"ashar/bot"
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
	replies []bot.Reply
	// late is called, perhaps more than once, when the replies have to wait and are lost
	// if the process ends; done in the end, once. Neither may block.
	late func()
	done func(outcome)
	// lapsed reports that it is too late for the replies, which are then given up; nil: it
	// never is.
	lapsed func() bool
}

// outbox delivers parcels, in order within a chat. While one chat is held up the
// others go on.
type outbox struct {
	stopping context.Context // ends waiting
	serving  context.Context // ends everything
	telegram botAPI
	screens  *screens
	pace     *pace
	log      *slog.Logger

	mu      sync.Mutex
	chats   map[int64]*backlog
	running sync.WaitGroup
}

type backlog struct {
	parcels []parcel
	held    bool
}

func (b *Bot) newOutbox(stopping, serving context.Context, t botAPI) *outbox {
	return &outbox{
		stopping: stopping, serving: serving, telegram: t.until(serving, 0),
		screens: newScreens(), pace: newPace(b.options.Rate, b.options.ChatRate), log: b.log, chats: map[int64]*backlog{},
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
		p.late()
		if len(b.parcels) > maxBacklog {
			b.parcels[0].done(givenUp)
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
		result := o.deliver(p, b)
		p.done(result)
		if result == unwanted || result == interrupted {
			o.abandon(b, result)
		}
	}
}

// abandon lets go of what waits for a chat.
func (o *outbox) abandon(b *backlog, result outcome) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range b.parcels {
		p.done(result)
	}
	b.parcels = nil
}

// outcome is what came of a parcel.
type outcome int

const (
	settled     outcome = iota // every reply was delivered, or is refused
	givenUp                    // Telegram could not be reached for too long
	unwanted                   // the bot was blocked, thrown out or silenced, or the person is no more
	interrupted                // the bot is stopping
)

// deliver carries out a parcel's replies.
func (o *outbox) deliver(p parcel, b *backlog) outcome {
	for _, r := range p.replies {
		if r.Kind == bot.Greet && o.overtaken(p, b) {
			continue
		}
		for try := 0; ; try++ {
			if p.lapsed != nil && p.lapsed() {
				return givenUp
			}
			err := o.do(p, r)
			if err == nil {
				break
			}
			if shut(err) {
				o.log.Info("chat cannot be reached any more")
				return unwanted
			}
			wait, again := passing(err)
			if !again {
				o.log.Error("reply refused", "reply", r.Kind, "error", err)
				break
			}
			if o.stopping.Err() != nil || try+1 == deliveries {
				o.log.Warn("reply given up", "reply", r.Kind, "attempt", try+1, "error", err)
				if o.stopping.Err() != nil {
					return interrupted
				}
				return givenUp
			}
			o.log.Warn("reply held up", "reply", r.Kind, "attempt", try+1, "error", err)
			o.hold(p, b, true)
			pause(o.stopping, max(wait, backoff(try)))
			o.hold(p, b, false)
		}
	}
	return settled
}

// hold notes that a chat has to wait.
func (o *outbox) hold(p parcel, b *backlog, held bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	b.held = held
	if held {
		p.late()
		for _, waiting := range b.parcels {
			waiting.late()
		}
	}
}
