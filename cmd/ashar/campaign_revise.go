package main

import (
	"context"
	"errors"
	"fmt"

	"ashar/configs"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/steward"
)

type campaignRevise struct {
	storeSettings `embed:""`
	Lang          string `default:"ky" enum:"ky,ru,en" help:"Language in which to say what is different: ky, ru or en (${default})."`
	ID            string `arg:"" help:"Identifier of the campaign."`
	Form          string `arg:"" optional:"" help:"The new version of its questionnaire: an XLSForm workbook (.xlsx) or JSON. It may be left out where something else changes."`
	Admission     string `enum:",open,codes,slips" default:"" placeholder:"RULE" help:"Who may answer from now on: open, codes or slips; see 'ashar campaign open'."`
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
	if c.Form == "" && c.Admission == "" {
		return errors.New("say what is to change: a new version of its questionnaire, or --admission")
	}
	lead, err := stewardOf(cfg, db)
	if err != nil {
		return err
	}
	by := access.Terminal()
	if c.Admission != "" {
		before := nameOf(campaign.Admission)
		if campaign, err = lead.Admit(ctx, m.Now(), by, campaign, admissions[c.Admission]); err != nil {
			return err
		}
		fmt.Fprintf(m.Out, "Campaign %s admits by the rule %q from now on, and by %q before; a service that is running, within a second.\n", campaign.ID, c.Admission, before)
	}
	if c.Form != "" {
		if campaign, err = c.ask(ctx, m, cfg, db, lead, campaign); err != nil {
			return err
		}
		fmt.Fprintf(m.Out, "Campaign %s asks %s from now on; a service that is running, within a second. Who has begun goes on with the version that they began with.\n", campaign.ID, campaign.Questionnaire)
	}
	return nil
}

// ask makes the campaign ask the new version, which it keeps, and prints what is different.
func (c campaignRevise) ask(ctx context.Context, m Main, cfg configs.Config, db *store.DB, lead *steward.Steward, campaign survey.Campaign) (survey.Campaign, error) {
	versions, err := readVersions(ctx, db, campaign)
	if err != nil {
		return campaign, err
	}
	later, err := readForm(c.Form)
	if err != nil {
		return campaign, err
	}
	words, err := loadWords(cfg)
	if err != nil {
		return campaign, err
	}
	if campaign, err = lead.Ask(ctx, m.Now(), access.Terminal(), campaign, later); err != nil {
		return campaign, err
	}
	printChanges(m.Out, words.For(c.Lang), versions[0], later)
	return campaign, nil
}
