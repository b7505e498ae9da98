package form

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// codeView is the page on which a code is typed.
type codeView struct {
	page.Page
	Code string // as typed
}

// codeField is the id of the input for the code.
const codeField = "code"

// askCode shows the page for typing a code, and leads on once one was typed.
func (f *Form) askCode(c echo.Context) error {
	typed := c.QueryParam("code")
	if code := survey.NormalCode(typed); code != "" {
		to := url.URL{Path: f.path(code)}
		if lang := c.QueryParam("lang"); lang != "" {
			to.RawQuery = url.Values{"lang": {lang}}.Encode()
		}
		return c.Redirect(http.StatusSeeOther, to.String())
	}
	if survey.LikeTicket(typed) {
		return f.ticketAtHome(c, typed)
	}
	if strings.TrimSpace(typed) != "" {
		return f.noSuchCode(c, typed)
	}
	return f.room.Render(c, http.StatusOK, "code", f.codeView(c, ""))
}

func (f *Form) codeView(c echo.Context, typed string) codeView {
	v := codeView{Page: f.pages.Page(c, ""), Code: typed}
	v.Title = v.T("form.code.title")
	v.Languages = f.pages.Languages()
	return v
}

// noSuchCode answers a code that leads nowhere with the page for typing it again.
func (f *Form) noSuchCode(c echo.Context, typed string) error {
	return f.codeAgain(c, http.StatusNotFound, typed, f.pages.Speaker(c).T("form.code.unknown"))
}

// codeAgain shows the page for typing a code again, and says what was wrong with this one.
func (f *Form) codeAgain(c echo.Context, status int, typed, wrong string) error {
	v := f.codeView(c, typed)
	v.Mistakes = []page.Mistake{{Field: codeField, Text: wrong}}
	return f.room.Render(c, status, "code", v)
}
