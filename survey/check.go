package survey

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
)

// A name is what XLSForm allows, and what can stand in a URL and in a column's
// heading as it is.
var validName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)

// A choice's name may be a number or a band of ages, and be written in any
// script; several of them stand in one cell with spaces between, and in quotes
// in an expression.
var validChoiceName = regexp.MustCompile(`^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.+-]*$`)

// A language is a BCP 47 tag.
var validLanguage = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// checker collects the faults of a questionnaire.
type checker struct {
	q     *Questionnaire
	found []*Fault
}

func (c *checker) say(at, format string, args ...any) {
	c.found = append(c.found, &Fault{Pointer: at, What: fmt.Sprintf(format, args...)})
}

func (c *checker) name(at, what, name string) {
	if !validName.MatchString(name) || len(name) > MaxName {
		c.say(at, "%s %q: a name begins with a Latin letter, goes on with letters, digits, '_', '-' and '.', and has at most %d characters", what, name, MaxName)
	}
}

func (c *checker) text(at, what string, t Text) {
	if t.In() == "" {
		c.say(at, "%s: no text in any language", what)
	}
	c.languages(at, what, t)
}

// languages refuses texts that nobody would ever be shown.
func (c *checker) languages(at, what string, t Text) {
	for _, l := range slices.Sorted(maps.Keys(t)) {
		if !c.q.Speaks(l) {
			c.say(at, "%s: has a text in %q, which is not among the languages of the questionnaire", what, l)
		}
	}
}

func (c *checker) header() {
	q := c.q
	c.name("/id", "id", q.ID)
	if q.Version == "" {
		c.say("/version", "version: missing; write it as yyyymmddrr")
	}
	if len(q.Languages) == 0 {
		c.say("/languages", "languages: name at least one")
	}
	seen := map[string]bool{}
	for i, l := range q.Languages {
		at := pointer("languages", i)
		if !validLanguage.MatchString(l) {
			c.say(at, "languages: %q is no language tag such as \"ky\"", l)
		}
		if seen[l] {
			c.say(at, "languages: %s: given twice", l)
		}
		seen[l] = true
	}
	c.text("/title", "title", q.Title)
	c.languages("/intro", "intro", q.Intro)
	if q.Consent.Version == "" {
		c.say("/consent/version", "consent: missing version")
	}
	c.text("/consent/text", "consent", q.Consent.Text)
}

func (c *checker) lists() {
	seen := map[string]bool{}
	for i, l := range c.q.Lists {
		at := pointer("lists", i)
		c.name(at+"/name", "list", l.Name)
		if seen[l.Name] {
			c.say(at+"/name", "list %s: given twice", l.Name)
		}
		seen[l.Name] = true
		if n := len(l.Choices); n == 0 || n > MaxChoices {
			c.say(at, "list %s: %d choices; 1 to %d are possible", l.Name, n, MaxChoices)
		}
		c.choices(at, l)
	}
}

func (c *checker) choices(list string, l List) {
	seen := map[string]bool{}
	for i, ch := range l.Choices {
		at := list + pointer("choices", i)
		what := fmt.Sprintf("list %s, choice %s", l.Name, ch.Name)
		switch {
		case ch.Name == "" || len(ch.Name) > MaxName:
			c.say(at+"/name", "list %s: a choice without a name, or with one over %d characters", l.Name, MaxName)
		case !validChoiceName.MatchString(ch.Name):
			c.say(at+"/name", "list %s, choice %q: a choice's name begins with a letter or digit, goes on with letters, digits, '_', '-', '+' and '.', and has no spaces", l.Name, ch.Name)
		}
		if seen[ch.Name] {
			c.say(at+"/name", "%s: given twice", what)
		}
		seen[ch.Name] = true
		c.text(at+"/label", what, ch.Label)
		if ch.Sphere != "" && !contains(c.q.Choices("sphere"), ch.Sphere) {
			c.say(at+"/sphere", "%s: the list \"sphere\" has no %q", what, ch.Sphere)
		}
		for _, k := range ch.Competence {
			if !contains(c.q.Choices("competence"), k) {
				c.say(at+"/competence", "%s: the list \"competence\" has no %q", what, k)
			}
		}
		if ch.Issue < 0 {
			c.say(at+"/issue", "%s: the number of an issue is below zero", what)
		}
	}
}

