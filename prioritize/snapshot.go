package prioritize

import "ashar/survey"

// Snapshot is what a campaign stands at: the ranking and who answered, of the
// same responses. It is not to be changed.
type Snapshot struct {
	Ranking  Ranking
	Villages []survey.Turnout // of the municipality, in its order
	Whole    survey.Turnout
}

// NewSnapshot ranks the tally and tells who answered. Errors are those of Rank.
func NewSnapshot(in Input) (*Snapshot, error) {
	r, err := Rank(in)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{Ranking: r}
	s.Villages, s.Whole = in.turnout()
	return s, nil
}
