package xlsform

import (
	"fmt"
	"slices"
	"strings"

	"ashar/survey"
)

// The roles of notes.
const (
	roleConsent = "consent"
	roleIntro   = "intro"
)

// instead says what to do about the question types that Ashar does not have.
var instead = map[string]string{
	"integer":             "use select_one with ranges to choose from, or text",
	"decimal":             "use select_one with ranges to choose from, or text",
	"range":               "use select_one, or a scale (a group with ashar::of)",
	"date":                "use text",
	"time":                "use text",
	"datetime":            "use text",
	"geopoint":            "delete the row: the village is fixed by the code through which one enters",
	"calculate":           "delete the row: nothing is calculated yet",
	"hidden":              "delete the row",
	"acknowledge":         "use the consent: a note with the ashar::role consent",
	"trigger":             "use the consent: a note with the ashar::role consent",
	"start":               "delete the row: the beginning is kept with every answer",
	"end":                 "delete the row: the time of sending is kept with every answer",
	"today":               "delete the row: the time is kept with every answer",
	"deviceid":            "delete the row: a device is never identified",
	"phonenumber":         "delete the row: a number is never kept",
	"username":            "delete the row",
	"email":               "delete the row",
	"audit":               "delete the row",
	"begin_repeat":        "ask once, without the repeat",
	"end_repeat":          "ask once, without the repeat",
	"select_one_external": "use select_one with a list of the sheet choices",
}

const supported = "use select_one, select_multiple, rank, text, a scale (a group with ashar::of) or the note of the consent"

// survey reads the sheet survey from top to bottom.
func (rd *reader) survey(t *table) {
	if l := rd.defaultLanguage; l != "" && !slices.ContainsFunc(t.columns, func(c column) bool {
		return c.key == colLabel && (c.language == l || c.language == "")
	}) {
		rd.say(place{sheet: t.sheet, row: t.first}, fmt.Sprintf("no column label is in the default language (%s)", l), "add it, or name another default_language in the settings")
	}
	var groups []row // those open that are no scales
	for i := 0; i < len(t.rows); i++ {
		r := t.rows[i]
		kind, list := rd.kind(t, r)
		switch kind {
		case "":
		case "begin_group":
			if t.cell(r, colOf) != "" {
				i = rd.scale(t, i)
				continue
			}
			groups = append(groups, r)
			rd.say(t.at(r, colType), "a group that is no scale is not supported", "delete its begin_group and its end_group; for a scale name the question in ashar::of")
		case "end_group":
			if len(groups) == 0 {
				rd.say(t.at(r, colType), "ends a group that did not begin", "delete the row")
				continue
			}
			groups = groups[:len(groups)-1]
		case "note":
			rd.note(t, r)
		case string(survey.SelectOne), string(survey.SelectMultiple), string(survey.Rank), string(survey.TextAnswer):
			rd.question(t, r, survey.Kind(kind), list)
		default:
			do := instead[kind]
			if do == "" {
				do = supported
			}
			rd.say(t.at(r, colType), fmt.Sprintf("questions of the type %s are not supported", kind), do)
		}
	}
	for _, r := range groups {
		rd.say(t.at(r, colType), "this group does not end", "delete the row")
	}
}

// kind reads the type of a row, and the list that it names. It reports a type
// that makes no sense and returns "" for it.
func (rd *reader) kind(t *table, r row) (kind, list string) {
	words := strings.Fields(t.cell(r, colType))
	if len(words) == 0 {
		rd.say(t.at(r, colType), "a row without a type", supported)
		return "", ""
	}
	first := strings.ToLower(words[0])
	if len(words) > 1 { // older forms write "select one" and "begin group"
		second := strings.ToLower(words[1])
		if first == "select" && (second == "one" || second == "multiple") || (first == "begin" || first == "end") && (second == "group" || second == "repeat") {
			first, words = first+"_"+second, words[1:]
		}
	}
	words = words[1:]
	switch first {
	case string(survey.SelectOne), string(survey.SelectMultiple), string(survey.Rank):
		if len(words) > 1 && strings.HasPrefix(strings.ToLower(words[1]), "or") {
			rd.say(t.at(r, colType), "or_other is not supported", "write the choice \"other\" in the list, and a text question after this one")
			return "", ""
		}
		if len(words) != 1 {
			rd.say(t.at(r, colType), fmt.Sprintf("%s wants the name of one list", first), "write it as in "+first+" needs")
			return "", ""
		}
		return first, words[0]
	}
	if len(words) > 0 {
		rd.say(t.at(r, colType), fmt.Sprintf("nothing can stand after %s", first), "write "+first+" alone")
		return "", ""
	}
	if first == "string" {
		first = string(survey.TextAnswer)
	}
	return first, ""
}

// note reads the consent and the introduction, the only notes that there are.
func (rd *reader) note(t *table, r row) {
	label := t.text(r, colLabel, rd.defaultLanguage)
	rd.noReferences(t, r, colLabel, label)
	rd.empty(t, r, colRelevant, "everybody is told this")
	role, member := t.cell(r, colRole), &rd.q.Intro
	at := "/intro"
	switch role {
	case roleConsent:
		member, at = &rd.q.Consent.Text, "/consent/text"
	case roleIntro:
	default:
		rd.say(t.at(r, colType), "a note that is neither the consent nor the introduction is not supported", "write consent or intro as its ashar::role, or move the text to the hint of a question")
		return
	}
	if *member != nil {
		rd.say(t.at(r, colRole), fmt.Sprintf("there is a %s before", role), "keep one of them")
	}
	*member = label
	rd.places[at] = t.at(r, colLabel)
}

