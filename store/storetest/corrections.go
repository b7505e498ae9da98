package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"ashar/survey"
)

// edited is an edit of the example's response, with a wish of its own.
func edited(id string, edits int, wish string) survey.Response {
	r := exampleResponse(id)
	r.Edits, r.Submitted = edits, moment(5+edits)
	r.Answers[2].Value = survey.Words(wish)
	return r
}

// corrections takes a response through its edits: each takes the place of an earlier
// one, of several at once one does, and those who follow meet it anew.
func corrections(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	wantError(t, "a correction of what was never sent", db.ReplaceResponse(ctx, edited("r", 1, "жол")), survey.ErrNotFound)
	must(t, db.InsertResponse(ctx, exampleResponse("r")))
	must(t, db.InsertResponse(ctx, exampleResponse("other")))
	wantError(t, "the first edit once more", db.ReplaceResponse(ctx, exampleResponse("r")), survey.ErrConflict)
	time.Sleep(2 * time.Millisecond)
	since := time.Now()

	must(t, db.ReplaceResponse(ctx, edited("r", 1, "жол")))
	db = Open(t, uri) // as another process sees it
	got, err := db.Response(ctx, "r")
	same(t, "corrected", err, got, edited("r", 1, "жол"))
	same(t, "met anew", nil, collect(t, db.ResponsesSince(ctx, got.Campaign, since)), []survey.Response{got})
	same(t, "all", nil, collect(t, db.ResponsesSince(ctx, got.Campaign, time.Time{})), []survey.Response{exampleResponse("other"), got})
	wantError(t, "the same edit", db.ReplaceResponse(ctx, edited("r", 1, "көпүрө")), survey.ErrConflict)
	wantError(t, "sent anew", db.InsertResponse(ctx, exampleResponse("r")), survey.ErrExists)

	const editors = 6
	outcomes := make([]error, editors)
	var correcting sync.WaitGroup
	for n := range editors {
		correcting.Go(func() { outcomes[n] = db.ReplaceResponse(ctx, edited("r", 2, "суу")) })
	}
	correcting.Wait()
	stored := 0
	for _, err := range outcomes {
		if err == nil {
			stored++
		} else if !errors.Is(err, survey.ErrConflict) {
			t.Errorf("corrected by several at once: got error %v, want %v", err, survey.ErrConflict)
		}
	}
	if stored != 1 {
		t.Errorf("%d of %d stored the correction, want 1", stored, editors)
	}
	got, err = db.Response(ctx, "r")
	same(t, "corrected again", err, got, edited("r", 2, "суу"))
	wantError(t, "an edit that comes late", db.ReplaceResponse(ctx, edited("r", 1, "жол")), survey.ErrConflict)
}
