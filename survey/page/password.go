package page

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
)

// PasswordPath is the page for signing in by password.
const PasswordPath = "/in"

// What else stands there. No token of a link is so short.
const (
	codePath   = "/in/code"
	forgotPath = "/in/forgot"
)

// ask shows the form for account and password; to whoever is in already, where they wanted to go.
func (d *Door) ask(c echo.Context) error {
	next := local(c.QueryParam("next"))
	switch _, _, err := d.who(c); {
	case err == nil:
		if next == "" {
			next = d.home
		}
		return c.Redirect(http.StatusSeeOther, next)
	case !errors.Is(err, survey.ErrUnauthorized):
		return err
	}
	v := d.view(c, "common.sign_in")
	v.Next = next
	return d.room.Render(c, http.StatusOK, "password", v)
}

func (d *Door) enter(c echo.Context) error {
	v := d.view(c, "common.sign_in")
	v.ID, v.Next = strings.ToLower(strings.TrimSpace(c.FormValue("account"))), local(c.FormValue("next"))
	in, err := d.door.Enter(c.Request().Context(), d.now(), v.ID, c.FormValue("password"), Browser(c))
	switch {
	case errors.Is(err, access.ErrWrongPassword) || isLater(err):
		return d.refuse(c, "password", v, http.StatusUnprocessableEntity, err)
	case err != nil:
		return err
	case in.Ticket != "":
		v.Ticket, v.Title = in.Ticket, v.T("door.code_title")
		return d.room.Render(c, http.StatusOK, "code", v)
	}
	return d.letIn(c, in.Account, in.Session, v.Next)
}

func (d *Door) enterCode(c echo.Context) error {
	v := d.view(c, "door.code_title")
	v.Ticket, v.Next = c.FormValue("ticket"), local(c.FormValue("next"))
	account, session, err := d.door.EnterCode(c.Request().Context(), d.now(), v.Ticket, c.FormValue("code"), Browser(c))
	switch {
	case errors.Is(err, access.ErrWrongCode) || isLater(err):
		return d.refuse(c, "code", v, http.StatusUnprocessableEntity, err)
	case errors.Is(err, survey.ErrForbidden): // the ticket has run out
		v.Title = v.T("common.sign_in")
		v.Mistakes = []Mistake{{Field: "account", Text: v.T("door.code_late")}}
		return d.room.Render(c, http.StatusUnprocessableEntity, "password", v)
	case err != nil:
		return err
	}
	return d.letIn(c, account, session, v.Next)
}

func (d *Door) forgot(c echo.Context) error {
	return d.room.Render(c, http.StatusOK, "forgot", d.view(c, "door.forgot_title"))
}

// refuse renders a page of the door with what went wrong; with nothing, as it is.
func (d *Door) refuse(c echo.Context, name string, v doorView, status int, err error) error {
	if late, ok := errors.AsType[*access.TryLater](err); ok {
		status = http.StatusTooManyRequests
		c.Response().Header().Set(echo.HeaderRetryAfter, retryAfter(late.Wait))
	}
	if err != nil {
		field := "account"
		if name != "password" {
			field = "code"
		}
		v.Mistakes = []Mistake{{Field: field, Text: Refusal(v.Speaker, err)}}
	}
	return d.room.Render(c, status, name, v)
}

// Refusal says in words why a password or a code was not taken: it is wrong, or it is too soon to try again, and then
// when one may. For any other error it is "".
func Refusal(s locale.Speaker, err error) string {
	late, ok := errors.AsType[*access.TryLater](err)
	switch {
	case ok && late.Wait <= time.Minute:
		return s.N("door.wait_seconds", int(math.Ceil(late.Wait.Seconds())))
	case ok:
		return s.N("door.wait_minutes", int(math.Ceil(late.Wait.Minutes())))
	case errors.Is(err, access.ErrWrongPassword):
		return s.T("door.wrong")
	case errors.Is(err, access.ErrWrongCode):
		return s.T("door.code_wrong")
	}
	return ""
}

func isLater(err error) bool {
	_, ok := errors.AsType[*access.TryLater](err)
	return ok
}

// Browser is what the door knows of a request's browser.
func Browser(c echo.Context) access.Visitor {
	return access.Visitor{Address: Visitor(c), Device: device(c.Request().UserAgent())}
}

// What a browser calls itself, the telling word first: Edge says that it is Chrome too, and Chrome that it is Safari.
var (
	browsers = [][2]string{
		{"YaBrowser", "Yandex"}, {"SamsungBrowser", "Samsung Internet"}, {"OPR/", "Opera"}, {"Edg", "Edge"}, {"Firefox", "Firefox"},
		{"Chrome", "Chrome"}, {"Safari", "Safari"},
	}
	systems = [][2]string{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "Mac"}, {"Linux", "Linux"},
	}
)

// device is what a person knows a browser by: "Chrome · Android". It has none of what tells one phone from another of
// its kind; "" if nothing is known.
func device(userAgent string) string {
	var known []string
	for _, table := range [][][2]string{browsers, systems} {
		for _, row := range table {
			if strings.Contains(userAgent, row[0]) {
				known = append(known, row[1])
				break
			}
		}
	}
	return strings.Join(known, " · ")
}

// maxNext bounds the bytes of an address to go on to.
const maxNext = 1000

// local is an address within the service, to go on to after signing in; "" for any other, which a browser would take
// for another site's.
func local(next string) string {
	if len(next) > maxNext || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.HasPrefix(next, signInPath) ||
		strings.HasPrefix(next, signOutPath) {
		return ""
	}
	for _, r := range next {
		if r <= ' ' || r == '\\' || r == 0x7f {
			return ""
		}
	}
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" || u.User != nil || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, "\\") {
		return ""
	}
	return u.RequestURI()
}
