package prioritize

import "ashar/survey"

// Snapshot is what a campaign stands at: the ranking, who answered and what they
// think of services, of the same responses. It is not to be changed.
type Snapshot struct {
	Ranking  Ranking
	Villages []survey.Turnout // of the municipality, in its order
	Whole    survey.Turnout
	// Services are in the order of the questionnaire; none of one village alone, where none
	// were asked for, and of what was counted before they were kept.
	Services []Opinion
}

// NewSnapshot ranks the tally and tells who answered. Errors are those of Rank.
func NewSnapshot(in Input) (*Snapshot, error) {
	r, opinions, err := in.rank()
	if err != nil {
		return nil, err
	}
	s := &Snapshot{Ranking: r, Services: opinions}
	s.Villages, s.Whole = in.turnout()
	return s, nil
}
