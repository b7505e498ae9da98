package xlsform

import (
	"fmt"

	"ashar/survey"
	"ashar/survey/expression"
)

// renamed is a row of a scale, or of points, that has another name in the workbook
// than expressions know it by.
type renamed struct {
	name, own, scale string
}

// references reports expressions and texts that name a row by its name in the
// workbook. In other tools they would mean one thing and here nothing, or another.
func (rd *reader) references() {
	if len(rd.renamed) == 0 {
		return
	}
	rows := map[string]renamed{}
	for _, r := range rd.renamed {
		if rd.q.Question(r.name) == nil {
			rows[r.name] = r
		}
	}
	look := func(pointer string, names []string) {
		for _, name := range names {
			if r, found := rows[name]; found {
				rd.say(rd.origin(pointer), fmt.Sprintf("${%s} is a row of %s under a name of its own", name, r.scale), fmt.Sprintf("call the row, and write, ${%s}", r.own))
			}
		}
	}
	for i, g := range rd.q.Groups {
		look(fmt.Sprintf("/groups/%d/relevant", i), references(g.Relevant))
	}
	for i, x := range rd.q.Questions {
		at := fmt.Sprintf("/questions/%d", i)
		for member, source := range map[string]string{
			"/relevant": x.Relevant, "/required_if": x.RequiredIf, "/constraint": x.Constraint,
			"/choice_filter": x.ChoiceFilter, "/calculation": x.Calculation, "/seed": x.Seed,
		} {
			look(at+member, references(source))
		}
		for member, text := range map[string]survey.Text{
			"/label": x.Label, "/hint": x.Hint, "/required_message": x.RequiredMessage, "/constraint_message": x.ConstraintMessage,
		} {
			look(at+member, text.Mentions())
		}
	}
}

// references are the questions that an expression names.
func references(source string) []string {
	if source == "" {
		return nil
	}
	e, err := expression.Parse(source)
	if err != nil {
		return nil
	}
	return e.References()
}
