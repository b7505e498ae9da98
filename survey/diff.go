package survey

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// ChangeKind is what became of a thing between two versions.
type ChangeKind string

// The kinds of change.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Moved   ChangeKind = "moved" // it stands elsewhere among the others
	Changed ChangeKind = "changed"
)

// Thing is a part of a questionnaire that a Change or a Notice speaks of.
type Thing string

// The things.
const (
	WholeForm   Thing = "form"
	ConsentText Thing = "consent"
	AQuestion   Thing = "question"
	AGroup      Thing = "group"
	AList       Thing = "list"
	AChoice     Thing = "choice"
)

// Change is one difference between two versions of a questionnaire.
type Change struct {
	Kind  ChangeKind
	Thing Thing
	Name  string // of the question, group, list or choice
	List  string // of a choice
	// Member is what has changed, by its name in JSON ("label", "relevant");
	// Language, in which language if it is a text. From and To are what it was and
	// what it is; "" where there was or is none.
	Member, Language, From, To string
	// Breaks: answers to the two versions cannot be set side by side there.
	Breaks bool
}

// Diff lists what is different in a later version of a questionnaire, in the order
// in which it stands there; what was removed comes before what stands.
func Diff(earlier, later *Questionnaire) []Change {
	d := &differ{}
	d.members(Change{Thing: WholeForm}, headerOf(earlier), headerOf(later))
	d.members(Change{Thing: ConsentText}, []member{{name: "version", value: earlier.Consent.Version}, {name: "text", text: earlier.Consent.Text}},
		[]member{{name: "version", value: later.Consent.Version}, {name: "text", text: later.Consent.Text}})
	compare(d, earlier.Groups, later.Groups, Change{Thing: AGroup}, func(g Group) string { return g.Name }, func(at Change, a, b Group) {
		d.members(at, groupMembers(&a), groupMembers(&b))
	})
	compare(d, earlier.Questions, later.Questions, Change{Thing: AQuestion, Breaks: true}, func(x Question) string { return x.Name }, func(at Change, a, b Question) {
		d.members(at, questionMembers(&a), questionMembers(&b))
	})
	compare(d, earlier.Lists, later.Lists, Change{Thing: AList, Breaks: true}, func(l List) string { return l.Name }, func(at Change, a, b List) {
		d.levels = earlier.levels(at.Name) || later.levels(at.Name)
		compare(d, a.Choices, b.Choices, Change{Thing: AChoice, List: at.Name, Breaks: true}, func(c Choice) string { return c.Name }, func(at Change, a, b Choice) {
			d.members(at, choiceMembers(&a), choiceMembers(&b))
		})
		d.levels = false
	})
	return d.found
}

type differ struct {
	found  []Change
	levels bool // the choices compared are the levels of a scale, whose order is their meaning
}

// levels reports whether the list is that of the levels of a scale.
func (q *Questionnaire) levels(list string) bool {
	return slices.ContainsFunc(q.Questions, func(x Question) bool { return x.Kind == Scale && x.List == list })
}

// compare finds what was removed, added and moved among named things, and looks
// into those that are in both.
func compare[T any](d *differ, earlier, later []T, at Change, name func(T) string, both func(Change, T, T)) {
	before := map[string]int{}
	for i, t := range earlier {
		before[name(t)] = i
	}
	now := map[string]bool{}
	for _, t := range later {
		now[name(t)] = true
	}
	for _, t := range earlier {
		if !now[name(t)] {
			gone := at
			gone.Kind, gone.Name = Removed, name(t)
			d.found = append(d.found, gone)
		}
	}
	var places []int // in the earlier version, of those that are in both
	for _, t := range later {
		if i, was := before[name(t)]; was {
			places = append(places, i)
		}
	}
	stayed := rising(places)
	for _, t := range later {
		here := at
		here.Name = name(t)
		i, was := before[name(t)]
		if !was {
			here.Kind = Added
			d.found = append(d.found, here)
			continue
		}
		here.Breaks = false
		if !stayed[i] {
			here.Kind, here.Breaks = Moved, d.levels
			d.found = append(d.found, here)
			here.Breaks = false
		}
		both(here, earlier[i], t)
	}
}

