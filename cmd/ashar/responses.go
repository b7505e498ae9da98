package main

import (
	"context"
	"iter"
	"time"

	"ashar/store"
	"ashar/survey"
)

// streaming is what the page of answers reads of the store.
type streaming struct{ *store.DB }

// Responses streams a campaign's responses, each once; see answers.Responses.
func (s streaming) Responses(ctx context.Context, campaign string) iter.Seq2[survey.Response, error] {
	return responsesOf(ctx, s.DB, campaign)
}

// responsesOf streams a campaign's responses, each once, as it is when it is met: the store
// would yield one again that is corrected meanwhile. After an error it ends.
func responsesOf(ctx context.Context, db *store.DB, campaign string) iter.Seq2[survey.Response, error] {
	return func(yield func(survey.Response, error) bool) {
		met := map[string]struct{}{}
		for r, err := range db.ResponsesSince(ctx, campaign, time.Time{}) {
			if _, again := met[r.ID]; again && err == nil {
				continue
			}
			met[r.ID] = struct{}{}
			if !yield(r, err) {
				return
			}
		}
	}
}
