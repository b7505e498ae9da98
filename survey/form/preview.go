package form

import (
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
)

// Preview mounts the pages at another path as well, for those who prepare a campaign to look at. at names in ":campaign"
// the campaign; stage gives the Intake of a request, of which nothing is to be kept, and around are the middlewares that
// keep others out. What residents do not see stays away: there is no typing of codes, and no script that would keep
// anything in the browser.
func (f *Form) Preview(e *echo.Echo, at string, stage func(echo.Context) (*survey.Intake, error), around ...echo.MiddlewareFunc) {
	guard := newGuard(DefaultDefence, f.now)
	on := func(h func(*Form) echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			in, err := stage(c)
			if err != nil {
				return err
			}
			staged := *f
			staged.intake, staged.guard, staged.bare = in, guard, true
			staged.home = strings.Replace(at, ":campaign", c.Param("campaign"), 1)
			staged.telegram = func(string) string { return "" }
			return h(&staged)(c)
		}
	}
	e.GET(at+"/:code", on(func(f *Form) echo.HandlerFunc { return f.atDoor(f.welcome) }), around...)
	e.POST(at+"/:code", on(func(f *Form) echo.HandlerFunc { return f.atDoor(f.begin) }), around...)
	e.GET(at+"/:code/:id", on(func(f *Form) echo.HandlerFunc { return f.inside(f.show) }), around...)
	e.POST(at+"/:code/:id", on(func(f *Form) echo.HandlerFunc { return f.inside(f.act) }), around...)
	e.GET(at+"/:code/:id/"+forgetStep, on(func(f *Form) echo.HandlerFunc { return f.inside(f.sureToForget) }), around...)
	e.POST(at+"/:code/:id/"+forgetStep, on(func(f *Form) echo.HandlerFunc { return f.inside(f.forget) }), around...)
	e.GET(at+"/:code/:id/:question", on(func(f *Form) echo.HandlerFunc { return f.inside(f.ask) }), around...)
	e.POST(at+"/:code/:id/:question", on(func(f *Form) echo.HandlerFunc { return f.inside(f.answer) }), around...)
}
