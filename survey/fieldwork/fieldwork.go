package fieldwork

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
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
}

// Doors are the ways into campaigns: they are made and changed, and who came by each is
// counted.
type Doors interface {
	survey.Doorkeeper
	// ReplaceDoor puts a door in place of the one that has the revision before; a
	// survey.ErrConflict if that one has changed meanwhile.
	ReplaceDoor(ctx context.Context, d survey.Door) error
	// Arrivals counts who came by the door of this code. It is asked for every door on a
	// page, and must be cheap.
	Arrivals(ctx context.Context, code string) (survey.Arrivals, error)
}

// Places are what a campaign refers to. What is not there is a
// survey.ErrNotFound.
type Places interface {
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
}

// Turnouts tells who has answered so far.
type Turnouts interface {
	// Turnout counts the answers of a campaign in all and by village. It is asked
	// for every campaign on a page, and must be cheap.
	Turnout(ctx context.Context, campaign string) (all survey.Turnout, byVillage []survey.Turnout, err error)
}

// Deps are what a Desk works with; all but Bot are required.
type Deps struct {
	Pages     *page.Pages
	Words     *locale.Words
	Door      *page.Door
	Campaigns Campaigns
	Doors     Doors
	Gate      *survey.Gate   // makes personal codes and slips
	Entries   access.Entries // of the audit trail
	Random    io.Reader      // codes are drawn from it, as from crypto/rand.Reader
	Places    Places
	Turnouts  Turnouts
	Targets   survey.Targets
	Bot       func() string  // the Telegram bot's username, without "@"; "" if there is none
	Zone      *time.Location // in which days begin and end
	Now       func() time.Time
}

// Desk is the room of the staff pages. It is safe for concurrent use.
type Desk struct {
	deps  Deps
	room  *page.Room
	trail *access.Trail
}

// New parses the room's templates and takes its assets in. It fails on Deps that
// lack something.
func New(d Deps) (*Desk, error) {
	if d.Pages == nil || d.Words == nil || d.Door == nil || d.Campaigns == nil || d.Places == nil ||
		d.Doors == nil || d.Gate == nil || d.Entries == nil || d.Random == nil || d.Turnouts == nil || d.Bot == nil || d.Targets == (survey.Targets{}) || d.Zone == nil || d.Now == nil {
		return nil, errors.New("fieldwork: something that the desk works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("fieldwork: %w", err)
	}
	return &Desk{deps: d, room: room, trail: access.NewTrail(d.Entries)}, nil
}

// Home is the path of the desk's first page, where those come who have signed in.
const Home = "/desk"

// Register adds the room's routes.
func (d *Desk) Register(e *echo.Echo) {
	e.GET(Home, d.campaigns, d.deps.Door.Require(access.SeeDesk))
	e.GET(Home+"/:campaign", d.campaign, d.deps.Door.Require(access.SeeCoverage))
	e.GET(Home+"/:campaign/coverage", d.coverage, d.deps.Door.Require(access.SeeCoverage))
	e.GET(Home+"/:campaign/questionnaire.xlsx", d.questionnaire, d.deps.Door.Require(access.SeeCoverage))
	d.registerLinks(e)
	d.registerCodes(e)
}

// find returns the campaign that the path names and its municipality; see
// page.CampaignOf.
func (d *Desk) find(c echo.Context) (survey.Campaign, survey.Municipality, error) {
	return page.CampaignOf(c, d.deps.Campaigns, d.deps.Places)
}

// inOrder reads a municipality's campaigns: those under way first, then by state,
// and of one state those that open last first.
func (d *Desk) inOrder(ctx context.Context, municipality string) ([]survey.Campaign, error) {
	var campaigns []survey.Campaign
	for c, err := range d.deps.Campaigns.Campaigns(ctx, municipality) {
		if err != nil {
			return nil, fmt.Errorf("fieldwork: campaigns of %s: %w", municipality, err)
		}
		campaigns = append(campaigns, c)
	}
	now := d.deps.Now()
	place := func(c survey.Campaign) int { return slices.Index(states, stateOf(&c, now)) }
	slices.SortFunc(campaigns, func(a, b survey.Campaign) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), b.Opens.Compare(a.Opens), cmp.Compare(a.ID, b.ID))
	})
	return campaigns, nil
}

// tell writes into the audit trail what was done about a campaign.
func (d *Desk) tell(c echo.Context, campaign *survey.Campaign, what string) error {
	by, _ := page.AccountOf(c)
	_, err := d.trail.Write(c.Request().Context(), d.deps.Now(), by, access.Deed{
		Municipality: campaign.Municipality, Action: access.RunCampaigns, Subject: "campaign/" + campaign.ID, After: what,
	})
	return err
}
