package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
)

type auditCommand struct {
	storeSettings `embed:""`
	Municipality  string `arg:"" help:"Identifier of the municipality; '*' for the administrators of the instance."`
}

// Run prints the audit trail, oldest first, and says whether it holds together. It fails if it does not.
func (c auditCommand) Run(ctx context.Context, m Main) error {
	db, cfg, err := c.existing(ctx, m)
	if err != nil {
		return err
	}
	defer db.Close()
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	if c.Municipality != access.Instance {
		if _, err := db.Municipality(ctx, c.Municipality); err != nil {
			return fmt.Errorf("there is no municipality %s; 'ashar campaign list' names those there are: %w", c.Municipality, err)
		}
	}
	w := tabwriter.NewWriter(m.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NUMBER\tTIME\tWHO\tACTION\tSUBJECT\tBEFORE\tAFTER")
	var last access.Entry
	for e, err := range db.Entries(ctx, c.Municipality) {
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", e.Seq, e.At.In(zone).Format(time.DateTime), e.Account, e.Action, e.Subject, e.Before, e.After)
		last = e
	}
	if err := w.Flush(); err != nil {
		return err
	}
	n, err := access.Verify(db.Entries(ctx, c.Municipality))
	if errors.Is(err, survey.ErrInvalid) {
		return fmt.Errorf("the audit trail of %s is broken after %d entries: %w", c.Municipality, n, err)
	}
	if err != nil {
		return err
	}
	if n == 0 {
		_, err = fmt.Fprintln(m.Out, "\nThere are no entries.")
		return err
	}
	_, err = fmt.Fprintf(m.Out, "\nAll %d entries hold together. Write the last hash down elsewhere to know later that none is missing at the end:\n%s\n", n, last.Hash)
	return err
}

// told writes to the audit trail what a command has done.
func told(ctx context.Context, m Main, db *store.DB, d access.Deed) error {
	_, err := access.NewTrail(db).Write(ctx, m.Now(), access.Terminal(), d)
	return err
}

// ran is what a command did with a campaign.
func ran(c *survey.Campaign, before, after string) access.Deed {
	return access.Deed{
		Municipality: c.Municipality, Action: access.RunCampaigns, Subject: "campaign/" + c.ID, Before: before, After: after,
	}
}

// placed is that a municipality was added, or took the place of the one before.
func placed(before, after survey.Municipality, now time.Time) access.Deed {
	brief := func(m survey.Municipality) string {
		if m.ID == "" {
			return ""
		}
		adults, villages := 0, m.Current(now)
		for _, v := range villages {
			adults += v.Total()
		}
		return fmt.Sprintf("%s, villages %d, adults %d", m.Name.In("ky", "ru"), len(villages), adults)
	}
	return access.Deed{
		Municipality: after.ID, Action: access.ManageMunicipalities, Subject: "municipality/" + after.ID,
		Before: brief(before), After: brief(after),
	}
}
