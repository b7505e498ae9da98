package api

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"ashar/survey/page"
)

// statuses are those that this room has words of its own for: "api.problem.<status>", and what to do,
// "api.problem.<status>.text".
func statuses() []int {
	return []int{
		http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusNotAcceptable,
		http.StatusTooManyRequests, http.StatusServiceUnavailable,
	}
}

// refuse turns what went wrong into a problem: of which status, is told by the table of all pages; the title is in the
// client's language, and the detail, where nobody gave one, in English.
func (a *API) refuse(c *call, err error) error {
	if c.Response().Committed {
		panic(http.ErrAbortHandler) // what is half sent must not look whole
	}
	for _, name := range []string{"ETag", "Link", echo.HeaderContentDisposition} { // of what was to be sent
		c.Response().Header().Del(name)
	}
	p, ok := errors.AsType[*page.Problem](err)
	if !ok {
		p = &page.Problem{Status: page.StatusOf(err), Err: err}
	}
	for _, status := range statuses() {
		if status == p.Status {
			id := "api.problem." + strconv.Itoa(status)
			p.Title = a.deps.Pages.Speaker(c).T(id)
			if p.Detail == "" {
				p.Detail = a.deps.Words.For("en").T(id + ".text")
			}
		}
	}
	return p
}
