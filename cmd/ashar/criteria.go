package main

import (
	"context"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/board"
	"ashar/prioritize/criteria"
	"ashar/prioritize/hearing"
	"ashar/prioritize/report"
	"ashar/store"
	"ashar/survey/access"
	"ashar/survey/page"
)

// appraisals is the room of the criteria and of the budget.
func (a *app) appraisals(pages *page.Pages, door *page.Door, zone *time.Location) (*criteria.Room, error) {
	return criteria.New(criteria.Deps{
		Pages: pages, Door: door, Catalogue: a.db, Rankings: a.followers, Counts: &a.followers.still, Appraisals: a.db, Hearings: halls{a.db},
		Entries: a.db, Zone: zone, Now: a.now,
	})
}

// besideTheBoard are the pages that the board leads to.
func besideTheBoard() []board.Beside {
	return []board.Beside{
		{Path: criteria.Path, Words: "criteria.title", Action: access.SeeResults},
		{Path: criteria.BudgetPath, Words: "budget.title", Action: access.SeeResults},
		{Path: report.Path, Words: "reporting.title", Action: access.SeeResults},
	}
}

// Counted is what a campaign that is frozen counted, with the votes where they are kept; see criteria.Counts.
func (s *standstill) Counted(ctx context.Context, campaign string) (prioritize.Counted, error) {
	_, counted, err := s.withBallots(ctx, s.now(), access.Service(), campaign)
	return counted, err
}

// halls tells what was decided in hearings; see criteria.Hearings.
type halls struct{ db *store.DB }

// Decided are the places that the campaign's last hearing of all villages gave to needs, once it is over.
func (h halls) Decided(ctx context.Context, campaign string) (map[string]appraisal.Decision, error) {
	last, err := h.last(ctx, campaign)
	if err != nil || last == nil {
		return nil, err
	}
	outcome, err := last.Outcome()
	if err != nil {
		return nil, err
	}
	all := map[string]appraisal.Decision{}
	for _, d := range outcome {
		all[d.Option] = appraisal.Decision{Vote: d.Vote, Final: d.Final, Why: d.Why}
	}
	return all, nil
}

// last is the campaign's last hearing of all villages that is over; nil if there was none.
func (h halls) last(ctx context.Context, campaign string) (*hearing.Hearing, error) {
	var last *hearing.Hearing
	for x, err := range h.db.HearingsOf(ctx, campaign) {
		if err != nil {
			return nil, err
		}
		over := x.State == hearing.Ended || x.State == hearing.Signed
		if over && x.Village == "" && (last == nil || x.Planned.After(last.Planned)) {
			last = &x
		}
	}
	return last, nil
}
