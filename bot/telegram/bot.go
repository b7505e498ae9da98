package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"ashar/bot"
	"ashar/survey"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Options say which bot this is and how it works.
type Options struct {
	Token  string
	Server string // of the Bot API, without a path: https://api.telegram.org
	// Webhook has Telegram deliver updates to ServeHTTP; without its URL they are asked
	// for by long polling.
	Webhook Webhook
	// Inbox keeps what is delivered, and Leases which of the processes that share it
	// handles that. A webhook needs both. With long polling, what a webhook left in the
	// Inbox is handled first, if there is one.
	Inbox  Inbox
	Leases Leases
	// Announcements keeps what is to be told to subscribers, for which Leases are needed
	// too; nil: nobody is told anything.
	Announcements Announcements
	// Patience is how long a delivery waits for one before it that did not arrive yet;
	// 0 means 500 ms.
	Patience time.Duration
	// Poll is how long Telegram may hold a call when there is nothing new; 0
	// means 50 s.
	Poll time.Duration
	// Rate bounds messages and edits per second, ChatRate the messages in each chat
	// beyond the first few; 0 means no bound. Telegram's are PerSecond and PerChat.
	Rate, ChatRate float64
	// Now is the clock by which "today" is offered; nil means time.Now.
	Now func() time.Time
}

// Bot gets updates, by long polling or by a webhook, and delivers the Conversation's
// replies.
type Bot struct {
	options    Options
	talk       *bot.Conversation
	pseudonyms survey.Pseudonyms
	log        *slog.Logger
	seal       survey.Seal
	tray       *tray
	username   atomic.Pointer[string]
}

var _ http.Handler = (*Bot)(nil)

// New prepares a bot; it does nothing before Run, but for taking deliveries. What it keeps
// of people is sealed with a key that follows from the secret of the pseudonyms.
func New(o Options, talk *bot.Conversation, p survey.Pseudonyms, log *slog.Logger) *Bot {
	if o.Poll <= 0 || o.Poll > maxPoll {
		o.Poll = maxPoll
	}
	if o.Patience <= 0 {
		o.Patience = usualPatience
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Bot{
		options: o, talk: talk, pseudonyms: p, log: log,
		seal: survey.NewSeal(p, sealedUpdates), tray: newTray(o.Patience),
	}
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
	r := &run{bot: b, telegram: t, stopping: ctx, serving: serving, handling: newLanes(), out: b.newOutbox(ctx, serving, t)}
	b.introduce(ctx, t.until(ctx, 0))
	if b.options.Announcements != nil {
		r.announcing.Go(func() { newAnnouncer(b, r).work(ctx) })
	}
	if b.options.Webhook.URL != "" {
		return b.delivered(ctx, r)
	}
	return b.asked(ctx, r)
}

// run is what handles updates from the start of Run to its end.
type run struct {
	bot      *Bot
	telegram botAPI
	stopping context.Context // ends waiting
	serving  context.Context // ends everything
	handling *lanes
	out      *outbox

	announcing sync.WaitGroup
}

// handle replies to an update after those of its chat that came before. done and late
// are called as with a parcel's, or neither if there was no time for a reply.
func (r *run) handle(u tgbotapi.Update, done func(outcome), late func()) {
	chat := bot.ChatOf(u)
	if chat == 0 {
		done(settled)
		return
	}
	r.handling.run(chat, func() {
		replies, handled := r.bot.handle(r.stopping, r.serving, u, r.telegram)
		if handled {
			r.out.post(parcel{chat: chat, query: queryOf(u), replies: replies, done: done, late: late})
		}
	})
}

// finish returns when all that is under way was handled, and delivered or given up.
func (r *run) finish() {
	r.announcing.Wait()
	r.handling.wait()
	r.out.wait()
}

// connect finds out who the bot is, however long that takes.
func (b *Bot) connect(ctx context.Context) (botAPI, error) {
	for try := 0; ; try++ {
		t, err := connect(ctx, b.options.Server, b.options.Token)
		if err == nil {
			b.username.Store(&t.api.Self.UserName)
			b.log.Info("telegram bot ready", "username", t.api.Self.UserName)
			return t, nil
		}
		if ctx.Err() != nil {
			return botAPI{}, nil
		}
		if refusedToken(err) {
			return botAPI{}, fmt.Errorf("telegram: the token is refused: %w", err)
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

// introduce sets the commands in each language, and those in groups. Without them the bot still works.
func (b *Bot) introduce(ctx context.Context, t botAPI) {
	for i, language := range b.talk.Languages() {
		configs := []tgbotapi.SetMyCommandsConfig{{Commands: b.talk.Menu(language), LanguageCode: language}}
		if i == 0 { // the first language is for everybody else
			configs = append(configs, tgbotapi.SetMyCommandsConfig{Commands: configs[0].Commands})
		}
		inGroups := tgbotapi.NewBotCommandScopeAllGroupChats()
		for _, c := range configs {
			c.Scope = &inGroups
			c.Commands = b.talk.GroupMenu(language)
			configs = append(configs, c)
		}
		for _, c := range configs {
			if _, err := t.api.Request(c); err != nil && ctx.Err() == nil {
				b.log.Warn("commands not set", "language", language, "error", classify(err))
			}
		}
	}
}
