package board

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"ashar/prioritize"
	"ashar/survey"
)

// look is one way to look at a ranking: all that an address says beside the campaign.
// Whoever opens the address, in whatever language, sees the same. The zero look is the
// ranking as it is first shown.
type look struct {
	rule    prioritize.Rule // what needs are ordered by
	village string          // "" for the whole municipality
	weights weights
	why     string // the need that is explained; "" for the first
	than    string // the need that it is set against; "" for its neighbour
	groups  pair
	heat    string // what the rows of villages' table are ordered by: "", heatSpread, or a village
	size    string // inHall for a projector; "" for all of it
}

// weights say whose say is as large as whose.
type weights string

// The weights, in the order in which they are offered.
const (
	everyPerson  weights = "people"      // as the ranking is made
	everyAnswer  weights = "respondents" // everybody who answered counts the same
	everyVillage weights = "villages"    // every village does
)

// pair is two groups that are set side by side.
type pair string

// The pairs, in the order in which they are offered.
const (
	womenAndMen   pair = "sex"
	youngAndOlder pair = "age"
)

// sides are the two groups of a pair.
func (p pair) sides() (of, from prioritize.Group) {
	if p == youngAndOlder {
		return prioritize.Youth, prioritize.Older
	}
	return prioritize.Women, prioritize.Men
}

// heatSpread orders needs by how far villages are from one another; no village has such an identifier.
const heatSpread = "~spread"

// inHall is the chart alone, to be read from the back of a hall.
const inHall = "hall"

// The names of what an address says, which links that were sent hold: they are not renamed.
const (
	inRule    = "rule"
	inVillage = "village"
	inWeights = "weights"
	inWhy     = "why"
	inThan    = "than"
	inGroups  = "groups"
	inHeat    = "heat"
	inSize    = "size"
)

// looksLike reads the look that a query names. What is none of ours is a survey.ErrInvalid.
func looksLike(q url.Values) (look, error) {
	l := look{
		rule: cmp.Or(prioritize.Rule(q.Get(inRule)), prioritize.Reach), village: q.Get(inVillage),
		weights: cmp.Or(weights(q.Get(inWeights)), everyPerson), why: q.Get(inWhy), than: q.Get(inThan),
		groups: cmp.Or(pair(q.Get(inGroups)), womenAndMen), heat: q.Get(inHeat), size: q.Get(inSize),
	}
	switch {
	case !slices.Contains(prioritize.Rules(), l.rule):
		return look{}, fmt.Errorf("board: rule %q: %w", l.rule, survey.ErrInvalid)
	case !slices.Contains([]weights{everyPerson, everyAnswer, everyVillage}, l.weights):
		return look{}, fmt.Errorf("board: weights %q: %w", l.weights, survey.ErrInvalid)
	case !slices.Contains([]pair{womenAndMen, youngAndOlder}, l.groups):
		return look{}, fmt.Errorf("board: groups %q: %w", l.groups, survey.ErrInvalid)
	case l.size != "" && l.size != inHall:
		return look{}, fmt.Errorf("board: size %q: %w", l.size, survey.ErrInvalid)
	}
	return l, nil
}

// check finds what the look names in the municipality and the ranking. What is not there is a survey.ErrNotFound.
func (l look) check(m *survey.Municipality, r *prioritize.Ranking) error {
	for _, id := range []string{l.village, strings.TrimPrefix(l.heat, heatSpread)} {
		if id != "" && m.Village(id) == nil {
			return fmt.Errorf("board: village %q: %w", id, survey.ErrNotFound)
		}
	}
	if len(r.Items) == 0 {
		return nil // nothing is explained
	}
	for _, code := range []string{l.why, l.than} {
		if code != "" && r.Item(code) == nil {
			return fmt.Errorf("board: need %q: %w", code, survey.ErrNotFound)
		}
	}
	return nil
}

// query is the look as an address says it, without what is as it is first shown.
func (l look) query() url.Values {
	q := url.Values{}
	for _, x := range []struct{ name, value, first string }{
		{inRule, string(l.rule), string(prioritize.Reach)}, {inVillage, l.village, ""}, {inWeights, string(l.weights), string(everyPerson)},
		{inWhy, l.why, ""}, {inThan, l.than, ""}, {inGroups, string(l.groups), string(womenAndMen)}, {inHeat, l.heat, ""}, {inSize, l.size, ""},
	} {
		if x.value != x.first {
			q.Set(x.name, x.value)
		}
	}
	return q
}

// path is the address of the look, without the host, with the part of the page to go to.
func (l look) path(campaign, part string) string {
	path := home + campaign
	if q := l.query().Encode(); q != "" {
		path += "?" + q
	}
	if part != "" {
		path += "#" + part
	}
	return path
}

// with is the look with something changed.
func (l look) with(change func(*look)) look {
	change(&l)
	return l
}
