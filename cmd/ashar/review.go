package main

import (
	"context"
	"log/slog"
	"time"

	"ashar/prioritize"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/page"
	"ashar/survey/quality"
	"ashar/survey/review"
)

// reviews is the room in which it is decided which answers count.
func (a *app) reviews(pages *page.Pages, door *page.Door, zone *time.Location) (*review.Reviewer, error) {
	return review.New(review.Deps{
		Pages: pages, Door: door, Campaigns: a.db, Places: a.db, Responses: reviewed{a.db, a.followers.offer}, Accounts: a.db,
		Inspector: inspector{a.db, zone}, Entries: a.db, Failed: func(campaign string, err error) {
			a.log.Warn("a campaign's answers could not be looked through", slog.String("campaign", campaign), slog.Any("error", err))
		}, Zone: zone, Now: a.now,
	})
}

// reviewed tells whoever counts of each judgement that was stored.
type reviewed struct {
	*store.DB
	told func(survey.Response)
}

// ReviewResponse keeps the judgement of a response; see store.DB.
func (r reviewed) ReviewResponse(ctx context.Context, resp survey.Response) error {
	if err := r.DB.ReviewResponse(ctx, resp); err != nil {
		return err
	}
	r.told(resp)
	return nil
}

// inspector looks a campaign's answers through, and ranks with and without what it finds.
type inspector struct {
	db   *store.DB
	zone *time.Location
}

// scored is what is ranked of a response.
type scored struct {
	id     string
	counts bool
	prioritize.Ballot
}

// Inspect reads all responses of the campaign once; see review.Inspector.
func (x inspector) Inspect(ctx context.Context, campaign string) (review.Inspection, error) {
	c, err := readCampaign(ctx, x.db, campaign)
	if err != nil {
		return review.Inspection{}, err
	}
	versions, err := readVersions(ctx, x.db, c.campaign)
	if err != nil {
		return review.Inspection{}, err
	}
	look := quality.NewLook(quality.DefaultRules(x.zone), &c.municipality, versions...)
	var ballots []scored
	for r, err := range responsesOf(ctx, x.db, campaign) {
		if err != nil {
			return review.Inspection{}, err
		}
		look.Add(&r)
		if b, err := c.reader.Read(&r); err == nil {
			ballots = append(ballots, scored{r.ID, r.Counts(), b})
		}
	}
	found := look.Find()
	in := prioritize.Input{
		Campaign: campaign, Questionnaire: c.reader.Questionnaire(), Municipality: &c.municipality, Needs: c.reader.Needs(),
		Tally: prioritize.NewTally(c.reader.Shape()), Aside: prioritize.NewTally(c.reader.Shape()), Code: codeVersion(),
	}
	suspects := found.Suspects()
	open := 0
	for i := range ballots {
		b := &ballots[i]
		_, b.Flagged = suspects[b.id]
		switch {
		case !b.counts:
			in.Aside.Add(&b.Ballot)
			continue
		case b.Flagged:
			open++
		}
		in.Tally.Add(&b.Ballot)
	}
	ranking, err := prioritize.Rank(in)
	if err != nil {
		return review.Inspection{}, err
	}
	return review.Inspection{Findings: found, Order: orderOf(&ranking, open, int(in.Aside.Count()))}, nil
}

// orderOf is what a ranking tells of where needs stand with and without some answers.
func orderOf(r *prioritize.Ranking, open, aside int) review.Order {
	o := review.Order{Open: open, Aside: aside}
	for i := range r.Items {
		o.Needs = append(o.Needs, review.Place{Need: r.Items[i].Need.Name, Counted: r.Items[i].Rank})
	}
	set := func(left prioritize.Left, n int, beside *review.Beside, place func(*review.Place) *int) {
		if n == 0 {
			return
		}
		*beside = review.Untold
		for _, w := range r.Without {
			if w.Left == left && w.Ranks != nil {
				*beside = review.Told
				for i, rank := range w.Ranks {
					*place(&o.Needs[i]) = rank
				}
			}
		}
	}
	set(prioritize.LeftFlagged, open, &o.Without, func(p *review.Place) *int { return &p.Without })
	set(prioritize.LeftExcluded, aside, &o.With, func(p *review.Place) *int { return &p.With })
	return o
}
