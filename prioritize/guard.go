package prioritize

// Guard decides what of a campaign that is under way everybody may see. Two rankings
// that differ by the answers of a few would tell what they answered, so what it shows
// moves in steps of MinBase answers at least; and as long as answers come it shows the
// whole alone, since a village or a group moves by few. The zero Guard has shown
// nothing yet. It is not safe for concurrent use.
type Guard struct {
	shown *Ranking
}

// Show is what may be shown now that this is the ranking: its Public, or that of the
// one shown before while this one has up to MinBase-1 answers more, or fewer. A Guard is
// for rankings of one campaign by one rule.
func (g *Guard) Show(now Ranking) Ranking {
	if g.shown == nil || !g.differsByFew(&now) {
		public := now.Public()
		g.shown = &public
	}
	return *g.shown
}

// differsByFew reports whether any number of answers differs by a few.
func (g *Guard) differsByFew(now *Ranking) bool {
	return few(now.Count-g.shown.Count) || few(now.Answered-g.shown.Answered) || few(now.Ranked-g.shown.Ranked) ||
		few(now.Pointed-g.shown.Pointed) || few(now.Compared-g.shown.Compared)
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
