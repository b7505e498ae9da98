package xlsform

import (
	"fmt"
	"maps"
	"slices"
)

// findDefault reads the default language, on which the columns without a language
// hang. One that is not named is the only one that the headings name.
func (rd *reader) findDefault(tables map[string]*table) {
	t := tables[settingsSheet]
	if t == nil {
		return
	}
	if len(t.rows) == 0 {
		rd.halved = true
		rd.say(place{sheet: t.sheet, row: t.first + 1}, "there are no settings under the headings", "write them in one row")
		return
	}
	r := t.rows[0]
	s := t.cell(r, colDefault)
	rd.places["/languages"] = t.at(r, colDefault)
	if rd.defaultLanguage = language(s); rd.defaultLanguage != "" {
		return
	}
	if s != "" {
		rd.halved = true
		rd.say(t.at(r, colDefault), fmt.Sprintf("%q is no language", s), "write it as in Кыргызча (ky)")
		return
	}
	named := map[string]bool{}
	for _, t := range tables {
		for _, c := range t.columns {
			if c.key != "" && c.language != "" {
				named[c.language] = true
			}
		}
	}
	if len(named) == 1 {
		rd.defaultLanguage = slices.Collect(maps.Keys(named))[0]
		return
	}
	rd.halved = true
	at := t.at(r, colDefault)
	if at.cell == "" {
		at = place{sheet: t.sheet}
	}
	wrong := "there is no default_language, and no heading names a language"
	if len(named) > 1 {
		wrong = "there is no default_language, and the headings name several"
	}
	rd.say(at, wrong, "write it as in Кыргызча (ky)")
}

// settings reads the one row of the sheet settings.
func (rd *reader) settings(t *table) {
	if len(t.rows) == 0 {
		return
	}
	for _, r := range t.rows[1:] {
		rd.say(t.at(r, ""), "a second row of settings", "keep one row under the headings")
	}
	r, q := t.rows[0], rd.q
	q.ID, q.Version = t.cell(r, colID), t.cell(r, colVersion)
	q.Title = t.text(r, colTitle, rd.defaultLanguage)
	for l, s := range t.text(r, colTitles, rd.defaultLanguage) {
		if q.Title[l] != "" && q.Title[l] != s {
			rd.say(t.at(r, colTitle), fmt.Sprintf("there are two titles in %s", l), "keep one of them")
		}
		if q.Title == nil {
			q.Title = make(map[string]string)
		}
		q.Title[l] = s
	}
	q.Consent.Version = t.cell(r, colConsentVersion)
	q.Columns = t.foreign(r)
	rd.places["/id"], rd.places["/version"] = t.at(r, colID), t.at(r, colVersion)
	rd.places["/title"] = t.at(r, colTitle)
	rd.places["/consent/version"] = t.at(r, colConsentVersion)
}
