package survey

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Limits of a questionnaire, so that every screen of every channel can hold it.
const (
	MaxQuestions   = 2000
	MaxGroups      = 500
	MaxChoices     = 1000 // in one list
	MaxName        = 64   // bytes of a question's, list's or choice's name
	MaxTextLength  = 4000 // runes of a text answer, whatever the question says
	MaxScaleLevels = 11
	MaxPoints      = 100 // to be distributed
	MaxPairs       = 30  // that one respondent compares
)

// Questionnaire is one version of a form: what is asked, in which languages and
// with what consent. A published version never changes; an Interview and a
// Response name the version that they belong to.
type Questionnaire struct {
	ID        string     `json:"id" bson:"id"`
	Version   string     `json:"version" bson:"version"`     // yyyymmddrr
	Languages []string   `json:"languages" bson:"languages"` // BCP 47, the default one first
	Title     Text       `json:"title" bson:"title"`
	Intro     Text       `json:"intro,omitempty" bson:"intro,omitempty"` // one or two sentences under the title
	Consent   Consent    `json:"consent" bson:"consent"`
	Lists     []List     `json:"lists" bson:"lists"`
	Groups    []Group    `json:"groups,omitempty" bson:"groups,omitempty"` // in the order in which they begin
	Questions []Question `json:"questions" bson:"questions"`
	// Columns keeps what other tools have to say in the settings, by their headings.
	Columns Columns `json:"columns,omitempty" bson:"columns,omitempty"`

	plan *plan // see Prepare
}

// Consent is what a respondent agrees to before the first question.
type Consent struct {
	Version string `json:"version" bson:"version"`
	Text    Text   `json:"text" bson:"text"` // paragraphs parted by blank lines
}

// List is a named list of choices that questions share.
type List struct {
	Name    string   `json:"name" bson:"name"`
	Choices []Choice `json:"choices" bson:"choices"`
}

// Choice is one thing that can be chosen. Need, Sphere, Competence and Issue are
// what scoring and the situation analysis read of it.
type Choice struct {
	Name      string `json:"name" bson:"name"`
	Label     Text   `json:"label" bson:"label"`
	Exclusive bool   `json:"exclusive,omitempty" bson:"exclusive,omitempty"` // "none": cannot be chosen beside others
	// Need is the taxonomy's code of the need that this choice stands for; ""
	// means that the choice is no need ("none").
	Need string `json:"need,omitempty" bson:"need,omitempty"`
	// Sphere names a choice of the list "sphere".
	Sphere string `json:"sphere,omitempty" bson:"sphere,omitempty"`
	// Competence names choices of the list "competence": whose task the need is.
	Competence []string `json:"competence,omitempty" bson:"competence,omitempty"`
	// Issue is the number of the local issue by law; 0 means not known.
	Issue int `json:"issue,omitempty" bson:"issue,omitempty"`
	// Columns are further columns, for a question's ChoiceFilter and for other tools.
	Columns Columns `json:"columns,omitempty" bson:"columns,omitempty"`
}

// Other reports whether the choice stands for what is not in the list: it is called "other", or its need is.
func (c *Choice) Other() bool { return c.Name == nameOther || c.Need == nameOther }

// None reports whether the choice stands for none of the others: it cannot be chosen beside them, or is called "none".
func (c *Choice) None() bool { return c.Exclusive || c.Name == nameNone }

// Columns are the cells of columns that Ashar does not know itself, by their
// headings. They are kept for other tools, and choices' for choice filters.
type Columns map[string]string

// Key identifies this version of the questionnaire, as "id@version".
func (q *Questionnaire) Key() string { return QuestionnaireKey(q.ID, q.Version) }

// QuestionnaireKey identifies one version of a questionnaire, as "id@version".
func QuestionnaireKey(id, version string) string { return id + "@" + version }

// Question returns the question of this name, or nil.
func (q *Questionnaire) Question(name string) *Question {
	for i := range q.Questions {
		if q.Questions[i].Name == name {
			return &q.Questions[i]
		}
	}
	return nil
}

// ByRole returns the first question that plays this role in scoring, or nil.
func (q *Questionnaire) ByRole(role Role) *Question {
	for i := range q.Questions {
		if q.Questions[i].Role == role {
			return &q.Questions[i]
		}
	}
	return nil
}

