package steward

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/access"
)

// Store is where campaigns are kept. What is not there is a survey.ErrNotFound; after an error a sequence ends.
type Store interface {
	access.Entries
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
	// SaveCampaign keeps a new one, whose Rev is 1, or replaces the one that has Rev-1; survey.ErrExists if there is
	// one, survey.ErrConflict if it has another Rev.
	SaveCampaign(ctx context.Context, c survey.Campaign) error
	// DeleteCampaign removes one for good; a survey.ErrNotFound if it is not there.
	DeleteCampaign(ctx context.Context, id string) error
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
	// InsertQuestionnaire keeps a version for good; survey.ErrExists if there is one with its key.
	InsertQuestionnaire(ctx context.Context, q *survey.Questionnaire) error
	// ResponsesSince streams the campaign's responses; all of them since the zero time.
	ResponsesSince(ctx context.Context, campaign string, since time.Time) iter.Seq2[survey.Response, error]
	Doors(ctx context.Context, campaign string) iter.Seq2[survey.Door, error]
	// InsertDoor keeps a door for good; survey.ErrExists if its code is taken.
	InsertDoor(ctx context.Context, d survey.Door) error
	TicketsOf(ctx context.Context, campaign string) iter.Seq2[survey.Ticket, error]
	Announcements(ctx context.Context, campaign string) iter.Seq2[survey.Announcement, error]
	// SaveAnnouncement keeps a new one, whose Rev is 1.
	SaveAnnouncement(ctx context.Context, a survey.Announcement) error
}

// Rankable is nil for a questionnaire out of whose answers, together with those to earlier versions, priorities can be
// worked out; else it says why not.
type Rankable func(q *survey.Questionnaire, earlier ...*survey.Questionnaire) error

// Counts keeps what a campaign that is frozen counted, once and for good, so that what is published of it stays as it is
// whatever becomes of its answers; where that was done before, it does nothing.
type Counts func(ctx context.Context, now time.Time, by access.Account, c survey.Campaign) error

// ErrUnrankable is that no priorities can be worked out of what the questionnaire asks. It is a survey.ErrInvalid.
var ErrUnrankable = fmt.Errorf("steward: unrankable: %w", survey.ErrInvalid)

// ErrVersion is that another questionnaire is kept under the key of this version. It is a survey.ErrConflict.
var ErrVersion = fmt.Errorf("another questionnaire is kept under this version: %w", survey.ErrConflict)

// Steward leads campaigns. It is safe for concurrent use.
type Steward struct {
	store    Store
	trail    *access.Trail
	random   io.Reader // for the doors' codes
	rankable Rankable
	counts   Counts
}

// New makes a steward of what is kept in the store. Codes are drawn from random.
func New(s Store, random io.Reader, rankable Rankable, counts Counts) *Steward {
	return &Steward{store: s, trail: access.NewTrail(s), random: random, rankable: rankable, counts: counts}
}

// Check is nil when the campaign can ask the questionnaire, together with the earlier versions: a survey.ErrInvalid or an
// ErrUnrankable otherwise.
func (s *Steward) Check(c *survey.Campaign, q *survey.Questionnaire, earlier ...*survey.Questionnaire) error {
	if err := errors.Join(c.Check(), c.Fits(q)); err != nil {
		return err
	}
	if err := s.rankable(q, earlier...); err != nil {
		return fmt.Errorf("no campaign can ask it, since no priorities can be worked out of its answers; %w: %w", err, ErrUnrankable)
	}
	return nil
}

// most identifiers that are tried for a draft.
const mostTries = 1000

