package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ashar/prioritize"
	"ashar/store"
	"ashar/survey"
)

// followers keep a live tally for each campaign that somebody asked about, begun
// when it is first asked for. They are what the desk and the board count by.
type followers struct {
	db  *store.DB
	log *slog.Logger
	now func() time.Time

	ctx     context.Context // of those that run
	stop    context.CancelFunc
	running sync.WaitGroup

	mu         sync.RWMutex
	byCampaign map[string]*prioritize.Live
}

func newFollowers(db *store.DB, log *slog.Logger, now func() time.Time) *followers {
	ctx, stop := context.WithCancel(context.Background())
	return &followers{db: db, log: log, now: now, ctx: ctx, stop: stop, byCampaign: map[string]*prioritize.Live{}}
}

// close ends them all and waits for it.
func (f *followers) close() {
	f.stop()
	f.running.Wait()
}

// offer hands on a response that was just stored.
func (f *followers) offer(r survey.Response) {
	f.mu.RLock()
	live := f.byCampaign[r.Campaign]
	f.mu.RUnlock()
	if live != nil {
		live.Offer(r)
	}
}

// live returns the campaign's tally, counted.
func (f *followers) live(ctx context.Context, campaign string) (*prioritize.Live, error) {
	f.mu.RLock()
	live := f.byCampaign[campaign]
	f.mu.RUnlock()
	if live != nil {
		return live, nil
	}
	counted, err := f.begin(ctx, campaign)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if live := f.byCampaign[campaign]; live != nil { // two asked at once
		return live, nil
	}
	f.byCampaign[campaign] = counted
	f.running.Go(func() { _ = counted.Run(f.ctx) }) // it only ever returns nil
	return counted, nil
}

func (f *followers) begin(ctx context.Context, campaign string) (*prioritize.Live, error) {
	c, err := readCampaign(ctx, f.db, campaign)
	if err != nil {
		return nil, err
	}
	live := prioritize.NewLive(prioritize.LiveConfig{
		Campaign: campaign, Municipality: &c.municipality, Reader: c.reader,
		Responses: f.db, Now: f.now, Failed: func(err error) {
			f.log.Warn("a tally does not follow the store", slog.String("campaign", campaign), slog.Any("error", err))
		},
	})
	return live, live.Sync(ctx)
}

// Turnout counts who answered; see fieldwork.Turnouts.
func (f *followers) Turnout(ctx context.Context, campaign string) (survey.Turnout, []survey.Turnout, error) {
	live, err := f.live(ctx, campaign)
	if err != nil {
		return survey.Turnout{}, nil, err
	}
	s, err := live.Snapshot(prioritize.Reach) // the turnout is the same by any rule
	if err != nil {
		return survey.Turnout{}, nil, err
	}
	return s.Whole, s.Villages, nil
}

// Snapshot is where the campaign stands by a rule; see board.Snapshots.
func (f *followers) Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	live, err := f.live(ctx, campaign)
	if err != nil {
		return nil, err
	}
	return live.Snapshot(rule)
}

// counted is what is needed to read a campaign's responses.
type counted struct {
	campaign      survey.Campaign
	municipality  survey.Municipality
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
	q, err := db.Questionnaire(ctx, campaign.Questionnaire)
	if err != nil {
		return counted{}, err
	}
	reader, err := prioritize.NewReader(q)
	return counted{campaign, municipality, q, reader}, err
}
