package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	_ "modernc.org/sqlite"

	"ashar/store"
	"ashar/store/storetest"
	"ashar/survey"
)

// beside opens the file as another process would.
func beside(t testing.TB, path string) *sql.Conn {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func execute(t testing.TB, conn *sql.Conn, statement string) {
	t.Helper()
	if _, err := conn.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func TestSQLiteFileIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "көк жар %41.db")
	db := storetest.Open(t, "file:"+strings.ReplaceAll(path, "%", "%25"))
	if err := db.InsertResponse(t.Context(), response("r")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if got, want := info.Mode().Perm(), os.FileMode(0o600); got != want {
			t.Errorf("%s: got mode %v, want %v", name, got, want)
		}
	}
}

// A closed store is one file, which can be carried away as it is, and nothing in it
// is left of what was deleted.
func TestSQLiteClosedIsOneFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ashar.db")
	for _, d := range []struct{ kept, gone string }{{"stays", "goes"}, {"stays too", "goes too"}} {
		db := storetest.Open(t, "file:"+path)
		for id, receipt := range map[string]string{d.kept: "00000-AAAAA", d.gone: "00000-BBBBB"} {
			r := response(id)
			r.Receipt = receipt
			if err := db.InsertResponse(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Withdraw(t.Context(), response("").Campaign, "00000-BBBBB"); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(files) != 1 || files[0] != path {
			t.Errorf("after closing: got %v, %v; want %s alone", files, err, path)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for receipt, want := range map[string]bool{"00000-AAAAA": true, "00000-BBBBB": false} {
			if got := strings.Contains(string(data), receipt); got != want {
				t.Errorf("receipt %s in the file: got %v, want %v", receipt, got, want)
			}
		}
	}
}

func TestSQLiteRefusesForeignFiles(t *testing.T) {
	const ours = "PRAGMA application_id=0x41736872"
	for says, statements := range map[string][]string{
		"another program's database": {"CREATE TABLE accounts (id)"},
		"by a later Ashar":           {"CREATE TABLE x (id)", ours, "PRAGMA user_version=99"},
	} {
		path := filepath.Join(t.TempDir(), "other.db")
		conn := beside(t, path)
		for _, s := range statements {
			execute(t, conn, s)
		}
		_, err := store.Open(t.Context(), "file:"+path, time.Now)
		if !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got error %v, want %v", says, err, survey.ErrInvalid)
		} else if !strings.Contains(err.Error(), says) {
			t.Errorf("got %q, which does not say %q", err, says)
		}
		var tables int
		if err := conn.QueryRowContext(t.Context(), "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil || tables != 1 {
			t.Errorf("%s: got %d tables, %v; want it untouched, with 1", says, tables, err)
		}
	}
}

func TestSQLiteCloseLeavesNothingRunning(t *testing.T) {
	before := goleak.IgnoreCurrent()
	db := storetest.Open(t, storetest.SQLite(t))
	for n := range 10 {
		if err := db.InsertResponse(t.Context(), response(fmt.Sprint(n))); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range db.ResponsesSince(t.Context(), "kok-jar-2026", time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	goleak.VerifyNone(t, before)
}

// Several processes may be started on a new file at the same moment.
func TestSQLiteOpenedByManyAtOnce(t *testing.T) {
	uri := storetest.SQLite(t)
	var opening sync.WaitGroup
	for n := range 8 {
		opening.Go(func() {
			db, err := store.Open(t.Context(), uri, time.Now)
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			if err := db.InsertResponse(t.Context(), response(fmt.Sprint(n))); err != nil {
				t.Errorf("insert: %v", err)
			}
			if err := db.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
	opening.Wait()
	db := storetest.Open(t, uri)
	for n := range 8 {
		if _, err := db.Response(t.Context(), fmt.Sprint(n)); err != nil {
			t.Errorf("response %d: %v", n, err)
		}
	}
}

// While another process writes, writers wait; one whose context ends meanwhile has
// certainly written nothing.
func TestSQLiteWaitsForAnotherProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ashar.db")
	db := storetest.Open(t, "file:"+path)
	conn := beside(t, path)
	execute(t, conn, "BEGIN IMMEDIATE")

	var writers sync.WaitGroup
	writers.Go(func() {
		if err := db.InsertResponse(t.Context(), response("patient")); err != nil {
			t.Errorf("who waited: got error %v, want none", err)
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := db.InsertResponse(ctx, response("hasty")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("who did not wait: got error %v, want %v", err, context.DeadlineExceeded)
	}
	execute(t, conn, "ROLLBACK")
	writers.Wait()
	if err := db.InsertResponse(t.Context(), response("hasty")); err != nil {
		t.Errorf("who did not wait, once more: got error %v, want none", err)
	}
}

// One write that breaks the transaction which it shares must not take the others
// with it.
func TestSQLiteFailureIsItsOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ashar.db")
	db := storetest.Open(t, "file:"+path)
	conn := beside(t, path)
	execute(t, conn, `CREATE TRIGGER broken BEFORE INSERT ON responses WHEN NEW._id LIKE 'broken%'
		BEGIN SELECT RAISE(ROLLBACK, 'broken on purpose'); END`)
	execute(t, conn, "BEGIN IMMEDIATE") // so that all of them wait, and then share one

	const each = 20
	failed := make([]error, 3*each)
	var writers sync.WaitGroup
	for n := range failed {
		writers.Go(func() { failed[n] = db.InsertResponse(t.Context(), response(outcomeID(n))) })
	}
	time.Sleep(50 * time.Millisecond)
	execute(t, conn, "ROLLBACK")
	writers.Wait()

	exists := 0
	for n, err := range failed {
		switch n % 3 {
		case 0:
			if err != nil {
				t.Errorf("good insert %d: got error %v, want none", n, err)
			}
			if _, err := db.Response(t.Context(), outcomeID(n)); err != nil {
				t.Errorf("good insert %d: got %v, want it there", n, err)
			}
		case 1:
			if err == nil || !strings.Contains(err.Error(), "broken on purpose") {
				t.Errorf("broken insert %d: got error %v", n, err)
			}
		case 2:
			if errors.Is(err, survey.ErrExists) {
				exists++
			} else if err != nil {
				t.Errorf("insert of the same: got error %v", err)
			}
		}
	}
	if exists != each-1 {
		t.Errorf("%d of %d inserts of the same were told that it exists, want all but one", exists, each)
	}
}

func outcomeID(n int) string {
	return []string{fmt.Sprint("good-", n), fmt.Sprint("broken-", n), "the same"}[n%3]
}

func response(id string) survey.Response {
	r := typicalResponse(time.Now())
	r.ID = id
	return r
}
