package analysis

import (
	"cmp"
	"slices"

	"ashar/prioritize"
	"ashar/survey"
)

// services is T4: how good residents find what is done for them.
func (in Input) services() Table {
	t := Table{ID: "t4", Columns: []Column{
		column("service", Words), column("n", Count), column("mean", Score), column("bad", Share), column("no_access", Share),
	}}
	switch {
	case in.Questionnaire.ByRole(survey.RoleSatisfaction) == nil:
		t.Notes = append(t.Notes, phrase("report.note.no_services"))
	case len(in.Services) == 0:
		t.Notes = append(t.Notes, phrase("report.note.services_unkept"))
	}
	if len(in.Services) == 0 {
		return t
	}
	for _, o := range in.Services {
		row := []Cell{serviceName(o), maybe(o.Count, Hidden), maybe(o.Mean, Hidden), maybe(o.Bad, Hidden), maybe(o.NoAccess, Hidden)}
		if o.Count != nil && *o.Count == 0 {
			row[2], row[3] = Cell{}, Cell{} // nobody rated it
		}
		if !o.Service.Access {
			row[4] = Cell{State: NotAsked}
		}
		t.Rows = append(t.Rows, row)
	}
	t.Notes = append(t.Notes, phrase("report.note.services"))
	if !in.Campaign.Over() {
		t.Notes = append(t.Notes, phrase("report.note.provisional"))
	}
	t.Notes = append(t.Notes, phrase("report.basis."+string(in.Ranking.Weighting.Basis)))
	t.note(Hidden, NotAsked)
	return t
}

func serviceName(o prioritize.Opinion) Cell {
	return term(prioritize.Term{Code: o.Service.Code, Name: o.Service.Name})
}

// mostRated is how many services are named as good, and as bad; most of those who rated one find it so.
const (
	mostRated = 3
	majority  = 0.5
)

// best and worst are the services that most find good, and bad.
func (in Input) best() []rated {
	return in.foremost("report.swot.good", func(o prioritize.Opinion) *float64 { return o.Good })
}

func (in Input) worst() []rated {
	return in.foremost("report.swot.bad", func(o prioritize.Opinion) *float64 { return o.Bad })
}

// foremost are the services of which most say this, those first of which the most do.
func (in Input) foremost(says string, share func(prioritize.Opinion) *float64) []rated {
	of := slices.DeleteFunc(slices.Clone(in.Services), func(o prioritize.Opinion) bool { return share(o) == nil || *share(o) <= majority })
	slices.SortStableFunc(of, func(a, b prioritize.Opinion) int { return cmp.Compare(*share(b), *share(a)) })
	var all []rated
	for _, o := range of[:min(mostRated, len(of))] {
		all = append(all, rated{serviceName(o), Cell{Phrase: &Phrase{ID: says, Args: map[string]Arg{"Share": {Share: share(o)}}}}})
	}
	return all
}
