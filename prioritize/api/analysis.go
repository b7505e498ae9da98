package api

import (
	"fmt"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
)

// analysis sends the situation analysis in all its languages.
func (a *API) analysis(c *call) (reply, error) {
	s, err := a.stand(c, prioritize.Reach)
	if err != nil {
		return reply{}, err
	}
	identity, err := a.identity(s)
	if err != nil {
		return reply{}, err
	}
	doc, err := analysis.New(analysis.Input{
		Ranking: s.Ranking, Villages: s.Villages, Whole: s.Whole, Services: s.Services, Municipality: &s.municipality, Campaign: s.campaign, Questionnaire: s.questionnaire,
		Targets: a.targets(s), Made: a.deps.Now().In(a.deps.Zone), Version: a.deps.Version,
	})
	if err != nil {
		return reply{}, fmt.Errorf("api: analysis of %s: %w", s.campaign.ID, err)
	}
	return reply{
		identity: append(identity, a.targets(s)), name: fileName(s.campaign.ID, "analysis"), write: written(asJSON, doc.WriteJSON),
	}, nil
}
