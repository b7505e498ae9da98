package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"sync/atomic"

	"go.mongodb.org/mongo-driver/v2/bson"

	"ashar/survey"
)

// scanPage is how many documents of a scan are read at a time. Between two pages
// a scan holds neither a connection nor the log, however slow its reader is.
const scanPage = 256

// filesPage is the same where documents hold files.
const filesPage = 4

// reader reads from a pool of connections, beside the committer and each other.
type reader struct {
	db         *sql.DB
	statements sync.Map // of *sql.Stmt by their text: few, since queries differ in their values only
	closed     atomic.Bool
}

func newReader(db *sql.DB) *reader { return &reader{db: db} }

func (r *reader) close() error {
	r.closed.Store(true)
	var errs []error
	for _, s := range r.statements.Range {
		errs = append(errs, s.(*sql.Stmt).Close())
	}
	return errors.Join(errs...)
}

func (r *reader) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if r.closed.Load() {
		return nil, errClosed
	}
	if s, ok := r.statements.Load(query); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := r.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, sqliteKind(err)
	}
	if other, ok := r.statements.LoadOrStore(query, s); ok {
		return other.(*sql.Stmt), s.Close() //nolint:sqlclosecheck // somebody was faster, and this one has no user
	}
	return s, nil
}

func (r *reader) get(ctx context.Context, c *collection, id string) (bson.Raw, error) {
	s, err := r.statement(ctx, fmt.Sprintf("SELECT doc FROM %q WHERE _id=?", c.name)) //nolint:sqlclosecheck // kept for the next
	if err != nil {
		return nil, err
	}
	var doc []byte
	switch err := s.QueryRowContext(ctx, id).Scan(&doc); {
	case errors.Is(err, sql.ErrNoRows):
		return nil, survey.ErrNotFound
	case err != nil:
		return nil, sqliteKind(err)
	}
	return doc, nil
}

func (r *reader) scan(ctx context.Context, c *collection, q query) iter.Seq2[bson.Raw, error] {
	return func(yield func(bson.Raw, error) bool) {
		most := scanPage
		if c.large {
			most = filesPage
		}
		for left := q.limit; ; left -= most {
			size := most
			if q.limit > 0 {
				size = min(left, most)
			}
			docs, err := r.page(ctx, c, q, size)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, doc := range docs {
				if !yield(doc, nil) {
					return
				}
			}
			if len(docs) < size || left == size {
				return
			}
			if q.after, err = positionOf(c, q, docs[len(docs)-1]); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// page reads the query's next documents, at most size.
func (r *reader) page(ctx context.Context, c *collection, q query, size int) ([]bson.Raw, error) {
	text, args := scanSQL(c, q, "doc")
	s, err := r.statement(ctx, text) //nolint:sqlclosecheck // kept for the next
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, append(args, size)...)
	if err != nil {
		return nil, sqliteKind(err)
	}
	defer rows.Close()
	docs := make([]bson.Raw, 0, size)
	for rows.Next() {
		var doc []byte
		if err := rows.Scan(&doc); err != nil {
			return nil, sqliteKind(err)
		}
		docs = append(docs, doc)
	}
	return docs, sqliteKind(rows.Err())
}

func (r *reader) count(ctx context.Context, c *collection, q query) (n int, err error) {
	where, _, args := clauses(q)
	text := fmt.Sprintf("SELECT count(*) FROM %q%s", c.name, where)
	if q.limit > 0 {
		text, args = scanSQL(c, q, "_id")
		text, args = "SELECT count(*) FROM ("+text+")", append(args, q.limit)
	}
	s, err := r.statement(ctx, text) //nolint:sqlclosecheck // kept for the next
	if err != nil {
		return 0, err
	}
	err = s.QueryRowContext(ctx, args...).Scan(&n)
	return n, sqliteKind(err)
}

func (r *reader) ids(ctx context.Context, c *collection, q query) (ids []string, err error) {
	text, args := scanSQL(c, q, "_id")
	s, err := r.statement(ctx, text) //nolint:sqlclosecheck // kept for the next
	if err != nil {
		return nil, err
	}
	most := -1 // all, to SQLite
	if q.limit > 0 {
		most = q.limit
	}
	rows, err := s.QueryContext(ctx, append(args, most)...)
	if err != nil {
		return nil, sqliteKind(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, sqliteKind(err)
		}
		ids = append(ids, id)
	}
	return ids, sqliteKind(rows.Err())
}

// scanSQL writes the query for a column as a statement, whose last parameter is the number of
// documents wanted.
func scanSQL(c *collection, q query, column string) (string, []any) {
	where, order, args := clauses(q)
	return fmt.Sprintf("SELECT %s FROM %q%s%s LIMIT ?", column, c.name, where, order), args
}

// clauses are the conditions and the order of a query, each with a space before it, and the parameters.
func clauses(q query) (conditions, ordered string, args []any) {
	var where, order []string
	args = sqliteValues(q.equal)
	for i := range q.equal {
		where = append(where, fmt.Sprintf("%q=?", q.index.fields[i].name))
	}
	direction, beyond := "", ">"
	if q.backward {
		direction, beyond = " DESC", "<"
	}
	if f, ok := q.ordering(); ok {
		order = append(order, fmt.Sprintf("%q%s", f.name, direction))
		if q.after != nil {
			where = append(where, fmt.Sprintf("(%q, _id) %s (?, ?)", f.name, beyond))
			args = append(args, sqliteValues([]any{q.after.key, q.after.id})...)
		}
	} else if q.after != nil {
		where = append(where, fmt.Sprintf("_id %s ?", beyond))
		args = append(args, q.after.id)
	}
	order = append(order, "_id"+direction)
	if len(where) > 0 {
		conditions = " WHERE " + strings.Join(where, " AND ")
	}
	return conditions, " ORDER BY " + strings.Join(order, ", "), args
}

// positionOf returns the place of a document in the order of the query.
func positionOf(c *collection, q query, doc bson.Raw) (*position, error) {
	r, err := c.record(doc)
	if err != nil {
		return nil, err
	}
	p := &position{id: r.id}
	if f, ok := q.ordering(); ok {
		p.key = r.key(c, f)
	}
	return p, nil
}
