package minutes

import (
	"slices"

	"ashar/prioritize/hearing"
	"ashar/survey"
)

// present is who was there, by village, and whether that was a quorum.
func (t teller) present() Section {
	table := &Table{Title: t.T("minutes.present.table"), Total: true, Columns: []Column{
		{Title: t.T("minutes.col.village"), Wide: 4}, {Title: t.T("minutes.col.all"), Wide: 3, Count: true},
		{Title: t.T("minutes.col.women"), Wide: 3, Count: true}, {Title: t.T("minutes.col.men"), Wide: 3, Count: true},
		{Title: t.T("minutes.col.sex_unsaid"), Wide: 3, Count: true},
		{Title: t.T("minutes.col.youth", "Age", survey.YouthUntil), Wide: 3, Count: true},
		{Title: t.T("minutes.col.age_unsaid"), Wide: 3, Count: true},
	}}
	for _, id := range t.villages() {
		name := t.village(id)
		if id == "" {
			name = t.T("minutes.row.unsaid")
		}
		table.Rows = append(table.Rows, append([]string{name}, t.people(t.Attendance.Villages[id])...))
	}
	table.Rows = append(table.Rows, append([]string{t.T("minutes.row.all")}, t.people(t.Attendance)...))
	return Section{Level: 1, Title: t.T("minutes.present"), Blocks: []Block{{Table: table}, text(t.quorum())}}
}

// villages are those whose people are counted: all of the day, or the one whose assembly it was, and whichever others
// people came from; "" comes last.
func (t teller) villages() []string {
	var all []string
	if t.Hearing.Village != "" {
		all = append(all, t.Hearing.Village)
	} else {
		for _, v := range t.Municipality.Current(t.Hearing.Planned) {
			all = append(all, v.ID)
		}
	}
	for _, id := range t.Attendance.Of() {
		if id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	if t.Attendance.Villages[""].Count > 0 {
		all = append(all, "")
	}
	return all
}

// people are the numbers of a row. Where nobody was counted at all, or of nobody it was written down what they are, they
// are blank.
func (t teller) people(a hearing.Attendance) []string {
	row := make([]string, 6)
	if t.Attendance.Count == 0 {
		return row
	}
	row[0] = t.Number(a.Count)
	if unsaid := a.Sexes[""]; a.Count == 0 || unsaid < a.Count {
		row[1], row[2], row[3] = t.Number(a.Sexes[survey.SexFemale]), t.Number(a.Sexes[survey.SexMale]), t.Number(unsaid)
	}
	if unsaid := a.Ages[""]; a.Count == 0 || unsaid < a.Count {
		youth := 0
		for band, n := range a.Ages {
			if survey.Young(band, survey.YouthUntil) {
				youth += n
			}
		}
		row[4], row[5] = t.Number(youth), t.Number(unsaid)
	}
	return row
}

// quorum is whether enough came by the community's charter.
func (t teller) quorum() string {
	h, present := t.Hearing, t.Number(t.Attendance.Count)
	switch {
	case h.Quorum == 0:
		return t.T("minutes.quorum.none")
	case t.Attendance.Count == 0:
		return t.N("minutes.quorum.unknown", h.Quorum)
	case h.Quorate(t.Attendance):
		return t.N("minutes.quorum.met", h.Quorum, "Present", present)
	}
	return t.N("minutes.quorum.missed", h.Quorum, "Present", present)
}
