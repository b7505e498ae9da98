package dataset

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
)

// Layout lays responses out as rows: with a column for every question of every version of a questionnaire, so that the
// answers of all of them stand in one table. It never changes, and is safe for concurrent use.
type Layout struct {
	shape    Shape
	say      locale.Speaker
	zone     *time.Location
	columns  []Column
	forms    map[string]*form
	villages map[string]string // what each is called
	channels map[survey.Channel]string
	verdicts map[survey.Verdict]string
	place    []string // see hxlPlace
	between  string   // several values of one cell
	most     int      // rows of a sheet of a workbook
}

// New lays out the responses to versions of a questionnaire, the latest one first, from villages of a municipality. What
// the program says itself, as in the sheet that explains the columns, it says by the speaker.
//
// Questions stand in the order of the latest version; one that only an earlier version has comes after the question that
// it followed there. The label of a question or choice is that of the latest version that has it.
func New(say locale.Speaker, versions []*survey.Questionnaire, m *survey.Municipality, shape Shape) *Layout {
	l := &Layout{
		shape: shape, say: say, zone: cmp.Or(shape.Zone, time.UTC), between: " ", most: rowsPerSheet, forms: map[string]*form{}, villages: map[string]string{},
		channels: map[survey.Channel]string{}, verdicts: map[survey.Verdict]string{}, place: hxlPlace(m, shape.Labels),
	}
	asked := keys(versions, shape)
	for i, name := range names(asked) {
		c := describe(versions, asked[i])
		c.Name = name
		l.columns = append(l.columns, c)
	}
	for _, q := range versions {
		l.forms[q.Key()] = newForm(q, l.columns)
	}
	l.columns = append(l.own(m), l.columns...)
	for i := range m.Villages {
		l.villages[m.Villages[i].ID] = m.Villages[i].Name.In(l.languages(versions)...)
	}
	for _, c := range channels() {
		l.channels[c] = string(c)
	}
	for _, v := range survey.Verdicts() {
		l.verdicts[v] = string(v)
	}
	l.head(versions)
	return l
}

// languages are those in which labels are looked for, in this order.
func (l *Layout) languages(versions []*survey.Questionnaire) []string {
	all := []string{l.shape.Labels}
	for _, q := range versions {
		all = append(all, q.Languages...)
	}
	return append(all, locale.Kyrgyz, locale.Russian)
}

// head gives every column its heading, and the values of the response's own columns their labels.
func (l *Layout) head(versions []*survey.Questionnaire) {
	headings, called := make([]string, len(l.columns)), make([]string, len(l.columns))
	for i := range l.columns {
		headings[i], called[i] = l.columns[i].Name, l.columns[i].Name
	}
	if l.shape.Labels != "" {
		l.between = " | "
		for c := range l.channels {
			l.channels[c] = l.say.T("desk.channel." + string(c))
		}
		for v := range l.verdicts {
			l.verdicts[v] = l.say.T("review.verdict." + string(v))
		}
		langs := l.languages(versions)
		for i := range l.columns {
			headings[i] = l.columns[i].called(l.say, langs)
		}
		for _, f := range l.forms {
			for i := range f.cells {
				f.cells[i].labels = labels(l.columns[i+len(own)].Values, langs)
			}
		}
		for i := range l.columns {
			if c := &l.columns[i]; c.Kind == survey.Scale {
				c.Type = Code // the label of a level
			}
		}
		headings = apart(headings, called)
	}
	for i := range l.columns {
		l.columns[i].Heading = headings[i]
	}
}

// called is what was asked, and of which choice, in the first of the languages that has it.
func (c *Column) called(say locale.Speaker, langs []string) string {
	if c.Question == "" {
		return say.T("dataset.column." + strings.TrimPrefix(c.Name, "_"))
	}
	said := strings.Join(strings.Fields(c.Label.In(langs...)), " ")
	part := strings.Join(strings.Fields(c.Part.In(langs...)), " ")
	switch {
	case said == "":
		return c.Name
	case c.Choice == "":
		return said
	case slices.Contains([]string{partCoded, partLatitude, partLongitude}, c.Choice) && c.Part == nil:
		part = say.T("dataset.part." + c.Choice)
	}
	return said + " / " + cmp.Or(part, c.Choice)
}

