package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"ashar/prioritize"
	"ashar/survey"
)

// standing is where a campaign stands, with what it refers to.
type standing struct {
	campaign      survey.Campaign
	municipality  survey.Municipality // as the campaign knows it
	questionnaire *survey.Questionnaire
	*prioritize.Snapshot
	rev int64 // of the municipality
}

// stand is where the campaign that the path names stands by a rule.
func (a *API) stand(c *call, rule prioritize.Rule) (*standing, error) {
	campaign, m, err := a.campaign(c)
	if err != nil {
		return nil, err
	}
	s := &standing{campaign: campaign, municipality: m.For(&campaign), rev: m.Rev}
	if s.Snapshot, err = a.deps.Rankings.Snapshot(c.ctx(), campaign.ID, rule); err != nil {
		return nil, fmt.Errorf("api: ranking of %s: %w", campaign.ID, err)
	}
	if s.questionnaire, err = a.deps.Campaigns.Questionnaire(c.ctx(), campaign.Questionnaire); err != nil {
		return nil, fmt.Errorf("api: questionnaire: %w", err)
	}
	return s, nil
}

func (s *standing) provisional() bool { return !s.campaign.Over() }

// identity is what everything that is told of the standing follows from. Of few answers the ranking does not name what it
// was made of, since all that these can have been could be tried against a hash: there it is what is shown of them.
func (a *API) identity(s *standing) ([]any, error) {
	of := s.Ranking.Inputs
	if of == "" {
		covered := a.newCoverage(s)
		covered.GeneratedAt = time.Time{}
		said, err := json.Marshal([]any{s.Ranking, covered})
		if err != nil {
			return nil, fmt.Errorf("api: ranking of %s: %w", s.campaign.ID, err)
		}
		of = string(said)
	}
	return []any{of, s.Ranking.Count, s.Ranking.Rule, s.Ranking.Code, s.campaign.ID, s.campaign.Rev, s.rev}, nil
}

// targets are the campaign's own, or those of all.
func (a *API) targets(s *standing) survey.Targets {
	return s.campaign.TargetsOr(cmp.Or(a.deps.Targets, survey.DefaultTargets()))
}
