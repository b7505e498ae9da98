package store

import (
	"context"
	"fmt"
	"iter"

	"ashar/survey"
)

// insert keeps v, whose document says its own id.
func (db *DB) insert(ctx context.Context, c *collection, v any) error {
	r, err := db.record(c, v)
	if err == nil {
		err = db.engine.insert(ctx, c, r)
	}
	return about(c, r.id, err)
}

// replace puts v in place of the document with its id, if that has revision rev.
func (db *DB) replace(ctx context.Context, c *collection, v any, rev int64) error {
	r, err := db.record(c, v)
	if err == nil {
		err = db.engine.replace(ctx, c, r, rev)
	}
	return about(c, r.id, err)
}

// save inserts v if it is of the first revision, and else puts it in place of the
// revision before.
func (db *DB) save(ctx context.Context, c *collection, v any, rev int64) error {
	if rev == 1 {
		return db.insert(ctx, c, v)
	}
	return db.replace(ctx, c, v, rev-1)
}

// get returns the document with this id as a T.
func get[T any](ctx context.Context, db *DB, c *collection, id string) (T, error) {
	var v T
	doc, err := db.engine.get(ctx, c, id)
	if err == nil {
		err = db.codec.decode(doc, &v)
	}
	return v, about(c, id, err)
}

// first returns the first document that the query asks for as a T. The error
// names what was looked for.
func first[T any](ctx context.Context, db *DB, c *collection, q query, sought string) (T, error) {
	q.limit = 1
	for v, err := range scan[T](ctx, db, c, q) {
		return v, err
	}
	var none T
	return none, about(c, sought, survey.ErrNotFound)
}

// scan streams what the query asks for as Ts. After an error it ends.
func scan[T any](ctx context.Context, db *DB, c *collection, q query) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for doc, err := range db.engine.scan(ctx, c, q) {
			var v T
			if err == nil {
				err = db.codec.decode(doc, &v)
			}
			if err != nil {
				yield(v, fmt.Errorf("store: %s: %w", c.name, err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

func (db *DB) record(c *collection, v any) (record, error) {
	doc, err := db.codec.encode(v)
	if err != nil {
		return record{}, err
	}
	return c.record(doc)
}

// about says what an error is about. Errors are logged, so the ids of documents
// that belong to a person, or that open a door, are left out.
func about(c *collection, id string, err error) error {
	switch {
	case err == nil:
		return nil
	case c.private:
		return fmt.Errorf("store: %s: %w", c.name, err)
	}
	return fmt.Errorf("store: %s %s: %w", c.name, id, err)
}
