package entry

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

//go:embed all:templates assets
var files embed.FS

// Campaigns are where campaigns are kept. What is not there is a survey.ErrNotFound.
type Campaigns interface {
	page.Campaigns
	// SaveCampaign puts a campaign in place of the one that has the revision before; a survey.ErrConflict if that one has
	// changed meanwhile.
	SaveCampaign(ctx context.Context, c survey.Campaign) error
}

// Places are what a campaign refers to. What is not there is a survey.ErrNotFound.
type Places interface {
	page.Municipalities
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
}

// Staff are the accounts of a municipality.
type Staff interface {
	Accounts(ctx context.Context, municipality string) iter.Seq2[access.Account, error]
}

// Deps are what a Room works with; all are required.
type Deps struct {
	Pages     *page.Pages
	Door      *page.Door
	Typing    *survey.Typing
	Papers    survey.PaperForms
	Campaigns Campaigns
	Places    Places
	Staff     Staff
	Entries   access.Entries // of the audit trail
	Zone      *time.Location // in which days begin and end
	Now       func() time.Time
}

// Room is the room. It is safe for concurrent use.
type Room struct {
	deps  Deps
	room  *page.Room
	trail *access.Trail
	scripts
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Room, error) {
	if d.Pages == nil || d.Door == nil || d.Typing == nil || d.Papers == nil || d.Campaigns == nil || d.Places == nil || d.Staff == nil ||
		d.Entries == nil || d.Zone == nil || d.Now == nil {
		return nil, errors.New("entry: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("entry: %w", err)
	}
	r := &Room{deps: d, room: room, trail: access.NewTrail(d.Entries)}
	return r, r.script()
}

// Where the pages are, below their campaign.
const desk = "/desk"

// Path is the enumerator's screen of a campaign.
func Path(campaign string) string { return desk + "/" + campaign + "/enter" }

func ownPath(campaign string) string   { return Path(campaign) + "/own" }
func twicePath(campaign string) string { return Path(campaign) + "/twice" }

// Register adds the room's routes.
func (r *Room) Register(e *echo.Echo) {
	enter := r.deps.Door.Require(access.EnterAnswers)
	run := r.deps.Door.Require(access.RunCampaigns)
	e.GET(workerPath, r.sendWorker)
	e.GET(Path(":campaign"), r.blank, enter)
	e.POST(Path(":campaign"), r.take, enter, page.FormsOnly)
	e.GET(ownPath(":campaign"), r.own, enter)
	e.GET(ownPath(":campaign")+"/:id", r.typed, enter)
	e.POST(ownPath(":campaign")+"/:id", r.correct, enter, page.FormsOnly)
	e.GET(twicePath(":campaign"), r.twice, enter)
	e.POST(twicePath(":campaign"), r.share, run, page.FormsOnly)
	e.GET(twicePath(":campaign")+"/:serial", r.differences, enter)
	e.POST(twicePath(":campaign")+"/:serial", r.settle, enter, page.FormsOnly)
}

// find returns the campaign that the path names and its municipality; see page.CampaignOf.
func (r *Room) find(c echo.Context) (survey.Campaign, survey.Municipality, error) {
	return page.CampaignOf(c, r.deps.Campaigns, r.deps.Places)
}

// asked is a version of its questionnaire, in the languages in which a campaign asks it.
func (r *Room) asked(ctx context.Context, c *survey.Campaign, key string) (*survey.Questionnaire, error) {
	q, err := r.deps.Places.Questionnaire(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("entry: questionnaire: %w", err)
	}
	return q.Offered(c.Languages), nil
}

// seesAll reports whether whoever asks sees what others entered.
func seesAll(c echo.Context) bool {
	account, _ := page.AccountOf(c)
	return account.Role != access.Enumerator
}

// opening is what pages of the room begin with.
type opening struct {
	page.Page
	Back, Campaign string // the campaign's page, for those who may see it, and its name
	Path           string // of the screen
	Own, Twice     string // of what one has entered, and of what is typed in twice
}

// begin begins a page of the room.
func (r *Room) begin(c echo.Context, campaign *survey.Campaign, m *survey.Municipality, title string) opening {
	v := opening{
		Page: r.deps.Pages.Staff(c, m.Name.In(r.deps.Pages.Speaker(c).Lang())), Path: Path(campaign.ID), Own: ownPath(campaign.ID), Twice: twicePath(campaign.ID),
	}
	v.Title, v.Campaign = v.T(title), campaign.Title.In(v.Lang())
	if v.Account.May(access.SeeCoverage, campaign.Municipality) {
		v.Back = "/desk/" + url.PathEscape(campaign.ID)
	}
	return v
}

// tell writes into the audit trail what was done: that something was entered, and never what.
func (r *Room) tell(c echo.Context, campaign *survey.Campaign, action access.Action, what string) error {
	by, _ := page.AccountOf(c)
	_, err := r.trail.Write(c.Request().Context(), r.deps.Now(), by, access.Deed{
		Municipality: campaign.Municipality, Action: action, Subject: "campaign/" + campaign.ID, After: what,
	})
	return err
}

// wantsJSON reports whether the page's script asks.
func wantsJSON(c echo.Context) bool {
	return c.Request().Header.Get(echo.HeaderAccept) == echo.MIMEApplicationJSON
}

// frozen is nil while what was entered in a campaign may change.
func frozen(c *survey.Campaign) error {
	if c.Status != survey.StatusOpen && c.Status != survey.StatusClosed {
		return fmt.Errorf("entry: campaign %s: %w", c.ID, survey.ErrClosed)
	}
	return nil
}

// seeOther leads on to a page.
func seeOther(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path) }
