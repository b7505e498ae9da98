package telegram

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"ashar/bot"
	"ashar/survey"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// WebhookPath is where the Bot is to be served for Telegram. It holds no secret: paths
// are logged by proxies.
const WebhookPath = "/telegram/updates"

// secretHeader brings the secret that was given to setWebhook.
const secretHeader = "X-Telegram-Bot-Api-Secret-Token"

const (
	// MaxDelivery bounds one delivery, in bytes; those of Telegram are of a few thousand.
	MaxDelivery = 1 << 20
	// keepTime bounds how long a delivery waits for the store before Telegram is asked
	// to come again. Telegram waits longer.
	keepTime = 20 * time.Second
	// keepAfter is how long one that is being handled is not put into the inbox: most are
	// handled long before.
	keepAfter = 100 * time.Millisecond
)

// ServeHTTP takes a delivery to the webhook. It answers 200 only when the update is
// durably in the inbox, to be handled or with the mark that it was, and then Telegram does
// not come again. Otherwise nothing is kept: 405 for another method than POST, 401 without the secret, 413 beyond
// MaxDelivery, 400 for what is no update, 503 when the store cannot keep it, 404 when
// updates are not delivered but asked for. It may be called before Run and after it.
func (b *Bot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status := b.receive(w, r)
	if status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", http.MethodPost)
	}
	w.WriteHeader(status)
}

func (b *Bot) receive(w http.ResponseWriter, r *http.Request) (status int) {
	switch {
	case b.options.Webhook.URL == "":
		return http.StatusNotFound
	case r.Method != http.MethodPost:
		return http.StatusMethodNotAllowed
	case !sameSecret(r.Header.Get(secretHeader), b.webhookSecret()):
		b.log.Warn("delivery without the secret refused")
		return http.StatusUnauthorized
	case r.ContentLength > MaxDelivery:
		return http.StatusRequestEntityTooLarge
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxDelivery))
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return http.StatusRequestEntityTooLarge
	}
	if err != nil {
		return http.StatusBadRequest
	}
	u, readable, ok := readUpdate(raw)
	if !ok {
		return http.StatusBadRequest
	}
	if !readable { // it would come again and again, before all others of its chat
		b.log.Error("update not understood", "bytes", len(raw))
	}
	ctx, cancel := context.WithTimeout(r.Context(), keepTime)
	defer cancel()
	d := survey.Delivery{ID: int64(u.UpdateID)} // nothing of what is said in groups is kept but our commands
	if readable && bot.ChatOf(u) != 0 {
		if b.handledAtOnce(ctx, u) {
			return http.StatusOK
		}
		d = b.wrap(d.ID, raw)
	}
	switch err := b.options.Inbox.ReceiveDelivery(ctx, d); {
	case errors.Is(err, survey.ErrExists):
		return http.StatusOK
	case err != nil:
		b.log.Warn("update not kept", "error", err)
		return http.StatusServiceUnavailable
	}
	b.tray.put(received{update: u, at: time.Now()})
	return http.StatusOK
}

// handledAtOnce has an update handled without its being in the inbox, and reports whether
// it was, and is marked so there. Otherwise it has to be kept, although it may be under
// way. A process that ends meanwhile has not answered, and Telegram comes again.
func (b *Bot) handledAtOnce(ctx context.Context, u tgbotapi.Update) bool {
	a := received{update: u, at: time.Now(), marked: make(chan struct{})}
	if !b.tray.prompt(a) {
		return false
	}
	select {
	case <-a.marked:
		return true
	case <-time.After(keepAfter):
	case <-ctx.Done():
	}
	return false
}

// readUpdate reads an update; ok is false if it is none. One that is, and that is not as
// the library knows updates, is not readable and has its number only.
func readUpdate(raw []byte) (u tgbotapi.Update, readable, ok bool) {
	if err := json.Unmarshal(raw, &u); err == nil {
		return u, true, u.UpdateID > 0
	}
	var bare struct {
		ID int `json:"update_id"`
	}
	err := json.Unmarshal(raw, &bare)
	return tgbotapi.Update{UpdateID: bare.ID}, false, err == nil && bare.ID > 0
}

// sameSecret compares in a time that tells nothing of either.
func sameSecret(got, want string) bool {
	g, w := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(g[:], w[:]) == 1
}

// webhookSecret is the configured one. Without it, it follows from the instance's
// secret, so that all processes know it and nobody has to keep it, and changes with the
// bot.
func (b *Bot) webhookSecret() string {
	if s := b.options.Webhook.Secret; s != "" {
		return s
	}
	return b.pseudonyms.Of("telegram webhook", b.options.Token)
}
