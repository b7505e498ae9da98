package form

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// received acknowledges an interview that a phone had kept: from now on it may forget it.
type received struct {
	Receipt   string `json:"receipt"`
	Interview string `json:"interview"` // under which it is kept
	// Other: what is stored has other answers. The interview was sent before, on another way.
	Other bool `json:"other,omitempty"`
}

// awaited says which question's file is to be sent before the interview is sent again.
type awaited struct {
	Question  string `json:"question"`
	Interview string `json:"interview"` // under which it is kept
}

// attached says what a file is called that was kept.
type attached struct {
	File *survey.File `json:"file"`
}

// refusal says why an interview that a phone had kept cannot be accepted as it is: it stays on the phone. It is
// RFC 9457's problem details, with the question that is to be answered otherwise, if it is one.
type refusal struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail"`
	Question string `json:"question,omitempty"` // ticketMistake where the ticket's code is to be another
	Code     string `json:"code,omitempty"`     // of the survey.Problem
}

// ticketMistake stands in a refusal for the question, where it is the code of the ticket. No question is called so.
const ticketMistake = "_ticket"

// receive takes an interview that was held on a phone without a connection. Sent again, it is acknowledged again; it is
// kept whole or not at all. There is nothing to log in to and no cookie: requests that another site's page makes are
// refused before, and a form cannot send JSON.
func (f *Form) receive(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	kind, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || kind != echo.MIMEApplicationJSON {
		return echo.NewHTTPError(http.StatusUnsupportedMediaType).SetInternal(err)
	}
	ctx := c.Request().Context()
	e, err := f.knock(c)
	if err != nil {
		return err
	}
	var h survey.Held
	if err := json.NewDecoder(c.Request().Body).Decode(&h); err != nil {
		if _, over := errors.AsType[*http.MaxBytesError](err); over {
			return err
		}
		return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	if e.Questionnaire.Speaks(h.Language) {
		f.pages.Speak(c, h.Language)
	}
	if !f.guard.receives(c, e.Campaign.ID) {
		c.Response().Header().Set(echo.HeaderRetryAfter, retryReceive)
		return echo.NewHTTPError(http.StatusTooManyRequests)
	}
	s, err := f.intake.Receive(ctx, e, h)
	f.guard.wrong(c, e.Campaign.ID, err)
	p, ok := errors.AsType[*survey.Problem](err)
	switch {
	case ok && p.Code == survey.FileAwaited:
		return c.JSON(http.StatusAccepted, awaited{Question: p.Question, Interview: s.ID})
	case ok:
		return f.refuse(c, e.Questionnaire, p, inTime(p, h)...)
	case errors.Is(err, survey.ErrClosed):
		return f.tooLate(c, e, err)
	case err != nil:
		return fmt.Errorf("form: receive: %w", err)
	}
	return c.JSON(http.StatusOK, received{Receipt: s.Receipt(), Interview: s.ID, Other: !s.Same(h)})
}

// knock is what stands behind the code of a request, be it open or not: what was received before is acknowledged still.
func (f *Form) knock(c echo.Context) (survey.Entrance, error) {
	e, err := f.intake.Enter(c.Request().Context(), c.Param("code"))
	if errors.Is(err, survey.ErrClosed) {
		err = nil
	}
	return e, err
}

// attachHeld takes a file of an interview that was held on a phone, once the rest of it is here. Sent again, it is kept
// once; and it is not missed where the interview has been received whole by then.
func (f *Form) attachHeld(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	ctx := c.Request().Context()
	e, err := f.knock(c)
	if err != nil {
		return err
	}
	s, err := f.intake.Resume(ctx, c.Param("id"))
	if err != nil {
		return fmt.Errorf("form: attach: %w", err)
	}
	x := s.Questionnaire.Question(c.Param("question"))
	if !behind(s, e.Door) || x == nil || !x.Kind.Stored() {
		return fmt.Errorf("form: attach: %w", survey.ErrNotFound)
	}
	f.pages.Speak(c, s.Language)
	page.TakeUpload(c, int64(x.Kind.MaxFile())+page.MaxBody)
	if err := readForm(c); err != nil {
		if page.StatusOf(err) == http.StatusRequestEntityTooLarge {
			return f.refuse(c, s.Questionnaire, tooLarge(x, c.Request()))
		}
		return err
	}
	defer dropFiles(c.Request())
	if !bringsFile(c.Request()) {
		return echo.NewHTTPError(http.StatusBadRequest)
	}
	s, err = f.attach(ctx, s, x.Name, c.Request(), survey.Value{})
	p, ok := errors.AsType[*survey.Problem](err)
	switch {
	case ok && p.Code == survey.AlreadySent: // it is asked for again, if it is missed
	case ok:
		return f.refuse(c, s.Questionnaire, p)
	case errors.Is(err, survey.ErrClosed):
		return f.tooLate(c, e, err)
	case err != nil:
		return fmt.Errorf("form: attach: %w", err)
	}
	v, _ := s.Given(s.Questionnaire, x.Name)
	return c.JSON(http.StatusOK, attached{File: v.File})
}

// tooLate says why what was answered on a phone is not taken now, and what can be done with it.
func (f *Form) tooLate(c echo.Context, e survey.Entrance, err error) error {
	speaker := f.pages.Speaker(c)
	says := "form.outbox.early"
	switch campaign := e.Campaign; {
	case errors.Is(err, survey.ErrFull):
		says = "form.outbox.over"
	case campaign.Over() || campaign.Status == survey.StatusOpen && !f.now().Before(campaign.Opens):
		says = "form.outbox.late"
		if campaign.Admission == survey.AdmitsSlips { // they are sealed by now, or in a moment
			says = "form.outbox.slip_late"
		}
	}
	return sayNo(c, refusal{Title: speaker.T("errors.410.title"), Status: http.StatusGone, Detail: speaker.T(says)})
}

// inTime names the words for somebody whose code was valid when they answered, by their phone's clock, and is no more:
// see survey.Intake.ReceiveLate.
func inTime(p *survey.Problem, h survey.Held) []string {
	if p.Code == survey.TicketLate && h.Ended.Before(p.When) {
		return []string{"form.outbox.in_time"}
	}
	return nil
}

// refuse says what to mend, and what else there is to say.
func (f *Form) refuse(c echo.Context, q *survey.Questionnaire, p *survey.Problem, more ...string) error {
	speaker := f.pages.Speaker(c)
	r := refusal{
		Title: speaker.T("common.mistakes"), Status: http.StatusUnprocessableEntity,
		Detail: words(speaker, q, p, speaker.Lang()), Question: p.Question, Code: string(p.Code),
	}
	for _, id := range more {
		r.Detail += " " + speaker.T(id)
	}
	if p.Code.OfTicket() {
		r.Question = ticketMistake
	}
	return sayNo(c, r)
}

func sayNo(c echo.Context, r refusal) error {
	r.Type = "about:blank"
	c.Response().Header().Set(echo.HeaderContentType, "application/problem+json")
	return c.JSON(r.Status, r)
}
