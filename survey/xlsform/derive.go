package xlsform

import (
	"fmt"
	"slices"
	"strings"

	"ashar/survey"
)

// counted says in which words a limit of a question's answer is counted; "" when
// its kind has none that other tools know.
func counted(kind survey.Kind) string {
	switch kind {
	case survey.SelectMultiple:
		return "count-selected(.)"
	case survey.TextAnswer:
		return "string-length(.)"
	}
	return ""
}

// constraintLimits are what Ashar holds an answer to without a constraint.
func constraintLimits(q *survey.Questionnaire, x *survey.Question) limits {
	var l limits
	if what := counted(x.Kind); what != "" && x.Max > 0 {
		l = append(l, fmt.Sprintf("%s <= %d", what, x.Max))
	}
	if x.Kind == survey.SelectMultiple {
		for _, c := range exclusive(q.Choices(x.List)) {
			l = append(l, fmt.Sprintf("(not(selected(., '%s')) or count-selected(.) = 1)", c))
		}
	}
	return l
}

// readConstraint reads a constraint into the members Max, unless that is known,
// and Constraint.
func readConstraint(q *survey.Questionnaire, x *survey.Question, cell string, maxKnown bool) {
	if what := counted(x.Kind); what != "" && !maxKnown {
		for _, c := range conditions(cell) {
			if n, ok := atMost(c, what); ok {
				x.Max = n
				break
			}
		}
	}
	x.Constraint = constraintLimits(q, x).without(cell)
}

// followed is the earlier question that a question follows; nil if there is none.
func followed(q *survey.Questionnaire, x *survey.Question) *survey.Question {
	if x.Of == "" {
		return nil
	}
	return q.Question(x.Of)
}

// relevantLimits are when Ashar asks what follows an earlier question.
func relevantLimits(q *survey.Questionnaire, x *survey.Question) limits {
	of := followed(q, x)
	if of == nil {
		return nil
	}
	least := 1
	if x.Kind == survey.Rank || x.Kind == survey.Pairwise {
		least = 2
	}
	switch of.Kind {
	case survey.SelectMultiple:
		l := limits{fmt.Sprintf("count-selected(${%s}) >= %d", x.Of, least)}
		if least == 1 {
			for _, c := range exclusive(q.Choices(of.List)) {
				l = append(l, fmt.Sprintf("not(selected(${%s}, '%s'))", x.Of, c))
			}
		}
		return l
	case survey.Scale:
		var tops []string
		for _, c := range q.Things(of) {
			tops = append(tops, given(q, x, c.Name))
		}
		limit := "(" + strings.Join(tops, " or ") + ")"
		if least > 1 {
			limit = "(" + strings.Join(tops, ") + (") + ") >= 2"
		}
		if parses(limit) {
			return limits{limit}
		}
	}
	return nil
}

// filterLimits are which choices Ashar ranks or compares: none that is exclusive,
// and those that an earlier question left.
func filterLimits(q *survey.Questionnaire, x *survey.Question) limits {
	of := followed(q, x)
	if of == nil {
		var l limits
		for _, c := range exclusive(q.Choices(x.List)) {
			l = append(l, fmt.Sprintf("name != '%s'", c))
		}
		return l
	}
	switch of.Kind {
	case survey.SelectMultiple:
		return limits{chosenFrom(x.Of)}
	case survey.Scale:
		var tops []string
		for _, c := range q.Things(of) {
			tops = append(tops, fmt.Sprintf("(name = '%s' and %s)", c.Name, given(q, x, c.Name)))
		}
		if limit := "(" + strings.Join(tops, " or ") + ")"; parses(limit) {
			return limits{limit}
		}
	}
	return nil
}

// chosenFrom is the choice_filter for what was given to a select_multiple.
func chosenFrom(question string) string { return fmt.Sprintf("selected(${%s}, name)", question) }

// readChosenFrom finds which select_multiple a choice_filter takes choices from.
func readChosenFrom(filter string) string {
	for _, c := range conditions(filter) {
		name, found := strings.CutPrefix(c, "selected(${")
		if name, ok := strings.CutSuffix(name, "}, name)"); ok && found && !strings.Contains(name, "}") {
			return name
		}
	}
	return ""
}

// given is the condition that a choice follows from the question Of: that it was
// chosen there, or given the highest level. It is "" when there is no Of.
func given(q *survey.Questionnaire, x *survey.Question, choice string) string {
	of := followed(q, x)
	switch {
	case of == nil:
		return ""
	case of.Kind == survey.Scale:
		levels := q.Choices(of.List)
		if len(levels) == 0 {
			return ""
		}
		return fmt.Sprintf("${%s} = '%s'", survey.RowName(of.Name, choice), levels[len(levels)-1].Name)
	}
	return fmt.Sprintf("selected(${%s}, '%s')", x.Of, choice)
}

// rowRelevant is when other tools ask for one thing of a scale or of points.
func rowRelevant(q *survey.Questionnaire, x *survey.Question, c *survey.Choice) string {
	var l limits
	if g := given(q, x, c.Name); g != "" {
		l = limits{g}
	}
	if cell := l.with(filterOf(c, x.ChoiceFilter)); x.ChoiceFilter != "" && parses(cell) && seen(cell) == cell {
		return cell
	}
	return l.with("")
}

// pointsLimits are the constraint of a row of points, after the rows before it if
// it is the last.
func pointsLimits(points int, before []string) limits {
	each := limits{". >= 0", fmt.Sprintf(". <= %d", points)}
	if len(before) == 0 {
		return each
	}
	var sum []string
	for _, name := range before {
		sum = append(sum, fmt.Sprintf("coalesce(${%s}, 0)", name))
	}
	all := append(slices.Clone(each), fmt.Sprintf("%s + . <= %d", strings.Join(sum, " + "), points))
	if parses(all.with("")) {
		return all
	}
	return each
}

// exclusive names the choices that cannot be chosen beside others.
func exclusive(choices []survey.Choice) []string {
	var names []string
	for _, c := range choices {
		if c.Exclusive {
			names = append(names, c.Name)
		}
	}
	return names
}
