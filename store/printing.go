package store

import (
	"context"
	"iter"

	"ashar/survey"
)

var (
	_ survey.PrintRegisters = (*DB)(nil)
	_ survey.PaperTables    = (*DB)(nil)
	_ survey.Gatherings     = (*DB)(nil)
)

// SavePrintRegister keeps what was printed durably, by its Rev as SaveMunicipality does.
func (db *DB) SavePrintRegister(ctx context.Context, r survey.PrintRegister) error {
	return db.save(ctx, printed, r, r.Rev)
}

// PrintRegister returns what was printed for a campaign, or a survey.ErrNotFound.
func (db *DB) PrintRegister(ctx context.Context, campaign string) (survey.PrintRegister, error) {
	return get[survey.PrintRegister](ctx, db, printed, campaign)
}

// SavePaperTable keeps the table durably, by its Rev as SaveMunicipality does.
func (db *DB) SavePaperTable(ctx context.Context, t survey.PaperTable) error {
	return db.save(ctx, paperTables, t, t.Rev)
}

// PaperTable returns the table, or a survey.ErrNotFound.
func (db *DB) PaperTable(ctx context.Context, id string) (survey.PaperTable, error) {
	return get[survey.PaperTable](ctx, db, paperTables, id)
}

// PaperTablesOf streams those of a campaign by their ids. After an error it ends.
func (db *DB) PaperTablesOf(ctx context.Context, campaign string) iter.Seq2[survey.PaperTable, error] {
	return scan[survey.PaperTable](ctx, db, paperTables, query{index: byCampaign, equal: []any{campaign}})
}

// RemovePaperTable removes the table durably, or is a survey.ErrNotFound.
func (db *DB) RemovePaperTable(ctx context.Context, id string) error {
	return about(paperTables, id, db.engine.delete(ctx, paperTables, id))
}

// SaveGathering keeps the gathering durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveGathering(ctx context.Context, g survey.Gathering) error {
	return db.save(ctx, gatherings, g, g.Rev)
}

// Gathering returns the gathering, or a survey.ErrNotFound.
func (db *DB) Gathering(ctx context.Context, id string) (survey.Gathering, error) {
	return get[survey.Gathering](ctx, db, gatherings, id)
}

// GatheringsOf streams those of a campaign by their ids. After an error it ends.
func (db *DB) GatheringsOf(ctx context.Context, campaign string) iter.Seq2[survey.Gathering, error] {
	return scan[survey.Gathering](ctx, db, gatherings, query{index: byCampaign, equal: []any{campaign}})
}
