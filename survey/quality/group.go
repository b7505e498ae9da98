package quality

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ashar/survey"
)

// group is some responses with one reason, in the order in which they were sent.
type group struct {
	why Reason
	by  string
	of  []*record
}

// twin is what responses have in common; of a village, or of all for "".
type twin struct {
	village string
	what    uint64
}

// twins are the groups of two or more that have something in common; none where too many have, of a unit.
func (l *Look) twins(order []*record, why Reason, of func(*record) twin) []group {
	same := map[twin][]*record{}
	for _, r := range order {
		if t := of(r); t.what != 0 {
			same[t] = append(same[t], r)
		}
	}
	var groups []group
	for _, rs := range same {
		if len(rs) > 1 {
			groups = append(groups, group{why: why, of: rs})
		}
	}
	if why == SameUnit && float64(len(groups)) > l.rules.Units*float64(len(same)) {
		return nil
	}
	return groups
}

// tooFast are the forms of each enumerator on each day that took less than they must; see spent.
func (l *Look) tooFast(order []*record) []group {
	if l.untimed {
		return nil
	}
	var groups []group
	for by, rs := range byEnumerator(order) {
		days := map[int]*group{}
		for i, r := range rs {
			took, known := spent(rs, i)
			if !known || r.batch || took >= l.least(r) {
				continue
			}
			day := r.member().Begun.In(l.rules.Zone)
			key := day.Year()*1000 + day.YearDay()
			if days[key] == nil {
				days[key] = &group{why: TooFast, by: by}
			}
			days[key].of = append(days[key].of, r)
		}
		for _, g := range days {
			if len(g.of) >= l.rules.Fast {
				slices.SortFunc(g.of, func(a, b *record) int { return cmp.Or(cmp.Compare(a.sent, b.sent), cmp.Compare(a.id, b.id)) })
				groups = append(groups, *g)
			}
		}
	}
	return groups
}

// byEnumerator are the forms of each who typed any in, in the order in which they were begun.
func byEnumerator(order []*record) map[string][]*record {
	by := map[string][]*record{}
	for _, r := range order {
		if r.by != "" {
			by[r.by] = append(by[r.by], r)
		}
	}
	for _, rs := range by {
		slices.SortFunc(rs, func(a, b *record) int { return cmp.Or(cmp.Compare(a.begun, b.begun), cmp.Compare(a.id, b.id)) })
	}
	return by
}

// spent is how long an enumerator was busy with a form, in milliseconds: until it was sent or the next one begun,
// whichever came first. A form that waited on a phone for a signal was sent long after.
func spent(rs []*record, i int) (took int64, known bool) {
	took = rs[i].sent - rs[i].begun
	if i+1 < len(rs) {
		took = min(took, rs[i+1].begun-rs[i].begun)
	}
	return took, rs[i].sent > rs[i].begun
}

// least is the least time that a form takes, in milliseconds.
func (l *Look) least(r *record) int64 {
	each := l.rules.Spoken
	if r.channel == survey.Paper {
		each = l.rules.Typed
	}
	return int64(r.asked-r.skipped) * each.Milliseconds()
}

// gathered is what becomes a case.
type gathered struct {
	groups []group // the first has all members
}

// joined puts a group all of whose members are in a larger one into that one's case.
func joined(groups []group) []gathered {
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(len(b.of), len(a.of)), cmp.Compare(a.why.weight(), b.why.weight()), strings.Compare(a.of[0].id, b.of[0].id), strings.Compare(a.by, b.by))
	})
	var all []gathered
	in := map[string][]int{} // a response's id -> the cases that it is in
	for _, g := range groups {
		home := -1
		for _, i := range in[g.of[0].id] {
			if !slices.ContainsFunc(g.of, func(r *record) bool { return !slices.Contains(in[r.id], i) }) {
				home = i
				break
			}
		}
		if home >= 0 {
			all[home].groups = append(all[home].groups, g)
			continue
		}
		for _, r := range g.of {
			in[r.id] = append(in[r.id], len(all))
		}
		all = append(all, gathered{[]group{g}})
	}
	return all
}

// cases are the groups, what is odd alone, what is adrift, and whatever else was judged.
func (l *Look) cases(order []*record, groups []gathered) []Case {
	var all []Case
	grouped := map[string]bool{}
	for _, g := range groups {
		c := newCase(g.groups[0].of)
		for i := range g.groups {
			c.Why = append(c.Why, Why{g.groups[i].why, len(g.groups[i].of), g.groups[i].span(), g.groups[i].by})
		}
		slices.SortStableFunc(c.Why, func(a, b Why) int { return cmp.Compare(a.Reason.weight(), b.Reason.weight()) })
		c.ID = caseID(c.Why[0].Reason, g.groups[0].of[0].id)
		for _, m := range c.Members {
			grouped[m.ID] = true
		}
		all = append(all, c)
	}
	for _, r := range order {
		adrift := l.adrift(r)
		if grouped[r.id] && !adrift || !adrift && !r.hasty && !r.straight && r.judgement == nil {
			continue
		}
		c := newCase([]*record{r})
		if adrift {
			c.Why = append(c.Why, Why{Reason: Adrift, Count: 1})
		}
		for _, odd := range c.Members[0].Odd {
			c.Why = append(c.Why, Why{Reason: odd, Count: 1})
		}
		why := Reason("judged")
		if len(c.Why) > 0 {
			why = c.Why[0].Reason
		}
		c.ID = caseID(why, r.id)
		all = append(all, c)
	}
	slices.SortFunc(all, compare)
	return all
}

// adrift reports whether the response was merged into one that does not count.
func (l *Look) adrift(r *record) bool {
	if r.judgement == nil || r.judgement.Verdict != survey.Merged {
		return false
	}
	at, there := l.at[r.judgement.Into]
	return !there || !l.all[at].counts()
}

func newCase(rs []*record) Case {
	c := Case{Village: rs[0].village, Channel: rs[0].channel}
	for _, r := range rs {
		c.Members = append(c.Members, r.member())
		if r.village != c.Village {
			c.Village = ""
		}
		if r.channel != c.Channel {
			c.Channel = ""
		}
	}
	return c
}

// caseID names a case by its reason and its first member.
func caseID(why Reason, first string) string {
	return fmt.Sprintf("%s-%016x", why, hashOf(&survey.Value{Text: "", Number: first}))
}
