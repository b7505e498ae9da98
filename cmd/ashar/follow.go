package main

import (
	"context"
	"log/slog"
	"reflect"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"ashar/prioritize"
	"ashar/prioritize/live"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/wishes"
)

// followers keep a live tally for each campaign that somebody asked about, begun
// when it is first asked for, until it is frozen: then they go by what was kept of it. They
// are what the desk and the board count by.
type followers struct {
	db   *store.DB
	log  *slog.Logger
	now  func() time.Time
	zone *time.Location // in which days begin

	ctx     context.Context // of those that run
	stop    context.CancelFunc
	running sync.WaitGroup

	still      standstill         // those that are frozen
	begins     singleflight.Group // a campaign is counted by one of those who ask
	mu         sync.RWMutex
	byCampaign map[string]*follower
}

// follower is the tally of one campaign, weighted to one revision of its
// municipality, that reads the versions of its questionnaire up to one and knows the needs that were found by then.
type follower struct {
	*prioritize.Live
	municipality  string
	rev           int64
	questionnaire string
	needs         []survey.NewNeed
	stop          context.CancelFunc
}

func newFollowers(db *store.DB, log *slog.Logger, now func() time.Time, zone *time.Location) *followers {
	ctx, stop := context.WithCancel(context.Background())
	return &followers{
		db: db, log: log, now: now, zone: zone, ctx: ctx, stop: stop, byCampaign: map[string]*follower{},
		still: standstill{freezer: freezer{db, zone}, now: now, made: map[stillness]*prioritize.Snapshot{}, doors: map[string]map[string]survey.Arrivals{}},
	}
}

// close ends them all and waits for it.
func (f *followers) close() {
	f.stop()
	f.running.Wait()
}

// audience hands on that a response of a campaign is new, or may be gone, to whoever holds something of it.
type audience struct {
	*followers
	feed  *live.Feed
	words *wishes.Room
}

func (t *audience) stored(r survey.Response) {
	t.offer(r)
	t.feed.Tell(live.Campaign(r.Campaign))
}

func (t *audience) forgotten(campaign string) {
	t.followers.forgotten(campaign)
	t.feed.Tell(live.Campaign(campaign))
	if t.words != nil {
		t.words.Forget(campaign)
	}
}

// offer hands on a response that was just stored.
func (f *followers) offer(r survey.Response) {
	if live := f.found(r.Campaign); live != nil {
		live.Offer(r)
	}
}

// forgotten has a campaign counted anew, from which a response may be gone.
func (f *followers) forgotten(campaign string) {
	if live := f.found(campaign); live != nil {
		live.Forget()
	}
}

func (f *followers) found(campaign string) *follower {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.byCampaign[campaign]
}

// live returns the campaign's tally, counted, and weighted to the municipality as
// it is now, of answers to every version that the campaign has asked by now.
func (f *followers) live(ctx context.Context, c survey.Campaign) (*prioritize.Live, error) {
	if live := f.found(c.ID); live != nil {
		m, err := f.db.Municipality(ctx, live.municipality)
		if err != nil {
			return nil, err
		}
		if m.Rev == live.rev && c.Questionnaire == live.questionnaire && reflect.DeepEqual(c.NewNeeds, live.needs) {
			return live.Live, nil
		}
	}
	live, err, _ := f.begins.Do(c.ID, func() (any, error) {
		return f.begin(f.ctx, c.ID) // others wait for it too, and it ends when the followers do
	})
	if err != nil {
		return nil, err
	}
	return live.(*prioritize.Live), nil
}

// begin counts the campaign, follows it from then on, and lets go of the tally
// that it had before.
func (f *followers) begin(ctx context.Context, campaign string) (*prioritize.Live, error) {
	c, err := readCampaign(ctx, f.db, campaign)
	if err != nil {
		return nil, err
	}
	live := prioritize.NewLive(prioritize.LiveConfig{
		Campaign: campaign, Municipality: &c.municipality, Reader: c.reader, Code: codeVersion(),
		Responses: f.db, Now: f.now, Zone: f.zone, Failed: func(err error) {
			f.log.Warn("a tally does not follow the store", slog.String("campaign", campaign), slog.Any("error", err))
		},
	})
	if err := live.Sync(ctx); err != nil {
		return nil, err
	}
	follow, stop := context.WithCancel(f.ctx)
	f.mu.Lock()
	defer f.mu.Unlock()
	if before := f.byCampaign[campaign]; before != nil {
		before.stop()
	}
	f.byCampaign[campaign] = &follower{live, c.municipality.ID, c.rev, c.campaign.Questionnaire, c.campaign.NewNeeds, stop}
	f.running.Go(func() { _ = live.Run(follow) }) // it only ever returns nil
	return live, nil
}

