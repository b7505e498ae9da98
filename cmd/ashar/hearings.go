package main

import (
	"context"
	"log/slog"
	"time"

	"ashar/prioritize/hearing"
	"ashar/prioritize/polling"
	"ashar/store"
	"ashar/survey/page"
)

// polls is the room in which a hall votes, and looks at what comes of it.
func (a *app) polls(pages *page.Pages, door *page.Door, zone *time.Location) (*polling.Polling, error) {
	return polling.New(polling.Deps{
		Pages: pages, Door: door, Hall: a.hall, Store: a.db, Feed: a.feed, Catalogue: a.db, Zone: zone, Now: a.now, Log: a.log,
	})
}

// heralds are those who are told that something about a hearing is new, at once and in this process only. They are
// entered as the rooms are made, before anything happens in a hearing.
type heralds []func(hearing string)

// tell tells them all.
func (h *heralds) tell(hearing string) {
	for _, told := range *h {
		told(hearing)
	}
}

// settleEvery is how often a service looks whether something that the end of a round asks for is left to do, as when
// another process stopped over it.
const settleEvery = time.Minute

// keepSettling finishes what was broken off in hearings that are open, at once and now and then, until ctx ends.
func keepSettling(ctx context.Context, db *store.DB, hall *hearing.Hall, log *slog.Logger) {
	for tick := time.NewTicker(settleEvery); ; {
		if err := settleAll(ctx, db, hall); err != nil && ctx.Err() == nil {
			log.Error("rounds of hearings not settled", slog.Any("err", err))
		}
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
	}
}

// settleAll settles the rounds of every hearing that is open.
func settleAll(ctx context.Context, db *store.DB, hall *hearing.Hall) error {
	var open []string
	for x, err := range db.OpenHearings(ctx) {
		if err != nil {
			return err
		}
		open = append(open, x.ID)
	}
	for _, id := range open {
		if _, err := hall.Settle(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
