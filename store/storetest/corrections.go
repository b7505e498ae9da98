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

// reviews has a response judged and coded: one of several who do it at once is heard, who follow meet it anew, and a
// correction keeps what was found, but of words that it changes.
func reviews(t *testing.T, place Place) {
	db, ctx := Open(t, place(t)), t.Context()
	r := exampleResponse("r")
	wantError(t, "a judgement of what is not there", db.ReviewResponse(ctx, r), survey.ErrNotFound)
	must(t, db.InsertResponse(ctx, r))
	wantError(t, "as it was", db.ReviewResponse(ctx, r), survey.ErrConflict)
	time.Sleep(2 * time.Millisecond)
	since := time.Now()

	judged := r
	must(t, judged.Judge(&survey.Judgement{Verdict: survey.Merged, Into: "other", Why: "same household", By: "askar", At: moment(9)}))
	question := r.Answers[2].Question
	judged.Code(question, &survey.Coding{Needs: []string{"water"}})
	must(t, db.ReviewResponse(ctx, judged))
	got, err := db.Response(ctx, "r")
	same(t, "judged", err, got, judged)
	same(t, "met anew", nil, collect(t, db.ResponsesSince(ctx, r.Campaign, since)), []survey.Response{judged})
	late := r
	must(t, late.Judge(&survey.Judgement{Verdict: survey.Excluded, Why: "a test", By: "gul", At: moment(9)}))
	wantError(t, "somebody who has not seen that", db.ReviewResponse(ctx, late), survey.ErrConflict)

	must(t, db.ReplaceResponse(ctx, edited("r", 1, r.Answers[2].Value.Text)))
	got, err = db.Response(ctx, "r")
	want := edited("r", 1, r.Answers[2].Value.Text)
	want.After(&judged)
	same(t, "corrected in the same words", err, got, want)
	if _, coded := got.CodedAs(question); !coded || got.Judgement == nil {
		t.Errorf("a correction lost what was found: %+v", got)
	}
	must(t, db.ReplaceResponse(ctx, edited("r", 2, "жол")))
	if got, err = db.Response(ctx, "r"); err != nil || got.Judgement == nil || len(got.Coded) > 0 || got.Revision() <= want.Revision() {
		t.Errorf("corrected in other words: %+v, %v; want it judged and not coded, as a later revision than %d", got, err, want.Revision())
	}
	wantError(t, "of the edit before", db.ReviewResponse(ctx, judged), survey.ErrConflict)
}
