package xlsform

import (
	"maps"
	"slices"
	"strconv"

	"ashar/survey"
)

// surveyWriter lays out the sheet survey.
type surveyWriter struct {
	*writer
	*sheet
	names map[string]bool // in use
	open  []*survey.Group // the groups that have begun, outermost first
}

// survey lays out the sheet survey: introduction, consent, questions.
func (wr *writer) survey() *sheet {
	q := wr.q
	s := surveyWriter{writer: wr, names: map[string]bool{}, sheet: newSheet(surveySheet, q.Languages,
		colType, colName, colLabel+"::", colHint+"::", colRequired, colRequiredMessage+"::?", colRelevant,
		colConstraint, colConstraintMessage+"::?", colChoiceFilter, colCalculation+"?", colAppearance, colParameters+"?",
		colRole, colOf, colItems+"?", colMax+"?", colPoints+"?", colPairs+"?")}
	for _, g := range q.Groups {
		s.names[g.Name] = true
	}
	for i := range q.Questions {
		x := &q.Questions[i]
		s.names[x.Name] = true
		if x.Kind == survey.Scale || x.Kind == survey.Points {
			for _, c := range q.Things(x) {
				s.names[survey.RowName(x.Name, c.Name)] = true
			}
		}
	}
	if q.Intro.In() != "" {
		s.note(roleIntro, q.Intro)
	}
	s.note(roleConsent, q.Consent.Text)
	for i := range q.Questions {
		x := &q.Questions[i]
		s.enter(x.Group)
		if x.Kind == survey.Scale || x.Kind == survey.Points {
			s.things(x)
		} else {
			s.question(x)
		}
	}
	s.enter("")
	return s.sheet
}

func (s *surveyWriter) note(role string, text survey.Text) {
	s.row(map[string]string{colType: string(survey.Note), colName: s.unused(role), colRole: role},
		map[string]survey.Text{colLabel: text}, nil).plain = true
}

// enter ends the groups that a question does not stand in, and begins those that
// it does.
func (s *surveyWriter) enter(group string) {
	around := s.q.Around(group)
	same := 0
	for same < len(s.open) && same < len(around) && s.open[same] == around[same] {
		same++
	}
	for range s.open[same:] {
		s.row(map[string]string{colType: endGroup}, nil, nil)
	}
	for _, g := range around[same:] {
		s.row(map[string]string{
			colType: beginGroup, colName: g.Name, colRelevant: g.Relevant,
			colAppearance: g.Columns[colAppearance], colParameters: g.Columns[colParameters],
		}, map[string]survey.Text{colLabel: g.Label}, others(g.Columns)).plain = true
	}
	s.open = around
}

// others are the columns of other tools that stand in no column of ours.
func others(columns map[string]string) map[string]string {
	left := maps.Clone(columns)
	delete(left, colAppearance)
	delete(left, colParameters)
	return left
}

// question writes a row that is a question by itself.
func (s *surveyWriter) question(x *survey.Question) {
	values := s.common(x)
	values[colType], values[colRequired], values[colCalculation] = string(x.Kind), s.required(x), x.Calculation
	switch x.Kind {
	case survey.SelectOne, survey.SelectMultiple:
		values[colType] += " " + x.List
	case survey.Rank:
		values[colType] += " " + s.q.Source(x)
	case survey.Pairwise:
		values[colType], values[colPairs] = string(survey.SelectOne)+" "+s.q.Source(x), strconv.Itoa(x.Pairs)
	}
	values[colConstraint], values[colMax] = s.constraint(x)
	s.filter(x, values)
	s.row(values, map[string]survey.Text{
		colLabel: x.Label, colHint: x.Hint, colRequiredMessage: x.RequiredMessage, colConstraintMessage: x.ConstraintMessage,
	}, others(x.Columns))
}

// common writes what a question of any kind has in the row with its name.
func (s *surveyWriter) common(x *survey.Question) map[string]string {
	values := map[string]string{
		colName: x.Name, colRole: string(x.Role), colRelevant: x.Relevant, colChoiceFilter: x.ChoiceFilter, colOf: x.Of,
		colAppearance: x.Columns[colAppearance], colParameters: s.parameters(x),
	}
	l := relevantLimits(s.q, x)
	if cell := l.with(x.Relevant); l.without(cell) == x.Relevant && fits(cell) {
		values[colRelevant] = cell
	} else if l.without(x.Relevant) != x.Relevant {
		s.refuse(x, colRelevant)
	}
	return values
}

// fits reports whether a cell can be read as an expression, if it is one.
func fits(cell string) bool { return cell == "" || parses(cell) }

// refuse reports an expression that would come back as another one.
func (s *surveyWriter) refuse(x *survey.Question, column string) {
	s.say(place{sheet: surveySheet, row: len(s.rows) + 2, column: column}, "question "+x.Name+": the expression would not come back as it is, beside what other tools need there")
}

