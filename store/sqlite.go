package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"ashar/survey"
)

const (
	// sqliteBusy is how long a write waits while another process is writing.
	sqliteBusy = 5 * time.Second
	// sqliteCheckpoint is how many pages of 4 KiB the write-ahead log grows to
	// before they are moved into the database.
	sqliteCheckpoint = 4000
	// sqliteLog is the size in bytes to which the write-ahead log is cut back.
	sqliteLog = 64 << 20
	// sqliteCache is the page cache of the writing connection, in KiB.
	sqliteCache = 32 << 10
)

// sqliteEngine keeps documents in one SQLite file: a table for each collection,
// with a column for each indexed field, taken from the document when it is
// written. One goroutine writes, many connections read.
type sqliteEngine struct {
	*writer
	*reader
	path    string
	writing *sql.DB // of one connection, which the writer holds
	reading *sql.DB
}

// openSQLite opens the database that a file URI names and makes what it lacks.
// Unless it may create, the file must be there.
func openSQLite(ctx context.Context, uri string, cs []*collection, create bool) (_ engine, err error) {
	path, err := sqlitePath(uri)
	if err != nil {
		return nil, err
	}
	if create {
		err = createPrivate(path)
	} else {
		err = findFile(path)
	}
	if err != nil {
		return nil, err
	}
	e := &sqliteEngine{
		path: path,
		// What is deleted is overwritten: it was promised to somebody.
		writing: sqliteDB(path,
			"_synchronous=FULL", "_pragma=secure_delete(fast)", fmt.Sprintf("_pragma=wal_autocheckpoint(%d)", sqliteCheckpoint),
			fmt.Sprintf("_pragma=journal_size_limit(%d)", sqliteLog), fmt.Sprintf("_pragma=cache_size(-%d)", sqliteCache)),
		reading: sqliteDB(path, "_query_only=1"),
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.reading.Close(), e.writing.Close())
		}
	}()
	e.writing.SetMaxOpenConns(1)
	n := max(4, 2*runtime.GOMAXPROCS(0))
	e.reading.SetMaxOpenConns(n)
	e.reading.SetMaxIdleConns(n)
	if err := migrate(ctx, e.writing, cs); err != nil {
		return nil, err
	}
	if e.writer, err = newWriter(ctx, e.writing, cs); err != nil {
		return nil, err
	}
	e.reader = newReader(e.reading)
	return e, nil
}

func (e *sqliteEngine) same(other engine) bool {
	o, ok := other.(*sqliteEngine)
	if !ok {
		return false
	}
	ours, err := os.Stat(e.path)
	theirs, otherErr := os.Stat(o.path)
	return err == nil && otherErr == nil && os.SameFile(ours, theirs)
}

func (e *sqliteEngine) close() error {
	// The writer closes last, so that it can fold the log into the database.
	return errors.Join(e.writer.stop(), e.reader.close(), e.reading.Close(), e.writing.Close())
}

// sqlitePath returns the absolute path that a URI "file:ashar.db" names. Errors
// wrap survey.ErrInvalid.
func sqlitePath(uri string) (string, error) {
	invalid := func(reason string) (string, error) {
		return "", fmt.Errorf("%s: want file:NAME, such as file:ashar.db: %w", reason, survey.ErrInvalid)
	}
	rest, ok := strings.CutPrefix(uri, "file:")
	if !ok {
		return invalid("no file URI")
	}
	if strings.ContainsAny(rest, "?#") {
		return invalid("options after the file's name are not supported")
	}
	if authority, ok := strings.CutPrefix(rest, "//"); ok {
		if !strings.HasPrefix(authority, "/") {
			return invalid("a file on another host cannot be opened")
		}
		rest = authority
	}
	path, err := url.PathUnescape(rest)
	if err != nil {
		return invalid(err.Error())
	}
	if path == "" || strings.HasSuffix(path, "/") || strings.ContainsRune(path, 0) {
		return invalid("no file's name")
	}
	if strings.HasPrefix(path, ":") {
		return invalid("a database in memory would be lost")
	}
	return filepath.Abs(path)
}

// createPrivate makes the file, readable by its owner alone, if it is not there:
// SQLite gives its own files beside it the same permissions. A file that is there
// is not touched, since closing it would drop the locks that this process may hold
// on it.
func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	switch {
	case err == nil:
		return f.Close()
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	return findFile(path)
}

// findFile fails with survey.ErrNotFound if the file is not there.
func findFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("no store in the file %s: %w", path, survey.ErrNotFound)
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no file: %w", path, survey.ErrInvalid)
	}
	return nil
}

// sqliteDB returns a pool of connections with these parameters of the driver.
func sqliteDB(path string, params ...string) *sql.DB {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a drive's letter
	}
	params = append(params, fmt.Sprintf("_busy_timeout=%d", sqliteBusy.Milliseconds()), "_dqs=0", "_defensive=1")
	dsn := "file://" + (&url.URL{Path: slashed}).EscapedPath() + "?" + strings.Join(params, "&")
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		panic(err)
	}
	return sql.OpenDB(connector)
}

// sqliteKind gives an error of SQLite the kind that callers can act on.
func sqliteKind(err error) error {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL:
			return fmt.Errorf("%w: %w", survey.ErrUnavailable, err)
		}
	}
	return err
}
