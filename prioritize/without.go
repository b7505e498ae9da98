package prioritize

import (
	"slices"

	"ashar/survey"
)

// Without is what the order would be if some answers were left out, or if those that were set
// aside were not, the others weighted anew. It tells ranks and no figures, and there is none where those left
// out, or those that remain, are a few: figures with and without them would tell
// what they answered. Nor is there one of a village in which needs are hidden, or where
// the first Method.Top must not be told.
type Without struct {
	Left Left   `json:"left" bson:"left"`                   // what is left out
	Key  string `json:"key,omitempty" bson:"key,omitempty"` // which village or channel
	// Ranks are beside the items of the ranking; 0 where they must not be told, see Item.
	// They are nil, and Tau is 0, where they would tell what a few of those left out chose.
	Ranks []int   `json:"ranks,omitempty" bson:"ranks,omitempty"`
	Tau   float64 `json:"tau,omitempty" bson:"tau,omitempty"` // Kendall's tau_b with the ranking, as of a Check
	// Same: the first Method.Top are the same needs, in whatever order.
	Same bool `json:"same_top" bson:"same_top"`
}

// Left says what is left out.
type Left string

// What is left out, one after another.
const (
	LeftVillage Left = "village"
	LeftChannel Left = "channel"
	LeftFlagged Left = "flagged" // answers that are to be looked at; see Flag
	// LeftExcluded is the other way about: the order with the answers that were set aside,
	// which the ranking is without.
	LeftExcluded Left = "excluded"
)

// channels in the order in which they are left out.
var channels = []survey.Channel{survey.Web, survey.Bot, survey.Assisted, survey.Paper, survey.Terminal}

// withouts leaves out one village after another, one channel, and the flagged, and takes in
// those that were set aside.
func (k *ranker) withouts() []Without {
	var all []Without
	if k.parts == nil && k.fence.hides() {
		return nil
	}
	enter := func(left Left, key string, w Without, ok bool) {
		if ok {
			w.Left, w.Key = left, key
			all = append(all, w)
		}
	}
	add := func(left Left, key string, out func(Source) bool) {
		w, ok := k.without(out)
		enter(left, key, w, ok)
	}
	if k.parts != nil {
		of := k.in.areaOf()
		for _, id := range k.in.areas() {
			add(LeftVillage, id, func(s Source) bool { return of[s.Village] == id })
		}
	}
	for _, c := range channels {
		add(LeftChannel, string(c), func(s Source) bool { return s.Channel == c })
	}
	add(LeftFlagged, "", func(s Source) bool { return s.Flagged })
	w, ok := k.withAside()
	enter(LeftExcluded, "", w, ok)
	return all
}

func (k *ranker) without(out func(Source) bool) (Without, bool) {
	if k.in.Tally.sum(atCount, out) < MinBase {
		return Without{}, false
	}
	x := k.weigh(func(s Source) bool { return !out(s) })
	return k.otherwise(&x)
}

// withAside takes in what was set aside.
func (k *ranker) withAside() (Without, bool) {
	if k.in.aside() < MinBase {
		return Without{}, false
	}
	all := k.in.Tally.Clone()
	if err := all.Merge(k.in.Aside); err != nil { // they are of one shape; see Input.check
		return Without{}, false
	}
	_, x := all.weighBy(k.step, k.in.Municipality, everySource)
	return k.otherwise(&x)
}

// otherwise is what the order would be by some of the answers, or by more of them.
func (k *ranker) otherwise(x *weighed) (Without, bool) {
	other := x.sample(k.in.Rule, everywhere)
	if apart(k.main.answers, other.answers) < MinBase || other.answers < MinAnswers {
		return Without{}, false
	}
	// Those who remain may be one other village: what few of them chose is hidden too, and
	// for the whole order what few of those did who make the difference.
	now, was := x.sample(Reach, everywhere), k.sample(Reach)
	few, fewOfEither := slices.Clone(k.hidden), slices.Clone(k.hidden)
	for j, n := range now.counts() {
		few[j] = few[j] || !survey.Disclosable(n, now.answers)
		fewOfEither[j] = few[j] || !survey.Disclosable(apart(was.chosen(j), n), apart(was.answers, now.answers))
	}
	places := func(hidden []bool) []int {
		f := newFence(hidden, now.counts(), now.answers)
		f.shut = k.fence.shut
		return f.places(other.rule, other.scores(), other.answers)
	}
	r, all := places(few), places(fewOfEither)
	firsts, others := first(k.placed, k.in.Top), first(r, k.in.Top)
	if len(others) < len(firsts) && slices.Contains(r, 0) {
		return Without{}, false
	}
	w := Without{Same: slices.Equal(firsts, others)}
	if slices.Equal(r, all) {
		w.Ranks, w.Tau = r, tau(k.placed, r)
	}
	return w, true
}

// apart is how far two counts are from each other.
func apart(a, b int64) int64 { return max(a, b) - min(a, b) }

// first are the indexes of the places that are told to be among the first k.
func first(ranks []int, k int) []int {
	var all []int
	for i, r := range ranks {
		if 0 < r && r <= k {
			all = append(all, i)
		}
	}
	return all
}
