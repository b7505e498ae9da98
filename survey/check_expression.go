package survey

import (
	"maps"
	"slices"
	"strings"

	"ashar/survey/expression"
)

// expressions checks every expression and every answer that a text speaks of, and
// that none hangs on itself.
func (c *checker) expressions() {
	vars := c.variables()
	c.rowNames()
	c.mentions("/title", "title", c.q.Title, nil)
	c.mentions("/intro", "intro", c.q.Intro, nil)
	c.mentions("/consent/text", "consent", c.q.Consent.Text, nil)
	for i, l := range c.q.Lists {
		for j, ch := range l.Choices {
			c.mentions(pointer("lists", i, "choices", j, "label"), "list "+l.Name+", choice "+ch.Name, ch.Label, nil)
		}
	}
	for i := range c.q.Groups {
		g := &c.q.Groups[i]
		at := pointer("groups", i)
		c.expression(at+"/relevant", "group "+g.Name+", relevant", g.Relevant, vars.scope())
		c.mentions(at+"/label", "group "+g.Name, g.Label, nil)
	}
	for i := range c.q.Questions {
		x := &c.q.Questions[i]
		at, what := pointer("questions", i), "question "+x.Name
		c.expression(at+"/relevant", what+", relevant", x.Relevant, vars.scope())
		c.expression(at+"/required_if", what+", required", x.RequiredIf, vars.scope())
		c.expression(at+"/seed", what+", seed", x.Seed, vars.scope())
		judging, filtering, working := vars.scope(), vars.scope(), vars.scope()
		if self, ok := vars[x.Name]; ok {
			judging.Self = &self
		}
		working.Self = &expression.Variable{} // what once() kept
		if x.ChoiceFilter != "" {
			columns := c.columns(x)
			filtering.Column = func(name string) bool { return columns[name] }
		}
		c.expression(at+"/constraint", what+", constraint", x.Constraint, judging)
		c.expression(at+"/choice_filter", what+", choice_filter", x.ChoiceFilter, filtering)
		c.expression(at+"/calculation", what+", calculation", x.Calculation, working)
		c.mentions(at+"/label", what, x.Label, vars)
		c.mentions(at+"/hint", what, x.Hint, vars)
		c.mentions(at+"/required_message", what, x.RequiredMessage, vars)
		c.mentions(at+"/constraint_message", what, x.ConstraintMessage, vars)
	}
	if _, circle := dependencies(c.q).sort(); circle != nil {
		names := make([]string, 0, len(circle)+1)
		for _, i := range append(circle, circle[0]) {
			names = append(names, c.q.Questions[i].Name)
		}
		c.say(pointer("questions", circle[0]), "question %s: hangs on itself: %s; take one of these references out", names[0], strings.Join(names, " -> "))
	}
}

// rowNames refuses things of scales and points whose names are not theirs alone: in
// expressions, in workbooks, or as columns of the answers nobody could tell them apart.
func (c *checker) rowNames() {
	owner := map[string]string{}
	for i := range c.q.Groups {
		owner[c.q.Groups[i].Name] = "the group"
	}
	for i := range c.q.Questions {
		owner[c.q.Questions[i].Name] = "the question"
	}
	for i := range c.q.Questions {
		x := &c.q.Questions[i]
		if x.Kind != Scale && x.Kind != Points {
			continue
		}
		for _, ch := range x.choices(c.q, x.source(c.q)) {
			name := RowName(x.Name, ch.Name)
			if other := owner[name]; other != "" {
				c.say(pointer("questions", i), "question %s: its choice %s is called %s in expressions, and so is %s; give one of them another name", x.Name, ch.Name, name, other)
			}
			owner[name] = "one of " + x.Name
		}
	}
}

// columns are those that a choice filter of the question can name.
func (c *checker) columns(x *Question) map[string]bool {
	columns := map[string]bool{"name": true}
	for _, ch := range c.q.Choices(x.source(c.q)) {
		for name := range ch.Columns {
			columns[name] = true
		}
	}
	return columns
}

// expression checks one expression where it stands.
func (c *checker) expression(at, what, source string, s expression.Scope) {
	if source == "" {
		return
	}
	e, err := expression.Parse(source)
	if err != nil {
		c.say(at, "%s: %s", what, err)
		return
	}
	_, found := e.Check(s)
	for _, err := range found {
		c.say(at, "%s: %s", what, err)
	}
}

// mentions checks the answers that a text speaks of.
func (c *checker) mentions(at, what string, t Text, vars variables) {
	for _, name := range t.Mentions() {
		switch _, known := vars[name]; {
		case vars == nil:
			c.say(at, "%s: an answer inside this text is not supported; write the text without ${%s}", what, name)
		case !known:
			c.say(at, "%s: the text speaks of ${%s}, and there is no such question", what, name)
		}
	}
}

// variables are the answers that expressions can name.
type variables map[string]expression.Variable

func (vs variables) scope() expression.Scope {
	return expression.Scope{
		Variable: func(name string) (expression.Variable, bool) {
			v, ok := vs[name]
			return v, ok
		},
		Names: func() []string { return slices.Sorted(maps.Keys(vs)) },
	}
}

func (c *checker) variables() variables {
	vs := variables{}
	for i := range c.q.Questions {
		x := &c.q.Questions[i]
		var names []string
		for _, ch := range x.choices(c.q, x.source(c.q)) {
			names = append(names, ch.Name)
		}
		switch x.Kind {
		case SelectOne:
			vs[x.Name] = expression.Variable{Type: expression.Name, Choices: names}
		case SelectMultiple, Rank:
			vs[x.Name] = expression.Variable{Type: expression.Names, Choices: names}
		case Integer, Decimal, RangeNumber:
			vs[x.Name] = expression.Variable{Type: expression.Number}
		case Date, Today:
			vs[x.Name] = expression.Variable{Type: expression.Date}
		case TextAnswer, Geopoint, Image, Audio, Start, End:
			vs[x.Name] = expression.Variable{Type: expression.Text}
		case Calculate:
			vs[x.Name] = expression.Variable{}
		case Scale, Points:
			c.rows(vs, x, names)
		}
	}
	return vs
}

// rows makes the things of a scale or of points known.
func (c *checker) rows(vs variables, x *Question, names []string) {
	row := expression.Variable{Type: expression.Number}
	if x.Kind == Scale {
		row.Type = expression.Name
		for _, level := range c.q.Choices(x.List) {
			row.Choices = append(row.Choices, level.Name)
		}
	}
	for _, name := range names {
		if row.Choices == nil && x.Kind == Scale {
			continue
		}
		vs[RowName(x.Name, name)] = row
	}
}
