package store

import (
	"context"
	"iter"

	"ashar/survey"
)

var _ survey.Catalogue = (*DB)(nil)

// questionnaireDocument is a version of a questionnaire under its key.
type questionnaireDocument struct {
	Key                  string `bson:"_id"`
	survey.Questionnaire `bson:",inline"`
}

// InsertQuestionnaire keeps a version of a questionnaire for good; a
// survey.ErrExists if there is one with its key.
func (db *DB) InsertQuestionnaire(ctx context.Context, q *survey.Questionnaire) error {
	return db.insert(ctx, questionnaires, questionnaireDocument{q.Key(), *q})
}

// Questionnaire returns the version with this key, or a survey.ErrNotFound.
func (db *DB) Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error) {
	d, err := get[questionnaireDocument](ctx, db, questionnaires, key)
	if err != nil {
		return nil, err
	}
	return &d.Questionnaire, nil
}

// Questionnaires streams all versions of all questionnaires by their keys. After
// an error it ends.
func (db *DB) Questionnaires(ctx context.Context) iter.Seq2[*survey.Questionnaire, error] {
	return func(yield func(*survey.Questionnaire, error) bool) {
		for d, err := range scan[questionnaireDocument](ctx, db, questionnaires, query{}) {
			if !yield(&d.Questionnaire, err) {
				return
			}
		}
	}
}

// SaveMunicipality keeps a municipality durably. With Rev 1 it is new, and a
// survey.ErrExists if there is one; with a higher Rev it replaces the one that has
// Rev-1, and is a survey.ErrConflict if that one has changed meanwhile.
func (db *DB) SaveMunicipality(ctx context.Context, m survey.Municipality) error {
	return db.save(ctx, municipalities, m, m.Rev)
}

// Municipality returns the municipality, or a survey.ErrNotFound.
func (db *DB) Municipality(ctx context.Context, id string) (survey.Municipality, error) {
	return get[survey.Municipality](ctx, db, municipalities, id)
}

// Municipalities streams all municipalities by their ids. After an error it ends.
func (db *DB) Municipalities(ctx context.Context) iter.Seq2[survey.Municipality, error] {
	return scan[survey.Municipality](ctx, db, municipalities, query{})
}

// SaveCampaign keeps a campaign durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveCampaign(ctx context.Context, c survey.Campaign) error {
	return db.save(ctx, campaigns, c, c.Rev)
}

// DeleteCampaign removes the campaign durably; a survey.ErrNotFound if it is not there. What refers to it stays.
func (db *DB) DeleteCampaign(ctx context.Context, id string) error {
	return about(campaigns, id, db.engine.delete(ctx, campaigns, id))
}

// Campaign returns the campaign, or a survey.ErrNotFound.
func (db *DB) Campaign(ctx context.Context, id string) (survey.Campaign, error) {
	return get[survey.Campaign](ctx, db, campaigns, id)
}

// Campaigns streams a municipality's campaigns by their ids. After an error it
// ends.
func (db *DB) Campaigns(ctx context.Context, municipality string) iter.Seq2[survey.Campaign, error] {
	return scan[survey.Campaign](ctx, db, campaigns, query{index: byMunicipality, equal: []any{municipality}})
}

// InsertDoor keeps a new way into a campaign; a survey.ErrExists if there is one with its
// code.
func (db *DB) InsertDoor(ctx context.Context, d survey.Door) error {
	return db.insert(ctx, doors, d)
}

// ReplaceDoor keeps a door in place of the one that has the revision before, and is a
// survey.ErrConflict if that one has changed meanwhile. A new one has revision 0.
func (db *DB) ReplaceDoor(ctx context.Context, d survey.Door) error {
	return db.replace(ctx, doors, d, d.Rev-1)
}

// Door returns the door of this code, or a survey.ErrNotFound.
func (db *DB) Door(ctx context.Context, code string) (survey.Door, error) {
	return get[survey.Door](ctx, db, doors, code)
}

// Doors streams the doors of a campaign by their codes. After an error it ends.
func (db *DB) Doors(ctx context.Context, campaign string) iter.Seq2[survey.Door, error] {
	return scan[survey.Door](ctx, db, doors, query{index: byCampaign, equal: []any{campaign}})
}
