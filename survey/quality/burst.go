package quality

import (
	"sort"
	"time"

	"ashar/survey"
)

// source is where a burst comes from.
type source struct {
	village string
	channel survey.Channel
}

// bursts are the groups of responses with all the same answers, from one village by one channel, of which Rules.Burst came
// within Rules.Within and which are Rules.Chance times as many as could be expected to be alike.
//
// What can be expected is n p, where n others came from there in that time and p is the product of the shares with which
// each of the answers is given, in that village or in all, whichever is more: as if everybody answered each question by
// itself. An answer that hangs on another one has its share of those who gave that one. Those who answer all the same
// are taken for no more than all the others are, so that a burst does not make itself common; and a share is taken as if
// two more had answered, evenly over what was possible.
func (l *Look) bursts(order []*record) []group {
	bySource, alike := map[source][]*record{}, map[source]map[uint64][]*record{}
	for _, r := range order {
		if r.asked == 0 || r.asked == r.skipped {
			continue // nothing was said
		}
		s := source{r.village, r.channel}
		bySource[s] = append(bySource[s], r)
		if alike[s] == nil {
			alike[s] = map[uint64][]*record{}
		}
		alike[s][r.answers] = append(alike[s][r.answers], r)
	}
	var found []group
	for _, groups := range alike {
		for _, rs := range groups {
			for _, run := range l.runs(rs) {
				found = append(found, group{why: Burst, of: run})
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	shares := l.shares(order, found)
	var odd []group
	for _, g := range found {
		first, last := g.of[0], g.of[len(g.of)-1]
		n := between(bySource[source{first.village, first.channel}], first.sent, last.sent) - 1
		if k := len(g.of) - 1; float64(k) >= l.rules.Chance*float64(n)*shares.of(first) {
			odd = append(odd, g)
		}
	}
	return odd
}

// runs are the longest runs, of responses in the order in which they were sent, in which every one is among Burst that
// came within Within.
func (l *Look) runs(rs []*record) [][]*record {
	k, within := l.rules.Burst, l.rules.Within.Milliseconds()
	var runs [][]*record
	begin, end := 0, 0 // of the run under way: rs[begin:end]
	for i := 0; i+k <= len(rs); i++ {
		if rs[i+k-1].sent-rs[i].sent > within {
			continue
		}
		if end > begin && i >= end {
			runs = append(runs, rs[begin:end])
			begin = i
		} else if end == begin {
			begin = i
		}
		end = i + k
	}
	if end > begin {
		runs = append(runs, rs[begin:end])
	}
	return runs
}

// between counts the responses of a source that were sent from one moment to another.
func between(rs []*record, from, until int64) int {
	begin := sort.Search(len(rs), func(i int) bool { return rs[i].sent >= from })
	end := sort.Search(len(rs), func(i int) bool { return rs[i].sent > until })
	return end - begin
}

// given is an answer as it is counted: to one question, by all ("") or in one village, and of those who gave that answer
// to the question that it hangs on; without an answer, all who did.
type given struct {
	village string
	slot    int
	of, is  value
}

// shares counts what is needed to know how common the answers of some groups are.
type shares struct {
	look   *Look
	counts map[given]int
	same   map[sameIn]int // how many gave all the same answers
}

// sameIn are all answers together, given in a village or in all ("").
type sameIn struct {
	village string
	answers uint64
}

// shares counts the answers of the groups among all responses that do not give all of the same answers as any of them.
func (l *Look) shares(order []*record, groups []group) *shares {
	s := &shares{look: l, counts: map[given]int{}, same: map[sameIn]int{}}
	for _, g := range groups {
		s.same[sameIn{"", g.of[0].answers}] = 0
		s.each(g.of[0], func(of, is given) { s.counts[of], s.counts[is] = 0, 0 })
	}
	for _, r := range order {
		if n, same := s.same[sameIn{"", r.answers}]; same {
			s.same[sameIn{"", r.answers}] = n + 1
			s.same[sameIn{r.village, r.answers}]++
			continue
		}
		s.each(r, func(of, is given) {
			if n, wanted := s.counts[of]; wanted {
				s.counts[of] = n + 1
				if n, wanted := s.counts[is]; wanted {
					s.counts[is] = n + 1
				}
			}
		})
	}
	return s
}

// each names every answer of a response, in all and in its village, beside those among whom it is counted.
func (s *shares) each(r *record, do func(of, is given)) {
	for i, v := range r.values {
		if v == 0 {
			continue
		}
		var parent value
		if p := s.look.kinds[i].of; p >= 0 {
			parent = r.values[p]
		}
		for _, village := range [...]string{"", r.village} {
			of := given{village: village, slot: i, of: parent}
			is := of
			is.is = v
			do(of, is)
		}
	}
}

// of is the share with which all the answers of a response would be given by chance.
func (s *shares) of(r *record) float64 {
	best := make([]float64, len(r.values))
	s.each(r, func(of, is given) {
		others := s.counts[of]
		same := min(s.same[sameIn{of.village, r.answers}], others)
		p := (float64(s.counts[is]+same) + 2/is.is.options()) / (float64(others+same) + 2)
		best[is.slot] = max(best[is.slot], p)
	})
	p := 1.0
	for i, v := range r.values {
		if v != 0 {
			p *= best[i]
		}
	}
	return p
}

// span is how long a group took from its first to its last.
func (g *group) span() time.Duration {
	return time.Duration(g.of[len(g.of)-1].sent-g.of[0].sent) * time.Millisecond
}
