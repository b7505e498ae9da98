package store

import (
	"context"
	"errors"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"ashar/survey"
)

// takenBackDocument is the mark that an interview was taken back. It holds nothing of
// anybody: it follows from an identifier that is not kept, and does not lead back to it.
type takenBackDocument struct {
	ID   string        `bson:"_id"` // see survey.Interview.Mark
	Rev  int64         `bson:"rev"` // the same as Kept: where stores are copied, the later mark stays
	Kept bson.DateTime `bson:"kept"`
}

// TakenBack reports whether an interview with this mark was forgotten or withdrawn, and
// that is not forgotten yet.
func (db *DB) TakenBack(ctx context.Context, mark string) (bool, error) {
	_, err := get[takenBackDocument](ctx, db, takenBack, mark)
	if errors.Is(err, survey.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// markTakenBack keeps the mark, durably.
func (db *DB) markTakenBack(ctx context.Context, mark string) error {
	kept := at(db.now())
	err := db.insert(ctx, takenBack, takenBackDocument{ID: mark, Rev: int64(kept), Kept: kept})
	if errors.Is(err, survey.ErrExists) {
		return nil
	}
	return err
}

// ForgetTakenBack deletes the marks of what was taken back before this time. When it
// fails in between, done again it deletes the rest.
func (db *DB) ForgetTakenBack(ctx context.Context, before time.Time) error {
	for doc, err := range scan[takenBackDocument](ctx, db, takenBack, query{index: byKept}) {
		if err != nil {
			return err
		}
		if doc.Kept >= at(before) {
			return nil
		}
		if err := db.engine.delete(ctx, takenBack, doc.ID); err != nil && !errors.Is(err, survey.ErrNotFound) {
			return about(takenBack, doc.ID, err)
		}
	}
	return nil
}
