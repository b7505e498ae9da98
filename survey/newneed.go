package survey

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Bounds of the needs that are found in respondents' own words.
const (
	MaxNewNeeds      = 30 // of one campaign
	MaxNewNeedLength = 80 // runes of its name
)

// NewNeed is a need that was in no list and was found in the respondents' own words: nobody was offered it, so that
// fewer name it than would have chosen it.
type NewNeed struct {
	Code   string `json:"code" bson:"code"`
	Label  Text   `json:"label" bson:"label"`
	Sphere string `json:"sphere,omitempty" bson:"sphere,omitempty"` // names a choice of the questionnaire's list "sphere"
}

// newNeedCode begins the codes of new needs, which their number in the campaign follows.
const newNeedCode = "new-"

// FindNeed adds a need to those of the questionnaire, under a code of its own that no need of taken has. Its Label is wanted in every one of
// the languages. It is an ErrInvalid without them or where they are too long, an ErrExists where a new need has a name that is typed alike (see
// SearchKey), a ErrFull once there are MaxNewNeeds, and an ErrClosed of a campaign that is frozen.
func (c *Campaign) FindNeed(n NewNeed, languages, taken []string) (NewNeed, error) {
	fail := func(kind error) (NewNeed, error) {
		return NewNeed{}, fmt.Errorf("survey: campaign %s: a new need: %w", c.ID, kind)
	}
	label := Text{}
	for l, name := range n.Label {
		if name = strings.Join(strings.Fields(name), " "); name != "" {
			label[l] = name
		}
		if len([]rune(name)) > MaxNewNeedLength {
			return fail(ErrInvalid)
		}
	}
	switch {
	case c.Frozen():
		return fail(ErrClosed)
	case len(label.Missing(languages)) > 0 || len(label) == 0:
		return fail(ErrInvalid)
	case len(c.NewNeeds) >= MaxNewNeeds:
		return fail(ErrFull)
	}
	for _, known := range c.NewNeeds {
		for l, name := range label {
			if SearchKey(known.Label[l]) == SearchKey(name) {
				return fail(ErrExists)
			}
		}
	}
	found := NewNeed{Label: label, Sphere: n.Sphere}
	for i := len(c.NewNeeds) + 1; ; i++ {
		found.Code = newNeedCode + strconv.Itoa(i)
		if !slices.Contains(taken, found.Code) && !slices.ContainsFunc(c.NewNeeds, func(n NewNeed) bool { return n.Code == found.Code }) {
			break
		}
	}
	c.NewNeeds = append(slices.Clone(c.NewNeeds), found)
	return found, nil
}
