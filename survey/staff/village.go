package staff

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// maxVillages bounds the villages that a municipality has at once.
const maxVillages = 100

// villageView is the page of one village.
type villageView struct {
	page.Page
	M       survey.Municipality
	Village survey.Village
	Gone    bool
	Since   string // "" of one that always was
	Until   string
	From    []villageLink
	Into    []villageLink
	Events  []string
	Bands   []bandRow
	Form    formValues
	Today   string
	Done    string
}

type villageLink struct{ ID, Name string }

// bandRow is an age band with the fields of both sexes.
type bandRow struct{ Name, Female, Male string }

// fieldOf is the field of a stratum.
func fieldOf(sex, age string) string { return "n_" + sex + "_" + age }

// bandsOf are the age bands in which people of a village are told apart: those with which residents answer, and any
// others that its numbers have.
func (o *Office) bandsOf(c echo.Context, v *survey.Village) ([]string, error) {
	account, _ := page.AccountOf(c)
	bands, err := o.deps.Ages(c.Request().Context(), account.Municipality)
	if err != nil {
		return nil, fmt.Errorf("staff: age bands: %w", err)
	}
	bands = slices.Clone(bands)
	for _, s := range v.Population {
		if !slices.Contains(bands, s.Age) {
			bands = append(bands, s.Age)
		}
	}
	return bands, nil
}

func (o *Office) villagePage(c echo.Context) (villageView, error) {
	m, err := o.municipality(c)
	if err != nil {
		return villageView{}, err
	}
	w := m.Village(c.Param("village"))
	if w == nil {
		return villageView{}, fmt.Errorf("staff: village %q: %w", c.Param("village"), survey.ErrNotFound)
	}
	v := villageView{Page: o.page(c, "place.title", ""), M: m, Village: *w, Today: o.today(), Form: formValues{"how": "spelling", "day": o.today()}}
	lang := v.Lang()
	v.Place, v.Title, v.Gone = m.Name.In(lang), w.Name.In(lang), !w.At(o.deps.Now())
	date := func(t time.Time) string { return v.Date(t.In(o.deps.Zone)) }
	if !w.Since.IsZero() {
		v.Since = date(w.Since)
	}
	if !w.Until.IsZero() {
		v.Until = date(w.Until)
	}
	for _, id := range w.From {
		v.From = append(v.From, villageLink{id, m.Village(id).Name.In(lang)})
	}
	for _, s := range successors(&m, w.ID) {
		v.Into = append(v.Into, villageLink{s.ID, s.Name.In(lang)})
	}
	for _, f := range w.Former {
		v.Events = append(v.Events, v.T("place.was_named", "Name", f.Name.In(lang), "Day", date(f.Until)))
	}
	for _, e := range m.Earlier {
		i := slices.IndexFunc(e.Of, func(p survey.People) bool { return p.Village == w.ID })
		if i < 0 {
			continue
		}
		was := survey.Village{Population: e.Of[i].Population, Adults: e.Of[i].Adults}
		if n := was.Total(); n > 0 {
			v.Events = append(v.Events, v.T("place.was_counted", "Year", yearOf(e.Year), "Adults", v.Number(n), "Day", date(e.Until)))
		}
	}
	v.Form.set("name", w.Name)
	v.Form["soate"], v.Form["aliases"] = w.SOATE, strings.Join(w.Aliases, ", ")
	if w.Adults > 0 {
		v.Form["adults"] = strconv.Itoa(w.Adults)
	}
	for _, s := range w.Population {
		v.Form[fieldOf(s.Sex, s.Age)] = strconv.Itoa(s.Count)
	}
	bands, err := o.bandsOf(c, w)
	for _, b := range bands {
		v.Bands = append(v.Bands, bandRow{b, fieldOf(survey.SexFemale, b), fieldOf(survey.SexMale, b)})
	}
	return v, err
}

func (o *Office) village(c echo.Context) error {
	v, err := o.villagePage(c)
	if err != nil {
		return err
	}
	v.Done = doneIn(c, v.Page)
	return o.room.Render(c, http.StatusOK, "village", v)
}

func villagePath(id string) string { return page.PlacePath + "/villages/" + url.PathEscape(id) }

