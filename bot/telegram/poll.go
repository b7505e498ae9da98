package telegram

import (
	"context"
	"fmt"
	"time"

	"ashar/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

const (
	maxPoll   = 50 * time.Second       // Telegram holds a poll no longer
	minPoll   = 100 * time.Millisecond // between polls that come back empty at once
	patience  = time.Second            // for slow updates before others are fetched
	handlings = 4                      // attempts at an update before saying sorry
)

// asked asks Telegram for updates, and handles them, until the context ends and what is
// under way is finished, or the token is refused.
func (b *Bot) asked(ctx context.Context, r *run) error {
	if _, err := r.telegram.until(ctx, 0).api.Request(tgbotapi.DeleteWebhookConfig{}); err != nil && ctx.Err() == nil {
		b.log.Warn("webhook not removed", "error", classify(err))
	}
	left := &worker{Bot: b, run: r}
	if b.options.Inbox != nil {
		left.rest(ctx)
	}
	w := newWindow()
	err := b.poll(ctx, r.telegram.until(ctx, maxPoll), w, func(u tgbotapi.Update) {
		// What was handled is confirmed also if the replies have to wait: unconfirmed, it
		// would hold up all that comes after it.
		done := func() { w.done(u.UpdateID) }
		r.handle(u, func(outcome) { done() }, done)
	})
	r.finish()
	left.marking.Wait()
	if offset := w.offset(); offset > 0 {
		// What was handled must not come again after the restart; what is new stays.
		if _, confirmErr := r.telegram.until(r.serving, 0).updates(offset, 0); confirmErr != nil {
			b.log.Warn("handled updates not confirmed", "error", confirmErr)
		}
	}
	return err
}

// poll fetches updates and dispatches each once, until the context ends or the
// token is refused. An update is confirmed by a later call, and only when it and
// all before it were handled.
func (b *Bot) poll(ctx context.Context, t botAPI, w *window, dispatch func(tgbotapi.Update)) error {
	failures := 0
	for ctx.Err() == nil {
		offset, hold := w.offset(), b.options.Poll
		select {
		case <-w.idleNow():
		default:
			hold = 0 // what is not confirmed comes again at once anyway
		}
		asked := time.Now()
		updates, err := t.updates(offset, hold)
		if err != nil {
			if ctx.Err() != nil {
				break
			}
			if refusedToken(err) {
				return fmt.Errorf("telegram: the token is refused: %w", err)
			}
			wait, _ := passing(err)
			b.log.Warn("updates not fetched", "attempt", failures+1, "error", err)
			pause(ctx, max(wait, backoff(failures)))
			failures++
			continue
		}
		failures = 0
		w.confirmed(offset)
		fresh := w.take(updates)
		for _, u := range fresh {
			dispatch(u)
		}
		if len(fresh) == 0 {
			pause(ctx, minPoll-time.Since(asked))
		}
		select {
		case <-w.idleNow():
		case <-time.After(patience):
		case <-ctx.Done():
		}
	}
	return nil
}

// handle has the conversation reply to an update. If that fails a few times the
// reply is that it failed; handled is false only when there was no time for that.
func (b *Bot) handle(ctx, serving context.Context, u tgbotapi.Update, files bot.Files) (replies []bot.Reply, handled bool) {
	for try := 0; ; try++ {
		replies, err := b.reply(serving, u, files)
		switch {
		case err == nil:
			return replies, true
		case ctx.Err() != nil: // stopping: it comes again after the restart
			return nil, false
		}
		b.log.Error("update not handled", "attempt", try+1, "error", err)
		if try+1 == handlings {
			return b.talk.Sorry(u), true
		}
		wait, _ := passing(err)
		pause(ctx, min(max(wait, backoff(try)), longWait))
	}
}

// reply is Conversation.Reply with a panic made an error: one bad update must
// not end the talks with everybody else.
func (b *Bot) reply(ctx context.Context, u tgbotapi.Update, files bot.Files) (replies []bot.Reply, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("telegram: panic: %T", r) // its text may quote the update
		}
	}()
	if q := u.CallbackQuery; q != nil {
		if !bot.Ours(q.Data) {
			b.log.Warn("button not ours", "bytes", len(q.Data))
		}
	}
	return b.talk.Reply(ctx, u, b.options.Now(), files)
}

func queryOf(u tgbotapi.Update) string {
	if u.CallbackQuery == nil {
		return ""
	}
	return u.CallbackQuery.ID
}
