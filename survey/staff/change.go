package staff

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// changeView is the page on which villages merge, are divided, or end.
type changeView struct {
	page.Page
	M        survey.Municipality
	Villages []choice
	Form     formValues
	Today    string
}

func (o *Office) changePage(c echo.Context, chosen []string) (changeView, error) {
	m, err := o.municipality(c)
	if err != nil {
		return changeView{}, err
	}
	v := changeView{Page: o.page(c, "place.change_title", m.Name.In(o.deps.Pages.Speaker(c).Lang())), M: m, Form: formValues{"day": o.today()}, Today: o.today()}
	for _, w := range m.Current(o.deps.Now()) {
		v.Villages = append(v.Villages, choice{w.ID, w.Name.In(v.Lang()), slices.Contains(chosen, w.ID)})
	}
	return v, nil
}

func (o *Office) changeForm(c echo.Context) error {
	v, err := o.changePage(c, []string{c.QueryParam("village")})
	if err != nil {
		return err
	}
	return o.room.Render(c, http.StatusOK, "change", v)
}

// saveChange ends villages, and begins those that are in their place.
func (o *Office) saveChange(c echo.Context) error {
	f := typed(c)
	old := c.Request().Form["old"]
	err := o.alter(c, func(m *survey.Municipality, now time.Time) error {
		next, err := readNext(f["names"])
		at, wrongDay := o.day("day", f["day"], now)
		err = errors.Join(err, wrongDay)
		if len(old) == 0 {
			err = errors.Join(wrong("old", "place.choose_villages"), err)
		}
		if len(old) == len(m.Current(now)) && len(next) == 0 {
			err = errors.Join(err, wrong("names", "place.none_left"))
		}
		if err != nil {
			return err
		}
		if len(next) == 1 {
			inherit(&next[0], m, old)
		}
		if m.Succeed(at, old, next...) != nil {
			return wrong("day", "place.day_before")
		}
		return nil
	})
	if err == nil {
		return c.Redirect(http.StatusSeeOther, page.PlacePath+"?done=changed")
	}
	v, failed := o.changePage(c, old)
	if failed != nil {
		return failed
	}
	if v.Mistakes = mistakes(v.Page, err); v.Mistakes == nil {
		return err
	}
	maps.Copy(v.Form, f)
	return o.room.Render(c, statusOf(err), "change", v)
}

// readNext reads the names of villages, one a line: in Kyrgyz, and after a slash in Russian.
func readNext(typed string) ([]survey.Village, error) {
	var next []survey.Village
	for line := range strings.Lines(typed) {
		ky, ru, _ := strings.Cut(strings.TrimSpace(line), "/")
		name := bilingual(strings.TrimSpace(ky), strings.TrimSpace(ru))
		if name.In() == "" {
			continue
		}
		if len([]rune(line)) > 2*maxText {
			return nil, wrong("names", "place.too_long", "Most", maxText)
		}
		next = append(next, survey.Village{Name: name})
	}
	if len(next) > maxVillages {
		return nil, wrong("names", "place.enough", "Most", maxVillages)
	}
	return next, nil
}

// inherit gives a village that several merge into the people of all, where those of all are known.
func inherit(next *survey.Village, m *survey.Municipality, old []string) {
	of := map[survey.Stratum]int{}
	var order []survey.Stratum
	strata, known := true, true
	for _, id := range old {
		v := m.Village(id)
		if v == nil {
			return // Succeed refuses it
		}
		next.Adults += v.Total()
		strata, known = strata && len(v.Population) > 0, known && v.Total() > 0
		for _, s := range v.Population {
			n := s.Count
			if s.Count = 0; !slices.Contains(order, s) {
				order = append(order, s)
			}
			of[s] += n
		}
	}
	switch {
	case !known:
		next.Adults = 0
	case strata:
		next.Adults = 0
		for _, s := range order {
			next.Population = append(next.Population, survey.Stratum{Sex: s.Sex, Age: s.Age, Count: of[s]})
		}
	}
}