// saveVillage takes in what a village is called and how many live there.
func (o *Office) saveVillage(c echo.Context) error {
	f, id := typed(c), c.Param("village")
	err := o.alter(c, func(m *survey.Municipality, now time.Time) error {
		v := m.Village(id)
		if v == nil || !v.At(now) {
			return fmt.Errorf("staff: village %q: %w", id, survey.ErrNotFound)
		}
		bands, err := o.bandsOf(c, v)
		if err != nil {
			return err
		}
		name := f.text("name", threeLanguages...)
		people, adults, err := readPeople(f, bands)
		err = errors.Join(o.name(f, name, v.Name, now, func() { v.Name = name }, v.Rename), tooLong(f), checkCode("soate", f["soate"]), err)
		if err != nil {
			return err
		}
		v.SOATE, v.Aliases = strings.ReplaceAll(f["soate"], " ", ""), listed(f["aliases"])
		v.Population, v.Adults = people, adults
		return nil
	})
	if err == nil {
		return c.Redirect(http.StatusSeeOther, villagePath(id)+"?done=saved")
	}
	v, failed := o.villagePage(c)
	if failed != nil {
		return failed
	}
	if v.Mistakes = mistakes(v.Page, err); v.Mistakes == nil {
		return err
	}
	maps.Copy(v.Form, f)
	return o.room.Render(c, statusOf(err), "village", v)
}

// listed are the parts of a list with commas.
func listed(s string) []string {
	var all []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(all, part) {
			all = append(all, part)
		}
	}
	return all
}

// readPeople reads the people of a village: by sex and age where any of these is filled in, and then all must be, or else
// the adults together.
func readPeople(f formValues, bands []string) ([]survey.Stratum, int, error) {
	var people []survey.Stratum
	var errs, empty []error
	for _, sex := range []string{survey.SexFemale, survey.SexMale} {
		for _, b := range bands {
			field := fieldOf(sex, b)
			n, err := readNumber(f, field)
			errs = append(errs, err)
			if f[field] == "" {
				empty = append(empty, wrong(field, "place.fill_all"))
				continue
			}
			people = append(people, survey.Stratum{Sex: sex, Age: b, Count: n})
		}
	}
	adults, err := readNumber(f, "adults")
	errs = append(errs, err)
	if len(people) > 0 {
		adults = 0
		if len(empty) > 0 {
			errs = append(errs, empty[0])
		}
	}
	return people, adults, errors.Join(errs...)
}

// readNumber reads a number of people; none is 0.
func readNumber(f formValues, field string) (int, error) {
	typed := strings.Join(strings.Fields(f[field]), "")
	n, err := strconv.Atoi(cmp.Or(typed, "0"))
	if err != nil || n < 0 || n > survey.MostPeople {
		return 0, wrong(field, "place.no_number", "Typed", f[field])
	}
	return n, nil
}

// addVillage adds one that was forgotten, or that is new.
func (o *Office) addVillage(c echo.Context) error {
	f := typed(c)
	err := o.alter(c, func(m *survey.Municipality, now time.Time) error {
		name := f.text("new", twoLanguages...)
		adults, err := readNumber(f, "new_adults")
		if name.In() == "" {
			err = errors.Join(wrong("new_ky", "place.no_name"), err)
		}
		for _, v := range m.Current(now) {
			if sameName(name, v.Name) {
				err = errors.Join(err, wrong("new_ky", "place.name_taken", "Name", name.In(twoLanguages...)))
			}
		}
		if len(m.Current(now)) >= maxVillages {
			err = errors.Join(err, wrong("new_ky", "place.enough", "Most", maxVillages))
		}
		if err = errors.Join(err, tooLong(f)); err != nil {
			return err
		}
		m.Villages = append(m.Villages, survey.Village{ID: m.VillageID(name), Name: name, Adults: adults, Since: now})
		return nil
	})
	if err != nil {
		return o.placeAgain(c, err)
	}
	return c.Redirect(http.StatusSeeOther, page.PlacePath+"?done=added")
}

// sameName reports whether two names are one in any language, however they were typed.
func sameName(a, b survey.Text) bool {
	for lang, name := range a {
		if survey.SearchKey(name) == survey.SearchKey(b[lang]) {
			return true
		}
	}
	return false
}
