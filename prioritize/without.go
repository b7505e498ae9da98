package prioritize

import (
	"slices"

	"ashar/survey"
)

// Without is what the order would be if some answers were left out, the others
// weighted anew. It tells ranks and no figures, and there is none where those left
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
)

// channels in the order in which they are left out.
var channels = []survey.Channel{survey.Web, survey.Bot, survey.Assisted, survey.Paper, survey.Terminal}

// withouts leaves out one village after another, one channel, and the flagged.
func (k *ranker) withouts() []Without {
	var all []Without
	if k.parts == nil && k.fence.hides() {
		return nil
	}
	add := func(left Left, key string, out func(Source) bool) {
		if w, ok := k.without(out); ok {
			w.Left, w.Key = left, key
			all = append(all, w)
		}
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
	return all
}

func (k *ranker) without(out func(Source) bool) (Without, bool) {
	left := k.in.Tally.sum(atCount, out)
	x := k.weigh(func(s Source) bool { return !out(s) })
	rest := x.sample(k.in.Rule, everywhere)
	if left < MinBase || k.main.answers-rest.answers < MinBase || rest.answers < MinAnswers {
		return Without{}, false
	}
	// Those who remain may be one other village: what few of them chose is hidden too, and
	// for the whole order what few of those left out did.
	remain, gone := x.sample(Reach, everywhere), k.sample(Reach)
	few, fewOfEither := slices.Clone(k.hidden), slices.Clone(k.hidden)
	for j, n := range remain.counts() {
		few[j] = few[j] || !survey.Disclosable(n, remain.answers)
		fewOfEither[j] = few[j] || !survey.Disclosable(gone.chosen(j)-n, gone.answers-remain.answers)
	}
	places := func(hidden []bool) []int {
		f := newFence(hidden, remain.counts(), remain.answers)
		f.shut = k.fence.shut
		return f.places(rest.rule, rest.scores(), rest.answers)
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
