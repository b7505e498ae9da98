package analysis

import (
	"fmt"
	"slices"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/hearing"
	"ashar/survey"
)

// decided are the places that the hearing gave, the first first; nil without one.
func (in Input) decided() ([]hearing.Decided, error) {
	if in.Hearing == nil {
		return nil, nil
	}
	if in.Hearing.Campaign != in.Campaign.ID || in.Hearing.Village != "" {
		return nil, fmt.Errorf("hearing %s of campaign %s and village %q is not of all of campaign %s: %w",
			in.Hearing.ID, in.Hearing.Campaign, in.Hearing.Village, in.Campaign.ID, survey.ErrInvalid)
	}
	return in.Hearing.Outcome()
}

// priority is what goes before the working group: a need of the ranking, or what came from the floor of the hearing.
type priority struct {
	*prioritize.Item             // nil of a proposal from the floor
	name             survey.Text //
	place            int         // by the hearing; 0 without one
}

// chosen are the first needs, every village's own first one among them, and all that the hearing put among the
// first. After a hearing they stand in its order.
func (in Input) chosen(decided []hearing.Decided) []priority {
	var all []priority
	met := map[string]int{}
	for i := range in.Ranking.Items {
		it := &in.Ranking.Items[i]
		if (it.Rank > topNeeds || it.Rank == 0 && i >= topNeeds) && !firstSomewhere(*it) {
			continue
		}
		met[it.Need.Code] = len(all)
		all = append(all, priority{Item: it, name: it.Need.Name})
	}
	for _, d := range decided {
		if i, there := met[d.Option]; there {
			all[i].place = d.Final
			continue
		}
		if d.Final > topNeeds {
			continue
		}
		it := in.Ranking.Item(d.Option)
		p := priority{Item: it, place: d.Final}
		if it != nil {
			p.name = it.Need.Name
		} else {
			p.name = in.option(d.Option)
		}
		all = append(all, p)
	}
	if decided != nil {
		slices.SortStableFunc(all, func(a, b priority) int { return late(a.place) - late(b.place) })
	}
	return all
}

// vague reports whether it is what residents said in their own words and nobody has read yet: nothing can be planned of that.
func (p priority) vague() bool { return p.Item != nil && p.Need.Code == otherNeed }

// late is a place by which what has none comes last.
func late(place int) int {
	if place == 0 {
		return hearing.MaxOptions + 1
	}
	return place
}

// option is what an option of the hearing is called.
func (in Input) option(id string) survey.Text {
	for _, o := range in.Hearing.Options {
		if o.ID == id {
			return o.Label
		}
	}
	return survey.Text{undetermined: id}
}

// appraised is what the working group said of the need.
func (in Input) appraised(p priority) appraisal.Said {
	if in.Appraisal == nil || p.Item == nil {
		return appraisal.Said{}
	}
	return in.Appraisal.Of(p.Need.Code)
}

// localCompetence is the taxonomy's code of what is the municipality's own task.
const localCompetence = "local"

// ours reports whether something can be done about the need within the municipality: the working group says so, or else
// the questionnaire does. What nobody said whose it is stays.
func (in Input) ours(p priority) bool {
	if owner := in.appraised(p).Owner; owner != appraisal.OwnerUnsaid {
		return owner == appraisal.Local
	}
	if p.Item == nil || len(p.Need.Competence) == 0 {
		return true
	}
	return slices.ContainsFunc(p.Need.Competence, func(c prioritize.Term) bool { return c.Code == localCompetence })
}

// plan is T7: a row for everything that can be done here, begun for the group to fill in. What is not the
// municipality's own task is named below, for those whose it is to be asked for it.
func (in Input) plan(decided []hearing.Decided) Table {
	t := Table{ID: "t7", Columns: []Column{
		column("number", Count), column("need", Words), column("measure", Words), column("result", Words), column("deadline", Words),
		column("responsible", Words), {ID: "cost", Family: "cost", Heading: Label{Word: "report.col.cost"}, Kind: Score}, column("source", Words), column("indicator", Words),
	}}
	fill := Cell{State: Fill}
	var theirs []survey.Text
	for _, p := range in.chosen(decided) {
		if p.vague() {
			continue
		}
		if !in.ours(p) {
			theirs = append(theirs, p.name)
			continue
		}
		said := in.appraised(p)
		cost := fill
		if said.Cost.Som > 0 {
			cost = number(float64(said.Cost.Som) / 1000)
		}
		t.Rows = append(t.Rows, []Cell{number(len(t.Rows) + 1), text(p.name), fill, fill, fill, fill, cost, fill, indicator(p)})
	}
	in.begun(&t)
	if len(theirs) > 0 {
		t.Notes = append(t.Notes, Phrase{ID: "report.note.lobby", Args: map[string]Arg{"Names": {Texts: theirs}}})
	}
	return t
}

