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

// olderFrom is where older people begin: age bands that begin at this age or after.
const olderFrom = 60

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
	Youth Group = "youth" // age bands that end at survey.YouthUntil or before
	Older Group = "older" // age bands that begin at 60 or after
)

// Groups lists the groups in the order in which they are shown.
func Groups() []Group { return []Group{Women, Men, Youth, Older} }

// Has reports whether the people of the cell belong to the group; those who did
// not say belong to none.
func (g Group) Has(c Cell) bool {
	if sex := g.sex(); sex != "" {
		return c.Sex == sex
	}
	return g.hasAge(c.Age)
}

// sex is that of the group's people; "" for a group of all sexes.
func (g Group) sex() string {
	switch g {
	case Women:
		return survey.SexFemale
	case Men:
		return survey.SexMale
	default:
		return ""
	}
}

// hasAge reports whether an age band belongs to a group that ages make.
func (g Group) hasAge(band string) bool {
	switch g {
	case Youth:
		return survey.Young(band, survey.YouthUntil)
	case Older:
		from, _, ok := survey.AgeBand(band)
		return ok && from >= olderFrom
	default:
		return false
	}
}
