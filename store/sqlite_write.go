package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"ashar/survey"
)

// writer makes writes for the committer.
type writer struct {
	conn      *sql.Conn
	committer *committer
	tables    map[*collection]writeStatements
}

type writeStatements struct{ insert, replace, delete, find *sql.Stmt }

// newWriter takes one connection of the pool for good.
func newWriter(ctx context.Context, db *sql.DB, cs []*collection) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, sqliteKind(err)
	}
	w := &writer{conn: conn, tables: make(map[*collection]writeStatements, len(cs))}
	for _, c := range cs {
		if w.tables[c], err = prepareWrites(ctx, conn, c); err != nil {
			return nil, errors.Join(sqliteKind(err), conn.Close())
		}
	}
	if w.committer, err = newCommitter(ctx, conn); err != nil {
		return nil, errors.Join(sqliteKind(err), conn.Close())
	}
	return w, nil
}

func prepareWrites(ctx context.Context, conn *sql.Conn, c *collection) (s writeStatements, err error) {
	columns, set := "", ""
	for _, f := range c.fields {
		columns += fmt.Sprintf(", %q", f.name)
		set += fmt.Sprintf(", %q=?", f.name)
	}
	places := strings.Repeat(", ?", len(c.fields))
	for query, into := range map[string]**sql.Stmt{
		fmt.Sprintf("INSERT INTO %q (_id, rev, doc%s) VALUES (?, ?, ?%s) ON CONFLICT (_id) DO NOTHING", c.name, columns, places): &s.insert,
		fmt.Sprintf("UPDATE %q SET rev=?, doc=?%s WHERE _id=? AND IFNULL(rev, 0)=?", c.name, set):                                &s.replace,
		fmt.Sprintf("DELETE FROM %q WHERE _id=?", c.name):                                                                        &s.delete,
		fmt.Sprintf("SELECT 1 FROM %q WHERE _id=?", c.name):                                                                      &s.find,
	} {
		if *into, err = conn.PrepareContext(ctx, query); err != nil { //nolint:sqlclosecheck // closed by stop
			return s, err
		}
	}
	return s, nil
}

func (w *writer) insert(ctx context.Context, c *collection, r record) error {
	return w.committer.submit(ctx, &write{
		stmt:   w.tables[c].insert,
		args:   append([]any{r.id, r.rev, []byte(r.doc)}, sqliteValues(r.keys)...),
		missed: func(context.Context) error { return survey.ErrExists },
	})
}

func (w *writer) replace(ctx context.Context, c *collection, r record, rev int64) error {
	args := append([]any{r.rev, []byte(r.doc)}, sqliteValues(r.keys)...)
	return w.committer.submit(ctx, &write{
		stmt: w.tables[c].replace,
		args: append(args, r.id, rev),
		missed: func(ctx context.Context) error {
			var one int
			err := w.tables[c].find.QueryRowContext(ctx, r.id).Scan(&one)
			switch {
			case errors.Is(err, sql.ErrNoRows):
				return survey.ErrNotFound
			case err != nil:
				return err
			}
			return survey.ErrConflict
		},
	})
}

func (w *writer) delete(ctx context.Context, c *collection, id string) error {
	return w.committer.submit(ctx, &write{
		stmt:   w.tables[c].delete,
		args:   []any{id},
		missed: func(context.Context) error { return survey.ErrNotFound },
	})
}

// stop finishes what waits to be written, ends the committer and gives the
// connection back. It closes every statement, since closing the connection does
// not: SQLite would keep the file open, and never fold the log into it.
func (w *writer) stop() error {
	errs := []error{w.committer.stop()}
	for _, s := range w.tables {
		errs = append(errs, s.insert.Close(), s.replace.Close(), s.delete.Close(), s.find.Close())
	}
	return errors.Join(append(errs, w.conn.Close())...)
}
