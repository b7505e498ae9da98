package steward

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"ashar/survey"
	"ashar/survey/access"
)

// Archive is where campaigns' answers are kept, and deleted when their time is over. What is not there is a
// survey.ErrNotFound; after an error a sequence ends.
type Archive interface {
	Municipalities(ctx context.Context) iter.Seq2[survey.Municipality, error]
	Campaigns(ctx context.Context, municipality string) iter.Seq2[survey.Campaign, error]
	// Sweep counts what is kept of the people who answered the campaigns, by campaign, and with remove deletes it; counts
	// are of what it did also when it fails in between. Progress is called by one goroutine at a time with what else was
	// done of a campaign.
	Sweep(ctx context.Context, campaigns []string, remove bool, progress func(campaign string, more survey.Holdings)) (map[string]survey.Holdings, error)
	Retention(ctx context.Context, campaign string) (survey.Retention, error)
	// SaveRetention keeps a new one, whose Rev is 1, or replaces the one that has Rev-1; survey.ErrExists or
	// survey.ErrConflict if another did.
	SaveRetention(ctx context.Context, r survey.Retention) error
}

// Retainer deletes the answers of campaigns when the time for which they are kept is over. Before that it closes and
// freezes those that are not yet, so that what they counted is kept. It is safe for concurrent use.
type Retainer struct {
	steward *Steward
	archive Archive
	holder  string // of this run of a process
}

// NewRetainer makes a retainer. The holder is a name of this run of the process that no other has.
func NewRetainer(s *Steward, a Archive, holder string) *Retainer {
	return &Retainer{steward: s, archive: a, holder: holder}
}

// Retained is what became, or would become, of a campaign whose time is over.
type Retained struct {
	Campaign   survey.Campaign // as it was found
	Holdings   survey.Holdings // that were deleted in this run, or are to be
	Elsewhere, // another process is at it
	Settling, // it was closed only now, and answers may be under way: the next run does the rest
	Ended bool // nothing is left
}

// Due are the campaigns whose answers are to be deleted now, by the clock of the place that now is told in; of one
// municipality, or of all for "".
func (r *Retainer) Due(ctx context.Context, now time.Time, municipality string) ([]survey.Campaign, error) {
	var due []survey.Campaign
	for m, err := range r.archive.Municipalities(ctx) {
		if err != nil {
			return nil, err
		}
		if municipality != "" && m.ID != municipality {
			continue
		}
		for c, err := range r.archive.Campaigns(ctx, m.ID) {
			if err != nil {
				return nil, err
			}
			if c.Due(now) {
				due = append(due, c)
			}
		}
	}
	return due, nil
}

// Foresee says what Run would do now, and does nothing of it: it counts on the same way on which Run deletes.
func (r *Retainer) Foresee(ctx context.Context, now time.Time, municipality string) ([]Retained, error) {
	due, err := r.Due(ctx, now, municipality)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	held, err := r.archive.Sweep(ctx, idsOf(due), false, nil)
	if err != nil {
		return nil, fmt.Errorf("steward: count what is to be deleted: %w", err)
	}
	var all []Retained
	for _, c := range due {
		all = append(all, Retained{Campaign: c, Holdings: held[c.ID]})
	}
	return all, nil
}

// Run deletes the answers of all campaigns whose time is over, in the name of the account, and tells their
// municipalities' audit trails. Interrupted at any moment, done again it does the rest. What another process is at is
// left to it, unless nothing is heard of that for survey.Silence.
func (r *Retainer) Run(ctx context.Context, now func() time.Time, by access.Account) ([]Retained, error) {
	due, err := r.Due(ctx, now(), "")
	if err != nil || len(due) == 0 {
		return nil, err
	}
	all := make([]Retained, len(due))
	var ready []survey.Campaign
	at := map[string]*survey.Retention{}
	for i, c := range due {
		all[i].Campaign = c
		mine, err := r.claim(ctx, now(), &c)
		if err != nil {
			return all, err
		}
		if mine == nil {
			all[i].Elsewhere = true
			continue
		}
		switch due[i], err = r.freeze(ctx, now(), by, c); {
		case errors.Is(err, survey.ErrUnavailable) && due[i].Status == survey.StatusClosed:
			all[i].Settling = true
		case err != nil:
			return all, err
		default:
			ready, at[c.ID] = append(ready, due[i]), mine
		}
	}
	if len(ready) == 0 {
		return all, nil
	}
	gone, err := r.sweep(ctx, now, ready, at)
	for i := range all {
		all[i].Holdings = gone[all[i].Campaign.ID]
		mine := at[all[i].Campaign.ID]
		if err != nil || mine == nil {
			continue
		}
		if failed := r.end(ctx, now(), by, due[i], mine); failed != nil {
			return all, failed
		}
		all[i].Ended = true
	}
	return all, err
}