// Group returns the group of this name, or nil.
func (q *Questionnaire) Group(name string) *Group {
	for i := range q.Groups {
		if q.Groups[i].Name == name {
			return &q.Groups[i]
		}
	}
	return nil
}

// Around returns the groups that what stands in this group stands in, outermost first:
// as far as they are there, and not beyond one that stands in itself.
func (q *Questionnaire) Around(group string) []*Group {
	var around []*Group
	for g := q.Group(group); g != nil && !slices.Contains(around, g); g = q.Group(g.Parent) {
		around = append(around, g)
	}
	slices.Reverse(around)
	return around
}

// Choices returns the choices of the named list, in its order; nil if there is
// no such list.
func (q *Questionnaire) Choices(list string) []Choice {
	for i := range q.Lists {
		if q.Lists[i].Name == list {
			return q.Lists[i].Choices
		}
	}
	return nil
}

// Choice returns the choice of this name in the named list, or nil.
func (q *Questionnaire) Choice(list, name string) *Choice {
	choices := q.Choices(list)
	for i := range choices {
		if choices[i].Name == name {
			return &choices[i]
		}
	}
	return nil
}

// Speaks reports whether the questionnaire is offered in this language.
func (q *Questionnaire) Speaks(language string) bool {
	return slices.Contains(q.Languages, language)
}

// Offered is the questionnaire in those of its languages that are named, in its own order:
// itself where none are, or none of them is its.
func (q *Questionnaire) Offered(languages []string) *Questionnaire {
	var offered []string
	for _, l := range q.Languages {
		if slices.Contains(languages, l) {
			offered = append(offered, l)
		}
	}
	if len(offered) == 0 || len(offered) == len(q.Languages) {
		return q
	}
	narrowed := *q
	narrowed.Languages = offered
	return &narrowed
}

// Say returns a phrase in the language, or in the questionnaire's default one.
func (q *Questionnaire) Say(t Text, language string) string {
	if len(q.Languages) == 0 {
		return t.In(language)
	}
	return t.In(language, q.Languages[0])
}

// Foreign is the language in which Say says a phrase when that is another than was asked
// for, because there is no translation; "" when it is the same, or not known.
func (q *Questionnaire) Foreign(t Text, language string) string {
	if t[language] != "" {
		return ""
	}
	said := q.Say(t, language)
	for _, l := range append(slices.Clone(q.Languages), t.languages()...) {
		if said != "" && t[l] == said {
			return l
		}
	}
	return ""
}

// Equal reports whether both are the same version, word for word.
func (q *Questionnaire) Equal(other *Questionnaire) bool {
	if q == nil || other == nil {
		return q == other
	}
	a, errA := json.Marshal(q)
	b, errB := json.Marshal(other)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// ReadQuestionnaire decodes a questionnaire from JSON and checks it. Unknown
// members are refused. The error names everything that Check finds.
func ReadQuestionnaire(r io.Reader) (*Questionnaire, error) {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	q := new(Questionnaire)
	if err := dec.Decode(q); err != nil {
		return nil, fmt.Errorf("survey: questionnaire: %w: %w", ErrInvalid, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("survey: questionnaire: %w: there is more after it", ErrInvalid)
	}
	if err := q.Check(); err != nil {
		return nil, err
	}
	q.Prepare()
	return q, nil
}

// Faults lists everything that would keep the questionnaire from being asked, in
// the order in which it stands there; nil if there is nothing.
func (q *Questionnaire) Faults() []*Fault {
	c := checker{q: q}
	c.header()
	c.lists()
	c.groups()
	c.questions()
	c.expressions()
	return c.found
}

// Prepare works out, once, what every step of an interview needs. Without it each
// step works it out for itself, which is slower and otherwise the same. It is
// called before the questionnaire is shared, and after its last change.
func (q *Questionnaire) Prepare() { q.plan = newPlan(q) }

// Check is an ErrInvalid that names all the Faults at once; nil if there are none.
func (q *Questionnaire) Check() error {
	faults := q.Faults()
	if len(faults) == 0 {
		return nil
	}
	found := make([]error, len(faults))
	for i, f := range faults {
		found[i] = f
	}
	return fmt.Errorf("survey: questionnaire %q: %w: %w", q.ID, ErrInvalid, errors.Join(found...))
}
