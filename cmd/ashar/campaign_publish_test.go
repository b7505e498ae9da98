package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ashar/store"
	"ashar/survey"
)

// TestPublishingThatBrokeOff publishes again where nobody was told yet, as after a crash.
func TestPublishingThatBrokeOff(t *testing.T) {
	dir := t.TempDir()
	place, uri := filepath.Join(dir, "place.json"), "file:"+filepath.Join(dir, "ashar.db")
	if err := os.WriteFile(place, []byte(run(t, nil, "campaign", "place")), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, nil, "campaign", "open", place, "--store", uri)
	run(t, nil, "campaign", "close", "needs", "--store", uri)
	db, err := store.Open(t.Context(), uri, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	c, err := db.Campaign(t.Context(), "needs")
	if err != nil {
		t.Fatal(err)
	}
	c.Rev, c.Status = c.Rev+1, survey.StatusPublished
	if err := db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	run(t, nil, "campaign", "publish", "needs", "--store", uri)
	if told := run(t, nil, "campaign", "told", "needs", "--store", uri); strings.Count(told, "results") != 1 {
		t.Errorf("told:\n%s\nwant the results once", told)
	}
}
