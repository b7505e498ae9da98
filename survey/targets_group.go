package survey

import (
	"cmp"
	"maps"
	"slices"
)

// HeardGroup is a sex and an age band beside what is wanted of it.
type HeardGroup struct {
	SexAge
	Answers int
	Adults  int // how many of them there are; 0 where that is not known of every village
	// Wanted is the group's part of the answers that are wanted, by its part of the
	// adults. Parts are made whole by largest remainders, so that they add up.
	Wanted int
	Shown  bool // false where Answers must not be shown; see Disclosure.Groups
}

// Missing returns how many answers of the group are still wanted, at least 0; it is 0
// where they are not shown.
func (g HeardGroup) Missing() int {
	if !g.Shown {
		return 0
	}
	return max(g.Wanted-g.Answers, 0)
}

// CompareGroups tells for the whole municipality and for each of its villages, in their
// order, how far the groups are heard: women before men, the young first. A group is
// listed everywhere if it is known anywhere. byVillage is as for Compare.
func (t Targets) CompareGroups(m *Municipality, all Turnout, byVillage []Turnout) (whole []HeardGroup, villages [][]HeardGroup) {
	groups, turnouts := groupsOf(m, all), inOrder(m, byVillage)
	shown := Disclose(all, turnouts).Groups()
	whole = make([]HeardGroup, len(groups))
	for k, g := range groups {
		whole[k] = HeardGroup{SexAge: g, Answers: int(all.Groups[g]), Shown: shown("", g)}
	}
	for i, o := range turnouts {
		v := &m.Villages[i]
		adults := make([]int, len(groups))
		for _, s := range v.Population {
			if k := slices.Index(groups, SexAge{s.Sex, s.Age}); k >= 0 {
				adults[k] += s.Count
			}
		}
		wanted := shareOut(t.Village(v), adults)
		village := make([]HeardGroup, len(groups))
		for k, g := range groups {
			village[k] = HeardGroup{g, int(o.Groups[g]), adults[k], wanted[k], shown(v.ID, g)}
			whole[k].Adults += adults[k]
			whole[k].Wanted += wanted[k]
		}
		villages = append(villages, village)
	}
	if slices.ContainsFunc(m.Villages, func(v Village) bool { return len(v.Population) == 0 }) {
		for k := range whole {
			whole[k].Adults, whole[k].Wanted = 0, 0
		}
	}
	return whole, villages
}

// groupsOf lists the groups that anybody lives in or has answered of.
func groupsOf(m *Municipality, all Turnout) []SexAge {
	known := map[SexAge]bool{}
	for g := range all.Groups {
		known[g] = true
	}
	for i := range m.Villages {
		for _, s := range m.Villages[i].Population {
			known[SexAge{s.Sex, s.Age}] = true
		}
	}
	groups := slices.DeleteFunc(slices.Collect(maps.Keys(known)), func(g SexAge) bool { return g.Sex == "" || g.Age == "" })
	slices.SortFunc(groups, func(a, b SexAge) int {
		af, _, _ := AgeBand(a.Age)
		bf, _, _ := AgeBand(b.Age)
		return cmp.Or(cmp.Compare(a.Sex, b.Sex), cmp.Compare(af, bf), cmp.Compare(a.Age, b.Age))
	})
	return groups
}

// shareOut gives n out in proportion to the parts, by largest remainders, of equal ones
// to the earlier; nothing where all parts are 0.
func shareOut(n int, parts []int) []int {
	given := make([]int, len(parts))
	sum := 0
	for _, p := range parts {
		sum += p
	}
	if sum == 0 {
		return given
	}
	left := n
	order := make([]int, len(parts))
	for k, p := range parts {
		given[k] = n * p / sum
		left -= given[k]
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(n*parts[b]%sum, n*parts[a]%sum) })
	for _, k := range order[:left] {
		given[k]++
	}
	return given
}
