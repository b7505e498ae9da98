package criteria

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

//go:embed all:templates assets
var files embed.FS

// Catalogue is what a campaign refers to. What is not there is a survey.ErrNotFound.
type Catalogue interface {
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
}

// Rankings tells where campaigns stand.
type Rankings interface {
	// Snapshot is the campaign ranked by the rule, and is not to be changed; a survey.ErrUnavailable when its answers have
	// not been counted yet.
	Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error)
}

// Counts tells what campaigns counted.
type Counts interface {
	// Counted is what a campaign that is frozen counted, and is not to be changed.
	Counted(ctx context.Context, campaign string) (prioritize.Counted, error)
}

// Hearings tells what was decided in the hall.
type Hearings interface {
	// Decided are the places of needs, by their codes; none where there was no hearing.
	Decided(ctx context.Context, campaign string) (map[string]appraisal.Decision, error)
}

// Deps are what a Room works with; all but Hearings are required.
type Deps struct {
	Pages      *page.Pages
	Door       *page.Door
	Catalogue  Catalogue
	Rankings   Rankings
	Counts     Counts
	Appraisals appraisal.Appraisals
	Hearings   Hearings       // nil: there are none
	Entries    access.Entries // of the audit trail
	Zone       *time.Location // in which pages tell the time
	Now        func() time.Time
}

