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
	e, err := openEngine(ctx, uri, collections)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	return &DB{engine: e, codec: newCodec(), now: now, close: sync.OnceValue(e.close)}, nil
}

func openEngine(ctx context.Context, uri string, cs []*collection) (engine, error) {
	scheme, _, found := strings.Cut(uri, ":")
	switch scheme {
	case "file":
		return openSQLite(ctx, uri, cs)
	case "mongodb", "mongodb+srv":
		return openMongo(ctx, uri, cs)
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
