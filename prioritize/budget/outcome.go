package budget

// Utility is what a project is worth to a voter who approves it; one who gives it
// points holds it that many times as much worth.
type Utility string

// The utilities.
const (
	Cardinality Utility = "cardinality" // 1: every project counts the same, and cheap ones come first
	Cost        Utility = "cost"        // its cost: dear projects are held to do as much good as they cost
)

// Completion is what is done with money that Equal Shares leaves.
type Completion string

// The completions.
const (
	None           Completion = "none"        // it is left
	Add1           Completion = "add1"        // voters get more money, and all is counted again
	GreedyFill     Completion = "greedy"      // what Greedy would buy next is bought
	Add1GreedyFill Completion = "add1,greedy" // both, in this order
)

// Way is how a project came to be bought.
type Way string

// The ways.
const (
	ByRule   Way = ""       // by the rule itself
	ByAdd1   Way = "add1"   // by Equal Shares with more money, and not without
	ByGreedy Way = "greedy" // to use up the budget
)

// Outcome is what a budget buys.
type Outcome struct {
	Votes     VoteType // of the election; of Ordinal, every listed project counted as approved
	Budget    float64
	Cost      float64    // of all purchases, at most the Budget, but for 1e-12 of it
	Purchases []Purchase // in their order

	// Raise is by how much Add1 raised the money of each voter, in units of currency
	// times the voter's weight, whose mean is 1. A unit is a round.
	Raise float64
	// All says that every project that somebody supports and the budget could pay for
	// alone is bought, so that no more money would change anything.
	All bool
	// Left is what each voter of a ballot has left of the own part of the budget and of
	// Raise, before a greedy completion. It is nil for Greedy, where nobody has money.
	Left []float64
}

// Unspent is what is left of the budget, at least 0.
func (o Outcome) Unspent() float64 { return max(0, o.Budget-o.Cost) }

// Purchase is a project that is bought.
type Purchase struct {
	Project    int // index into Election.Projects
	Supporters int // voters who approve it or give it points
	By         Way

	// Rho is the price of a unit of utility: the most that a supporter paid for it.
	// It is 0 if not bought by Equal Shares.
	Rho float64
	// Paid is who paid, in the order of the ballots. It is nil if not bought by Equal
	// Shares.
	Paid []Payment
}

// Payment is what each voter of a ballot paid for a project, more than 0.
type Payment struct {
	Ballot int // index into Election.Ballots
	Amount float64
}
