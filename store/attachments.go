package store

import (
	"context"
	"errors"
	"slices"

	"ashar/survey"
)

var _ survey.Attachments = (*DB)(nil)

// InsertAttachment keeps a file durably; a survey.ErrExists if there is one with
// its ID.
func (db *DB) InsertAttachment(ctx context.Context, a survey.Attachment) error {
	return db.insert(ctx, attachments, a)
}

// Attachment returns the file, or a survey.ErrNotFound.
func (db *DB) Attachment(ctx context.Context, id string) (survey.Attachment, error) {
	return get[survey.Attachment](ctx, db, attachments, id)
}

// TrimAttachments deletes, durably, all files of the interview but those with these
// identifiers. When it fails in between, done again it deletes the rest.
func (db *DB) TrimAttachments(ctx context.Context, interview string, keep []string) error {
	for a, err := range scan[survey.Attachment](ctx, db, attachments, query{index: byInterview, equal: []any{interview}}) {
		if err != nil {
			return err
		}
		if slices.Contains(keep, a.ID) {
			continue
		}
		if err := db.engine.delete(ctx, attachments, a.ID); err != nil && !errors.Is(err, survey.ErrNotFound) {
			return about(attachments, a.ID, err)
		}
	}
	return nil
}
