package main

import (
	"slices"
	"testing"
	"time"

	"ashar/store"
	"ashar/survey"
)

// TestResponsesAreMetOnce corrects a response while all are streamed.
func TestResponsesAreMetOnce(t *testing.T) {
	at := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", func() time.Time {
		at = at.Add(time.Second)
		return at
	})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, id := range []string{"a", "b", "c"} {
		if err := db.InsertResponse(t.Context(), survey.Response{ID: id, Campaign: "c"}); err != nil {
			t.Fatal(err)
		}
	}
	var met []string
	for r, err := range responsesOf(t.Context(), db, "c") {
		if err != nil {
			t.Fatal(err)
		}
		if met = append(met, r.ID); len(met) == 1 {
			if err := db.ReplaceResponse(t.Context(), survey.Response{ID: "a", Campaign: "c", Edits: 1}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if want := []string{"a", "b", "c"}; !slices.Equal(met, want) {
		t.Errorf("met %q, want %q", met, want)
	}
}
