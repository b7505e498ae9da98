package store

import (
	"context"

	"ashar/prioritize/outline"
)

var _ outline.Editions = (*DB)(nil)

// SaveEdition keeps a municipality's copy of a template durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveEdition(ctx context.Context, e outline.Edition) error {
	return db.save(ctx, editions, e, e.Rev)
}

// Edition returns a municipality's copy of a template by its outline.EditionID, or a survey.ErrNotFound.
func (db *DB) Edition(ctx context.Context, id string) (outline.Edition, error) {
	return get[outline.Edition](ctx, db, editions, id)
}

// EditionsOf lists the copies of a municipality, by their templates.
func (db *DB) EditionsOf(ctx context.Context, municipality string) ([]outline.Edition, error) {
	var all []outline.Edition
	for e, err := range scan[outline.Edition](ctx, db, editions, query{index: byMunicipality, equal: []any{municipality}}) {
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}
