package prioritize

import "ashar/survey"

// MaxServices bounds the services of one questionnaire that residents rate.
const MaxServices = 64

// MaxAsked bounds the groups of one questionnaire that residents say they belong to.
const MaxAsked = 64

// Shape says what is counted.
type Shape struct {
	Needs    int  // 1 to MaxNeeds
	Services int  // that residents rate, 0 to MaxServices
	Points   bool // residents share points out among needs
	Pairs    bool // residents compare needs two at a time
	NoAccess bool // residents may say of a service that it is not there
	Asked    int  // groups that residents say they belong to, 0 to MaxAsked
}

func (s Shape) valid() bool {
	return 1 <= s.Needs && s.Needs <= MaxNeeds && 0 <= s.Services && s.Services <= MaxServices &&
		0 <= s.Asked && s.Asked <= MaxAsked && (!s.NoAccess || s.Services > 0)
}

// layout says where the sums of a source stand in its one vector of integers. One
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
	Shape
	m                                          int // needs
	chosen, both                               block
	bonus, baseBonus, bonusBoth, above         block
	level, service, points, pointsBoth, better block
	noAccess, asked                            block
	size                                       int
}

// block is a part of the vector: from its first place up to its last.
type block struct{ at, end int }

// The sums that stand first in every vector.
const (
	atCount    = iota // ballots
	atAnswered        // ballots that answered the question of needs
	atRanked          // ballots whose order is known
	atPointed         // ballots that gave points
	atCompared        // ballots that compared pairs
	atRepeated        // ballots that named a need twice
	atBase            // sum of base
	atBase2           // sum of base^2
	heads
)

func newLayout(s Shape) layout {
	m := s.Needs
	l := layout{Shape: s, m: m, size: heads}
	next := func(b *block, size int) {
		b.at, b.end = l.size, l.size+size
		l.size = b.end
	}
	next(&l.chosen, m)                      // ballots that chose j
	next(&l.both, m*(m-1)/2)                // ballots that chose both j and k, j < k
	next(&l.bonus, m)                       // sum of bonus_j
	next(&l.baseBonus, m)                   // sum of base*bonus_j
	next(&l.bonusBoth, m*(m+1)/2)           // sum of bonus_j*bonus_k, j <= k
	next(&l.above, m*m)                     // ballots that ranked j above k, both ranked; on the diagonal, those that ranked j
	next(&l.level, m*survey.SeverityLevels) // ballots that gave need j each level of severity
	next(&l.service, s.Services*survey.SatisfactionLevels)
	if s.Points {
		next(&l.points, m)             // sum of the scores that points make, see pointScale
		next(&l.pointsBoth, m*(m+1)/2) // sum of their products, j <= k
	}
	if s.Pairs {
		next(&l.better, m*m) // comparisons that j won against k, in halves: 2 for a win, 1 for each of two equals
	}
	if s.NoAccess {
		next(&l.noAccess, s.Services) // ballots that have no access to a service
	}
	next(&l.asked, s.Asked*(1+m)) // of each group that was asked for, ballots that answered the question of needs, and that chose each
	return l
}

// pair is the place of j < k in a triangle without its diagonal.
func (l *layout) pair(j, k int) int {
	j, k = min(j, k), max(j, k)
	return j*(2*l.m-j-1)/2 + k - j - 1
}

// pairOrSelf is the place of j <= k in a triangle with its diagonal.
func (l *layout) pairOrSelf(j, k int) int {
	j, k = min(j, k), max(j, k)
	return j*(2*l.m-j+1)/2 + k - j
}

// add counts a ballot, or with sign -1 takes it away.
func (l *layout) add(s []int64, b *Ballot, sign int64) {
	s[atCount] += sign
	if b.Repeated {
		s[atRepeated] += sign
	}
	if b.Answered {
		s[atAnswered] += sign
		for i, j := range b.Chosen {
			s[l.chosen.at+j] += sign
			for _, k := range b.Chosen[:i] {
				s[l.both.at+l.pair(j, k)] += sign
			}
		}
		l.addAsked(s, b, sign)
	}
	if b.Ranked {
		l.addOrder(s, b.Order, sign)
	}
	for _, r := range b.Ratings {
		s[l.level.at+r.Need*survey.SeverityLevels+r.Level-1] += sign
	}
	for _, r := range b.Services {
		if r.Level == survey.NoAccessLevel {
			s[l.noAccess.at+r.Service] += sign
			continue
		}
		s[l.service.at+r.Service*survey.SatisfactionLevels+r.Level-1] += sign
	}
	if l.Points {
		l.addPoints(s, b.Points, sign)
	}
	if l.Pairs {
		l.addPairs(s, b.Pairs, sign)
	}
}

