package survey

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// accept checks a value against what is asked at this stop, and returns it in its
// one normal form. The error is a *Problem.
func (w *walk) accept(s *stop, v Value) (Value, error) {
	x := s.question
	switch {
	case x.Kind == Note:
		return Skip(), nil
	case v.Skipped || v.IsZero() || blank(x, v):
		return w.skip(s)
	}
	v, err := w.normal(s, v)
	switch {
	case err != nil:
		return Value{}, err
	case v.IsZero(): // no point was given
		return w.skip(s)
	}
	if !w.meets(s, v) {
		return Value{}, &Problem{Question: x.Name, Code: Constrained, Message: w.message(x.ConstraintMessage)}
	}
	return v, nil
}

// skip passes the question over, if it is not required.
func (w *walk) skip(s *stop) (Value, error) {
	if x := s.question; w.required(s) {
		return Value{}, &Problem{Question: x.Name, Code: Missing, Message: w.message(x.RequiredMessage)}
	}
	return Skip(), nil
}

// message fills answers into the questionnaire's own word on a mistake.
func (w *walk) message(t Text) Text {
	if t.In() == "" {
		return nil
	}
	return w.fill(t)
}

// blank reports whether what was typed is nothing but space.
func blank(x *Question, v Value) bool {
	switch {
	case x.Kind == TextAnswer, x.Kind == Geopoint && v.Point == nil:
		return strings.TrimSpace(visible(v.Text)) == ""
	case x.Kind.Numeric():
		return strings.TrimSpace(visible(v.Number)) == ""
	case x.Kind == Date:
		return strings.TrimSpace(visible(v.Date)) == ""
	}
	return false
}

// normal brings a value to its normal form, which holds nothing but what belongs
// to the question's kind.
func (w *walk) normal(s *stop, v Value) (Value, error) {
	x := s.question
	switch x.Kind {
	case SelectOne:
		return x.acceptOne(v, w.offered(s))
	case SelectMultiple:
		return x.acceptMultiple(v, w.offered(s))
	case Rank:
		return x.acceptRank(v, w.offered(s))
	case Scale:
		return x.acceptScale(v, w.offered(s), len(s.levels))
	case Points:
		return x.acceptPoints(v, w.offered(s))
	case Pairwise:
		return x.acceptPairs(v, w.compared(s, v.Pairs))
	case Integer, Decimal, RangeNumber:
		return x.acceptNumber(v)
	case Date:
		return x.acceptDate(v)
	case Geopoint:
		return x.acceptPoint(v)
	case Image, Audio:
		return x.acceptFile(v)
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
	switch all := places(x, len(choices)); {
	case len(order) < all:
		return Value{}, &Problem{Question: x.Name, Code: Unfinished, Max: all, Given: len(order)}
	case len(order) > all:
		return Value{}, &Problem{Question: x.Name, Code: TooMany, Max: all, Given: len(order)}
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

func (x *Question) acceptPoints(v Value, choices []Choice) (Value, error) {
	sum := 0
	for _, l := range v.Levels {
		if !contains(choices, l.Choice) {
			return Value{}, x.unknown(l.Choice)
		}
		if l.Level < 0 || l.Level > x.Max {
			return Value{}, &Problem{Question: x.Name, Code: OverPoints, Choice: l.Choice, Max: x.Max, Given: l.Level}
		}
		sum += v.LevelOf(l.Choice)
	}
	if sum > x.Max {
		return Value{}, &Problem{Question: x.Name, Code: OverPoints, Max: x.Max, Given: sum}
	}
	var given []Level
	for _, c := range choices {
		if n := v.LevelOf(c.Name); n > 0 {
			given = append(given, Level{Choice: c.Name, Level: n})
		}
	}
	return Rated(given...), nil
}

func (x *Question) acceptPairs(v Value, pairs []Pair) (Value, error) {
	for _, p := range v.Pairs {
		asked := slices.ContainsFunc(pairs, func(a Pair) bool {
			return a.First == p.First && a.Second == p.Second || a.First == p.Second && a.Second == p.First
		})
		if !asked || p.Better != "" && p.Better != p.First && p.Better != p.Second {
			return Value{}, &Problem{Question: x.Name, Code: NotAPair, Choice: p.First}
		}
	}
	compared := make([]Pair, 0, len(pairs))
	missing := ""
	for _, a := range pairs {
		if p, ok := v.PairOf(a.First, a.Second); ok {
			a.Better = p.Better
			compared = append(compared, a)
		} else if missing == "" {
			missing = a.First
		}
	}
	if missing != "" {
		return Value{}, &Problem{Question: x.Name, Code: Unfinished, Choice: missing, Max: len(pairs), Given: len(compared)}
	}
	return Compared(compared...), nil
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
	return Value{Text: s, Key: SearchKey(s)}, nil
}

func (x *Question) acceptFile(v Value) (Value, error) {
	if v.File == nil || !strings.HasPrefix(v.File.Type, x.Kind.media()) {
		return Value{}, x.noFile()
	}
	return Attached(*v.File), nil
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
