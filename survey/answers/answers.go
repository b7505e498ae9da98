package answers

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

//go:embed all:templates assets
var files embed.FS

// Places are what a campaign refers to. What is not there is a survey.ErrNotFound.
type Places interface {
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
}

// Responses are what residents have sent.
type Responses interface {
	// Responses streams a campaign's responses, each once. After an error it ends.
	Responses(ctx context.Context, campaign string) iter.Seq2[survey.Response, error]
	// CountResponses counts them, up to this many; all of them for 0.
	CountResponses(ctx context.Context, campaign string, most int) (int, error)
}

// Deps are what a Room works with; all are required.
type Deps struct {
	Pages     *page.Pages
	Door      *page.Door
	Campaigns page.Campaigns
	Places    Places
	Responses Responses
	Entries   access.Entries // of the audit trail
	Zone      *time.Location // of times in the files
	Now       func() time.Time
	Log       *slog.Logger // of files that ended early
}

// Room is the room. It is safe for concurrent use.
type Room struct {
	deps  Deps
	room  *page.Room
	trail *access.Trail
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Room, error) {
	if d.Pages == nil || d.Door == nil || d.Campaigns == nil || d.Places == nil || d.Responses == nil || d.Entries == nil || d.Zone == nil || d.Now == nil || d.Log == nil {
		return nil, errors.New("answers: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("answers: %w", err)
	}
	return &Room{deps: d, room: room, trail: access.NewTrail(d.Entries)}, nil
}

// Path is the page of a campaign's answers.
func Path(campaign string) string { return "/answers/" + url.PathEscape(campaign) }

// Register adds the room's routes.
func (r *Room) Register(e *echo.Echo) {
	take := r.deps.Door.Require(access.ExportResults)
	e.GET("/answers/:campaign", r.choose, take)
	e.POST("/answers/:campaign", r.give, take, page.FormsOnly)
}

// at is where a request is about.
type at struct {
	k        survey.Campaign
	m        survey.Municipality
	versions []*survey.Questionnaire // the latest first
}

// find returns what the path names; see page.CampaignOf.
func (r *Room) find(c echo.Context) (w at, err error) {
	ctx := c.Request().Context()
	if w.k, w.m, err = page.CampaignOf(c, r.deps.Campaigns, r.deps.Places); err != nil {
		return w, err
	}
	// Also the villages in which it does not ask now: there may be answers from them.
	if w.m, err = r.deps.Places.Municipality(ctx, w.k.Municipality); err != nil {
		return w, fmt.Errorf("answers: municipality: %w", err)
	}
	for _, key := range w.k.Versions() {
		q, err := r.deps.Places.Questionnaire(ctx, key)
		if err != nil {
			return w, fmt.Errorf("answers: questionnaire: %w", err)
		}
		w.versions = append(w.versions, q)
	}
	return w, nil
}

// languages are those of the questionnaire's versions, those of the latest first.
func (w *at) languages() []string {
	var all []string
	seen := map[string]bool{}
	for _, q := range w.versions {
		for _, lang := range q.Languages {
			if !seen[lang] {
				seen[lang] = true
				all = append(all, lang)
			}
		}
	}
	return all
}
