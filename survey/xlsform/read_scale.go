package xlsform

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ashar/survey"
)

// things reads a group whose rows are the things of one question: a scale, or
// points. It stands from its begin_group, in the table's row begin, to its
// end_group, whose place it returns.
func (rd *reader) things(t *table, begin int, around string) (end int) {
	r := t.rows[begin]
	x := rd.common(t, r, survey.Scale, around)
	x.Of, x.Items = t.cell(r, colOf), t.cell(r, colItems)
	x.ChoiceFilter = t.cell(r, colChoiceFilter)
	if t.cell(r, colPoints) != "" {
		x.Kind, x.Max = survey.Points, rd.number(t, r, colPoints)
		x.List, x.Items = x.Items, ""
	}
	rd.empty(t, r, "the rows of a group are required, and not the group", colRequired, colRequiredMessage)
	rd.empty(t, r, "a group has none", colConstraint, colCalculation, colMax, colPairs)
	x.Relevant = relevantLimits(rd.q, &x).without(t.cell(r, colRelevant))
	rd.parameters(t, r, &x)
	if a := t.cell(r, colAppearance); a != tableList || x.Kind != survey.Scale { // which Write writes of itself
		x.Columns = with(x.Columns, colAppearance, a)
	}
	s := newThings(rd, t, &x)
	for end = begin + 1; ; end++ {
		if end == len(t.rows) {
			rd.say(t.at(r, colType), "this group does not end", "write end_group under its last row")
			break
		}
		kind, list := rd.kind(t, t.rows[end])
		if kind == endGroup {
			break
		}
		s.row(t.rows[end], kind, list)
	}
	s.whole(r)
	rd.add(t, r, x, s.rows[:min(1, len(s.rows))]...)
	return end
}

// tableList is how other tools show a scale: its things as rows, its levels as
// columns.
const tableList = "table-list"

// things reads the rows of one scale, or of points.
type things struct {
	*reader
	table  *table
	x      *survey.Question
	what   string                   // "scale" or "points"
	asked  []survey.Choice          // those that have a row, as far as known
	by     map[string]string        // the choice by the condition that it follows from
	called map[string]string        // the choice by the name of its row
	known  map[string]survey.Choice // asked, by name
	done   map[string]bool          // those whose row has been read
	rows   []row
	names  []string
}

func newThings(rd *reader, t *table, x *survey.Question) *things {
	s := &things{
		reader: rd, table: t, x: x, what: string(x.Kind), by: map[string]string{}, called: map[string]string{},
		known: map[string]survey.Choice{}, done: map[string]bool{},
	}
	if of := rd.q.Question(x.Of); x.Of == "" || of != nil && (of.Kind == survey.SelectMultiple || of.Kind == survey.Scale) {
		s.asked = rd.q.Things(x)
	}
	for _, c := range rd.q.Choices(rd.q.Source(x)) {
		if g := given(rd.q, x, c.Name); g != "" {
			s.by[g] = c.Name
		}
	}
	for _, c := range rd.q.Things(x) {
		s.called[survey.RowName(x.Name, c.Name)] = c.Name
	}
	for _, c := range s.asked {
		s.known[c.Name] = c
	}
	return s
}

func (s *things) row(r row, kind, list string) {
	t := s.table
	want := string(survey.SelectOne)
	if s.x.Kind == survey.Points {
		want = string(survey.Integer)
	}
	if kind != want {
		if kind != "" {
			s.say(t.at(r, colType), fmt.Sprintf("%s inside a %s is not supported", kind, s.what), fmt.Sprintf("a %s has %s rows alone; move it after the end_group", s.what, want))
		}
		return
	}
	name := t.cell(r, colName)
	if name == "" || slices.Contains(s.names, name) {
		s.say(t.at(r, colName), fmt.Sprintf("the rows of a %s have a name each", s.what), "give it a name of its own")
	}
	s.same(r, list)
	s.empty(t, r, fmt.Sprintf("a row of a %s has none", s.what), colChoiceFilter, colCalculation, colRole, colOf, colItems, colMax, colPoints, colPairs)
	s.empty(t, r, fmt.Sprintf("a row of a %s has none; it belongs to the begin_group", s.what), colHint)
	if s.x.Kind != survey.Points {
		s.empty(t, r, fmt.Sprintf("a row of a %s has none", s.what), colConstraint)
	} else if cell := t.cell(r, colConstraint); rest(pointsLimits(s.x.Max, s.names), cell) != "" {
		s.say(t.at(r, colConstraint), fmt.Sprintf("%q cannot be read here", cell), "write it as in "+pointsLimits(s.x.Max, nil).with(""))
	}
	s.thing(r, name)
	s.rows, s.names = append(s.rows, r), append(s.names, name)
}

// rest is what is left of a cell without limits; "" if nothing is.
func rest(l limits, cell string) string {
	if cell == "" {
		return ""
	}
	return l.without(cell)
}

