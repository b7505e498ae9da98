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

// responseDocument is a response as it is kept: beside what was answered, when this
// edit of it came to the store, by which others follow what is new. One that was never
// corrected has no revision.
type responseDocument struct {
	survey.Response `bson:",inline"`
	Rev             int64         `bson:"rev,omitempty"`
	Stored          bson.DateTime `bson:"stored"`
}

// InsertResponse keeps the response durably; a survey.ErrExists if there is one
// with its ID.
func (db *DB) InsertResponse(ctx context.Context, r survey.Response) error {
	return db.insert(ctx, responses, responseDocument{Response: r, Stored: bson.NewDateTimeFromTime(db.now())})
}

// ReplaceResponse keeps the response durably in place of an earlier edit of it. It is a
// survey.ErrConflict if the one that is there is no earlier edit, and a
// survey.ErrNotFound if there is none.
func (db *DB) ReplaceResponse(ctx context.Context, r survey.Response) error {
	before, err := get[responseDocument](ctx, db, responses, r.ID)
	switch {
	case err != nil:
		return err
	case before.Edits >= r.Edits:
		return about(responses, r.ID, survey.ErrConflict)
	}
	// Whoever streams the responses goes forward: by a clock that is behind, the stamp
	// would move the document to where they have been.
	stored := max(before.Stored, bson.NewDateTimeFromTime(db.now()))
	r.After(&before.Response)
	return db.replace(ctx, responses, responseDocument{Response: r, Rev: before.Rev + 1, Stored: stored}, before.Rev)
}

// ReviewResponse keeps durably what those who run the campaign found of a response: its Judgement and Coded, as of the
// Looks that it has now, in place of those before. It is a survey.ErrConflict if it was corrected or looked at by
// somebody else meanwhile, and a survey.ErrNotFound if there is none any more.
func (db *DB) ReviewResponse(ctx context.Context, r survey.Response) error {
	before, err := get[responseDocument](ctx, db, responses, r.ID)
	switch {
	case err != nil:
		return err
	case before.Edits != r.Edits || before.Looks >= r.Looks:
		return about(responses, r.ID, survey.ErrConflict)
	}
	now := before
	now.Judgement, now.Coded, now.Looks = r.Judgement, r.Coded, r.Looks
	now.Rev, now.Stored = before.Rev+1, max(before.Stored, bson.NewDateTimeFromTime(db.now()))
	return db.replace(ctx, responses, now, before.Rev)
}

// Response returns the response, or a survey.ErrNotFound.
func (db *DB) Response(ctx context.Context, id string) (survey.Response, error) {
	return get[survey.Response](ctx, db, responses, id)
}

// CountResponses counts the campaign's responses, up to this many; all of them for 0.
func (db *DB) CountResponses(ctx context.Context, campaign string, most int) (int, error) {
	n, err := db.engine.count(ctx, responses, query{index: byCampaignStored, equal: []any{campaign}, limit: most})
	return n, about(responses, "", err)
}

// ResponseIDs are the identifiers of all of the campaign's responses, which are not read for it.
func (db *DB) ResponseIDs(ctx context.Context, campaign string) ([]string, error) {
	ids, err := db.engine.ids(ctx, responses, query{index: byCampaignStored, equal: []any{campaign}})
	return ids, about(responses, "", err)
}

// Responses streams the campaign's responses, each once, in the order of their IDs: one that is corrected meanwhile keeps
// its place, and how many there are takes no memory. Each is as it was when it was read, which may be some hundred
// responses before it is met. One that arrives meanwhile may be met or not. After an error it ends.
func (db *DB) Responses(ctx context.Context, campaign string) iter.Seq2[survey.Response, error] {
	return scan[survey.Response](ctx, db, responses, query{index: byCampaign, equal: []any{campaign}})
}

// ResponsesSince streams the campaign's responses that were stored at this time or
// later, in the order in which they were stored; all of them since the zero time.
// After an error it ends.
//
// Whoever follows a campaign asks again and again since the moment at which the
// last round began, less an overlap of ten seconds or more: a response is stamped
// before it waits for the disk or the servers, several become visible in any order,
// and the clocks of processes differ. A response can therefore be met more than
// once, and is told by its ID and its Edits: one that was corrected is stamped anew,
// and met again, also by who was streaming when that was done.
func (db *DB) ResponsesSince(ctx context.Context, campaign string, since time.Time) iter.Seq2[survey.Response, error] {
	q := query{index: byCampaignStored, equal: []any{campaign}}
	if !since.IsZero() {
		q.after = &position{key: bson.NewDateTimeFromTime(since)}
	}
	return scan[survey.Response](ctx, db, responses, q)
}

// ResponsesAfter streams the campaign's responses behind a place in the order in which they were stored, at most so many;
// all that are there for 0. With the ID "" the place lies before all that were stored at this time, and with the zero time
// too, before all. One that is corrected moves behind all others, and is met there again. After an error it ends.
func (db *DB) ResponsesAfter(ctx context.Context, campaign string, at time.Time, id string, most int) iter.Seq2[survey.Stored, error] {
	q := query{index: byCampaignStored, equal: []any{campaign}, limit: most}
	if !at.IsZero() {
		q.after = &position{key: bson.NewDateTimeFromTime(at), id: id}
	}
	return func(yield func(survey.Stored, error) bool) {
		for d, err := range scan[responseDocument](ctx, db, responses, q) {
			if !yield(survey.Stored{Response: d.Response, At: d.Stored.Time().UTC()}, err) {
				return
			}
		}
	}
}
