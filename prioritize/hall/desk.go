package hall

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey/access"
)

// listed takes the counts of a list on paper, of one village.
func (r *Room) listed(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	bands, err := r.bands(c, &w, r.deps.Pages.Speaker(c))
	if err != nil {
		return err
	}
	var counts []hearing.PersonCount
	err = doorOpen(&w.x)
	for _, band := range bands {
		for _, sex := range sexes() {
			name := "list_" + sex + "_" + band.Value
			n, _, wrong := number(c.FormValue(name))
			if (wrong != nil || n > hearing.MaxPresent) && err == nil {
				err = amiss(name, "hall.wrong.number")
			}
			if p, _ := person(w.where(c), sex+" "+band.Value); n > 0 {
				counts = append(counts, hearing.PersonCount{Person: p, Count: n})
			}
		}
	}
	seen, _, wrongSeen := number(c.FormValue("rev"))
	if wrongSeen != nil {
		seen = 0
	}
	if err == nil {
		_, err = r.deps.Hall.List(c.Request().Context(), w.x.ID, listDesk+w.where(c), int64(seen), counts)
	}
	if err != nil {
		return r.doorAgain(c, &w, err)
	}
	if err := r.tell(c, &w, access.CountPeople, "list of %s typed", w.where(c)); err != nil {
		return err
	}
	q := url.Values{"village": {w.where(c)}, "desk": {r.desk(c)}}
	return c.Redirect(http.StatusSeeOther, w.home()+"/door?"+q.Encode()+"#list")
}

// register registers who has a slip, by its code or its number.
func (r *Room) register(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	err = doorOpen(&w.x)
	var code string
	if err == nil {
		code, err = r.code(c, &w, c.FormValue("code"))
	}
	p := hearing.Person{Village: none(w.where(c)), Sex: c.FormValue("sex"), Age: none(c.FormValue("age"))}
	if err == nil && p.Sex != "" && !slices.Contains(sexes(), p.Sex) {
		err = amiss("sex", "hall.wrong.who")
	}
	var slip hearing.Slip
	switch {
	case err != nil:
	case c.FormValue("back") != "":
		slip, err = r.deps.Hall.Unregister(ctx, code)
	default:
		slip, err = r.deps.Hall.Register(ctx, code, r.desk(c), p)
	}
	if err != nil {
		return r.doorAgain(c, &w, err)
	}
	q := url.Values{"village": {w.where(c)}, "desk": {r.desk(c)}, "slip": {r.deps.Pages.Speaker(c).Number(slip.Number)}}
	return c.Redirect(http.StatusSeeOther, w.home()+"/door?"+q.Encode()+"#slip")
}

// code is the code of the slip that is meant by what was typed, its code or the number on it; it is one of this hearing.
func (r *Room) code(c echo.Context, w *at, typed string) (string, error) {
	ctx := c.Request().Context()
	if n, there, err := number(strings.TrimPrefix(strings.TrimSpace(typed), "№")); err == nil && there {
		if n < 1 || n > w.x.Slips {
			return "", amiss("code", "hall.wrong.slip_number", "Slips", w.x.Slips)
		}
		codes, err := r.deps.Hall.Codes(ctx, w.x, n, n)
		if err != nil {
			return "", err
		}
		return codes[0], nil
	}
	slip, err := r.deps.Hall.Find(ctx, typed)
	if err == nil && slip.Hearing != w.x.ID {
		err = hearing.SlipUnknown
	}
	return typed, err
}