// Draft keeps a new campaign as a draft that asks the questionnaire, under the identifier that it has or, where that is
// taken, one that ends in a number.
func (s *Steward) Draft(ctx context.Context, now time.Time, by access.Account, c survey.Campaign, q *survey.Questionnaire) (survey.Campaign, error) {
	c.Rev, c.Status, c.Questionnaire, c.Earlier = 1, survey.StatusDraft, q.Key(), nil
	if err := s.Check(&c, q); err != nil {
		return c, err
	}
	if err := s.keep(ctx, q); err != nil {
		return c, err
	}
	for base, n := c.ID, 2; ; n++ {
		err := s.store.SaveCampaign(ctx, c)
		if err == nil {
			break
		}
		if !errors.Is(err, survey.ErrExists) || n > mostTries {
			return c, fmt.Errorf("steward: draft: %w", err)
		}
		c.ID = fmt.Sprintf("%s-%d", base, n)
	}
	return c, s.tell(ctx, now, by, &c, access.RunCampaigns, "", "draft, asks "+c.Questionnaire)
}

// Discard removes a draft, for good. What was opened before is a survey.ErrInvalid, and so is a draft that somebody has begun
// to open: it has doors.
func (s *Steward) Discard(ctx context.Context, now time.Time, by access.Account, c survey.Campaign) error {
	if c.Status != survey.StatusDraft {
		return fmt.Errorf("steward: campaign %s is %s, and no draft: %w", c.ID, c.Status, survey.ErrInvalid)
	}
	c.Rev++ // nobody who has read it before can open or change it from now on
	if err := s.store.SaveCampaign(ctx, c); err != nil {
		return fmt.Errorf("steward: %w", err)
	}
	for _, err := range s.store.Doors(ctx, c.ID) {
		if err == nil {
			err = survey.ErrInvalid
		}
		return fmt.Errorf("steward: campaign %s has doors: %w", c.ID, err)
	}
	if err := s.tell(ctx, now, by, &c, access.RunCampaigns, string(c.Status), "discarded"); err != nil {
		return err
	}
	return s.store.DeleteCampaign(ctx, c.ID)
}

// keep keeps a version of a questionnaire, unless it is there already. Another one under its key is an ErrVersion.
func (s *Steward) keep(ctx context.Context, q *survey.Questionnaire) error {
	err := s.store.InsertQuestionnaire(ctx, q)
	if !errors.Is(err, survey.ErrExists) {
		return err
	}
	kept, err := s.store.Questionnaire(ctx, q.Key())
	if err == nil && !kept.Equal(q) {
		err = fmt.Errorf("steward: the store has another questionnaire %s, and a version never changes; raise the version of this one: %w", q.Key(), ErrVersion)
	}
	return err
}

// Change gives a campaign the settings of want; see survey.Campaign.Change, and Admit.
func (s *Steward) Change(ctx context.Context, now time.Time, by access.Account, c, want survey.Campaign) (survey.Campaign, error) {
	next := c
	if err := next.Change(want, now); err != nil {
		return c, err
	}
	q, err := s.store.Questionnaire(ctx, c.Questionnaire)
	if err != nil {
		return c, err
	}
	if err := next.Fits(q); err != nil {
		return c, err
	}
	if next.Admission != c.Admission {
		if err := s.releases(ctx, &c); err != nil {
			return c, err
		}
	}
	before, after := different(settings(&c), settings(&next))
	if after == "" && before == "" {
		return c, nil
	}
	return s.save(ctx, now, by, next, access.RunCampaigns, before, after)
}

// Admit changes a campaign's rule of admission, of one that is open as well: in the terminal, by somebody who knows whom
// that shuts out. Of one that is over it is a survey.ErrClosed, and of one of which slips were made a survey.ErrInvalid.
func (s *Steward) Admit(ctx context.Context, now time.Time, by access.Account, c survey.Campaign, rule survey.Admission) (survey.Campaign, error) {
	next := c
	next.Admission = rule
	switch {
	case c.Over():
		return c, fmt.Errorf("steward: campaign %s: %w", c.ID, survey.ErrClosed)
	case rule == c.Admission:
		return c, nil
	}
	if err := errors.Join(next.Check(), s.releases(ctx, &c)); err != nil {
		return c, err
	}
	before, after := different(settings(&c), settings(&next))
	return s.save(ctx, now, by, next, access.RunCampaigns, before, after)
}

