package polling

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/prioritize/live"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

//go:embed all:templates assets all:screen
var files embed.FS

// Catalogue is what hearings refer to. What is not there is a survey.ErrNotFound.
type Catalogue interface {
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
}

// Deps are what a Polling works with; all but Log are required.
type Deps struct {
	Pages     *page.Pages
	Door      *page.Door
	Hall      *hearing.Hall
	Store     hearing.Hearings
	Feed      *live.Feed
	Catalogue Catalogue
	Zone      *time.Location // in which pages tell the time
	Now       func() time.Time
	Log       *slog.Logger // is told when codes are guessed; nobody if nil
}

// Polling is the room. It is safe for concurrent use.
type Polling struct {
	deps   Deps
	phones *page.Room // and what everybody sees, in the residents' layout
	front  *page.Room // the screen
	guard  *guard
	places *memo[survey.Municipality] // by hearing
	seats  *memo[seats]               // by hearing
}

// How old what pages say may be: of names, and of how many are there and have voted.
const (
	namesLife = time.Minute
	seatsLife = 700 * time.Millisecond
)

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Polling, error) {
	if d.Pages == nil || d.Door == nil || d.Hall == nil || d.Store == nil || d.Feed == nil || d.Catalogue == nil || d.Zone == nil || d.Now == nil {
		return nil, errors.New("polling: something that the room works with is not given")
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	phones, err := d.Pages.Room(page.Form, files)
	if err != nil {
		return nil, fmt.Errorf("polling: %w", err)
	}
	own, err := fs.Sub(files, "screen")
	if err != nil {
		return nil, fmt.Errorf("polling: screen: %w", err)
	}
	front, err := d.Pages.Room(page.Board, own)
	if err != nil {
		return nil, fmt.Errorf("polling: screen: %w", err)
	}
	if err := addScripts(d.Pages); err != nil {
		return nil, err
	}
	return &Polling{
		deps: d, phones: phones, front: front, guard: newGuard(d.Now, d.Log),
		places: newMemo[survey.Municipality](namesLife, d.Now), seats: newMemo[seats](seatsLife, d.Now),
	}, nil
}

// Home is the page for typing a slip's code, and what all pages of slips are below.
const Home = "/v"

// SlipPath is the path of a slip's page, for the QR code that is printed on it. To look at it uses nothing up.
func SlipPath(code string) string { return Home + "/" + survey.SpellTicket(survey.NormalTicket(code)) }

// PublicPath is the path of what everybody may see of a hearing.
func PublicPath(hearing string) string { return "/h/" + hearing }

// ScreenPath is the path of a hearing's screen.
func ScreenPath(campaign, hearing string) string {
	return "/hearings/" + campaign + "/" + hearing + "/screen"
}

// Register mounts the pages:
//
//	GET  /v                  type the code of a slip
//	GET  /v/CODE             the slip's page: wait, vote, and what came of it
//	POST /v/CODE             a ballot
//	GET  /h/HEARING          what everybody may see
//	GET  /h/HEARING/live     the same, as a stream
//	GET  /h/HEARING/now      how far it is, as a stream of words that change when it goes on
//	GET  /hearings/CAMPAIGN/HEARING/screen       the screen in the hall
//	GET  /hearings/CAMPAIGN/HEARING/screen/live  the same, as a stream
//
// e is one that page.Pages.Echo made.
func (p *Polling) Register(e *echo.Echo) {
	for _, slash := range []string{"", "/"} { // typed by hand, an address may end in one
		e.GET(Home+slash, p.askCode, p.inPublic)
		e.GET(Home+"/:slip"+slash, p.show, p.inPublic)
	}
	e.POST(Home+"/:slip", p.cast, p.inPublic, page.FormsOnly)
	e.GET(PublicPath(":hearing"), p.public, p.inPublic)
	e.GET(PublicPath(":hearing")+"/live", p.publicLive, p.inPublic)
	e.GET(PublicPath(":hearing")+"/now", p.now)
	e.GET(ScreenPath(":campaign", ":hearing"), p.screen, p.deps.Door.Require(access.SeeResults))
	e.GET(ScreenPath(":campaign", ":hearing")+"/live", p.screenLive, p.deps.Door.Require(access.SeeResults))
}

// inPublic gives the request a language without a cookie, also for its failures: the one that the address asks for,
// else the browser's.
func (p *Polling) inPublic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		offered := p.deps.Pages.Languages()
		lang := c.QueryParam("lang")
		if !slices.Contains(offered, lang) {
			lang, _ = locale.Match(c.Request().Header.Get("Accept-Language"), offered)
		}
		p.deps.Pages.Speak(c, lang)
		c.Response().Header().Set("X-Robots-Tag", "noindex")
		return next(c)
	}
}

// place is the municipality of a hearing, as its campaign knows it.
func (p *Polling) place(ctx context.Context, h *hearing.Hearing) (survey.Municipality, error) {
	return p.places.get(h.ID, func() (survey.Municipality, error) {
		m, err := p.deps.Catalogue.Municipality(ctx, h.Municipality)
		if err != nil {
			return m, fmt.Errorf("polling: municipality of a hearing: %w", err)
		}
		campaign, err := p.deps.Catalogue.Campaign(ctx, h.Campaign)
		if err != nil {
			return m, fmt.Errorf("polling: campaign of a hearing: %w", err)
		}
		return m.For(&campaign), nil
	})
}

// nameIn is a text in the speaker's language, or in the one that most here read.
func nameIn(s locale.Speaker, t survey.Text) string { return t.In(s.Lang(), locale.Russian) }
