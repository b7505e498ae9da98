package main

import (
	"crypto/rand"
	"time"

	"ashar/prioritize/api"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/tokens"
)

// tokens is the room in which tokens are looked after.
func (a *app) tokens(pages *page.Pages, door *page.Door, zone *time.Location) (*tokens.Office, error) {
	return tokens.New(tokens.Deps{
		Pages: pages, Door: door, Tokens: access.NewTokens(a.db, rand.Reader), Places: a.db, API: api.Path, Docs: api.DocsPath, Zone: zone, Now: a.now,
	})
}
