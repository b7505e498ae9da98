package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"ashar/survey"
)

const (
	// sqliteApplication marks the file as Ashar's: "Ashr" as a 32-bit number.
	sqliteApplication = 0x41736872
	// sqliteLayout is the version of how documents are laid out in tables. New
	// collections and indexes do not change it: migrate adds them.
	sqliteLayout = 1
)

// migrate turns the file to write-ahead logging and makes the tables, columns
// and indexes that it lacks, filling new columns from the documents. A file of
// another program or of a later layout is refused, untouched.
func migrate(ctx context.Context, db *sql.DB, cs []*collection) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return sqliteKind(err)
	}
	defer func() { _ = conn.Close() }() // back to the pool
	if err := checkOwner(ctx, conn); err != nil {
		return err
	}
	var mode string
	if err := conn.QueryRowContext(ctx, "PRAGMA journal_mode=WAL").Scan(&mode); err != nil {
		return sqliteKind(err)
	}
	if mode != "wal" {
		return fmt.Errorf("the file's place allows no write-ahead log, only %q", mode)
	}
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return sqliteKind(err)
	}
	err = func() error {
		for _, c := range cs {
			if err := migrateCollection(ctx, conn, c); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
		return execAll(ctx, conn,
			fmt.Sprintf("PRAGMA application_id=%d", sqliteApplication),
			fmt.Sprintf("PRAGMA user_version=%d", sqliteLayout),
			"COMMIT")
	}()
	if err != nil {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // the first error says more
		return sqliteKind(err)
	}
	return nil
}

// checkOwner refuses a file that is not Ashar's, or of a later Ashar. A database
// without any table is anybody's.
func checkOwner(ctx context.Context, conn *sql.Conn) error {
	// One statement, so that another process which is making the tables is seen
	// before or after, and not between.
	const state = `SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version),
		(SELECT count(*) FROM sqlite_schema)`
	var application, layout, tables int
	if err := conn.QueryRowContext(ctx, state).Scan(&application, &layout, &tables); err != nil {
		return sqliteKind(err)
	}
	switch {
	case tables == 0:
		return nil
	case application != sqliteApplication:
		return fmt.Errorf("the file is another program's database: %w", survey.ErrInvalid)
	case layout > sqliteLayout:
		return fmt.Errorf("the file was written by a later Ashar, in layout %d; this one knows %d: %w",
			layout, sqliteLayout, survey.ErrInvalid)
	}
	return nil
}

func migrateCollection(ctx context.Context, conn *sql.Conn, c *collection) error {
	var own strings.Builder
	for _, f := range c.fields {
		fmt.Fprintf(&own, ", %q %s", f.name, sqliteType[f.kind])
	}
	err := execAll(ctx, conn, fmt.Sprintf(
		`CREATE TABLE IF NOT EXISTS %q (_id TEXT NOT NULL PRIMARY KEY, rev INTEGER, doc BLOB NOT NULL%s) STRICT`, c.name, own.String()))
	if err != nil {
		return err
	}
	columns, err := tableColumns(ctx, conn, c)
	if err != nil {
		return err
	}
	added := false
	for _, f := range c.fields {
		if slices.Contains(columns, f.name) {
			continue
		}
		added = true
		if err := execAll(ctx, conn, fmt.Sprintf("ALTER TABLE %q ADD COLUMN %q %s", c.name, f.name, sqliteType[f.kind])); err != nil {
			return err
		}
	}
	if added {
		if err := fillColumns(ctx, conn, c); err != nil {
			return err
		}
	}
	for _, x := range c.indexes {
		name, list := c.name, ""
		for _, f := range x.fields {
			name += "_" + f.name
			list += fmt.Sprintf("%q, ", f.name)
		}
		if err := execAll(ctx, conn, fmt.Sprintf("CREATE INDEX IF NOT EXISTS %q ON %q (%s_id)", name, c.name, list)); err != nil {
			return err
		}
	}
	return nil
}

// sqliteType is the type of the column of each kind of field; a moment is kept as
// BSON has it, in milliseconds since 1970.
var sqliteType = map[kind]string{text: "TEXT", moment: "INTEGER"}

func tableColumns(ctx context.Context, conn *sql.Conn, c *collection) ([]string, error) {
	rows, err := conn.QueryContext(ctx, "SELECT name FROM pragma_table_info(?)", c.name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// fillColumns writes the indexed fields of all documents into their columns anew.
func fillColumns(ctx context.Context, conn *sql.Conn, c *collection) error {
	set := make([]string, len(c.fields))
	for i, f := range c.fields {
		set[i] = fmt.Sprintf("%q=?", f.name)
	}
	update := fmt.Sprintf("UPDATE %q SET %s WHERE _id=?", c.name, strings.Join(set, ", "))
	id := ""
	for {
		var doc []byte
		err := conn.QueryRowContext(ctx, fmt.Sprintf("SELECT doc FROM %q WHERE _id>? ORDER BY _id LIMIT 1", c.name), id).Scan(&doc)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		r, err := c.record(bson.Raw(doc))
		if err != nil {
			return err
		}
		if _, err := conn.ExecContext(ctx, update, append(sqliteValues(r.keys), r.id)...); err != nil {
			return err
		}
		id = r.id
	}
}

func execAll(ctx context.Context, conn *sql.Conn, statements ...string) error {
	for _, s := range statements {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// sqliteValues returns the values as their columns hold them.
func sqliteValues(values []any) []any {
	bound := make([]any, len(values))
	for i, v := range values {
		if ms, ok := v.(bson.DateTime); ok {
			v = int64(ms)
		}
		bound[i] = v
	}
	return bound
}
