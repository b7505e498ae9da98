package prioritize

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"ashar/survey"
)

// Responses is where a campaign's answers are kept.
type Responses interface {
	// ResponsesSince streams the campaign's responses that were stored at this
	// time or later, in the order in which they were stored; all of them since the
	// zero time. After an error it ends.
	ResponsesSince(ctx context.Context, campaign string, since time.Time) iter.Seq2[survey.Response, error]
}

// How Live follows a store, unless it is told otherwise.
const (
	DefaultEvery   = 2 * time.Second
	DefaultOverlap = 10 * time.Second
	DefaultRecount = time.Hour
)

// LiveConfig is what a Live follows, and how.
type LiveConfig struct {
	Campaign     string
	Municipality *survey.Municipality
	Reader       *Reader // of the campaign's questionnaire
	Code         string  // version of the program, as rankings say
	Responses    Responses
	Now          func() time.Time // the clock that the store stamps by; it must not be nil
	Zone         *time.Location   // in which days begin; nil: UTC
	Failed       func(error)      // told by Run of a look that failed; nil: nobody is
	Ballots      bool             // Counted has the ballots too; they take room with every answer that is unlike all others

	// Every is the pause between two looks at the store; 0 means DefaultEvery.
	Every time.Duration
	// Overlap is how far each look reaches back before the last one. It must be
	// more than the clocks of processes that share the store may differ, and than a
	// response may take from its stamp until others see it; 0 means DefaultOverlap.
	Overlap time.Duration
	// Recount is how often everything is counted anew, so that whatever slipped
	// through the overlap does not stay lost; 0 means DefaultRecount.
	Recount time.Duration
}

// Live keeps the tally of one campaign up to date with a store that many
// processes write to. Each response counts once, by its ID, and as it was corrected
// and judged last: when one was corrected or judged, the next look counts all anew. It remembers the IDs
// of one look at the store only, so its memory does not grow with the campaign.
// It is safe for concurrent use.
type Live struct {
	cfg   LiveConfig
	looks sync.Mutex // held during a look at the store
	ranks sync.Mutex // held while a ranking is made

	mu      sync.Mutex // guards what follows
	counted *follower  // nil until all responses have been read once
	recount *follower  // the count anew that is under way, if one is
	anew    bool       // something that was counted is gone: the next look counts anew
	// When all was counted last, by the clock of this process, and how long that took.
	recounted time.Time
	took      time.Duration
	version   uint64 // grows with every change of counted
	made      map[Rule]made
	making    map[Rule]*making // by Recent
	lineups   map[Rule]*Lineup // of counted; those that somebody asked for
}

// made is a snapshot, the version that it was made of, and until when that was the newest.
type made struct {
	*Snapshot
	version uint64
	until   time.Time
}

// NewLive starts with nothing counted; Sync or Run reads the store.
func NewLive(cfg LiveConfig) *Live {
	cfg.Every = cmp.Or(cfg.Every, DefaultEvery)
	cfg.Overlap = cmp.Or(cfg.Overlap, DefaultOverlap)
	cfg.Recount = cmp.Or(cfg.Recount, DefaultRecount)
	cfg.Zone = cmp.Or(cfg.Zone, time.UTC)
	if cfg.Failed == nil {
		cfg.Failed = func(error) {}
	}
	return &Live{cfg: cfg, made: map[Rule]made{}, making: map[Rule]*making{}, lineups: map[Rule]*Lineup{}}
}

// Run follows the store until the context is done, and then returns nil. A look
// that fails is reported and tried again after the pause.
func (l *Live) Run(ctx context.Context) error {
	look, recount := time.NewTicker(l.cfg.Every), time.NewTicker(l.cfg.Recount)
	defer look.Stop()
	defer recount.Stop()
	l.report(ctx, l.Sync(ctx))
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-look.C:
			l.report(ctx, l.follow(ctx))
		case <-recount.C:
			l.report(ctx, l.Recount(ctx))
		}
	}
}

