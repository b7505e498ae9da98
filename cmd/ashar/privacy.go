package main

import (
	"context"
	"crypto/rand"
	"time"

	"ashar/store"
	"ashar/survey/page"
	"ashar/survey/privacy"
	"ashar/survey/steward"
)

// subjects is the room in which residents' requests about their answers are answered.
func (a *app) subjects(pages *page.Pages, door *page.Door, zone *time.Location) (*privacy.Office, error) {
	return privacy.New(privacy.Deps{
		Pages: pages, Words: a.words, Door: door, Places: a.db, Answers: withdrawing{a.db, a.followers.forgotten}, Register: a.db,
		Retainer: steward.NewRetainer(newSteward(a.db, rand.Reader, zone), a.db, rand.Text()), Entries: a.db, Random: rand.Reader, Zone: zone, Now: a.now,
	})
}

// withdrawing tells whoever counts that a response is gone.
type withdrawing struct {
	*store.DB
	told func(campaign string)
}

// Withdraw removes the response; see privacy.Answers.
func (w withdrawing) Withdraw(ctx context.Context, campaign, receipt string) error {
	err := w.DB.Withdraw(ctx, campaign, receipt)
	w.told(campaign)
	return err
}
