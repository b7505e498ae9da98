package prioritize

// Rule is a way to score needs. These rules are additive: they merge, have an
// ordinary survey variance, and can be recomputed with a calculator.
type Rule string

// The rules.
const (
	// Reach is the share of those who answered that chose the need (approval).
	Reach Rule = "reach"
	// Borda is the symmetric truncated Borda score: of m needs, position r of k
	// ranked scores (m-r)/(m-1), and each unranked need (m-k-1)/(2(m-1)), so that
	// all scores of a ballot have the mean 1/2. A single need scores 1/2.
	Borda Rule = "borda"
	// Points is the mean share of a ballot's points that the need was given.
	Points Rule = "points"
)

// Rules lists the rules, the default first.
func Rules() []Rule { return []Rule{Reach, Borda, Points} }

// scale is what the rule's integer scores are divided by. It is 0 for Borda with
// one need, where there is nothing to compare.
func (r Rule) scale(needs int) int64 {
	switch r {
	case Borda:
		return int64(2 * (needs - 1))
	case Points:
		return pointScale
	}
	return 1
}
