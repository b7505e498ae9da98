package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/prioritize/outline"
	"ashar/prioritize/report"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/page"
)

// drafts gather what situation analyses are made of: for the page, for other programs and for the terminal alike.
type drafts struct {
	db       *store.DB
	rankings rankings
	proofs   *proofs
	zone     *time.Location // in which days are told
	now      func() time.Time
}

// reports is the room in which the report is taken along.
func (a *app) reports(pages *page.Pages, door *page.Door, proved *proofs, zone *time.Location) (*report.Room, error) {
	return report.New(report.Deps{
		Pages: pages, Words: a.words, Door: door, Catalogue: a.db, Drafts: drafts{a.db, a.followers, proved, zone, a.now}, Editions: a.db, Entries: a.db,
		Version: codeVersion(), Zone: zone, Now: a.now,
	})
}

// rankings tell where campaigns stand; see board.Snapshots.
type rankings interface {
	Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error)
}

// Input is all that is known of a campaign, to be laid out by the municipality's copy of the template, outline.Default
// if that is ""; see report.Drafts. It is a survey.ErrNotFound of a campaign or a template that there is not, and a
// survey.ErrUnavailable while the answers are not counted yet.
func (d drafts) Input(ctx context.Context, campaign, template string) (analysis.Input, error) {
	c, err := d.db.Campaign(ctx, campaign)
	if err != nil {
		return analysis.Input{}, fmt.Errorf("campaign: %w", err)
	}
	in := analysis.Input{Campaign: c, Targets: c.TargetsOr(survey.DefaultTargets()), Made: d.now().In(d.zone), Version: codeVersion()}
	if in.Template, err = d.template(ctx, c.Municipality, template); err != nil {
		return analysis.Input{}, err
	}
	s, err := d.rankings.Snapshot(ctx, c.ID, prioritize.Reach)
	if err != nil {
		return analysis.Input{}, fmt.Errorf("ranking of %s: %w", c.ID, err)
	}
	in.Ranking, in.Villages, in.Whole, in.Services = s.Ranking, s.Villages, s.Whole, s.Services
	if in.Questionnaire, err = d.db.Questionnaire(ctx, in.Ranking.Questionnaire); err != nil {
		return analysis.Input{}, fmt.Errorf("questionnaire: %w", err)
	}
	if c.Frozen() {
		seal, err := d.proofs.seal(ctx, c.ID)
		if err != nil {
			return analysis.Input{}, fmt.Errorf("what %s was frozen under: %w", c.ID, err)
		}
		in.Frozen, in.Municipality = &seal.Frozen, seal.municipality
	} else {
		m, err := d.db.Municipality(ctx, c.Municipality)
		if err != nil {
			return analysis.Input{}, fmt.Errorf("municipality: %w", err)
		}
		as := m.For(&c)
		in.Municipality = &as
	}
	switch a, err := d.db.Appraisal(ctx, c.ID); {
	case err == nil:
		in.Appraisal = &a
	case !errors.Is(err, survey.ErrNotFound):
		return analysis.Input{}, err
	}
	in.Hearing, err = halls{d.db}.last(ctx, c.ID)
	return in, err
}

// template is the municipality's copy of it, or as it is shipped.
func (d drafts) template(ctx context.Context, municipality, id string) (outline.Template, error) {
	shipped, err := outline.New(cmp.Or(id, outline.Default))
	if err != nil {
		return outline.Template{}, err
	}
	e, err := d.db.Edition(ctx, outline.EditionID(municipality, shipped.ID))
	if errors.Is(err, survey.ErrNotFound) {
		return shipped, nil
	}
	return e.Template, err
}
