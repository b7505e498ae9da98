package api

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"ashar/prioritize/analysis"
	"ashar/survey/access"
)

// Drafts gather what situation analyses are made of; see report.Drafts.
type Drafts interface {
	// Input is all that is known of a campaign, laid out by the municipality's copy of the template; "" is the default one. It
	// is a survey.ErrUnavailable while the answers are not counted yet.
	Input(ctx context.Context, campaign, template string) (analysis.Input, error)
}

// analysis sends the situation analysis in all its languages, as the report room lays it out.
func (a *API) analysis(c *call) (reply, error) {
	campaign, _, err := a.campaign(c)
	if err != nil {
		return reply{}, err
	}
	in, err := a.deps.Drafts.Input(c.ctx(), campaign.ID, "")
	if err != nil {
		return reply{}, fmt.Errorf("api: analysis of %s: %w", campaign.ID, err)
	}
	if in.Ranking.Inputs == "" && !c.may(access.Answers) {
		in.Frozen = nil // of a few it names the hash; see citable
	}
	doc, err := analysis.New(in)
	if err != nil {
		return reply{}, fmt.Errorf("api: analysis of %s: %w", campaign.ID, err)
	}
	same := doc
	same.Made = time.Time{}
	var said bytes.Buffer
	if err := same.WriteJSON(&said); err != nil {
		return reply{}, err
	}
	return reply{
		identity: []any{said.String()}, name: fileName(campaign.ID, "analysis"),
		write: written(asJSON, doc.WriteJSON),
	}, nil
}
