package store

import (
	"context"

	"ashar/prioritize/appraisal"
)

var _ appraisal.Appraisals = (*DB)(nil)

// SaveAppraisal keeps what a working group says durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveAppraisal(ctx context.Context, a appraisal.Appraisal) error {
	return db.save(ctx, appraisals, a, a.Rev)
}

// Appraisal returns what the working group of the campaign says, or a survey.ErrNotFound.
func (db *DB) Appraisal(ctx context.Context, campaign string) (appraisal.Appraisal, error) {
	return get[appraisal.Appraisal](ctx, db, appraisals, campaign)
}
