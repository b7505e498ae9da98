package api

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/page"
	"ashar/survey/xlsform"
)

type campaignsDocument struct {
	Campaigns []campaignDocument `json:"campaigns"`
}

// campaignDocument is a campaign as other programs know it.
type campaignDocument struct {
	ID            string        `json:"id"`
	Municipality  string        `json:"municipality"`
	Title         survey.Text   `json:"title"`
	Status        survey.Status `json:"status"`
	Provisional   bool          `json:"provisional"` // answers may still come
	Opens         time.Time     `json:"opens"`
	Closes        *time.Time    `json:"closes"`
	Questionnaire string        `json:"questionnaire"`
	Versions      []string      `json:"versions"`
	Villages      []string      `json:"villages"`
	KeptUntil     *time.Time    `json:"kept_until"`
	ClearedAt     *time.Time    `json:"cleared_at"`
	Links         []link        `json:"links"`
}

func (a *API) campaigns(c *call) (reply, error) {
	m, err := a.deps.Places.Municipality(c.ctx(), c.grant.Token.Municipality)
	if err != nil {
		return reply{}, fmt.Errorf("api: campaigns: %w", err)
	}
	identity := []any{m.Rev}
	var all []survey.Campaign
	for one, err := range a.deps.Campaigns.Campaigns(c.ctx(), m.ID) {
		if err != nil {
			return reply{}, fmt.Errorf("api: campaigns: %w", err)
		}
		if one.Status != survey.StatusDraft {
			all, identity = append(all, one), append(identity, one.ID, one.Rev)
		}
	}
	documents := func() []campaignDocument {
		docs := []campaignDocument{}
		for i := range all {
			docs = append(docs, a.newCampaign(&all[i], &m))
		}
		return docs
	}
	return reply{
		identity: identity, name: fileName(m.ID, "campaigns"),
		json:  func() (any, error) { return campaignsDocument{documents()}, nil },
		table: func() (table, error) { return campaignsTable(documents(), c.query["lang"]), nil },
	}, nil
}

func (a *API) oneCampaign(c *call) (reply, error) {
	campaign, m, err := a.campaign(c)
	if err != nil {
		return reply{}, err
	}
	return reply{identity: []any{campaign.ID, campaign.Rev, m.Rev}, json: func() (any, error) { return a.newCampaign(&campaign, &m), nil }}, nil
}

func (a *API) newCampaign(c *survey.Campaign, m *survey.Municipality) campaignDocument {
	doc := campaignDocument{
		ID: c.ID, Municipality: c.Municipality, Title: c.Title, Status: c.Status, Provisional: !c.Over(), Opens: c.Opens.UTC(), Closes: moment(c.Closes),
		Questionnaire: c.Questionnaire, Versions: versionsOf(c), Villages: []string{}, KeptUntil: moment(c.Keep), ClearedAt: moment(c.Cleared),
	}
	asked := m.For(c)
	for i := range asked.Villages {
		doc.Villages = append(doc.Villages, asked.Villages[i].ID)
	}
	for _, op := range operations() {
		if rel, ok := strings.CutPrefix(op.path, "/campaigns/{campaign}/"); ok && !strings.Contains(rel, "/") {
			doc.Links = append(doc.Links, link{rel, a.url("/campaigns/" + c.ID + "/" + rel)})
		}
	}
	return doc
}

func campaignsTable(all []campaignDocument, lang string) table {
	t := table{name: "campaigns", columns: []column{
		{heading: "id"}, {heading: "title"}, {heading: "status"}, {heading: "opens"}, {heading: "closes"}, {heading: "questionnaire"}, {heading: "versions"}, {heading: "villages"},
	}}
	for _, c := range all {
		var closes any
		if c.Closes != nil {
			closes = *c.Closes
		}
		t.rows = append(t.rows, []any{c.ID, c.Title.In(lang), string(c.Status), c.Opens, closes, c.Questionnaire, strings.Join(c.Versions, " "), strings.Join(c.Villages, " ")})
	}
	return t
}

// versionsOf are the versions that a campaign asked, the one that it asks now first.
func versionsOf(c *survey.Campaign) []string {
	var versions []string
	for _, key := range c.Versions() {
		_, version, _ := strings.Cut(key, "@")
		versions = append(versions, version)
	}
	return versions
}

// questionnaire sends a version of the questionnaire: the one that is asked now, or the one that the query names.
func (a *API) questionnaire(c *call) (reply, error) {
	campaign, _, err := a.campaign(c)
	if err != nil {
		return reply{}, err
	}
	key, versions := campaign.Questionnaire, versionsOf(&campaign)
	if version := c.query["version"]; version != "" {
		at := slices.Index(versions, version)
		if at < 0 {
			return reply{}, malformed(page.ProblemError{Parameter: "version", Detail: "The campaign asked these: " + strings.Join(versions, ", ") + "."})
		}
		key = campaign.Versions()[at]
	}
	q, err := a.deps.Campaigns.Questionnaire(c.ctx(), key)
	if err != nil {
		return reply{}, fmt.Errorf("api: questionnaire: %w", err)
	}
	return reply{
		identity: []any{key}, name: fileName(q.ID, q.Version), json: func() (any, error) { return q, nil },
		write: written(asXLSX, func(w io.Writer) error { return xlsform.Write(w, q) }),
	}, nil
}
