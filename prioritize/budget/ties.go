package budget

import (
	"cmp"
	"strings"
)

// Numbers are binary fractions, so that a sum of tenths that is exact on paper may
// be off in its sixteenth digit.
const (
	// tolerance is by how much of a project's cost its supporters' money may be short,
	// and prices may differ and are yet the same.
	tolerance = 1e-9
	// slack is by how much of the budget a sum of costs may exceed it: no more than
	// costs with decimals need.
	slack = 1e-12
	// dust is the part of the money which a voter began with that is no money.
	dust = 1e-12
)

// fits reports whether a budget pays a cost.
func fits(cost, budget float64) bool { return cost <= budget+float64(budget*slack) }

// compareIDs orders identifiers: numbers by what they are, then other texts by
// their bytes. It is 0 for the same identifier only.
func compareIDs(a, b string) int {
	an, bn := isNumber(a), isNumber(b)
	switch {
	case an && bn:
		x, y := strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y), strings.Compare(a, b))
	case an:
		return -1
	case bn:
		return 1
	}
	return strings.Compare(a, b)
}

func isNumber(id string) bool {
	return id != "" && strings.Trim(id, "0123456789") == ""
}
