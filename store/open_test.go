package store_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ashar/store"
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
	const nobody = "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200"
	if _, err := store.Open(t.Context(), nobody, time.Now); !errors.Is(err, survey.ErrUnavailable) {
		t.Errorf("got error %v, want %v", err, survey.ErrUnavailable)
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
