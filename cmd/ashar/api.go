package main

import (
	"context"
	"crypto/rand"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/api"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// data is the door for programs.
func (a *app) data(pages *page.Pages, proved *proofs, zone *time.Location) (*api.API, error) {
	return api.New(api.Deps{
		Pages: pages, Words: a.words, Bearers: access.NewTokens(a.db, rand.Reader), Places: a.db, Campaigns: a.db, Rankings: a.followers, Frozen: &a.followers.still, Answers: a.db,
		Drafts:  drafts{a.db, a.followers, proved, zone, a.now},
		Targets: survey.DefaultTargets(), Version: codeVersion(), Now: a.now,
	})
}

// Frozen is what a campaign that is frozen had counted; see api.Frozen.
func (s *standstill) Frozen(ctx context.Context, campaign string) (prioritize.Frozen, error) {
	return s.kept(ctx, s.now(), access.Service(), campaign)
}
