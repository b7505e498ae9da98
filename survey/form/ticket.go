package form

import (
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
