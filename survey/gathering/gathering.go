package gathering

import (
	"context"
	"embed"
	"errors"
	"fmt"
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

// Deps are what a Room works with; all are required.
type Deps struct {
	Pages      *page.Pages
	Door       *page.Door
	Campaigns  page.Campaigns
	Places     Places
	Gatherings survey.Gatherings
	Entries    access.Entries // of the audit trail
	Zone       *time.Location // in which days begin and end
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
	if d.Pages == nil || d.Door == nil || d.Campaigns == nil || d.Places == nil || d.Gatherings == nil || d.Entries == nil || d.Zone == nil || d.Now == nil {
		return nil, errors.New("gathering: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("gathering: %w", err)
	}
	return &Room{deps: d, room: room, trail: access.NewTrail(d.Entries)}, nil
}

// Path is the page of a campaign's gatherings.
func Path(campaign string) string { return "/desk/" + url.PathEscape(campaign) + "/groups" }

// Register adds the room's routes: whoever sees the coverage may read, whoever runs campaigns may write.
func (r *Room) Register(e *echo.Echo) {
	see, run := r.deps.Door.Require(access.SeeCoverage), r.deps.Door.Require(access.RunCampaigns)
	groups := "/desk/:campaign/groups"
	e.GET(groups, r.list, see)
	e.GET(groups+".csv", r.file, see)
	e.GET(groups+".xlsx", r.file, see)
	e.GET(groups+"/_new", r.blank, run)
	e.POST(groups, r.add, run, page.FormsOnly)
	e.GET(groups+"/:group", r.show, see)
	e.GET(groups+"/:group/edit", r.edit, run)
	e.POST(groups+"/:group", r.change, run, page.FormsOnly)
	e.POST(groups+"/:group/strike", r.strike, run, page.FormsOnly)
}

// at is where a request is about: the campaign, its municipality, and the needs and ages that its questionnaire names.
type at struct {
	k     survey.Campaign
	m     survey.Municipality
	needs []survey.Choice
	ages  []survey.Choice
}

// find returns what the path names; see page.CampaignOf.
func (r *Room) find(c echo.Context) (w at, err error) {
	if w.k, w.m, err = page.CampaignOf(c, r.deps.Campaigns, r.deps.Places); err != nil {
		return w, err
	}
	q, err := r.deps.Places.Questionnaire(c.Request().Context(), w.k.Questionnaire)
	if err != nil {
		return w, err
	}
	for _, role := range []survey.Role{survey.RoleNeed, survey.RoleRank, survey.RoleSeverity} {
		if x := q.ByRole(role); x != nil && len(w.needs) == 0 {
			for _, choice := range q.Things(x) {
				if choice.Need != "" {
					w.needs = append(w.needs, choice)
				}
			}
		}
	}
	if x := q.ByRole(survey.RoleAge); x != nil {
		w.ages = q.Choices(x.List)
	}
	return w, nil
}

// page begins a page of the room.
func (r *Room) page(c echo.Context, m *survey.Municipality, title string) page.Page {
	v := r.deps.Pages.Staff(c, m.Name.In(r.deps.Pages.Speaker(c).Lang()))
	v.Title = v.T(title)
	return v
}

// village is what a village is called.
func (w *at) village(id, lang string) string {
	if v := w.m.Village(id); v != nil {
		return v.Name.In(lang)
	}
	return id
}

// need is what a need is called.
func (w *at) need(code, lang string) string {
	for i := range w.needs {
		if w.needs[i].Need == code {
			return w.needs[i].Label.In(lang)
		}
	}
	return code
}

// tell writes into the audit trail what was done.
func (r *Room) tell(c echo.Context, g *survey.Gathering, what string) error {
	by, _ := page.AccountOf(c)
	_, err := r.trail.Write(c.Request().Context(), r.deps.Now(), by, access.Deed{
		Municipality: g.Municipality, Action: access.RunCampaigns, Subject: "campaign/" + g.Campaign, After: "gathering " + g.ID + " " + what,
	})
	return err
}

// one is the gathering that the path names, of that campaign.
func (r *Room) one(c echo.Context, k *survey.Campaign) (survey.Gathering, error) {
	g, err := r.deps.Gatherings.Gathering(c.Request().Context(), c.Param("group"))
	if err == nil && g.Campaign != k.ID {
		err = survey.ErrNotFound
	}
	if err != nil {
		return g, fmt.Errorf("gathering: %w", err)
	}
	return g, nil
}
