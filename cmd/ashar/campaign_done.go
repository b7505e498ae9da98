package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"text/tabwriter"
	"time"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/locale"
)

type campaignDone struct {
	storeSettings `embed:""`
	ID            string            `arg:"" help:"Identifier of the campaign."`
	On            string            `placeholder:"DAY" help:"When it was done: such as 2027-05-01. Without it, what was told is listed."`
	Text          map[string]string `placeholder:"LANG=TEXT" help:"What was done, once for each language: --text ky=... --text ru=... It takes the place of what was told of that day." mapsep:"none"`
	Remove        bool              `help:"Take away what was told of that day."`
}

// Run tells on the page of the results what was done, or lists what was told.
func (c campaignDone) Run(ctx context.Context, m Main) error {
	db, _, campaign, err := c.campaign(ctx, m, c.ID)
	if err != nil {
		return err
	}
	defer db.Close()
	if c.On == "" && len(c.Text) == 0 && !c.Remove {
		return listDone(m, &campaign)
	}
	return c.tell(ctx, m, db, campaign)
}

// tell keeps what was done on the day.
func (c campaignDone) tell(ctx context.Context, m Main, db *store.DB, campaign survey.Campaign) error {
	day, err := time.Parse(time.DateOnly, c.On)
	if err != nil {
		return fmt.Errorf("--on %q is no day: write it as 2027-05-01", c.On)
	}
	if c.Remove != (len(c.Text) == 0) {
		return errors.New("give either --text, what was done, or --remove")
	}
	for l, text := range c.Text {
		if locale.Name(l) == l || strings.TrimSpace(text) == "" {
			return fmt.Errorf("--text %s=%s: give a language, ky, ru or en, and what was done in it", l, text)
		}
	}
	before := workOn(&campaign, day)
	if err := campaign.Did(survey.Work{Day: day, Text: maps.Clone(c.Text)}); err != nil {
		if errors.Is(err, survey.ErrNotFound) {
			return fmt.Errorf("nothing was told of %s: %w", c.On, err)
		}
		return err
	}
	campaign.Rev++
	if err := db.SaveCampaign(ctx, campaign); err != nil {
		return err
	}
	if err := told(ctx, m, db, ran(&campaign, before, workOn(&campaign, day))); err != nil {
		return err
	}
	return listDone(m, &campaign)
}

// workOn is what was told of a day, for the audit trail; "" if nothing was.
func workOn(campaign *survey.Campaign, day time.Time) string {
	for _, x := range campaign.Done {
		if x.Day.Equal(day) {
			return "done on " + day.Format(time.DateOnly) + ": " + x.Text.In("ky", "ru")
		}
	}
	return ""
}

// listDone lists what was told.
func listDone(m Main, campaign *survey.Campaign) error {
	w := tabwriter.NewWriter(m.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "DAY\tDONE")
	for _, x := range campaign.Done {
		fmt.Fprintf(w, "%s\t%s\n", x.Day.Format(time.DateOnly), x.Text.In("en", "ky"))
	}
	return w.Flush()
}
