package store

import (
	"context"

	"ashar/survey"
)

// Lease returns the lease, or a survey.ErrNotFound if nobody has had it yet.
func (db *DB) Lease(ctx context.Context, id string) (survey.Lease, error) {
	return get[survey.Lease](ctx, db, leases, id)
}

// SaveLease keeps the lease durably, by its Rev as SaveMunicipality does. Leases are of
// the processes that share a store, and are not copied.
func (db *DB) SaveLease(ctx context.Context, l survey.Lease) error {
	return db.save(ctx, leases, l, l.Rev)
}