// labels are what values are called in the first of the languages that has it, no two alike.
func labels(values []Value, langs []string) map[string]string {
	said, codes := make([]string, len(values)), make([]string, len(values))
	for i, v := range values {
		codes[i], said[i] = v.Code, cmp.Or(strings.Join(strings.Fields(v.Label.In(langs...)), " "), v.Code)
	}
	all := map[string]string{}
	for i, label := range apart(said, codes) {
		all[codes[i]] = label
	}
	return all
}

// describe is a column of a question, as the versions have it.
func describe(versions []*survey.Questionnaire, k key) Column {
	c := Column{Question: k.question, Choice: k.part, Kind: k.kind}
	numeric := true
	for _, q := range versions {
		x := q.Question(k.question)
		if x == nil || x.Kind != k.kind || !has(q, x, k.part) {
			continue
		}
		c.Versions = append(c.Versions, q.Version)
		if c.Label == nil {
			c.Label, c.Role = x.Label, x.Role
		}
		if choice := q.Choice(q.Source(x), k.part); choice != nil && c.Part == nil {
			c.Part = choice.Label
		}
		for _, v := range valuesOf(q, x, k.part) {
			numeric = numeric && x.Kind == survey.Scale && whole(v.Name)
			if !slices.ContainsFunc(c.Values, func(had Value) bool { return had.Code == v.Name }) {
				c.Values = append(c.Values, Value{v.Name, v.Label})
			}
		}
	}
	c.Type = typeOf(k, numeric && len(c.Values) > 0)
	return c
}

// has reports whether a version of the question has such a part.
func has(q *survey.Questionnaire, x *survey.Question, part string) bool {
	switch {
	case part == "":
		return true
	case x.Kind == survey.Geopoint:
		return part == partLatitude || part == partLongitude
	case x.Kind == survey.TextAnswer:
		return coded(x)
	}
	return q.Choice(q.Source(x), part) != nil
}

// valuesOf are the choices that can stand in a column.
func valuesOf(q *survey.Questionnaire, x *survey.Question, part string) []survey.Choice {
	switch {
	case x.Kind == survey.Scale:
		return q.Choices(x.List)
	case part == "" && x.Kind.Takes():
		return q.Things(x)
	}
	return nil
}

func typeOf(k key, numeric bool) Type {
	switch k.kind {
	case survey.SelectOne:
		return Code
	case survey.Scale:
		if numeric {
			return Number
		}
		return Code
	case survey.Points, survey.Integer, survey.Decimal, survey.RangeNumber:
		return Number
	case survey.SelectMultiple, survey.Rank, survey.Pairwise:
		switch {
		case k.part == "":
			return Codes
		case k.kind == survey.Rank:
			return Number
		}
		return Boolean
	case survey.Geopoint:
		if k.part != "" {
			return Number
		}
	case survey.TextAnswer:
		if k.part != "" {
			return Codes
		}
	case survey.Date, survey.Today:
		return Day
	case survey.Start, survey.End:
		return Moment
	case survey.Calculate:
		return Mixed
	}
	return Text
}

// whole reports whether a code is a whole number as it is written.
func whole(code string) bool {
	n, err := strconv.Atoi(code)
	return err == nil && strconv.Itoa(n) == code
}

// Columns describes every column, in order.
func (l *Layout) Columns() []Column { return slices.Clone(l.columns) }

// Head is the row of headings; no two are alike.
func (l *Layout) Head() []string {
	head := make([]string, len(l.columns))
	for i := range l.columns {
		head[i] = l.columns[i].Heading
	}
	return head
}

// tags are the languages of texts, those that the program speaks first.
func tags(columns []Column) []string {
	found := map[string]bool{}
	note := func(t survey.Text) {
		for tag := range t {
			found[tag] = true
		}
	}
	for i := range columns {
		note(columns[i].Label)
		note(columns[i].Part)
		for _, v := range columns[i].Values {
			note(v.Label)
		}
	}
	first := []string{locale.Kyrgyz, locale.Russian, locale.English}
	all := slices.Sorted(maps.Keys(found))
	slices.SortStableFunc(all, func(a, b string) int {
		at := func(tag string) int { return (slices.Index(first, tag) + len(first) + 1) % (len(first) + 1) }
		return cmp.Compare(at(a), at(b))
	})
	return all
}