// Turnout counts who answered; see fieldwork.Turnouts.
func (f *followers) Turnout(ctx context.Context, campaign string) (survey.Turnout, []survey.Turnout, error) {
	c, err := f.db.Campaign(ctx, campaign)
	if err != nil {
		return survey.Turnout{}, nil, err
	}
	if c.Frozen() {
		s, err := f.Snapshot(ctx, campaign, prioritize.Reach) // the turnout is the same by any rule
		if err != nil {
			return survey.Turnout{}, nil, err
		}
		return s.Whole, s.Villages, nil
	}
	live, err := f.live(ctx, c)
	if err != nil {
		return survey.Turnout{}, nil, err
	}
	return live.Turnout()
}

// Snapshot is where the campaign stands by a rule, and once it is frozen where it stood; see board.Snapshots.
func (f *followers) Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	c, err := f.db.Campaign(ctx, campaign)
	if err != nil {
		return nil, err
	}
	if c.Frozen() {
		f.leave(campaign)
		return f.still.Snapshot(ctx, campaign, rule)
	}
	live, err := f.live(ctx, c)
	if err != nil {
		return nil, err
	}
	return live.Recent(rule)
}

// leave lets go of the tally of a campaign that is not to be followed any more.
func (f *followers) leave(campaign string) {
	if f.found(campaign) == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if live := f.byCampaign[campaign]; live != nil {
		live.stop()
		delete(f.byCampaign, campaign)
	}
}

// warm counts the campaigns that somebody is likely to ask about, one after another, so that nobody waits for it. What
// fails is tried again by whoever asks.
func (f *followers) warm(ctx context.Context) {
	for m, err := range f.db.Municipalities(ctx) {
		if err != nil {
			return
		}
		for c, err := range f.db.Campaigns(ctx, m.ID) {
			if err != nil || f.ctx.Err() != nil {
				return
			}
			if c.Status == survey.StatusDraft || c.Frozen() {
				continue
			}
			if _, err := f.live(ctx, c); err != nil && ctx.Err() == nil {
				f.log.Warn("a campaign is not counted", slog.String("campaign", c.ID), slog.Any("error", err))
			}
		}
	}
}

// counted is what is needed to read a campaign's responses.
type counted struct {
	campaign      survey.Campaign
	municipality  survey.Municipality // as the campaign knows it
	rev           int64               // of the municipality
	questionnaire *survey.Questionnaire
	reader        *prioritize.Reader
}

func readCampaign(ctx context.Context, db *store.DB, id string) (counted, error) {
	campaign, err := db.Campaign(ctx, id)
	if err != nil {
		return counted{}, err
	}
	municipality, err := db.Municipality(ctx, campaign.Municipality)
	if err != nil {
		return counted{}, err
	}
	versions, err := readVersions(ctx, db, campaign)
	if err != nil {
		return counted{}, err
	}
	reader, err := prioritize.NewReader(versions[0], versions[1:]...)
	if err == nil && len(campaign.NewNeeds) > 0 {
		reader, err = reader.With(campaign.NewNeeds)
	}
	if err != nil {
		return counted{}, err
	}
	if municipality.Invented {
		reader = reader.Untimed() // simulated residents think in no time
	}
	return counted{campaign, municipality.For(&campaign), municipality.Rev, versions[0], reader}, nil
}

// readVersions reads every version of its questionnaire that the campaign has
// asked, the one that it asks now first.
func readVersions(ctx context.Context, db *store.DB, c survey.Campaign) ([]*survey.Questionnaire, error) {
	var versions []*survey.Questionnaire
	for _, key := range c.Versions() {
		q, err := db.Questionnaire(ctx, key)
		if err != nil {
			return nil, err
		}
		versions = append(versions, q)
	}
	return versions, nil
}
