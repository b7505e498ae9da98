package prioritize

import "ashar/survey"

// layout says where the sums of a cell stand in its one vector of integers. One
// vector makes merging, subtracting and comparing tallies plain additions.
//
// A ballot that ranks k of m needs gives the need at position r the integer
// Borda score 2(m-r), and each unranked need m-k-1: that is 2(m-1) times the
// symmetric truncated Borda score of 0 to 1. With the base m-k-1 that every need
// gets, a ranked need has m+k+1-2r on top. Keeping base and bonus apart, a
// ballot touches k needs and not m, and still all squares and products are exact:
//
//	sum b_j b_k = sum base^2 + sum base*bonus_j + sum base*bonus_k + sum bonus_j*bonus_k
type layout struct {
	m                                                int // needs
	chosen, both, bonus, baseBonus, bonusBoth, level int // where each block begins
	size                                             int
}

// The sums that stand first in every vector.
const (
	atCount    = iota // ballots
	atAnswered        // ballots that answered the question of needs
	atRanked          // ballots whose order is known
	atRepeated        // ballots that named a need twice
	atBase            // sum of base
	atBase2           // sum of base^2
	heads
)

func newLayout(m int) layout {
	l := layout{m: m}
	l.chosen = heads                           // m: ballots that chose j
	l.both = l.chosen + m                      // m(m-1)/2: ballots that chose both j and k, j < k
	l.bonus = l.both + m*(m-1)/2               // m: sum of bonus_j
	l.baseBonus = l.bonus + m                  // m: sum of base*bonus_j
	l.bonusBoth = l.baseBonus + m              // m(m+1)/2: sum of bonus_j*bonus_k, j <= k
	l.level = l.bonusBoth + m*(m+1)/2          // m*levels: ballots that gave j each level
	l.size = l.level + m*survey.SeverityLevels // in all
	return l
}

// pair is the place of j < k in a triangle without its diagonal.
func (l layout) pair(j, k int) int {
	j, k = min(j, k), max(j, k)
	return j*(2*l.m-j-1)/2 + k - j - 1
}

// pairOrSelf is the place of j <= k in a triangle with its diagonal.
func (l layout) pairOrSelf(j, k int) int {
	j, k = min(j, k), max(j, k)
	return j*(2*l.m-j+1)/2 + k - j
}

// add counts a ballot, or with sign -1 takes it away.
func (l layout) add(s []int64, b *Ballot, sign int64) {
	s[atCount] += sign
	if b.Repeated {
		s[atRepeated] += sign
	}
	if b.Answered {
		s[atAnswered] += sign
		for i, j := range b.Chosen {
			s[l.chosen+j] += sign
			for _, k := range b.Chosen[:i] {
				s[l.both+l.pair(j, k)] += sign
			}
		}
	}
	if b.Ranked {
		l.addOrder(s, b.Order, sign)
	}
	for _, r := range b.Ratings {
		s[l.level+r.Need*survey.SeverityLevels+r.Level-1] += sign
	}
}

func (l layout) addOrder(s []int64, order []int, sign int64) {
	k := len(order)
	base := int64(l.m - k - 1)
	s[atRanked] += sign
	s[atBase] += sign * base
	s[atBase2] += sign * base * base
	for i, j := range order {
		bonus := int64(l.m + k - 1 - 2*i) // position i+1
		s[l.bonus+j] += sign * bonus
		s[l.baseBonus+j] += sign * base * bonus
		for h := range i + 1 {
			s[l.bonusBoth+l.pairOrSelf(j, order[h])] += sign * bonus * int64(l.m+k-1-2*h)
		}
	}
}

// count is the number of ballots that the rule looks at.
func (l layout) count(s []int64, rule Rule) int64 {
	if rule == Borda {
		return s[atRanked]
	}
	return s[atAnswered]
}

// sum is T_j: the sum of the rule's integer scores of need j.
func (l layout) sum(s []int64, rule Rule, j int) int64 {
	if rule == Borda {
		return s[atBase] + s[l.bonus+j]
	}
	return s[l.chosen+j]
}

// product is Q_jk: the sum of the products of the rule's integer scores of needs
// j and k.
func (l layout) product(s []int64, rule Rule, j, k int) int64 {
	switch {
	case rule == Borda:
		return s[atBase2] + s[l.baseBonus+j] + s[l.baseBonus+k] + s[l.bonusBoth+l.pairOrSelf(j, k)]
	case j == k:
		return s[l.chosen+j]
	default:
		return s[l.both+l.pair(j, k)]
	}
}

// levels is the histogram of the severity of need j, from level 1 up.
func (l layout) levels(s []int64, j int) []int64 {
	at := l.level + j*survey.SeverityLevels
	return s[at : at+survey.SeverityLevels]
}