func (l *Live) report(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		l.cfg.Failed(err)
	}
}

// Sync counts what has been stored since the last look; the first time, after Forget,
// and once a correction was met, all.
func (l *Live) Sync(ctx context.Context) error {
	l.looks.Lock()
	defer l.looks.Unlock()
	if c := l.current(); c != nil {
		if err := l.look(ctx, c); err != nil {
			return err
		}
	}
	if l.current() != nil { // still
		return nil
	}
	return l.countAnew(ctx)
}

// follow is Sync for who follows the store: after a count of many responses it rests, so that a stream of corrections
// does not keep it counting. What is new is counted meanwhile all the same.
func (l *Live) follow(ctx context.Context) error {
	l.looks.Lock()
	l.mu.Lock()
	c, rests := l.counted, l.rests()
	l.mu.Unlock()
	if c == nil || !rests {
		l.looks.Unlock()
		return l.Sync(ctx)
	}
	defer l.looks.Unlock()
	return l.look(ctx, c)
}

func (l *Live) rests() bool {
	return l.took > restFrom && time.Since(l.recounted) < restTimes*l.took
}

// A count of all responses that takes longer than restFrom is followed by a rest of so many times that.
const (
	restFrom  = 200 * time.Millisecond
	restTimes = 9
)

// current is the count if it needs only to be gone on with; nil if all is to be counted.
func (l *Live) current() *follower {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counted == nil || l.anew || l.counted.stale {
		return nil
	}
	return l.counted
}

// Forget tells that a response was removed from the store: the next look counts all
// anew. It returns at once.
func (l *Live) Forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.anew = true
}

// Recount counts everything anew and then takes the new count for the old one,
// which serves until then.
func (l *Live) Recount(ctx context.Context) error {
	l.looks.Lock()
	defer l.looks.Unlock()
	return l.countAnew(ctx)
}

func (l *Live) countAnew(ctx context.Context) error {
	c := newFollower(l.cfg.Reader.Shape(), l.cfg.Ballots)
	l.mu.Lock()
	anew := l.anew
	l.recount, l.anew = c, false
	l.mu.Unlock()
	began := time.Now()
	err := l.look(ctx, c)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.recount, l.recounted, l.took = nil, time.Now(), time.Since(began)
	if err != nil {
		l.anew = l.anew || anew
		return err
	}
	l.counted = c
	clear(l.lineups)
	l.changed()
	return nil
}

