package prioritize

import (
	"fmt"
	"slices"

	"ashar/prioritize/budget"
)

// Representation says whom the first Method.Top needs pass over, and which list
// would not.
type Representation struct {
	// PassedOver are the villages among whose own first three needs is none of the
	// ranking's first Method.Top. Villages of which the first three places may not be
	// told are not looked at.
	PassedOver []string `json:"passed_over" bson:"passed_over"`
	// Shares are the needs that Equal Shares selects, as many as Method.Top, when every
	// adult has as much of a say and a need costs one of them: every part of the people
	// that is large enough and agrees gets what it agrees on. Nil without the Input's
	// Votes, and where needs that few chose are among them.
	Shares []string `json:"shares,omitempty" bson:"shares,omitempty"`
	// SharesPassOver are the villages that this list passes over.
	SharesPassOver []string `json:"shares_pass_over,omitempty" bson:"shares_pass_over,omitempty"`
	// SharesP is in which part of the Method's Bootstrap samples Equal Shares selects
	// each item, 0..1 to three decimals, beside the items. Nil without Shares, and where
	// needs that few chose have a part of it.
	SharesP []float64 `json:"shares_p,omitempty" bson:"shares_p,omitempty"`
}

// ownFirst is how many of a village's own needs count as its first.
const ownFirst = 3

// representation looks at the villages, whose ranks are by the rule.
func (k *ranker) representation() (*Representation, error) {
	rep := &Representation{PassedOver: k.passedOver(func(j int) bool { return 0 < k.placed[j] && k.placed[j] <= k.in.Top })}
	if len(k.in.Votes) == 0 {
		return rep, nil
	}
	selected, err := elect(k.election())
	if err != nil {
		return nil, fmt.Errorf("prioritize: equal shares: %w", err)
	}
	for _, j := range selected {
		if k.fence.low[j] {
			return rep, nil // it would tell that some chose it
		}
	}
	for _, j := range selected {
		rep.Shares = append(rep.Shares, k.in.Needs[j].Code)
	}
	rep.SharesPassOver = k.passedOver(func(j int) bool { return slices.Contains(selected, j) })
	parts, err := k.sharesTopShare()
	if err != nil {
		return nil, fmt.Errorf("prioritize: bootstrap of equal shares: %w", err)
	}
	rep.SharesP = k.unlessTold(parts)
	return rep, nil
}

// election is of as many needs as are sought, by all who chose.
func (k *ranker) election() budget.Election {
	e := newElection(len(k.in.Needs), k.in.Top)
	weights, all := map[Cell]float64{}, k.sample(Reach)
	for _, c := range k.w.Cells {
		weights[c.Cell] = c.Weight * float64(all.answers) / all.total // in means
	}
	for _, x := range k.in.Votes.sorted() {
		if x.Answered {
			e.Ballots = append(e.Ballots, budget.Ballot{Weight: weights[x.Cell], Count: int(k.in.Votes[x]), Approves: x.chosen()})
		}
	}
	return e
}

// newElection is of some needs that cost one seat each, without ballots.
func newElection(needs, seats int) budget.Election {
	e := budget.Election{Budget: float64(seats)}
	for j := range needs {
		e.Projects = append(e.Projects, budget.Project{ID: fmt.Sprintf("n%03d", j), Cost: 1})
	}
	return e
}

// elect selects needs by Equal Shares, with what is left given to the needs that most
// want.
func elect(e budget.Election) ([]int, error) {
	out, err := budget.EqualShares(e, budget.Cardinality, budget.GreedyFill)
	if err != nil {
		return nil, err
	}
	var selected []int
	for _, p := range out.Purchases {
		selected = append(selected, p.Project)
	}
	return selected, nil
}

func (k *ranker) passedOver(selected func(j int) bool) []string {
	all := []string{}
	for _, v := range k.parts.villages.listed() {
		firsts := first(v.firsts, ownFirst)
		if v.few || v.masked || v.scored < MinBase || slices.Max(v.scores) == 0 || len(firsts) < ownFirst && slices.Contains(v.firsts, 0) {
			continue
		}
		if !slices.ContainsFunc(firsts, func(j int) bool { return v.scores[j] > 0 && selected(j) }) {
			all = append(all, v.key)
		}
	}
	return all
}
