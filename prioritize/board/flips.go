package board

import (
	"math"
	"slices"
	"strings"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/locale"
)

// flips say by how little the lead of one need over another would be gone: in answers, in a village, in people who live
// elsewhere.
func flips(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality, d duel) []string {
	var says []string
	args := []any{"Lead", quoted(s, d.lead), "Follow", quoted(s, d.follow)}
	add := func(id string, more ...any) { says = append(says, s.T(id, slices.Concat(args, more)...)) }
	if d.before != nil && r.Rule == prioritize.Reach {
		if d.before.RankHigh < d.after.RankLow || d.before.Apart && d.after.Rank == d.before.Rank+1 {
			add("console.flip.sure")
		} else {
			add("console.flip.chance")
		}
	}
	if d.by() > 0 && r.Answered > 0 {
		more := ceiling(d.by() * float64(r.Answered))
		says = append(says, s.N("console.flip.answers", more, args...), s.N("console.flip.minds", ceiling(d.by()*float64(r.Answered)/2), args...))
		if id, n, ok := easiest(r, m, d); ok {
			says = append(says, s.N("console.flip.village", n, slices.Concat(args, []any{"Village", villageName(s, m)(id)})...))
		}
	}
	if f := d.lead.Flip; f != nil && f.Next == d.follow.Need.Code {
		say := func(x prioritize.Statement) {
			x.Needs, x.Others = []string{d.lead.Need.Code}, []string{f.Next}
			says = append(says, analysis.Sentence(s, x, needName(s, r), villageName(s, m)))
		}
		say(prioritize.Statement{Code: prioritize.SaysFlip, Villages: f.From, To: f.To, Share: f.Moved})
		if f.Robust {
			say(prioritize.Statement{Code: prioritize.SaysRobust, Share: r.Method.Census})
		}
	}
	return says
}

// ceiling is the next whole number, but for what rounding leaves.
func ceiling(x float64) int { return max(1, int(math.Ceil(x-1e-9))) }

// easiest is the village where the fewest people would have to choose the one need in place of the other, and how many:
// each moves the difference by 2 W / n. Without weights all villages are alike, and none is told.
func easiest(r *prioritize.Ranking, m *survey.Municipality, d duel) (village string, n int, ok bool) {
	if r.Weighting.Basis == prioritize.Unweighted {
		return "", 0, false
	}
	all, _ := towns(r, m, d)
	for _, t := range all {
		if t.part == 0 {
			continue
		}
		needed := ceiling(d.by() * float64(t.answers) / (2 * t.part))
		if int64(needed) <= min(t.chose, t.notNext) && (!ok || needed < n) {
			village, n, ok = r.Villages[t.at].Key, needed, true
		}
	}
	return village, n, ok && n < ceiling(d.by()*float64(r.Answered)/2)
}

// reversals say by which groups, weights, rules and without which answers two needs stand the other way about.
func reversals(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality, d duel, all []trial) []string {
	if d.before == nil {
		return nil
	}
	args := []any{"Before", quoted(s, d.before), "After", quoted(s, d.after)}
	var says []string
	say := func(id string, turned, looked []string) {
		switch {
		case len(turned) > 0:
			says = append(says, s.T(id, slices.Concat(args, []any{"Names", strings.Join(turned, ", ")})...))
		case len(looked) > 0:
			says = append(says, s.T(id+".none", slices.Concat(args, []any{"Names", strings.Join(looked, ", ")})...))
		}
	}
	say(split(r.Groups, func(g prioritize.Segment) (string, int, int) {
		return "console.flip.groups", rankOf(d.before.Groups, g.Key), rankOf(d.after.Groups, g.Key)
	}, func(g prioritize.Segment) string { return groupName(s, g) }))
	say(split(r.Villages, func(v prioritize.Segment) (string, int, int) {
		return "console.flip.villages", rankOf(d.before.Villages, v.Key), rankOf(d.after.Villages, v.Key)
	}, func(v prioritize.Segment) string { return villageName(s, m)(v.Key) }))
	if len(r.Villages) > 1 {
		say(split([]weights{everyAnswer, everyVillage}, func(by weights) (string, int, int) {
			return "console.flip.weights", placeBy(d.before, by), placeBy(d.after, by)
		}, func(by weights) string { return s.T(weightsWords(r, by)) }))
	}
	before, after := indexOf(r, d.before), indexOf(r, d.after)
	say(split(r.Checks, func(c prioritize.Check) (string, int, int) {
		return "console.flip.rules", c.Ranks[before], c.Ranks[after]
	}, func(c prioritize.Check) string { return s.T("report.says.rule." + c.Rule) }))
	say(split(all, func(t trial) (string, int, int) {
		if t.Ranks == nil || t.Left == prioritize.LeftExcluded {
			return "console.flip.without", 0, 0
		}
		return "console.flip.without", t.Ranks[before], t.Ranks[after]
	}, func(t trial) string { return t.Name }))
	return says
}

// split parts all in which both places are told into those where the second need is before the first, and the others.
func split[T any](all []T, places func(T) (id string, before, after int), name func(T) string) (id string, turned, looked []string) {
	for _, x := range all {
		var before, after int
		if id, before, after = places(x); before == 0 || after == 0 {
			continue
		}
		if after < before {
			turned = append(turned, name(x))
		} else {
			looked = append(looked, name(x))
		}
	}
	return id, turned, looked
}

// rankOf is a need's place in a part; 0 where it is not told.
func rankOf(parts []prioritize.Part, key string) int {
	if rank := partOf(parts, key).Rank; rank != nil {
		return *rank
	}
	return 0
}

func indexOf(r *prioritize.Ranking, it *prioritize.Item) int {
	return slices.IndexFunc(r.Items, func(x prioritize.Item) bool { return x.Need.Code == it.Need.Code })
}
