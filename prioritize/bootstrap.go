package prioritize

import (
	"math"
	"math/rand/v2"
	"slices"

	"ashar/prioritize/rankset"
)

const (
	// bootstraps is how many samples a bootstrap draws.
	bootstraps = 1000
	// maxBootstrap is of how many ballots samples are drawn at most: each sample draws
	// as many. Of more nothing is drawn; there sampling decides little.
	maxBootstrap = 200_000
)

// samples is how many samples are drawn of these votes; 0 without any, and of too many.
func (v Votes) samples() int {
	var all int64
	for _, n := range v {
		if all += n; n > maxBootstrap || all > maxBootstrap {
			return 0
		}
	}
	if all == 0 {
		return 0
	}
	return bootstraps
}

// urn holds the ballots that a rule looks at, to draw samples from. Of the n ballots
// of every stratum a sample has n-1, drawn with replacement, each with n/(n-1) of its
// weight (Rao and Wu, "Resampling inference with complex survey data", 1988): so that
// means vary in it as sample.covariances says. Strata are those of the covariances,
// and the weights of cells are taken as given: samples are not raked anew.
//
// Each sample has a seed of its own, so that it does not matter which is drawn first.
// The draws are the same on every machine, but not with the needs in another order.
type urn struct {
	needs   int
	votes   []Vote    // in their order
	weights []float64 // of each vote in a sample
	named   [][]int   // the needs of each: by its order, or those chosen by index
	strata  [][]int32 // the ballots of each, by the index of their vote
	counts  []int     // how often each vote is in the sample that is drawn

	source rand.PCG
	random *rand.Rand // of the source
	single []float64  // the weight in the sample that names each need
	both   []float64  // and both of two, row by row: by the one named first
}

// newUrn takes what Reach or Borda looks at; nil where that is fewer than MinAnswers
// or samples are not to be drawn.
func (k *ranker) newUrn(rule Rule) *urn {
	s := k.sample(rule)
	if s.answers < MinAnswers || k.in.Votes.samples() == 0 {
		return nil
	}
	m := k.x.layout.m
	u := &urn{needs: m, single: make([]float64, m), both: make([]float64, m*m)}
	u.random = rand.New(&u.source)
	at := map[Cell]int{} // the place of each cell in the sample
	for _, c := range k.x.cells {
		if k.x.layout.count(c.sums, rule) > 0 {
			at[c.Cell] = len(at)
		}
	}
	of := make([][]int32, len(s.cells)) // the ballots of each cell
	for _, x := range k.in.Votes.sorted() {
		h, here := at[x.Cell]
		switch {
		case !here:
			continue // of another village
		case rule == Borda && x.Ranked:
			u.named = append(u.named, x.order())
		case rule == Reach && x.Answered:
			u.named = append(u.named, x.chosen())
		default:
			continue
		}
		of[h] = append(of[h], slices.Repeat([]int32{int32(len(u.votes))}, int(k.in.Votes[x]))...)
		u.votes, u.weights = append(u.votes, x), append(u.weights, s.cells[h].weight)
	}
	u.counts = make([]int, len(u.votes))
	for _, stratum := range stratify(s.cells) {
		var ballots []int32
		for _, h := range stratum {
			ballots = append(ballots, of[h]...)
		}
		n := float64(len(ballots))
		for i, v := range ballots {
			if i == 0 || v != ballots[i-1] {
				u.weights[v] *= n / (n - 1) // n is more than 1: strata of one ballot are joined
			}
		}
		u.strata = append(u.strata, ballots)
	}
	return u
}

// draw draws a sample.
func (u *urn) draw(sample int) {
	u.source.Seed(rankset.DefaultSeed, uint64(sample))
	clear(u.counts)
	for _, ballots := range u.strata {
		for range len(ballots) - 1 {
			u.counts[ballots[u.random.IntN(len(ballots))]]++
		}
	}
}

// add adds up by how much weight each need, and each two, are named in the sample.
func (u *urn) add() {
	clear(u.single)
	clear(u.both)
	for i, n := range u.counts {
		if n == 0 {
			continue
		}
		w := float64(u.weights[i] * float64(n))
		for at, j := range u.named[i] {
			u.single[j] += w
			for _, above := range u.named[i][:at] {
				u.both[above*u.needs+j] += w
			}
		}
	}
}

// preferred is the weight that prefers need j to need k in the sample: by orders a
// ranked need to those below and to unranked ones, by choices a chosen need to others.
// It is at least 0: what is taken away is added up in the same order as what it is
// taken from, which has every term of it.
func (u *urn) preferred(rule Rule, j, k int) float64 {
	if rule == Reach && j < k {
		return u.single[j] - u.both[j*u.needs+k]
	}
	return u.single[j] - u.both[k*u.needs+j]
}

// topShare is in which part of the samples pick picks each need.
func (u *urn) topShare(pick func() ([]int, error)) ([]float64, error) {
	hits := make([]int, u.needs)
	for b := range bootstraps {
		u.draw(b)
		picked, err := pick()
		if err != nil {
			return nil, err
		}
		for _, j := range picked {
			hits[j]++
		}
	}
	shares := make([]float64, u.needs)
	for j, n := range hits {
		shares[j] = math.Round(float64(n)*1000/bootstraps) / 1000
	}
	return shares, nil
}
