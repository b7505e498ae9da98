package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"strings"
	"text/tabwriter"
	"time"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/locale"
)

// hearingTime is how the time of a hearing is given.
const hearingTime = "2006-01-02 15:04"

type campaignHearing struct {
	storeSettings `embed:""`
	ID            string            `arg:"" help:"Identifier of the campaign."`
	At            string            `required:"" placeholder:"TIME" help:"When it is held, by the clock there: such as \"2026-12-10 14:00\"."`
	Place         map[string]string `required:"" placeholder:"LANG=PLACE" help:"Where it is held, once for each language: --place ky=... --place ru=..."`
}

// Run announces the hearing.
func (c campaignHearing) Run(ctx context.Context, m Main) error {
	db, cfg, campaign, err := c.campaign(ctx, m, c.ID)
	if err != nil {
		return err
	}
	defer db.Close()
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	at, err := time.ParseInLocation(hearingTime, c.At, zone)
	if err != nil {
		return fmt.Errorf("--at %q is no time: write it as 2026-12-10 14:00, in the time of %s", c.At, cfg.TimeZone)
	}
	if !at.After(m.Now()) {
		return fmt.Errorf("--at %s has passed: nobody could come", c.At)
	}
	for l, place := range c.Place {
		if locale.Name(l) == l || strings.TrimSpace(place) == "" {
			return fmt.Errorf("--place %s=%s: give a language, ky, ru or en, and the place in it", l, place)
		}
	}
	a := survey.NewAnnouncement(&campaign, survey.HearingCalled, m.Now())
	a.Time, a.Place = at.UTC(), survey.Text(maps.Clone(c.Place))
	if err := supersede(ctx, db, campaign.ID); err != nil {
		return err
	}
	if err := told(ctx, m, db, ran(&campaign, "", "hearing called for "+at.Format(hearingTime)+", "+a.Place.In("ky", "ru"))); err != nil {
		return err
	}
	return issue(ctx, m, db, a)
}

// supersede ends what is still being told of a hearing that was called before: another
// time or place holds now.
func supersede(ctx context.Context, db *store.DB, campaign string) error {
	for a, err := range db.Announcements(ctx, campaign) {
		if err != nil {
			return err
		}
		if a.Kind != survey.HearingCalled || a.State != survey.AnnouncementWaits {
			continue
		}
		a.Rev++
		a.State = survey.AnnouncementLapsed
		if err := db.SaveAnnouncement(ctx, a); errors.Is(err, survey.ErrConflict) {
			return fmt.Errorf("the hearing called before is being told at this moment; call again: %w", err)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// issue has subscribers told, and says how many that are.
func issue(ctx context.Context, m Main, db *store.DB, a survey.Announcement) error {
	if err := db.SaveAnnouncement(ctx, a); err != nil {
		return err
	}
	return tellWaiting(ctx, m, db, a)
}

// tellWaiting says how many wait to be told.
func tellWaiting(ctx context.Context, m Main, db *store.DB, a survey.Announcement) error {
	waiting, err := count(db.Untold(ctx, a, 0))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Out, "People who asked in Telegram to be told: %d. A running service begins within seconds; 'ashar campaign told %s' shows how far it is.\n",
		waiting, a.Campaign)
	return err
}

type campaignTold struct {
	storeSettings `embed:""`
	ID            string `arg:"" help:"Identifier of the campaign."`
}

// Run lists the announcements.
func (c campaignTold) Run(ctx context.Context, m Main) error {
	db, cfg, _, err := c.campaign(ctx, m, c.ID)
	if err != nil {
		return err
	}
	defer db.Close()
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(m.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ANNOUNCED\tISSUED\tSTATE\tREACHED\tWAITING")
	for a, err := range db.Announcements(ctx, c.ID) {
		if err != nil {
			return err
		}
		waiting := 0
		if a.State == survey.AnnouncementWaits {
			if waiting, err = count(db.Untold(ctx, a, 0)); err != nil {
				return err
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\n", a.Kind, a.Issued.In(zone).Format(hearingTime), a.State, a.Reached, waiting)
	}
	return w.Flush()
}

// count counts what a sequence yields.
func count[T any](seq iter.Seq2[T, error]) (n int, err error) {
	for _, err := range seq {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
