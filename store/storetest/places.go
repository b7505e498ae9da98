package storetest

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"ashar/store"
)

// Place makes the URI of an empty database that lives as long as the test.
type Place func(t testing.TB) (uri string)

// Open opens a store of the test's own, in an empty place, and closes it when the
// test ends.
func (p Place) Open(t testing.TB) *store.DB {
	t.Helper()
	return Open(t, p(t))
}

// Open opens the store at the URI and closes it when the test ends, unless the
// test has done so itself.
func Open(t testing.TB, uri string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), uri, time.Now)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return db
}

// SQLite is the Place of SQLite files in the test's temporary folder.
func SQLite(t testing.TB) string {
	t.Helper()
	return "file:" + filepath.ToSlash(filepath.Join(t.TempDir(), "ashar.db"))
}

// MongoDBVariable names the environment variable with the URI of a MongoDB server
// for tests, such as mongodb://127.0.0.1:27017/?replicaSet=rs0.
const MongoDBVariable = "ASHAR_TEST_MONGODB"

// MongoDB returns the Place of databases on the server that the environment names,
// each dropped when its test ends. It skips the test if none is named.
func MongoDB(t testing.TB) Place {
	t.Helper()
	server := os.Getenv(MongoDBVariable)
	if server == "" {
		t.Skipf("%s names no MongoDB server", MongoDBVariable)
	}
	client, err := mongo.Connect(options.Client().ApplyURI(server))
	if err != nil {
		t.Fatalf("%s: %v", MongoDBVariable, err)
	}
	t.Cleanup(func() {
		if err := client.Disconnect(context.Background()); err != nil {
			t.Errorf("%s: %v", MongoDBVariable, err)
		}
	})
	return func(t testing.TB) string {
		name := "ashar_test_" + rand.Text()[:10]
		t.Cleanup(func() {
			if err := client.Database(name).Drop(context.Background()); err != nil {
				t.Errorf("dropping %s: %v", name, err)
			}
		})
		return withDatabase(server, name)
	}
}

// withDatabase puts the database's name into a server's URI.
func withDatabase(server, name string) string {
	scheme, rest, _ := strings.Cut(server, "://")
	rest, query, hasQuery := strings.Cut(rest, "?")
	host, _, _ := strings.Cut(rest, "/")
	uri := scheme + "://" + host + "/" + name
	if hasQuery {
		uri += "?" + query
	}
	return uri
}
