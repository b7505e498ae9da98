package minutes

import (
	"slices"

	"ashar/prioritize/hearing"
)

// ties are the options that a round left equal, with how it was settled which of them goes first.
func (t teller) ties(r *hearing.Round, res hearing.Result) []string {
	var said []string
	for i := 0; i < len(res.Standings); {
		var equal []string
		for rank := res.Standings[i].Rank; i < len(res.Standings) && res.Standings[i].Rank == rank; i++ {
			equal = append(equal, res.Standings[i].Option)
		}
		if len(equal) > 1 {
			said = append(said, t.tie(r, equal))
		}
	}
	return said
}

func (t teller) tie(r *hearing.Round, equal []string) string {
	options := t.quoted(equal...)
	for _, later := range t.Hearing.Rounds {
		if later.Number <= r.Number || later.Stage != hearing.Counted {
			continue
		}
		again := 0
		for _, o := range equal {
			if slices.Contains(later.Options, o) {
				again++
			}
		}
		if again > 1 {
			return t.T("minutes.tie.round", "Options", options, "Round", t.round(later.Number))
		}
	}
	overruled, open := false, false
	for _, d := range t.outcome {
		if slices.Contains(equal, d.Option) {
			overruled, open = overruled || d.Why != "", open || d.Tied
		}
	}
	switch {
	case overruled:
		return t.T("minutes.tie.overruled", "Options", options)
	case open:
		return t.T("minutes.tie.open", "Options", options)
	}
	return t.T("minutes.tie.order", "Options", options)
}