func (l *layout) addAsked(s []int64, b *Ballot, sign int64) {
	for _, g := range b.Groups {
		own := l.group(s, g)
		own[0] += sign
		for _, j := range b.Chosen {
			own[1+j] += sign
		}
	}
}

// group is what is counted of a group that was asked for: those who answered the question of needs, and those who chose
// each of them.
func (l *layout) group(s []int64, g int) []int64 {
	at := l.asked.at + g*(1+l.m)
	return s[at : at+1+l.m]
}

func (l *layout) addOrder(s []int64, order []int, sign int64) {
	k := len(order)
	base := int64(l.m - k - 1)
	s[atRanked] += sign
	s[atBase] += sign * base
	s[atBase2] += sign * base * base
	for i, j := range order {
		bonus := int64(l.m + k - 1 - 2*i) // position i+1
		s[l.bonus.at+j] += sign * bonus
		s[l.baseBonus.at+j] += sign * base * bonus
		for h := range i + 1 {
			s[l.bonusBoth.at+l.pairOrSelf(j, order[h])] += sign * bonus * int64(l.m+k-1-2*h)
			s[l.above.at+order[h]*l.m+j] += sign
		}
	}
}

// pointScale is what the scores that points make are multiplied by to be whole: all
// that one ballot gives. It is a multiple of every number of points up to 10 and of
// many above; for others a score is off by less than one in ten thousand.
const pointScale = 5040

// pointScore is the share of a ballot's points that a need has, times pointScale.
func pointScore(points, given int) int64 {
	return (2*int64(points)*pointScale + int64(given)) / (2 * int64(given))
}

func (l *layout) addPoints(s []int64, points []Pointed, sign int64) {
	given := 0
	for _, p := range points {
		given += p.Points
	}
	if given == 0 {
		return // all zero is missing
	}
	s[atPointed] += sign
	for i, p := range points {
		score := pointScore(p.Points, given)
		s[l.points.at+p.Need] += sign * score
		for _, o := range points[:i+1] {
			s[l.pointsBoth.at+l.pairOrSelf(p.Need, o.Need)] += sign * score * pointScore(o.Points, given)
		}
	}
}

func (l *layout) addPairs(s []int64, pairs []Compared, sign int64) {
	if len(pairs) == 0 {
		return
	}
	s[atCompared] += sign
	for _, p := range pairs {
		if p.Equal {
			s[l.better.at+p.Better*l.m+p.Worse] += sign
			s[l.better.at+p.Worse*l.m+p.Better] += sign
			continue
		}
		s[l.better.at+p.Better*l.m+p.Worse] += 2 * sign
	}
}

// count is the number of ballots that the rule looks at.
func (l *layout) count(s []int64, rule Rule) int64 {
	switch rule {
	case Borda:
		return s[atRanked]
	case Points:
		return s[atPointed]
	}
	return s[atAnswered]
}

// sum is T_j: the sum of the rule's integer scores of need j.
func (l *layout) sum(s []int64, rule Rule, j int) int64 {
	switch {
	case rule == Borda:
		return s[atBase] + s[l.bonus.at+j]
	case rule != Points:
		return s[l.chosen.at+j]
	case l.Points:
		return s[l.points.at+j]
	}
	return 0
}

// product is Q_jk: the sum of the products of the rule's integer scores of needs
// j and k.
func (l *layout) product(s []int64, rule Rule, j, k int) int64 {
	switch {
	case rule == Borda:
		return s[atBase2] + s[l.baseBonus.at+j] + s[l.baseBonus.at+k] + s[l.bonusBoth.at+l.pairOrSelf(j, k)]
	case rule == Points && l.Points:
		return s[l.pointsBoth.at+l.pairOrSelf(j, k)]
	case rule == Points:
		return 0
	case j == k:
		return s[l.chosen.at+j]
	default:
		return s[l.both.at+l.pair(j, k)]
	}
}

// preferred is N_jk: the ballots that prefer j to k, ranked above unranked.
func (l *layout) preferred(s []int64, j, k int) int64 {
	// Ranked j, and not k above it: C_jk and those that did not rank k.
	return s[l.above.at+j*l.m+j] - s[l.above.at+k*l.m+j]
}

// levels is the histogram of the severity of need j, from level 1 up.
func (l *layout) levels(s []int64, j int) []int64 {
	at := l.level.at + j*survey.SeverityLevels
	return s[at : at+survey.SeverityLevels]
}

// satisfaction is the histogram of the levels given to a service, from level 1 up.
func (l *layout) satisfaction(s []int64, service int) []int64 {
	at := l.service.at + service*survey.SatisfactionLevels
	return s[at : at+survey.SatisfactionLevels]
}
