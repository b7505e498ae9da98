package analysis_test

import (
	"math"
	"slices"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
)

// asks is a campaign that asks for three groups, of which everybody names one at most or as many as apply, and for three
// services, which may not be there.
func asks(sole bool) asked {
	var a asked
	for _, code := range []string{"disability", "large", "jobless"} {
		a.groups = append(a.groups, prioritize.Asked{Code: code, Name: say(code, code, code), Sole: sole})
	}
	for _, code := range []string{"water", "roads", "jobs"} {
		a.services = append(a.services, prioritize.Service{Code: code, Name: say(code, code, code), Access: true})
	}
	return a
}

// sole reports whether everybody names one group at most.
func (a asked) sole() bool { return len(a.groups) > 0 && a.groups[0].Sole }

// keys are what those who answered so are of, by the groups that were asked for.
func (a asked) keys(v votes) []string {
	var keys []string
	for g, of := range a.groups {
		if slices.Contains(v.groups, g) {
			keys = append(keys, string(of.Group()))
		} else {
			keys = append(keys, "rest:"+string(of.Group()))
		}
	}
	if len(v.groups) == 0 {
		keys = append(keys, "unnamed")
	}
	return keys
}

// readAsked takes in that each group and all others are all, that groups of which everybody names one at most and those who
// named none are all; and where all of a group are of one sex, age or village, or the other way about, that the one is what
// is left of the other: he may know that.
func (r *reader) readAsked(ranking prioritize.Ranking, m *survey.Municipality, all []votes, a asked) {
	sums := func(total string, parts ...string) {
		add := func(prefix string) {
			named := make([]string, len(parts))
			for i, p := range parts {
				named[i] = prefix + p
			}
			r.sum(prefix+total, named...)
		}
		add("base@")
		for _, it := range ranking.Items {
			add("yes " + it.Need.Code + "@")
			add("no " + it.Need.Code + "@")
			for _, p := range parts {
				r.sum("base@"+p, "yes "+it.Need.Code+"@"+p, "no "+it.Need.Code+"@"+p)
			}
		}
	}
	var groups []string
	for _, g := range a.groups {
		sums("", string(g.Group()), "rest:"+string(g.Group()))
		groups = append(groups, string(g.Group()))
	}
	if a.sole() {
		sums("", append(slices.Clone(groups), "unnamed")...)
	}
	parts := map[string]func(v votes) bool{
		"women": func(v votes) bool { return v.sex == "female" }, "men": func(v votes) bool { return v.sex == "male" },
		"youth": func(v votes) bool { return v.age == "18-28" }, "older": func(v votes) bool { return v.age == "60+" },
	}
	for _, v := range m.Villages {
		parts[v.ID] = func(of votes) bool { return of.village == v.ID }
	}
	for part, of := range parts {
		for g, name := range groups {
			group := func(v votes) bool { return slices.Contains(v.groups, g) }
			switch left := "left of " + part + " and " + name; {
			case !slices.ContainsFunc(all, of) || !slices.ContainsFunc(all, group):
			case within(all, group, of):
				sums(part, name, left)
			case within(all, of, group):
				sums(name, part, left)
			}
		}
	}
}

// within reports whether all who are of one are of another.
func within(all []votes, one, another func(votes) bool) bool {
	return !slices.ContainsFunc(all, func(v votes) bool { return one(v) && !another(v) })
}

// readServices takes in T4: as many answered of each service, and where everybody counts the same, shares of so few are
// shares of one number only.
func (r *reader) readServices(t *rapid.T, t4 analysis.Table, ranking prioritize.Ranking) {
	column := map[string]int{}
	for i, c := range t4.Columns {
		column[c.ID] = i
	}
	for _, row := range t4.Rows {
		if len(row) != len(t4.Columns) {
			t.Fatalf("T4 has a row of %d cells and %d columns", len(row), len(t4.Columns))
		}
		name := row[column["service"]].Texts[0]["en"]
		r.learn("rated "+name, row[column["n"]].Number)
		r.sum("base@", "rated "+name, "without "+name)
		r.sum("rated "+name, "bad "+name, "not bad "+name)
		if ranking.Weighting.Basis != prioritize.Unweighted {
			continue
		}
		for _, share := range []struct{ column, of, whole string }{{"bad", "bad ", "rated "}, {"no_access", "without ", ""}} {
			whole, known := r.known[share.whole+name]
			if share.whole == "" {
				whole, known = r.known["base@"]
			}
			if p := row[column[share.column]].Number; p != nil && known && whole <= 100 {
				n := math.Round(*p * whole)
				r.learn(share.of+name, &n)
			}
		}
	}
}
