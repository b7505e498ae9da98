package report

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/analysis"
	"ashar/prioritize/outline"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

//go:embed all:templates assets
var files embed.FS

// Catalogue is what a report is of. What is not there is a survey.ErrNotFound.
type Catalogue interface {
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
}

// Drafts gather what reports are made of.
type Drafts interface {
	// Input is all that is known of the campaign, to be laid out by the municipality's copy of the template, or as it is
	// shipped; outline.Default if that is "". It is a survey.ErrNotFound of a template that there is not, and a
	// survey.ErrUnavailable while the answers are not counted yet.
	Input(ctx context.Context, campaign, template string) (analysis.Input, error)
}

// Deps are what a Room works with; all but Version are required.
type Deps struct {
	Pages     *page.Pages
	Words     *locale.Words
	Door      *page.Door
	Catalogue Catalogue
	Drafts    Drafts
	Editions  outline.Editions
	Entries   access.Entries // of the audit trail
	Version   string         // of the program, by which evidence is verified
	Zone      *time.Location // in which pages tell the time
	Now       func() time.Time
}

// Room is the room. It is safe for concurrent use.
type Room struct {
	deps      Deps
	room      *page.Room
	trail     *access.Trail
	verifying sync.Mutex // is held while a pack is verified: it takes much memory
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Room, error) {
	if d.Pages == nil || d.Words == nil || d.Door == nil || d.Catalogue == nil || d.Drafts == nil || d.Editions == nil || d.Entries == nil || d.Zone == nil || d.Now == nil {
		return nil, errors.New("report: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Board, files)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return &Room{deps: d, room: room, trail: access.NewTrail(d.Entries)}, nil
}

// Path is the page of a campaign's report.
func Path(campaign string) string { return "/report/" + url.PathEscape(campaign) }

// VerifyPath is the page on which a pack of evidence is verified.
const VerifyPath = "/verify"

// Register adds the room's routes: whoever sees results may look, whoever exports them may take files, and whoever
// decides on them may change the municipality's templates.
func (r *Room) Register(e *echo.Echo) {
	see, decide, export := r.deps.Door.Require(access.SeeResults), r.deps.Door.Require(access.DecideResults), r.deps.Door.Require(access.ExportResults)
	e.GET("/report/:campaign", r.show, see)
	for _, f := range formats() {
		e.GET("/report/:campaign/"+f.file, r.file(f), export)
	}
	e.GET("/report/:campaign/template/:id", r.order, decide)
	e.POST("/report/:campaign/template/:id", r.reorder, decide, roomy(mostForm), page.FormsOnly)
	e.GET("/report/:campaign/template/:id/:table", r.columns, decide)
	e.POST("/report/:campaign/template/:id/:table", r.rearrange, decide, roomy(mostForm), page.FormsOnly)
	e.GET(VerifyPath, r.askPack, see)
	e.POST(VerifyPath, r.verify, see, roomy(mostPack), page.FormsOnly)
}

// mostForm is how many bytes a form of the editor may have: all its words in three languages.
const mostForm = 1 << 20

// roomy lets a form have so many bytes.
func roomy(most int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			page.TakeUpload(c, most)
			return next(c)
		}
	}
}

// at is what a request is about.
type at struct {
	campaign     survey.Campaign
	municipality survey.Municipality
}

// find returns what the path names; see page.CampaignOf.
func (r *Room) find(c echo.Context) (at, error) {
	k, m, err := page.CampaignOf(c, r.deps.Catalogue, r.deps.Catalogue)
	return at{k, m}, err
}

// page begins a page of the room.
func (r *Room) page(c echo.Context, w *at, title string) page.Page {
	v := r.deps.Pages.Page(c, "")
	v.Title, v.Place, v.Languages = v.T(title), w.municipality.Name.In(v.Lang(), locale.Russian), r.deps.Words.Languages()
	v.Home = "/desk"
	if v.Account.May(access.SeeCoverage, w.campaign.Municipality) {
		v.Nav = append(v.Nav, page.Link{Href: "/desk/" + w.campaign.ID, Text: v.T("board.desk")})
	}
	v.Nav = append(v.Nav, page.Link{Href: board(w), Text: v.T("board.ranking")}, page.Link{Href: Path(w.campaign.ID), Text: v.T("reporting.title"), Current: title == "reporting.title"})
	v.Nav = append(v.Nav, page.Link{Href: "/hearings/" + w.campaign.ID, Text: v.T("desk.hearings")})
	return v
}

// board is where the campaign's priorities are shown.
func board(w *at) string { return "/board/" + url.PathEscape(w.campaign.ID) }

// tell writes into the audit trail what somebody did.
func (r *Room) tell(c echo.Context, w *at, action access.Action, subject, what string) error {
	by, _ := page.AccountOf(c)
	_, err := r.trail.Write(c.Request().Context(), r.deps.Now(), by, access.Deed{
		Municipality: w.campaign.Municipality, Action: action, Subject: subject, After: what,
	})
	return err
}
