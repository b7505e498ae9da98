package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Options say which bot this is and how it works.
type Options struct {
	Token  string
	Server string // of the Bot API, without a path: https://api.telegram.org
	// Poll is how long Telegram may hold a call when there is nothing new; 0
	// means 50 s.
	Poll time.Duration
	// Rate bounds messages and edits per second, ChatRate the messages in each chat
	// beyond the first few; 0 means no bound. Telegram's are PerSecond and PerChat.
	Rate, ChatRate float64
	// Now is the clock by which "today" is offered; nil means time.Now.
	Now func() time.Time
}

// Bot fetches updates by long polling and delivers the Conversation's replies.
type Bot struct {
	options  Options
	talk     *Conversation
	log      *slog.Logger
	username atomic.Pointer[string]
}

// New prepares a bot; it does nothing before Run.
func New(o Options, talk *Conversation, log *slog.Logger) *Bot {
	if o.Poll <= 0 || o.Poll > maxPoll {
		o.Poll = maxPoll
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Bot{options: o, talk: talk, log: log}
}

// Username is the name under which people find the bot, without the @; "" until
// Run has reached the server. It asks nobody, and can be called at any time.
func (b *Bot) Username() string {
	if name := b.username.Load(); name != nil {
		return *name
	}
	return ""
}

// Run talks until the context ends, and then finishes what is under way: the
// updates being handled are kept, replied to and confirmed, within 10 s. It
// returns nil after that.
//
// While Telegram cannot be reached it keeps trying. It gives up, with an error,
// only when the token is refused.
func (b *Bot) Run(ctx context.Context) error {
	t, err := b.connect(ctx)
	if err != nil || t.api == nil { // refused, or stopped before it was reached
		return err
	}
	defer t.close()
	serving, end := withGrace(ctx)
	defer end()
	w := newWindow()
	handling, out := newLanes(), b.newOutbox(ctx, serving, t)
	b.introduce(ctx, t.until(ctx, 0))
	err = b.poll(ctx, t.until(ctx, maxPoll), w, func(u tgbotapi.Update) {
		chat := chatOf(u)
		if chat == 0 {
			w.done(u.UpdateID)
			return
		}
		handling.run(chat, func() {
			replies, handled := b.handle(ctx, serving, u, t)
			if handled {
				// What was handled is confirmed also if the replies have to wait: it holds up
				// what comes after it.
				done := func() { w.done(u.UpdateID) }
				out.post(parcel{chat: chat, query: queryOf(u), replies: replies, done: done, late: done})
			}
		})
	})
	handling.wait()
	out.wait()
	if offset := w.offset(); offset > 0 {
		// What was handled must not come again after the restart; what is new stays.
		if _, confirmErr := t.until(serving, 0).updates(offset, 0); confirmErr != nil {
			b.log.Warn("handled updates not confirmed", "error", confirmErr)
		}
	}
	return err
}

// connect finds out who the bot is, however long that takes.
func (b *Bot) connect(ctx context.Context) (telegram, error) {
	for try := 0; ; try++ {
		t, err := connect(ctx, b.options.Server, b.options.Token)
		if err == nil {
			b.username.Store(&t.api.Self.UserName)
			b.log.Info("telegram bot ready", "username", t.api.Self.UserName)
			return t, nil
		}
		if ctx.Err() != nil {
			return telegram{}, nil
		}
		if refusedToken(err) {
			return telegram{}, fmt.Errorf("bot: the token is refused: %w", err)
		}
		b.log.Warn("telegram not ready", "attempt", try+1, "error", err)
		pause(ctx, backoff(try))
	}
}

// refusedToken reports whether the server knows no bot with this token. It says
// 404 to what does not even look like one.
func refusedToken(err error) bool {
	f, ok := errors.AsType[*failure](err)
	return ok && (f.code == http.StatusUnauthorized || f.code == http.StatusNotFound)
}

// introduce readies the bot's account: polling instead of a webhook, and the
// commands in each language. Without them the bot still works.
func (b *Bot) introduce(ctx context.Context, t telegram) {
	if _, err := t.api.Request(tgbotapi.DeleteWebhookConfig{}); err != nil && ctx.Err() == nil {
		b.log.Warn("webhook not removed", "error", classify(err))
	}
	for i, language := range b.talk.words.Languages() {
		configs := []tgbotapi.SetMyCommandsConfig{{Commands: b.talk.commands(language), LanguageCode: language}}
		if i == 0 { // the first language is for everybody else
			configs = append(configs, tgbotapi.SetMyCommandsConfig{Commands: configs[0].Commands})
		}
		for _, c := range configs {
			if _, err := t.api.Request(c); err != nil && ctx.Err() == nil {
				b.log.Warn("commands not set", "language", language, "error", classify(err))
			}
		}
	}
}
