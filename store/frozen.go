package store

import (
	"context"

	"ashar/prioritize"
)

// frozenDocument is what a campaign counted as it is kept. It never changes, and yet has a revision, that is higher the
// earlier it was counted: where two stores have counted a campaign that was frozen before that was kept, the first
// count stays when they are copied.
type frozenDocument struct {
	prioritize.Frozen `bson:",inline"`
	Rev               int64 `bson:"rev"`
}

// InsertFrozen keeps what a campaign had counted when it was frozen, durably and for good; a survey.ErrExists if
// that was kept before.
func (db *DB) InsertFrozen(ctx context.Context, f prioritize.Frozen) error {
	return db.insert(ctx, frozen, frozenDocument{f, -f.At.UnixMilli()})
}

// Frozen returns what the campaign had counted when it was frozen, or a survey.ErrNotFound.
func (db *DB) Frozen(ctx context.Context, campaign string) (prioritize.Frozen, error) {
	f, err := get[prioritize.Frozen](ctx, db, frozen, campaign)
	f.At = f.At.UTC()
	return f, err
}
