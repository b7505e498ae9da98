package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/steward"
)

type retainCommand struct {
	storeSettings `embed:""`
	DryRun        bool `help:"Say what would be deleted, and delete nothing."`
}

// Help tells what the flags' list does not.
func (retainCommand) Help() string {
	return `A running service does the same once an hour. Each campaign says until when its
answers are kept (its settings on the desk); when that day has passed, they are
deleted, with photos and recordings, interviews that were begun and not sent, what
codes and printed forms lead to, and the wishes to be told of results. A campaign that
is not frozen is closed and frozen first, so that what it counted is kept: rankings,
results and coverage stay as they are. Copies and backups are yours to delete.`
}

// Run deletes the answers of campaigns whose time is over, or says what it would delete.
func (c retainCommand) Run(ctx context.Context, m Main) error {
	db, cfg, err := c.existing(ctx, m)
	if err != nil {
		return err
	}
	defer db.Close()
	lead, err := stewardOf(cfg, db)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	retainer := steward.NewRetainer(lead, db, rand.Text())
	now := func() time.Time { return m.Now().In(zone) }
	if c.DryRun {
		all, err := retainer.Foresee(ctx, now(), "")
		if err != nil {
			return err
		}
		return retainedTable(m.Out, all, true)
	}
	all, err := retainer.Run(ctx, now, access.Terminal())
	for _, k := range all {
		if k.Settling { // it was closed by this run
			time.Sleep(survey.Settling)
			var rest []steward.Retained
			if rest, err = retainer.Run(ctx, now, access.Terminal()); err == nil {
				all = replaced(all, rest)
			}
			break
		}
	}
	if failed := retainedTable(m.Out, all, false); err == nil {
		err = failed
	}
	return err
}

// replaced are all, those that a later run did after that as it left them.
func replaced(all, later []steward.Retained) []steward.Retained {
	for i := range all {
		for _, l := range later {
			if l.Campaign.ID == all[i].Campaign.ID {
				l.Campaign = all[i].Campaign
				all[i] = l
			}
		}
	}
	return all
}

// retainedTable says what was, or is to be, deleted.
func retainedTable(out io.Writer, all []steward.Retained, dry bool) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(out, "There is no campaign whose answers are to be deleted now.")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "MUNICIPALITY\tCAMPAIGN\tKEPT UNTIL\tRESPONSES\tINTERVIEWS\tFILES\tTICKETS\tPAPERS\tTABLES\tCODINGS\tSUBSCRIPTIONS\t")
	for _, k := range all {
		h, say := k.Holdings, "deleted"
		switch {
		case dry && !k.Campaign.Frozen():
			say = "to be frozen, and deleted"
		case dry:
			say = "to be deleted"
		case k.Elsewhere:
			say = "another process is at it"
		case !k.Ended:
			say = "not finished: run it again"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n", k.Campaign.Municipality, k.Campaign.ID, k.Campaign.Keep.UTC().Format(time.DateOnly),
			h.Responses, h.Interviews, h.Files, h.Tickets, h.Papers, h.Tables, h.Codings, h.Subscriptions, say)
	}
	if err := w.Flush(); err != nil || dry {
		return err
	}
	_, err := fmt.Fprintln(out, "\nDelete copies and backups of the store that were made before, too.")
	return err
}

// retainEvery is how often a service looks for answers whose time is over.
const retainEvery = time.Hour

// keepRetaining deletes answers whose time is over, until ctx ends.
func keepRetaining(ctx context.Context, db *store.DB, zone *time.Location, now func() time.Time, log *slog.Logger) {
	retainer := steward.NewRetainer(newSteward(db, rand.Reader, zone), db, rand.Text())
	for next := time.NewTimer(survey.Silence); ; { // a service that is started for a moment deletes nothing
		select {
		case <-ctx.Done():
			next.Stop()
			return
		case <-next.C:
		}
		all, err := retainer.Run(ctx, func() time.Time { return now().In(zone) }, access.Service())
		if err != nil && ctx.Err() == nil {
			log.Error("answers whose time is over not deleted", slog.Any("err", err))
		}
		wait := retainEvery
		for _, k := range all {
			if k.Settling {
				wait = survey.Silence
			}
			if k.Ended {
				log.Info("answers whose time is over deleted", slog.String("campaign", k.Campaign.ID), slog.Int("responses", k.Holdings.Responses))
			}
		}
		next.Reset(wait)
	}
}
