package dataset

import (
	"slices"
	"strconv"
	"strings"

	"ashar/survey"
	"ashar/survey/expression"
)

// Type is what the cells of a column hold. Any of them can be empty.
type Type string

// The types.
const (
	Text    Type = "text"    // words
	Code    Type = "code"    // the code of one choice, or its label
	Codes   Type = "codes"   // those of several
	Number  Type = "number"  // a number in decimal digits
	Boolean Type = "boolean" // true or false; 1 or 0 in tables
	Day     Type = "date"    // a day: "2006-01-02"
	Moment  Type = "time"    // a moment: RFC 3339
	Mixed   Type = "mixed"   // what was calculated: a number, a day or words
)

// Column is one column, and what is to be known of it.
type Column struct {
	Heading  string      `json:"heading"`            // as it is written
	Name     string      `json:"name"`               // the heading by names and codes, whatever the shape
	Question string      `json:"question,omitempty"` // "" of a column about the response
	Choice   string      `json:"choice,omitempty"`   // the code of the choice that it is about; or a part: coded, latitude, longitude
	Kind     survey.Kind `json:"kind,omitempty"`     // of the question
	Role     survey.Role `json:"role,omitempty"`     // of the question
	Type     Type        `json:"type"`
	Label    survey.Text `json:"label,omitempty"`    // what was asked, in all languages of the questionnaire
	Part     survey.Text `json:"part,omitempty"`     // the label of the choice
	Values   []Value     `json:"values,omitempty"`   // what can stand in it, where that is a code
	Versions []string    `json:"versions,omitempty"` // of the questionnaire, the latest first, that ask it
}

// Value is a code and its label in all languages.
type Value struct {
	Code  string      `json:"code"`
	Label survey.Text `json:"label"`
}

// key tells the columns of questions apart.
type key struct {
	question, part string
	kind           survey.Kind // an answer of another kind has a column of its own
}

// The parts that are no choices.
const (
	partCoded     = "coded" // beside own words: the codes of the needs that they were coded to, codedNone where they name none
	partLatitude  = "latitude"
	partLongitude = "longitude"

	codedNone = "none"
)

// keys are the columns of all versions, the latest of which is given first. Questions stand in its order; one that only an
// earlier version has comes after the question that it followed there.
func keys(versions []*survey.Questionnaire, shape Shape) []key {
	var order []string // of questions
	of := map[string][]key{}
	for _, q := range versions {
		kept := private(q)
		at := 0
		for i := range q.Questions {
			x := &q.Questions[i]
			if shape.NoWords && kept[x.Name] && !coded(x) {
				continue
			}
			at = inserted(&order, at, x.Name)
			there, next := of[x.Name], 0
			for _, k := range keysOf(q, x, shape) {
				next = inserted(&there, next, k)
			}
			of[x.Name] = there
		}
	}
	var all []key
	for _, name := range order {
		all = append(all, of[name]...)
	}
	return all
}

// inserted finds a thing in a list, or else puts it in at a place; it returns the place behind it.
func inserted[T comparable](list *[]T, at int, thing T) (behind int) {
	if there := slices.Index(*list, thing); there >= 0 {
		return there + 1
	}
	*list = slices.Insert(*list, at, thing)
	return at + 1
}

// keysOf are the columns of one question.
func keysOf(q *survey.Questionnaire, x *survey.Question, shape Shape) []key {
	var all []key
	add := func(parts ...string) {
		for _, p := range parts {
			all = append(all, key{x.Name, p, x.Kind})
		}
	}
	each := func() {
		for _, c := range q.Things(x) {
			add(c.Name)
		}
	}
	switch {
	case x.Kind == survey.Note:
	case x.Kind == survey.SelectMultiple, x.Kind == survey.Rank:
		if shape.Choices != Split {
			add("")
		}
		if shape.Choices != Joined {
			each()
		}
	case x.Kind == survey.Scale, x.Kind == survey.Points:
		each()
	case x.Kind == survey.Geopoint:
		add("", partLatitude, partLongitude)
	case coded(x):
		if !shape.NoWords {
			add("")
		}
		add(partCoded)
	default:
		add("")
	}
	return all
}

// coded reports whether what is answered in own words is coded to needs.
func coded(x *survey.Question) bool {
	return x.Kind == survey.TextAnswer && slices.Contains(survey.OwnWords(), x.Role)
}

// private are the questions whose answers could tell who gave them: those in own words, files and places on the map, the
// sampling unit, and what is calculated from them.
func private(q *survey.Questionnaire) map[string]bool {
	found := map[string]bool{}
	for again := true; again; {
		again = false
		for i := range q.Questions {
			x := &q.Questions[i]
			if !found[x.Name] && (tells(x) || x.Kind == survey.Calculate && speaksOf(x.Calculation, found)) {
				found[x.Name], again = true, true
			}
		}
	}
	return found
}

func tells(x *survey.Question) bool {
	return x.Kind == survey.TextAnswer || x.Kind == survey.Geopoint || x.Kind.Stored() || x.Role == survey.RoleUnit
}

// speaksOf reports whether an expression needs one of the questions; one that cannot be read may.
func speaksOf(source string, questions map[string]bool) bool {
	e, err := expression.Parse(source)
	return err != nil || slices.ContainsFunc(e.References(), func(name string) bool { return questions[name] })
}

// name is the heading of a column by names and codes.
func (k key) name() string {
	switch {
	case k.part == "":
		return k.question
	case k.kind == survey.Scale || k.kind == survey.Points:
		return survey.RowName(k.question, k.part)
	}
	return k.question + "/" + k.part
}

// names are the headings by names and codes, no two of them alike, as they would be where the row of a scale is called
// like another question, or a question's kind has changed.
func names(keys []key) []string {
	all, taken := make([]string, len(keys)), map[string]bool{}
	for i, k := range keys {
		for _, all[i] = range []string{k.name(), k.question + "/" + k.part, k.name() + "@" + string(k.kind)} {
			if !taken[all[i]] {
				break
			}
		}
		taken[all[i]] = true
	}
	return all
}

// apart makes headings distinct: of those that are alike, each says its name too.
func apart(headings, names []string) []string {
	times := map[string]int{}
	for _, h := range headings {
		times[strings.ToLower(h)]++
	}
	all, taken := make([]string, len(headings)), map[string]bool{}
	for i, h := range headings {
		if times[strings.ToLower(h)] > 1 {
			h += " (" + names[i] + ")"
		}
		for n := 2; taken[strings.ToLower(h)]; n++ {
			h = headings[i] + " (" + names[i] + " " + strconv.Itoa(n) + ")"
		}
		all[i], taken[strings.ToLower(h)] = h, true
	}
	return all
}
