package page

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
)

// Where the door stands.
const (
	signInPath  = "/in/"
	signOutPath = "/out"
)

// How often one address may try a sign-in link.
const (
	signInEvery = 10 * time.Second
	signInBurst = 20
)

// Door lets staff in and out, and keeps out who may not. It stands on access.Door and adds the pages and the cookie.
type Door struct {
	pages    *Pages
	door     *access.Door
	room     *Room
	failures *Room // in the staff's layout
	home     string
	welcome  string // see Welcome; "" is home
	now      func() time.Time
}

// NewDoor makes the door of the pages, which have one at most. home is the path that those who have signed in come to.
func NewDoor(p *Pages, d *access.Door, home string, now func() time.Time) (*Door, error) {
	templates, err := fs.Sub(files, "templates/door")
	if err != nil {
		return nil, fmt.Errorf("page: door templates: %w", err)
	}
	room, err := p.room(Desk, templates, ".")
	if err != nil {
		return nil, err
	}
	own, err := fs.Sub(files, "templates/own")
	if err != nil {
		return nil, fmt.Errorf("page: own templates: %w", err)
	}
	failures, err := p.room(Desk, own, ".")
	if err != nil {
		return nil, err
	}
	p.door = &Door{pages: p, door: d, room: room, failures: failures, home: home, now: now}
	return p.door, nil
}

// Welcome names the path that those come to who have signed in by a link, to set a password there.
func (d *Door) Welcome(path string) { d.welcome = path }

// SignInPath is the path of the sign-in page of a token from access.Door.Invite.
func SignInPath(token string) string { return signInPath + token }

// Mount adds the door's routes: signing in by password; the page of a sign-in link, whose button uses it up, so that a
// messenger's preview of the link does not; and signing out.
func (d *Door) Mount(e *echo.Echo) {
	e.GET(PasswordPath, d.ask)
	e.POST(PasswordPath, d.enter, FormsOnly)
	e.GET(codePath, func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, PasswordPath) })
	e.POST(codePath, d.enterCode, FormsOnly)
	e.GET(forgotPath, d.forgot)
	limit := Limit(signInEvery, signInBurst)
	e.GET(signInPath+":token", d.show, limit)
	e.POST(signInPath+":token", d.signIn, limit)
	e.GET(signOutPath, d.signedOut)
	e.POST(signOutPath, d.signOut)
}

// doorView is the page of the door's every state.
type doorView struct {
	Page
	Name    string // whom the link signs in
	Action  string // where the button leads
	ID      string // of the account, as it was typed
	Next    string // where one wanted to go; "" is home
	Ticket  string // of whoever has shown the password; see access.Entered
	AskCode bool   // for a link
}

func (d *Door) view(c echo.Context, titleID string) doorView {
	v := doorView{Page: d.pages.Page(c, "")}
	v.Title = v.T(titleID)
	v.Languages = d.pages.words.Languages()
	return v
}

func (d *Door) show(c echo.Context) error { return d.showLink(c, http.StatusOK, nil) }

// showLink shows the page of a link, with what went wrong.
func (d *Door) showLink(c echo.Context, status int, wrong error) error {
	ctx := c.Request().Context()
	account, err := d.door.Peek(ctx, d.now(), c.Param("token"))
	if errors.Is(err, survey.ErrUnauthorized) {
		return d.deny(c, "stale")
	}
	if err != nil {
		return err
	}
	v := d.view(c, "common.sign_in")
	if _, v.AskCode, err = d.door.Holds(ctx, account.ID); err != nil {
		return err
	}
	v.Name, v.Action = account.Name, SignInPath(c.Param("token"))
	return d.refuse(c, "sign_in", v, status, wrong)
}

func (d *Door) signIn(c echo.Context) error {
	account, session, err := d.door.SignInWith(c.Request().Context(), d.now(), c.Param("token"), c.FormValue("code"), Browser(c))
	if errors.Is(err, access.ErrWrongCode) || isLater(err) {
		return d.showLink(c, http.StatusUnprocessableEntity, err)
	}
	if errors.Is(err, survey.ErrUnauthorized) {
		return d.deny(c, "stale")
	}
	if err != nil {
		return err
	}
	return d.letIn(c, account, session, d.welcome)
}

// letIn begins a session in the browser, in place of the one that it may have had, and leads on.
func (d *Door) letIn(c echo.Context, account access.Account, session, next string) error {
	if err := d.leave(c); err != nil {
		return err
	}
	d.setCookie(c, session, access.SessionLife)
	if account.Language != "" {
		d.pages.keepLanguage(c, account.Language)
	}
	if next = local(next); next == "" {
		next = d.home
	}
	return c.Redirect(http.StatusSeeOther, next)
}

