package xlsform

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"ashar/survey"
)

// answer is an answer inside a text.
var answer = regexp.MustCompile(`\$\{[^}]*\}`)

// seed is what other tools take as a seed: a number, or the answer to a question.
var seed = regexp.MustCompile(`^(-?[0-9]+(\.[0-9]+)?|\$\{[A-Za-z][A-Za-z0-9_.-]*\})$`)

// question reads a row that is a question by itself.
func (rd *reader) question(t *table, r row, kind survey.Kind, list, around string) {
	x := rd.common(t, r, kind, around)
	x.List = list
	x.Calculation = t.cell(r, colCalculation)
	if t.cell(r, colPairs) != "" {
		if kind == survey.SelectOne {
			x.Kind = survey.Pairwise
			x.Pairs = rd.number(t, r, colPairs)
		} else {
			rd.say(t.at(r, colPairs), "only a select_one is asked in pairs", "write select_one as the type, or clear the cell")
		}
	}
	follows := x.Kind == survey.Rank || x.Kind == survey.Pairwise
	rd.filter(t, r, &x, follows)
	rd.required(t, r, &x)
	x.Relevant = relevantLimits(rd.q, &x).without(t.cell(r, colRelevant))
	rd.constraint(t, r, &x)
	rd.parameters(t, r, &x)
	x.Columns = with(x.Columns, colAppearance, t.cell(r, colAppearance))
	rd.empty(t, r, "points are given in a group", colPoints)
	if !follows {
		rd.empty(t, r, "only a rank, a scale, points or pairs follow an earlier question", colOf)
		rd.empty(t, r, "the type names the list", colItems)
	}
	rd.add(t, r, x)
}

// common reads what questions of every kind have.
func (rd *reader) common(t *table, r row, kind survey.Kind, around string) survey.Question {
	x := survey.Question{
		Name: t.cell(r, colName), Kind: kind, Role: survey.Role(t.cell(r, colRole)), Group: around,
		Label: t.text(r, colLabel, rd.defaultLanguage), Hint: t.text(r, colHint, rd.defaultLanguage),
		RequiredMessage:   t.text(r, colRequiredMessage, rd.defaultLanguage),
		ConstraintMessage: t.text(r, colConstraintMessage, rd.defaultLanguage),
		Columns:           t.foreign(r),
	}
	for key, text := range map[string]survey.Text{
		colLabel: x.Label, colHint: x.Hint, colRequiredMessage: x.RequiredMessage, colConstraintMessage: x.ConstraintMessage,
	} {
		rd.wellFormed(t, r, key, text)
	}
	return x
}

// required reads whether a question must be answered, or when.
func (rd *reader) required(t *table, r row, x *survey.Question) {
	cell := t.cell(r, colRequired)
	yes, ok := yesNo(cell)
	switch {
	case ok:
		x.Required = yes
	case parses(cell) || answer.MatchString(cell):
		x.RequiredIf = cell
	default:
		rd.say(t.at(r, colRequired), fmt.Sprintf("%q is neither yes nor no, nor a condition", cell), "write yes, or leave it empty, or write a condition such as ${age} >= 18")
	}
}

// filter reads which choices are offered, and what a rank or pairs follow.
func (rd *reader) filter(t *table, r row, x *survey.Question, follows bool) {
	x.ChoiceFilter = t.cell(r, colChoiceFilter)
	if !follows {
		return
	}
	if x.Of = t.cell(r, colOf); x.Of == "" && t.cell(r, colItems) == "" {
		if x.Of = readChosenFrom(x.ChoiceFilter); x.Of != "" && rd.q.Question(x.Of) == nil {
			x.ChoiceFilter = limits{chosenFrom(x.Of)}.without(x.ChoiceFilter) // what is wrong with Of is said once
		}
	}
	if items := t.cell(r, colItems); items != "" && items != x.List {
		rd.say(t.at(r, colItems), fmt.Sprintf("the type names the list %s", x.List), "name the same list in both, or clear this cell")
	}
	x.ChoiceFilter = filterLimits(rd.q, x).without(x.ChoiceFilter)
	if x.Of == "" {
		return
	}
	if of := rd.q.Question(x.Of); of != nil {
		if list := rd.q.Source(of); list != x.List && list != "" {
			rd.say(t.at(r, colType), fmt.Sprintf("%s has the list %s", x.Of, list), fmt.Sprintf("write %s %s", strings.Fields(t.cell(r, colType))[0], list))
		}
	}
	x.List = ""
}

// constraint reads what must be true of an answer.
func (rd *reader) constraint(t *table, r row, x *survey.Question) {
	known := t.cell(r, colMax) != ""
	if known {
		if x.Kind == survey.Rank || counted(x.Kind) != "" {
			x.Max = rd.number(t, r, colMax)
		} else {
			rd.say(t.at(r, colMax), fmt.Sprintf("a %s has no such limit", x.Kind), "write it as a constraint")
		}
	}
	readConstraint(rd.q, x, t.cell(r, colConstraint), known)
}

// number reads a cell that has a whole number, not below zero, and 0 from one that
// has not.
func (rd *reader) number(t *table, r row, key string) int {
	s := t.cell(r, key)
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		rd.say(t.at(r, key), fmt.Sprintf("%q is no number", s), "write a whole number, as in 3")
		return 0
	}
	return n
}

// parameters reads the column of that name. What Ashar does not know in it is
// other tools' business.
func (rd *reader) parameters(t *table, r row, x *survey.Question) {
	cell := t.cell(r, colParameters)
	own, others, senseless := readParameters(cell, parametersOf(x.Kind)...)
	if senseless != "" {
		rd.say(t.at(r, colParameters), fmt.Sprintf("%q is no parameter", senseless), "write parameters as in randomize=true seed=7, with a space between two")
	}
	x.Columns = with(x.Columns, colParameters, others)
	if x.Kind == survey.RangeNumber {
		x.Range = &survey.Range{Start: "1", End: "10", Step: "1"} // as pyxform has it
		for _, p := range between.Split(others, -1) {
			if key, _, _ := strings.Cut(p, "="); p != "" && !strings.HasPrefix(key, "tick_") && key != "placeholder" {
				rd.say(t.at(r, colParameters), fmt.Sprintf("a range has no parameter %s", key), "write start, end and step")
			}
		}
	}
	for _, p := range own {
		switch p.key {
		case "start":
			x.Range.Start = digits(p.value)
		case "end":
			x.Range.End = digits(p.value)
		case "step":
			x.Range.Step = digits(p.value)
		case "randomize":
			shuffle, ok := yesNo(p.value)
			if !ok {
				rd.say(t.at(r, colParameters), fmt.Sprintf("randomize is %q", p.value), "write randomize=true")
			}
			x.Shuffle = shuffle
		case "seed":
			if x.Seed = p.value; !seed.MatchString(p.value) {
				rd.say(t.at(r, colParameters), fmt.Sprintf("%q is no seed", p.value), "write a number or ${name}; what must be calculated, calculate in a row of its own")
			}
		}
	}
}

// parametersOf are the parameters that Ashar reads with a kind of question.
func parametersOf(kind survey.Kind) []string {
	switch {
	case kind == survey.RangeNumber:
		return []string{"start", "end", "step"}
	case kind.Takes():
		return []string{"randomize", "seed"}
	}
	return nil
}

// add appends a question, and notes where it came from: its row, and that of the
// first of its things, if it has some.
func (rd *reader) add(t *table, r row, x survey.Question, things ...row) {
	rd.q.Questions = append(rd.q.Questions, x)
	rd.asks = append(rd.asks, asks{t, r, things})
}
