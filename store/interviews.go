package store

import (
	"context"
	"errors"
	"iter"

	"ashar/survey"
)

var _ survey.Interviews = (*DB)(nil)

// Interview returns the interview, or a survey.ErrNotFound.
func (db *DB) Interview(ctx context.Context, id string) (survey.Interview, error) {
	return get[survey.Interview](ctx, db, interviews, id)
}

// SaveInterview keeps the interview durably. With Rev 1 it is new, and a
// survey.ErrExists if there is one; with a higher Rev it replaces the one that
// has Rev-1, and is a survey.ErrConflict if that one has changed meanwhile.
func (db *DB) SaveInterview(ctx context.Context, iv survey.Interview) error {
	return db.save(ctx, interviews, iv, iv.Rev)
}

// LatestInterview returns the interview of this respondent that was touched last,
// or a survey.ErrNotFound. Interviews whose respondent is not known are nobody's.
func (db *DB) LatestInterview(ctx context.Context, respondent string) (survey.Interview, error) {
	if respondent == "" {
		return survey.Interview{}, about(interviews, "", survey.ErrNotFound)
	}
	return first[survey.Interview](ctx, db, interviews,
		query{index: byRespondentUpdated, equal: []any{respondent}, backward: true}, "")
}

// InterviewsOf streams the interviews of this respondent, the one that was touched last
// first. After an error it ends. Interviews whose respondent is not known are nobody's.
func (db *DB) InterviewsOf(ctx context.Context, respondent string) iter.Seq2[survey.Interview, error] {
	if respondent == "" {
		return func(func(survey.Interview, error) bool) {}
	}
	return scan[survey.Interview](ctx, db, interviews, query{index: byRespondentUpdated, equal: []any{respondent}, backward: true})
}

// Arrivals counts who came by the door of this code. It reads an index and no interview.
func (db *DB) Arrivals(ctx context.Context, door string) (survey.Arrivals, error) {
	q := query{index: byDoorResponse, equal: []any{door}}
	begun, err := db.engine.count(ctx, interviews, q)
	if err != nil {
		return survey.Arrivals{}, about(interviews, "", err)
	}
	q.after = &position{key: ""} // those that became a response
	sent, err := db.engine.count(ctx, interviews, q)
	return survey.Arrivals{Begun: begun, Sent: sent}, about(interviews, "", err)
}

// ForgetInterview removes, durably, the interview, the files that were sent in it and the
// response that it became, by their identifiers; the interview, which must be marked as
// Forgotten, last. That the response was taken back is noted first, so that no phone
// that still has it brings it back; and of what was said of its words, of a second entry of the
// printed form that it was typed in from, and of tables of papers with it, nothing stays either. It is a
// survey.ErrNotFound if there is neither. When it fails
// in between, done again it removes the rest. What Withdraw says of tallies and copies
// holds of it too.
func (db *DB) ForgetInterview(ctx context.Context, id, response, mark string) error {
	if err := db.markTakenBack(ctx, mark); err != nil {
		return err
	}
	if err := db.dropInterview(ctx, id); err != nil {
		return err
	}
	if err := db.forgetAbout(ctx, id, response); err != nil {
		return err
	}
	// The interview goes last: by it the rest is found if this breaks off.
	found := false
	for _, d := range []struct {
		of *collection
		id string
	}{{responses, response}, {interviews, id}} {
		switch err := db.engine.delete(ctx, d.of, d.id); {
		case err == nil:
			found = true
		case !errors.Is(err, survey.ErrNotFound):
			return about(d.of, d.id, err)
		}
	}
	if !found {
		return about(interviews, id, survey.ErrNotFound)
	}
	return nil
}

// forgetAbout removes what else is kept of the answers of an interview and its response, as long as one of them is there.
func (db *DB) forgetAbout(ctx context.Context, id, response string) error {
	var campaign string
	var entry *survey.Entry
	iv, err := db.Interview(ctx, id)
	switch {
	case err == nil:
		campaign, entry = iv.Campaign, iv.Entry
	case !errors.Is(err, survey.ErrNotFound):
		return err
	default:
		r, err := db.Response(ctx, response)
		if errors.Is(err, survey.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		campaign, entry = r.Campaign, r.Entry
	}
	receipt := survey.Session{Interview: survey.Interview{ID: id}}.Receipt()
	if err := db.takeBackPaper(ctx, campaign, entry, response, receipt); err != nil {
		return err
	}
	return db.dropCodings(ctx, campaign, response)
}