// releases is nil when the campaign's rule of admission may become another; a survey.ErrInvalid when slips were made:
// whoever has one was promised that it leads to no vote.
func (s *Steward) releases(ctx context.Context, c *survey.Campaign) error {
	if c.Admission != survey.AdmitsSlips {
		return nil
	}
	for _, err := range s.store.TicketsOf(ctx, c.ID) {
		if err != nil {
			return err
		}
		return fmt.Errorf("slips of campaign %s were made, and who has one was promised that it leads to no vote; open another campaign: %w", c.ID, survey.ErrInvalid)
	}
	return nil
}

// Ask has a campaign ask another questionnaire. A draft asks any, instead of the one before; one that is open asks
// another version of its own, see survey.Campaign.Revise, and who has begun goes on with theirs. One that is over is a
// survey.ErrClosed.
func (s *Steward) Ask(ctx context.Context, now time.Time, by access.Account, c survey.Campaign, q *survey.Questionnaire) (survey.Campaign, error) {
	next := c
	var earlier []*survey.Questionnaire
	switch {
	case c.Over():
		return c, fmt.Errorf("steward: campaign %s asks nothing any more: %w", c.ID, survey.ErrClosed)
	case c.Status == survey.StatusDraft:
		next.Questionnaire = q.Key()
		if next.Fits(q) != nil {
			next.Languages = nil
		}
	default:
		for _, key := range c.Versions() {
			version, err := s.store.Questionnaire(ctx, key)
			if err != nil {
				return c, err
			}
			earlier = append(earlier, version)
		}
		if err := next.Revise(q); err != nil {
			return c, err
		}
	}
	if next.Questionnaire == c.Questionnaire {
		if kept, err := s.store.Questionnaire(ctx, c.Questionnaire); err != nil || kept.Equal(q) {
			return c, err
		}
	}
	if err := s.Check(&next, q, earlier...); err != nil {
		return c, err
	}
	if err := s.keep(ctx, q); err != nil {
		return c, err
	}
	return s.save(ctx, now, by, next, access.RunCampaigns, "asks "+c.Questionnaire, "asks "+next.Questionnaire)
}

// save keeps the next revision of a campaign, and tells of it.
func (s *Steward) save(ctx context.Context, now time.Time, by access.Account, c survey.Campaign, did access.Action, before, after string) (survey.Campaign, error) {
	c.Rev++
	if err := s.store.SaveCampaign(ctx, c); err != nil {
		return c, fmt.Errorf("steward: %w", err)
	}
	return c, s.tell(ctx, now, by, &c, did, before, after)
}

func (s *Steward) tell(ctx context.Context, now time.Time, by access.Account, c *survey.Campaign, did access.Action, before, after string) error {
	_, err := s.trail.Write(ctx, now, by, access.Deed{
		Municipality: c.Municipality, Action: did, Subject: "campaign/" + c.ID, Before: before, After: after,
	})
	return err
}

// settings are a campaign's, in short, for the audit trail.
func settings(c *survey.Campaign) []string {
	day := func(t time.Time) string {
		if t.IsZero() {
			return "none"
		}
		return t.UTC().Format(time.RFC3339)
	}
	word := func(s, none string) string {
		if s == "" {
			return none
		}
		return s
	}
	said := []string{
		"title " + c.Title.In("ky", "ru"), "opens " + day(c.Opens), "closes " + day(c.Closes),
		"languages " + word(strings.Join(c.Languages, " "), "all"), "admission " + word(string(c.Admission), "open"), fmt.Sprintf("limit %d", c.Limit),
		"shows " + word(string(c.Visibility), "nothing"), "keeps until " + day(c.Keep), "targets of the instance",
	}
	if t := c.Targets; t != nil {
		said[len(said)-1] = fmt.Sprintf("targets %d answers or %g, women %g, youth %g until %d", t.Answers, t.Adults, t.Women, t.Youth, t.YouthUntil)
	}
	return said
}

// different are those that are not in both.
func different(before, after []string) (was, became string) {
	only := func(of, in []string) string {
		return strings.Join(slices.DeleteFunc(slices.Clone(of), func(x string) bool { return slices.Contains(in, x) }), ", ")
	}
	return only(before, after), only(after, before)
}
