package board

import (
	"slices"
	"strings"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/locale"
)

// figures are the numbers by which to judge how much a ranking rests on.
func figures(s locale.Speaker, r *prioritize.Ranking) []figure {
	w := &r.Weighting
	all := []figure{
		{s.Number(int(r.Count)), s.N("board.figure.n", int(r.Count))},
		{s.Number(int(r.Ranked)), s.N("board.figure.ranked", int(r.Ranked))},
	}
	if w.Basis == prioritize.Unweighted || w.Count == 0 {
		return all
	}
	return append(all,
		figure{s.Decimal(w.NEff, 0), s.T("board.figure.n_eff")},
		figure{s.Decimal(w.Deff, 2), s.T("board.figure.deff")},
		figure{s.Percent(w.Residual, 1), s.T("board.figure.residual")})
}

// otherTold is the share from which «other» in own words is worth a word.
const otherTold = 0.05

// notes say what a reader must know before relying on the ranking.
func notes(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality) []string {
	all := []string{s.T("board.note.sampling"), s.T("report.basis." + string(r.Weighting.Basis))}
	name := villageName(s, m)
	for _, c := range r.Weighting.Collapsed {
		var joined []string
		for _, cell := range c.Joined {
			joined = append(joined, cellName(s, cell, name))
		}
		all = append(all, s.T("board.note.collapsed", "Groups", strings.Join(joined, " + ")))
	}
	return all
}

// warnings say in sentences what could mislead whoever relies on the ranking.
func warnings(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality) []string {
	var all []string
	for _, w := range slices.Concat(r.Weighting.Warnings, r.Warnings) {
		all = append(all, analysis.Warning(s, w, villageName(s, m)))
	}
	if it := r.Item("other"); it != nil && it.Share != nil && *it.Share >= otherTold {
		all = append(all, s.T("board.note.other", "Share", s.Percent(*it.Share, 0)))
	}
	return all
}

// villageName says what the village with an identifier is called.
func villageName(s locale.Speaker, m *survey.Municipality) func(id string) string {
	return func(id string) string {
		if v := m.Village(id); v != nil {
			return v.Name.In(s.Lang())
		}
		return id
	}
}

// cellName says which people a joined category of a margin is: a village, or a sex
// and age band, with what is "" left out.
func cellName(s locale.Speaker, c prioritize.Cell, village func(string) string) string {
	var parts []string
	if c.Village != "" {
		parts = append(parts, village(c.Village))
	}
	switch c.Sex {
	case survey.SexFemale:
		parts = append(parts, s.T("board.women_few"))
	case survey.SexMale:
		parts = append(parts, s.T("board.men_few"))
	}
	if c.Age != "" {
		parts = append(parts, c.Age)
	}
	return strings.Join(parts, " ")
}
