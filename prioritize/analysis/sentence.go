package analysis

import (
	"math"
	"strings"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/locale"
)

// Sentences put a ranking into words that can be read out: what is first, what could
// be, where the order is another, and how far it can be relied on. village says what
// the village with an identifier is called, or the municipality of a region: the words
// fit both. Each is one sentence or two, complete with their full stops.
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

// Sentences put what the table tells and what is stated of it into words, a sentence or two each.
func (d *Document) Sentences(s locale.Speaker, t *Table) []string {
	called := func(by map[string]survey.Text) func(string) string {
		return func(code string) string {
			if t, known := by[code]; known {
				return name(s, t)
			}
			return code
		}
	}
	var all []string
	for _, p := range t.Tells {
		all = append(all, say(s, p))
	}
	for _, x := range t.Says {
		all = append(all, Sentence(s, x, called(d.Needs), called(d.Villages)))
	}
	return all
}

// Title is what the document is called.
func (d *Document) Title(s locale.Speaker) string {
	if len(d.Template.Title) > 0 {
		return name(s, d.Template.Title)
	}
	return s.T("report.title")
}

// Heading is what the table is called.
func (t *Table) Heading(s locale.Speaker) string {
	if len(t.Title) > 0 {
		return name(s, t.Title)
	}
	return s.T("report.table." + t.ID)
}

// Sentence puts one statement into words; need and village say what the need with a
// code and the village with an identifier are called.
func Sentence(s locale.Speaker, x prioritize.Statement, need, village func(string) string) string {
	id := "report.says." + string(x.Code)
	top := s.Number(x.Top)
	// ofTop are the words for the first few, or for the first alone.
	ofTop := func(id string) string {
		if x.Top == 1 {
			return id + ".first"
		}
		return id
	}
	last := "report.says.and"
	switch x.Code {
	case prioritize.SaysLeansOn, prioritize.SaysChannels, prioritize.SaysSameRules, prioritize.SaysOtherRules:
		last = "report.says.or" // of villages, channels and rules each alone is meant
	case prioritize.SaysContender, prioritize.SaysMany, prioritize.SaysPassedOver:
		id = ofTop(id)
	}
	quoted := func(code string) string { return s.T("report.says.quote", "Name", need(code)) }
	args := []any{
		"Needs", listed(s, "report.says.and", x.Needs, quoted), "Others", listed(s, "report.says.and", x.Others, quoted),
		"Villages", listed(s, last, x.Villages, village), "To", village(x.To),
		"Channels", listed(s, last, x.Channels, func(c string) string { return s.T("desk.channel." + c) }),
		"Rules", listed(s, last, x.Rules, func(rule string) string { return s.T("report.says.rule." + rule) }),
		"Same", s.T(ofTop("report.says.same"), "Top", top), "Other", s.T(ofTop("report.says.other"), "Top", top),
		"Top", top, "Least", s.Number(x.Least), "High", s.Number(x.High), "Share", part(s, x.Share),
	}
	switch x.Code {
	case prioritize.SaysAnswered, prioritize.SaysMany, prioritize.SaysStays:
		return s.N(id, int(x.Count), args...)
	case prioritize.SaysGap:
		return s.N(id+"."+string(x.Group), int(math.Round(100*x.Share)), args...)
	}
	return s.T(id, args...)
}

// part is a part of the people, to a tenth of a percent, which is how a ranking gives
// it; never none.
func part(s locale.Speaker, share float64) string {
	tenths := max(1, math.Round(1000*share))
	if math.Mod(tenths, 10) == 0 {
		return s.Percent(tenths/1000, 0)
	}
	return s.Percent(tenths/1000, 1)
}

// listed is "A, B and C", or with other words before the last "A, B or C".
func listed(s locale.Speaker, last string, of []string, name func(string) string) string {
	names := make([]string, len(of))
	for i, x := range of {
		names[i] = name(x)
	}
	n := len(names) - 1
	if n < 1 {
		return strings.Join(names, "")
	}
	return s.T(last, "First", strings.Join(names[:n], separator), "Last", names[n])
}
