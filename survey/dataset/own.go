package dataset

import (
	"strconv"
	"strings"

	"ashar/survey"
	"ashar/survey/locale"
)

// ownColumn is a column about the response itself. No question can have such a name.
type ownColumn struct {
	name string
	what Type
	cell func(l *Layout, r *survey.Response) cell
}

// own are the columns that every row begins with. None leads to a respondent, an interview or a device; why a response was
// judged as it was is not for those who get the table.
var own = []ownColumn{
	{"_id", Text, func(_ *Layout, r *survey.Response) cell { return words(r.ID) }},
	{"_questionnaire", Text, func(_ *Layout, r *survey.Response) cell { return words(r.Questionnaire) }},
	{"_version", Text, func(_ *Layout, r *survey.Response) cell {
		_, version, _ := strings.Cut(r.Questionnaire, "@")
		return words(version)
	}},
	{"_village", Code, func(_ *Layout, r *survey.Response) cell { return words(r.Village) }},
	{"_village_name", Text, func(l *Layout, r *survey.Response) cell { return words(l.villages[r.Village]) }},
	{"_channel", Code, func(l *Layout, r *survey.Response) cell { return words(l.channels[r.Channel]) }},
	{"_language", Code, func(l *Layout, r *survey.Response) cell {
		if l.shape.Labels != "" {
			return words(locale.Name(r.Language))
		}
		return words(r.Language)
	}},
	{"_shared", Boolean, func(_ *Layout, r *survey.Response) cell { return cell{what: boolean, is: r.Shared} }},
	{"_edits", Number, func(_ *Layout, r *survey.Response) cell { return digits(strconv.Itoa(r.Edits)) }},
	{"_judgement", Code, func(l *Layout, r *survey.Response) cell {
		if r.Judgement == nil {
			return cell{}
		}
		return words(l.verdicts[r.Judgement.Verdict])
	}},
	{"_begun", Moment, func(l *Layout, r *survey.Response) cell { return cell{what: moment, at: r.Begun.In(l.zone)} }},
	{"_submitted", Moment, func(l *Layout, r *survey.Response) cell { return cell{what: moment, at: r.Submitted.In(l.zone)} }},
}

// own describes them.
func (l *Layout) own(m *survey.Municipality) []Column {
	all := make([]Column, len(own))
	for i, o := range own {
		all[i] = Column{Name: o.name, Type: o.what, Label: survey.Text{l.say.Lang(): l.say.T("dataset.column." + strings.TrimPrefix(o.name, "_"))}}
		value := func(code, id string) {
			all[i].Values = append(all[i].Values, Value{code, survey.Text{l.say.Lang(): l.say.T(id + code)}})
		}
		switch o.name {
		case "_village":
			for j := range m.Villages {
				all[i].Values = append(all[i].Values, Value{m.Villages[j].ID, m.Villages[j].Name})
			}
		case "_channel":
			for _, c := range channels() {
				value(string(c), "desk.channel.")
			}
		case "_judgement":
			for _, v := range survey.Verdicts() {
				value(string(v), "review.verdict.")
			}
		}
	}
	return all
}

func channels() []survey.Channel {
	return []survey.Channel{survey.Web, survey.Bot, survey.Assisted, survey.Paper, survey.Terminal}
}
