package staff

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// placesView lists the municipalities of the instance, with the form that adds one.
type placesView struct {
	page.Page
	Places []placeRow
	Draft  draft
}

// placeRow is a municipality and who answers for it.
type placeRow struct {
	ID, Name string
	Villages int
	Owners   []string
	Staff    string // where its staff is
}

// draft is a municipality as the form has it.
type draft struct{ ID, Ky, Ru, Villages string }

// municipality is what the draft says, and what is to be mended in it. A village is a line: its name, and after a
// semicolon its adults, where these are known.
func (d draft) municipality() (survey.Municipality, error) {
	m := survey.Municipality{ID: d.ID, Rev: 1, Name: bilingual(d.Ky, d.Ru)}
	var errs []error
	if m.Name.In() == "" {
		errs = append(errs, wrong("ky", "place.no_name"))
	}
	for line := range strings.Lines(d.Villages) {
		name, adults, _ := strings.Cut(strings.TrimSpace(line), ";")
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		v := survey.Village{Name: survey.Text{"ky": name}}
		v.ID = m.VillageID(v.Name)
		n, err := readNumber(formValues{"villages": adults}, "villages")
		if v.Adults = n; err != nil {
			errs = append(errs, err)
		}
		m.Villages = append(m.Villages, v)
	}
	switch n := len(m.Villages); {
	case n == 0:
		errs = append(errs, wrong("villages", "staff.place_no_villages"))
	case n > maxVillages:
		errs = append(errs, wrong("villages", "place.enough", "Most", maxVillages))
	}
	if len(errs) == 0 && m.Check() != nil {
		errs = append(errs, wrong("id", "staff.place_invalid"))
	}
	return m, errors.Join(errs...)
}

func bilingual(ky, ru string) survey.Text {
	t := survey.Text{}
	for lang, text := range map[string]string{"ky": ky, "ru": ru} {
		if text != "" {
			t[lang] = text
		}
	}
	return t
}

func (o *Office) placesPage(c echo.Context) (placesView, error) {
	ctx := c.Request().Context()
	v := placesView{Page: o.page(c, "staff.places", "")}
	for m, err := range o.deps.Places.Municipalities(ctx) {
		if err != nil {
			return v, fmt.Errorf("staff: municipalities: %w", err)
		}
		r := placeRow{
			ID: m.ID, Name: m.Name.In(v.Lang()), Villages: len(m.Villages),
			Staff: page.StaffPath + "?" + url.Values{"in": {m.ID}}.Encode(),
		}
		for a, err := range o.deps.Access.Accounts(ctx, m.ID) {
			if err != nil {
				return v, fmt.Errorf("staff: owners: %w", err)
			}
			if a.Role == access.Owner && !a.Disabled {
				r.Owners = append(r.Owners, a.Name)
			}
		}
		v.Places = append(v.Places, r)
	}
	return v, nil
}

func (o *Office) places(c echo.Context) error {
	v, err := o.placesPage(c)
	if err != nil {
		return err
	}
	return o.room.Render(c, http.StatusOK, "places", v)
}

// addPlace adds a municipality, and goes on to invite its owner.
func (o *Office) addPlace(c echo.Context) error {
	ctx := c.Request().Context()
	form := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	d := draft{form("id"), form("ky"), form("ru"), form("villages")}
	m, err := d.municipality()
	if err == nil {
		err = o.deps.Places.SaveMunicipality(ctx, m)
	}
	switch {
	case errors.Is(err, survey.ErrExists):
		err = wrong("id", "staff.place_taken")
	case errors.Is(err, survey.ErrInvalid): // said below
	case err != nil:
		return err
	default:
		by, _ := page.AccountOf(c)
		_, err := o.trail.Write(ctx, o.deps.Now(), by, access.Deed{
			Municipality: m.ID, Action: access.ManageMunicipalities, Subject: "municipality/" + m.ID,
			After: fmt.Sprintf("%s, %d villages", m.Name.In("ky"), len(m.Villages)),
		})
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, page.StaffPath+"?"+url.Values{"in": {m.ID}}.Encode())
	}
	v, unread := o.placesPage(c)
	if unread != nil {
		return unread
	}
	v.Draft = d
	v.Mistakes = mistakes(v.Page, err)
	return o.room.Render(c, http.StatusUnprocessableEntity, "places", v)
}
