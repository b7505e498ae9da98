package form

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// forgetStep ends the address at which an interview's answer is taken back; no question is called so.
//
// It takes the interview's address, which only the one who answered has. The code of the receipt is not enough: it is
// written down, shown and told to others as a proof, and what is deleted cannot be brought back. Who has nothing else
// goes to the organisers with it.
const forgetStep = "_forget"

// forgetPath is that address, in the language of the interview: afterwards that is not known any more.
func (f *Form) forgetPath(code string, s survey.Session) string {
	return inLanguage(f.interviewPath(code, s.ID)+"/"+forgetStep, s.Language)
}

// forgetView asks once more before an answer is taken back.
type forgetView struct {
	page.Page
	scripted
	Receipt string // of what was sent; "" if nothing was
	Action  string // where its form is posted to
	Keep    string // the way back
}

// sureToForget asks whether an answer is to be taken back, and says what happens then. That it asks changes nothing.
func (f *Form) sureToForget(c echo.Context, v visit) error {
	v, err := f.speak(c, v)
	if err != nil {
		return err
	}
	p, _, err := f.about(c, v.entrance, v.Language)
	if err != nil {
		return err
	}
	p.Title, p.Description = p.T("form.forget.title"), ""
	code := v.entrance.Door.Code
	view := forgetView{Page: p, scripted: f.scripted(v.Questionnaire), Action: f.forgetPath(code, v.Session), Keep: inLanguage(f.interviewPath(code, v.ID), v.Language)}
	if v.Response != "" {
		view.Receipt = v.Receipt()
	}
	return f.room.Render(c, http.StatusOK, "forget", view)
}

// forget takes an answer back, whether the campaign is still open or not, and leads to the page that says so.
func (f *Form) forget(c echo.Context, v visit) error {
	if err := f.intake.Forget(c.Request().Context(), v.Session); err != nil && !errors.Is(err, survey.ErrNotFound) {
		return fmt.Errorf("form: %w", err)
	}
	if lang := c.QueryParam("lang"); v.Questionnaire.Speaks(lang) {
		v.Language = lang // in which it was asked
	}
	return c.Redirect(http.StatusSeeOther, f.forgetPath(v.entrance.Door.Code, v.Session))
}

// forgotten says that nothing is kept of an answer: also when the button was pressed twice, or the page is loaded again.
func (f *Form) forgotten(c echo.Context, e survey.Entrance, open bool) error {
	lang, _ := language(c, e.Questionnaire)
	f.pages.Speak(c, lang)
	p, _, err := f.about(c, e, lang)
	if err != nil {
		return err
	}
	p.Title, p.Description = p.T("form.forget.done"), ""
	view := noticeView{Page: p, Texts: []string{p.T("form.forget.nothing_kept")}}
	if open {
		view.Way = page.Link{Href: inLanguage(f.path(e.Door.Code), lang), Text: p.T("form.forget.again")}
	}
	return f.room.Render(c, http.StatusOK, "notice", view)
}
