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
	for r, err := range x.db.Responses(ctx, campaign) {
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
		Campaign: campaign, Questionnaire: c.reader.Questionnaire(), Municipality: &c.municipality, Needs: c.reader.Needs(), Services: c.reader.Services(), Asked: c.reader.Asked(),
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
	order, err := orderOf(in, open)
	if err != nil {
		return review.Inspection{}, err
	}
	return review.Inspection{Findings: found, Order: order}, nil
}

// orderOf is where needs stand as counted, without the flagged, of which there are so many, and with what was set aside:
// each as the ranking of those answers tells it, and none of a need whose place as counted is not told. That is more than
// Ranking.Without tells, which hides as well what a few of those left out chose: whoever may look here has their answers
// before them.
func orderOf(in prioritize.Input, flagged int) (review.Order, error) {
	o := review.Order{Open: flagged, Aside: int(in.Aside.Count())}
	all := in.Tally.Clone()
	if err := all.Merge(in.Aside); err != nil {
		return o, err
	}
	ranking, err := prioritize.Rank(in)
	if err != nil {
		return o, err
	}
	at := map[string]int{} // a need's code -> its place in o.Needs
	for i := range ranking.Items {
		it := &ranking.Items[i]
		at[it.Need.Code] = i
		o.Needs = append(o.Needs, review.Place{Need: it.Need.Name, Counted: it.Rank})
	}
	beside := func(others *prioritize.Tally, n int, place func(*review.Place) *int) (review.Beside, error) {
		switch {
		case n == 0:
			return review.Same, nil
		case n < prioritize.MinBase:
			return review.Untold, nil
		}
		other := in
		other.Tally, other.Aside = others, nil
		r, err := prioritize.Rank(other)
		if err != nil || len(r.Items) == 0 {
			return review.Untold, err
		}
		for i := range r.Items {
			if p := &o.Needs[at[r.Items[i].Need.Code]]; p.Counted > 0 {
				*place(p) = r.Items[i].Rank
			}
		}
		return review.Told, nil
	}
	if len(o.Needs) == 0 { // too few answered
		return o, nil
	}
	rest := in.Tally.Only(func(s prioritize.Source) bool { return !s.Flagged })
	if o.Without, err = beside(rest, o.Open, func(p *review.Place) *int { return &p.Without }); err != nil {
		return o, err
	}
	o.With, err = beside(all, o.Aside, func(p *review.Place) *int { return &p.With })
	return o, err
}
