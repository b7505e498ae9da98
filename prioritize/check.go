package prioritize

import (
	"fmt"
	"math"

	"ashar/prioritize/vote"
)

// Check is what another rule makes of the same answers: an alarm where it disagrees.
type Check struct {
	Rule string `json:"rule" bson:"rule"` // Reach, Borda, Points, or one of the names below
	// Ranks are beside the items of the ranking; 0 where they must not be told, see Item.
	Ranks []int `json:"ranks" bson:"ranks"`
	// Tau is Kendall's tau_b between these ranks and those of the ranking: 1 when no
	// two needs stand the other way about, -1 when all do. Needs whose ranks are not
	// told count as tied behind all others.
	Tau float64 `json:"tau" bson:"tau"`
	// Heuristic: so many needs go round in circles that the order is not proved best.
	Heuristic bool `json:"heuristic,omitempty" bson:"heuristic,omitempty"`
	// Several: other orders are as good by this rule, which is Kemeny's; the one here is
	// the first of them, and where it differs that is no alarm.
	Several bool `json:"several,omitempty" bson:"several,omitempty"`
	// TopShare is in which part of the Method's Bootstrap samples each item is among the
	// first Method.Top by this rule, 0..1 to three decimals, beside the items. Where a
	// sample ties items, more than Method.Top may be. Only Schulze's has it, only with
	// the Input's Votes, and not where needs that few chose have a part of it.
	TopShare []float64 `json:"p_top,omitempty" bson:"p_top,omitempty"`
}

// The names of the rules that compare every two needs.
const (
	RuleSchulze      = "schulze"
	RuleCopeland     = "copeland"
	RuleKemeny       = "kemeny"
	RuleBradleyTerry = "bradley-terry"
)

// prior is the alpha of Bradley-Terry.
const prior = 0.1

// checks ranks by all other rules that the answers allow. Schulze, Copeland and
// Kemeny compare needs by the residents' orders, a ranked need above an unranked
// one; where too few gave an order, by their choices, a chosen need above another.
func (k *ranker) checks() ([]Check, error) {
	var all []Check
	add := func(rule string, ranks []int) {
		all = append(all, Check{Rule: rule, Ranks: ranks, Tau: tau(k.placed, ranks)})
	}
	for _, rule := range Rules() {
		if s := k.sample(rule); rule != k.in.Rule && s.answers >= MinAnswers {
			add(string(rule), k.places(s))
		}
	}
	n, err := k.preferences()
	if err != nil {
		return nil, fmt.Errorf("prioritize: preferences: %w", err)
	}
	if n != nil {
		consensus := vote.Kemeny(n)
		add(RuleSchulze, k.fence.among(k.preferredBy(), vote.Schulze(n).Ranks()))
		topShare, err := k.schulzeTopShare()
		if err != nil {
			return nil, fmt.Errorf("prioritize: bootstrap of schulze: %w", err)
		}
		all[len(all)-1].TopShare = k.unlessTold(topShare)
		add(RuleCopeland, k.fence.among(k.preferredBy(), vote.Copeland(n).Ranks()))
		add(RuleKemeny, k.fence.among(k.preferredBy(), consensus.Ranks()))
		last := &all[len(all)-1]
		last.Heuristic = consensus.Heuristic
		if last.Several, err = k.several(n, last.Ranks); err != nil {
			return nil, fmt.Errorf("prioritize: kemeny: %w", err)
		}
	}
	if k.in.Tally.sum(atCompared, everySource) >= MinAnswers {
		n, err := k.comparisons()
		if err != nil {
			return nil, fmt.Errorf("prioritize: comparisons: %w", err)
		}
		r, err := vote.BradleyTerry(n, prior)
		if err != nil {
			return nil, fmt.Errorf("prioritize: comparisons: %w", err)
		}
		add(RuleBradleyTerry, k.fence.among("", r.Ranks()))
	}
	return all, nil
}

// several reports whether Kemeny finds several orders of the needs whose ranks are told
// as good; that of the others must not be.
func (k *ranker) several(n *vote.Matrix, ranks []int) (bool, error) {
	var told []int
	for j, r := range ranks {
		if r > 0 {
			told = append(told, j)
		}
	}
	if len(told) < 2 {
		return false, nil
	}
	part, err := vote.NewMatrix(len(told), func(a, b int) float64 { return n.N(told[a], told[b]) })
	if err != nil {
		return false, err
	}
	c := vote.Kemeny(part)
	return !c.Unique && !c.Heuristic, nil
}

// preferences is the weight of those who prefer one need to another; nil where too
// few told.
func (k *ranker) preferences() (*vote.Matrix, error) {
	l := k.x.layout
	switch k.preferredBy() {
	case Borda:
		return k.matrix(l.preferred)
	case Reach:
		return k.matrix(func(s []int64, j, k int) int64 { return l.product(s, Reach, j, j) - l.product(s, Reach, j, k) })
	}
	return nil, nil //nolint:nilnil // too few: there is nothing to compare by
}

// preferredBy is Borda where needs are compared by orders, Reach where by choices, and
// "" where too few told either.
func (k *ranker) preferredBy() Rule {
	for _, rule := range []Rule{Borda, Reach} {
		if s := k.sample(rule); s.answers >= MinAnswers {
			return rule
		}
	}
	return ""
}

// comparisons is the weight of the comparisons that one need won against another.
func (k *ranker) comparisons() (*vote.Matrix, error) {
	l := k.x.layout
	return k.matrix(func(s []int64, j, k int) int64 { return s[l.better.at+j*l.m+k] })
}

func (k *ranker) matrix(of func(sums []int64, j, k int) int64) (*vote.Matrix, error) {
	return vote.NewMatrix(k.x.layout.m, func(a, b int) float64 {
		var n float64
		for _, c := range k.x.cells {
			n += float64(c.weight * float64(of(c.sums, a, b)))
		}
		return round(n)
	})
}

// tau is Kendall's tau_b of two sets of places, rounded; 0 where either ties all.
func tau(a, b []int) float64 {
	a, b = lastIfUntold(a), lastIfUntold(b)
	x, y := make([]float64, len(a)), make([]float64, len(b))
	for i := range a {
		x[i], y[i] = float64(a[i]), float64(b[i])
	}
	if t := vote.KendallTauB(x, y); !math.IsNaN(t) {
		return round(t)
	}
	return 0
}
