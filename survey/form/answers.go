package form

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"ashar/survey"
)

// received acknowledges an interview that a phone had kept: from now on it may forget it.
type received struct {
	Receipt string `json:"receipt"`
}

// refusal says why an interview that a phone had kept cannot be accepted as it is: it stays on the phone. It is
// RFC 9457's problem details, with the question that is to be answered otherwise, if it is one.
type refusal struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail"`
	Question string `json:"question,omitempty"` // ticketMistake where the ticket's code is to be another
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
	e, err := f.intake.Enter(ctx, c.Param("code"))
	if err != nil && !errors.Is(err, survey.ErrClosed) { // what was received before is acknowledged still
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
	if p, ok := errors.AsType[*survey.Problem](err); ok {
		return f.refuse(c, e.Questionnaire, p)
	}
	if err != nil {
		return fmt.Errorf("form: receive: %w", err)
	}
	return c.JSON(http.StatusOK, received{Receipt: s.Receipt()})
}

// refuse says what to mend.
func (f *Form) refuse(c echo.Context, q *survey.Questionnaire, p *survey.Problem) error {
	speaker := f.pages.Speaker(c)
	r := refusal{
		Type: "about:blank", Title: speaker.T("common.mistakes"), Status: http.StatusUnprocessableEntity,
		Detail: words(speaker, q, p, speaker.Lang()), Question: p.Question,
	}
	if p.Code.OfTicket() {
		r.Question = ticketMistake
	}
	c.Response().Header().Set(echo.HeaderContentType, "application/problem+json")
	return c.JSON(r.Status, r)
}
