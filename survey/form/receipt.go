package form

import (
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey/page"
)

// receiptView is shown once the response is durable.
type receiptView struct {
	page.Page
	scripted
	page.Sharing
	Link    string // of the door, for others
	Receipt string
	Closes  string // the last day of the campaign; "" if that is open
	Another string // where somebody else begins
	Action  string // where its form is posted to
	Do      string // that form's button: "reopen", "leave", or "" where there is none
	Forget  string // where the answer is taken back
}

func (f *Form) receipt(c echo.Context, status int, v visit, mistakes []page.Mistake) error {
	p, _, err := f.about(c, v.entrance, v.Language)
	if err != nil {
		return err
	}
	p.Mistakes = mistakes
	path := inLanguage(f.path(v.entrance.Door.Code), v.Language)
	invitation := v.Questionnaire.Say(v.Questionnaire.Title, v.Language)
	link := f.pages.URL(f.path(v.entrance.Door.Code))
	view := receiptView{
		Page:     p,
		scripted: f.scripted(v.Questionnaire),
		Sharing:  page.Share(invitation, link),
		Link:     link,
		Receipt:  v.Receipt(),
		Another:  path,
		Action:   f.screenPath(v.entrance.Door.Code, v.AsSent()),
		Forget:   f.forgetPath(v.entrance.Door.Code, v.Session),
	}
	view.Title = p.T("form.receipt.title")
	if v.Edits > 0 {
		view.Title = p.T("form.receipt.corrected")
	}
	switch {
	case v.Reopened:
		view.Do = doLeave
	case v.open:
		view.Do = doReopen
	}
	if closes := v.entrance.Campaign.Closes; !closes.IsZero() && v.open {
		view.Closes = date(p.Speaker, closes.Add(-time.Second), f.now()) // closing at midnight, the day before is the last
	}
	return f.room.Render(c, status, "receipt", view)
}