// rising returns the members of a longest sequence of numbers that goes up: what
// stayed in its place, while the rest moved.
func rising(numbers []int) map[int]bool {
	best := make([]int, len(numbers)) // the length of the longest that ends here
	from := make([]int, len(numbers))
	last := -1
	for i := range numbers {
		best[i], from[i] = 1, -1
		for j := range i {
			if numbers[j] < numbers[i] && best[j]+1 > best[i] {
				best[i], from[i] = best[j]+1, j
			}
		}
		if last < 0 || best[i] > best[last] {
			last = i
		}
	}
	kept := map[int]bool{}
	for ; last >= 0; last = from[last] {
		kept[numbers[last]] = true
	}
	return kept
}

// member is one member of a thing: a value as a text, which may be an expression, or
// a Text.
type member struct {
	name       string
	value      string
	expression bool
	text       Text
	breaks     bool
}

// same reports whether two values of the member say the same.
func (m member) same(a, b string) bool {
	if a == b || !m.expression {
		return a == b
	}
	x, y := parsed(a), parsed(b)
	return x != nil && y != nil && x.String() == y.String()
}

// members compares two lists of the same members.
func (d *differ) members(at Change, earlier, later []member) {
	at.Kind = Changed
	for i, b := range later {
		a := earlier[i]
		at.Member, at.Breaks = b.name, b.breaks
		if !b.same(a.value, b.value) {
			at.Language, at.From, at.To = "", a.value, b.value
			d.found = append(d.found, at)
		}
		for _, l := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(a.text.languages(), b.text.languages())))) {
			if a.text[l] != b.text[l] {
				at.Language, at.From, at.To = l, a.text[l], b.text[l]
				d.found = append(d.found, at)
			}
		}
	}
}

func headerOf(q *Questionnaire) []member {
	return []member{
		{name: "id", value: q.ID, breaks: true}, {name: "version", value: q.Version},
		{name: "languages", value: strings.Join(q.Languages, " ")}, {name: "title", text: q.Title}, {name: "intro", text: q.Intro},
		{name: "columns", value: q.Columns.String()},
	}
}

func groupMembers(g *Group) []member {
	return []member{
		{name: "group", value: g.Parent}, {name: "label", text: g.Label}, {name: "relevant", value: g.Relevant, expression: true, breaks: true},
		{name: "columns", value: g.Columns.String()},
	}
}

func questionMembers(x *Question) []member {
	span := ""
	if r := x.Range; r != nil {
		span = fmt.Sprintf("%s..%s / %s", r.Start, r.End, r.Step)
	}
	return []member{
		{name: "kind", value: string(x.Kind), breaks: true}, {name: "role", value: string(x.Role)}, {name: "group", value: x.Group},
		{name: "label", text: x.Label}, {name: "hint", text: x.Hint},
		{name: "list", value: x.List, breaks: true}, {name: "items", value: x.Items, breaks: true}, {name: "of", value: x.Of, breaks: true},
		{name: "max", value: count(x.Max), breaks: true}, {name: "pairs", value: count(x.Pairs)}, {name: "range", value: span, breaks: true},
		{name: "required", value: yes(x.Required)}, {name: "required_if", value: x.RequiredIf, expression: true}, {name: "required_message", text: x.RequiredMessage},
		{name: "relevant", value: x.Relevant, expression: true, breaks: true},
		{name: "constraint", value: x.Constraint, expression: true}, {name: "constraint_message", text: x.ConstraintMessage},
		{name: "choice_filter", value: x.ChoiceFilter, expression: true, breaks: true}, {name: "calculation", value: x.Calculation, expression: true, breaks: true},
		{name: "shuffle", value: yes(x.Shuffle)}, {name: "seed", value: x.Seed, expression: true}, {name: "columns", value: x.Columns.String()},
	}
}

func choiceMembers(c *Choice) []member {
	return []member{
		{name: "label", text: c.Label}, {name: "exclusive", value: yes(c.Exclusive), breaks: true}, {name: "need", value: c.Need, breaks: true},
		{name: "sphere", value: c.Sphere}, {name: "competence", value: strings.Join(c.Competence, " ")}, {name: "issue", value: count(c.Issue)},
		{name: "columns", value: c.Columns.String()},
	}
}

// String writes the columns in one line, by their headings.
func (cs Columns) String() string {
	var parts []string
	for _, heading := range slices.Sorted(maps.Keys(cs)) {
		parts = append(parts, heading+": "+cs[heading])
	}
	return strings.Join(parts, "; ")
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
