package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ashar/store"
	"ashar/store/storetest"
	"ashar/survey"
)

func TestOpenRefusesURIs(t *testing.T) {
	for uri, says := range map[string]string{
		"":                           "unknown scheme",
		"ashar.db":                   "unknown scheme",
		"/var/lib/ashar.db":          "unknown scheme",
		"postgres://user:hush@h/db":  `unknown scheme "postgres"`,
		"user:hush@host":             "unknown scheme",
		"file:":                      "no file's name",
		"file:data/":                 "no file's name",
		"file::memory:":              "would be lost",
		"file:ashar.db?mode=ro":      "options",
		"file:ashar.db#x":            "options",
		"file://server/ashar.db":     "another host",
		"file:ashar%zz.db":           "escape",
		"mongodb://":                 "mongodb://HOST:PORT/DATABASE",
		"mongodb://user:hush@:x/?a":  "mongodb://HOST:PORT/DATABASE",
		"mongodb://u:hush@h/db?w=-9": "mongodb://HOST:PORT/DATABASE",
		"mongodb://u:hush@a,b/?directConnection=true": "options",
	} {
		_, err := store.Open(t.Context(), uri, time.Now)
		if !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("Open(%q): got error %v, want %v", uri, err, survey.ErrInvalid)
			continue
		}
		if !strings.Contains(err.Error(), says) {
			t.Errorf("Open(%q): got %q, which does not say %q", uri, err, says)
		}
		if strings.Contains(err.Error(), "hush") {
			t.Errorf("Open(%q) gives the password away: %q", uri, err)
		}
	}
}

func TestOpenTellsWhenThereIsNoServer(t *testing.T) {
	for uri, want := range map[string]string{
		"mongodb://user:hush@127.0.0.1:1/?serverSelectionTimeoutMS=200": "store: open: unavailable: " +
			"MongoDB is not reached at 127.0.0.1:1 (connect: connection refused)",
		"mongodb://user:hush@127.0.0.1:1,127.0.0.1:2/?serverSelectionTimeoutMS=200": "store: open: unavailable: " +
			"MongoDB is not reached at 127.0.0.1:1 (connect: connection refused), 127.0.0.1:2 (connect: connection refused)",
	} {
		_, err := store.Open(t.Context(), uri, time.Now)
		if !errors.Is(err, survey.ErrUnavailable) || err.Error() != want {
			t.Errorf("%s: got error %v, want %s", uri, err, want)
		}
	}
}

// Nobody waits at a terminal for as long as a new primary may take to be elected.
func TestOpenGivesUpSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := store.Open(t.Context(), "mongodb://127.0.0.1:1/", time.Now)
		if took := time.Since(began); !errors.Is(err, survey.ErrUnavailable) || took != 10*time.Second {
			t.Errorf("got error %v after %v, want %v after 10 s", err, took, survey.ErrUnavailable)
		}
	})
}

// A name mistyped must not pass for an empty store, and must leave nothing behind.
func TestOpenExistingMakesNothing(t *testing.T) {
	for name, place := range map[string]func(*testing.T) storetest.Place{
		"SQLite":   func(*testing.T) storetest.Place { return storetest.SQLite },
		"FerretDB": func(t *testing.T) storetest.Place { return storetest.FerretDB(t) },
		"MongoDB":  func(t *testing.T) storetest.Place { return storetest.MongoDB(t) },
	} {
		t.Run(name, func(t *testing.T) {
			uri := place(t)(t)
			for range 2 {
				_, err := store.OpenExisting(t.Context(), uri, time.Now)
				if !errors.Is(err, survey.ErrNotFound) {
					t.Errorf("before there is a store: got error %v, want %v", err, survey.ErrNotFound)
				}
			}
			if err := storetest.Open(t, uri).Close(); err != nil {
				t.Fatal(err)
			}
			db, err := store.OpenExisting(t.Context(), uri, time.Now)
			if err != nil {
				t.Fatalf("an empty store: %v", err)
			}
			if err := db.InsertResponse(t.Context(), response("r")); err != nil {
				t.Errorf("insert: %v", err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestOpenExistingNamesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ahsar.db")
	_, err := store.OpenExisting(t.Context(), "file:"+path, time.Now)
	if want := "store: open: no store in the file " + path + ": not found"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file: got %v, want %v", err, fs.ErrNotExist)
	}
}

func TestOpenTellsWhereAFileCannotBe(t *testing.T) {
	dir := t.TempDir()
	for name, path := range map[string]string{
		"a folder that is not there": filepath.Join(dir, "missing", "ashar.db"),
		"a folder itself":            dir,
	} {
		_, err := store.Open(t.Context(), "file:"+path, time.Now)
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got error %v, want one that names %s", name, err, path)
		}
	}
}