// question reads a row that is a question by itself.
func (rd *reader) question(t *table, r row, kind survey.Kind, list string) {
	x := rd.common(t, r, kind)
	x.Required = rd.yes(t, r, colRequired)
	constraint := t.cell(r, colConstraint)
	switch kind {
	case survey.SelectMultiple:
		x.List = list
		limits, ok := parseSelectionLimits(constraint)
		if constraint != "" && !ok {
			rd.say(t.at(r, colConstraint), fmt.Sprintf("%q cannot be read", constraint), "write it as in "+selectionLimits{max: 3}.String())
		}
		x.Max = limits.max
		rd.alone(t, r, list, limits.alone)
	case survey.TextAnswer:
		limit, ok := parseLengthLimit(constraint)
		if !ok {
			rd.say(t.at(r, colConstraint), fmt.Sprintf("%q cannot be read", constraint), "write it as in "+lengthLimit(200).String())
		}
		x.Max = int(limit)
	case survey.Rank:
		rd.empty(t, r, colConstraint, "a ranking needs no constraint")
		rd.rank(t, r, &x, list)
	default:
		x.List = list
		rd.empty(t, r, colConstraint, "a choice needs no constraint")
	}
	if kind != survey.Rank {
		rd.empty(t, r, colRelevant, "conditions are not supported yet, save for ranking and rating what was chosen")
		rd.empty(t, r, colChoiceFilter, "choices are not filtered yet, save for ranking what was chosen")
		rd.empty(t, r, colOf, "ashar::of is for a group that is a scale")
	}
	rd.add(t, r, x)
}

// common reads what questions of every kind have.
func (rd *reader) common(t *table, r row, kind survey.Kind) survey.Question {
	x := survey.Question{
		Name: t.cell(r, colName), Kind: kind, Role: survey.Role(t.cell(r, colRole)),
		Label: t.text(r, colLabel, rd.defaultLanguage), Hint: t.text(r, colHint, rd.defaultLanguage),
	}
	rd.noReferences(t, r, colLabel, x.Label)
	rd.noReferences(t, r, colHint, x.Hint)
	return x
}

// add appends a question, and notes where its members came from.
func (rd *reader) add(t *table, r row, x survey.Question) {
	at := fmt.Sprintf("/questions/%d", len(rd.q.Questions))
	rd.q.Questions = append(rd.q.Questions, x)
	of := colOf
	if x.Kind == survey.Rank {
		of = colChoiceFilter
	}
	for member, key := range map[string]string{
		"": "", "/name": colName, "/label": colLabel, "/hint": colHint, "/kind": colType, "/list": colType,
		"/max": colConstraint, "/role": colRole, "/of": of,
	} {
		rd.places[at+member] = t.at(r, key)
	}
}

// rank reads what is ranked.
func (rd *reader) rank(t *table, r row, x *survey.Question, list string) {
	filter := t.cell(r, colChoiceFilter)
	of, ok := parseChosenFrom(filter)
	if !ok {
		rd.say(t.at(r, colChoiceFilter), fmt.Sprintf("%q does not say which choices are ranked", filter), "name the question that they were given to, as in "+chosenFrom("needs").String())
		return
	}
	x.Of = string(of)
	if s := t.cell(r, colOf); s != "" && s != x.Of {
		rd.say(t.at(r, colOf), fmt.Sprintf("the choice_filter names %s", x.Of), "name the same question in both, or clear this cell")
	}
	if source := rd.selection(x.Of); source != nil && source.List != list {
		rd.say(t.at(r, colType), fmt.Sprintf("%s has the list %s", x.Of, source.List), fmt.Sprintf("write rank %s", source.List))
	}
	rd.relevant(t, r, *x)
}

// relevant accepts that a ranking or a scale is asked when there is enough to
// rank or to rate, which Ashar does anyway.
func (rd *reader) relevant(t *table, r row, x survey.Question) {
	expression := t.cell(r, colRelevant)
	if expression == "" {
		return
	}
	least, source := 1, rd.selection(x.Of)
	if x.Kind == survey.Rank {
		least = 2
	}
	got, ok := parseAtLeast(expression)
	ok = ok && got.question == x.Of && got.count == least
	for _, c := range got.without {
		ok = ok && source != nil && slices.Contains(exclusive(rd.q.Choices(source.List)), c)
	}
	if !ok {
		rd.say(t.at(r, colRelevant), fmt.Sprintf("%q cannot be read here", expression), "clear the cell: it is asked when there is enough to "+string(x.Kind))
	}
}

// alone holds the choices that a constraint lets stand alone against those that
// are exclusive. A constraint that leaves it to the column is fine.
func (rd *reader) alone(t *table, r row, list string, alone []string) {
	for _, c := range alone {
		if !slices.Contains(exclusive(rd.q.Choices(list)), c) {
			rd.say(t.at(r, colConstraint), fmt.Sprintf("%s stands alone here, but is not exclusive in the list %s", c, list), "write yes as its ashar::exclusive in the sheet choices")
		}
	}
}

// selection returns the select_multiple of this name read so far, or nil.
func (rd *reader) selection(name string) *survey.Question {
	if x := rd.q.Question(name); x != nil && x.Kind == survey.SelectMultiple {
		return x
	}
	return nil
}

// noReferences refuses texts that are made of answers.
func (rd *reader) noReferences(t *table, r row, key string, text survey.Text) {
	if slices.ContainsFunc(rd.q.Languages, func(l string) bool { return reference.MatchString(text[l]) }) {
		rd.say(t.at(r, key), "an answer inside a text is not supported", "write the text without ${ }")
	}
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
