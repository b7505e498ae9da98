package coding

import (
	"cmp"
	"slices"
)

// Reason is why a need is suggested for a group.
type Reason string

// The reasons.
const (
	LikeCoded Reason = "coded" // texts of the group were coded so
	LikeWords Reason = "words" // it is called so
	LikeGroup Reason = "group" // a group that says nearly the same was coded so
)

// Suggestion is the needs that a group may stand for, and why: Like is the text or the words that it is like.
type Suggestion struct {
	Needs  []string
	Reason Reason
	Like   string
}

// near is how much a group must have in common with another for what that was coded to, 0..1; see likeness.
const near = 0.3

// Suggester suggests needs by what was coded already.
type Suggester struct {
	g     *Grouping
	coded []chosen      // of each group; its needs are nil where nothing of it was coded
	by    map[int][]int // the coded groups whose first wording has a stem
}

// chosen is what most of the coded texts of a group were coded to, and the first of them.
type chosen struct {
	needs []string
	text  int
}

// Suggester takes what each text was coded to; ok is false for one that was not.
func (g *Grouping) Suggester(coded func(text int) (needs []string, ok bool)) *Suggester {
	s := &Suggester{g: g, coded: make([]chosen, len(g.Groups)), by: map[int][]int{}}
	for i := range g.Groups {
		s.coded[i] = mostCoded(g.Groups[i].Texts, coded)
		if s.coded[i].needs == nil {
			continue
		}
		for _, n := range g.wordings[g.Groups[i].leader].stems {
			s.by[n] = append(s.by[n], i)
		}
	}
	return s
}

func mostCoded(texts []int, coded func(int) ([]string, bool)) chosen {
	type times struct {
		chosen
		n int
	}
	var all []times
	for _, t := range texts {
		needs, ok := coded(t)
		if !ok {
			continue
		}
		at := slices.IndexFunc(all, func(x times) bool { return slices.Equal(x.needs, needs) })
		if at < 0 {
			at = len(all)
			all = append(all, times{chosen: chosen{append([]string{}, needs...), t}})
		}
		all[at].n++
	}
	if len(all) == 0 {
		return chosen{}
	}
	return slices.MaxFunc(all, func(a, b times) int { return cmp.Or(a.n-b.n, b.text-a.text) }).chosen
}

// For suggests needs for a group: what others of its texts were coded to, what the lexicon finds in it, or what the group
// was coded to that is most like it. A suggestion without needs, but with a reason, is that it names none; ok is false where there is none.
func (s *Suggester) For(group int) (suggestion Suggestion, ok bool) {
	x := &s.g.Groups[group]
	if c := s.coded[group]; c.needs != nil {
		return Suggestion{c.needs, LikeCoded, s.g.texts[c.text]}, true
	}
	if len(x.Needs) > 0 {
		return Suggestion{x.Needs, LikeWords, x.Like}, true
	}
	own := s.g.wordings[x.leader].stems
	best, likeness := -1, near
	for _, n := range own {
		for _, i := range s.by[n] {
			d := s.g.likeness(own, s.g.wordings[s.g.Groups[i].leader].stems)
			if d > likeness || d == likeness && (best < 0 || i < best) {
				best, likeness = i, d
			}
		}
	}
	if best < 0 {
		return Suggestion{}, false
	}
	return Suggestion{s.coded[best].needs, LikeGroup, s.g.texts[s.coded[best].text]}, true
}
