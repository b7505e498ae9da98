package main

import (
	"context"
	"fmt"

	"ashar/survey"
)

type campaignRevise struct {
	storeSettings `embed:""`
	Lang          string `default:"ky" enum:"ky,ru,en" help:"Language in which to say what is different: ky, ru or en (${default})."`
	ID            string `arg:"" help:"Identifier of the campaign."`
	Form          string `arg:"" help:"The new version of its questionnaire: an XLSForm workbook (.xlsx) or JSON."`
}

// Run makes the campaign ask the new version, and says what is different in it.
func (c campaignRevise) Run(ctx context.Context, m Main) error {
	db, cfg, campaign, err := c.campaign(ctx, m, c.ID)
	if err != nil {
		return err
	}
	defer db.Close()
	if campaign.Over() {
		return fmt.Errorf("campaign %s is closed, and asks nothing any more: %w", c.ID, survey.ErrClosed)
	}
	versions, err := readVersions(ctx, db, campaign)
	if err != nil {
		return err
	}
	later, err := readForm(c.Form)
	if err != nil {
		return err
	}
	if err := campaign.Revise(later); err != nil {
		return err
	}
	if err := ranked(later, versions...); err != nil {
		return err
	}
	words, err := loadWords(cfg)
	if err != nil {
		return err
	}
	if err := storeQuestionnaire(ctx, db, later); err != nil {
		return err
	}
	campaign.Rev++
	if err := db.SaveCampaign(ctx, campaign); err != nil {
		return err
	}
	printChanges(m.Out, words.For(c.Lang), versions[0], later)
	_, err = fmt.Fprintf(m.Out, "Campaign %s asks %s from now on; a service that is running, within a second. Who has begun goes on with the version that they began with.\n", campaign.ID, later.Key())
	return err
}