// required writes whether, or when, a question must be answered.
func (s *surveyWriter) required(x *survey.Question) string {
	if x.Required {
		return yes(true)
	}
	if _, plain := yesNo(x.RequiredIf); plain && x.RequiredIf != "" {
		s.say(place{sheet: surveySheet, row: len(s.rows) + 2, column: colRequired}, "question "+x.Name+": it is always or never required, and no condition")
	}
	return x.RequiredIf
}

// constraint writes the limits that a question has as members, as other tools read
// them, and what it says besides. A limit that could be mistaken, or that makes the
// expression too long, stands in a column of ours.
func (s *surveyWriter) constraint(x *survey.Question) (cell, most string) {
	own := strconv.Itoa(x.Max)
	if counted(x.Kind) == "" {
		if x.Kind == survey.Rank && x.Max > 0 {
			return x.Constraint, own
		}
		return x.Constraint, ""
	}
	full := constraintLimits(s.q, x).with(x.Constraint)
	for _, try := range [][2]string{{full, ""}, {full, own}, {x.Constraint, own}} {
		back := survey.Question{Kind: x.Kind, List: x.List}
		if try[1] != "" {
			back.Max = x.Max
		}
		if readConstraint(s.q, &back, try[0], try[1] != ""); fits(try[0]) && back.Max == x.Max && back.Constraint == x.Constraint {
			return try[0], try[1]
		}
	}
	s.refuse(x, colConstraint)
	return "", ""
}

// filter writes which choices other tools offer.
func (s *surveyWriter) filter(x *survey.Question, values map[string]string) {
	switch {
	case x.Kind != survey.Rank && x.Kind != survey.Pairwise:
		return
	case x.Of == "" && readChosenFrom(x.ChoiceFilter) != "": // or it would be taken for Of
		values[colItems] = x.List
	}
	l := filterLimits(s.q, x)
	if cell := l.with(x.ChoiceFilter); l.without(cell) == x.ChoiceFilter && fits(cell) {
		values[colChoiceFilter] = cell
	} else if l.without(x.ChoiceFilter) != x.ChoiceFilter {
		s.refuse(x, colChoiceFilter)
	}
}

// parameters writes those that are ours, and those of other tools.
func (s *surveyWriter) parameters(x *survey.Question) string {
	var own []parameter
	if x.Range != nil {
		own = append(own, parameter{"start", x.Range.Start}, parameter{"end", x.Range.End}, parameter{"step", x.Range.Step})
	}
	if x.Shuffle {
		own = append(own, parameter{"randomize", "true"})
	}
	if x.Seed != "" {
		own = append(own, parameter{"seed", x.Seed})
	}
	foreign := x.Columns[colParameters]
	cell := writeParameters(own, foreign)
	back, rest, senseless := readParameters(cell, parametersOf(x.Kind)...)
	if !slices.Equal(back, own) || rest != foreign || senseless != "" || x.Seed != "" && !seed.MatchString(x.Seed) {
		s.say(place{sheet: surveySheet, row: len(s.rows) + 2, column: colParameters}, "question "+x.Name+": the parameters would not come back as they are; a seed is a number or ${name}")
	}
	return cell
}

// things writes a group with a row for each thing of a scale or of points.
func (s *surveyWriter) things(x *survey.Question) {
	values := s.common(x)
	values[colType] = beginGroup
	if x.Kind == survey.Points {
		values[colItems], values[colPoints] = x.List, strconv.Itoa(x.Max)
	} else {
		values[colItems] = x.Items
		if values[colAppearance] == "" {
			values[colAppearance] = tableList
		}
	}
	s.row(values, map[string]survey.Text{colLabel: x.Label, colHint: x.Hint, colConstraintMessage: x.ConstraintMessage}, others(x.Columns))
	choices := s.q.Things(x)
	var names []string
	for i := range choices {
		c := &choices[i]
		name := survey.RowName(x.Name, c.Name)
		row := map[string]string{
			colType: string(survey.SelectOne) + " " + x.List, colName: name,
			colRequired: s.required(x), colRelevant: rowRelevant(s.q, x, c),
		}
		if x.Kind == survey.Points {
			var before []string
			if i == len(choices)-1 {
				before = names
			}
			row[colType], row[colConstraint] = string(survey.Integer), pointsLimits(x.Max, before).with("")
		}
		s.row(row, map[string]survey.Text{colLabel: c.Label, colRequiredMessage: x.RequiredMessage}, nil)
		names = append(names, name)
	}
	s.row(map[string]string{colType: endGroup}, nil, nil)
}

// unused returns the name, or the name with a number if it is in use, and takes it.
func (s *surveyWriter) unused(name string) string {
	free := name
	for n := 2; s.names[free]; n++ {
		free = name + "_" + strconv.Itoa(n)
	}
	s.names[free] = true
	return free
}
