package form

import (
	"errors"
	"net/http"
	"path"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// visit is a request to an interview.
type visit struct {
	survey.Session
	entrance survey.Entrance
	open     bool   // the campaign takes answers now
	row      string // where on the next screen to go: "#c3", or "" for its top
}

// inside finds the interview of a request for a handler, which then speaks the interview's language. A body that is
// too large, breaks off or is not a form changes nothing, and is answered with the screen that is due.
func (f *Form) inside(h func(echo.Context, visit) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		e, err := f.intake.Enter(c.Request().Context(), c.Param("code"))
		if errors.Is(err, survey.ErrNotFound) {
			return f.noSuchCode(c, c.Param("code"))
		}
		if err != nil && !errors.Is(err, survey.ErrClosed) {
			return err
		}
		v := visit{entrance: e, open: err == nil || errors.Is(err, survey.ErrFull) || errors.Is(err, survey.ErrEnded)}
		v.Session, err = f.intake.Resume(c.Request().Context(), c.Param("id"))
		if errors.Is(err, survey.ErrNotFound) || err == nil && !behind(v.Session, e.Door) {
			if path.Base(c.Path()) == forgetStep {
				return f.forgotten(c, e, v.open)
			}
			return f.noSuchInterview(c, e)
		}
		if err != nil {
			return err
		}
		f.pages.Speak(c, v.Language)
		x := v.Questionnaire.Question(c.Param("question"))
		if x != nil && x.Kind.Stored() {
			page.TakeUpload(c, int64(x.Kind.MaxFile())+page.MaxBody)
		}
		if err := readForm(c); err != nil {
			return f.unread(c, v, x, err)
		}
		defer dropFiles(c.Request())
		return h(c, v)
	}
}

// unread answers a body that could not be read. What became of a file is said on the file's own screen.
func (f *Form) unread(c echo.Context, v visit, x *survey.Question, err error) error {
	status := page.StatusOf(err)
	if x == nil || !x.Kind.Stored() || status == http.StatusUnsupportedMediaType {
		return f.screen(c, status, v, page.Mistake{Text: f.pages.Speaker(c).T(broken(status))})
	}
	at, err := f.at(v.Session, x.Name)
	if err != nil {
		return f.settle(c, v, nil, err)
	}
	if status == http.StatusRequestEntityTooLarge {
		kept := at.Prompt().Value
		return f.settle(c, v, &kept, tooLarge(x, c.Request()))
	}
	v.Session = at
	return f.screen(c, status, v, page.Mistake{Field: fileID, Text: f.pages.Speaker(c).T("form.file.cut_off")})
}

// behind reports whether the interview was begun behind this door.
func behind(s survey.Session, d survey.Door) bool {
	return s.Campaign == d.Campaign && s.Village == d.Village
}

// broken is the id of the words for a body that could not be read.
func broken(status int) string {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return "form.broken.too_large"
	case http.StatusUnsupportedMediaType:
		return "form.broken.not_a_form"
	default:
		return "form.broken.cut_off"
	}
}

// screenPath is the address of the screen that is due.
func (f *Form) screenPath(code string, s survey.Session) string {
	at := f.interviewPath(code, s.ID)
	if s.At != "" && !s.Sent() {
		at += "/" + s.At
	}
	return at
}

// show shows the screen that is due.
func (f *Form) show(c echo.Context, v visit) error {
	v, err := f.speak(c, v)
	if err != nil {
		return err
	}
	return f.screen(c, http.StatusOK, v)
}

// ask shows a question that may be answered now, as it would be after Interview.GoTo but without going there: looking
// changes nothing. From any other question it leads to the screen that is due.
func (f *Form) ask(c echo.Context, v visit) error {
	v, err := f.speak(c, v)
	if err != nil {
		return err
	}
	at, err := f.at(v.Session, c.Param("question"))
	if err != nil {
		return c.Redirect(http.StatusSeeOther, f.interviewPath(v.entrance.Door.Code, v.ID))
	}
	v.Session = at
	return f.screen(c, http.StatusOK, v)
}

// at is the session standing at a question, with the draft if that is the one being asked. It is a *survey.Problem if
// the question may not be answered now.
func (f *Form) at(s survey.Session, question string) (survey.Session, error) {
	if s.At == question && !s.Sent() {
		return s, nil
	}
	iv, err := s.GoTo(s.Questionnaire, question, f.now())
	if err != nil {
		return s, err
	}
	s.Interview = iv
	return s, nil
}

// speak goes on in the language that ?lang= asks for. An interview that changes no more is only shown in it.
func (f *Form) speak(c echo.Context, v visit) (visit, error) {
	lang := c.QueryParam("lang")
	if lang == v.Language || !v.Questionnaire.Speaks(lang) {
		return v, nil
	}
	if v.open && !v.Sent() {
		s, err := f.intake.Speak(c.Request().Context(), v.Session, lang)
		if err != nil && !refused(err) {
			return v, err
		}
		v.Session = s
	}
	v.Language = lang
	f.pages.Speak(c, lang)
	return v, nil
}

// refused reports whether an error is about the step that was taken, and not about a part of ours that fails. The
// session that comes with it is then the one that stays.
func refused(err error) bool {
	_, ok := errors.AsType[*survey.Problem](err)
	return ok || errors.Is(err, survey.ErrClosed) || errors.Is(err, survey.ErrConflict)
}
