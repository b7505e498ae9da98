package budget

import (
	"cmp"
	"fmt"
	"slices"
)

// EqualShares counts by the Method of Equal Shares. Each of n voters has
// B g_i / sum(g) of the budget B by the own weight g_i. Again and again, of the
// projects whose supporters together hold the cost c_p, that is bought whose rho is
// smallest, where sum of min(b_i, rho u_ip) = c_p, and each pays as much. A tie goes
// to more supporters, then to the lesser identifier, numbers by what they are. A
// project that nobody supports is never bought, nor one that costs more than the
// budget.
//
// Add1 raises every b_i by one unit of currency (by g_i, scaled to the mean 1) and
// counts again from the start, as long as what is bought does not cost more than the
// budget. It goes on after an outcome to which nothing could be added: there
// equalshares.net stops by default (its option "exhaustive"), and pabutools always
// (rules/mes, voter_budget_increment), while Ashar follows the definition that ends
// by overspending alone. Nor is the first share rounded to whole units (the option
// "integral"). Projects that cost more than the budget do not end it. If all others
// can be bought, it ends with them. Raises of more than 5,000 units may go by more
// than one at a time, but by no more than a 500th of what is raised already.
//
// The greedy completion buys in the order of Greedy by the same utility (as
// pabutools, rules/composition), where equalshares.net takes votes whatever the
// utility: the same by Cost.
//
// What is equal on paper is taken as equal: supporters hold a cost if they lack no
// more than 1e-9 of it, and rhos tie that differ by no more than 1e-9 of them.
//
// Errors are ErrInvalid.
func EqualShares(e Election, u Utility, c Completion) (Outcome, error) {
	if err := checked(e, u, c); err != nil {
		return Outcome{}, err
	}
	l := newLedger(e, u)
	r := newRun(l)
	r.with(l.share)
	first := slices.Clone(r.bought)
	o := Outcome{Votes: e.Votes, Budget: e.Budget}
	if c == Add1 || c == Add1GreedyFill {
		o.Raise = l.add1(r)
	}
	r.records = true
	r.with(l.share + o.Raise)
	o.Cost = r.cost
	for k, i := range r.bought {
		at := &l.candidates[i]
		p := Purchase{Project: at.project, Supporters: at.supporters, Rho: r.prices[k], Paid: l.payments(at, r.paid[k])}
		if !slices.Contains(first, i) {
			p.By = ByAdd1
		}
		o.Purchases = append(o.Purchases, p)
	}
	o.Left = make([]float64, len(e.Ballots))
	for i, v := range l.voters {
		for _, b := range v.ballots {
			o.Left[b] = r.money[i]
		}
	}
	if c == GreedyFill || c == Add1GreedyFill {
		l.fill(&o, ByGreedy)
	}
	o.All = len(o.Purchases) == len(l.candidates)
	return o, nil
}

// payments tells what voters paid by the ballots of the election.
func (l *ledger) payments(c *candidate, paid []float64) []Payment {
	var all []Payment
	for k, v := range c.voters {
		if paid[k] > 0 {
			for _, b := range l.voters[v].ballots {
				all = append(all, Payment{Ballot: b, Amount: paid[k]})
			}
		}
	}
	slices.SortFunc(all, func(a, b Payment) int { return cmp.Compare(a.Ballot, b.Ballot) })
	return all
}

// checked reports what is wrong with a question.
func checked(e Election, u Utility, c Completion) error {
	if u != Cardinality && u != Cost {
		return fmt.Errorf("budget: utility %q: %w", u, ErrInvalid)
	}
	if !slices.Contains([]Completion{None, Add1, GreedyFill, Add1GreedyFill}, c) {
		return fmt.Errorf("budget: completion %q: %w", c, ErrInvalid)
	}
	return e.Validate()
}
