package form

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// noticeView is a page with a few words and a way on. Its script finds what a phone holds that was never sent, as where a
// campaign has closed meanwhile.
type noticeView struct {
	page.Page
	scripted
	Texts []string
	Way   page.Link
}

// notOpen says that a campaign does not take answers yet, or any more, and what becomes of an interview that was begun
// (nil if none was). It leads to the results once they are published.
func (f *Form) notOpen(c echo.Context, e survey.Entrance, begun *survey.Session) error {
	s := f.pages.Speaker(c)
	campaign, now := e.Campaign, f.now()
	status, texts := http.StatusGone, []string{s.T("form.closed.text")}
	opens := campaign.Status == survey.StatusOpen && now.Before(campaign.Opens)
	if opens || campaign.Status == survey.StatusDraft {
		status, texts = http.StatusForbidden, []string{s.T("form.early.text")}
	}
	if opens {
		texts = append(texts, s.T("form.early.opens", "Date", date(s, campaign.Opens, now)))
	}
	var way page.Link
	if campaign.Status == survey.StatusPublished {
		texts = []string{s.T("form.published.text")}
		way = page.Link{Href: inLanguage(page.ResultsPath(e.Door.Code), s.Lang()), Text: s.T("form.published.results")}
	}
	if begun != nil {
		texts = append(texts, s.T("form.closed.begun"))
	}
	return f.notice(c, status, e, way, texts...)
}

// shut says why nobody new may begin behind a door: err is what survey.Intake.Enter says of it.
func (f *Form) shut(c echo.Context, e survey.Entrance, err error) error {
	s := f.pages.Speaker(c)
	switch {
	case errors.Is(err, survey.ErrFull): // there are as many answers as the campaign takes
		return f.notice(c, http.StatusGone, e, page.Link{}, s.T("form.full.text"), s.T("form.full.instead"))
	case errors.Is(err, survey.ErrEnded): // as when its poster hung in the wrong place
		way := page.Link{Href: inLanguage(Home, s.Lang()), Text: s.T("form.ended.other")}
		return f.notice(c, http.StatusGone, e, way, s.T("form.ended.text"))
	}
	return f.notOpen(c, e, nil)
}

// date is the day of t where the service stands.
func date(s locale.Speaker, t, now time.Time) string { return s.Date(t.In(now.Location())) }

// noSuchInterview answers an address whose interview is not there, or not behind its code.
func (f *Form) noSuchInterview(c echo.Context, e survey.Entrance) error {
	lang, _ := language(c, e.Questionnaire)
	f.pages.Speak(c, lang)
	s := f.pages.Speaker(c)
	way := page.Link{Href: inLanguage(f.path(e.Door.Code), lang), Text: s.T("form.lost.begin")}
	return f.notice(c, http.StatusNotFound, e, way, s.T("form.lost.text"))
}

// notice shows such a page about a campaign, in the language of the request.
func (f *Form) notice(c echo.Context, status int, e survey.Entrance, way page.Link, texts ...string) error {
	p, _, err := f.about(c, e, f.pages.Speaker(c).Lang())
	if err != nil {
		return err
	}
	return f.room.Render(c, status, "notice", noticeView{Page: p, scripted: f.scripted(e.Questionnaire), Texts: texts, Way: way})
}