// look reads into the count what was stored since its last look.
func (l *Live) look(ctx context.Context, c *follower) error {
	began := l.cfg.Now()
	l.mu.Lock()
	since := c.since
	l.mu.Unlock()
	var failed error
	for r, err := range l.cfg.Responses.ResponsesSince(ctx, l.cfg.Campaign, since) {
		if err != nil {
			failed = fmt.Errorf("prioritize: follow campaign %s: %w", l.cfg.Campaign, err)
			break
		}
		ballot, err := l.cfg.Reader.Read(&r)
		l.mu.Lock()
		l.meet(c, &r, &ballot, err)
		l.mu.Unlock()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	c.looked(failed == nil, began.Add(-l.cfg.Overlap))
	return failed
}

// Offer counts a response that this process has just stored, without waiting for
// the next look; one that was corrected or judged waits for it. It returns at once. Responses to
// other campaigns are passed over.
func (l *Live) Offer(r survey.Response) {
	if r.Campaign != l.cfg.Campaign {
		return
	}
	ballot, err := l.cfg.Reader.Read(&r)
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range []*follower{l.counted, l.recount} {
		if c != nil {
			l.meet(c, &r, &ballot, err)
		}
	}
}

// meet counts a response unless that was done before, and what follows the count
// with it.
func (l *Live) meet(c *follower, r *survey.Response, b *Ballot, unreadable error) {
	if !c.meet(r, l.day(r.Submitted), b, unreadable) || c != l.counted {
		return
	}
	l.changed()
	if unreadable != nil || !r.Counts() {
		return
	}
	for _, x := range l.lineups {
		x.Add(b)
	}
}

// day is the midnight before, where days begin.
func (l *Live) day(t time.Time) time.Time {
	year, month, day := t.In(l.cfg.Zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, l.cfg.Zone)
}

// Places is where all needs stand by the rule, "" meaning Reach, best first: the order
// and the scores of the Ranking without all else, so that every answer can be
// followed. None is withheld, see Lineup. Until the store has been read once it is a
// survey.ErrUnavailable, and an ErrInvalid for a rule that is not known.
func (l *Live) Places(rule Rule) ([]Place, error) {
	rule = cmp.Or(rule, Reach)
	if !slices.Contains(Rules(), rule) {
		return nil, fmt.Errorf("prioritize: places by rule %q: %w", rule, survey.ErrInvalid)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counted == nil {
		return nil, l.uncounted()
	}
	x := l.lineups[rule]
	if x == nil {
		x = NewLineup(l.counted.tally, l.cfg.Municipality, rule)
		l.lineups[rule] = x
	}
	return x.AppendPlaces(nil), nil
}

func (l *Live) uncounted() error {
	return fmt.Errorf("prioritize: campaign %s is not counted yet: %w", l.cfg.Campaign, survey.ErrUnavailable)
}

// Snapshot ranks what has been counted by the rule; "" means Reach. It is made
// anew only when something has changed; otherwise it costs nothing. Until the
// store has been read once it is a survey.ErrUnavailable.
func (l *Live) Snapshot(rule Rule) (*Snapshot, error) {
	rule = cmp.Or(rule, Reach)
	l.ranks.Lock()
	defer l.ranks.Unlock()
	l.mu.Lock()
	if l.counted == nil {
		l.mu.Unlock()
		return nil, l.uncounted()
	}
	if last, ok := l.made[rule]; ok && last.version == l.version {
		l.mu.Unlock()
		return last.Snapshot, nil
	}
	version, unread, tally, aside, days := l.version, l.counted.unread, l.counted.tally.Clone(), l.counted.aside.Clone(), l.counted.byDay()
	l.mu.Unlock()

	s, err := l.rank(rule, tally, aside, unread)
	if err != nil {
		return nil, err
	}
	s.Whole.Days = days
	l.mu.Lock()
	defer l.mu.Unlock()
	l.made[rule] = made{s, version, l.cfg.Now()}
	return s, nil
}

func (l *Live) rank(rule Rule, tally, aside *Tally, unread int64) (*Snapshot, error) {
	in := l.input(tally, aside, unread)
	in.Rule = rule
	return NewSnapshot(in)
}

func (l *Live) input(tally, aside *Tally, unread int64) Input {
	return Input{
		Campaign: l.cfg.Campaign, Questionnaire: l.cfg.Reader.Questionnaire(), Municipality: l.cfg.Municipality,
		Needs: l.cfg.Reader.Needs(), Services: l.cfg.Reader.Services(), Asked: l.cfg.Reader.Asked(), Tally: tally, Aside: aside, Unread: unread, Code: l.cfg.Code,
	}
}

// Counted is what has been counted. Until the store has been read once it is a
// survey.ErrUnavailable.
func (l *Live) Counted() (Counted, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counted == nil {
		return Counted{}, l.uncounted()
	}
	c := Counted{Input: l.input(l.counted.tally.Clone(), l.counted.aside.Clone(), l.counted.unread), Days: l.counted.byDay()}
	c.Code = ""
	if l.cfg.Ballots {
		c.Ballots, c.AsideBallots = l.counted.ballots.Clone(), l.counted.asideBallots.Clone()
	}
	return c, nil
}

// Ranking is the ranking of the Snapshot.
func (l *Live) Ranking(rule Rule) (Ranking, error) {
	s, err := l.Snapshot(rule)
	if err != nil {
		return Ranking{}, err
	}
	return s.Ranking, nil
}
