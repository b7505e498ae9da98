package outline

import (
	"context"
	"fmt"
	"time"
)

// Edition is a municipality's own copy of a shipped Template. There is none before anybody changed anything.
type Edition struct {
	ID           string    `bson:"_id"` // see EditionID
	Rev          int64     `bson:"rev"`
	Municipality string    `bson:"municipality"`
	Template     Template  `bson:"template"`
	By           string    `bson:"by"` // the account that wrote this revision
	At           time.Time `bson:"at"` // UTC, whole milliseconds
}

// EditionID is the identifier of a municipality's copy of a template.
func EditionID(municipality, template string) string { return municipality + "/" + template }

// Editions keeps them. What is not there is a survey.ErrNotFound.
type Editions interface {
	Edition(ctx context.Context, id string) (Edition, error)
	// SaveEdition keeps it durably. With Rev 1 it is new, and a survey.ErrExists if there is one; with a higher Rev it
	// replaces the one that has Rev-1, and is a survey.ErrConflict if that one has changed meanwhile.
	SaveEdition(ctx context.Context, e Edition) error
	// EditionsOf lists a municipality's own copies, by template.
	EditionsOf(ctx context.Context, municipality string) ([]Edition, error)
}

// Revise is the edition after it, with this template in it; of the zero Edition, the first one. It is a
// survey.ErrInvalid of a template that no document can be laid out by.
func (e Edition) Revise(municipality string, t Template, by string, at time.Time) (Edition, error) {
	if _, err := New(t.ID); err != nil {
		return Edition{}, err
	}
	if err := t.Check(); err != nil {
		return Edition{}, fmt.Errorf("outline: edition of %s: %w", municipality, err)
	}
	return Edition{
		ID: EditionID(municipality, t.ID), Rev: e.Rev + 1, Municipality: municipality, Template: t, By: by,
		At: at.UTC().Truncate(time.Millisecond),
	}, nil
}
