package paper

import (
	"strconv"

	"ashar/survey"
	"ashar/survey/expression"
)

// sense is what a clause says of an answer.
type sense uint8

const (
	chosen    sense = iota // one of the choices
	notChosen              // none of the choices
	anything               // whatever was chosen
	except                 // something that is none of the choices
	given                  // there is an answer
	notGiven
	number // it compares with a number
)

// clause is one thing that a condition says of the answer to one question.
type clause struct {
	sense    sense
	question string // its name
	row      string // which thing of a scale is meant, by its name; "" for all others
	choices  []string
	sign     string
	number   string
}

// The longest condition that anybody follows in words.
const (
	mostClauses = 4
	mostChoices = 8
)

// clauses puts a condition into clauses that all hold, or of which one does: join is
// "and" or "or". ok is false for a condition of another form.
func clauses(q *survey.Questionnaire, t expression.Node) (found []clause, join string, ok bool) {
	join = "and"
	if joins(t, "or") {
		join = "or"
	}
	for _, part := range operands(t, join) {
		c, ok := clauseOf(q, part)
		if !ok {
			return nil, "", false
		}
		if n := len(found); n == 0 || !found[n-1].absorb(c, join) {
			found = append(found, c)
		}
	}
	for _, c := range found {
		if len(c.choices) > mostChoices {
			return nil, "", false
		}
	}
	return found, join, len(found) <= mostClauses
}

// absorb makes c part of the clause before it, where both are of one answer and can
// be said in one: "Well or Spring", "anything except None".
func (c *clause) absorb(next clause, join string) bool {
	if c.question != next.question || c.row != next.row {
		return false
	}
	switch {
	case join == "or" && c.sense == chosen && next.sense == chosen,
		join == "and" && c.sense == notChosen && next.sense == notChosen,
		join == "and" && c.sense == except && next.sense == notChosen:
		c.choices = append(c.choices, next.choices...)
	case join == "and" && c.sense == anything && next.sense == notChosen:
		c.sense, c.choices = except, next.choices
	case join == "and" && c.sense == notChosen && next.sense == anything:
		c.sense = except
	default:
		return false
	}
	return true
}

// clauseOf is a part of a condition that speaks of one answer.
func clauseOf(q *survey.Questionnaire, t expression.Node) (clause, bool) {
	switch {
	case joins(t, "and") || joins(t, "or"):
		found, _, ok := clauses(q, t)
		if !ok || len(found) != 1 {
			return clause{}, false
		}
		return found[0], true
	case calls(t, "not", 1):
		c, ok := clauseOf(q, t.Parts[0])
		return c, ok && c.negate()
	case calls(t, "selected", 2):
		if t.Parts[0].Kind != expression.ReferenceNode || !constant(t.Parts[1]) {
			return clause{}, false
		}
		return choiceClause(q, chosen, t.Parts[0].Text, t.Parts[1].Text)
	}
	left, sign, right, ok := compared(t)
	switch {
	case !ok:
		return clause{}, false
	case calls(left, "count-selected", 1) && left.Parts[0].Kind == expression.ReferenceNode:
		some := sign + right.Text
		if some != ">0" && some != ">=1" && some != "!=0" {
			return clause{}, false
		}
		return clause{sense: anything, question: left.Parts[0].Text}, true
	case calls(left, "string-length", 1) && left.Parts[0].Kind == expression.ReferenceNode && sign == ">" && right.Text == "0":
		return clause{sense: given, question: left.Parts[0].Text}, true
	case left.Kind != expression.ReferenceNode:
		return clause{}, false
	case right.Kind == expression.TextNode && right.Text == "":
		c := clause{sense: notGiven, question: left.Text}
		if sign == "!=" {
			c.sense = given
		}
		return c, sign == "=" || sign == "!="
	}
	if x := q.Question(left.Text); x != nil && x.Kind.Numeric() && right.Kind == expression.NumberNode {
		return clause{sense: number, question: x.Name, sign: sign, number: right.Text}, true
	}
	switch sign {
	case "=":
		return choiceClause(q, chosen, left.Text, right.Text)
	case "!=":
		return choiceClause(q, notChosen, left.Text, right.Text)
	}
	return clause{}, false
}

