package main

import (
	"context"
	"log/slog"
	"time"

	"ashar/configs"
	"ashar/store"
	"ashar/survey"
)

// sealEvery is how often a service looks for campaigns whose slips are to be sealed.
const sealEvery = time.Minute

// keepSealing seals the slips of campaigns that have closed, by hand or by the clock, until
// ctx ends. A campaign that was sealed is not looked at again.
func keepSealing(ctx context.Context, db *store.DB, gate *survey.Gate, now func() time.Time, log *slog.Logger) {
	sealed := map[string]bool{}
	for tick := time.NewTicker(sealEvery); ; {
		if err := sealAll(ctx, db, gate, now(), sealed); err != nil && ctx.Err() == nil {
			log.Error("slips not sealed", slog.Any("err", err))
		}
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
	}
}

// sealAll seals what is not sealed yet.
func sealAll(ctx context.Context, db *store.DB, gate *survey.Gate, now time.Time, sealed map[string]bool) error {
	for place, err := range db.Municipalities(ctx) {
		if err != nil {
			return err
		}
		for c, err := range db.Campaigns(ctx, place.ID) {
			switch {
			case err != nil:
				return err
			case sealed[c.ID] || !c.Seals(now):
				continue
			}
			if err := gate.Seal(ctx, c, now); err != nil {
				return err
			}
			sealed[c.ID] = true
		}
	}
	return nil
}

// seal seals the slips of a campaign that is closed, if it has any.
func seal(ctx context.Context, m Main, cfg configs.Config, db *store.DB, c survey.Campaign) error {
	if !c.Seals(m.Now()) {
		return nil
	}
	gate, err := newGate(cfg, db)
	if err != nil {
		return err
	}
	return gate.Seal(ctx, c, m.Now())
}
