package store

import (
	"context"

	"ashar/survey"
)

// GroupChat returns the group, or a survey.ErrNotFound.
func (db *DB) GroupChat(ctx context.Context, id string) (survey.GroupChat, error) {
	return get[survey.GroupChat](ctx, db, groups, id)
}

// SaveGroupChat keeps the group durably, by its Rev as SaveMunicipality does.
func (db *DB) SaveGroupChat(ctx context.Context, g survey.GroupChat) error {
	return db.save(ctx, groups, g, g.Rev)
}

// DropGroupChat deletes the group durably; a survey.ErrNotFound if there is none.
func (db *DB) DropGroupChat(ctx context.Context, id string) error {
	return about(groups, id, db.engine.delete(ctx, groups, id))
}
