package api

import (
	"fmt"
	"time"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/access"
)

type snapshotsDocument struct {
	Campaign  string             `json:"campaign"`
	Snapshots []snapshotDocument `json:"snapshots"`
}

// snapshotDocument is a standing that can be cited.
type snapshotDocument struct {
	ID          string                   `json:"id"` // "now", or the hash under which the campaign was frozen; "frozen" where that is not told
	Campaign    string                   `json:"campaign"`
	Frozen      bool                     `json:"frozen"`
	Provisional bool                     `json:"provisional"`
	At          time.Time                `json:"at"`
	Hash        string                   `json:"hash"`
	Fingerprint string                   `json:"fingerprint,omitempty"`
	Answers     int64                    `json:"n"`
	Code        string                   `json:"code_version"`
	Rankings    []prioritize.RankingHash `json:"rankings,omitempty"`
	Links       []link                   `json:"links"`
}

// nowID is the identifier of where a campaign stands at this moment, and frozenID of where it stood when it was frozen, for
// whom its hash is not told.
const (
	nowID    = "now"
	frozenID = "frozen"
)

func (a *API) snapshots(c *call) (reply, error) {
	all, identity, err := a.citable(c)
	if err != nil {
		return reply{}, err
	}
	return reply{identity: identity, json: func() (any, error) { return snapshotsDocument{c.Param("campaign"), all}, nil }}, nil
}

func (a *API) oneSnapshot(c *call) (reply, error) {
	all, identity, err := a.citable(c)
	if err != nil {
		return reply{}, err
	}
	for _, s := range all {
		if s.ID == c.Param("snapshot") {
			return reply{identity: append(identity, s.ID), json: func() (any, error) { return s, nil }}, nil
		}
	}
	return reply{}, fmt.Errorf("api: snapshot of %s: %w", c.Param("campaign"), survey.ErrNotFound)
}

// citable lists what can be cited: where the campaign stands now, and where it stood when it was frozen, if it was. That
// stays as it is, whatever becomes of the answers.
func (a *API) citable(c *call) ([]snapshotDocument, []any, error) {
	s, err := a.stand(c, prioritize.Reach)
	if err != nil {
		return nil, nil, err
	}
	identity, err := a.identity(s)
	if err != nil {
		return nil, nil, err
	}
	id := s.campaign.ID
	now := snapshotDocument{
		ID: nowID, Campaign: id, Frozen: s.campaign.Frozen(), Provisional: s.provisional(), At: a.now(), Hash: s.Ranking.Inputs, Answers: s.Ranking.Count, Code: s.Ranking.Code,
		Links: a.leadFrom(id, nowID),
	}
	all := []snapshotDocument{now}
	if s.campaign.Frozen() {
		f, err := a.deps.Frozen.Frozen(c.ctx(), id)
		if err != nil {
			return nil, nil, fmt.Errorf("api: snapshot of %s: %w", id, err)
		}
		then := snapshotDocument{ID: frozenID, Campaign: id, Frozen: true, At: f.At.UTC(), Answers: s.Ranking.Count, Code: f.Code}
		// All that a few can have answered could be tried against a hash: it is told only to who may read their answers.
		if s.Ranking.Inputs != "" || c.may(access.Answers) {
			then.ID, then.Hash, then.Fingerprint, then.Rankings = f.Hash, f.Hash, prioritize.Fingerprint(f.Hash), f.Rankings
		}
		then.Links = a.leadFrom(id, then.ID)
		all = append(all, then)
	}
	return all, append(identity, c.may(access.Answers)), nil
}

// leadFrom leads from a snapshot to what it says.
func (a *API) leadFrom(campaign, snapshot string) []link {
	at := "/campaigns/" + campaign
	links := []link{{"self", a.url(at + "/snapshots/" + snapshot)}}
	for _, rel := range []string{"coverage", "ranking", "analysis"} {
		links = append(links, link{rel, a.url(at + "/" + rel)})
	}
	return links
}
