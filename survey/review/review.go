package review

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/quality"
)

//go:embed all:templates assets
var files embed.FS

// Campaigns is where campaigns are kept. One that is not there is a survey.ErrNotFound.
type Campaigns interface {
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
}

// Places are what a campaign refers to. What is not there is a survey.ErrNotFound.
type Places interface {
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
}

// Responses is where answers are kept.
type Responses interface {
	// Response returns the response, or a survey.ErrNotFound.
	Response(ctx context.Context, id string) (survey.Response, error)
	// ReviewResponse keeps the response's judgement durably. It is a survey.ErrConflict if it was corrected or looked at
	// by somebody else meanwhile, and a survey.ErrNotFound if there is none any more.
	ReviewResponse(ctx context.Context, r survey.Response) error
}

// Accounts streams a municipality's accounts. After an error it ends.
type Accounts interface {
	Accounts(ctx context.Context, municipality string) iter.Seq2[access.Account, error]
}

// Inspector looks through all of a campaign's answers. It may take seconds, and is called in the background.
type Inspector interface {
	Inspect(ctx context.Context, campaign string) (Inspection, error)
}

// Inspection is what was found at one moment, and where needs stand by it.
type Inspection struct {
	quality.Findings
	Order Order
}

// Order is where needs stand as counted, without the open cases and with what was set aside. It tells ranks and no
// figures, and those only that may be told, since answers of a few would show in the difference.
type Order struct {
	Needs       []Place // best first as counted; none where too few answered
	Without     Beside  // if no response of an open case counted
	With        Beside  // if what was set aside counted as well
	Open, Aside int     // how many responses those are
}

// Place is where one need stands; 0 where that is not told.
type Place struct {
	Need                   survey.Text
	Counted, Without, With int
}

// Beside says what is told of another order.
type Beside int

// What is told of it.
const (
	Same   Beside = iota // nobody is in question, so that it is the same order
	Untold               // too few answers are in question, or remain
	Told
)

// Deps are what a Reviewer works with; all are required.
type Deps struct {
	Pages     *page.Pages
	Door      *page.Door
	Campaigns Campaigns
	Places    Places
	Responses Responses
	Accounts  Accounts
	Inspector Inspector
	Entries   access.Entries // of the audit trail
	Failed    func(campaign string, err error)
	Zone      *time.Location
	Now       func() time.Time
}

// Reviewer is the room. It is safe for concurrent use. Close lets go of what runs in the background.
type Reviewer struct {
	deps  Deps
	room  *page.Room
	trail *access.Trail
	watch *watch
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Reviewer, error) {
	if d.Pages == nil || d.Door == nil || d.Campaigns == nil || d.Places == nil || d.Responses == nil || d.Accounts == nil ||
		d.Inspector == nil || d.Entries == nil || d.Failed == nil || d.Zone == nil || d.Now == nil {
		return nil, errors.New("review: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("review: %w", err)
	}
	return &Reviewer{deps: d, room: room, trail: access.NewTrail(d.Entries), watch: newWatch(d.Inspector, d.Failed, d.Now)}, nil
}

// Close ends what runs in the background, and waits for it.
func (r *Reviewer) Close() { r.watch.close() }

// Path is the page of a campaign's queue.
func Path(campaign string) string { return "/desk/" + url.PathEscape(campaign) + "/quality" }

// Register adds the room's routes.
func (r *Reviewer) Register(e *echo.Echo) {
	may := r.deps.Door.Require(access.ReviewAnswers)
	e.GET("/desk/:campaign/quality", r.queue, may)
	e.POST("/desk/:campaign/quality", r.decide, may, page.FormsOnly)
}

// find returns the campaign that the path names and its municipality; see page.CampaignOf.
func (r *Reviewer) find(c echo.Context) (survey.Campaign, survey.Municipality, error) {
	return page.CampaignOf(c, r.deps.Campaigns, r.deps.Places)
}

// names are what the municipality's staff are called, by their accounts.
func (r *Reviewer) names(ctx context.Context, municipality string) (map[string]string, error) {
	names := map[string]string{}
	for _, in := range []string{municipality, access.Instance} {
		for a, err := range r.deps.Accounts.Accounts(ctx, in) {
			if err != nil {
				return nil, fmt.Errorf("review: accounts: %w", err)
			}
			names[a.ID] = a.Name
		}
	}
	return names, nil
}
