package form

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// atDoor finds what stands behind the code of a request for a handler, and answers itself when that is nothing, or
// nothing that is open.
func (f *Form) atDoor(h func(echo.Context, survey.Entrance) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		e, err := f.intake.Enter(c.Request().Context(), c.Param("code"))
		if errors.Is(err, survey.ErrNotFound) {
			return f.noSuchCode(c, c.Param("code"))
		}
		if e.Questionnaire == nil {
			return err
		}
		lang, _ := language(c, e.Questionnaire)
		f.pages.Speak(c, lang)
		if errors.Is(err, survey.ErrClosed) {
			back, lookErr := f.ledBack(c, e)
			switch {
			case lookErr != nil:
				return lookErr
			case back != "":
				return c.Redirect(http.StatusSeeOther, back)
			}
			return f.shut(c, e, err)
		}
		if err != nil {
			return err
		}
		return h(c, e)
	}
}

// language is the one that the address asks for, else the browser's. It is sure when the questionnaire has it.
func language(c echo.Context, q *survey.Questionnaire) (lang string, sure bool) {
	if lang = c.QueryParam("lang"); q.Speaks(lang) {
		return lang, true
	}
	return locale.Match(c.Request().Header.Get("Accept-Language"), q.Languages)
}

// languageView is the page on which a language is chosen, where the browser's is not offered.
type languageView struct {
	page.Page
	Offered []translation
}

// translation is a language, and the questionnaire's title in it.
type translation struct{ Lang, Title string }

// welcomeView says what this is, who asks and what happens with the answers, before anything is kept.
type welcomeView struct {
	page.Page
	scripted
	Action   string
	Link     string // of this door, for others
	Intro    string
	Village  string
	Consent  []string // paragraphs
	Version  string   // of the consent
	Keep     string   // the last day on which the answers are kept; "" if that is not decided
	Invented bool
	ByTicket bool   // whoever answers needs the code of a ticket
	Slip     bool   // which is on a slip
	Code     string // its code, as typed
	toll
}

// welcome is the first view.
func (f *Form) welcome(c echo.Context, e survey.Entrance) error {
	if c.Param("code") != e.Door.Code && c.Param("id") == "" { // as typed: "k7m-2pq"
		to := url.URL{Path: f.path(e.Door.Code), RawQuery: c.Request().URL.RawQuery}
		return c.Redirect(http.StatusSeeOther, to.String())
	}
	if _, sure := language(c, e.Questionnaire); !sure && len(e.Questionnaire.Languages) > 1 {
		return f.chooseLanguage(c, http.StatusOK, e)
	}
	return f.welcomeAgain(c, http.StatusOK, e)
}

func (f *Form) chooseLanguage(c echo.Context, status int, e survey.Entrance, mistakes ...page.Mistake) error {
	q := e.Questionnaire
	f.pages.Speak(c, q.Languages[0])
	p, _, err := f.about(c, e, q.Languages[0])
	if err != nil {
		return err
	}
	p.Mistakes, p.Languages = mistakes, nil
	v := languageView{Page: p}
	for _, lang := range q.Languages {
		v.Offered = append(v.Offered, translation{Lang: lang, Title: q.Say(q.Title, lang)})
	}
	return f.room.Render(c, status, "language", v)
}

func (f *Form) welcomeAgain(c echo.Context, status int, e survey.Entrance, mistakes ...page.Mistake) error {
	q := e.Questionnaire
	lang, _ := language(c, q)
	p, m, err := f.about(c, e, lang)
	if err != nil {
		return err
	}
	p.Mistakes = mistakes
	v := welcomeView{
		Page:     p,
		scripted: f.scripted(q),
		Action:   inLanguage(f.path(e.Door.Code), lang),
		Link:     f.pages.URL(f.path(e.Door.Code)),
		Intro:    q.Say(q.Intro, lang),
		Consent:  paragraphs(q.Say(q.Consent.Text, lang)),
		Version:  q.Consent.Version,
		Invented: m.Invented,
	}
	if keep := e.Campaign.Keep; !keep.IsZero() {
		v.Keep = v.Date(keep)
	}
	v.toll = f.tollOf(c, e.Campaign.ID)
	if e.Campaign.Admission != survey.AdmitsAnyone {
		v.ByTicket, v.Slip, v.Code = true, e.Campaign.Admission == survey.AdmitsSlips, cmp.Or(ticketOf(c), v.Ticket)
		keepTicket(c)
	}
	if village := m.Village(e.Door.Village); village != nil {
		v.Village = q.Say(village.Name, lang)
	}
	return f.room.Render(c, status, "welcome", v)
}

// about begins a page about a campaign: its title, whose it is, and the languages in which it is offered.
func (f *Form) about(c echo.Context, e survey.Entrance, lang string) (page.Page, survey.Municipality, error) {
	m, err := f.places.Municipality(c.Request().Context(), e.Door.Municipality)
	if err != nil {
		return page.Page{}, m, err
	}
	m = m.For(&e.Campaign)
	q := e.Questionnaire
	p := f.pages.Page(c, q.Say(q.Title, lang))
	p.Place = q.Say(m.Name, lang)
	p.Description = q.Say(q.Intro, lang)
	p.Languages = q.Languages
	return p, m, nil
}

// begin takes the consent. The identifier of the interview is drawn here and nowhere else: with one that the request
// chose, whoever had put it there could read along. A second tap on the button begins a second interview, which the
// browser goes on with; the first stays empty, and nothing comes of what is not sent.
func (f *Form) begin(c echo.Context, e survey.Entrance) error {
	if err := readForm(c); err != nil {
		status := page.StatusOf(err)
		return f.welcomeAgain(c, status, e, page.Mistake{Text: f.pages.Speaker(c).T(broken(status))})
	}
	if !f.guard.passes(c, e.Campaign.ID) {
		return f.wait(c, e)
	}
	b := survey.Beginning{
		Channel: survey.Web, Language: c.FormValue("lang"), Consent: c.FormValue("consent"), Ticket: c.FormValue(ticketField),
	}
	s, err := f.intake.Begin(c.Request().Context(), e, b)
	f.guard.wrong(c, e.Campaign.ID, err)
	if p, ok := errors.AsType[*survey.Problem](err); ok {
		return f.notBegun(c, e, p)
	}
	if err != nil {
		return err
	}
	code := e.Door.Code
	if s.Village != e.Door.Village { // a ticket leads back to where it was begun with
		code = s.Door
	}
	return c.Redirect(http.StatusSeeOther, f.screenPath(code, s))
}

// notBegun says why an interview did not begin.
func (f *Form) notBegun(c echo.Context, e survey.Entrance, p *survey.Problem) error {
	again := f.welcomeAgain
	if p.Code == survey.NoLanguage {
		again = f.chooseLanguage
		f.pages.Speak(c, e.Questionnaire.Languages[0])
	}
	speaker := f.pages.Speaker(c)
	mistake := page.Mistake{Text: words(speaker, e.Questionnaire, p, speaker.Lang())}
	return again(c, http.StatusUnprocessableEntity, e, ofTicket(mistake, p))
}

// paragraphs are the parts of a text between blank lines.
func paragraphs(text string) []string {
	parts := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n")
	return slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" })
}

func inLanguage(path, lang string) string { return path + "?" + url.Values{"lang": {lang}}.Encode() }

// readForm reads the body of a POST, which must be a form, or fails with a status that page.StatusOf knows.
var readForm = page.FormsOnly(func(echo.Context) error { return nil })
