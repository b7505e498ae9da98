package api

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

//go:embed templates assets
var files embed.FS

// Where the room stands.
const (
	// DocsPath is the page that describes the interface to people.
	DocsPath = "/api"
	// Path is where the interface begins.
	Path = page.APIPrefix + "v1"
)

// Bearers tells what the bearer of a secret may read; see access.Tokens.
type Bearers interface {
	Bearer(ctx context.Context, now time.Time, secret string, v access.Visitor) (access.Grant, error)
}

// Campaigns are those of a municipality, and what they ask. What is not there is a survey.ErrNotFound.
type Campaigns interface {
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
	Campaigns(ctx context.Context, municipality string) iter.Seq2[survey.Campaign, error]
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
}

// Snapshots tells where campaigns stand.
type Snapshots interface {
	// Snapshot is the campaign as it is now, ranked by the rule, and is not changed. It is a survey.ErrUnavailable when
	// its answers have not been counted yet.
	Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error)
}

// Frozen is what campaigns that are frozen had counted.
type Frozen interface {
	// Frozen is what the campaign, which is frozen, counted when it was.
	Frozen(ctx context.Context, campaign string) (prioritize.Frozen, error)
}

// Answers reads the answers of campaigns.
type Answers interface {
	// Responses streams a campaign's responses, each once, though one be corrected meanwhile.
	Responses(ctx context.Context, campaign string) iter.Seq2[survey.Response, error]
	// ResponsesAfter streams a campaign's responses behind a place in the order in which they were stored, at most so many;
	// all of them for 0. With the ID "" the place lies before all of this time.
	ResponsesAfter(ctx context.Context, campaign string, at time.Time, id string, most int) iter.Seq2[survey.Stored, error]
}

// Deps are what an API works with; all but Targets and Version are required.
type Deps struct {
	Pages     *page.Pages
	Words     *locale.Words
	Bearers   Bearers
	Places    page.Municipalities
	Campaigns Campaigns
	Rankings  Snapshots
	Frozen    Frozen
	Answers   Answers
	Drafts    Drafts
	Targets   survey.Targets // of campaigns that have none of their own; the zero ones mean survey.DefaultTargets
	Version   string         // of the program
	Now       func() time.Time
}

// API is the room of the interface. It is safe for concurrent use.
type API struct {
	deps        Deps
	room        *page.Room
	limits      *limits
	description []byte // OpenAPI
	tag         string // of the description
}

// New makes the description and parses the page's template. It fails on Deps that lack something.
func New(d Deps) (*API, error) {
	if d.Pages == nil || d.Words == nil || d.Bearers == nil || d.Places == nil || d.Campaigns == nil || d.Rankings == nil || d.Frozen == nil || d.Answers == nil || d.Drafts == nil || d.Now == nil {
		return nil, errors.New("api: something that the interface works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	a := &API{deps: d, room: room, limits: newLimits()}
	if a.description, err = a.describe(); err != nil {
		return nil, err
	}
	a.tag = weak(string(a.description))
	return a, nil
}

// Register adds the room's routes: the page, and every operation.
func (a *API) Register(e *echo.Echo) {
	e.GET(DocsPath, a.docs, a.inPublic)
	for _, op := range operations() {
		e.GET(Path+echoPath(op.path), a.answer(op), a.spoken)
	}
}

// echoPath is a path of OpenAPI as the router writes it: "/campaigns/:campaign".
func echoPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// call is one request that was let in.
type call struct {
	echo.Context
	grant  access.Grant
	op     *operation
	query  query
	format format
}

func (c *call) ctx() context.Context { return c.Request().Context() }

// answer handles an operation's requests: who asks, what for, and in which format, before anything is looked up.
func (a *API) answer(op operation) echo.HandlerFunc {
	return func(e echo.Context) error {
		c := &call{Context: e, op: &op}
		h := e.Response().Header()
		h.Set("Cache-Control", "private, no-cache")
		h.Set("X-Robots-Tag", "noindex")
		for _, by := range []string{"Accept", "Authorization"} {
			h.Add("Vary", by)
		}
		err := a.letIn(c)
		if err == nil {
			err = c.read()
		}
		var r reply
		if err == nil {
			r, err = op.handle(a, c)
		}
		if err == nil {
			err = a.send(c, r)
		}
		if err != nil {
			return a.refuse(c, err)
		}
		return nil
	}
}

// campaign is the campaign that the path names. What is another municipality's is not found, and neither is one that
// is only prepared: it may still become anything.
func (a *API) campaign(c *call) (survey.Campaign, survey.Municipality, error) {
	campaign, err := a.deps.Campaigns.Campaign(c.ctx(), c.Param("campaign"))
	if err != nil {
		return survey.Campaign{}, survey.Municipality{}, fmt.Errorf("api: campaign: %w", err)
	}
	if campaign.Municipality != c.grant.Token.Municipality || campaign.Status == survey.StatusDraft {
		return survey.Campaign{}, survey.Municipality{}, fmt.Errorf("api: campaign %s is another municipality's, or a draft: %w", campaign.ID, survey.ErrNotFound)
	}
	m, err := a.deps.Places.Municipality(c.ctx(), campaign.Municipality)
	if err != nil {
		return survey.Campaign{}, survey.Municipality{}, fmt.Errorf("api: municipality: %w", err)
	}
	return campaign, m, nil
}

// now is the present as it is written: UTC, to the second.
func (a *API) now() time.Time { return a.deps.Now().UTC().Truncate(time.Second) }

// url is the public address of a path below Path.
func (a *API) url(path string) string { return a.deps.Pages.URL(Path + path) }
