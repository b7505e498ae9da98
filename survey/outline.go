package survey

import (
	"encoding/json"
	"slices"

	"ashar/survey/expression"
)

// Outline is a questionnaire in one language, for who leads through it where this
// program does not run: a phone without a connection. It has all that decides what is
// asked, offered and accepted, and the words that a decision speaks of; what stands on
// the screens besides is not in it. Its JSON leaves out what is not there.
type Outline struct {
	Key      string                     `json:"key"` // of the version
	Language string                     `json:"language"`
	Consent  string                     `json:"consent"` // the version of its text
	Lists    map[string][]OutlineChoice `json:"lists"`
	Steps    []OutlineStep              `json:"steps"` // the questions, in their order
	// Order has the places of the steps, each after those that its being asked or its
	// choices hang on.
	Order []int `json:"order"`
}

// OutlineChoice is a choice of a list.
type OutlineChoice struct {
	Name      string `json:"name"`
	Label     string `json:"label"`
	Exclusive bool   `json:"exclusive,omitempty"`
	Last      bool   `json:"last,omitempty"` // stays at the end when the others are shuffled
	// Columns are those that a choice filter speaks of.
	Columns map[string]string `json:"columns,omitempty"`
}

// OutlineStep is a question. An expression is its tree, in arrays that begin with what
// a node is: ["'", text], ["$", answer], ["@", question], ["#", column], ["."],
// ["-", part] for a minus, and the operator or the function before its parts; a number
// is itself.
type OutlineStep struct {
	Name    string   `json:"name"`
	Kind    Kind     `json:"kind"`
	Label   string   `json:"label,omitempty"`
	List    string   `json:"list,omitempty"`   // of what is put before the respondent, be it another question's
	Levels  string   `json:"levels,omitempty"` // the list of a scale's levels
	Choices []string `json:"choices,omitempty"`
	Of      string   `json:"of,omitempty"`
	Max     int      `json:"max,omitempty"`
	Pairs   int      `json:"pairs,omitempty"`
	Range   *Range   `json:"range,omitempty"`
	Shuffle bool     `json:"shuffle,omitempty"`
	// Required, and Rechecked: a later answer, or another day, can break the constraint.
	Required  bool `json:"required,omitempty"`
	Rechecked bool `json:"rechecked,omitempty"`
	// Relevant are the question's own condition and those of the groups around it.
	Relevant          []any  `json:"relevant,omitempty"`
	RequiredIf        any    `json:"requiredIf,omitempty"`
	Constraint        any    `json:"constraint,omitempty"`
	Filter            any    `json:"filter,omitempty"`
	Calculation       any    `json:"calculation,omitempty"`
	Seed              any    `json:"seed,omitempty"`
	Once              bool   `json:"once,omitempty"` // what it first comes to is kept
	RequiredMessage   string `json:"requiredMessage,omitempty"`
	ConstraintMessage string `json:"constraintMessage,omitempty"`
}

// Outline is what leads through the questionnaire in one of its languages.
func (q *Questionnaire) Outline(language string) Outline {
	p := q.plan
	if p == nil {
		p = newPlan(q)
	}
	o := Outline{
		Key: q.Key(), Language: language, Consent: q.Consent.Version, Order: p.order,
		Lists: map[string][]OutlineChoice{}, Steps: make([]OutlineStep, len(p.steps)),
	}
	columns := q.filterColumns()
	for i := range p.steps {
		s := &p.steps[i]
		o.Steps[i] = q.outlineStep(s, language)
		o.Steps[i].Once = slices.Contains(p.once, i)
		for _, list := range []string{s.source, o.Steps[i].Levels} {
			if _, there := o.Lists[list]; list != "" && !there {
				o.Lists[list] = q.outlineList(list, language, columns)
			}
		}
	}
	return o
}

func (q *Questionnaire) outlineStep(s *step, language string) OutlineStep {
	x := s.question
	o := OutlineStep{
		Name: x.Name, Kind: x.Kind, Label: q.Say(x.Label, language), List: s.source, Of: x.Of, Max: x.Max, Pairs: x.Pairs,
		Range: x.Range, Shuffle: x.Shuffle, Required: x.Required, Rechecked: s.rechecked,
		RequiredIf: outlined(x.RequiredIf, ""), Constraint: outlined(x.Constraint, x.Name), Filter: outlined(x.ChoiceFilter, ""),
		Calculation: outlined(x.Calculation, ""), Seed: outlined(x.Seed, ""),
		RequiredMessage: q.Say(x.RequiredMessage, language), ConstraintMessage: q.Say(x.ConstraintMessage, language),
	}
	if x.Kind == Scale {
		o.Levels = x.List
	}
	if len(s.choices) != len(q.Choices(s.source)) { // not all of the list
		for _, c := range s.choices {
			o.Choices = append(o.Choices, c.Name)
		}
	}
	sources := []string{x.Relevant}
	for _, g := range q.Around(x.Group) {
		sources = append(sources, g.Relevant)
	}
	for _, source := range sources {
		if tree := outlined(source, ""); tree != nil {
			o.Relevant = append(o.Relevant, tree)
		}
	}
	return o
}

func (q *Questionnaire) outlineList(list, language string, columns []string) []OutlineChoice {
	choices := q.Choices(list)
	all := make([]OutlineChoice, len(choices))
	for i := range choices {
		c := &choices[i]
		all[i] = OutlineChoice{Name: c.Name, Label: q.Say(c.Label, language), Exclusive: c.Exclusive, Last: c.last()}
		for _, name := range columns {
			if cell := c.Columns[name]; cell != "" {
				if all[i].Columns == nil {
					all[i].Columns = map[string]string{}
				}
				all[i].Columns[name] = cell
			}
		}
	}
	return all
}

// filterColumns are the columns that choice filters speak of.
func (q *Questionnaire) filterColumns() []string {
	var names []string
	for i := range q.Questions {
		if e := parsed(q.Questions[i].ChoiceFilter); e != nil {
			for _, name := range e.Columns() {
				names = appendOnce(names, name)
			}
		}
	}
	return names
}

// outlined is an expression as OutlineStep has it; nil where there is none. In one
// that judges the answer to a question, that question's name is the same as ".".
func outlined(source, question string) any {
	e := parsed(source)
	if e == nil {
		return nil
	}
	return outlineNode(e.Tree(), question)
}

func outlineNode(n expression.Node, question string) any {
	switch n.Kind {
	case expression.NumberNode:
		return json.Number(n.Text)
	case expression.TextNode:
		return []any{"'", n.Text}
	case expression.ColumnNode:
		return []any{"#", n.Text}
	case expression.ListNode:
		return []any{"@", n.Text}
	case expression.SelfNode:
		return []any{"."}
	case expression.ReferenceNode:
		if n.Text == question {
			return []any{"."}
		}
		return []any{"$", n.Text}
	}
	name := n.Text
	if n.Kind == expression.NegationNode {
		name = "-"
	}
	all := []any{name}
	for _, part := range n.Parts {
		all = append(all, outlineNode(part, question))
	}
	if f := n.Text; n.Kind == expression.CallNode && f == "regex" && len(n.Parts) == 2 {
		all[2] = []any{"'", expression.JavaScript(n.Parts[1].Text)}
	}
	return all
}
