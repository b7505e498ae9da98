package prioritize

import "slices"

// Guard decides what of a campaign that is under way everybody may see. Two rankings
// that differ by the answers of a few would tell what they answered. So it is told whose
// answers change, and what it shows moves when those are MinBase people at least, and
// then all rankings at once: by another rule a moment later they would differ by a few
// again. As long as answers come it shows the whole alone, since a village or a group
// moves by few. The zero Guard has shown nothing yet. It is not safe for concurrent use.
type Guard struct {
	shown   []Ranking
	changed map[string]struct{} // responses, since shown was made
}

// Changed tells that a response, by its ID, was given, corrected, judged or withdrawn. Whatever
// Show is given next must have it.
func (g *Guard) Changed(response string) {
	if g.changed == nil {
		g.changed = map[string]struct{}{}
	}
	g.changed[response] = struct{}{}
}

// Show is what may be shown now that these are the rankings, each by another rule and
// always by the same ones in the same order: the Public of each, or those that were shown
// before while too few have changed.
func (g *Guard) Show(now ...Ranking) []Ranking {
	if g.shown == nil || len(g.changed) >= MinBase && len(now) == len(g.shown) && !g.differsByFew(now) {
		g.shown = nil
		for i := range now {
			g.shown = append(g.shown, now[i].Public())
		}
		clear(g.changed)
	}
	return slices.Clone(g.shown)
}

// differsByFew reports whether any number of answers differs by a few: not all who
// answer answer every question.
func (g *Guard) differsByFew(now []Ranking) bool {
	for i, was := range g.shown {
		is := &now[i]
		if few(is.Count-was.Count) || few(is.Answered-was.Answered) || few(is.Ranked-was.Ranked) ||
			few(is.Pointed-was.Pointed) || few(is.Compared-was.Compared) {
			return true
		}
	}
	return false
}

// few reports whether a number of answers more or less is that of a few people.
func few(n int64) bool { return n != 0 && -MinBase < n && n < MinBase }

// Public is the ranking without what it says of villages and groups, and without what
// it would be if some answers were left out.
func (r *Ranking) Public() Ranking {
	p := *r
	p.Villages, p.Groups, p.Without, p.Representation = []Segment{}, []Segment{}, nil, nil
	p.Items = make([]Item, len(r.Items))
	for i, it := range r.Items {
		it.Villages, it.Groups, it.Gaps, it.Between, it.Flip = []Part{}, []Part{}, nil, nil, nil
		p.Items[i] = it
	}
	return p
}
