package form

import (
	"context"
	"embed"
	"fmt"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

//go:embed all:templates assets
var files embed.FS

// Municipalities finds who asks. One that is not there is a survey.ErrNotFound.
type Municipalities interface {
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
}

// Form holds the residents' pages. It is safe for concurrent use.
type Form struct {
	pages  *page.Pages
	room   *page.Room
	intake *survey.Intake
	places Municipalities
	now    func() time.Time
	// telegram is the address at which an interview goes on in Telegram; "" if it cannot.
	telegram func(interview string) string
	scripts  *scripts
	bare     bool // its pages have no scripts, as in a preview
	guard    *guard
	made     *sync.Map // what phones need to go on without a connection, by version and language
	home     string    // the path below which the pages are
}

// New makes the pages. Dates are shown in the time zone of now's times. telegram gives the address at which an
// interview goes on in Telegram, "" while there is no bot. The error names the template that is at fault.
func New(p *page.Pages, in *survey.Intake, m Municipalities, now func() time.Time, telegram func(interview string) string) (*Form, error) {
	room, err := p.Room(page.Form, files)
	if err != nil {
		return nil, fmt.Errorf("form: %w", err)
	}
	scripts, err := newScripts(p, "form.css", "answer.css", "icons.svg", "mark.svg")
	if err != nil {
		return nil, err
	}
	return &Form{pages: p, room: room, intake: in, places: m, now: now, telegram: telegram, scripts: scripts, guard: newGuard(DefaultDefence, now), made: new(sync.Map), home: Home}, nil
}

// Register mounts the pages:
//
//	GET  /f                       type the code from the poster
//	GET  /f/CODE                  what this is, who asks, consent
//	POST /f/CODE                  consent: an interview begins
//	GET  /f/CODE/form.json        the questionnaire, for a phone that will have no connection
//	POST /f/CODE/answers          an interview that a phone without a connection had kept
//	POST /f/CODE/answers/ID/QUESTION  a file of it
//	GET  /f/CODE/TICKET           the first page, with the code of a ticket filled in
//	GET  /f/CODE/ID               the screen that is due: a question, the look-over, or the receipt
//	POST /f/CODE/ID               send, change an answer, or go back from the look-over
//	GET  /f/CODE/ID/_forget       whether the answer is to be taken back
//	POST /f/CODE/ID/_forget       take it back
//	GET  /f/sw.js                 the service worker that keeps the form at hand
//	GET  /f/CODE/ID/QUESTION      a question that may be answered now
//	POST /f/CODE/ID/QUESTION      its answer, or a step towards it
//
// e is one that page.Pages.Echo made.
func (f *Form) Register(e *echo.Echo) {
	for _, slash := range []string{"", "/"} { // typed by hand, an address may end in one
		e.GET(Home+slash, f.askCode)
		e.GET(Home+"/:code"+slash, f.atDoor(f.welcome))
	}
	e.POST(Home+"/:code", f.atDoor(f.begin))
	e.GET(Home+"/:code/"+dataFile, f.atDoor(f.data))
	e.POST(Home+"/:code/answers", f.receive)
	e.POST(Home+"/:code/answers/:id/:question", f.attachHeld)
	e.GET(workerPath, f.worker)
	e.GET(Home+"/:code/:id", f.orTicket(f.inside(f.show)))
	e.POST(Home+"/:code/:id", f.inside(f.act))
	e.GET(Home+"/:code/:id/"+forgetStep, f.inside(f.sureToForget))
	e.POST(Home+"/:code/:id/"+forgetStep, f.inside(f.forget))
	e.GET(Home+"/:code/:id/:question", f.inside(f.ask))
	e.POST(Home+"/:code/:id/:question", f.inside(f.answer))
}

// Home is the page for typing a code, and what all residents' pages are below.
const Home = page.Residents

// Path is the path of the page behind a door's code, for posters and links.
func Path(code string) string { return Home + "/" + code }

// InterviewPath is the path of an interview's page behind a door's code. It lets whoever has it go on.
func InterviewPath(code, id string) string { return Path(code) + "/" + id }

// path is Path where these pages are.
func (f *Form) path(code string) string { return f.home + "/" + code }

// interviewPath is InterviewPath where these pages are.
func (f *Form) interviewPath(code, id string) string { return f.path(code) + "/" + id }
