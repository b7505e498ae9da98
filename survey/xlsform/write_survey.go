package xlsform

import (
	"regexp"
	"strconv"

	"ashar/survey"
)

// survey lays out the sheet survey: introduction, consent, questions.
func (wr *writer) survey() *sheet {
	q := wr.q
	s := newSheet(surveySheet, q, colType, colName, colLabel+"::", colHint+"::", colRequired, colRelevant,
		colConstraint, colChoiceFilter, colAppearance, colRole, colOf)
	names := map[string]bool{}
	for i := range q.Questions {
		names[q.Questions[i].Name] = true
	}
	note := func(role string, text survey.Text) {
		s.row(map[string]string{colType: "note", colName: unused(names, role), colRole: role},
			map[string]survey.Text{colLabel: text})
	}
	if q.Intro.In() != "" {
		note(roleIntro, q.Intro)
	}
	note(roleConsent, q.Consent.Text)
	for i := range q.Questions {
		wr.question(s, &q.Questions[i])
	}
	return s
}

func (wr *writer) question(s *sheet, x *survey.Question) {
	if x.Kind == survey.Scale {
		wr.scale(s, x)
		return
	}
	values := map[string]string{
		colType: string(x.Kind), colName: x.Name, colRequired: yes(x.Required), colRole: string(x.Role),
	}
	switch x.Kind {
	case survey.SelectOne:
		values[colType] += " " + x.List
	case survey.SelectMultiple:
		values[colType] += " " + x.List
		values[colConstraint] = selectionLimits{max: x.Max, alone: exclusive(wr.q.Choices(x.List))}.String()
	case survey.Rank:
		values[colType] += " " + wr.q.Question(x.Of).List
		values[colRelevant] = atLeast{question: x.Of, count: 2}.String()
		values[colChoiceFilter] = chosenFrom(x.Of).String()
	case survey.TextAnswer:
		values[colConstraint] = lengthLimit(x.Max).String()
	}
	s.row(values, map[string]survey.Text{colLabel: x.Label, colHint: x.Hint})
}

// scale writes a group with a row for each choice that can be rated.
func (wr *writer) scale(s *sheet, x *survey.Question) {
	choices := wr.q.Choices(wr.q.Question(x.Of).List)
	s.row(map[string]string{
		colType: "begin_group", colName: x.Name, colAppearance: "table-list", colRole: string(x.Role), colOf: x.Of,
		colRelevant: atLeast{question: x.Of, count: 1, without: exclusive(choices)}.String(),
	}, map[string]survey.Text{colLabel: x.Label, colHint: x.Hint})
	names := map[string]bool{}
	for _, c := range choices {
		if c.Exclusive {
			continue
		}
		s.row(map[string]string{
			colType: string(survey.SelectOne) + " " + x.List, colName: unused(names, x.Name+"_"+notInNames.ReplaceAllString(c.Name, "_")),
			colRequired: yes(x.Required), colRelevant: chosen{x.Of, c.Name}.String(),
		}, map[string]survey.Text{colLabel: c.Label})
	}
	s.row(map[string]string{colType: "end_group"}, nil)
}

// notInNames are the characters that a choice's name may have and a question's not.
var notInNames = regexp.MustCompile(`[^A-Za-z0-9_.-]`)

// unused returns the name, or the name with a number if it is in use, and takes it.
func unused(names map[string]bool, name string) string {
	free := name
	for n := 2; names[free]; n++ {
		free = name + "_" + strconv.Itoa(n)
	}
	names[free] = true
	return free
}
