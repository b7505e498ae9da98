package paper

import (
	"strconv"
	"strings"

	"ashar/survey"
	"ashar/survey/expression"
)

// say is a phrase of the questionnaire. Where it speaks of an answer, it names the
// number of the question.
func (c *composer) say(t survey.Text) string {
	return survey.FillIn(c.q.Say(t, c.o.Language), func(name string) string {
		if n := c.numbers[name]; n > 0 {
			return c.t("paper.mention", "Question", n)
		}
		return "…"
	})
}

// t is a phrase of the program.
func (c *composer) t(id string, args ...any) string { return c.o.Words.T(id, args...) }

// only says in words when a question is to be answered; "" if always. What cannot be
// said in words is left to whoever reads: "if this applies to you".
func (c *composer) only(conditions ...string) string {
	var parts []string
	for _, condition := range conditions {
		if condition != "" {
			parts = append(parts, "("+condition+")")
		}
	}
	if len(parts) == 0 {
		return ""
	}
	if said, ok := c.condition(parse(strings.Join(parts, " and "))); ok {
		return c.t("paper.only", "If", said)
	}
	return c.t("paper.applies")
}

func (c *composer) condition(t expression.Node) (string, bool) {
	found, join, ok := clauses(c.q, t)
	if !ok {
		return "", false
	}
	said := make([]string, len(found))
	for i := range found {
		if said[i], ok = c.clause(&found[i]); !ok {
			return "", false
		}
	}
	return strings.Join(said, " "+c.t("paper."+join)+" "), true
}

// clause says one clause; ok is false where it is about a question that is not on
// paper.
func (c *composer) clause(cl *clause) (said string, ok bool) {
	x, n := c.q.Question(cl.question), c.numbers[cl.question]
	if x == nil || n == 0 {
		return "", false
	}
	args := []any{"Question", n}
	row := ""
	if cl.row != "" {
		row = "_row"
		args = append(args, "Thing", c.quoted(c.q.Source(x), cl.row))
	}
	if len(cl.choices) > 0 {
		args = append(args, "Choices", c.choices(x.List, cl.choices))
	}
	switch cl.sense {
	case chosen:
		return c.t("paper.if.chosen"+row, args...), true
	case notChosen:
		return c.t("paper.if.not_chosen"+row, args...), true
	case anything:
		return c.t("paper.if.anything", args...), true
	case except:
		return c.t("paper.if.except", args...), true
	case given:
		return c.t("paper.if.given", args...), true
	case notGiven:
		return c.t("paper.if.not_given", args...), true
	}
	return c.t("paper.if.number."+c.comparison(x, cl), append(args, "Number", c.o.Words.Digits(cl.number))...), true
}

// comparison is how a number is compared, by the end of its message's name. Whole
// numbers above 17 are those from 18 on, which is easier to follow.
func (c *composer) comparison(x *survey.Question, cl *clause) string {
	if n, err := strconv.Atoi(cl.number); err == nil && x.Kind == survey.Integer {
		switch cl.sign {
		case ">":
			cl.sign, cl.number = ">=", strconv.Itoa(n+1)
		case "<":
			cl.sign, cl.number = "<=", strconv.Itoa(n-1)
		}
	}
	switch cl.sign {
	case "=":
		return "is"
	case "!=":
		return "is_not"
	case ">":
		return "above"
	case "<":
		return "below"
	case ">=":
		return "from"
	}
	return "to"
}

// quoted is the label of a choice in quotation marks.
func (c *composer) quoted(list, name string) string {
	label := name
	if choice := c.q.Choice(list, name); choice != nil {
		label = c.say(choice.Label)
	}
	return c.t("paper.quoted", "Label", label)
}

// choices lists the labels of choices: «a», «b» or «c».
func (c *composer) choices(list string, names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = c.quoted(list, name)
	}
	last := len(quoted) - 1
	if last == 0 {
		return quoted[0]
	}
	return strings.Join(quoted[:last], ", ") + " " + c.t("paper.or") + " " + quoted[last]
}

// from says which things a question is about, where they were chosen before: "only
// what you marked in question 4"; "" if they were not.
func (c *composer) from(x *survey.Question) string {
	of := c.q.Question(x.Of)
	if of == nil || c.numbers[of.Name] == 0 {
		return ""
	}
	n := c.numbers[of.Name]
	if levels := c.q.Choices(of.List); of.Kind == survey.Scale && len(levels) > 0 {
		return c.t("paper.of_level", "Question", n, "Level", c.quoted(of.List, levels[len(levels)-1].Name))
	}
	return c.t("paper.of", "Question", n)
}

// filtered says which of the choices are meant, where that hangs on an earlier
// answer; "" if it does not, or cannot be said.
func (c *composer) filtered(x *survey.Question) string {
	question, without := markedIn(x.ChoiceFilter)
	n := c.numbers[question]
	switch {
	case question == "" || n == 0:
		return ""
	case without:
		return c.t("paper.of_others", "Question", n)
	}
	return c.t("paper.of", "Question", n)
}
