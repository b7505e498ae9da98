package form

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// ticketField is the id and the name of the input for a personal code, or a slip's.
const ticketField = "ticket"

// TicketPath is the path at which the first page behind a door's code opens with a ticket's code filled in, for slips
// and sheets. To look at it, as the preview of a link does, uses nothing up.
func TicketPath(door, code string) string { return Path(door) + "/" + survey.SpellTicket(code) }

// maxTicket is the longest that is taken for a ticket's code in an address, where an interview's identifier, which is
// longer, can stand as well.
const maxTicket = 20

// orTicket shows the first page, with a ticket's code filled in, where the address has that in the place of an
// interview's identifier.
func (f *Form) orTicket(inside echo.HandlerFunc) echo.HandlerFunc {
	welcome := f.atDoor(func(c echo.Context, e survey.Entrance) error {
		if e.Campaign.Admission == survey.AdmitsAnyone {
			return inside(c)
		}
		return f.welcome(c, e)
	})
	return func(c echo.Context) error {
		if len(c.Param("id")) > maxTicket {
			return inside(c)
		}
		return welcome(c)
	}
}

// ticketOf is the ticket's code that came with a request, in its form or in its address, as it is to stand in the page's
// box.
func ticketOf(c echo.Context) string {
	typed := c.FormValue(ticketField)
	if id := c.Param("id"); typed == "" && len(id) <= maxTicket {
		typed = id
	}
	if code := survey.NormalTicket(typed); code != "" {
		return survey.SpellTicket(code)
	}
	return strings.TrimSpace(typed)
}

// ledBack is the address of what was sent with the personal code that came with a request, where nobody new may begin;
// "" if there is none. From where too many codes were tried none is looked up.
func (f *Form) ledBack(c echo.Context, e survey.Entrance) (string, error) {
	if c.Request().Method == http.MethodPost && readForm(c) != nil {
		return "", nil
	}
	typed := ticketOf(c)
	if e.Campaign.Admission != survey.AdmitsCodes || typed == "" || f.guard.failed.Over(page.Visitor(c), f.now()) {
		return "", nil
	}
	s, err := f.intake.Led(c.Request().Context(), e, typed)
	f.guard.wrong(c, e.Campaign.ID, err)
	switch _, isProblem := errors.AsType[*survey.Problem](err); {
	case err == nil:
		keepTicket(c)
		return f.screenPath(s.Door, s), nil
	case isProblem, errors.Is(err, survey.ErrNotFound), errors.Is(err, survey.ErrClosed):
		return "", nil
	}
	return "", err
}

// ticketAtHome leads somebody on who typed a ticket's code where the village's is asked for: to the page behind the
// door that it is good at, or to the answer that a personal code was used for. One that is good at any door needs the
// village's code first, and is no guess.
func (f *Form) ticketAtHome(c echo.Context, typed string) error {
	if survey.NormalTicket(typed) != "" && f.guard.failed.Over(page.Visitor(c), f.now()) {
		c.Response().Header().Set(echo.HeaderRetryAfter, retryFailed) // it is not looked up, be there one like it or not
		return f.codeAgain(c, http.StatusTooManyRequests, typed, f.pages.Speaker(c).T("form.code.too_many"))
	}
	t, e, err := f.intake.Ticket(c.Request().Context(), typed)
	if t.Door != "" {
		return c.Redirect(http.StatusSeeOther, TicketPath(t.Door, survey.NormalTicket(typed)))
	}
	speaker := f.pages.Speaker(c)
	if p, ok := errors.AsType[*survey.Problem](err); ok {
		f.guard.wrong(c, "", p)
		return f.codeAgain(c, http.StatusNotFound, typed, words(speaker, new(survey.Questionnaire), p, speaker.Lang()))
	}
	if err != nil && !errors.Is(err, survey.ErrClosed) {
		return err
	}
	switch back, lookErr := f.intake.Led(c.Request().Context(), e, typed); {
	case lookErr == nil:
		return c.Redirect(http.StatusSeeOther, f.screenPath(back.Door, back))
	case err != nil:
		lang, _ := language(c, e.Questionnaire)
		f.pages.Speak(c, lang)
		return f.shut(c, e, err)
	}
	return f.codeAgain(c, http.StatusUnprocessableEntity, typed, speaker.T("form.code.village_first"))
}

// keepTicket keeps a ticket's code in the address of a page out of the requests that the page makes.
func keepTicket(c echo.Context) {
	if c.Param("id") != "" {
		c.Response().Header().Set("Referrer-Policy", "origin")
	}
}

// ofTicket is a mistake beside the box for a ticket's code, where the problem is about that.
func ofTicket(m page.Mistake, p *survey.Problem) page.Mistake {
	if p.Code.OfTicket() {
		m.Field = ticketField
	}
	return m
}
