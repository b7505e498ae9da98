package prioritize

import (
	"fmt"
	"strings"

	"ashar/survey"
)

// Asked is a group that residents were asked whether they belong to, such as people with a disability. Groups overlap,
// unless they are Sole.
type Asked struct {
	Code string      `json:"code" bson:"code"` // the name of the choice
	Name survey.Text `json:"name,omitempty" bson:"name,omitempty"`
	// Sole: whoever belongs to it named no other.
	Sole bool `json:"sole,omitempty" bson:"sole,omitempty"`
}

// Group is by what it is called among the groups of a ranking. It has no cell: Group.Has knows nothing of it.
func (a Asked) Group() Group { return AskedGroup(a.Code) }

// AskedGroup is by what the group with this code is called among the groups of a ranking.
func AskedGroup(code string) Group { return Group(askedPrefix + code) }

const askedPrefix = "asked:"

// Asked reports of a group of a ranking whether the questionnaire asked for it.
func (s Segment) Asked() bool { return strings.HasPrefix(s.Key, askedPrefix) }

// ask enters the groups that a version asks for, up to MaxAsked; index is the places of those known.
func (r *Reader) ask(q *survey.Questionnaire, index map[string]int) {
	x := q.ByRole(survey.RoleGroup)
	if x == nil {
		return
	}
	sole := x.Kind == survey.SelectOne
	for i := range r.asked {
		r.asked[i].Sole = r.asked[i].Sole && sole
	}
	sole = sole && (len(r.asked) == 0 || r.asked[0].Sole)
	for _, c := range q.Choices(q.Source(x)) {
		if _, known := index[c.Name]; !known && !c.None() && len(r.asked) < MaxAsked {
			index[c.Name] = len(r.asked)
			r.asked = append(r.asked, Asked{Code: c.Name, Name: c.Label, Sole: sole})
		}
	}
}

// groupsOf are the choices of the question of groups: the place of each among all groups, or -1 for one that is none.
func groupsOf(q *survey.Questionnaire, index map[string]int) map[string]int {
	groups := map[string]int{}
	if x := q.ByRole(survey.RoleGroup); x != nil {
		for _, c := range q.Choices(q.Source(x)) {
			if at, known := index[c.Name]; known && !c.None() {
				groups[c.Name] = at
			} else {
				groups[c.Name] = -1
			}
		}
	}
	return groups
}

func (v *version) readGroups(resp *survey.Response, b *Ballot) error {
	given, _ := given(resp, v.group)
	for _, name := range given.Choices {
		at, ok := v.groups[name]
		switch {
		case !ok:
			return v.group.invalid()
		case at >= 0:
			b.Groups = append(b.Groups, at)
		}
	}
	return nil
}

// mergeAsked takes the groups of all parts, and says where those of each part stand among them. They are Sole where those
// of all parts that asked are.
func (in *Input) mergeAsked(parts []Input) (places [][]int) {
	index, sole := map[string]int{}, true
	for _, part := range parts {
		var at []int
		for _, a := range part.Asked {
			if _, known := index[a.Code]; !known {
				index[a.Code] = len(in.Asked)
				in.Asked = append(in.Asked, a)
			}
			at, sole = append(at, index[a.Code]), sole && a.Sole
		}
		places = append(places, at)
	}
	for i := range in.Asked {
		in.Asked[i].Sole = sole
	}
	return places
}

// checkAsked is an ErrInvalid unless the tallies counted these groups.
func (in *Input) checkAsked() error {
	if n := in.Tally.layout.Asked; len(in.Asked) != n {
		return fmt.Errorf("prioritize: rank %d groups that were asked for by a tally of %d: %w", len(in.Asked), n, survey.ErrInvalid)
	}
	seen := map[string]bool{}
	for i, a := range in.Asked {
		if a.Code == "" || seen[a.Code] || a.Sole != in.Asked[0].Sole {
			return fmt.Errorf("prioritize: group %d: the code %q is empty, or that of another group, or it alone overlaps others or does not: %w", i+1, a.Code, survey.ErrInvalid)
		}
		seen[a.Code] = true
	}
	if len(in.Asked) == 0 || !in.Asked[0].Sole {
		return nil
	}
	for _, t := range []*Tally{in.Tally, in.Aside} {
		if t == nil {
			continue
		}
		for s, sums := range t.sources {
			if !t.layout.apart(sums) {
				return fmt.Errorf("prioritize: tally: source %+v: groups of which nobody belongs to two have more answers than there are: %w", s, survey.ErrInvalid)
			}
		}
	}
	return nil
}

// apart reports whether nobody can be in two groups, by what they chose.
func (l *layout) apart(sums []int64) bool {
	answered := sums[atAnswered]
	for g := range l.Asked {
		answered -= l.group(sums, g)[0]
	}
	for j := range l.m {
		chosen := sums[l.chosen.at+j]
		for g := range l.Asked {
			chosen -= l.group(sums, g)[1+j]
		}
		if chosen < 0 || answered-chosen < 0 {
			return false
		}
	}
	return answered >= 0
}
