package hearing

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Override puts an option at a place that neither the survey nor the hall gave it, with the reason.
type Override struct {
	Option string    `json:"option" bson:"option"`
	Rank   int       `json:"rank" bson:"rank"` // from 1
	Why    string    `json:"why" bson:"why"`
	By     string    `json:"by" bson:"by"` // the account
	At     time.Time `json:"at" bson:"at"`
}

// Decided is an option with its three places.
type Decided struct {
	Option string
	Survey int    // its rank in the survey; 0 if it was not in it
	Vote   int    // its rank in the last round that counts and in which it stood; 0 if it stood in none
	Round  int    // the number of that round; 0 if there was none
	Final  int    // its place, from 1; no two share one
	Tied   bool   // its place follows from neither the votes nor the survey: it stands where it does by the order of the options
	Why    string // the reason of the override that gave it its place; "" if none did
}

// Overrule gives an option a place of its own, in place of what was said of it before. It is a survey.ErrInvalid without
// a reason, for an option that there is not, a place that there is not or that another one was given, and once the
// minutes are signed.
func (h *Hearing) Overrule(o Override) error {
	o.Why, o.At = strings.TrimSpace(o.Why), stamp(o.At)
	others := slices.DeleteFunc(slices.Clone(h.Overrides), func(x Override) bool { return x.Option == o.Option })
	switch {
	case h.State == Signed:
		return h.invalid("the minutes are signed")
	case o.Why == "":
		return h.invalid("an override without a reason")
	case h.option(o.Option) == nil:
		return h.invalid("there is no option %q", o.Option)
	case o.Rank < 1 || o.Rank > len(h.Options):
		return h.invalid("place %d of %d", o.Rank, len(h.Options))
	case slices.ContainsFunc(others, func(x Override) bool { return x.Rank == o.Rank }):
		return h.invalid("place %d was given to another option", o.Rank)
	}
	h.Overrides = slices.Concat(others, []Override{o})
	return nil
}

// Restore lets an option go by the votes and the survey again.
func (h *Hearing) Restore(option string) {
	h.Overrides = slices.DeleteFunc(slices.Clone(h.Overrides), func(o Override) bool { return o.Option == option })
}

// Publish says since when everybody may see the outcome; the zero time, that they may not. It is a survey.ErrInvalid before
// the hearing has ended.
func (h *Hearing) Publish(since time.Time) error {
	if h.State != Ended && h.State != Signed {
		return h.invalid("it has not ended")
	}
	h.Published = stamp(since)
	return nil
}

// Outcome lists all options with their places, the first first. It begins with the survey's order, in which those that stood
// in a round that counts go before the others, and those that were not in the survey last. Then every such round, one
// after another, puts the options that stood in it in order, among the places that they have together: so a round that
// was called to settle a tie settles that, and one among the first five orders these. Who comes to them from farther behind,
// such as a proposal from the floor that no earlier round had, competes for a place next to theirs: nobody falls to where
// it came from. What a round leaves equal stays in the order that it has. Overrides come last.
func (h *Hearing) Outcome() ([]Decided, error) {
	all := make([]Decided, len(h.Options))
	at := map[string]int{} // where an option stands in all
	for i, o := range h.Options {
		all[i] = Decided{Option: o.ID, Survey: o.Rank}
		at[o.ID] = i
	}
	var results []Result
	for i := range h.Rounds {
		r := &h.Rounds[i]
		if r.Stage != Counted {
			continue
		}
		res, err := r.Result()
		if err != nil {
			return nil, fmt.Errorf("hearing: %s: outcome: %w", h.ID, err)
		}
		for _, s := range res.Standings {
			d := &all[at[s.Option]]
			d.Vote, d.Round = s.Rank, r.Number
		}
		results = append(results, res)
	}
	slices.SortStableFunc(all, func(a, b Decided) int {
		if (a.Round == 0) != (b.Round == 0) {
			return b.Round - a.Round // one of them is 0, and goes last
		}
		return late(a.Survey) - late(b.Survey)
	})
	ranks := map[string][]int{} // of each option, in the rounds in which it stood
	for _, res := range results {
		of := map[string]int{}
		for _, s := range res.Standings {
			of[s.Option] = s.Rank
		}
		all = joined(all, func(option string) bool { return of[option] > 0 }, func(option string) bool { return ranks[option] != nil })
		for _, s := range res.Standings {
			ranks[s.Option] = append(ranks[s.Option], s.Rank)
		}
		var places []int
		var stood []Decided
		for i, d := range all {
			if of[d.Option] > 0 {
				places, stood = append(places, i), append(stood, d)
			}
		}
		slices.SortStableFunc(stood, func(a, b Decided) int { return of[a.Option] - of[b.Option] })
		for n, i := range places {
			all[i] = stood[n]
		}
	}
	for i := range all {
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(all) && all[i].Survey == all[j].Survey && all[i].Round == all[j].Round && slices.Equal(ranks[all[i].Option], ranks[all[j].Option]) {
				all[i].Tied = true
			}
		}
	}
	return h.overruled(all), nil
}

// joined moves what a round has and no earlier one had, and what stands behind all that it has and an earlier one had, up to
// right behind these.
func joined(all []Decided, has, had func(option string) bool) []Decided {
	last := -1
	for i, d := range all {
		if has(d.Option) && had(d.Option) {
			last = i
		}
	}
	if last < 0 {
		return all
	}
	var come, rest []Decided
	for _, d := range all[last+1:] {
		if has(d.Option) {
			come = append(come, d)
		} else {
			rest = append(rest, d)
		}
	}
	return slices.Concat(all[:last+1], come, rest)
}

// late is a rank in the survey by which those that were not in it come last.
func late(rank int) int {
	if rank == 0 {
		return math.MaxInt32
	}
	return rank
}

// overruled gives the places that were given, and the others what is left, in their order.
func (h *Hearing) overruled(sorted []Decided) []Decided {
	all := make([]Decided, len(sorted))
	taken := make([]bool, len(sorted))
	given := map[string]bool{}
	for _, o := range h.Overrides {
		i := slices.IndexFunc(sorted, func(d Decided) bool { return d.Option == o.Option })
		if i < 0 || o.Rank > len(all) || taken[o.Rank-1] {
			continue
		}
		d := sorted[i]
		d.Why, d.Tied = o.Why, false
		all[o.Rank-1], taken[o.Rank-1], given[o.Option] = d, true, true
	}
	next := 0
	for _, d := range sorted {
		if given[d.Option] {
			continue
		}
		for taken[next] {
			next++
		}
		all[next], taken[next] = d, true
	}
	for i := range all {
		all[i].Final = i + 1
	}
	return all
}
