package main

import (
	"context"
	"iter"
	"time"

	"ashar/store"
	"ashar/survey"
)

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
