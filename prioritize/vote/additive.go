package vote

import (
	"errors"
	"fmt"
)

// ErrListed is the error of rules that need to know what was not listed.
var ErrListed = errors.New("only the listed items were shown, so that what was not listed says nothing; use copeland, schulze, kemeny, bradley-terry or plackett-luce")

// Reach orders items by the share of the ballots' weight that ranks them at all,
// wherever. Scores are from 0 to 1. Errors: as Validate, and ErrListed.
func Reach(p *Profile) (Result, error) {
	scores, err := p.additive(func(score []float64, b *Ballot) float64 {
		for _, tier := range b.Tiers {
			for _, j := range tier {
				score[j] += b.Weight
			}
		}
		return 0
	}, 1)
	if err != nil {
		return Result{}, err
	}
	return placed("reach", scores), nil
}

// Borda orders items by the mean of their symmetric truncated Borda score. Of m
// items, with k ranked, the one on position r scores (m-r)/(m-1); tied ones the
// mean of their positions; unranked ones (m-k-1)/(2(m-1)) each, the mean of the
// positions that are left. A single item scores 1/2. Scores are from 0 to 1, and
// equal 1/2 + sum over k of (N_jk - N_kj) / (2(m-1)W) with the Matrix N and the
// weight W. Errors: as Validate, and ErrListed.
func Borda(p *Profile) (Result, error) {
	m := len(p.Items)
	scores, err := p.additive(func(score []float64, b *Ballot) float64 {
		k := 0
		for _, tier := range b.Tiers {
			k += len(tier)
		}
		// Twice the score times m-1, so that whole weights have whole sums.
		unranked := float64(m - k - 1)
		above := 0
		for _, tier := range b.Tiers {
			twice := float64(2*m - 2*above - len(tier) - 1)
			for _, j := range tier {
				score[j] += float64(b.Weight * (twice - unranked))
			}
			above += len(tier)
		}
		return unranked
	}, float64(2*(m-1)))
	if err != nil {
		return Result{}, err
	}
	if m == 1 {
		scores[0] = 0.5
	}
	return placed("borda", scores), nil
}

// additive sums what each ballot gives to the items, and to all of them alike, and
// divides by the weight and the unit.
func (p *Profile) additive(add func(score []float64, b *Ballot) (all float64), unit float64) ([]float64, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if p.Listed {
		return nil, fmt.Errorf("vote: %w", ErrListed)
	}
	scores, all := make([]float64, len(p.Items)), 0.0
	for i := range p.Ballots {
		all += float64(p.Ballots[i].Weight * add(scores, &p.Ballots[i]))
	}
	total := p.Weight()
	for j := range scores {
		scores[j] = (scores[j] + all) / (total * unit)
	}
	return scores, nil
}
