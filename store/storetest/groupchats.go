package storetest

import (
	"strings"
	"testing"

	"ashar/survey"
)

func grouping(t *testing.T, place Place) {
	db, ctx := place.Open(t), t.Context()
	const id = "0123456789abcdef0123456789abcdef"
	g := survey.GroupChat{ID: id, Rev: 1, Code: "ABC234", Campaign: "kok-jar-2026", Village: "aryk"}
	_, err := db.GroupChat(ctx, id)
	wantError(t, "a group that nobody told the code", err, survey.ErrNotFound)
	if strings.Contains(err.Error(), id) {
		t.Errorf("the error %q says which group", err)
	}
	must(t, db.SaveGroupChat(ctx, g))
	wantError(t, "the group anew", db.SaveGroupChat(ctx, g), survey.ErrExists)
	got, err := db.GroupChat(ctx, id)
	same(t, "group", err, got, g)
	g.Rev, g.Code, g.Village = 2, "ABC235", "bulak"
	must(t, db.SaveGroupChat(ctx, g))
	wantError(t, "an old revision", db.SaveGroupChat(ctx, g), survey.ErrConflict)
	got, err = db.GroupChat(ctx, id)
	same(t, "group of another village", err, got, g)

	must(t, db.DropGroupChat(ctx, id))
	wantError(t, "dropping it again", db.DropGroupChat(ctx, id), survey.ErrNotFound)
	_, err = db.GroupChat(ctx, id)
	wantError(t, "a dropped group", err, survey.ErrNotFound)
	g.Rev = 1
	must(t, db.SaveGroupChat(ctx, g))
}
