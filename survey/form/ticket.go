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
		return screenPath(s.Door, s), nil
	case isProblem, errors.Is(err, survey.ErrNotFound), errors.Is(err, survey.ErrClosed):
		return "", nil
	}
	return "", err
}

// ticketAtHome leads somebody on who typed a ticket's code where the village's is asked for: to the page behind the
// door that it is good at. One that is good at any needs the village's code first.
func (f *Form) ticketAtHome(c echo.Context, typed string) error {
	if survey.NormalTicket(typed) != "" && f.guard.failed.Over(page.Visitor(c), f.now()) {
		return f.tooMany(c, typed)
	}
	t, e, err := f.intake.Ticket(c.Request().Context(), typed)
	p, isProblem := errors.AsType[*survey.Problem](err)
	switch {
	case t.Door != "":
		return c.Redirect(http.StatusSeeOther, TicketPath(t.Door, survey.NormalTicket(typed)))
	case errors.Is(err, survey.ErrClosed):
		back, lookErr := f.intake.Led(c.Request().Context(), e, typed)
		if lookErr == nil {
			return c.Redirect(http.StatusSeeOther, screenPath(back.Door, back))
		}
		p = &survey.Problem{Code: survey.TicketElsewhere}
	case err == nil:
		p = &survey.Problem{Code: survey.TicketElsewhere}
	case !isProblem:
		return err
	}
	f.guard.wrong(c, "", p)
	v := f.codeView(c, typed)
	v.Mistakes = []page.Mistake{{Field: codeField, Text: words(v.Speaker, new(survey.Questionnaire), p, v.Lang())}}
	return f.room.Render(c, http.StatusNotFound, "code", v)
}

// tooMany answers a code that is not looked up, be there one like it or not, since too many were tried from there.
func (f *Form) tooMany(c echo.Context, typed string) error {
	v := f.codeView(c, typed)
	v.Mistakes = []page.Mistake{{Field: codeField, Text: v.T("form.code.too_many")}}
	c.Response().Header().Set(echo.HeaderRetryAfter, retryFailed)
	return f.room.Render(c, http.StatusTooManyRequests, "code", v)
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
