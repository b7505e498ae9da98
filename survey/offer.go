package survey

import (
	"bytes"
	"cmp"
	"slices"
)

// least is the number of choices from which it makes sense to ask.
func (x *Question) least() int {
	switch x.Kind {
	case Rank, Pairwise:
		return 2
	}
	return 1
}

// chosen names what the question Of left: the choices made there without the
// exclusive one, which stands alone, or what was given the highest level there.
func (w *walk) chosen(s *stop) []string {
	of := &w.stops[s.of]
	if !of.shown || of.value.Skipped {
		return nil
	}
	if of.question.Kind != Scale {
		names := of.value.Choices
		if len(names) == 1 && slices.ContainsFunc(of.choices, func(c Choice) bool { return c.Exclusive && c.Name == names[0] }) {
			return nil
		}
		return names
	}
	var names []string
	for _, l := range of.value.Levels {
		if l.Level == len(of.levels) {
			names = append(names, l.Choice)
		}
	}
	return names
}

// count returns how many choices there are to put before the respondent.
func (w *walk) count(s *stop) int {
	if s.filter == nil && s.question.Kind != Pairwise { // which leaves more out
		return len(w.chosen(s))
	}
	return len(w.offered(s))
}

// offered returns the choices to put before the respondent, in the list's order.
func (w *walk) offered(s *stop) []Choice {
	if s.of < 0 && s.filter == nil {
		return s.choices
	}
	var names []string
	if s.of >= 0 {
		names = w.chosen(s)
	}
	var offered []Choice
	for i := range s.choices {
		c := &s.choices[i]
		if s.of >= 0 && !slices.Contains(names, c.Name) {
			continue
		}
		if w.column = c; s.filter == nil || s.filter.Holds(w) {
			offered = append(offered, *c)
		}
	}
	w.column = nil
	return offered
}

// fits reports whether an answer accepted before is one of what is offered now.
func (w *walk) fits(s *stop) bool {
	v := s.value
	if v.Skipped {
		return true
	}
	if s.filter == nil && s.question.Kind != Pairwise { // the way of nearly all of them
		chosen := w.chosen(s)
		return s.covers(v, len(chosen), func(name string) bool { return slices.Contains(chosen, name) })
	}
	if s.question.Kind == Pairwise {
		return slices.EqualFunc(v.Pairs, w.compared(s, v.Pairs), func(a, b Pair) bool { return a.First == b.First && a.Second == b.Second })
	}
	offered := w.offered(s)
	return s.covers(v, len(offered), func(name string) bool { return contains(offered, name) })
}

// covers reports whether all that an answer names is among so many choices, and
// whether it names as many of them as it must.
func (s *stop) covers(v *Value, choices int, offers func(string) bool) bool {
	if s.whole && len(v.Choices)+len(v.Levels) != places(s.question, choices) {
		return false
	}
	for _, name := range v.Choices {
		if !offers(name) {
			return false
		}
	}
	for i := range v.Levels {
		if !offers(v.Levels[i].Choice) {
			return false
		}
	}
	return true
}

// places is how many of so many choices a rank orders.
func places(x *Question, choices int) int {
	if x.Max > 0 {
		return min(x.Max, choices)
	}
	return choices
}

// seedOf is from what the order of the question's choices follows. It is the same
// for all questions about one list, so that nothing changes its place between two
// screens.
func (w *walk) seedOf(s *stop) string {
	seed := cmp.Or(w.iv.Seed, w.iv.ID)
	if s.seed != nil {
		if v := s.seed.Eval(w).String(); v != "" {
			seed = v
		}
	}
	return seed + "\x00" + s.source
}

// inOrder returns the choices in the order in which this respondent meets them.
func (w *walk) inOrder(s *stop, choices []Choice) []Choice {
	if !s.question.Shuffle {
		return choices
	}
	return shuffled(w.seedOf(s), choices)
}

// shuffled orders choices by a digest of the seed and the name, so that two keep
// their order when others come or go. Those that stand last keep the list's order.
func shuffled(seed string, choices []Choice) []Choice {
	mixed := slices.Clone(choices)
	keys := make(map[string][]byte, len(choices))
	for i := range choices {
		if name := choices[i].Name; !choices[i].last() {
			keys[name] = digest("order", seed+"\x00"+name)
		}
	}
	slices.SortStableFunc(mixed, func(a, b Choice) int {
		switch ka, kb := keys[a.Name], keys[b.Name]; {
		case ka != nil && kb != nil:
			return bytes.Compare(ka, kb)
		case ka != nil:
			return -1
		case kb != nil:
			return 1
		}
		return 0
	})
	return mixed
}

// The names of choices that stand last in an order of chance.
const (
	nameNone  = "none"
	nameOther = "other"
)

// last reports whether the choice stays at the end when the others are shuffled.
func (c *Choice) last() bool {
	return c.None() || c.Other()
}

// compared are the pairs that this respondent compares, given those of which something was said: on paper they were
// printed, and turn from form to form, so that whichever were compared there count, as many as are asked for.
func (w *walk) compared(s *stop, said []Pair) []Pair {
	asked := w.pairs(s)
	if w.iv.Channel != Paper || len(said) != len(asked) {
		return asked
	}
	offered := w.offered(s)
	for i, p := range said {
		again := slices.ContainsFunc(said[:i], func(b Pair) bool {
			return b.First == p.First && b.Second == p.Second || b.First == p.Second && b.Second == p.First
		})
		if again || p.First == p.Second || !contains(offered, p.First) || !contains(offered, p.Second) {
			return asked
		}
	}
	return said
}

// pairs are those that this respondent compares. The choices stand in a ring in the
// respondent's own order; first each is compared with its neighbour, then with the
// one after that, and so on. So all that are met hang together, no choice is met
// more than once more often than another, and over many respondents every pair
// comes as often as any other.
func (w *walk) pairs(s *stop) []Pair {
	seed := w.seedOf(s) + "\x00" + s.question.Name
	ring := shuffled(seed, w.offered(s))
	m := len(ring)
	var pairs []Pair
	for i := range s.question.Pairs {
		step := 0
		if m > 0 {
			step = 1 + i/m
		}
		if step == 0 || 2*step > m || 2*step == m && i%m >= m/2 {
			break // every pair has come
		}
		p := Pair{First: ring[i%m].Name, Second: ring[(i+step)%m].Name}
		if digest("side", seed+"\x00"+p.First+"\x00"+p.Second)[0]&1 == 1 {
			p.First, p.Second = p.Second, p.First
		}
		pairs = append(pairs, p)
	}
	return pairs
}
