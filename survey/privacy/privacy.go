package privacy

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/steward"
)

//go:embed all:templates assets
var files embed.FS

// Places are municipalities, their campaigns and questionnaires. What is not there is a survey.ErrNotFound; after an error
// a sequence ends.
type Places interface {
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
	Campaigns(ctx context.Context, municipality string) iter.Seq2[survey.Campaign, error]
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
}

// Answers are what residents have sent.
type Answers interface {
	// ResponsesByReceipt streams the responses of a campaign that have this receipt, in the form in which it was given. After
	// an error it ends.
	ResponsesByReceipt(ctx context.Context, campaign, receipt string) iter.Seq2[survey.Response, error]
	// Attachment returns a file, or a survey.ErrNotFound.
	Attachment(ctx context.Context, id string) (survey.Attachment, error)
	// CountResponses counts a campaign's responses, up to this many.
	CountResponses(ctx context.Context, campaign string, most int) (int, error)
	// Withdraw removes, durably, the response that has this receipt and all that belongs to it, and notes that it was taken
	// back; a survey.ErrNotFound if there is none.
	Withdraw(ctx context.Context, campaign, receipt string) error
}

// Register is where it is kept that people asked, and how far the deletion of answers has come. Of two who change a request,
// one has a survey.ErrConflict, and of two who enter it a survey.ErrExists.
type Register interface {
	SaveRequest(ctx context.Context, r survey.Request) error
	Request(ctx context.Context, id string) (survey.Request, error)
	Requests(ctx context.Context, municipality string) iter.Seq2[survey.Request, error]
	Retentions(ctx context.Context, municipality string) iter.Seq2[survey.Retention, error]
}

// Deps are what an Office works with; all are required.
type Deps struct {
	Pages    *page.Pages
	Words    *locale.Words
	Door     *page.Door
	Places   Places
	Answers  Answers
	Register Register
	Retainer *steward.Retainer // foresees what is to be deleted
	Entries  access.Entries    // of the audit trail
	Random   io.Reader
	Zone     *time.Location // in which days begin and end
	Now      func() time.Time
}

// Office is the room. It is safe for concurrent use.
type Office struct {
	deps  Deps
	room  *page.Room
	trail *access.Trail
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Office, error) {
	if d.Pages == nil || d.Words == nil || d.Door == nil || d.Places == nil || d.Answers == nil || d.Register == nil || d.Retainer == nil ||
		d.Entries == nil || d.Random == nil || d.Zone == nil || d.Now == nil {
		return nil, errors.New("privacy: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("privacy: %w", err)
	}
	return &Office{deps: d, room: room, trail: access.NewTrail(d.Entries)}, nil
}

// Where the pages are.
const (
	requestsPath  = page.RequestsPath
	retentionPath = page.RetentionPath
)

// Register adds the room's routes.
func (o *Office) Register(e *echo.Echo) {
	answer, keep := o.deps.Door.Require(access.AnswerRequests), o.deps.Door.Require(access.KeepAnswers)
	e.GET(requestsPath, o.requests, answer)
	e.POST(requestsPath, o.held, answer, page.FormsOnly)
	e.POST(requestsPath+"/file", o.file, answer, page.FormsOnly)
	e.POST(requestsPath+"/withdraw", o.withdraw, answer, page.FormsOnly)
	e.POST(requestsPath+"/register", o.enter, answer, page.FormsOnly)
	e.POST(requestsPath+"/answered", o.answered, answer, page.FormsOnly)
	e.GET(retentionPath, o.retention, keep)
	e.POST(retentionPath, o.foresee, keep, page.FormsOnly)
}

// page begins a page of the room, and reads the account's municipality.
func (o *Office) page(c echo.Context, title string) (page.Page, survey.Municipality, error) {
	account, _ := page.AccountOf(c)
	m, err := o.deps.Places.Municipality(c.Request().Context(), account.Municipality)
	if err != nil {
		return page.Page{}, m, fmt.Errorf("privacy: municipality: %w", err)
	}
	v := o.deps.Pages.Staff(c, m.Name.In(o.deps.Pages.Speaker(c).Lang()))
	v.Title = v.T(title)
	return v, m, nil
}

// tell writes into the audit trail what was done, and not whose answers it was done with.
func (o *Office) tell(c echo.Context, municipality, subject, before, after string) error {
	by, _ := page.AccountOf(c)
	_, err := o.trail.Write(c.Request().Context(), o.deps.Now(), by, access.Deed{
		Municipality: municipality, Action: access.AnswerRequests, Subject: subject, Before: before, After: after,
	})
	return err
}
