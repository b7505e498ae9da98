package tokens

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

//go:embed all:templates assets
var files embed.FS

// Places are the municipalities.
type Places interface {
	// Municipality returns the municipality, or a survey.ErrNotFound.
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
}

// Deps are what an Office works with; all are required.
type Deps struct {
	Pages  *page.Pages
	Door   *page.Door
	Tokens *access.Tokens
	Places Places
	API    string         // the path at which programs read, such as "/api/v1"
	Docs   string         // the path of the page that describes it to people
	Zone   *time.Location // in which pages tell the time
	Now    func() time.Time
}

// Office is the room. It is safe for concurrent use.
type Office struct {
	deps Deps
	room *page.Room
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Office, error) {
	if d.Pages == nil || d.Door == nil || d.Tokens == nil || d.Places == nil || d.API == "" || d.Docs == "" || d.Zone == nil || d.Now == nil {
		return nil, errors.New("tokens: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("tokens: %w", err)
	}
	return &Office{deps: d, room: room}, nil
}

// Register adds the room's routes.
func (o *Office) Register(e *echo.Echo) {
	manage := o.deps.Door.Require(access.ManageTokens)
	e.GET(page.TokensPath, o.list, manage)
	e.POST(page.TokensPath, o.make, manage, page.FormsOnly)
	e.POST(page.TokensPath+"/:token/end", o.end, manage, page.FormsOnly)
}

// page begins a page of the room, in the account's own municipality.
func (o *Office) page(c echo.Context, titleID string) (page.Page, error) {
	account, _ := page.AccountOf(c)
	m, err := o.deps.Places.Municipality(c.Request().Context(), account.Municipality)
	if err != nil {
		return page.Page{}, fmt.Errorf("tokens: municipality: %w", err)
	}
	p := o.deps.Pages.Staff(c, m.Name.In(o.deps.Pages.Speaker(c).Lang()))
	p.Title = p.T(titleID)
	return p, nil
}
