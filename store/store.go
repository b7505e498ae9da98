package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"ashar/survey"
)

// errClosed is what a store answers after Close.
var errClosed = fmt.Errorf("the store is closed: %w", survey.ErrUnavailable)

// DB is an open store. It is safe for concurrent use, and so is one database for
// many processes.
type DB struct {
	engine engine
	codec  codec
	now    func() time.Time
	close  func() error
}

// Open opens the store that the URI names, and makes what it lacks of files,
// tables and indexes:
//
//	file:ashar.db                  a SQLite file; a relative name is taken from the working directory
//	mongodb://HOST:PORT/DATABASE   MongoDB, by default its database "ashar"; also mongodb+srv://
//
// The clock stamps when a response was stored; it must run with that of other
// processes on the same database to within a few seconds. A URI of another form
// is a survey.ErrInvalid, a database that does not answer a
// survey.ErrUnavailable. Errors never quote the URI, since it may hold a password.
func Open(ctx context.Context, uri string, now func() time.Time) (*DB, error) {
	return open(ctx, uri, now, true)
}

// OpenExisting is Open for who wants to work with what is kept, so that a mistake in
// the name does not pass for an empty store: if there is no such file, or none of a
// store's collections in the MongoDB database, it is a survey.ErrNotFound and nothing
// is made.
func OpenExisting(ctx context.Context, uri string, now func() time.Time) (*DB, error) {
	return open(ctx, uri, now, false)
}

func open(ctx context.Context, uri string, now func() time.Time, create bool) (*DB, error) {
	e, err := openEngine(ctx, uri, collections, create)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	return &DB{engine: e, codec: newCodec(), now: now, close: sync.OnceValue(e.close)}, nil
}

// openEngine opens the engine that the URI names. If there is nothing yet, it makes
// it when it may create, and else fails with survey.ErrNotFound.
func openEngine(ctx context.Context, uri string, cs []*collection, create bool) (engine, error) {
	scheme, _, found := strings.Cut(uri, ":")
	switch scheme {
	case "file":
		return openSQLite(ctx, uri, cs, create)
	case "mongodb", "mongodb+srv":
		return openMongo(ctx, uri, cs, create)
	}
	if !found || strings.ContainsAny(scheme, "/@") {
		scheme = ""
	}
	return nil, fmt.Errorf("unknown scheme %q: want file:NAME or mongodb://HOST:PORT/DATABASE: %w", scheme, survey.ErrInvalid)
}

// Close finishes the writes under way and lets go of the database. Whatever is
// asked of the store afterwards is a survey.ErrUnavailable. Close may be called
// more than once.
func (db *DB) Close() error {
	if err := db.close(); err != nil {
		return fmt.Errorf("store: close: %w", err)
	}
	return nil
}
