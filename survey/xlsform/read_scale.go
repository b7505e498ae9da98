package xlsform

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ashar/survey"
)

// scale reads a group that rates what was chosen, from its begin_group, which
// stands in the table's row begin, to its end_group; it returns the latter's place.
func (rd *reader) scale(t *table, begin int) (end int) {
	r := t.rows[begin]
	x := rd.common(t, r, survey.Scale)
	x.Of = t.cell(r, colOf)
	rd.empty(t, r, colRequired, "a group is not required; its rows are")
	rd.empty(t, r, colConstraint, "a group has no constraint")
	rd.empty(t, r, colChoiceFilter, "a group has no choices")
	rd.relevant(t, r, x)
	s := scaleRows{reader: rd, table: t, scale: &x, choices: map[string]survey.Choice{}, rated: map[string]bool{}}
	if source := rd.selection(x.Of); source != nil {
		for _, c := range rd.q.Choices(source.List) {
			if !c.Exclusive {
				s.choices[c.Name] = c
			}
		}
	}
	for end = begin + 1; ; end++ {
		if end == len(t.rows) {
			rd.say(t.at(r, colType), "this group does not end", "write end_group under its last row")
			break
		}
		kind, list := rd.kind(t, t.rows[end])
		if kind == "end_group" {
			break
		}
		s.row(t.rows[end], kind, list)
	}
	s.whole(r)
	rd.add(t, r, x)
	return end
}

// scaleRows reads the rows of one scale.
type scaleRows struct {
	*reader
	table   *table
	scale   *survey.Question
	choices map[string]survey.Choice // those to be rated, as far as known
	rated   map[string]bool          // those that have a row
	names   []string
}

func (s *scaleRows) row(r row, kind, list string) {
	t := s.table
	if kind != string(survey.SelectOne) {
		if kind != "" {
			s.say(t.at(r, colType), fmt.Sprintf("%s inside a scale is not supported", kind), "a scale has select_one rows alone; move it after the end_group")
		}
		return
	}
	first := len(s.names) == 0
	name := t.cell(r, colName)
	if name == "" || slices.Contains(s.names, name) {
		s.say(t.at(r, colName), "the rows of a scale have a name each", "give it a name of its own")
	}
	s.names = append(s.names, name)
	s.same(r, first, list)
	for _, key := range []string{colConstraint, colChoiceFilter, colRole, colOf} {
		s.empty(t, r, key, "a row of a scale has none")
	}
	if len(t.text(r, colHint, s.defaultLanguage)) > 0 {
		s.say(t.at(r, colHint), "a row of a scale has no hint", "move it to the begin_group")
	}
	expression := t.cell(r, colRelevant)
	c, ok := parseChosen(expression)
	if !ok || c.question != s.scale.Of {
		s.say(t.at(r, colRelevant), fmt.Sprintf("%q does not say which choice is rated", expression), "write it as in "+chosen{s.scale.Of, "water"}.String())
		return
	}
	if s.rated[c.choice] {
		s.say(t.at(r, colRelevant), fmt.Sprintf("%s is rated by a row before", c.choice), "delete one of them")
	}
	s.rated[c.choice] = true
	s.labelled(r, c.choice)
}

// same holds a row against the others, with which it shares levels and required.
func (s *scaleRows) same(r row, first bool, list string) {
	t, x := s.table, s.scale
	required := s.yes(t, r, colRequired)
	if first {
		x.List, x.Required = list, required
	}
	if list != x.List {
		s.say(t.at(r, colType), fmt.Sprintf("the levels of the rows before are %s", x.List), "use one list of levels in a scale")
	}
	if required != x.Required {
		s.say(t.at(r, colRequired), "some rows of the scale are required and some are not", "make them alike")
	}
}

// labelled refuses a label other than the choice's own, since nobody would see it.
func (s *scaleRows) labelled(r row, choice string) {
	c, known := s.choices[choice]
	if !known {
		if len(s.choices) > 0 {
			s.say(s.table.at(r, colRelevant), fmt.Sprintf("%s has no choice %s that can be rated", s.scale.Of, choice), "correct the name, or delete the row")
		}
		return
	}
	label := s.table.text(r, colLabel, s.defaultLanguage)
	if len(label) > 0 && !maps.Equal(label, c.Label) {
		s.say(s.table.at(r, colLabel), "the label is not that of the choice "+choice, "write it as in the sheet choices, or clear the cells")
	}
}

// whole sees to it that every choice is rated.
func (s *scaleRows) whole(r row) {
	if len(s.names) == 0 {
		s.say(s.table.at(r, colType), "a scale without rows", "write a select_one row for each choice of "+s.scale.Of)
		return
	}
	var missing []string
	for _, c := range slices.Sorted(maps.Keys(s.choices)) {
		if !s.rated[c] {
			missing = append(missing, c)
		}
	}
	if len(missing) > 0 {
		s.say(s.table.at(r, colType), "no row rates "+strings.Join(missing, ", "), "add a row for each choice of "+s.scale.Of)
	}
}
