package store

import (
	"context"
	"iter"

	"ashar/survey"
)

var _ survey.PaperForms = (*DB)(nil)

// SavePaperForm keeps what became of a printed form durably, by its Rev as SaveMunicipality does.
func (db *DB) SavePaperForm(ctx context.Context, p survey.PaperForm) error {
	return db.save(ctx, papers, p, p.Rev)
}

// PaperForm returns what became of a printed form, or a survey.ErrNotFound.
func (db *DB) PaperForm(ctx context.Context, id string) (survey.PaperForm, error) {
	return get[survey.PaperForm](ctx, db, papers, id)
}

// PaperFormsOf streams those of a campaign by their ids. After an error it ends.
func (db *DB) PaperFormsOf(ctx context.Context, campaign string) iter.Seq2[survey.PaperForm, error] {
	return scan[survey.PaperForm](ctx, db, papers, query{index: byCampaign, equal: []any{campaign}})
}