// leave ends the session of the request's cookie, if there is one.
func (d *Door) leave(c echo.Context) error {
	cookie, err := c.Cookie(d.cookieName(c))
	if err != nil {
		return nil //nolint:nilerr // without a cookie there is nothing to leave
	}
	return d.door.SignOut(c.Request().Context(), d.now(), cookie.Value)
}

func (d *Door) signOut(c echo.Context) error {
	if err := d.leave(c); err != nil {
		return err
	}
	return d.SendOut(c)
}

// SendOut takes the session's cookie away and shows that one is signed out.
func (d *Door) SendOut(c echo.Context) error {
	d.setCookie(c, "", -time.Second)
	return c.Redirect(http.StatusSeeOther, signOutPath)
}

func (d *Door) signedOut(c echo.Context) error {
	return d.room.Render(c, http.StatusOK, "signed_out", d.view(c, "common.signed_out"))
}

// deny shows how to get in. name is the page that says why one is not.
func (d *Door) deny(c echo.Context, name string) error {
	v := d.view(c, "common."+name)
	if c.Request().Method == http.MethodGet && name == "closed" {
		v.Next = local(c.Request().URL.RequestURI())
	}
	return d.room.Render(c, http.StatusUnauthorized, name, v)
}

// Require makes a middleware for the routes of an action. Without a live session it shows, with 401, how to get one;
// with a role that may not, the failure page of 403. For the handler it leaves the account in the context. What is
// acted on must be of the account's municipality: that is the handler's to ask, by CampaignOf or Account.May.
func (d *Door) Require(action access.Action) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			account, token, err := d.who(c)
			if errors.Is(err, survey.ErrUnauthorized) && !wantsJSON(c.Request()) {
				return d.deny(c, "closed")
			}
			if err != nil {
				return err
			}
			c.Set(accountKey, account)
			c.Set(actionKey, action)
			c.Set(sessionKey, token)
			c.Response().Header().Set("X-Robots-Tag", "noindex")
			c.Response().Header().Set("Cache-Control", "no-store") // unless the handler knows better
			if !account.Role.May(action) {
				return fmt.Errorf("page: role %s, action %s: %w", account.Role, action, survey.ErrForbidden)
			}
			return next(c)
		}
	}
}

// Again asks once more what Require asked, for answers that go on for long: it is nil as long as the session lives and its
// account is of the same municipality and may do what the route is for, else a survey.ErrUnauthorized or ErrForbidden.
func (d *Door) Again(c echo.Context) error {
	before, _ := AccountOf(c)
	now, _, err := d.who(c)
	if err != nil {
		return err
	}
	if now.Municipality != before.Municipality || !now.Role.May(actionOf(c)) {
		return fmt.Errorf("page: role %s, action %s, not as before: %w", now.Role, actionOf(c), survey.ErrForbidden)
	}
	return nil
}

// who is the account of the request's session, and the session's token.
func (d *Door) who(c echo.Context) (a access.Account, token string, err error) {
	cookie, err := c.Cookie(d.cookieName(c))
	if err != nil {
		return access.Account{}, "", fmt.Errorf("page: no session cookie: %w", survey.ErrUnauthorized)
	}
	a, err = d.door.Who(c.Request().Context(), d.now(), cookie.Value)
	return a, cookie.Value, err
}

// SessionOf is the token of the session behind Door.Require; "" anywhere else. It is a secret.
func SessionOf(c echo.Context) string {
	token, _ := c.Get(sessionKey).(string)
	return token
}

// AccountOf is who is signed in, behind Door.Require; ok is false anywhere else.
func AccountOf(c echo.Context) (a access.Account, ok bool) {
	a, ok = c.Get(accountKey).(access.Account)
	return a, ok
}

// actionOf is what the route is for, behind Door.Require; "", which nobody may, anywhere else.
func actionOf(c echo.Context) access.Action {
	action, _ := c.Get(actionKey).(access.Action)
	return action
}

// cookieName has, over HTTPS, the prefix by which browsers promise that only this host can have set it.
func (d *Door) cookieName(c echo.Context) string {
	if d.pages.secureFor(c.Request()) {
		return "__Host-session"
	}
	return "session"
}

func (d *Door) setCookie(c echo.Context, value string, life time.Duration) {
	c.SetCookie(&http.Cookie{
		Name: d.cookieName(c), Value: value, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, Secure: d.pages.secureFor(c.Request()), SameSite: http.SameSiteLaxMode,
	})
}
