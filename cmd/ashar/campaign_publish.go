package main

import (
	"context"
	"errors"
	"fmt"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/locale"
)

type campaignPublish struct {
	storeSettings `embed:""`
	ID            string `arg:"" help:"Identifier of the campaign."`
}

// Run publishes the results, and has those told who asked for it.
func (c campaignPublish) Run(ctx context.Context, m Main) error {
	db, _, campaign, err := c.campaign(ctx, m, c.ID)
	if err != nil {
		return err
	}
	defer db.Close()
	err = campaign.Publish()
	switch {
	case errors.Is(err, survey.ErrExists):
		return fmt.Errorf("the results of campaign %s were published before: %w", c.ID, err)
	case err != nil:
		return fmt.Errorf("campaign %s still takes answers, or has taken none yet; close it first with 'ashar campaign close %s', and hold the hearing: %w", c.ID, c.ID, err)
	}
	campaign.Rev++
	if err := db.SaveCampaign(ctx, campaign); err != nil {
		return err
	}
	fmt.Fprintf(m.Out, "The results of campaign %s are public. The bot tells them to whoever writes /results, in a chat of their own or in the village's group.\n", c.ID)
	return issue(ctx, m, db, survey.NewAnnouncement(&campaign, survey.ResultsPublished, m.Now()))
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
	return analysis.Brief(o.words.For(language), &now.Ranking, &m, village), nil
}
