package telegram

import (
	"context"
	"sync"

	"golang.org/x/time/rate"
)

// What Telegram allows a bot to send, in messages a second. More than PerChat is
// tolerated for a moment, and a reply is at most a few messages.
const (
	PerSecond = 30 // to all chats together
	PerChat   = 1  // in one chat
	chatBurst = 3
	// perGroup is what a group is allowed of that: 20 messages a minute.
	perGroup = 1.0 / 3
)

// maxPaces is how many chats are remembered before those that have been quiet long
// enough to have their whole burst again are forgotten.
const maxPaces = 1000

// pace says when something may be sent. Who waits for a chat's own turn does not stand
// in the queue of all chats yet, and the outbox has at most one thing on its way for
// each chat: so every chat stands in it once, first come, first served, and none can
// starve the others.
type pace struct {
	all     *rate.Limiter
	perChat rate.Limit

	mu    sync.Mutex
	chats map[int64]*rate.Limiter
}

// newPace takes how much a second may be sent in all and in each chat; 0 is no bound.
func newPace(all, perChat float64) *pace {
	p := &pace{all: rate.NewLimiter(rate.Inf, 0), perChat: rate.Inf, chats: map[int64]*rate.Limiter{}}
	if all > 0 {
		p.all = rate.NewLimiter(rate.Limit(all), max(1, int(all)))
	}
	if perChat > 0 {
		p.perChat = rate.Limit(perChat)
	}
	return p
}

// message waits until a new message may be sent in this chat.
func (p *pace) message(ctx context.Context, chat int64) error {
	if p.perChat != rate.Inf {
		if err := p.of(chat).Wait(ctx); err != nil {
			return err
		}
	}
	return p.edit(ctx)
}

// edit waits until a message may be changed. No chat has a bound of its own for that:
// where Telegram finds it too much it says so, and is obeyed.
func (p *pace) edit(ctx context.Context) error { return p.all.Wait(ctx) }

func (p *pace) of(chat int64) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.chats[chat]
	if l == nil {
		if len(p.chats) >= maxPaces {
			p.forget()
		}
		limit := p.perChat
		if chat < 0 { // as Telegram numbers groups
			limit *= perGroup
		}
		l = rate.NewLimiter(limit, chatBurst)
		p.chats[chat] = l
	}
	return l
}

// forget forgets the chats that have their whole burst.
func (p *pace) forget() {
	for chat, l := range p.chats {
		if l.Tokens() >= chatBurst {
			delete(p.chats, chat)
		}
	}
}