// Room is the room. It is safe for concurrent use.
type Room struct {
	deps  Deps
	room  *page.Room
	trail *access.Trail
	made  made
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Room, error) {
	if d.Pages == nil || d.Door == nil || d.Catalogue == nil || d.Rankings == nil || d.Counts == nil || d.Appraisals == nil || d.Entries == nil || d.Zone == nil || d.Now == nil {
		return nil, errors.New("criteria: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Board, files)
	if err != nil {
		return nil, fmt.Errorf("criteria: %w", err)
	}
	return &Room{deps: d, room: room, trail: access.NewTrail(d.Entries)}, nil
}

// Path is the page of a campaign's criteria.
func Path(campaign string) string { return board(campaign) + "/criteria" }

// BudgetPath is the page of a campaign's budget.
func BudgetPath(campaign string) string { return board(campaign) + "/budget" }

func board(campaign string) string { return "/board/" + url.PathEscape(campaign) }

// Register adds the room's routes: whoever sees results may read, whoever decides on them may write, and whoever exports
// them may take files along.
func (r *Room) Register(e *echo.Echo) {
	see, decide, export := r.deps.Door.Require(access.SeeResults), r.deps.Door.Require(access.DecideResults), r.deps.Door.Require(access.ExportResults)
	criteria, budget := "/board/:campaign/criteria", "/board/:campaign/budget"
	e.GET(criteria, r.criteria, see)
	e.POST(criteria, r.appraise, decide, roomy, page.FormsOnly)
	e.GET(criteria+".csv", r.criteriaCSV, export)
	e.GET(budget, r.budget, see)
	e.POST(budget, r.plan, decide, roomy, page.FormsOnly)
	e.GET(budget+".csv", r.budgetCSV, export)
	e.GET(budget+"-left-out.csv", r.leftOutCSV, export)
	e.GET(budget+".pb", r.pabulib, export)
}

// mostForm is how many bytes a form may have: all that can be written of as many needs as there can be.
const mostForm = 1 << 20

// roomy lets a form have so many.
func roomy(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		page.TakeUpload(c, mostForm)
		return next(c)
	}
}

// at is what a request is about.
type at struct {
	campaign     survey.Campaign
	municipality survey.Municipality
	ranking      *prioritize.Ranking // by Reach; nil while it is not counted. It has no items of too few answers
	needs        []prioritize.Need   // in the residents' order, or else the questionnaire's
	said         appraisal.Appraisal
}

// find returns what the path names, with what the group says; see page.CampaignOf.
func (r *Room) find(c echo.Context) (*at, error) {
	k, m, err := page.CampaignOf(c, r.deps.Catalogue, r.deps.Catalogue)
	if err != nil {
		return nil, err
	}
	w, ctx := &at{campaign: k, municipality: m}, c.Request().Context()
	s, err := r.deps.Rankings.Snapshot(ctx, k.ID, prioritize.Reach)
	switch {
	case err == nil:
		w.ranking = &s.Ranking
	case !errors.Is(err, survey.ErrUnavailable):
		return nil, fmt.Errorf("criteria: ranking of %s: %w", k.ID, err)
	}
	if w.needs, err = r.needs(ctx, w); err != nil {
		return nil, err
	}
	w.said, err = r.appraisal(ctx, &k)
	return w, err
}

// needs are those that can be spoken of.
func (r *Room) needs(ctx context.Context, w *at) ([]prioritize.Need, error) {
	var needs []prioritize.Need
	if w.ranking != nil {
		for i := range w.ranking.Items {
			needs = append(needs, w.ranking.Items[i].Need)
		}
	}
	if len(needs) > 0 {
		return needs, nil
	}
	q, err := r.deps.Catalogue.Questionnaire(ctx, w.campaign.Questionnaire)
	if err != nil {
		return nil, fmt.Errorf("criteria: questionnaire: %w", err)
	}
	if needs, err = prioritize.Needs(q); err != nil {
		return nil, fmt.Errorf("criteria: %w", err)
	}
	for _, n := range w.campaign.NewNeeds {
		needs = append(needs, prioritize.Need{Code: n.Code, Name: n.Label, Unoffered: true})
	}
	return needs, nil
}

// appraisal is what the group says, nothing if it has said nothing yet.
func (r *Room) appraisal(ctx context.Context, k *survey.Campaign) (appraisal.Appraisal, error) {
	a, err := r.deps.Appraisals.Appraisal(ctx, k.ID)
	if errors.Is(err, survey.ErrNotFound) {
		return appraisal.Appraisal{Campaign: k.ID, Municipality: k.Municipality}, nil
	}
	if err != nil {
		return a, fmt.Errorf("criteria: %w", err)
	}
	return a, nil
}

// items are the ranking's; none while there are too few answers.
func (w *at) items() []prioritize.Item {
	if w.ranking == nil {
		return nil
	}
	return w.ranking.Items
}

// codes are those of the needs, and villages the identifiers of the villages.
func (w *at) codes() (codes, villages []string) {
	for _, n := range w.needs {
		codes = append(codes, n.Code)
	}
	for i := range w.municipality.Villages {
		villages = append(villages, w.municipality.Villages[i].ID)
	}
	return codes, villages
}

// need is what a need is called.
func (w *at) need(code, lang string) string {
	for _, n := range w.needs {
		if n.Code == code {
			return n.Name.In(lang, "ru")
		}
	}
	return code
}

// village is what a village is called.
func (w *at) village(id, lang string) string {
	if v := w.municipality.Village(id); v != nil {
		return v.Name.In(lang, "ru")
	}
	return id
}

// page begins a page of the room.
func (r *Room) page(c echo.Context, w *at, title string) page.Page {
	v := r.deps.Pages.Page(c, "")
	v.Title, v.Place, v.Languages = v.T(title), w.municipality.Name.In(v.Lang(), "ru"), r.deps.Pages.Languages()
	v.Home = "/desk"
	if v.Account.May(access.SeeCoverage, w.campaign.Municipality) {
		v.Nav = append(v.Nav, page.Link{Href: "/desk/" + w.campaign.ID, Text: v.T("board.desk")})
	}
	v.Nav = append(v.Nav, page.Link{Href: board(w.campaign.ID), Text: v.T("board.ranking")})
	for _, l := range []page.Link{{Href: Path(w.campaign.ID), Text: v.T("criteria.title")}, {Href: BudgetPath(w.campaign.ID), Text: v.T("budget.title")}} {
		l.Current = l.Text == v.Title
		v.Nav = append(v.Nav, l)
	}
	v.Nav = append(v.Nav, page.Link{Href: "/hearings/" + w.campaign.ID, Text: v.T("desk.hearings")})
	return v
}

// tell writes into the audit trail what was changed.
func (r *Room) tell(c echo.Context, w *at, before, after string) error {
	by, _ := page.AccountOf(c)
	_, err := r.trail.Write(c.Request().Context(), r.deps.Now(), by, access.Deed{
		Municipality: w.campaign.Municipality, Action: access.DecideResults, Subject: "campaign/" + w.campaign.ID, Before: before, After: after,
	})
	return err
}
