package store

import (
	"context"
	"iter"

	"ashar/prioritize/hearing"
)

var _ hearing.Store = (*DB)(nil)

// SaveHearing keeps the hearing durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveHearing(ctx context.Context, h hearing.Hearing) error {
	return db.save(ctx, hearings, h, h.Rev)
}

// Hearing returns the hearing, or a survey.ErrNotFound.
func (db *DB) Hearing(ctx context.Context, id string) (hearing.Hearing, error) {
	return get[hearing.Hearing](ctx, db, hearings, id)
}

// HearingsOf streams those of a campaign by their ids. After an error it ends.
func (db *DB) HearingsOf(ctx context.Context, campaign string) iter.Seq2[hearing.Hearing, error] {
	return scan[hearing.Hearing](ctx, db, hearings, query{index: byCampaign, equal: []any{campaign}})
}

// HearingsAt streams those that have come so far, by their ids. After an error it ends.
func (db *DB) HearingsAt(ctx context.Context, s hearing.State) iter.Seq2[hearing.Hearing, error] {
	return scan[hearing.Hearing](ctx, db, hearings, query{index: byState, equal: []any{string(s)}})
}

// SaveSlip keeps the slip of a hearing durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveSlip(ctx context.Context, s hearing.Slip) error {
	return db.save(ctx, slips, s, s.Rev)
}

// Slip returns the slip of a hearing, or a survey.ErrNotFound.
func (db *DB) Slip(ctx context.Context, id string) (hearing.Slip, error) {
	return get[hearing.Slip](ctx, db, slips, id)
}

// SlipsOf streams those of a hearing by their ids. After an error it ends.
func (db *DB) SlipsOf(ctx context.Context, of string) iter.Seq2[hearing.Slip, error] {
	return scan[hearing.Slip](ctx, db, slips, query{index: byHearing, equal: []any{of}})
}

// SaveVote keeps what a slip did in a round durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveVote(ctx context.Context, v hearing.Vote) error {
	return db.save(ctx, ballots, v, v.Rev)
}

// Vote returns what a slip did in a round, or a survey.ErrNotFound.
func (db *DB) Vote(ctx context.Context, id string) (hearing.Vote, error) {
	return get[hearing.Vote](ctx, db, ballots, id)
}

// VotesOf streams those of a round by their ids. After an error it ends.
func (db *DB) VotesOf(ctx context.Context, round string) iter.Seq2[hearing.Vote, error] {
	return scan[hearing.Vote](ctx, db, ballots, query{index: byRound, equal: []any{round}})
}

// CountVotes counts the votes of a round.
func (db *DB) CountVotes(ctx context.Context, round string) (int, error) {
	n, err := db.engine.count(ctx, ballots, query{index: byRound, equal: []any{round}})
	return n, about(ballots, "", err)
}

// SaveDesk keeps what a desk has counted durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveDesk(ctx context.Context, d hearing.Desk) error {
	return db.save(ctx, desks, d, d.Rev)
}

// Desk returns what a desk has counted, or a survey.ErrNotFound.
func (db *DB) Desk(ctx context.Context, id string) (hearing.Desk, error) {
	return get[hearing.Desk](ctx, db, desks, id)
}

// DesksOf streams those of a hearing by their ids. After an error it ends.
func (db *DB) DesksOf(ctx context.Context, of string) iter.Seq2[hearing.Desk, error] {
	return scan[hearing.Desk](ctx, db, desks, query{index: byHearing, equal: []any{of}})
}
