package steward

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ashar/survey"
	"ashar/survey/access"
)

// ActionOf is what staff must be allowed to do to take a step.
func ActionOf(step survey.Step) access.Action {
	switch step {
	case survey.Freezes, survey.Publishes:
		return access.DecideResults
	}
	return access.RunCampaigns
}

// Open opens a campaign, which is new or a draft: it asks in the villages that its municipality has now, and has a door in
// each of them then, in their order. See survey.Campaign.Take, and Check.
func (s *Steward) Open(ctx context.Context, now time.Time, by access.Account, c survey.Campaign, q *survey.Questionnaire) (survey.Campaign, []survey.Door, error) {
	before := string(c.Status)
	if c.Rev == 0 {
		before = ""
	}
	opened := c
	opened.Villages = nil
	if err := opened.Take(survey.Opens, now); err != nil {
		return c, nil, err
	}
	if err := s.Check(&opened, q); err != nil {
		return c, nil, err
	}
	if err := s.claim(ctx, &opened, q); err != nil {
		return c, nil, err
	}
	m, err := s.store.Municipality(ctx, c.Municipality)
	if err != nil {
		return c, nil, err
	}
	for _, v := range m.Current(now) {
		opened.Villages = append(opened.Villages, v.ID)
	}
	doors, err := s.doors(ctx, &opened)
	if err != nil {
		return c, nil, err
	}
	opened, err = s.save(ctx, now, by, opened, access.RunCampaigns, before,
		fmt.Sprintf("open, asks %s, villages %d, limit %d", opened.Questionnaire, len(doors), opened.Limit))
	return opened, doors, err
}

// claim makes sure that nobody else is opening the campaign: of two who press the button at once, one makes its doors.
func (s *Steward) claim(ctx context.Context, c *survey.Campaign, q *survey.Questionnaire) error {
	if c.Rev == 0 {
		switch _, err := s.store.Campaign(ctx, c.ID); {
		case err == nil:
			return fmt.Errorf("the store has a campaign %s already; give another name with --id: %w", c.ID, survey.ErrExists)
		case !errors.Is(err, survey.ErrNotFound):
			return err
		}
		return s.keep(ctx, q)
	}
	c.Rev++
	draft := *c
	draft.Status = survey.StatusDraft
	if err := s.store.SaveCampaign(ctx, draft); err != nil {
		return fmt.Errorf("steward: %w", err)
	}
	return nil
}

// doors are the campaign's, one in each village; those that are not there yet are made.
func (s *Steward) doors(ctx context.Context, c *survey.Campaign) ([]survey.Door, error) {
	there := map[string]survey.Door{}
	for d, err := range s.store.Doors(ctx, c.ID) {
		if err != nil {
			return nil, err
		}
		if d.Own() { // its own: by those with a label it is not found
			there[d.Village] = d
		}
	}
	var doors []survey.Door
	for _, village := range c.Villages {
		d, ok := there[village]
		if !ok {
			var err error
			if d, err = survey.OpenDoor(ctx, s.store, s.random, survey.Door{Campaign: c.ID, Municipality: c.Municipality, Village: village}); err != nil {
				return nil, err
			}
		}
		doors = append(doors, d)
	}
	return doors, nil
}

// Close closes a campaign: it takes no answers any more.
func (s *Steward) Close(ctx context.Context, now time.Time, by access.Account, c survey.Campaign) (survey.Campaign, error) {
	return s.take(ctx, now, by, c, survey.Closes)
}

// Freeze freezes a campaign that is closed: what it counts changes no more, and is kept. First it takes nothing any more,
// then that is counted: where it broke off in between, done again, or published, it does the rest, and so does whoever
// looks at the campaign next. Of one that is frozen it is a survey.ErrExists all the same.
// It is an UncodedError, before anything is done, while it is not known what "other" stands for.
func (s *Steward) Freeze(ctx context.Context, now time.Time, by access.Account, c survey.Campaign) (survey.Campaign, error) {
	frozen, err := s.take(ctx, now, by, c, survey.Freezes)
	if err != nil && !(errors.Is(err, survey.ErrExists) && c.Frozen()) {
		return c, err
	}
	return frozen, errors.Join(s.count(ctx, now, by, frozen), err)
}

func (s *Steward) count(ctx context.Context, now time.Time, by access.Account, c survey.Campaign) error {
	if err := s.counts(ctx, now, by, c); err != nil {
		return fmt.Errorf("steward: keep what campaign %s counted: %w", c.ID, err)
	}
	return nil
}

func (s *Steward) take(ctx context.Context, now time.Time, by access.Account, c survey.Campaign, step survey.Step) (survey.Campaign, error) {
	next := c
	if err := next.Take(step, now); err != nil {
		return c, err
	}
	if err := s.waits(ctx, &c, step); err != nil {
		return c, err
	}
	return s.save(ctx, now, by, next, ActionOf(step), string(c.Status), string(next.Status))
}

// Publish lets everybody know what came of a campaign, and has those told who asked for it: the announcement says so.
// One that is closed is frozen first. Where that broke off before they were told, done again it does the rest. Of one
// that is not frozen it is an UncodedError as Freeze is.
func (s *Steward) Publish(ctx context.Context, now time.Time, by access.Account, c survey.Campaign) (survey.Campaign, survey.Announcement, error) {
	a := survey.NewAnnouncement(&c, survey.ResultsPublished, now)
	if c.Status == survey.StatusClosed {
		frozen, err := s.Freeze(ctx, now, by, c)
		if err != nil {
			return c, a, err
		}
		c = frozen
	} else if c.Frozen() {
		if err := s.count(ctx, now, by, c); err != nil {
			return c, a, err
		}
	}
	published, err := s.take(ctx, now, by, c, survey.Publishes)
	if errors.Is(err, survey.ErrExists) {
		for told, err := range s.store.Announcements(ctx, c.ID) {
			if err != nil {
				return c, a, err
			}
			if told.Kind == survey.ResultsPublished {
				return c, a, fmt.Errorf("the results of campaign %s were published before: %w", c.ID, survey.ErrExists)
			}
		}
		published, err = c, nil
	}
	if err != nil {
		return c, a, err
	}
	return published, a, s.store.SaveAnnouncement(ctx, a)
}
