package store

import (
	"context"

	"ashar/survey"
)

var _ survey.Interviews = (*DB)(nil)

// Interview returns the interview, or a survey.ErrNotFound.
func (db *DB) Interview(ctx context.Context, id string) (survey.Interview, error) {
	return get[survey.Interview](ctx, db, interviews, id)
}

// SaveInterview keeps the interview durably. With Rev 1 it is new, and a
// survey.ErrExists if there is one; with a higher Rev it replaces the one that
// has Rev-1, and is a survey.ErrConflict if that one has changed meanwhile.
func (db *DB) SaveInterview(ctx context.Context, iv survey.Interview) error {
	return db.save(ctx, interviews, iv, iv.Rev)
}

// LatestInterview returns the interview of this respondent that was touched last,
// or a survey.ErrNotFound. Interviews whose respondent is not known are nobody's.
func (db *DB) LatestInterview(ctx context.Context, respondent string) (survey.Interview, error) {
	if respondent == "" {
		return survey.Interview{}, about(interviews, "", survey.ErrNotFound)
	}
	return first[survey.Interview](ctx, db, interviews,
		query{index: byRespondentUpdated, equal: []any{respondent}, backward: true}, "")
}
