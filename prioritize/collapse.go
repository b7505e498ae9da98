package prioritize

import (
	"cmp"
	"slices"
)

// MinAnswers is the smallest number of answers that a category of a margin may
// rest on; categories with fewer are joined with a neighbour before raking.
const MinAnswers = 5

// Collapse records categories that were joined because one of them had fewer
// than MinAnswers answers, or no people. For the margin of villages only the
// cells' villages are filled in, for sex x age only sex and age; with Sex "" in
// the latter, women and men were joined. For village x sex, the villages are named
// whose women and men were joined.
type Collapse struct {
	Margin string `json:"margin" bson:"margin"` // marginVillage, marginSexAge or marginVillageSex
	Joined []Cell `json:"joined" bson:"joined"`
}

// The names of the margins.
const (
	marginVillage    = "village"
	marginSexAge     = "sex_age"
	marginVillageSex = "village_sex"
)

// category is a part of a margin, or several joined into one.
type category struct {
	of      []int // the villages or strata
	answers int64
	people  float64
}

func (c category) thin() bool { return c.answers < MinAnswers || c.people <= 0 }

func join(a, b category) category {
	return category{of: slices.Concat(a.of, b.of), answers: a.answers + b.answers, people: a.people + b.people}
}

// collapseAges joins neighbouring age bands of one sex, in the order of age,
// until none is thin or one is left. The thinnest goes first, and joins the
// neighbour with fewer answers, the younger one if they have as many.
func collapseAges(bands []category) []category {
	bands = slices.Clone(bands)
	for len(bands) > 1 {
		i := thinnest(bands)
		if i < 0 {
			break
		}
		j := i - 1 // joins bands j and j+1
		if i == 0 || (i+1 < len(bands) && bands[i+1].answers < bands[i-1].answers) {
			j = i
		}
		bands[j] = join(bands[j], bands[j+1])
		bands = slices.Delete(bands, j+1, j+2)
	}
	return bands
}

// collapseVillages joins the thin villages with each other, and what is still
// thin with the village that has the fewest answers.
func collapseVillages(villages []category) []category {
	villages = slices.Clone(villages)
	for len(villages) > 1 {
		i := thinnest(villages)
		if i < 0 {
			break
		}
		j := fewest(villages, i)
		i, j = min(i, j), max(i, j)
		villages[i] = join(villages[i], villages[j])
		villages = slices.Delete(villages, j, j+1)
	}
	return villages
}

// thinnest returns the thin category with the fewest answers, the first of
// several; -1 if none is thin.
func thinnest(cs []category) int {
	at := -1
	for i, c := range cs {
		if c.thin() && (at < 0 || c.answers < cs[at].answers) {
			at = i
		}
	}
	return at
}

// fewest returns the category other than i with the fewest answers.
func fewest(cs []category, i int) int {
	at := -1
	for j, c := range cs {
		if j != i && (at < 0 || c.answers < cs[at].answers) {
			at = j
		}
	}
	return at
}

// joined lists the collapses that made the categories; name says which village or
// stratum is meant.
func joined(margin string, cs []category, name func(int) Cell) []Collapse {
	var all []Collapse
	for _, c := range cs {
		if len(c.of) < 2 {
			continue
		}
		x := Collapse{Margin: margin}
		for _, i := range c.of {
			x.Joined = append(x.Joined, name(i))
		}
		slices.SortFunc(x.Joined, Cell.Compare)
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b Collapse) int {
		return cmp.Or(cmp.Compare(a.Margin, b.Margin), a.Joined[0].Compare(b.Joined[0]))
	})
	return all
}
