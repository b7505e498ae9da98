package store

import (
	"context"
	"errors"
	"slices"

	"ashar/prioritize"
	"ashar/survey"
)

// frozenDocument is what a campaign counted as it is kept. It never changes, and yet has a revision, that is higher the
// earlier it was counted: where two stores have counted a campaign that was frozen before that was kept, the first
// count stays when they are copied.
type frozenDocument struct {
	prioritize.Frozen `bson:",inline"`
	Rev               int64 `bson:"rev"`
}

// InsertFrozen keeps what a campaign had counted when it was frozen, durably and for good, after the parts of its ballots;
// a survey.ErrExists if that was kept before. Parts that nothing leads to are deleted then: those of who was interrupted,
// or was slower.
func (db *DB) InsertFrozen(ctx context.Context, f prioritize.Frozen, ballots []prioritize.BallotPart) error {
	for _, p := range ballots {
		if err := db.insert(ctx, frozenBallots, p); err != nil && !errors.Is(err, survey.ErrExists) {
			return err
		}
	}
	err := db.insert(ctx, frozen, frozenDocument{f, -f.At.UnixMilli()})
	if err == nil || errors.Is(err, survey.ErrExists) {
		return errors.Join(err, db.dropStrayBallots(ctx, f.Campaign))
	}
	return err
}

// Frozen returns what the campaign had counted when it was frozen, or a survey.ErrNotFound.
func (db *DB) Frozen(ctx context.Context, campaign string) (prioritize.Frozen, error) {
	f, err := get[prioritize.Frozen](ctx, db, frozen, campaign)
	f.At = f.At.UTC()
	return f, err
}

// FrozenBallots returns the parts that hold the ballots of what was frozen; none where it has none. They go with the
// answers when the time of these is over, see Sweep: then it is a survey.ErrNotFound.
func (db *DB) FrozenBallots(ctx context.Context, f prioritize.Frozen) ([]prioritize.BallotPart, error) {
	var parts []prioritize.BallotPart
	for _, id := range f.Parts {
		p, err := get[prioritize.BallotPart](ctx, db, frozenBallots, id)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// dropStrayBallots deletes the parts of a campaign that what is kept of it does not name. Where nothing is kept yet, it
// deletes none: somebody may be about to keep it.
func (db *DB) dropStrayBallots(ctx context.Context, campaign string) error {
	f, err := db.Frozen(ctx, campaign)
	if errors.Is(err, survey.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for doc, err := range db.engine.scan(ctx, frozenBallots, query{index: byCampaign, equal: []any{campaign}}) {
		if err != nil {
			return about(frozenBallots, campaign, err)
		}
		id, _ := doc.Lookup("_id").StringValueOK()
		if slices.Contains(f.Parts, id) {
			continue
		}
		if err := db.engine.delete(ctx, frozenBallots, id); err != nil && !errors.Is(err, survey.ErrNotFound) {
			return about(frozenBallots, id, err)
		}
	}
	return nil
}
