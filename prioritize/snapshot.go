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

// turnout is who answered in each village of the municipality, and in all.
func (in Input) turnout() (villages []survey.Turnout, whole survey.Turnout) {
	var ids []string
	for _, v := range in.Municipality.Villages {
		ids = append(ids, v.ID)
	}
	return in.Tally.Turnout(ids)
}
