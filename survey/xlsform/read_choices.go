package xlsform

import (
	"fmt"
	"strconv"
	"strings"

	"ashar/survey"
)

// choices reads the sheet choices: the lists in the order in which they begin.
func (rd *reader) choices(t *table) {
	rd.lists = map[string]int{}
	for _, r := range t.rows {
		list := t.cell(r, colList)
		if list == "" {
			rd.say(t.at(r, colList), "a choice without a list", "name the list that it belongs to, or delete the row")
			continue
		}
		i, begun := rd.lists[list]
		if !begun {
			i = len(rd.q.Lists)
			rd.lists[list] = i
			rd.q.Lists = append(rd.q.Lists, survey.List{Name: list})
			rd.places[fmt.Sprintf("/lists/%d", i)] = t.at(r, colList)
		}
		rd.choice(t, r, i)
	}
	for _, l := range rd.q.Lists {
		if n := len(l.Choices); n > survey.MaxChoices {
			rd.halved = true // or checking it would take too long
			rd.say(place{sheet: t.sheet}, fmt.Sprintf("the list %s has %d choices", l.Name, n), fmt.Sprintf("part it; %d are possible", survey.MaxChoices))
		}
	}
}

func (rd *reader) choice(t *table, r row, list int) {
	c := survey.Choice{
		Name:       t.cell(r, colName),
		Label:      t.text(r, colLabel, rd.defaultLanguage),
		Exclusive:  rd.yes(t, r, colExclusive),
		Need:       t.cell(r, colNeed),
		Sphere:     t.cell(r, colSphere),
		Competence: strings.Fields(t.cell(r, colCompetence)),
		Columns:    t.foreign(r),
	}
	rd.noAnswers(t, r, colLabel, c.Label)
	if s := t.cell(r, colIssue); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			rd.say(t.at(r, colIssue), fmt.Sprintf("%q is no number of a local issue", s), "write a whole number, or leave it empty")
		} else {
			c.Issue = n
		}
	}
	choices := &rd.q.Lists[list].Choices
	at := fmt.Sprintf("/lists/%d/choices/%d", list, len(*choices))
	*choices = append(*choices, c)
	rd.places[at] = t.at(r, "")
	for member, key := range map[string]string{
		"name": colName, "label": colLabel, "sphere": colSphere, "competence": colCompetence, "issue": colIssue,
	} {
		rd.places[at+"/"+member] = t.at(r, key)
	}
}
