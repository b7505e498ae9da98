package telegram

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"ashar/survey"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Inbox keeps what Telegram delivered to the webhook until it was handled.
type Inbox interface {
	// ReceiveDelivery keeps a delivery durably, or only the mark that it was handled if
	// it has no body. It is a survey.ErrExists if one with its number is known.
	ReceiveDelivery(ctx context.Context, d survey.Delivery) error
	// WaitingDeliveries streams what was not handled, the lowest number first.
	WaitingDeliveries(ctx context.Context) iter.Seq2[survey.Delivery, error]
	// LastDelivery returns the highest number that is known, or a survey.ErrNotFound.
	LastDelivery(ctx context.Context) (int64, error)
	// HandledDelivery replaces what a delivery held by the mark that it was handled. It
	// is a survey.ErrConflict if it was marked before.
	HandledDelivery(ctx context.Context, id int64) error
	// ForgetDeliveries deletes the marks of what was handled before this time.
	ForgetDeliveries(ctx context.Context, before time.Time) error
}

// remembered is for how long a delivery that was handled is known if it comes again.
// Telegram keeps an update for 24 h.
const remembered = 48 * time.Hour

// sealedUpdates is the kind of thing that an update is among what is sealed.
const sealedUpdates = "telegram inbox"

// wrap seals the update with this number.
func (b *Bot) wrap(id int64, raw []byte) survey.Delivery {
	return survey.Delivery{ID: id, Body: b.seal.Close(raw, numbered(id))}
}

// unwrap reads what wrap sealed. An error means that it was done with another secret, or
// changed.
func (b *Bot) unwrap(d survey.Delivery) (tgbotapi.Update, error) {
	var u tgbotapi.Update
	raw, err := b.seal.Open(d.Body, numbered(d.ID))
	if err != nil {
		return u, fmt.Errorf("telegram: delivery: %w", err)
	}
	if err := json.Unmarshal(raw, &u); err != nil {
		return u, fmt.Errorf("telegram: delivery: %T", err) // its text may quote the update
	}
	return u, nil
}

func numbered(id int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(id)) }
