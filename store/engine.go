package store

import (
	"context"
	"iter"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// engine is what a database must do to keep documents. Its methods may be called
// by many goroutines at once. Errors wrap survey's kinds and need no context of
// their own: the caller adds what was asked of which document.
type engine interface {
	// insert keeps a new document, durably. ErrExists: one with its id is there.
	insert(ctx context.Context, c *collection, r record) error
	// replace puts the record in place of the document with its id, durably, if
	// that one's rev is still the given one; a document without rev has 0. ErrConflict: it is not. ErrNotFound:
	// there is no such document.
	replace(ctx context.Context, c *collection, r record, rev int64) error
	// get returns the document with this id. ErrNotFound: there is none.
	get(ctx context.Context, c *collection, id string) (bson.Raw, error)
	// scan streams the documents that the query asks for, in its order. Each is
	// the caller's to keep. A scan is no snapshot: a document written while it runs
	// is met or not, one that was there before is met, if its place in the index
	// does not change. After an error the sequence ends.
	scan(ctx context.Context, c *collection, q query) iter.Seq2[bson.Raw, error]
	// count counts the documents that the query asks for, at most up to its limit. They
	// are not read: the query's index has all that it takes.
	count(ctx context.Context, c *collection, q query) (int, error)
	// ids are those of the documents that the query asks for, in its order. The documents are not read.
	ids(ctx context.Context, c *collection, q query) ([]string, error)
	// delete removes the document with this id, durably. ErrNotFound: there is none.
	delete(ctx context.Context, c *collection, id string) error
	// same reports whether both keep their documents in one place, as far as their
	// names tell.
	same(other engine) bool
	// close finishes the writes under way and lets go of the database.
	close() error
}

// query asks for documents in the order of a declared index: those whose leading
// fields have the given values, ordered by the next field and then by _id. When
// all the index's fields are given, or there is no index, by _id alone.
type query struct {
	index    *index    // nil: the whole collection
	equal    []any     // values of the leading fields: string, int64 or bson.DateTime
	after    *position // nil: from the beginning
	backward bool
	limit    int // 0: no limit
}

// position is a place between documents in the order of a query, just behind the
// document with this key and id. With an empty id it lies before all documents
// that have the key.
type position struct {
	key any // value of the ordering field; unused when ordering by _id alone
	id  string
}

// ordering returns the field by which the query is ordered before _id; false if
// it is ordered by _id alone.
func (q query) ordering() (field, bool) {
	if q.index == nil || len(q.equal) >= len(q.index.fields) {
		return field{}, false
	}
	return q.index.fields[len(q.equal)], true
}
