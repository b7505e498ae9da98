package store

import (
	"context"
	"errors"

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

// DropAttachments deletes, durably, the files with these identifiers, where they are
// there. When it fails in between, done again it deletes the rest.
func (db *DB) DropAttachments(ctx context.Context, ids ...string) error {
	for _, id := range ids {
		if err := db.engine.delete(ctx, attachments, id); err != nil && !errors.Is(err, survey.ErrNotFound) {
			return about(attachments, id, err)
		}
	}
	return nil
}

// dropInterview deletes all files of an interview, also those that are no answer of
// its any more.
func (db *DB) dropInterview(ctx context.Context, interview string) error {
	for a, err := range scan[survey.Attachment](ctx, db, attachments, query{index: byInterview, equal: []any{interview}}) {
		if err != nil {
			return err
		}
		if err := db.DropAttachments(ctx, a.ID); err != nil {
			return err
		}
	}
	return nil
}
