package main

import (
	"crypto/rand"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ashar/store"
	"ashar/survey"
)

// TestServiceSealsWhatTheClockClosed looks for campaigns whose slips are to be sealed: one
// that closed by the clock is, one that is open is not.
func TestServiceSealsWhatTheClockClosed(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	db, err := store.Open(ctx, "file:"+filepath.Join(t.TempDir(), "ashar.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.SaveMunicipality(ctx, survey.Municipality{ID: "kok-jar", Rev: 1}); err != nil {
		t.Fatal(err)
	}
	gate := survey.NewGate(db, db, survey.NewPseudonyms([]byte(strings.Repeat("s", survey.MinSecret))))
	slips := map[string]string{}
	for id, closes := range map[string]time.Time{"closed": now.Add(-time.Minute), "open": now.Add(time.Hour)} {
		c := survey.Campaign{
			ID: id, Rev: 1, Municipality: "kok-jar", Status: survey.StatusOpen, Opens: now.Add(-time.Hour), Closes: closes, Admission: survey.AdmitsSlips,
		}
		if err := db.SaveCampaign(ctx, c); err != nil {
			t.Fatal(err)
		}
		codes, err := gate.Issue(ctx, rand.Reader, survey.Batch{Campaign: c}, 1)
		if err != nil {
			t.Fatal(err)
		}
		slips[id] = codes[0]
	}
	sealed := map[string]bool{}
	if err := sealAll(ctx, db, gate, now, sealed); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]bool{"closed": true, "open": false} {
		ticket, err := gate.Find(ctx, slips[id])
		if err != nil || ticket.Sealed() != want || sealed[id] != want {
			t.Errorf("%s: sealed %t, noted %t, %v; want %t", id, ticket.Sealed(), sealed[id], err, want)
		}
	}
}
