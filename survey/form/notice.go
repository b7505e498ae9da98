package form

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// noticeView is a page with a few words and a way on.
type noticeView struct {
	page.Page
	Texts []string
	Way   page.Link
}

// notOpen says that a campaign does not take answers yet, or any more, and what becomes of an interview that was begun
// (nil if none was). It leads to the results once they are published.
func (f *Form) notOpen(c echo.Context, e survey.Entrance, begun *survey.Session) error {
	lang, _ := language(c, e.Questionnaire)
	if begun != nil {
		lang = begun.Language
	}
	p, _, err := f.about(c, e, lang)
	if err != nil {
		return err
	}
	campaign, now := e.Campaign, f.now()
	status, texts := http.StatusGone, []string{p.T("form.closed.text")}
	opens := campaign.Status == survey.StatusOpen && now.Before(campaign.Opens)
	if opens || campaign.Status == survey.StatusDraft {
		status, texts = http.StatusForbidden, []string{p.T("form.early.text")}
	}
	if opens {
		texts = append(texts, p.T("form.early.opens", "Date", date(p.Speaker, campaign.Opens, now)))
	}
	var way page.Link
	if campaign.Status == survey.StatusPublished {
		texts = []string{p.T("form.published.text")}
		way = page.Link{Href: inLanguage(page.ResultsPath(e.Door.Code), lang), Text: p.T("form.published.results")}
	}
	if begun != nil {
		texts = append(texts, p.T("form.closed.begun"))
	}
	return f.room.Render(c, status, "notice", noticeView{Page: p, Texts: texts, Way: way})
}

// full answers at a door by which nobody new comes in: there are as many answers as the campaign takes.
func (f *Form) full(c echo.Context, e survey.Entrance) error {
	lang, _ := language(c, e.Questionnaire)
	p, _, err := f.about(c, e, lang)
	if err != nil {
		return err
	}
	return f.room.Render(c, http.StatusGone, "notice", noticeView{Page: p, Texts: []string{p.T("form.full.text"), p.T("form.full.instead")}})
}

// ended answers at a door that is in use no more, as when its poster hung in the wrong place.
func (f *Form) ended(c echo.Context, e survey.Entrance) error {
	lang, _ := language(c, e.Questionnaire)
	p, _, err := f.about(c, e, lang)
	if err != nil {
		return err
	}
	return f.room.Render(c, http.StatusGone, "notice", noticeView{
		Page: p, Texts: []string{p.T("form.ended.text")}, Way: page.Link{Href: inLanguage(Home, lang), Text: p.T("form.ended.other")},
	})
}

// date is the day of t where the service stands.
func date(s locale.Speaker, t, now time.Time) string { return s.Date(t.In(now.Location())) }

// noSuchInterview answers an address whose interview is not there, or not behind its code.
func (f *Form) noSuchInterview(c echo.Context, e survey.Entrance) error {
	lang, _ := language(c, e.Questionnaire)
	f.pages.Speak(c, lang)
	p, _, err := f.about(c, e, lang)
	if err != nil {
		return err
	}
	return f.room.Render(c, http.StatusNotFound, "notice", noticeView{
		Page:  p,
		Texts: []string{p.T("form.lost.text")},
		Way:   page.Link{Href: inLanguage(Path(e.Door.Code), lang), Text: p.T("form.lost.begin")},
	})
}
