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
// each of the answers is given at other times: from there, or by all, whichever is more. That is as if everybody answered
// each question by itself; but an answer that hangs on another one has its share of those who gave that one. Where too
// few came from there at other times, the shares are those of all who came from there, of whom those who answer all the
// same are taken for no more than the others are. A share is taken as if two more had answered, evenly over what was
// possible.
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
	runs := map[uint64][]group{} // by all answers together
	for _, groups := range alike {
		for answers, rs := range groups {
			for _, run := range l.runs(rs) {
				runs[answers] = append(runs[answers], group{why: Burst, of: run})
			}
		}
	}
	all, ofSource := some(order), map[source][]*record{}
	var odd []group
	for _, groups := range runs {
		others := l.shares(groups[0].of[0], all, outside(groups))
		for _, g := range groups {
			first, last := g.of[0], g.of[len(g.of)-1]
			s := source{first.village, first.channel}
			if ofSource[s] == nil {
				ofSource[s] = some(bySource[s])
			}
			there := l.shares(first, ofSource[s], outside(groups))
			if there.n < l.rules.Known {
				there = l.shares(first, ofSource[s], nil)
			}
			n := between(bySource[s], first.sent, last.sent) - 1
			if k := len(g.of) - 1; float64(k) >= l.rules.Chance*float64(n)*chance(there, others) {
				odd = append(odd, g)
			}
		}
	}
	return odd
}

// some are at most mostCounted of the responses, evenly in their order: enough to know a share by.
func some(rs []*record) []*record {
	if len(rs) <= mostCounted {
		return rs
	}
	picked := make([]*record, mostCounted)
	for i := range picked {
		picked[i] = rs[i*len(rs)/mostCounted]
	}
	return picked
}

// mostCounted is of how many responses the shares of answers are counted.
const mostCounted = 4000

// outside reports of a response whether it was sent when none of the groups, from its village by its channel, was.
func outside(groups []group) func(*record) bool {
	return func(r *record) bool {
		for i := range groups {
			of := groups[i].of
			if of[0].village == r.village && of[0].channel == r.channel && of[0].sent <= r.sent && r.sent <= of[len(of)-1].sent {
				return false
			}
		}
		return true
	}
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

// shares are the shares of a response's answers, by slot, among n others.
type shares struct {
	n  int
	of []float64
}

// shares counts a response's answers among others. Without which ones to take, it takes all, of whom those who answer all
// the same are taken for no more than the others are.
func (l *Look) shares(r *record, among []*record, take func(*record) bool) shares {
	asked, given := make([]int, len(r.values)), make([]int, len(r.values)) // of those who differ, or of all that are taken
	same := 0
	s := shares{of: make([]float64, len(r.values))}
	for _, o := range among {
		switch {
		case len(o.values) != len(r.values) || take != nil && !take(o):
			continue
		case take == nil && o.answers == r.answers:
			same++
			continue
		}
		s.n++
		for i, v := range o.values {
			if p := l.kinds[i].of; v == 0 || p >= 0 && o.values[p] != r.values[p] {
				continue
			}
			asked[i]++
			if v == r.values[i] {
				given[i]++
			}
		}
	}
	for i, v := range r.values {
		if v != 0 {
			more := min(same, asked[i])
			s.of[i] = (float64(given[i]+more) + 2/v.options()) / (float64(asked[i]+more) + 2)
		}
	}
	return s
}

// chance is the chance that somebody gives all the answers, by the larger of each of two shares.
func chance(a, b shares) float64 {
	p := 1.0
	for i := range a.of {
		if share := max(a.of[i], b.of[i]); share > 0 { // else it was not asked
			p *= share
		}
	}
	return p
}

// span is how long a group took from its first to its last.
func (g *group) span() time.Duration {
	return time.Duration(g.of[len(g.of)-1].sent-g.of[0].sent) * time.Millisecond
}
