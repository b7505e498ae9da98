//go:build !race

package storetest

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/FerretDB/FerretDB/ferretdb"
)

// FerretDB starts a server that speaks MongoDB's protocol inside the test, with its
// data in the test's temporary folder and a Relay before it, and returns the Place of
// databases on it. It stops when the test ends. Under the race detector it skips the test: FerretDB
// turns into a slow debugging build there.
func FerretDB(t testing.TB) Place {
	t.Helper()
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Logger:    slog.New(slog.DiscardHandler),
		Handler:   "sqlite",
		SQLiteURL: "file:" + t.TempDir() + "/",
	})
	if err != nil {
		t.Fatalf("FerretDB: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := server.Run(ctx); err != nil {
			t.Errorf("FerretDB: %v", err)
		}
	})
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
	uri := server.MongoDBURI()
	relay := NewRelay(t, strings.TrimSuffix(strings.TrimPrefix(uri, "mongodb://"), "/"))
	return func(testing.TB) string { return withDatabase(relay.URI(uri), "ashar_test_"+rand.Text()[:10]) }
}
