package analysis

import (
	"math"
	"strings"

	"ashar/prioritize"
	"ashar/survey/locale"
)

// Sentences put a ranking into words that can be read out: what is first, what could
// be, where the order is another, and how far it can be relied on. village says what
// the village with an identifier is called. Each is one sentence or two, complete with
// their full stops.
func Sentences(s locale.Speaker, r *prioritize.Ranking, village func(string) string) []string {
	need := func(code string) string {
		if it := r.Item(code); it != nil {
			return name(s, it.Need.Name)
		}
		return code
	}
	var all []string
	for _, x := range r.Statements() {
		all = append(all, Sentence(s, x, need, village))
	}
	return all
}

// Sentence puts one statement into words; need and village say what the need with a
// code and the village with an identifier are called.
func Sentence(s locale.Speaker, x prioritize.Statement, need, village func(string) string) string {
	id := "report.says." + string(x.Code)
	quoted := func(code string) string { return s.T("report.says.quote", "Name", need(code)) }
	args := []any{
		"Needs", listed(s, x.Needs, quoted), "Others", listed(s, x.Others, quoted),
		"Villages", listed(s, x.Villages, village), "To", village(x.To),
		"Channels", listed(s, x.Channels, func(c string) string { return s.T("desk.channel." + c) }),
		"Rules", listed(s, x.Rules, func(rule string) string { return s.T("report.says.rule." + rule) }),
		"Top", s.Number(x.Top), "High", s.Number(x.High), "Share", s.Percent(x.Share, 0),
	}
	switch x.Code {
	case prioritize.SaysAnswered, prioritize.SaysMany:
		return s.N(id, int(x.Count), args...)
	case prioritize.SaysGap:
		return s.N(id+"."+string(x.Group), int(math.Round(100*x.Share)), args...)
	case prioritize.SaysLeansOn, prioritize.SaysVillageFirst, prioritize.SaysPassedOver:
		return s.N(id, len(x.Villages), args...)
	}
	return s.T(id, args...)
}

// listed is "A, B and C".
func listed(s locale.Speaker, of []string, name func(string) string) string {
	if len(of) == 0 {
		return ""
	}
	names := make([]string, len(of))
	for i, x := range of {
		names[i] = name(x)
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return s.T("report.says.and", "First", strings.Join(names[:last], separator), "Last", names[last])
}
