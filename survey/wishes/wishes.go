package wishes

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
)

//go:embed all:templates assets
var files embed.FS

// Store is where all of it is kept. What is not there is a survey.ErrNotFound; after an error a sequence ends.
type Store interface {
	access.Entries
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
	// SaveCampaign replaces the one that has Rev-1; survey.ErrConflict if it has another Rev.
	SaveCampaign(ctx context.Context, c survey.Campaign) error
	// ResponsesSince streams those that were stored or changed at this time or later; all since the zero time.
	ResponsesSince(ctx context.Context, campaign string, since time.Time) iter.Seq2[survey.Response, error]
	Response(ctx context.Context, id string) (survey.Response, error)
	// ReviewResponse keeps what was found of a response; survey.ErrConflict if it changed meanwhile.
	ReviewResponse(ctx context.Context, r survey.Response) error
	Seconds(ctx context.Context, campaign string) iter.Seq2[coding.Second, error]
	Second(ctx context.Context, id string) (coding.Second, error)
	// SaveSecond and SaveCodingStep keep a new one, whose Rev is 1, or replace the one that has Rev-1; survey.ErrExists if there
	// is one, survey.ErrConflict if it has another Rev.
	SaveSecond(ctx context.Context, s coding.Second) error
	SaveCodingStep(ctx context.Context, s coding.Step) error
	CodingStep(ctx context.Context, id string) (coding.Step, error)
	// CodingSteps streams the last steps, the last one first; 0 is all.
	CodingSteps(ctx context.Context, campaign string, most int) iter.Seq2[coding.Step, error]
}

// Deps are what a Room works with; all are required.
type Deps struct {
	Pages     *page.Pages
	Door      *page.Door
	Store     Store
	MostNeeds int // that one campaign can rank, new ones too
	Zone      *time.Location
	Now       func() time.Time
}

// Room is the room. It is safe for concurrent use.
type Room struct {
	deps  Deps
	room  *page.Room
	trail *access.Trail
	piles piles
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Room, error) {
	if d.Pages == nil || d.Door == nil || d.Store == nil || d.MostNeeds == 0 || d.Zone == nil || d.Now == nil {
		return nil, errors.New("wishes: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("wishes: %w", err)
	}
	return &Room{deps: d, room: room, trail: access.NewTrail(d.Store), piles: piles{many: manyTexts}}, nil
}

// Path is the page on which a campaign's own words are coded.
func Path(campaign string) string { return "/desk/" + campaign + "/words" }

// Register adds the room's routes.
func (w *Room) Register(e *echo.Echo) {
	may, at := w.deps.Door.Require(access.CodeAnswers), Path(":campaign")
	e.GET(at, w.words, may)
	e.POST(at, w.code, may, page.FormsOnly)
	e.POST(at+"/undo", w.undo, may, page.FormsOnly)
	e.POST(at+"/needs", w.find, may, page.FormsOnly)
	e.GET(at+"/second", w.second, may)
	e.POST(at+"/second", w.codeSecond, may, page.FormsOnly)
	e.GET(at+"/agreement", w.agreement, may)
	e.POST(at+"/agreement", w.settle, may, page.FormsOnly)
}

// Left counts the own words of a campaign that are still to be coded, as far as the room has read them: of what changed
// this moment elsewhere it knows at the next look.
func (w *Room) Left(ctx context.Context, c *survey.Campaign) (coding.Left, error) {
	d, err := w.read(ctx, c)
	if err != nil {
		return coding.Left{}, err
	}
	return d.left(), nil
}

// Forget tells that a response of the campaign may be gone: it is read anew.
func (w *Room) Forget(campaign string) { w.piles.forget(campaign) }

// subject is a campaign with what is needed to code its words.
type subject struct {
	campaign     survey.Campaign
	municipality survey.Municipality
	latest       *survey.Questionnaire
	needs        []coding.Need
	spheres      []survey.Choice
	*desk
}

// find returns the campaign that the path names, with its needs and texts.
func (w *Room) subject(c echo.Context) (*subject, error) {
	k, m, err := page.CampaignOf(c, w.deps.Store, w.deps.Store)
	if err != nil {
		return nil, err
	}
	s := &subject{campaign: k, municipality: m}
	s.desk, err = w.read(c.Request().Context(), &k)
	if err != nil {
		return nil, err
	}
	s.latest, s.needs, s.spheres = s.versions[0], s.desk.needs, s.versions[0].Choices("sphere")
	return s, nil
}

// needsOf are the needs that a campaign's words can be coded to: those that its questionnaire offers, in all versions, and
// those that were found.
func needsOf(c *survey.Campaign, versions []*survey.Questionnaire) []coding.Need {
	var all []coding.Need
	seen := map[string]bool{"": true}
	for _, q := range versions {
		x := q.ByRole(survey.RoleNeed)
		if x == nil {
			continue
		}
		for _, choice := range q.Choices(q.Source(x)) {
			if !seen[choice.Need] {
				seen[choice.Need] = true
				all = append(all, coding.Need{Code: choice.Need, Label: choice.Label})
			}
		}
	}
	for _, n := range c.NewNeeds {
		if !seen[n.Code] {
			seen[n.Code] = true
			all = append(all, coding.Need{Code: n.Code, Label: n.Label})
		}
	}
	return all
}

// nameOf is what a need is called.
func (s *subject) nameOf(code, lang string) string {
	for _, n := range s.needs {
		if n.Code == code {
			return n.Label.In(lang, "ru")
		}
	}
	return code
}

// page begins a page of the room.
func (w *Room) page(c echo.Context, s *subject, title string) page.Page {
	v := w.deps.Pages.Staff(c, s.municipality.Name.In(w.deps.Pages.Speaker(c).Lang()))
	v.Title = v.T(title)
	return v
}

// tell writes into the audit trail what was done.
func (w *Room) tell(c echo.Context, s *subject, before, after string) error {
	by, _ := page.AccountOf(c)
	_, err := w.trail.Write(c.Request().Context(), w.deps.Now(), by, access.Deed{
		Municipality: s.campaign.Municipality, Action: access.CodeAnswers, Subject: "campaign/" + s.campaign.ID, Before: before, After: after,
	})
	return err
}
