package analysis

import (
	"cmp"
	"math"
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
	in.tellServices(&t)
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

// tellServices says in sentences which service is found best and which worst, with those that cannot be told from it, and
// which is most often not there. What is hidden is neither named nor compared with.
func (in Input) tellServices(t *Table) {
	of := slices.DeleteFunc(slices.Clone(in.Services), func(o prioritize.Opinion) bool { return o.Mean == nil || o.Error == nil })
	if len(of) < 2 {
		return
	}
	slices.SortStableFunc(of, func(a, b prioritize.Opinion) int { return cmp.Compare(*b.Mean, *a.Mean) })
	best := tellService("report.tells.service_best", of)
	slices.Reverse(of)
	worst := tellService("report.tells.service_worst", of)
	if len(best.Args["Others"].Texts) == len(of)-1 { // the best cannot be told from the worst
		t.Tells = append(t.Tells, phrase("report.tells.services_alike"))
	} else {
		t.Tells = append(t.Tells, best, worst)
	}
	lacking := slices.DeleteFunc(slices.Clone(in.Services), func(o prioritize.Opinion) bool { return o.NoAccess == nil || *o.NoAccess < noticed })
	if len(lacking) > 0 {
		o := slices.MaxFunc(lacking, func(a, b prioritize.Opinion) int { return cmp.Compare(*a.NoAccess, *b.NoAccess) })
		t.Tells = append(t.Tells, Phrase{ID: "report.tells.service_lacking", Args: map[string]Arg{
			"Service": {Texts: []survey.Text{calledService(o)}}, "Share": {Share: o.NoAccess},
		}})
	}
}

// noticed is what part of those asked must lack a service for it to be told in a sentence.
const noticed = 0.1

// tellService tells of the first of some services, and of those whose mean is not further from its mean than what two
// means of these errors differ by chance, in 95 of 100 cases.
func tellService(id string, of []prioritize.Opinion) Phrase {
	first := of[0]
	p := Phrase{ID: id, Args: map[string]Arg{"Service": {Texts: []survey.Text{calledService(first)}}, "Mean": {Score: first.Mean}}}
	var others []survey.Text
	for _, o := range of[1:] {
		if math.Abs(*o.Mean-*first.Mean) <= normal95*math.Hypot(*o.Error, *first.Error) {
			others = append(others, calledService(o))
		}
	}
	if len(others) > 0 {
		p.ID += ".open"
		p.Args["Others"] = Arg{Texts: others}
	}
	return p
}

// normal95 is the quantile of the normal distribution that leaves 2.5 % above it.
const normal95 = 1.959964

func calledService(o prioritize.Opinion) survey.Text {
	if len(o.Service.Name) == 0 {
		return survey.Text{undetermined: o.Service.Code}
	}
	return o.Service.Name
}
