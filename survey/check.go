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
		if _, taken := ch.Columns["name"]; taken {
			c.say(at+"/columns", "%s: a column cannot be called name", what)
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
