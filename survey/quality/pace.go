package quality

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Pace is how somebody works who types answers in for others. It is no accusation: a village where all want one thing
// gives forms that are alike, and a practised hand is quick. Shares are of 0..1.
type Pace struct {
	By      string // the account
	Forms   int
	Aside   int           // of them, that do not count
	Median  time.Duration // that a form took, from its beginning until it was sent or the next one begun; 0 where it is not known
	Busiest int           // forms begun in the busiest hour
	Fast    int           // that took less than they must, on days with several such; see TooFast
	Skipped float64       // of the questions
	Scales  int           // forms with a long scale
	// Straight is the share of Scales on which all was given one level.
	Straight float64
	// Alike is the share of answers in which two forms from one village agree, of the needs and all else but who the
	// respondent is and their own words; OthersAlike that of others' answers in the same villages. Both are 0 where there
	// are too few, and Compared is false.
	Alike, OthersAlike float64
	Compared           bool
}

// paces are those of each enumerator, and of all together.
func (l *Look) paces(order []*record, fast []group) (each []Pace, usual Pace) {
	quick := map[string]int{}
	for _, g := range fast {
		quick[g.by] += len(g.of)
	}
	by := byEnumerator(order)
	alike := l.alike(order)
	var times []time.Duration
	var straight, skipped, asked int
	for _, name := range slices.Sorted(maps.Keys(by)) {
		p := Pace{By: name, Fast: quick[name]}
		t := p.count(by[name], l.untimed)
		a := alike[name]
		p.Alike, p.OthersAlike, p.Compared = a.own, a.others, a.known
		each = append(each, p)
		times = append(times, t.times...)
		usual.Forms, usual.Aside, usual.Fast, usual.Scales = usual.Forms+p.Forms, usual.Aside+p.Aside, usual.Fast+p.Fast, usual.Scales+p.Scales
		usual.Busiest = max(usual.Busiest, p.Busiest)
		straight, skipped, asked = straight+t.straight, skipped+t.skipped, asked+t.asked
	}
	usual.Median, usual.Straight, usual.Skipped = median(times), share(straight, usual.Scales), share(skipped, asked)
	return each, usual
}

// totals are what a Pace is worked out from.
type totals struct {
	times                    []time.Duration
	straight, skipped, asked int
}

// count counts the forms of one enumerator, in the order in which they were begun.
func (p *Pace) count(rs []*record, untimed bool) totals {
	var t totals
	var begun []int64 // in the hour before
	for i, r := range rs {
		p.Forms++
		if !r.counts() {
			p.Aside++
		}
		t.skipped, t.asked = t.skipped+int(r.skipped), t.asked+int(r.asked)
		if r.scaled {
			p.Scales++
		}
		if r.straight {
			t.straight++
		}
		if r.batch || untimed {
			continue
		}
		if took, known := spent(rs, i); known {
			t.times = append(t.times, time.Duration(took)*time.Millisecond)
		}
		begun = append(begun, r.begun)
		for r.begun-begun[0] >= time.Hour.Milliseconds() {
			begun = begun[1:]
		}
		p.Busiest = max(p.Busiest, len(begun))
	}
	p.Median, p.Straight, p.Skipped = median(t.times), share(t.straight, p.Scales), share(t.skipped, t.asked)
	return t
}

func median(times []time.Duration) time.Duration {
	if len(times) == 0 {
		return 0
	}
	times = slices.Sorted(slices.Values(times))
	n := len(times)
	return (times[(n-1)/2] + times[n/2]) / 2
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// agreement is how alike somebody's forms are, and others' in the same villages.
type agreement struct {
	own, others float64
	known       bool
}

// alike compares each enumerator's forms with each other, and those of all others in their villages. Of n answers to a
// question, of which c are the same, c(c-1) of n(n-1) pairs agree.
func (l *Look) alike(order []*record) map[string]agreement {
	type place struct{ village, by string }
	counts := map[place]*tallied{}
	at := func(p place) *tallied {
		if counts[p] == nil {
			counts[p] = &tallied{counts: map[answer]int{}}
		}
		return counts[p]
	}
	enumerated := map[string]bool{} // villages
	for _, r := range order {
		enumerated[r.village] = enumerated[r.village] || r.by != ""
	}
	for _, r := range order {
		if !enumerated[r.village] || r.values == nil {
			continue
		}
		at(place{r.village, ""}).add(l, r)
		if r.by != "" {
			at(place{r.village, r.by}).add(l, r)
		}
	}
	sums := map[string]*[3]float64{} // own x weight, others x weight, weight
	places := slices.SortedFunc(maps.Keys(counts), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.village, b.village), cmp.Compare(a.by, b.by))
	})
	for _, p := range places {
		mine, all := counts[p], counts[place{p.village, ""}]
		if p.by == "" || mine.forms < l.rules.Compared || all.forms-mine.forms < l.rules.Compared {
			continue
		}
		own, ownPairs := agree(mine.counts, nil, len(l.kinds))
		others, otherPairs := agree(all.counts, mine.counts, len(l.kinds))
		if ownPairs == 0 || otherPairs == 0 {
			continue
		}
		if sums[p.by] == nil {
			sums[p.by] = &[3]float64{}
		}
		s, w := sums[p.by], float64(mine.forms)
		s[0], s[1], s[2] = s[0]+w*own, s[1]+w*others, s[2]+w
	}
	found := map[string]agreement{}
	for by, s := range sums {
		found[by] = agreement{s[0] / s[2], s[1] / s[2], true}
	}
	return found
}

// answer is an answer to a question.
type answer struct {
	slot int
	is   value
}

// tallied counts the answers of some forms.
type tallied struct {
	forms  int
	counts map[answer]int
}

func (t *tallied) add(l *Look, r *record) {
	t.forms++
	for i, v := range r.values {
		if v != 0 && !l.kinds[i].about && !l.kinds[i].words {
			t.counts[answer{i, v}]++
		}
	}
}

// agree is the share of pairs of answers to one question that are the same, less those of some; the sums are of whole
// numbers, so that their order does not matter.
func agree(counts, less map[answer]int, slots int) (part float64, pairs int) {
	n, same := make([]int, slots), 0
	for a, c := range counts {
		c -= less[a]
		n[a.slot] += c
		same += c * (c - 1)
	}
	for _, n := range n {
		pairs += n * (n - 1)
	}
	return share(same, pairs), pairs
}
