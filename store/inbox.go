package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"ashar/survey"
)

// deliveryDocument is a delivery that waits to be handled or, in revision 2 and
// without its body, the mark that it was.
type deliveryDocument struct {
	ID    string        `bson:"_id"` // the number, in digits that sort
	Rev   int64         `bson:"rev"`
	State string        `bson:"state"`
	Kept  bson.DateTime `bson:"kept"` // when it came, or when it was handled
	Body  []byte        `bson:"body,omitempty"`
}

// The states of a delivery.
const (
	deliveryWaits   = "waiting"
	deliveryHandled = "handled"
)

// ReceiveDelivery keeps a delivery durably, or only the mark that it was handled if it
// has no body. It is a survey.ErrExists if one with its number waits, or was handled and
// is not forgotten yet.
func (db *DB) ReceiveDelivery(ctx context.Context, d survey.Delivery) error {
	doc := deliveryDocument{ID: deliveryID(d.ID), Rev: 1, State: deliveryWaits, Kept: at(db.now()), Body: d.Body}
	if len(d.Body) == 0 {
		doc.Rev, doc.State, doc.Body = 2, deliveryHandled, nil
	}
	return db.insert(ctx, deliveries, doc)
}

// WaitingDeliveries streams the deliveries that were not handled, the lowest number
// first. After an error it ends.
func (db *DB) WaitingDeliveries(ctx context.Context) iter.Seq2[survey.Delivery, error] {
	return func(yield func(survey.Delivery, error) bool) {
		for doc, err := range scan[deliveryDocument](ctx, db, deliveries, query{index: byState, equal: []any{deliveryWaits}}) {
			d := survey.Delivery{Body: doc.Body}
			if err == nil {
				d.ID, err = doc.number()
			}
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

// LastDelivery returns the highest number of all deliveries that wait or were handled
// and are not forgotten yet, or a survey.ErrNotFound.
func (db *DB) LastDelivery(ctx context.Context) (int64, error) {
	doc, err := first[deliveryDocument](ctx, db, deliveries, query{backward: true}, "last")
	if err != nil {
		return 0, err
	}
	return doc.number()
}

// HandledDelivery replaces, durably and at once, what a delivery held by the mark that
// it was handled. It is a survey.ErrConflict if it was marked before, and a
// survey.ErrNotFound if there is no such delivery.
func (db *DB) HandledDelivery(ctx context.Context, id int64) error {
	return db.replace(ctx, deliveries, deliveryDocument{ID: deliveryID(id), Rev: 2, State: deliveryHandled, Kept: at(db.now())}, 1)
}

// ForgetDeliveries deletes the marks of deliveries that were handled before this time.
// Those that wait stay. When it fails in between, done again it deletes the rest.
func (db *DB) ForgetDeliveries(ctx context.Context, before time.Time) error {
	for doc, err := range scan[deliveryDocument](ctx, db, deliveries, query{index: byStateKept, equal: []any{deliveryHandled}}) {
		if err != nil {
			return err
		}
		if doc.Kept >= at(before) {
			return nil
		}
		if err := db.engine.delete(ctx, deliveries, doc.ID); err != nil && !errors.Is(err, survey.ErrNotFound) {
			return about(deliveries, doc.ID, err)
		}
	}
	return nil
}

// deliveryID writes a number so that texts sort as numbers do.
func deliveryID(id int64) string { return fmt.Sprintf("%019d", id) }

func (d deliveryDocument) number() (int64, error) {
	var id int64
	if _, err := fmt.Sscanf(d.ID, "%019d", &id); err != nil {
		return 0, fmt.Errorf("store: %s: no number: %w", deliveries.name, err)
	}
	return id, nil
}
