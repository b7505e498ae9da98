package store

import (
	"context"
	"errors"
	"iter"

	"go.mongodb.org/mongo-driver/v2/bson"

	"ashar/survey"
)

// Withdraw removes, durably, the response of the campaign that has this receipt,
// typed in whatever way survey.NormalReceipt understands, the interview that it came
// from, the files that were sent in it, what was said of its words, a second entry of the
// printed form that it was typed in from, and what stands of it in tables of papers. That the response was taken back is noted
// first, so that no phone that still has it brings it back. It is a survey.ErrNotFound if the campaign has neither. When it fails
// in between, done again it removes the rest.
//
// It reads through the campaign's responses and through all interviews, without decoding them: an index of
// receipts would cost every insert a third of its speed for something done by hand
// now and then. A tally that follows the store counts the response until it next
// counts all anew (prioritize.LiveConfig.Recount), and a copy of the store that was
// made before keeps it, and gives it back if copied back: it must be withdrawn there
// too.
func (db *DB) Withdraw(ctx context.Context, campaign, receipt string) error {
	receipt = survey.NormalReceipt(receipt)
	if receipt == "" {
		return about(responses, "", survey.ErrNotFound)
	}
	found := false
	remove := func(c *collection, id string) error {
		found = true
		if err := db.engine.delete(ctx, c, id); !errors.Is(err, survey.ErrNotFound) {
			return about(c, id, err)
		}
		return nil // somebody else has removed it this moment
	}
	// The interview goes before the response: while it is there, survey.Intake makes
	// good one that it misses. Its files go before it, since they are found by it.
	for iv, err := range db.interviewsByReceipt(ctx, campaign, receipt) {
		if err == nil {
			if err = db.markTakenBack(ctx, iv.Mark()); err == nil {
				err = db.dropInterview(ctx, iv.ID)
			}
			if err == nil {
				err = db.takeBackPaper(ctx, campaign, iv.Entry, iv.ResponseID(), receipt)
			}
			if err == nil {
				err = remove(interviews, iv.ID)
			}
		}
		if err != nil {
			return err
		}
	}
	for r, err := range db.ResponsesByReceipt(ctx, campaign, receipt) {
		if err == nil {
			if err = db.markTakenBack(ctx, r.ID); err == nil {
				err = db.DropAttachments(ctx, r.Files()...)
			}
			if err == nil {
				err = db.takeBackPaper(ctx, campaign, r.Entry, r.ID, receipt)
			}
			if err == nil {
				err = db.dropCodings(ctx, campaign, r.ID)
			}
			if err == nil {
				err = remove(responses, r.ID)
			}
		}
		if err != nil {
			return err
		}
	}
	if !found {
		return about(responses, "", survey.ErrNotFound)
	}
	return nil
}

// ResponsesByReceipt streams the responses of the campaign that have this receipt, in the form in which it was given: one,
// or none, and once in two thousand campaigns of a million answers two. It reads through the campaign's responses, a
// hundred thousand in one to two seconds. After an error it ends.
func (db *DB) ResponsesByReceipt(ctx context.Context, campaign, receipt string) iter.Seq2[survey.Response, error] {
	return sought[survey.Response](ctx, db, responses, query{index: byCampaignStored, equal: []any{campaign}}, func(doc bson.Raw) bool {
		given, _ := doc.Lookup("receipt").StringValueOK()
		return given == receipt
	})
}

// interviewsByReceipt streams the interviews of the campaign whose receipt this is. It reads through all interviews.
func (db *DB) interviewsByReceipt(ctx context.Context, campaign, receipt string) iter.Seq2[survey.Interview, error] {
	return sought[survey.Interview](ctx, db, interviews, query{}, func(doc bson.Raw) bool {
		in, _ := doc.Lookup("campaign").StringValueOK()
		id, _ := doc.Lookup("_id").StringValueOK()
		return in == campaign && (survey.Session{Interview: survey.Interview{ID: id}}).Receipt() == receipt
	})
}

// sought streams those of the documents that the query asks for that are what is sought, and decodes no other.
func sought[T any](ctx context.Context, db *DB, c *collection, q query, is func(bson.Raw) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for doc, err := range db.engine.scan(ctx, c, q) {
			if err == nil && !is(doc) {
				continue
			}
			var v T
			if err == nil {
				err = db.codec.decode(doc, &v)
			}
			if err != nil {
				yield(v, about(c, "", err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}
