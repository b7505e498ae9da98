package polling

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/page"
)

// codeField is the id of the input for the code.
const codeField = "code"

// codeView is the page on which a slip's code is typed.
type codeView struct {
	page.Page
	Code string // as typed
}

// askCode shows the page for typing a code, and leads on once one was typed.
func (p *Polling) askCode(c echo.Context) error {
	typed := c.QueryParam("code")
	if code := survey.NormalTicket(typed); code != "" {
		return c.Redirect(http.StatusSeeOther, inLanguage(SlipPath(code), c.QueryParam("lang")))
	}
	if strings.TrimSpace(typed) != "" {
		return p.refuse(c, typed, hearing.SlipMistyped)
	}
	return p.phones.Render(c, http.StatusOK, "code", p.codeView(c, ""))
}

func (p *Polling) codeView(c echo.Context, typed string) codeView {
	v := codeView{Page: p.deps.Pages.Page(c, ""), Code: typed}
	v.Title, v.Languages = v.T("polling.code.title"), p.deps.Pages.Languages()
	return v
}

// refuse says why a slip does not admit, on the page for typing it again.
func (p *Polling) refuse(c echo.Context, typed string, why hearing.Refusal) error {
	v := p.codeView(c, typed)
	v.Mistakes = []page.Mistake{{Field: codeField, Text: v.T("hearing.refusal." + string(why))}}
	return p.phones.Render(c, page.StatusOf(why), "code", v)
}

// enter is the booth of the slip whose code the path names, once the guard lets it be looked up. Where there is none the
// error says so; see refused.
func (p *Polling) enter(c echo.Context) (hearing.Booth, error) {
	code := survey.NormalTicket(c.Param("slip"))
	if err := p.guard.admit(c, code); err != nil {
		return hearing.Booth{}, err
	}
	b, err := p.deps.Hall.Enter(c.Request().Context(), c.Param("slip"))
	p.guard.note(c, code, err)
	return b, err
}

// refused answers a slip that does not admit, and other failures as they are.
func (p *Polling) refused(c echo.Context, err error) error {
	if why, ok := errors.AsType[hearing.Refusal](err); ok {
		return p.refuse(c, c.Param("slip"), why)
	}
	return err
}

// inLanguage adds to a path the language that was asked for, if one was.
func inLanguage(path, lang string) string {
	if lang == "" {
		return path
	}
	return path + "?" + url.Values{"lang": {lang}}.Encode()
}