// claim takes a campaign for this run; nil when another is at it.
func (r *Retainer) claim(ctx context.Context, now time.Time, c *survey.Campaign) (*survey.Retention, error) {
	now = now.UTC().Truncate(time.Millisecond)
	mine, err := r.archive.Retention(ctx, c.ID)
	switch {
	case errors.Is(err, survey.ErrNotFound):
		mine = survey.Retention{Campaign: c.ID, Municipality: c.Municipality, Began: now}
	case err != nil:
		return nil, err
	case mine.Held(r.holder, now):
		return nil, nil //nolint:nilnil // it is nobody's fault
	}
	mine.Holder, mine.Heard, mine.Ended = r.holder, now, time.Time{}
	mine.Rev++
	err = r.archive.SaveRetention(ctx, mine)
	if errors.Is(err, survey.ErrConflict) || errors.Is(err, survey.ErrExists) {
		return nil, nil //nolint:nilnil // another was faster
	}
	return &mine, err
}

// freeze makes sure that what the campaign counted is kept before its answers go.
func (r *Retainer) freeze(ctx context.Context, now time.Time, by access.Account, c survey.Campaign) (survey.Campaign, error) {
	var err error
	if c.Status == survey.StatusOpen {
		if c, err = r.steward.Close(ctx, now, by, c); err != nil {
			return c, err
		}
	}
	if c.Status == survey.StatusClosed {
		return r.steward.Freeze(ctx, now, by, c)
	}
	return c, r.steward.count(ctx, now, by, c)
}

// sayEvery is how many deletions there are at most between two notes of how far they have come.
const sayEvery = 1000

// sweep deletes, and notes now and then how far it has come, so that others let it go on and, should it break off, what
// it deleted is known nearly all.
func (r *Retainer) sweep(ctx context.Context, now func() time.Time, ready []survey.Campaign, at map[string]*survey.Retention) (map[string]survey.Holdings, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var notes sync.Mutex
	n, last := 0, now()
	note := func() {
		for _, mine := range at {
			mine.Heard = now().UTC().Truncate(time.Millisecond)
			mine.Rev++
			if err := r.archive.SaveRetention(ctx, *mine); err != nil { // another has taken it: that one goes on
				stop(fmt.Errorf("steward: deletion of %s: %w", mine.Campaign, err))
				return
			}
		}
	}
	gone, err := r.archive.Sweep(ctx, idsOf(ready), true, func(campaign string, more survey.Holdings) {
		notes.Lock()
		defer notes.Unlock()
		at[campaign].Gone = at[campaign].Gone.Plus(more)
		if n++; n%sayEvery == 0 || now().Sub(last) > survey.Silence/4 {
			last = now()
			note()
		}
	})
	if err != nil && ctx.Err() != nil {
		err = errors.Join(context.Cause(ctx), err)
	}
	return gone, err
}

// end notes that nothing is left, and tells it.
func (r *Retainer) end(ctx context.Context, now time.Time, by access.Account, c survey.Campaign, mine *survey.Retention) error {
	now = now.UTC().Truncate(time.Millisecond)
	mine.Ended, mine.Heard = now, now
	mine.Rev++
	if err := r.archive.SaveRetention(ctx, *mine); err != nil {
		return fmt.Errorf("steward: deletion of %s: %w", c.ID, err)
	}
	until := "kept until " + c.Keep.UTC().Format(time.DateOnly)
	if err := r.steward.tell(ctx, now, by, &c, access.KeepAnswers, until, "answers deleted, "+mine.Gone.String()); err != nil { // before the campaign says so: twice rather than never
		return err
	}
	for {
		c.Cleared = now
		c.Rev++
		err := r.steward.store.SaveCampaign(ctx, c)
		if err == nil {
			return nil
		}
		if !errors.Is(err, survey.ErrConflict) {
			return fmt.Errorf("steward: %w", err)
		}
		if c, err = r.steward.store.Campaign(ctx, c.ID); err != nil || !c.Cleared.IsZero() {
			return err
		}
	}
}

func idsOf(campaigns []survey.Campaign) []string {
	var ids []string
	for _, c := range campaigns {
		ids = append(ids, c.ID)
	}
	return ids
}
