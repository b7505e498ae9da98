package storetest

import (
	"bytes"
	"testing"

	"ashar/survey"
)

func exampleAttachment(id, interview string, data []byte) survey.Attachment {
	return survey.Attachment{
		ID: id, Municipality: "kok-jar", Campaign: "kok-jar-2026", Interview: interview,
		Type: "image/jpeg", Data: data,
	}
}

// attachments keeps the largest file there can be, and deletes just those that an
// interview has no use for any more.
func attachments(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	large := exampleAttachment("large", "one", bytes.Repeat([]byte{0xFF, 0xD8, 0}, survey.MaxImage/3))
	small := exampleAttachment("small", "one", []byte("ab"))
	another := exampleAttachment("another", "two", []byte("cd"))
	for _, a := range []survey.Attachment{large, small, another} {
		must(t, db.InsertAttachment(ctx, a))
	}
	wantError(t, "the same file again", db.InsertAttachment(ctx, small), survey.ErrExists)
	db = Open(t, uri) // as another process sees it
	got, err := db.Attachment(ctx, "large")
	same(t, "the largest file", err, got, large)
	_, err = db.Attachment(ctx, "nobody's")
	wantError(t, "another file", err, survey.ErrNotFound)

	must(t, db.DropAttachments(ctx, "large", "nobody's"))
	_, err = db.Attachment(ctx, "large")
	wantError(t, "a file dropped", err, survey.ErrNotFound)
	got, err = db.Attachment(ctx, "small")
	same(t, "a file that was not named", err, got, small)
	must(t, db.DropAttachments(ctx, "small"))
	must(t, db.DropAttachments(ctx))
	_, err = db.Attachment(ctx, "small")
	wantError(t, "the last file", err, survey.ErrNotFound)
	got, err = db.Attachment(ctx, "another")
	same(t, "the file of another interview", err, got, another)
}
