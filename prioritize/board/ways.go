package board

import (
	"ashar/prioritize"
	"ashar/survey/page"
)

// scopes lead to the whole municipality and to each of its villages.
func scopes(p page.Page, s *standing) []choice {
	way := func(id, text string) choice {
		return choice{Href: s.look.with(func(l *look) { l.village = id }).path(s.Ranking.Campaign, ""), Text: text, Current: s.look.village == id}
	}
	all := []choice{way("", p.T("board.whole"))}
	for i := range s.municipality.Villages {
		v := &s.municipality.Villages[i]
		all = append(all, way(v.ID, v.Name.In(p.Lang())))
	}
	return all
}

// rules lead to each rule; there is no choice within a village.
func rules(p page.Page, s *standing) []choice {
	if s.look.village != "" {
		return nil
	}
	var all []choice
	for _, rule := range prioritize.Rules() {
		if rule == prioritize.Points && s.Ranking.Pointed == 0 {
			continue // nobody was asked for points
		}
		all = append(all, choice{
			Href: s.look.with(func(l *look) { l.rule = rule }).path(s.Ranking.Campaign, ""),
			Text: p.T("board.rule." + string(rule)), Current: rule == s.Ranking.Rule,
		})
	}
	return all
}

// weightings lead to the orders by each of the weights; there is no choice within a village, or where there is one.
func weightings(p page.Page, s *standing) []choice {
	if s.look.village != "" || len(s.Ranking.Villages) < 2 {
		return nil
	}
	var all []choice
	for _, by := range []weights{everyPerson, everyAnswer, everyVillage} {
		all = append(all, choice{
			Href: s.look.with(func(l *look) { l.weights = by }).path(s.Ranking.Campaign, ""),
			Text: p.T(weightsWords(&s.Ranking, by)), Current: by == s.look.weights,
		})
	}
	return all
}
