package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

type campaignPublish struct {
	storeSettings `embed:""`
	ID            string `arg:"" help:"Identifier of the campaign."`
	PublicURL     string `placeholder:"URL" help:"How the instance is reached from outside, for the links."`
}

// Run publishes the results, prints where they are, and has those told who asked for it.
// Where that broke off in between, done again it does the rest.
func (c campaignPublish) Run(ctx context.Context, m Main) error {
	cfg, err := c.loadWith(m, c.PublicURL)
	if err != nil {
		return err
	}
	db, _, campaign, err := c.campaign(ctx, m, c.ID)
	if err != nil {
		return err
	}
	defer db.Close()
	before := campaign.Status
	if err := publish(ctx, db, &campaign); err != nil {
		return err
	}
	if campaign.Status != before {
		d := ran(&campaign, string(before), string(campaign.Status))
		d.Action = access.DecideResults
		if err := told(ctx, m, db, d); err != nil {
			return err
		}
	}
	fmt.Fprintf(m.Out, "The results of campaign %s are public. The bot tells them to whoever writes /results, in a chat of their own or in the village's group. Their pages:\n\n", c.ID)
	if err := printResults(ctx, m, db, &campaign, cfg.PublicURL); err != nil {
		return err
	}
	fmt.Fprintln(m.Out)
	return issue(ctx, m, db, survey.NewAnnouncement(&campaign, survey.ResultsPublished, m.Now()))
}

func publish(ctx context.Context, db *store.DB, c *survey.Campaign) error {
	err := c.Publish()
	switch {
	case errors.Is(err, survey.ErrExists):
		issued, lookErr := resultsIssued(ctx, db, c.ID)
		if lookErr != nil || !issued { // it broke off before anybody was told
			return lookErr
		}
		return fmt.Errorf("the results of campaign %s were published before: %w", c.ID, err)
	case err != nil:
		return fmt.Errorf("campaign %s still takes answers, or has taken none yet; close it first with 'ashar campaign close %s', and hold the hearing: %w", c.ID, c.ID, err)
	}
	c.Rev++
	return db.SaveCampaign(ctx, *c)
}

// resultsIssued reports whether it was announced that the campaign's results are published.
func resultsIssued(ctx context.Context, db *store.DB, campaign string) (bool, error) {
	for a, err := range db.Announcements(ctx, campaign) {
		if err != nil || a.Kind == survey.ResultsPublished {
			return err == nil, err
		}
	}
	return false, nil
}

// printResults prints the addresses of the results, one for each village.
func printResults(ctx context.Context, m Main, db *store.DB, campaign *survey.Campaign, publicURL string) error {
	place, err := db.Municipality(ctx, campaign.Municipality)
	if err != nil {
		return err
	}
	place = place.For(campaign)
	w := tabwriter.NewWriter(m.Out, 0, 0, 2, ' ', 0)
	for d, err := range db.Doors(ctx, campaign.ID) {
		if err != nil {
			return err
		}
		if !d.Own() {
			continue
		}
		name := d.Village
		if v := place.Village(d.Village); v != nil {
			name = v.Name.In("en", "ky")
		}
		fmt.Fprintf(w, "%s\t%s\n", name, publicURL+page.ResultsPath(d.Code))
	}
	return w.Flush()
}

// outcomes put what came of campaigns into words; see bot.Results.
type outcomes struct {
	followers *followers
	words     *locale.Words
}

// Results tells where the campaign stands; it does not ask whether that may be told.
func (o outcomes) Results(ctx context.Context, campaign, village, language string) ([]string, error) {
	now, err := o.followers.Snapshot(ctx, campaign, prioritize.Reach)
	if err != nil {
		return nil, err
	}
	m, err := o.followers.db.Municipality(ctx, now.Ranking.Municipality)
	if err != nil {
		return nil, err
	}
	c, err := o.followers.db.Campaign(ctx, campaign)
	if err != nil {
		return nil, err
	}
	m = m.For(&c)
	return analysis.Brief(o.words.For(language), &now.Ranking, &m, village), nil
}
