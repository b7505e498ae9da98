package prioritize

import (
	"cmp"

	"ashar/survey"
)

// Cell is the part of the people that carries one weight: a village, a sex and
// an age band, by the names that the questionnaire gives them. "" means unknown.
type Cell struct {
	Village string `json:"village,omitempty" bson:"village,omitempty"`
	Sex     string `json:"sex,omitempty" bson:"sex,omitempty"`
	Age     string `json:"age,omitempty" bson:"age,omitempty"`
}

// Compare orders cells by village, sex and age; it is the order in which
// everything is summed and written.
func (c Cell) Compare(d Cell) int {
	if before := cmp.Or(cmp.Compare(c.Village, d.Village), cmp.Compare(c.Sex, d.Sex)); before != 0 {
		return before
	}
	return compareAges(c.Age, d.Age)
}

// known reports whether both sex and age were told.
func (c Cell) known() bool { return c.Sex != "" && c.Age != "" }

// Bounds of the groups that are shown beside women and men.
const (
	youthUntil = 28 // youth: age bands that end at this age or before
	olderFrom  = 60 // older people: age bands that begin at this age or after
)

// compareAges puts unknown ages first, then bands by their lower bound.
func compareAges(a, b string) int {
	if a == b {
		return 0
	}
	af, _, _ := survey.AgeBand(a)
	bf, _, _ := survey.AgeBand(b)
	return cmp.Or(cmp.Compare(af, bf), cmp.Compare(a, b))
}

// Group names a part of the people that is shown beside the whole.
type Group string

// The groups.
const (
	Women Group = "women"
	Men   Group = "men"
	Youth Group = "youth" // age bands that end at 28 or before
	Older Group = "older" // age bands that begin at 60 or after
)

// Groups lists the groups in the order in which they are shown.
func Groups() []Group { return []Group{Women, Men, Youth, Older} }

// Has reports whether the people of the cell belong to the group; those who did
// not say belong to none.
func (g Group) Has(c Cell) bool {
	switch g {
	case Women:
		return c.Sex == survey.SexFemale
	case Men:
		return c.Sex == survey.SexMale
	}
	from, to, ok := survey.AgeBand(c.Age)
	switch {
	case !ok:
		return false
	case g == Youth:
		return to <= youthUntil
	case g == Older:
		return from >= olderFrom
	default:
		return false
	}
}
