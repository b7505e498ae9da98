package telegram

import (
	"context"
	"sync"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Webhook is where Telegram delivers updates.
type Webhook struct {
	// URL is the address under which the Bot's ServeHTTP is reached from outside; "" has
	// updates asked for instead.
	URL string
	// Secret is what Telegram shows with each delivery: 1 to 256 of A-Z a-z 0-9 _ and -.
	// Without it, one is made out of the instance's secret and the token.
	Secret string
}

// webhookConnections is how many deliveries Telegram may make at once, to all processes
// together: its own default. Each is a short write.
const webhookConnections = 40

// delivered has Telegram deliver updates, and handles them, until the context ends and
// what is under way is finished.
func (b *Bot) delivered(ctx context.Context, r *run) error {
	w := &worker{Bot: b, run: r}
	l := newLease(b.options.Leases, inboxLease, b.log)
	leasing, letGo := context.WithCancel(r.serving)
	defer letGo()
	var beside sync.WaitGroup
	beside.Go(func() { b.setWebhook(ctx, r.telegram.until(ctx, 0)) })
	beside.Go(func() { l.keep(leasing, b.tray.nudge) })
	w.work(ctx, l)
	r.finish()
	w.marking.Wait()
	letGo() // not earlier: another process would handle what is under way here
	beside.Wait()
	return nil
}

// setWebhook tells Telegram where to deliver, however often that takes. Meanwhile
// Telegram keeps what comes.
func (b *Bot) setWebhook(ctx context.Context, t botAPI) {
	for try := 0; ctx.Err() == nil; try++ {
		err := t.setWebhook(b.options.Webhook.URL, b.webhookSecret())
		if err == nil {
			b.log.Info("webhook set")
			return
		}
		if ctx.Err() != nil {
			return
		}
		b.log.Error("webhook not set", "attempt", try+1, "error", err)
		wait, _ := passing(err)
		pause(ctx, max(wait, backoff(try)))
	}
}

// setWebhook is the call, which the library knows without the secret.
func (t botAPI) setWebhook(address, secret string) error {
	params := tgbotapi.Params{"url": address, "secret_token": secret}
	params.AddNonZero("max_connections", webhookConnections)
	if err := params.AddInterface("allowed_updates", allowedUpdates()); err != nil {
		return err
	}
	_, err := t.api.MakeRequest("setWebhook", params)
	return classify(err)
}
