package board

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/live"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

//go:embed all:templates assets
var files embed.FS

// Snapshots tells where campaigns stand.
type Snapshots interface {
	// Snapshot is the campaign as it is now, ranked by the rule, and is not
	// changed. It is a survey.ErrNotFound without such a campaign, and a
	// survey.ErrUnavailable when its answers have not been counted yet.
	Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error)
}

// Catalogue is what a ranking refers to. What is not there is a
// survey.ErrNotFound.
type Catalogue interface {
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
}

// Doors finds what stands behind a code. One that is not there is a survey.ErrNotFound.
type Doors interface {
	Door(ctx context.Context, code string) (survey.Door, error)
}

// Heard is a hearing whose outcome everybody may see.
type Heard struct {
	Path    string // of its page
	Day     time.Time
	Village string // whose assembly it was; "" of one of all
}

// Deps are what a Board works with; all but Evidence, Version and Beside are required.
type Deps struct {
	Pages     *page.Pages
	Words     *locale.Words
	Door      *page.Door
	Catalogue Catalogue
	Doors     Doors
	Rankings  Snapshots
	// Heard lists the hearings of a campaign whose outcome is published, the last one first; nil: there are none.
	Heard    func(ctx context.Context, campaign string) ([]Heard, error)
	Evidence Evidence       // nil: results are not proved here
	Feed     *live.Feed     // is told of campaigns whose answers are new
	Version  string         // of the program, as what is made by it says
	Zone     *time.Location // in which pages tell the time
	Now      func() time.Time
	Beside   []Beside // what stands beside the ranking; may be none
}

// Beside is a page that the ranking leads to.
type Beside struct {
	Path   func(campaign string) string
	Words  string        // the id of what it is called
	Action access.Action // what it is for: others are not led there
}

// Board is the room of the rankings. It is safe for concurrent use.
type Board struct {
	deps   Deps
	room   *page.Room // the working group's
	public *page.Room // everybody's
}

// New parses the room's templates and takes its assets in. It fails on Deps that
// lack something.
func New(d Deps) (*Board, error) {
	if d.Pages == nil || d.Words == nil || d.Door == nil || d.Catalogue == nil || d.Doors == nil || d.Rankings == nil || d.Feed == nil || d.Zone == nil || d.Now == nil {
		return nil, errors.New("board: something that the board works with is not given")
	}
	room, err := d.Pages.Room(page.Board, files)
	if err != nil {
		return nil, fmt.Errorf("board: %w", err)
	}
	public, err := newResults(d.Pages)
	if err != nil {
		return nil, err
	}
	return &Board{deps: d, room: room, public: public}, nil
}

// Where the room's paths begin, with the campaign's identifier to follow, and
// where its visitors come from.
const (
	home = "/board/"
	desk = "/desk"
)

// Register adds the room's routes. Those of results are open to everybody.
func (b *Board) Register(e *echo.Echo) {
	for _, slash := range []string{"", "/"} { // typed by hand, an address may end in one
		e.GET(page.Results+slash, b.askCode, b.inPublic)
		e.GET(page.ResultsPath(":code")+slash, b.results, b.inPublic)
	}
	e.GET(home+":campaign", b.ranking, b.deps.Door.Require(access.SeeResults))
	e.GET(home+":campaign/live", b.follow, b.deps.Door.Require(access.SeeResults))
	e.GET(home+":campaign/ranking.json", b.rankingJSON, b.deps.Door.Require(access.SeeResults))
	e.GET(home+":campaign/evidence.zip", b.evidence, b.deps.Door.Require(access.ExportResults))
}

// standing is where a campaign stands, with what it refers to.
type standing struct {
	campaign     survey.Campaign
	municipality survey.Municipality
	*prioritize.Snapshot
	look look
}

// stand returns where the campaign stands by the rule that the query names, Reach
// if none; a query that names none of ours is a survey.ErrInvalid.
func (b *Board) stand(c echo.Context) (standing, error) {
	l, err := looksLike(c.QueryParams())
	if err != nil {
		return standing{}, err
	}
	campaign, m, err := page.CampaignOf(c, b.deps.Catalogue, b.deps.Catalogue)
	if err != nil {
		return standing{}, err
	}
	return b.standOf(c.Request().Context(), campaign, m, l)
}

func (b *Board) standOf(ctx context.Context, campaign survey.Campaign, m survey.Municipality, l look) (standing, error) {
	snapshot, err := b.deps.Rankings.Snapshot(ctx, campaign.ID, l.rule)
	if err != nil {
		return standing{}, fmt.Errorf("board: ranking of %s: %w", campaign.ID, err)
	}
	return standing{campaign, m, snapshot, l}, nil
}
