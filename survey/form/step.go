package form

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// What the buttons of the look-over and of the receipt do. A correction is sent by another one than what was never sent,
// so that a first sending that comes late does not send a correction half made.
const (
	doSend   = "send"
	doResend = "resend"
	doReopen = "reopen"
	doLeave  = "leave"
)

// act takes what is done on the look-over and on the receipt: send it, change an answer, go back; correct what was sent,
// leave it as it was.
func (f *Form) act(c echo.Context, v visit) error {
	ctx := c.Request().Context()
	var err error
	switch do := c.FormValue("do"); {
	case do == doSend && !v.Reopened, do == doResend && v.Reopened:
		v.Session, _, err = f.intake.Submit(ctx, v.Session)
	case do == doSend, do == doResend: // it was sent before: the button was pressed twice
	case do == doReopen:
		v.Session, err = f.intake.Reopen(ctx, v.Session)
	case do == doLeave:
		v.Session, err = f.intake.Leave(ctx, v.Session)
	case do == "back":
		v.Session, err = f.intake.Back(ctx, v.Session)
	case c.FormValue("change") != "":
		v.Session, err = f.intake.GoTo(ctx, v.Session, c.FormValue("change"))
	default:
		return f.unknownButton(c, v)
	}
	return f.settle(c, v, nil, err)
}

// answer takes what is done on a question's screen: its answer, or a step towards it.
func (f *Form) answer(c echo.Context, v visit) error {
	ctx, name := c.Request().Context(), c.Param("question")
	at, err := f.at(v.Session, name)
	if err != nil {
		return f.settle(c, v, nil, err)
	}
	p := at.Prompt()
	given := read(p, c.Request().PostForm)
	if p.Question.Kind.Stored() {
		given = p.Value // what is kept stays the answer until another file comes
	}
	switch do := c.FormValue("do"); {
	case do == "next" && p.Question.Kind.Stored():
		v.Session, err = f.attach(ctx, v.Session, name, c.Request(), given)
	case do == "next":
		v.Session, err = f.intake.Answer(ctx, v.Session, name, given)
	case do == "skip":
		v.Session, err = f.intake.Answer(ctx, v.Session, name, survey.Skip())
	case do == "back":
		v.Session, err = f.back(c, v.Session, p.Question, given)
	case do == "" || do == "undo":
		return f.tap(c, v, p, given)
	default:
		return f.unknownButton(c, v)
	}
	return f.settle(c, v, &given, err)
}

// unknownButton answers a form without one of our buttons.
func (f *Form) unknownButton(c echo.Context, v visit) error {
	return f.screen(c, http.StatusBadRequest, v, page.Mistake{Text: f.pages.Speaker(c).T("form.broken.cut_off")})
}

// back goes to the question before this one. An answer on the way that is good is kept; one that is not would only hold
// up somebody who wants to leave it.
func (f *Form) back(c echo.Context, s survey.Session, x *survey.Question, given survey.Value) (survey.Session, error) {
	ctx := c.Request().Context()
	var err error
	switch {
	case x.Kind.Stored() && bringsFile(c.Request()):
		s, err = f.attach(ctx, s, x.Name, c.Request(), given)
	case !given.IsZero():
		s, err = f.intake.Answer(ctx, s, x.Name, given)
	}
	if err != nil && !refused(err) {
		return s, err
	}
	if s, err = f.goTo(ctx, s, x.Name); err != nil {
		return s, err
	}
	return f.intake.Back(ctx, s)
}

// goTo goes back to a question, unless it is the one being asked.
func (f *Form) goTo(ctx context.Context, s survey.Session, question string) (survey.Session, error) {
	if s.At == question {
		return s, nil
	}
	return f.intake.GoTo(ctx, s, question)
}

// keep keeps an unfinished answer to a question, going back to it if another one is being asked by now.
func (f *Form) keep(ctx context.Context, s survey.Session, question string, v survey.Value) (survey.Session, error) {
	s, err := f.goTo(ctx, s, question)
	if err != nil {
		return s, err
	}
	return f.intake.Keep(ctx, s, question, v)
}

// settle ends a step: it leads to the screen that is due now or, when the step was refused, shows with an honest
// status what to do. What was given, if anything was, is on that screen and kept.
func (f *Form) settle(c echo.Context, v visit, given *survey.Value, err error) error {
	if err == nil {
		return c.Redirect(http.StatusSeeOther, f.screenPath(v.entrance.Door.Code, v.Session)+v.row)
	}
	if errors.Is(err, survey.ErrClosed) {
		v.open = false
		if v.Response != "" {
			return f.screen(c, http.StatusGone, v)
		}
		return f.notOpen(c, v.entrance, &v.Session)
	}
	if errors.Is(err, survey.ErrConflict) {
		return f.busy(c, v)
	}
	p, ok := errors.AsType[*survey.Problem](err)
	if !ok {
		return fmt.Errorf("form: %w", err)
	}
	if p.Code == survey.NotAsked || p.Code == survey.AlreadySent {
		return f.screen(c, http.StatusConflict, v, f.mistakes(c, v.Session, p)...)
	}
	if given != nil {
		v.Session, err = f.keep(c.Request().Context(), v.Session, p.Question, *given)
		if err != nil && !refused(err) {
			return fmt.Errorf("form: %w", err)
		}
	}
	return f.screen(c, http.StatusUnprocessableEntity, v, f.mistakes(c, v.Session, p)...)
}

// busy answers a step that others taken at the same moment, by many taps or on another phone, kept from being saved:
// with what is due after theirs.
func (f *Form) busy(c echo.Context, v visit) error {
	s, err := f.intake.Resume(c.Request().Context(), v.ID)
	if err != nil {
		return fmt.Errorf("form: %w", err)
	}
	v.Session = s
	return f.screen(c, http.StatusConflict, v, page.Mistake{Text: f.pages.Speaker(c).T("form.busy")})
}