// indicator is by what residents' answers to the next survey tell whether anything became better.
func indicator(p priority) Cell {
	if p.Item == nil {
		return Cell{State: Fill}
	}
	return Cell{Phrase: &Phrase{ID: "report.indicator.reach", Args: map[string]Arg{"Need": {Texts: []survey.Text{p.name}}}}}
}

// monitoring is T8: what is to be measured, where it stands by this survey, and what is left to fill in.
func (in Input) monitoring(decided []hearing.Decided) Table {
	t := Table{ID: "t8", Columns: []Column{
		column("indicator", Words), column("baseline", Share), column("target_1", Words), column("target_2", Words), column("target_3", Words),
		column("actual", Words), column("source", Words), column("responsible", Words),
	}}
	t.Columns[6].Heading = Label{Word: "report.col.measured"}
	fill := Cell{State: Fill}
	row := func(of, base, source Cell) {
		t.Rows = append(t.Rows, []Cell{of, base, fill, fill, fill, fill, source, fill})
	}
	made := in.Made
	here := Cell{Phrase: &Phrase{ID: "report.source.survey", Args: map[string]Arg{"Title": {Texts: []survey.Text{in.Campaign.Title}}, "Date": {Date: &made}}}}
	for _, p := range in.chosen(decided) {
		switch {
		case p.vague() || !in.ours(p):
		case p.Item == nil:
			row(text(p.name), fill, fill)
		default:
			row(indicator(p), maybe(p.Share, Hidden), here)
		}
	}
	in.begun(&t)
	t.note(Hidden)
	return t
}

// sides of T6, in the order of the word.
const (
	strength    = "report.swot.strength"
	weakness    = "report.swot.weakness"
	opportunity = "report.swot.opportunity"
	threat      = "report.swot.threat"
)

// swot is T6: what residents find good and what they find lacking, begun for the group, which knows the rest.
func (in Input) swot() Table {
	t := Table{ID: "t6", Columns: []Column{column("side", Words), column("point", Words), column("basis", Words)}}
	row := func(side string, point, basis Cell) { t.Rows = append(t.Rows, []Cell{word(side), point, basis}) }
	more := func(side string) { row(side, Cell{State: Fill}, Cell{}) }
	for _, s := range in.best() {
		row(strength, s.name, s.basis)
	}
	more(strength)
	for i := range in.Ranking.Items {
		it := &in.Ranking.Items[i]
		if it.Share == nil || it.Standing == prioritize.Out || it.Standing == prioritize.Hidden || it.Need.Code == otherNeed || *it.Share == 0 {
			continue
		}
		row(weakness, text(it.Need.Name), Cell{Phrase: &Phrase{ID: "report.swot.need", Args: map[string]Arg{"Share": {Share: it.Share}, "Low": {Share: it.Low}, "High": {Share: it.High}}}})
	}
	for _, s := range in.worst() {
		row(weakness, s.name, s.basis)
	}
	for _, side := range []string{weakness, opportunity, threat} {
		more(side)
	}
	in.begun(&t)
	return t
}

// begun adds what is to be said of a table that the group fills in.
func (in Input) begun(t *Table) {
	if len(in.Ranking.Items) == 0 {
		t.Notes = append(t.Notes, phrase("report.note.nothing"))
	}
	if !in.Campaign.Over() {
		t.Notes = append(t.Notes, phrase("report.note.provisional"))
	}
	t.Notes = append(t.Notes, phrase("report.note.begun"))
}

// rated is a service with what it is said to be.
type rated struct{ name, basis Cell }

// tableOf says which table a statement is read out of; "" of none.
func tableOf(code prioritize.StatementCode) string {
	switch code {
	case prioritize.SaysAnswered:
		return "" // T1 tells it
	case prioritize.SaysFirstSure, prioritize.SaysFirstOpen, prioritize.SaysFirstShared, prioritize.SaysAlike, prioritize.SaysClose, prioritize.SaysVillageFirst:
		return "t2"
	case prioritize.SaysGroupsFirst, prioritize.SaysGap:
		return "t3"
	case prioritize.SaysChannels, prioritize.SaysFlaggedSame, prioritize.SaysFlagged, prioritize.SaysAsideSame, prioritize.SaysAside:
		return "method"
	}
	return "t5"
}

// read gives each table what can be read out of it.
func (in Input) read(tables []Table) {
	for _, x := range in.Ranking.Statements() {
		if i := slices.IndexFunc(tables, func(t Table) bool { return t.ID == tableOf(x.Code) }); i >= 0 {
			tables[i].Says = append(tables[i].Says, x)
		}
	}
}