// thing finds out which choice a row asks about.
func (s *things) thing(r row, name string) {
	t := s.table
	cell := t.cell(r, colRelevant)
	choice := ""
	for _, c := range conditions(cell) {
		if choice == "" {
			choice = s.by[c]
		}
	}
	if choice == "" {
		if choice = s.called[name]; choice == "" {
			choice = s.labelled(t.text(r, colLabel, s.defaultLanguage))
		}
		if choice == "" || s.x.Of != "" && cell == "" && s.by[given(s.q, s.x, choice)] != "" {
			s.nothing(r, cell, choice)
			s.done[choice] = true // one word about it is enough
			return
		}
	}
	if s.done[choice] {
		s.say(t.atFilled(r, colRelevant, colName), fmt.Sprintf("%s has a row before", choice), "delete one of them")
	}
	s.done[choice] = true
	c, known := s.known[choice]
	if !known {
		if len(s.known) > 0 {
			s.say(t.atFilled(r, colRelevant, colName), fmt.Sprintf("%s has no choice %s that can have a row", s.source(), choice), "correct the name, or delete the row")
		}
		return
	}
	if want := rowRelevant(s.q, s.x, &c); !alike(cell, want) {
		do := "write it as in " + want
		if want == "" {
			do = "clear the cell; what the whole group hangs on belongs to the begin_group, and which choices are asked about to its choice_filter"
		}
		s.say(t.at(r, colRelevant), fmt.Sprintf("%q cannot be read here", cell), do)
	}
	if label := t.text(r, colLabel, s.defaultLanguage); len(label) > 0 && !maps.Equal(label, c.Label) {
		s.say(t.at(r, colLabel), "the label is not that of the choice "+choice, "write it as in the sheet choices, or clear the cells")
	}
	if own := survey.RowName(s.x.Name, choice); name != own && name != "" {
		s.renamed = append(s.renamed, renamed{name: name, own: own, scale: s.x.Name})
	}
}

// nothing reports a row of which nobody knows what it asks about.
func (s *things) nothing(r row, cell, choice string) {
	if len(s.asked) == 0 {
		return // that the question or the list is missing is said elsewhere
	}
	c := &s.asked[0]
	if known, ok := s.known[choice]; ok {
		c = &known
	}
	want := rowRelevant(s.q, s.x, c)
	if s.x.Of == "" || want == "" {
		s.say(s.table.at(r, colName), "the row does not say what it asks about", "name it as in "+survey.RowName(s.x.Name, c.Name))
		return
	}
	s.say(s.table.at(r, colRelevant), fmt.Sprintf("%q does not say which choice is asked about", cell), "write it as in "+want)
}

// labelled is the choice that is called this; "" if none is.
func (s *things) labelled(label survey.Text) string {
	for _, c := range s.asked {
		if len(label) > 0 && maps.Equal(label, c.Label) {
			return c.Name
		}
	}
	return ""
}

// same holds a row against the first, with which it shares levels and required.
func (s *things) same(r row, list string) {
	t, x := s.table, s.x
	message := t.text(r, colRequiredMessage, s.defaultLanguage)
	if len(s.rows) == 0 {
		if x.Kind == survey.Scale {
			x.List = list
		}
		s.required(t, r, x)
		x.RequiredMessage = message
		s.wellFormed(t, r, colRequiredMessage, message)
		return
	}
	if x.Kind == survey.Scale && list != x.List {
		s.say(t.at(r, colType), fmt.Sprintf("the levels of the rows before are %s", x.List), "use one list of levels in a scale")
	}
	if yes, ok := yesNo(t.cell(r, colRequired)); yes != x.Required || !ok && !alike(t.cell(r, colRequired), x.RequiredIf) || ok && x.RequiredIf != "" {
		s.say(t.at(r, colRequired), fmt.Sprintf("some rows of the %s are required and some are not", s.what), "make them alike")
	}
	if !maps.Equal(message, x.RequiredMessage) {
		s.say(t.at(r, colRequiredMessage), "the message is not that of the rows before", "make them alike")
	}
}

// whole sees to it that every thing has a row.
func (s *things) whole(begin row) {
	of := s.source()
	if len(s.rows) == 0 {
		s.say(s.table.at(begin, colType), fmt.Sprintf("a %s without rows", s.what), "write a row for each choice of "+of)
		return
	}
	var missing []string
	for _, c := range s.asked {
		if !s.done[c.Name] {
			missing = append(missing, c.Name)
		}
	}
	if len(missing) > 0 {
		s.say(s.table.at(begin, colType), "no row is for "+strings.Join(missing, ", "), "add a row for each choice of "+of)
	}
}

// source is where the things come from.
func (s *things) source() string {
	if s.x.Of != "" {
		return s.x.Of
	}
	return "the list " + s.q.Source(s.x)
}
