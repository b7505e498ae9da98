package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/board"
	"ashar/prioritize/hall"
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

// hearings adds the rooms of hearings; it returns what registers them.
func (a *app) hearings(pages *page.Pages, door *page.Door, seals hall.Seals, zone *time.Location) (func(*echo.Echo), error) {
	polls, err := a.polls(pages, door, zone)
	if err != nil {
		return nil, err
	}
	staff, err := hall.New(hall.Deps{
		Pages: pages, Words: a.words, Door: door, Hall: a.hall, Store: a.db, Catalogue: a.db, Rankings: a.followers, Seals: seals, Feed: a.feed, Entries: a.db,
		Nearby: func() []string { return nearby(a.cfg.Listen) }, Zone: zone, Now: a.now,
	})
	if err != nil {
		return nil, err
	}
	return func(e *echo.Echo) {
		polls.Register(e)
		staff.Register(e)
	}, nil
}

// heard lists the hearings of a campaign whose outcome is published, the last one first; see board.Deps.
func (a *app) heard(ctx context.Context, campaign string) ([]board.Heard, error) {
	var all []board.Heard
	for x, err := range a.db.HearingsOf(ctx, campaign) {
		if err != nil {
			return nil, err
		}
		if !x.Published.IsZero() {
			all = append(all, board.Heard{Path: polling.PublicPath(x.ID), Day: x.Planned, Village: x.Village})
		}
	}
	slices.SortStableFunc(all, func(a, b board.Heard) int { return b.Day.Compare(a.Day) })
	return all, nil
}

// settleEvery is how often a service looks whether something that the end of a round asks for is left to do, as when
// another process stopped over it.
const settleEvery = time.Minute

// keepSettling finishes what was broken off in hearings, at once and now and then, until ctx ends.
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

// settleAll settles the rounds of every hearing that has begun and is not signed, also where one of them fails.
func settleAll(ctx context.Context, db *store.DB, hall *hearing.Hall) error {
	var begun []string
	for _, state := range []hearing.State{hearing.Open, hearing.Ended} {
		for x, err := range db.HearingsAt(ctx, state) {
			if err != nil {
				return err
			}
			begun = append(begun, x.ID)
		}
	}
	var failed []error
	for _, id := range begun {
		if _, err := hall.Settle(ctx, id); err != nil {
			failed = append(failed, fmt.Errorf("hearing %s: %w", id, err))
		}
	}
	return errors.Join(failed...)
}

// nearby lists the addresses at which this machine can be reached from the network that it is in, as
// "http://192.168.1.2:8080": those that the service listens on, IPv4 and private. It is empty where it listens to this
// machine alone.
func nearby(listen string) []string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return nil
	}
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var found []string
	for _, a := range all {
		prefix, err := netip.ParsePrefix(a.String())
		if err != nil {
			continue
		}
		ip := prefix.Addr().Unmap()
		listens := host == "" || host == ip.String()
		if at, err := netip.ParseAddr(host); err == nil {
			listens = listens || at.IsUnspecified()
		}
		if listens && ip.Is4() && ip.IsPrivate() {
			found = append(found, "http://"+net.JoinHostPort(ip.String(), port))
		}
	}
	return found
}
