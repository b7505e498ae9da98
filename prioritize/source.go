package prioritize

import (
	"cmp"

	"ashar/survey"
)

// Source is where ballots come from: whose they are, the way they took, and
// whether they are to be looked at before they are relied on. It is what a tally
// keeps apart, so that a ranking can be made without any of it.
type Source struct {
	Cell
	Channel survey.Channel `json:"channel,omitempty" bson:"channel,omitempty"`
	Flagged bool           `json:"flagged,omitempty" bson:"flagged,omitempty"`
}

// Compare orders sources by cell, channel, and unflagged before flagged.
func (s Source) Compare(o Source) int {
	if before := cmp.Or(s.Cell.Compare(o.Cell), cmp.Compare(s.Channel, o.Channel)); before != 0 {
		return before
	}
	switch {
	case s.Flagged == o.Flagged:
		return 0
	case o.Flagged:
		return -1
	default:
		return 1
	}
}
