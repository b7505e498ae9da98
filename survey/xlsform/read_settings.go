package xlsform

import "fmt"

// findDefault reads the default language, which the other columns hang on.
func (rd *reader) findDefault(t *table) {
	if len(t.rows) == 0 {
		rd.halved = true
		rd.say(place{sheet: t.sheet, row: t.first + 1}, "there are no settings under the headings", "write them in one row")
		return
	}
	r := t.rows[0]
	s := t.cell(r, colDefault)
	if rd.defaultLanguage = language(s); rd.defaultLanguage == "" {
		rd.halved = true
		rd.say(t.at(r, colDefault), fmt.Sprintf("%q is no language", s), "write it as in Кыргызча (ky)")
	}
	rd.places["/languages"] = t.at(r, colDefault)
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
	rd.places["/id"], rd.places["/version"] = t.at(r, colID), t.at(r, colVersion)
	rd.places["/title"] = t.at(r, colTitle)
	rd.places["/consent/version"] = t.at(r, colConsentVersion)
}
