package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"ashar/prioritize"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
)

// freezer counts campaigns that are frozen, each once for good.
type freezer struct {
	db   *store.DB
	zone *time.Location // in which days begin
}

// Keep counts a campaign that is frozen and keeps that; where it was done before, by whomever, it does nothing. The
// audit trail is told of it. See steward.Counts.
func (f freezer) Keep(ctx context.Context, now time.Time, by access.Account, c survey.Campaign) error {
	_, err := f.counted(ctx, now, by, c.ID) // opened: what cannot be read is not kept
	return err
}

// kept is what a campaign that is frozen had counted when it was; counted now where that was not kept, since it was
// frozen by a program that did not, or since the one that did was interrupted.
func (f freezer) kept(ctx context.Context, now time.Time, by access.Account, campaign string) (prioritize.Frozen, error) {
	there, err := f.db.Frozen(ctx, campaign)
	if !errors.Is(err, survey.ErrNotFound) {
		return there, err
	}
	counted, err := f.count(ctx, now, campaign)
	if err != nil {
		return prioritize.Frozen{}, err
	}
	frozen, ballots, err := prioritize.Freeze(counted, now, by.ID, codeVersion())
	if err != nil {
		return prioritize.Frozen{}, err
	}
	switch err := f.db.InsertFrozen(ctx, frozen, ballots); {
	case errors.Is(err, survey.ErrExists): // another was faster
		return f.db.Frozen(ctx, campaign)
	case err != nil:
		return prioritize.Frozen{}, err
	}
	_, err = access.NewTrail(f.db).Write(ctx, now, by, access.Deed{
		Municipality: frozen.Municipality, Action: access.DecideResults, Subject: "campaign/" + campaign,
		After: fmt.Sprintf("tally kept, answers %d, sha256 %s", counted.Tally.Count(), frozen.Hash),
	})
	return frozen, err
}

// counted is kept, opened.
func (f freezer) counted(ctx context.Context, now time.Time, by access.Account, campaign string) (prioritize.Counted, error) {
	frozen, err := f.kept(ctx, now, by, campaign)
	if err != nil {
		return prioritize.Counted{}, err
	}
	return frozen.Open()
}

// withBallots is counted, with the ballots and votes where they are kept: more to read, for what pages do without. There
// are none of a campaign that was frozen by a program that did not keep them, and once its answers were deleted, since
// their time was over.
func (f freezer) withBallots(ctx context.Context, now time.Time, by access.Account, campaign string) (prioritize.Frozen, prioritize.Counted, error) {
	frozen, err := f.kept(ctx, now, by, campaign)
	if err != nil {
		return prioritize.Frozen{}, prioritize.Counted{}, err
	}
	parts, err := f.db.FrozenBallots(ctx, frozen)
	if errors.Is(err, survey.ErrNotFound) {
		if _, began := f.db.Retention(ctx, campaign); began == nil {
			counted, err := frozen.Open()
			return frozen, counted, err
		}
	}
	if err != nil {
		return prioritize.Frozen{}, prioritize.Counted{}, err
	}
	counted, err := frozen.OpenWith(parts)
	return frozen, counted, err
}

// count counts all responses of a campaign.
func (f freezer) count(ctx context.Context, now time.Time, campaign string) (prioritize.Counted, error) {
	c, err := readCampaign(ctx, f.db, campaign)
	if err != nil {
		return prioritize.Counted{}, err
	}
	live := prioritize.NewLive(prioritize.LiveConfig{
		Campaign: campaign, Municipality: &c.municipality, Reader: c.reader, Code: codeVersion(),
		Responses: f.db, Now: func() time.Time { return now }, Zone: f.zone, Ballots: true,
	})
	for range 2 { // the second look counts anew if one was judged during the first
		if err := live.Sync(ctx); err != nil {
			return prioritize.Counted{}, err
		}
	}
	counted, err := live.Counted()
	if err != nil {
		return prioritize.Counted{}, err
	}
	counted.Questionnaires, counted.Doors = c.campaign.Versions(), map[string]survey.Arrivals{}
	for door, err := range f.db.Doors(ctx, campaign) {
		if err != nil {
			return prioritize.Counted{}, err
		}
		if counted.Doors[door.Code], err = f.db.Arrivals(ctx, door.Code); err != nil {
			return prioritize.Counted{}, err
		}
	}
	return counted, nil
}

// standstill are the snapshots of campaigns that are frozen, each made once.
type standstill struct {
	freezer
	now   func() time.Time
	makes singleflight.Group // one is made by one of those who ask
	mu    sync.RWMutex
	made  map[stillness]*prioritize.Snapshot
	doors map[string]map[string]survey.Arrivals // by campaign
}

type stillness struct {
	campaign string
	rule     prioritize.Rule
}

// Snapshot is where a campaign that is frozen stands by the rule; "" means Reach.
func (s *standstill) Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	at := stillness{campaign, cmp.Or(rule, prioritize.Reach)}
	s.mu.RLock()
	made := s.made[at]
	s.mu.RUnlock()
	if made != nil {
		return made, nil
	}
	v, err, _ := s.makes.Do(campaign+" "+string(at.rule), func() (any, error) {
		made, err := s.make(context.WithoutCancel(ctx), at) // others wait for it too
		if err == nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.made[at] = made
		}
		return made, err
	})
	if err != nil {
		return nil, err
	}
	return v.(*prioritize.Snapshot), nil
}

func (s *standstill) make(ctx context.Context, at stillness) (*prioritize.Snapshot, error) {
	counted, err := s.counted(ctx, s.now(), access.Service(), at.campaign)
	if err != nil {
		return nil, err
	}
	return counted.Snapshot(at.rule, codeVersion())
}

// doorkeeping counts who came by doors, also of campaigns whose interviews were deleted since.
type doorkeeping struct {
	*store.DB
	still *standstill
}

// Arrivals counts who came by the door of this code; see fieldwork.Doors.
func (d doorkeeping) Arrivals(ctx context.Context, code string) (survey.Arrivals, error) {
	n, err := d.DB.Arrivals(ctx, code)
	if err != nil || n.Begun > 0 {
		return n, err
	}
	door, err := d.Door(ctx, code)
	if err != nil {
		return n, err
	}
	c, err := d.Campaign(ctx, door.Campaign)
	if err != nil || c.Cleared.IsZero() {
		return n, err
	}
	arrivals, err := d.still.arrivals(ctx, c.ID)
	return arrivals[code], err
}

// arrivals are who came by each door of a campaign until it was frozen.
func (s *standstill) arrivals(ctx context.Context, campaign string) (map[string]survey.Arrivals, error) {
	s.mu.RLock()
	doors, known := s.doors[campaign]
	s.mu.RUnlock()
	if known {
		return doors, nil
	}
	counted, err := s.counted(ctx, s.now(), access.Service(), campaign)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.doors[campaign] = counted.Doors
	return counted.Doors, nil
}
