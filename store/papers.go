package store

import (
	"context"
	"errors"
	"iter"

	"ashar/survey"
)

var _ survey.PaperForms = (*DB)(nil)

// SavePaperForm keeps what became of a printed form durably, by its Rev as SaveMunicipality does.
func (db *DB) SavePaperForm(ctx context.Context, p survey.PaperForm) error {
	return db.save(ctx, papers, p, p.Rev)
}

// PaperForm returns what became of a printed form, or a survey.ErrNotFound.
func (db *DB) PaperForm(ctx context.Context, id string) (survey.PaperForm, error) {
	return get[survey.PaperForm](ctx, db, papers, id)
}

// PaperFormsOf streams those of a campaign by their ids. After an error it ends.
func (db *DB) PaperFormsOf(ctx context.Context, campaign string) iter.Seq2[survey.PaperForm, error] {
	return scan[survey.PaperForm](ctx, db, papers, query{index: byCampaign, equal: []any{campaign}})
}

// takeBackPaper notes that the answers which a printed form was typed in as were taken back, and drops what was typed of it
// a second time, and what stands in tables that were brought in. Without an entry there is nothing to do.
func (db *DB) takeBackPaper(ctx context.Context, campaign string, e *survey.Entry, response, receipt string) error {
	if e == nil {
		return nil
	}
	if err := db.forgetRows(ctx, campaign, e.Serial, receipt); err != nil || e.Serial == "" {
		return err
	}
	for {
		form, err := db.PaperForm(ctx, survey.PaperFormID(campaign, e.Serial))
		switch {
		case errors.Is(err, survey.ErrNotFound):
			return nil
		case err != nil:
			return err
		case form.Response != response || form.State == survey.PaperTakenBack && form.Second == nil:
			return nil
		}
		form.Rev++
		form.State, form.Second, form.Interview, form.Key = survey.PaperTakenBack, nil, "", ""
		if err = db.SavePaperForm(ctx, form); !errors.Is(err, survey.ErrConflict) {
			return err
		}
	}
}

// forgetRows takes what tables of papers say of an answer out of them.
func (db *DB) forgetRows(ctx context.Context, campaign, serial, receipt string) error {
	for t, err := range db.PaperTablesOf(ctx, campaign) {
		if err != nil {
			return err
		}
		for t.Forget(serial, receipt) {
			t.Rev++
			if err = db.SavePaperTable(ctx, t); err == nil {
				break
			}
			if !errors.Is(err, survey.ErrConflict) {
				return err
			}
			if t, err = db.PaperTable(ctx, t.ID); errors.Is(err, survey.ErrNotFound) { // it was removed meanwhile
				break
			} else if err != nil {
				return err
			}
		}
	}
	return nil
}
