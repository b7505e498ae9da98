package store

import (
	"context"
	"iter"

	"ashar/survey"
)

// SaveRequest keeps a line of the register durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveRequest(ctx context.Context, r survey.Request) error {
	return db.save(ctx, requests, r, r.Rev)
}

// Request returns a line of the register, or a survey.ErrNotFound.
func (db *DB) Request(ctx context.Context, id string) (survey.Request, error) {
	return get[survey.Request](ctx, db, requests, id)
}

// Requests streams the register of a municipality. After an error it ends.
func (db *DB) Requests(ctx context.Context, municipality string) iter.Seq2[survey.Request, error] {
	return scan[survey.Request](ctx, db, requests, query{index: byMunicipality, equal: []any{municipality}})
}
