package staff

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// ownView is the page of one's own account, and the one on which a password is set.
type ownView struct {
	page.Page
	Own      access.Own
	Speaks   []choice // the languages of the pages
	Seen     []visit
	Done     string // what was done a moment ago, in words; "" for nothing
	Recovery []string
}

// visit is a browser that is signed in.
type visit struct {
	Device, Seen string
	Here         bool
}

// ownPage begins the page with what the account sees of itself.
func (o *Office) ownPage(c echo.Context, titleID string) (ownView, error) {
	own, err := o.deps.Access.Own(c.Request().Context(), o.deps.Now(), page.SessionOf(c))
	if err != nil {
		return ownView{}, err
	}
	place, err := o.nameOf(c, own.Account.Municipality)
	if err != nil {
		return ownView{}, err
	}
	v := ownView{Page: o.page(c, titleID, place), Own: own}
	chosen := own.Account.Language
	if chosen == "" {
		chosen = v.Lang()
	}
	for _, lang := range o.deps.Pages.Languages() {
		v.Speaks = append(v.Speaks, choice{lang, locale.Name(lang), lang == chosen})
	}
	for _, s := range own.Sessions {
		device := s.Device
		if device == "" {
			device = v.T("staff.device_unknown")
		}
		v.Seen = append(v.Seen, visit{device, v.DateTime(s.Seen.In(o.deps.Zone)), s.ID == own.Session.ID})
	}
	return v, nil
}

// deeds are what the page says was done; the words are "staff.done.<deed>".
var deeds = []string{"password", "language", "codes_off"}

func (o *Office) own(c echo.Context) error {
	v, err := o.ownPage(c, "staff.own")
	if err != nil {
		return err
	}
	for _, deed := range deeds {
		if c.QueryParam("done") == deed {
			v.Done = v.T("staff.done." + deed)
		}
	}
	return o.room.Render(c, http.StatusOK, "own", v)
}

func (o *Office) done(c echo.Context, deed string) error {
	return c.Redirect(http.StatusSeeOther, page.OwnPath+"?"+url.Values{"done": {deed}}.Encode())
}

// mistaken renders a page of the account with what went wrong; an error that is none of the visitor's is returned.
func (o *Office) mistaken(c echo.Context, name, titleID, field string, wrong error) error {
	v, err := o.ownPage(c, titleID)
	if err != nil {
		return err
	}
	text := page.Refusal(v.Speaker, wrong)
	if errors.Is(wrong, access.ErrWrongPassword) {
		text = v.T("staff.wrong_password")
	}
	if weak, ok := errors.AsType[*access.WeakPassword](wrong); ok {
		field, text = "new", v.T("staff.weak."+string(weak.Weakness), "Least", access.MinPassword, "Most", access.MaxPassword)
	}
	if text == "" {
		return wrong
	}
	v.Mistakes = []page.Mistake{{Field: field, Text: text}}
	return o.room.Render(c, http.StatusUnprocessableEntity, name, v)
}

func (o *Office) welcome(c echo.Context) error {
	v, err := o.ownPage(c, "staff.password_title")
	if err != nil {
		return err
	}
	return o.room.Render(c, http.StatusOK, "password_new", v)
}

func (o *Office) setPassword(c echo.Context) error {
	err := o.deps.Access.SetPassword(c.Request().Context(), o.deps.Now(), page.SessionOf(c),
		c.FormValue("old"), c.FormValue("new"), page.Browser(c))
	if err != nil {
		return o.mistaken(c, "password_new", "staff.password_title", "old", err)
	}
	return o.done(c, "password")
}

func (o *Office) offerCodes(c echo.Context) error {
	err := o.deps.Access.OfferCode(c.Request().Context(), o.deps.Now(), page.SessionOf(c), o.deps.Pages.Speaker(c).T("common.name"))
	if err != nil && !errors.Is(err, survey.ErrConflict) { // a page of before: the present one says what can be done
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.OwnPath+"#codes")
}

func (o *Office) confirmCodes(c echo.Context) error {
	recovery, err := o.deps.Access.ConfirmCode(c.Request().Context(), o.deps.Now(), page.SessionOf(c), c.FormValue("code"))
	if err != nil {
		return o.mistaken(c, "own", "staff.own", "code", err)
	}
	v, err := o.ownPage(c, "staff.recovery_title")
	if err != nil {
		return err
	}
	v.Recovery = recovery
	return o.room.Render(c, http.StatusOK, "recovery", v)
}

func (o *Office) dropCodes(c echo.Context) error {
	err := o.deps.Access.DropCode(c.Request().Context(), o.deps.Now(), page.SessionOf(c), c.FormValue("password"), page.Browser(c))
	if err != nil {
		return o.mistaken(c, "own", "staff.own", "password", err)
	}
	return o.done(c, "codes_off")
}

func (o *Office) setLanguage(c echo.Context) error {
	lang := c.FormValue("language")
	if !o.deps.Pages.SetLanguage(c, lang) {
		return echo.NewHTTPError(http.StatusUnprocessableEntity)
	}
	if err := o.deps.Access.SetLanguage(c.Request().Context(), o.deps.Now(), page.SessionOf(c), lang); err != nil {
		return err
	}
	return o.done(c, "language")
}

func (o *Office) outEverywhere(c echo.Context) error {
	if err := o.deps.Access.SignOutEverywhere(c.Request().Context(), o.deps.Now(), page.SessionOf(c)); err != nil {
		return err
	}
	return o.deps.Door.SendOut(c)
}
