package store

import (
	"context"
	"errors"
	"iter"

	"ashar/survey"
	"ashar/survey/coding"
)

// SaveSecond keeps what a second coder said durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveSecond(ctx context.Context, s coding.Second) error {
	return db.save(ctx, codings, s, s.Rev)
}

// Second returns it, or a survey.ErrNotFound.
func (db *DB) Second(ctx context.Context, id string) (coding.Second, error) {
	return get[coding.Second](ctx, db, codings, id)
}

// Seconds streams what second coders said of a campaign's texts, by their ids. After an error it ends.
func (db *DB) Seconds(ctx context.Context, campaign string) iter.Seq2[coding.Second, error] {
	return scan[coding.Second](ctx, db, codings, query{index: byCampaign, equal: []any{campaign}})
}

// SaveCodingStep keeps a step of coding durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveCodingStep(ctx context.Context, s coding.Step) error {
	return db.save(ctx, codingSteps, s, s.Rev)
}

// CodingStep returns it, or a survey.ErrNotFound.
func (db *DB) CodingStep(ctx context.Context, id string) (coding.Step, error) {
	return get[coding.Step](ctx, db, codingSteps, id)
}

// CodingSteps streams the steps of coding in a campaign, the last one first, at most so many; 0 is all. After an error it ends.
func (db *DB) CodingSteps(ctx context.Context, campaign string, most int) iter.Seq2[coding.Step, error] {
	return scan[coding.Step](ctx, db, codingSteps, query{index: byCampaignTaken, equal: []any{campaign}, backward: true, limit: most})
}

// dropCodings removes what was said of a response's words.
func (db *DB) dropCodings(ctx context.Context, campaign, response string) error {
	for s, err := range scan[coding.Second](ctx, db, codings, query{index: byAnswer, equal: []any{response}}) {
		if err == nil {
			err = db.engine.delete(ctx, codings, s.ID)
		}
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return about(codings, s.ID, err)
		}
	}
	for s, err := range db.CodingSteps(ctx, campaign, 0) {
		if err != nil {
			return err
		}
		for {
			without, changed := s.Without(response)
			if !changed {
				break
			}
			without.Rev++
			err := db.SaveCodingStep(ctx, without)
			if err == nil {
				break
			}
			if !errors.Is(err, survey.ErrConflict) {
				return err
			}
			if s, err = db.CodingStep(ctx, s.ID); err != nil { // it is being undone
				return err
			}
		}
	}
	return nil
}