func (c *checker) questions() {
	if n := len(c.q.Questions); n == 0 || n > MaxQuestions {
		c.say("/questions", "%d questions; 1 to %d are possible", n, MaxQuestions)
	}
	earlier := map[string]*Question{}
	roles := map[Role]string{}
	for i := range c.q.Questions {
		x := &c.q.Questions[i]
		at := pointer("questions", i)
		c.name(at+"/name", "question", x.Name)
		if earlier[x.Name] != nil {
			c.say(at+"/name", "question %s: given twice", x.Name)
		}
		c.text(at+"/label", "question "+x.Name, x.Label)
		c.languages(at+"/hint", "question "+x.Name+", hint", x.Hint)
		c.kind(at, x, earlier)
		if other := roles[x.Role]; x.Role != "" && other != "" {
			c.say(at+"/role", "question %s: has the role %s, which %s has already", x.Name, x.Role, other)
		}
		roles[x.Role] = x.Name
		c.role(at, x)
		earlier[x.Name] = x
	}
}

// kind checks the members that belong to the question's kind, and that those
// which do not belong to it are empty: they would do nothing.
func (c *checker) kind(at string, x *Question, earlier map[string]*Question) {
	listed, follows, bounded := false, false, false
	switch x.Kind {
	case SelectOne:
		listed = true
	case SelectMultiple:
		listed, bounded = true, true
	case Rank:
		follows = true
	case Scale:
		listed, follows = true, true
	case TextAnswer:
		bounded = true
	default:
		c.say(at+"/kind", "question %s: unknown kind %q", x.Name, x.Kind)
		return
	}
	switch {
	case listed && c.q.Choices(x.List) == nil:
		c.say(at+"/list", "question %s: there is no list %q", x.Name, x.List)
	case !listed && x.List != "":
		c.say(at+"/list", "question %s: a %s has no list of its own", x.Name, x.Kind)
	case x.Kind == Scale && len(c.q.Choices(x.List)) > MaxScaleLevels:
		c.say(at+"/list", "question %s: a scale has at most %d levels", x.Name, MaxScaleLevels)
	}
	switch {
	case follows:
		c.follows(at, x, earlier[x.Of])
	case x.Of != "":
		c.say(at+"/of", "question %s: \"of\" is for rank and scale, not for %s", x.Name, x.Kind)
	}
	switch {
	case x.Max < 0:
		c.say(at+"/max", "question %s: max is below zero", x.Name)
	case !bounded && x.Max != 0:
		c.say(at+"/max", "question %s: max is for select_multiple and text, not for %s", x.Name, x.Kind)
	case x.Kind == TextAnswer && x.Max > MaxTextLength:
		c.say(at+"/max", "question %s: a text answer has at most %d characters", x.Name, MaxTextLength)
	}
}

// follows checks that what is ranked or rated can have been chosen before.
func (c *checker) follows(at string, x, of *Question) {
	if of == nil || of.Kind != SelectMultiple {
		c.say(at+"/of", "question %s: \"of\" must name an earlier select_multiple, not %q", x.Name, x.Of)
		return
	}
	choices := c.q.Choices(of.List)
	if len(choices) > 0 && !slices.ContainsFunc(choices, func(ch Choice) bool { return !ch.Exclusive }) {
		c.say(at+"/of", "question %s: every choice of %s is exclusive, so that nothing is left for it", x.Name, of.Name)
	}
}

// roleKinds says of which kind a question with a role must be, since scoring
// relies on it.
var roleKinds = map[Role]Kind{
	RoleNeed: SelectMultiple, RoleRank: Rank, RoleSeverity: Scale,
	RoleSex: SelectOne, RoleAge: SelectOne, RoleProposal: TextAnswer,
}

func (c *checker) role(at string, x *Question) {
	if x.Role == "" {
		return
	}
	kind, known := roleKinds[x.Role]
	switch {
	case !known:
		c.say(at+"/role", "question %s: unknown role %q", x.Name, x.Role)
	case kind != x.Kind:
		c.say(at+"/role", "question %s: the role %s needs a %s, not a %s", x.Name, x.Role, kind, x.Kind)
	case x.Role == RoleSeverity && len(c.q.Choices(x.List)) != SeverityLevels:
		c.say(at+"/list", "question %s: severity has %d levels, not %d", x.Name, SeverityLevels, len(c.q.Choices(x.List)))
	}
	if x.Role == RoleRank || x.Role == RoleSeverity {
		if of := c.q.Question(x.Of); of != nil && of.Role != RoleNeed {
			c.say(at+"/of", "question %s: the role %s is for the choices of the question with the role %s, not of %s", x.Name, x.Role, RoleNeed, x.Of)
		}
	}
	if x.Role == RoleSex {
		for _, ch := range c.q.Choices(x.List) {
			if ch.Name != SexFemale && ch.Name != SexMale {
				c.say(at+"/list", "question %s: the choices of sex are %q and %q, not %q; who would rather not say skips the question", x.Name, SexFemale, SexMale, ch.Name)
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
