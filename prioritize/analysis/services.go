package analysis

import "ashar/survey"

// services is T4: how good residents find what is done for them.
func (in Input) services() Table {
	t := Table{ID: "t4", Columns: []Column{
		column("service", Words), column("n", Count), column("mean", Score), column("bad", Share), column("no_access", Share),
	}}
	if in.Questionnaire.ByRole(survey.RoleSatisfaction) == nil {
		t.Notes = append(t.Notes, phrase("report.note.no_services"))
	}
	return t
}
