package hearing

import (
	"fmt"
	"slices"

	"ashar/prioritize/vote"
	"ashar/survey"
)

// Standing is where an option stands after a round.
type Standing struct {
	Option             string
	Rank               int            // 1 + the number of options that did better; equal ones share it
	For                int            // dots or votes for it, in all; 0 of an Ordered round
	Against, Abstained int            // of a YesNo round
	Score              float64        // of an Ordered round: the mean symmetric truncated Borda score, 0 to 1; see vote.Borda
	Sexes              map[string]int // dots or votes for it by sex, where both were counted apart in every way; else nil
	Adopted            bool           // of a YesNo round: more are for it than against it
}

// Result is what came of a round.
type Result struct {
	Voters    int
	Spoiled   int
	Sexes     map[string]int // voters by sex, where they were counted apart in every way; else nil
	Standings []Standing     // by rank, and those that share one in the order of the round
}

// Result counts a round, slips and all. It is a survey.ErrUnavailable until it is counted: nobody knows before.
//
// Dots and votes for an option are added up. Of two options as many are for, the one that fewer are against does better.
func (r *Round) Result() (Result, error) {
	if r.Stage != Counted {
		return Result{}, r.is(survey.ErrUnavailable)
	}
	res := Result{Standings: make([]Standing, len(r.Options))}
	apart := len(r.Sheets) > 0
	for _, s := range r.Sheets {
		res.Voters += s.Voters
		res.Spoiled += s.Spoiled
		apart = apart && s.Sex != ""
	}
	if apart {
		res.Sexes = map[string]int{}
	}
	for _, s := range r.Sheets {
		if apart {
			res.Sexes[s.Sex] += s.Voters
		}
	}
	for i := range res.Standings {
		x := &res.Standings[i]
		x.Option = r.Options[i]
		if apart && r.Method != Ordered {
			x.Sexes = map[string]int{}
		}
		for _, s := range r.Sheets {
			if r.Method == Ordered {
				continue
			}
			x.For += s.For[i]
			if apart {
				x.Sexes[s.Sex] += s.For[i]
			}
			if r.Method == YesNo {
				x.Against += s.Against[i]
				x.Abstained += s.Voters - s.For[i] - s.Against[i]
			}
		}
		x.Adopted = r.Method == YesNo && x.For > x.Against
	}
	if r.Method == Ordered {
		if err := r.order(&res); err != nil {
			return Result{}, err
		}
	}
	better := func(a, b *Standing) bool {
		switch {
		case r.Method == Ordered:
			return a.Rank < b.Rank
		case a.For != b.For:
			return a.For > b.For
		}
		return a.Against < b.Against
	}
	ranks := make([]int, len(res.Standings))
	for i := range res.Standings {
		ranks[i] = 1
		for j := range res.Standings {
			if better(&res.Standings[j], &res.Standings[i]) {
				ranks[i]++
			}
		}
	}
	for i, rank := range ranks {
		res.Standings[i].Rank = rank
	}
	slices.SortStableFunc(res.Standings, func(a, b Standing) int { return a.Rank - b.Rank })
	return res, nil
}

// order scores the options of an Ordered round. On a ballot an option that is not in the order is below those that are.
func (r *Round) order(res *Result) error {
	p := vote.Profile{}
	for _, o := range r.Options {
		p.Items = append(p.Items, vote.Item{ID: o, Name: o})
	}
	for _, x := range [2]Box{r.Box, r.Papers} {
		for _, pile := range x {
			b := vote.Ballot{Weight: float64(pile.Count)}
			for _, i := range pile.Order {
				b.Tiers = append(b.Tiers, []int{i})
			}
			p.Ballots = append(p.Ballots, b)
		}
	}
	if len(p.Ballots) == 0 { // nobody voted: all are equal
		for i := range res.Standings {
			res.Standings[i].Rank, res.Standings[i].Score = 1, 0.5
		}
		return nil
	}
	borda, err := vote.Borda(&p)
	if err != nil {
		return fmt.Errorf("hearing: round %d: %w", r.Number, err)
	}
	for _, place := range borda.Places {
		res.Standings[place.Item].Rank, res.Standings[place.Item].Score = place.Rank, place.Score
	}
	return nil
}

// Top parts the options for so many places, n > 0: those that have one whatever is done about ties, and those that are
// tied for what is left, between which another round decides; tied is nil where all places are taken without.
func (res *Result) Top(n int) (in, tied []string) {
	for _, s := range res.Standings {
		share := 0 // with which it shares its rank
		for _, o := range res.Standings {
			if o.Rank == s.Rank {
				share++
			}
		}
		switch {
		case s.Rank-1+share <= n:
			in = append(in, s.Option)
		case s.Rank <= n:
			tied = append(tied, s.Option)
		}
	}
	return in, tied
}
