package prioritize

import (
	"cmp"
	"fmt"
	"slices"

	"ashar/prioritize/budget"
	"ashar/prioritize/vote"
	"ashar/survey"
)

// schulzeTopShare is in which part of the samples Schulze ranks each need among the
// first; nil where none are drawn.
func (k *ranker) schulzeTopShare() ([]float64, error) {
	rule := k.preferredBy()
	u := k.newUrn(rule)
	if u == nil {
		return nil, nil
	}
	return u.topShare(func() ([]int, error) {
		u.add()
		n, err := vote.NewMatrix(u.needs, func(a, b int) float64 { return round(u.preferred(rule, a, b)) })
		if err != nil {
			return nil, err
		}
		return first(vote.Schulze(n).Ranks(), k.in.Top), nil
	})
}

// sharesTopShare is in which part of the samples Equal Shares selects each need; nil
// where none are drawn.
func (k *ranker) sharesTopShare() ([]float64, error) {
	u := k.newUrn(Reach)
	if u == nil {
		return nil, nil
	}
	e := newElection(u.needs, k.in.Top)
	kinds, kind := u.kinds()
	counts, ballots := make([]int, len(kinds)), make([]budget.Ballot, 0, len(kinds))
	return u.topShare(func() ([]int, error) {
		clear(counts)
		for i, n := range u.counts {
			counts[kind[i]] += n
		}
		ballots = ballots[:0]
		for i, b := range kinds {
			if b.Count = counts[i]; b.Count > 0 {
				ballots = append(ballots, b)
			}
		}
		e.Ballots = ballots
		return elect(e)
	})
}

// kinds are the ballots that differ as Equal Shares counts them, in the order in which
// it looks at them, and of which of them each vote is. Their weights are in means.
func (u *urn) kinds() (kinds []budget.Ballot, kind []int) {
	order := make([]int, len(u.votes))
	mean := 0.0
	for i := range order {
		order[i] = i
		mean += u.weights[i] / float64(len(order))
	}
	same := func(i, j int) int {
		return cmp.Or(cmp.Compare(u.weights[i], u.weights[j]), slices.Compare(u.named[i], u.named[j]))
	}
	slices.SortStableFunc(order, same)
	kind = make([]int, len(order))
	for at, i := range order {
		if at == 0 || same(order[at-1], i) != 0 {
			kinds = append(kinds, budget.Ballot{Weight: u.weights[i] / mean, Approves: u.named[i]})
		}
		kind[i] = len(kinds) - 1
	}
	return kinds, kind
}

// TopShares is in which part of a bootstrap's samples each need is among the first
// in.Top by Reach or Borda, whichever the Input's rule is: 0..1 to three decimals, in
// the order of in.Needs. It is a second way to what the rank sets say of the whole
// municipality, which come from the covariance of all needs. It is nil where fewer
// than MinAnswers are looked at. It is an ErrInvalid of what Rank refuses, without
// Votes or with more than a bootstrap is made of, by Points, and of a village.
func TopShares(in Input) ([]float64, error) {
	in.Rule, in.Top = cmp.Or(in.Rule, Reach), cmp.Or(in.Top, DefaultTop)
	if err := in.check(); err != nil {
		return nil, err
	}
	if in.Rule == Points || in.Village != "" || in.Votes.samples() == 0 {
		return nil, fmt.Errorf("prioritize: bootstrap of %d votes by %q, village %q: %w", len(in.Votes), in.Rule, in.Village, survey.ErrInvalid)
	}
	turnouts, all := in.turnout()
	k := in.ranker(survey.Disclose(all, turnouts))
	u := k.newUrn(in.Rule)
	if u == nil {
		return nil, nil
	}
	scores := make([]float64, u.needs)
	return u.topShare(func() ([]int, error) {
		u.add()
		u.score(in.Rule, scores)
		return first(ranks(scores), in.Top), nil
	})
}

// score finds the mean scores of the sample, those of Borda but for the 1/2 that all
// have (B_j = 1/2 + sum of N_jk - N_kj over 2(m-1) W).
func (u *urn) score(rule Rule, scores []float64) {
	total := 0.0
	for i, n := range u.counts {
		total += float64(u.weights[i] * float64(n))
	}
	for j := range scores {
		if rule == Reach {
			scores[j] = round(u.single[j] / total)
			continue
		}
		sum := 0.0
		for k := range u.needs {
			if k != j {
				sum += u.preferred(rule, j, k) - u.preferred(rule, k, j)
			}
		}
		scores[j] = round(sum / (total * float64(2*max(1, u.needs-1))))
	}
}