// negate turns the clause into its opposite, if there is one to be said.
func (c *clause) negate() bool {
	switch c.sense {
	case chosen:
		c.sense = notChosen
	case notChosen:
		c.sense = chosen
	case given, anything:
		c.sense = notGiven
	case notGiven:
		c.sense = given
	case number:
		c.sign = opposite[c.sign]
	default:
		return false
	}
	return true
}

// choiceClause is a clause about a choice of a question, or about the level of a
// thing on a scale.
func choiceClause(q *survey.Questionnaire, s sense, name, choice string) (clause, bool) {
	c := clause{sense: s, question: name, choices: []string{choice}}
	if x := q.Question(name); x != nil {
		selects := x.Kind == survey.SelectOne || x.Kind == survey.SelectMultiple
		return c, selects && q.Choice(x.List, choice) != nil
	}
	for i := range q.Questions {
		x := &q.Questions[i]
		if x.Kind != survey.Scale || q.Choice(x.List, choice) == nil {
			continue
		}
		for _, thing := range q.Choices(q.Source(x)) {
			if survey.RowName(x.Name, thing.Name) == name {
				c.question, c.row = x.Name, thing.Name
				return c, true
			}
		}
	}
	return clause{}, false
}

// whole reports whether it is a number without a fraction.
func whole(digits string) bool {
	_, err := strconv.Atoi(digits)
	return err == nil
}

// asksOnly reports whether the condition is that one choice of one question was
// made, and which.
func asksOnly(q *survey.Questionnaire, condition string) (question, choice string, ok bool) {
	found, _, ok := clauses(q, parse(condition))
	if !ok || len(found) != 1 || found[0].sense != chosen || found[0].row != "" || len(found[0].choices) != 1 {
		return "", "", false
	}
	return found[0].question, found[0].choices[0], true
}

// offered are the choices that a filter lets in whatever was answered before: by
// columns of the list alone. Of another filter it is all of them, and ok is false.
func offered(choices []survey.Choice, filter string) (in []survey.Choice, ok bool) {
	if filter == "" {
		return choices, true
	}
	t := parse(filter)
	for _, c := range choices {
		admitted, known := admits(t, &c)
		if !known {
			return choices, false
		}
		if admitted {
			in = append(in, c)
		}
	}
	return in, true
}

// admits reports whether a filter lets a choice in; known is false where that hangs
// on an answer.
func admits(t expression.Node, c *survey.Choice) (in, known bool) {
	switch {
	case calls(t, "not", 1):
		in, known = admits(t.Parts[0], c)
		return !in, known
	case joins(t, "and") || joins(t, "or"):
		a, ok := admits(t.Parts[0], c)
		b, both := admits(t.Parts[1], c)
		if joins(t, "and") {
			return a && b, ok && both
		}
		return a || b, ok && both
	}
	left, sign, right, ok := compared(t)
	if !ok || left.Kind != expression.ColumnNode || right.Kind != expression.TextNode || sign != "=" && sign != "!=" {
		return false, false
	}
	value := c.Columns[left.Text]
	if left.Text == "name" {
		value = c.Name
	}
	return (value == right.Text) == (sign == "="), true
}

// markedIn is the question whose chosen choices, and only those, a filter lets in;
// or, where without is true, does not let in. It is "" for another filter.
func markedIn(filter string) (question string, without bool) {
	t := parse(filter)
	if calls(t, "not", 1) {
		t, without = t.Parts[0], true
	}
	if !calls(t, "selected", 2) {
		return "", false
	}
	of, choice := t.Parts[0], t.Parts[1]
	if of.Kind != expression.ReferenceNode || choice.Kind != expression.ColumnNode || choice.Text != "name" {
		return "", false
	}
	return of.Text, without
}
