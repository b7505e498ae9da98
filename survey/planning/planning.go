package planning

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/coding"
	"ashar/survey/page"
	"ashar/survey/steward"
)

//go:embed all:templates assets
var files embed.FS

// Campaigns are where a municipality's campaigns are kept.
type Campaigns interface {
	// Campaigns streams the municipality's campaigns. After an error it ends.
	Campaigns(ctx context.Context, municipality string) iter.Seq2[survey.Campaign, error]
	// Campaign returns the campaign, or a survey.ErrNotFound.
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
	// Doors streams the campaign's doors. After an error it ends.
	Doors(ctx context.Context, campaign string) iter.Seq2[survey.Door, error]
	// CountResponses counts the campaign's responses that are stored, up to this many.
	CountResponses(ctx context.Context, campaign string, most int) (int, error)
	// Untold streams those who asked to be told of the announcement's campaign and were not told of it, at most so
	// many; 0 is all.
	Untold(ctx context.Context, a survey.Announcement, limit int) iter.Seq2[survey.Subscription, error]
}

// Places are what a campaign refers to. What is not there is a survey.ErrNotFound.
type Places interface {
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
}

// Words counts the own words of a campaign that are still to be coded.
type Words interface {
	Left(ctx context.Context, c *survey.Campaign) (coding.Left, error)
}

// Deps are what a Planner works with; all are required.
type Deps struct {
	Pages     *page.Pages
	Door      *page.Door
	Campaigns Campaigns
	Places    Places
	Steward   *steward.Steward
	Words     Words
	Builtins  []*survey.Questionnaire // those that ship with the program
	Targets   survey.Targets          // of campaigns that have none of their own
	Zone      *time.Location          // in which days begin and end
	Now       func() time.Time
}

// Planner is the room. It is safe for concurrent use.
type Planner struct {
	deps Deps
	room *page.Room
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Planner, error) {
	if d.Pages == nil || d.Door == nil || d.Campaigns == nil || d.Places == nil || d.Steward == nil || d.Words == nil || len(d.Builtins) == 0 ||
		d.Targets == (survey.Targets{}) || d.Zone == nil || d.Now == nil {
		return nil, errors.New("planning: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("planning: %w", err)
	}
	return &Planner{deps: d, room: room}, nil
}

// Where the pages are: new campaigns begin at New, the others are below their campaign.
const (
	desk      = "/desk"
	NewPath   = desk + "/_new"
	PhonePath = desk + "/:campaign/phone" // the residents' pages, to be looked at; see Stage
)

// PlanPath is the page of a campaign's plan.
func PlanPath(campaign string) string { return below(campaign, "plan") }

// WordsPath is the page on which a campaign's own words are coded.
func WordsPath(campaign string) string { return below(campaign, "words") }

func below(campaign, name string) string { return desk + "/" + campaign + "/" + name }

// Register adds the room's routes.
func (p *Planner) Register(e *echo.Echo) {
	run, decide := p.deps.Door.Require(access.RunCampaigns), p.deps.Door.Require(access.DecideResults)
	e.GET(NewPath, p.begin, run)
	e.POST(NewPath, p.create, run, takesWorkbook, page.FormsOnly)
	e.GET(PlanPath(":campaign"), p.plan, p.deps.Door.Require(access.SeeCoverage))
	e.GET(below(":campaign", "settings"), p.settings, run)
	e.POST(below(":campaign", "settings"), p.change, run, page.FormsOnly)
	e.GET(below(":campaign", "questions"), p.questions, run)
	e.POST(below(":campaign", "questions"), p.ask, run, takesWorkbook, page.FormsOnly)
	e.GET(below(":campaign", "preview"), p.preview, run, page.Framing)
	e.GET(below(":campaign", "discard"), p.discardPage, run)
	e.POST(below(":campaign", "discard"), p.discard, run, page.FormsOnly)
	for _, s := range survey.Steps() {
		may := run
		if steward.ActionOf(s) == access.DecideResults {
			may = decide
		}
		e.GET(below(":campaign", string(s)), p.consider(s), may)
		e.POST(below(":campaign", string(s)), p.take(s), may, page.FormsOnly)
	}
}

// find returns the campaign that the path names and its municipality; see page.CampaignOf.
func (p *Planner) find(c echo.Context) (survey.Campaign, survey.Municipality, error) {
	return page.CampaignOf(c, p.deps.Campaigns, p.deps.Places)
}

// page begins a page of the room.
func (p *Planner) page(c echo.Context, m *survey.Municipality, title string) page.Page {
	v := p.deps.Pages.Staff(c, m.Name.In(p.deps.Pages.Speaker(c).Lang()))
	v.Title = title
	if title == "" {
		return v
	}
	v.Title = v.T(title)
	return v
}

// choice is one of several to choose from.
type choice struct {
	Value, Text, Hint string
	Chosen            bool
}
