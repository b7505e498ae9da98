package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/steward"
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
	lead, err := stewardOf(cfg, db)
	if err != nil {
		return err
	}
	now, err := settled(ctx, m, &campaign)
	if err != nil {
		return err
	}
	campaign, a, err := lead.Publish(ctx, now, access.Terminal(), campaign)
	if uncoded := new(steward.UncodedError); errors.As(err, &uncoded) {
		return err
	}
	if errors.Is(err, survey.ErrInvalid) {
		return fmt.Errorf("campaign %s still takes answers, or has taken none yet; close it first with 'ashar campaign close %s', and hold the hearing: %w", c.ID, c.ID, err)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(m.Out, "The results of campaign %s are public. The bot tells them to whoever writes /results, in a chat of their own or in the village's group. Their pages:\n\n", c.ID)
	if err := printResults(ctx, m, db, &campaign, cfg.PublicURL); err != nil {
		return err
	}
	fmt.Fprintln(m.Out)
	return tellWaiting(ctx, m, db, a)
}

// settled waits until no answer to a closed campaign can be under way any more, and returns what time it is then.
func settled(ctx context.Context, m Main, c *survey.Campaign) (time.Time, error) {
	now, settles := m.Now(), c.Closes.Add(survey.Settling)
	if c.Status != survey.StatusClosed || !now.Before(settles) {
		return now, nil
	}
	select {
	case <-ctx.Done():
		return now, ctx.Err()
	case <-time.After(settles.Sub(now)):
		return settles, nil
	}
}

type campaignFreeze struct {
	storeSettings `embed:""`
	ID            string `arg:"" help:"Identifier of the campaign."`
}

// Run freezes the campaign.
func (c campaignFreeze) Run(ctx context.Context, m Main) error {
	db, cfg, campaign, err := c.campaign(ctx, m, c.ID)
	if err != nil {
		return err
	}
	defer db.Close()
	lead, err := stewardOf(cfg, db)
	if err != nil {
		return err
	}
	now, err := settled(ctx, m, &campaign)
	if err != nil {
		return err
	}
	campaign, err = lead.Freeze(ctx, now, access.Terminal(), campaign)
	uncoded := new(steward.UncodedError)
	switch {
	case errors.As(err, &uncoded):
		return err
	case errors.Is(err, survey.ErrInvalid):
		return fmt.Errorf("campaign %s is not closed; close it first with 'ashar campaign close %s': %w", c.ID, c.ID, err)
	case err != nil:
		return err
	}
	left, err := lead.Left(ctx, &campaign)
	if err != nil {
		return err
	}
	if left.Wishes > 0 {
		fmt.Fprintf(m.Out, "Wishes that were not coded to needs: %d. That changes no ranking.\n", left.Wishes)
	}
	_, err = fmt.Fprintf(m.Out, "Campaign %s is frozen: no answer is added to it or corrected any more. What it counted is kept, and every ranking of it follows from that from now on. What a resident takes back is deleted all the same.\n", c.ID)
	if err != nil {
		return err
	}
	kept, err := db.Frozen(ctx, campaign.ID)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Out, "Fingerprint: %s\nNote it in the minutes: by it the result is known again, see 'ashar evidence --help'.\n", prioritize.Fingerprint(kept.Hash))
	return err
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
