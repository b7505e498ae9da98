package xlsform

import (
	"fmt"
	"slices"

	"ashar/survey"
)

// The roles of notes.
const (
	roleConsent = "consent"
	roleIntro   = "intro"
)

// open is a group that has begun.
type open struct {
	row   row
	name  string
	asked int // the number of questions before it
}

// standIn takes the place of a row whose type was refused, so that the rows that
// speak of it are not refused too. It is never asked: the form is refused.
func (rd *reader) standIn(t *table, r row, around string) {
	if name := t.cell(r, colName); name != "" {
		rd.add(t, r, survey.Question{Name: name, Kind: survey.Calculate, Calculation: "''", Group: around})
	}
}

// survey reads the sheet survey from top to bottom.
func (rd *reader) survey(t *table) {
	if l := rd.defaultLanguage; l != "" && !slices.ContainsFunc(t.columns, func(c column) bool {
		return c.key == colLabel && (c.language == l || c.language == "")
	}) {
		rd.say(place{sheet: t.sheet, row: t.first}, fmt.Sprintf("no column label is in the default language (%s)", l), "add it, or name another default_language in the settings")
	}
	rd.places["/consent/text"] = place{sheet: t.sheet}
	var groups []open
	for i := 0; i < len(t.rows); i++ {
		r := t.rows[i]
		kind, list := rd.kind(t, r)
		around := ""
		if len(groups) > 0 {
			around = groups[len(groups)-1].name
		}
		switch kind {
		case "":
			rd.standIn(t, r, around)
		case beginGroup:
			if t.cell(r, colOf) != "" || t.cell(r, colItems) != "" || t.cell(r, colPoints) != "" {
				i = rd.things(t, i, around)
				continue
			}
			groups = append(groups, rd.group(t, r, around))
		case endGroup:
			if len(groups) == 0 {
				rd.say(t.at(r, colType), "ends a group that did not begin", "delete the row")
				continue
			}
			rd.ends(t, groups[len(groups)-1])
			groups = groups[:len(groups)-1]
		default:
			rd.asked(t, r, survey.Kind(kind), list, around)
		}
	}
	for _, g := range groups {
		rd.say(t.at(g.row, colType), "this group does not end", "write end_group under its last row")
	}
	if n := len(rd.q.Questions); n > survey.MaxQuestions || len(rd.q.Groups) > survey.MaxGroups {
		rd.halved = true // or checking it would take too long
		rd.say(place{sheet: t.sheet}, fmt.Sprintf("%d questions in %d groups", n, len(rd.q.Groups)), fmt.Sprintf("part the form; %d in %d are possible", survey.MaxQuestions, survey.MaxGroups))
	}
}

// group reads a begin_group that is no question by itself.
func (rd *reader) group(t *table, r row, around string) open {
	g := survey.Group{
		Name: t.cell(r, colName), Parent: around,
		Label: t.text(r, colLabel, rd.defaultLanguage), Relevant: t.cell(r, colRelevant), Columns: t.foreign(r),
	}
	g.Columns = with(g.Columns, colParameters, t.cell(r, colParameters))
	g.Columns = with(g.Columns, colAppearance, t.cell(r, colAppearance))
	rd.noAnswers(t, r, colLabel, g.Label)
	rd.empty(t, r, "a group has none; its questions do", colHint, colRequired, colRequiredMessage, colConstraint, colConstraintMessage,
		colChoiceFilter, colCalculation, colMax, colPairs)
	rd.empty(t, r, "a group has a role only if it is a scale or points, which ashar::of or ashar::items says", colRole)
	at := fmt.Sprintf("/groups/%d", len(rd.q.Groups))
	rd.q.Groups = append(rd.q.Groups, g)
	rd.places[at] = t.at(r, colType)
	for member, key := range map[string]string{"/name": colName, "/label": colLabel, "/relevant": colRelevant} {
		rd.places[at+member] = t.at(r, key)
	}
	return open{r, g.Name, len(rd.q.Questions)}
}

// ends sees to it that a group that ends has asked something.
func (rd *reader) ends(t *table, g open) {
	if g.asked < len(rd.q.Questions) {
		return
	}
	at := t.at(g.row, colType)
	rd.told = append(rd.told, at)
	if !slices.ContainsFunc(rd.problems, func(p Problem) bool { return p.Row > g.row.number && p.Sheet == t.sheet }) {
		rd.say(at, fmt.Sprintf("the group %s has no question", g.name), "delete its begin_group and its end_group, or move questions into it")
	}
}

// with puts a column into columns that may be nil.
func with(columns map[string]string, heading, value string) map[string]string {
	if value == "" {
		return columns
	}
	if columns == nil {
		columns = make(map[string]string)
	}
	columns[heading] = value
	return columns
}

// asked reads a row that is a question by itself, or one of the notes before them.
func (rd *reader) asked(t *table, r row, kind survey.Kind, list, around string) {
	if role := t.cell(r, colRole); kind == survey.Note && (role == roleConsent || role == roleIntro) {
		rd.note(t, r, role, around)
		return
	}
	rd.question(t, r, kind, list, around)
}

// note reads the consent and the introduction.
func (rd *reader) note(t *table, r row, role, around string) {
	label := t.text(r, colLabel, rd.defaultLanguage)
	rd.noAnswers(t, r, colLabel, label)
	rd.empty(t, r, "everybody is told this, before the first question", colRelevant, colHint, colRequired, colConstraint, colCalculation, colOf, colItems)
	if around != "" {
		rd.say(t.at(r, colRole), fmt.Sprintf("the %s stands inside the group %s", role, around), "move it before the group: it comes before the first question")
	}
	member, at := &rd.q.Intro, "/intro"
	if role == roleConsent {
		member, at = &rd.q.Consent.Text, "/consent/text"
	}
	if *member != nil {
		rd.say(t.at(r, colRole), fmt.Sprintf("there is a %s before", role), "keep one of them")
	}
	*member = label
	rd.places[at] = t.at(r, colLabel)
}

// noAnswers refuses texts that are made of answers, where no answer can stand.
func (rd *reader) noAnswers(t *table, r row, key string, text survey.Text) {
	if slices.ContainsFunc(rd.q.Languages, func(l string) bool { return answer.MatchString(text[l]) }) {
		rd.say(t.at(r, key), "an answer inside this text is not supported", "write the text without ${ }")
	}
}

// wellFormed refuses answers in texts that are not written as such.
func (rd *reader) wellFormed(t *table, r row, key string, text survey.Text) {
	for _, l := range rd.q.Languages {
		if bad := badAnswer(text[l]); bad != "" {
			rd.say(t.at(r, key), fmt.Sprintf("%s is no answer to put into a text", bad), "write ${name}, with the name of a question")
			return
		}
	}
}

// badAnswer is the first ${ } in a text that names no question; "" if there is none.
func badAnswer(text string) string {
	for _, m := range answer.FindAllString(text, -1) {
		if len((survey.Text{"": m}).Mentions()) == 0 {
			return m
		}
	}
	return ""
}
