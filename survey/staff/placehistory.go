package staff

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/page"
)

// changes are what differs between two states of a municipality, as the audit trail tells it.
func changes(before, after *survey.Municipality) (was, is string) {
	var old, fresh []string
	tell := func(a, b string) {
		if a != b {
			old, fresh = append(old, a), append(fresh, b)
		}
	}
	brief := func(m *survey.Municipality) string {
		return strings.Join([]string{names(m.Name), names(m.District), names(m.Oblast), m.SOATE}, " / ")
	}
	tell(brief(before), brief(after))
	tell(strings.TrimSpace(fmt.Sprintf("%s %d", names(before.Source), before.Year)), strings.TrimSpace(fmt.Sprintf("%s %d", names(after.Source), after.Year)))
	for i := range after.Villages {
		v := &after.Villages[i]
		if b := before.Village(v.ID); b == nil {
			fresh = append(fresh, "+ "+told(v))
		} else {
			tell(told(b), told(v))
		}
	}
	keep := func(all []string) string {
		return strings.Join(slices.DeleteFunc(all, func(s string) bool { return strings.Trim(s, " /0") == "" }), "; ")
	}
	return keep(old), keep(fresh)
}

func names(t survey.Text) string {
	var all []string
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		all = append(all, t[lang])
	}
	return strings.Join(slices.Compact(all), " | ")
}

// told is a village in the audit trail.
func told(v *survey.Village) string {
	parts := []string{v.ID + ": " + names(v.Name)}
	for _, s := range v.Population {
		parts = append(parts, fmt.Sprintf("%s %s %d", s.Sex, s.Age, s.Count))
	}
	if len(v.Population) == 0 && v.Adults > 0 {
		parts = append(parts, strconv.Itoa(v.Adults))
	}
	for _, s := range append([]string{v.SOATE}, v.Aliases...) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if len(v.From) > 0 {
		parts = append(parts, "from "+strings.Join(v.From, " + "))
	}
	if !v.Until.IsZero() {
		parts = append(parts, "until "+v.Until.Format(time.DateOnly))
	}
	return strings.Join(parts, ", ")
}

// placeHistory tells the names and the populations that the municipality had.
func (o *Office) placeHistory(p page.Page, m *survey.Municipality) []string {
	var all []string
	for _, f := range m.Former {
		all = append(all, p.T("place.was_named", "Name", f.Name.In(p.Lang()), "Day", p.Date(f.Until.In(o.deps.Zone))))
	}
	for _, e := range m.Earlier {
		adults := 0
		for _, of := range e.Of {
			v := survey.Village{Population: of.Population, Adults: of.Adults}
			adults += v.Total()
		}
		all = append(all, p.T("place.was_counted", "Year", yearOf(e.Year), "Adults", p.Number(adults), "Day", p.Date(e.Until.In(o.deps.Zone))))
	}
	return all
}

// yearOf is a year in words.
func yearOf(year int) string {
	if year == 0 {
		return "—"
	}
	return strconv.Itoa(year)
}
