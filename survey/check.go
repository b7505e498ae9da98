package survey

import (
	"fmt"
	"regexp"
)

// A name is what XLSForm allows, and what can stand in a URL and in a column's
// heading as it is.
var validName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)

// checker collects what Check finds.
type checker struct {
	q     *Questionnaire
	found []error
}

func (c *checker) say(format string, args ...any) {
	c.found = append(c.found, fmt.Errorf(format, args...))
}

func (c *checker) name(what, name string) {
	if !validName.MatchString(name) || len(name) > MaxName {
		c.say("%s %q: a name begins with a Latin letter, goes on with letters, digits, '_', '-' and '.', and has at most %d characters", what, name, MaxName)
	}
}

func (c *checker) text(what string, t Text) {
	if t.In() == "" {
		c.say("%s: no text in any language", what)
	}
	for l := range t {
		if !c.q.Speaks(l) {
			c.say("%s: has a text in %q, which is not among the languages of the questionnaire", what, l)
		}
	}
}

func (c *checker) header() {
	q := c.q
	c.name("id", q.ID)
	if q.Version == "" {
		c.say("version: missing; write it as yyyymmddrr")
	}
	if len(q.Languages) == 0 {
		c.say("languages: name at least one")
	}
	c.text("title", q.Title)
	if q.Consent.Version == "" {
		c.say("consent: missing version")
	}
	c.text("consent", q.Consent.Text)
}

func (c *checker) lists() {
	seen := map[string]bool{}
	for _, l := range c.q.Lists {
		c.name("list", l.Name)
		if seen[l.Name] {
			c.say("list %s: given twice", l.Name)
		}
		seen[l.Name] = true
		if n := len(l.Choices); n == 0 || n > MaxChoices {
			c.say("list %s: %d choices; 1 to %d are possible", l.Name, n, MaxChoices)
		}
		c.choices(l)
	}
}

func (c *checker) choices(l List) {
	seen := map[string]bool{}
	for _, ch := range l.Choices {
		what := fmt.Sprintf("list %s, choice %s", l.Name, ch.Name)
		if ch.Name == "" || len(ch.Name) > MaxName {
			c.say("list %s: a choice without a name, or with one over %d characters", l.Name, MaxName)
		}
		if seen[ch.Name] {
			c.say("%s: given twice", what)
		}
		seen[ch.Name] = true
		c.text(what, ch.Label)
		if ch.Sphere != "" && !contains(c.q.Choices("sphere"), ch.Sphere) {
			c.say("%s: the list \"sphere\" has no %q", what, ch.Sphere)
		}
		for _, k := range ch.Competence {
			if !contains(c.q.Choices("competence"), k) {
				c.say("%s: the list \"competence\" has no %q", what, k)
			}
		}
	}
}

func (c *checker) questions() {
	if n := len(c.q.Questions); n == 0 || n > MaxQuestions {
		c.say("%d questions; 1 to %d are possible", n, MaxQuestions)
	}
	seen := map[string]*Question{}
	roles := map[Role]string{}
	for i := range c.q.Questions {
		x := &c.q.Questions[i]
		c.name("question", x.Name)
		if seen[x.Name] != nil {
			c.say("question %s: given twice", x.Name)
		}
		c.text("question "+x.Name, x.Label)
		if x.Max < 0 {
			c.say("question %s: max is below zero", x.Name)
		}
		c.kind(x, seen)
		if other := roles[x.Role]; x.Role != "" && other != "" {
			c.say("question %s: has the role %s, which %s has already", x.Name, x.Role, other)
		}
		roles[x.Role] = x.Name
		c.role(x)
		seen[x.Name] = x
	}
}

func (c *checker) kind(x *Question, earlier map[string]*Question) {
	switch x.Kind {
	case SelectOne, SelectMultiple, Scale:
		if c.q.Choices(x.List) == nil {
			c.say("question %s: there is no list %q", x.Name, x.List)
		}
	case Rank, TextAnswer:
	default:
		c.say("question %s: unknown kind %q", x.Name, x.Kind)
	}
	switch x.Kind {
	case Rank, Scale:
		if of := earlier[x.Of]; of == nil || of.Kind != SelectMultiple {
			c.say("question %s: \"of\" must name an earlier select_multiple, not %q", x.Name, x.Of)
		}
		if x.Kind == Scale && len(c.q.Choices(x.List)) > MaxScaleLevels {
			c.say("question %s: a scale has at most %d levels", x.Name, MaxScaleLevels)
		}
	case TextAnswer:
		if x.Max > MaxTextLength {
			c.say("question %s: a text answer has at most %d characters", x.Name, MaxTextLength)
		}
	}
}

// roleKinds says of which kind a question with a role must be, since scoring
// relies on it.
var roleKinds = map[Role]Kind{
	RoleNeed: SelectMultiple, RoleRank: Rank, RoleSeverity: Scale,
	RoleSex: SelectOne, RoleAge: SelectOne, RoleProposal: TextAnswer,
}

func (c *checker) role(x *Question) {
	if x.Role == "" {
		return
	}
	kind, known := roleKinds[x.Role]
	switch {
	case !known:
		c.say("question %s: unknown role %q", x.Name, x.Role)
	case kind != x.Kind:
		c.say("question %s: the role %s needs a %s, not a %s", x.Name, x.Role, kind, x.Kind)
	case x.Role == RoleSeverity && len(c.q.Choices(x.List)) != SeverityLevels:
		c.say("question %s: severity has %d levels, not %d", x.Name, SeverityLevels, len(c.q.Choices(x.List)))
	}
	if x.Role == RoleSex {
		for _, ch := range c.q.Choices(x.List) {
			if ch.Name != SexFemale && ch.Name != SexMale {
				c.say("question %s: the choices of sex are %q and %q, not %q; who would rather not say skips the question", x.Name, SexFemale, SexMale, ch.Name)
			}
		}
	}
}

func contains(choices []Choice, name string) bool {
	for i := range choices {
		if choices[i].Name == name {
			return true
		}
	}
	return false
}
