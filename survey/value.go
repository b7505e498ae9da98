package survey

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SeverityLevels is the length of the severity scale, 1 (light) to 5 (grave).
const SeverityLevels = 5

// Value is what was answered to one question. Which member is filled follows
// from the question's kind; a skipped question has none.
type Value struct {
	// Choices: the name chosen (select_one), the names chosen in the
	// questionnaire's order (select_multiple), or all names best first (rank).
	Choices []string `json:"choices,omitempty" bson:"choices,omitempty"`
	// Levels: for each choice that is rated, in the order in which it is asked.
	Levels []Level `json:"levels,omitempty" bson:"levels,omitempty"`
	// Text: the respondent's own words, as written, without space around them.
	Text    string `json:"text,omitempty" bson:"text,omitempty"`
	Skipped bool   `json:"skipped,omitempty" bson:"skipped,omitempty"`
}

// Level is the place of one choice on a scale, 1 being the scale's first level.
type Level struct {
	Choice string `json:"choice" bson:"choice"`
	Level  int    `json:"level" bson:"level"`
}

// Answer is the Value given to the question of that name.
type Answer struct {
	Question string `json:"question" bson:"question"`
	Value    Value  `json:"value" bson:"value"`
}

// Skip is the Value of a question that was passed over on purpose.
func Skip() Value { return Value{Skipped: true} }

// Chosen is the Value of a selection or a ranking.
func Chosen(names ...string) Value { return Value{Choices: names} }

// Words is the Value of a text question.
func Words(s string) Value { return Value{Text: s} }

// Rated is the Value of a scale.
func Rated(levels ...Level) Value { return Value{Levels: levels} }

// LevelOf returns the level given to the choice, or 0.
func (v Value) LevelOf(choice string) int {
	for _, l := range v.Levels {
		if l.Choice == choice {
			return l.Level
		}
	}
	return 0
}

// Has reports whether the choice is among those chosen.
func (v Value) Has(choice string) bool { return slices.Contains(v.Choices, choice) }

// IsZero reports whether nothing was given, not even a skip.
func (v Value) IsZero() bool {
	return len(v.Choices) == 0 && len(v.Levels) == 0 && v.Text == "" && !v.Skipped
}

// accept checks a value against the question and the choices that it may take
// now, and returns it in its one normal form. The error is a *Problem.
func (x *Question) accept(v Value, choices []Choice, levels int) (Value, error) {
	if v.Skipped || v.IsZero() || (x.Kind == TextAnswer && strings.TrimSpace(v.Text) == "") {
		if x.Required {
			return Value{}, x.problem(Missing)
		}
		return Skip(), nil
	}
	switch x.Kind {
	case SelectOne:
		return x.acceptOne(v, choices)
	case SelectMultiple:
		return x.acceptMultiple(v, choices)
	case Rank:
		return x.acceptRank(v, choices)
	case Scale:
		return x.acceptScale(v, choices, levels)
	default:
		return x.acceptText(v)
	}
}

func (x *Question) acceptOne(v Value, choices []Choice) (Value, error) {
	if len(v.Choices) == 0 {
		return Value{}, x.unknown("")
	}
	if len(v.Choices) > 1 {
		return Value{}, &Problem{Question: x.Name, Code: TooMany, Max: 1, Given: len(v.Choices)}
	}
	if !contains(choices, v.Choices[0]) {
		return Value{}, x.unknown(v.Choices[0])
	}
	return Chosen(v.Choices[0]), nil
}

func (x *Question) acceptMultiple(v Value, choices []Choice) (Value, error) {
	if len(v.Choices) == 0 {
		return Value{}, x.unknown("")
	}
	if err := x.known(v.Choices, choices); err != nil {
		return Value{}, err
	}
	var names []string
	exclusive := ""
	for _, c := range choices {
		if v.Has(c.Name) {
			names = append(names, c.Name)
			if c.Exclusive {
				exclusive = c.Name
			}
		}
	}
	if x.Max > 0 && len(names) > x.Max {
		return Value{}, &Problem{Question: x.Name, Code: TooMany, Max: x.Max, Given: len(names)}
	}
	if exclusive != "" && len(names) > 1 {
		return Value{}, &Problem{Question: x.Name, Code: Exclusive, Choice: exclusive}
	}
	return Chosen(names...), nil
}

func (x *Question) acceptRank(v Value, choices []Choice) (Value, error) {
	if err := x.known(v.Choices, choices); err != nil {
		return Value{}, err
	}
	var order []string
	for _, name := range v.Choices {
		if slices.Contains(order, name) {
			return Value{}, &Problem{Question: x.Name, Code: Twice, Choice: name}
		}
		order = append(order, name)
	}
	if len(order) < len(choices) {
		return Value{}, &Problem{Question: x.Name, Code: Unfinished, Max: len(choices), Given: len(order)}
	}
	return Chosen(order...), nil
}

func (x *Question) acceptScale(v Value, choices []Choice, levels int) (Value, error) {
	for _, l := range v.Levels {
		if !contains(choices, l.Choice) {
			return Value{}, x.unknown(l.Choice)
		}
		if l.Level < 1 || l.Level > levels {
			return Value{}, &Problem{Question: x.Name, Code: OffScale, Choice: l.Choice, Max: levels, Given: l.Level}
		}
	}
	var rated []Level
	missing := ""
	for _, c := range choices {
		if l := v.LevelOf(c.Name); l > 0 {
			rated = append(rated, Level{Choice: c.Name, Level: l})
		} else if missing == "" {
			missing = c.Name
		}
	}
	if missing != "" {
		return Value{}, &Problem{Question: x.Name, Code: Unfinished, Choice: missing, Max: len(choices), Given: len(rated)}
	}
	return Rated(rated...), nil
}

func (x *Question) acceptText(v Value) (Value, error) {
	s := strings.TrimSpace(visible(v.Text))
	limit := MaxTextLength
	if x.Max > 0 {
		limit = x.Max
	}
	if n := utf8.RuneCountInString(s); n > limit {
		return Value{}, &Problem{Question: x.Name, Code: TooLong, Max: limit, Given: n}
	}
	return Words(s), nil
}

// visible leaves a text as it is read: without control characters, and without
// those that turn the direction of what stands around it.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func (x *Question) known(names []string, choices []Choice) error {
	for _, n := range names {
		if !contains(choices, n) {
			return x.unknown(n)
		}
	}
	return nil
}

func (x *Question) unknown(choice string) error {
	return &Problem{Question: x.Name, Code: UnknownChoice, Choice: choice}
}

func (x *Question) problem(code ProblemCode) error {
	return &Problem{Question: x.Name, Code: code}
}
