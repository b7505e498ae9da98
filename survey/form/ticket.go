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

// ticketAtHome leads somebody on who typed a ticket's code where the village's is asked for: to the page behind the
// door that it is good at. One that is good at any needs the village's code first.
func (f *Form) ticketAtHome(c echo.Context, typed string) error {
	if f.guard.failed.Over(page.Visitor(c), f.now()) {
		return f.noSuchCode(c, typed)
	}
	t, _, err := f.intake.Ticket(c.Request().Context(), typed)
	p, isProblem := errors.AsType[*survey.Problem](err)
	switch {
	case t.Door != "":
		return c.Redirect(http.StatusSeeOther, TicketPath(t.Door, survey.NormalTicket(typed)))
	case err == nil, errors.Is(err, survey.ErrClosed):
		p = &survey.Problem{Code: survey.TicketElsewhere}
	case !isProblem:
		return err
	}
	f.guard.wrong(c, "", p)
	v := f.codeView(c, typed)
	v.Mistakes = []page.Mistake{{Field: codeField, Text: words(v.Speaker, new(survey.Questionnaire), p, v.Lang())}}
	return f.room.Render(c, http.StatusNotFound, "code", v)
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
