package store

import (
	"context"
	"iter"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"ashar/prioritize"
	"ashar/survey"
)

var (
	_ survey.Responses     = (*DB)(nil)
	_ prioritize.Responses = (*DB)(nil)
)

// responseDocument is a response as it is kept: beside what was answered, when it
// came to the store, by which others follow what is new.
type responseDocument struct {
	survey.Response `bson:",inline"`
	Stored          bson.DateTime `bson:"stored"`
}

// InsertResponse keeps the response durably; a survey.ErrExists if there is one
// with its ID.
func (db *DB) InsertResponse(ctx context.Context, r survey.Response) error {
	return db.insert(ctx, responses, responseDocument{r, bson.NewDateTimeFromTime(db.now())})
}

// Response returns the response, or a survey.ErrNotFound.
func (db *DB) Response(ctx context.Context, id string) (survey.Response, error) {
	return get[survey.Response](ctx, db, responses, id)
}

// ResponsesSince streams the campaign's responses that were stored at this time or
// later, in the order in which they were stored; all of them since the zero time.
// After an error it ends.
//
// Whoever follows a campaign asks again and again since the moment at which the
// last round began, less an overlap of ten seconds or more: a response is stamped
// before it waits for the disk or the servers, several become visible in any order,
// and the clocks of processes differ. A response can therefore be met more than
// once, and is told by its ID.
func (db *DB) ResponsesSince(ctx context.Context, campaign string, since time.Time) iter.Seq2[survey.Response, error] {
	q := query{index: byCampaignStored, equal: []any{campaign}}
	if !since.IsZero() {
		q.after = &position{key: bson.NewDateTimeFromTime(since)}
	}
	return scan[survey.Response](ctx, db, responses, q)
}
