package papers

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
	"ashar/survey/locale"
	"ashar/survey/page"
)

//go:embed all:templates assets
var files embed.FS

// Campaigns are where campaigns and their doors are kept.
type Campaigns interface {
	// Campaign returns the campaign, or a survey.ErrNotFound.
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
	// Doors streams the campaign's doors. After an error it ends.
	Doors(ctx context.Context, campaign string) iter.Seq2[survey.Door, error]
	// Response returns the response, or a survey.ErrNotFound.
	Response(ctx context.Context, id string) (survey.Response, error)
}

// Places are what a campaign refers to. What is not there is a survey.ErrNotFound.
type Places interface {
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
}

// Papers are where what was printed, what became of it, and tables are kept.
type Papers interface {
	survey.PrintRegisters
	survey.PaperForms
	survey.PaperTables
}

// Deps are what a Room works with; all are required.
type Deps struct {
	Pages      *page.Pages
	Words      *locale.Words
	Door       *page.Door
	Campaigns  Campaigns
	Places     Places
	Papers     Papers
	Typing     *survey.Typing
	Pseudonyms survey.Pseudonyms        // of the instance
	Entries    access.Entries           // of the audit trail
	Form       func(code string) string // where the residents' form stands, by the code of a door
	Zone       *time.Location           // in which days begin and end
	Now        func() time.Time
}

// Room is the room. It is safe for concurrent use.
type Room struct {
	deps  Deps
	room  *page.Room
	trail *access.Trail
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Room, error) {
	if d.Pages == nil || d.Words == nil || d.Door == nil || d.Campaigns == nil || d.Places == nil || d.Papers == nil || d.Typing == nil ||
		d.Entries == nil || d.Form == nil || d.Zone == nil || d.Now == nil {
		return nil, errors.New("papers: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("papers: %w", err)
	}
	return &Room{deps: d, room: room, trail: access.NewTrail(d.Entries)}, nil
}

// Path is the page of a campaign's printed forms, and TablesPath that of its tables.
func Path(campaign string) string { return below(campaign, "papers") }

// TablesPath is the page on which tables of answers from paper are brought in.
func TablesPath(campaign string) string { return below(campaign, "batch") }

func below(campaign, name string) string { return "/desk/" + url.PathEscape(campaign) + "/" + name }

// Register adds the room's routes.
func (r *Room) Register(e *echo.Echo) {
	run := r.deps.Door.Require(access.RunCampaigns)
	papers, tables := "/desk/:campaign/papers", "/desk/:campaign/batch"
	e.GET(papers, r.papers, run)
	e.POST(papers, r.print, run, page.FormsOnly)
	e.POST(papers+"/spoiled", r.spoil, run, page.FormsOnly)
	e.POST(papers+"/:first", r.note, run, page.FormsOnly)
	e.GET(papers+"/:first/forms.pdf", r.forms, run)
	e.GET(tables, r.tables, run)
	e.POST(tables, r.upload, run, takesTable, page.FormsOnly)
	e.GET(tables+"/template.xlsx", r.template, run)
	e.GET(tables+"/:table", r.table, run)
	e.POST(tables+"/:table", r.take, run, page.FormsOnly)
	e.POST(tables+"/:table/remove", r.remove, run, page.FormsOnly)
	e.GET(tables+"/:table/refused.xlsx", r.refused, run)
	e.GET(tables+"/:table/report.csv", r.report, run)
}

// find returns the campaign that the path names and its municipality; see page.CampaignOf.
func (r *Room) find(c echo.Context) (survey.Campaign, survey.Municipality, error) {
	return page.CampaignOf(c, r.deps.Campaigns, r.deps.Places)
}

// page begins a page of the room.
func (r *Room) page(c echo.Context, m *survey.Municipality, title string) page.Page {
	v := r.deps.Pages.Staff(c, m.Name.In(r.deps.Pages.Speaker(c).Lang()))
	v.Title = v.T(title)
	return v
}

// tell writes into the audit trail what was done.
func (r *Room) tell(c echo.Context, k *survey.Campaign, action access.Action, what string) error {
	by, _ := page.AccountOf(c)
	_, err := r.trail.Write(c.Request().Context(), r.deps.Now(), by, access.Deed{
		Municipality: k.Municipality, Action: action, Subject: "campaign/" + k.ID, After: what,
	})
	return err
}

// now is the time where days begin and end.
func (r *Room) now() time.Time { return r.deps.Now().In(r.deps.Zone) }

// The content types of files.
const (
	pdfType  = "application/pdf"
	xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	csvType  = "text/csv; charset=utf-8"
)

// send sends a file that is nobody else's to keep.
func (r *Room) send(c echo.Context, mime, how, name string, file []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, fmt.Sprintf("%s; filename=%q", how, name))
	h.Set(echo.HeaderCacheControl, "no-store")
	return r.deps.Pages.Send(c, http.StatusOK, mime, file)
}

// choice is one of several to choose from.
type choice struct {
	Value, Text string
	Chosen      bool
}
