package staff

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// placeView is the page of one's own municipality.
type placeView struct {
	page.Page
	M        survey.Municipality
	Invented bool
	Villages []villageRow
	Adults   int
	Unknown  int // villages without a number of adults
	Gone     []goneRow
	Events   []string // what was before, in words
	Source   string
	Form     formValues
	Today    string
	Done     string
}

// villageRow is a village in the list.
type villageRow struct {
	ID, Name, Other string // Other is the name in another language, "" if it is the same
	Women, Men      string // "" where not known
	Adults          string
}

// goneRow is a village that ended.
type goneRow struct{ ID, Name, Until, Into string }

// municipality is that of who asks.
func (o *Office) municipality(c echo.Context) (survey.Municipality, error) {
	account, _ := page.AccountOf(c)
	m, err := o.deps.Places.Municipality(c.Request().Context(), account.Municipality)
	if err != nil {
		return m, fmt.Errorf("staff: municipality: %w", err)
	}
	return m, nil
}

// alter changes the municipality as do says, if it is still the revision that the form was made of, and tells the audit
// trail. What came in between is a survey.ErrConflict, and nothing is changed then.
func (o *Office) alter(c echo.Context, do func(m *survey.Municipality, now time.Time) error) error {
	before, err := o.municipality(c)
	if err != nil {
		return err
	}
	if c.FormValue("rev") != strconv.FormatInt(before.Rev, 10) && c.FormValue("rev") != "" {
		return fmt.Errorf("staff: municipality %s was changed meanwhile: %w", before.ID, survey.ErrConflict)
	}
	now := o.deps.Now().UTC().Truncate(time.Millisecond)
	after := before.Clone()
	if err := do(&after, now); err != nil {
		return err
	}
	if err := after.Check(); err != nil {
		return err
	}
	was, is := changes(&before, &after)
	if was == "" && is == "" {
		return nil
	}
	after.Rev++
	ctx := c.Request().Context()
	if err := o.deps.Places.SaveMunicipality(ctx, after); err != nil {
		return err
	}
	by, _ := page.AccountOf(c)
	_, err = o.trail.Write(ctx, o.deps.Now(), by, access.Deed{
		Municipality: after.ID, Action: access.ManagePlaces, Subject: "municipality/" + after.ID, Before: was, After: is,
	})
	return err
}

// placePage begins the page of the municipality.
func (o *Office) placePage(c echo.Context) (placeView, error) {
	m, err := o.municipality(c)
	if err != nil {
		return placeView{}, err
	}
	v := placeView{Page: o.page(c, "place.title", ""), M: m, Invented: m.Invented, Today: o.today(), Form: formValues{"how": "spelling", "day": o.today()}}
	lang := v.Lang()
	v.Place, v.Title, v.Source = m.Name.In(lang), m.Name.In(lang), m.Source.In(lang)
	now := o.deps.Now()
	for i := range m.Villages {
		w := &m.Villages[i]
		if w.At(now) {
			v.Villages = append(v.Villages, o.villageRow(v.Page, w))
			v.Adults += w.Total()
			if w.Total() == 0 {
				v.Unknown++
			}
			continue
		}
		g := goneRow{ID: w.ID, Name: w.Name.In(lang), Until: v.Date(w.Until.In(o.deps.Zone))}
		var into []string
		for _, s := range successors(&m, w.ID) {
			into = append(into, s.Name.In(lang))
		}
		g.Into = strings.Join(into, ", ")
		v.Gone = append(v.Gone, g)
	}
	v.Events = o.placeHistory(v.Page, &m)
	v.Form.set("name", m.Name)
	v.Form.set("district", m.District)
	v.Form.set("oblast", m.Oblast)
	v.Form["soate"], v.Form["source"] = m.SOATE, v.Source
	if m.Year > 0 {
		v.Form["year"] = strconv.Itoa(m.Year)
	}
	return v, nil
}

func successors(m *survey.Municipality, id string) []survey.Village {
	var all []survey.Village
	for _, v := range m.Villages {
		if slices.Contains(v.From, id) {
			all = append(all, v)
		}
	}
	return all
}

func (o *Office) villageRow(p page.Page, v *survey.Village) villageRow {
	r := villageRow{ID: v.ID, Name: v.Name.In(p.Lang())}
	if other := v.Name["ru"]; p.Lang() != "ru" && other != r.Name {
		r.Other = other
	} else if other := v.Name["ky"]; p.Lang() == "ru" && other != r.Name {
		r.Other = other
	}
	if n := v.Total(); n > 0 {
		r.Adults = p.Number(n)
	}
	if len(v.Population) > 0 {
		bySex := map[string]int{}
		for _, s := range v.Population {
			bySex[s.Sex] += s.Count
		}
		r.Women, r.Men = p.Number(bySex[survey.SexFemale]), p.Number(bySex[survey.SexMale])
	}
	return r
}

// deedsOfPlaces are what the page says was done; the words are "place.done.<deed>".
var deedsOfPlaces = []string{"saved", "added", "changed", "table"}

// doneIn is what a page says was done a moment ago.
func doneIn(c echo.Context, p page.Page) string {
	if deed := c.QueryParam("done"); slices.Contains(deedsOfPlaces, deed) {
		return p.T("place.done." + deed)
	}
	return ""
}

func (o *Office) place(c echo.Context) error {
	v, err := o.placePage(c)
	if err != nil {
		return err
	}
	v.Done = doneIn(c, v.Page)
	return o.room.Render(c, http.StatusOK, "place", v)
}

// placeAgain shows the page with what is wrong, and what was typed.
func (o *Office) placeAgain(c echo.Context, why error) error {
	v, err := o.placePage(c)
	if err != nil {
		return err
	}
	if v.Mistakes = mistakes(v.Page, why); v.Mistakes == nil {
		return why
	}
	maps.Copy(v.Form, typed(c))
	return o.room.Render(c, statusOf(why), "place", v)
}

// savePlace takes in the names of the municipality, and where its numbers come from.
func (o *Office) savePlace(c echo.Context) error {
	f := typed(c)
	err := o.alter(c, func(m *survey.Municipality, now time.Time) error {
		name := f.text("name", threeLanguages...)
		renamed := m.Rename
		spelt := func() { m.Name = name }
		err := errors.Join(o.name(f, name, m.Name, now, spelt, renamed), tooLong(f), checkCode("soate", f["soate"]))
		year, wrongYear := readYear(f["year"], now)
		if err = errors.Join(err, wrongYear); err != nil {
			return err
		}
		m.District, m.Oblast = f.text("district", twoLanguages...), f.text("oblast", twoLanguages...)
		m.SOATE, m.Year = strings.ReplaceAll(f["soate"], " ", ""), year
		m.Source = sourceOf(o.deps.Pages.Speaker(c).Lang(), f["source"], m.Source)
		return nil
	})
	if err != nil {
		return o.placeAgain(c, err)
	}
	return c.Redirect(http.StatusSeeOther, page.PlacePath+"?done=saved")
}
