package budget

import "slices"

// Greedy buys by utility of all voters per unit of cost, each voter's by the own
// weight, passing over what the rest of the budget does not pay: by Cardinality the
// most votes for the money, by Cost the most votes (pabutools,
// rules/greedywelfare: greedy_utilitarian_welfare). A tie goes to more supporters,
// then to the lesser identifier, numbers by what they are. What nobody supports is
// not bought.
//
// Errors are ErrInvalid.
func Greedy(e Election, u Utility) (Outcome, error) {
	if err := checked(e, u, None); err != nil {
		return Outcome{}, err
	}
	l := newLedger(e, u)
	o := Outcome{Votes: e.Votes, Budget: e.Budget}
	l.fill(&o, ByRule)
	o.All = len(o.Purchases) == len(l.candidates)
	return o, nil
}

// fill buys greedily with what the outcome leaves of the budget.
func (l *ledger) fill(o *Outcome, by Way) {
	open := make([]*candidate, 0, len(l.candidates))
	for i := range l.candidates {
		c := &l.candidates[i]
		if !slices.ContainsFunc(o.Purchases, func(p Purchase) bool { return p.Project == c.project }) {
			open = append(open, c)
		}
	}
	for len(open) > 0 {
		best := 0.0
		for _, c := range open {
			best = max(best, c.welfare/c.cost)
		}
		at := slices.IndexFunc(open, func(c *candidate) bool { return c.welfare/c.cost >= best-float64(best*tolerance) })
		c := open[at]
		open = slices.Delete(open, at, at+1)
		if fits(o.Cost+c.cost, o.Budget) {
			o.Cost += c.cost
			o.Purchases = append(o.Purchases, Purchase{Project: c.project, Supporters: c.supporters, By: by})
		}
	}
}
