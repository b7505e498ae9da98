package budget

import "math"

// run is Equal Shares with a certain amount of money. It is used again and again,
// and allocates only when it records.
type run struct {
	*ledger
	money   []float64 // that each voter has left
	dust    []float64 // what each voter's rest has to be more than, or it is nothing
	rho     []float64 // of each candidate: at least so much is its price now, +Inf when bought or out of reach
	priced  []bool    // whether rho is the price itself
	bought  []int     // candidates, in order
	prices  []float64 // of what is bought
	cost    float64   // of what is bought
	records bool
	paid    [][]float64 // if recorded: by what is bought and the voters of the candidate
}

func newRun(l *ledger) *run {
	m := len(l.candidates)
	return &run{
		ledger: l, money: make([]float64, len(l.voters)), dust: make([]float64, len(l.voters)),
		rho: make([]float64, m), priced: make([]bool, m),
		bought: make([]int, 0, m), prices: make([]float64, 0, m),
	}
}

// with buys what the voters can pay for when each has the share times the own
// weight. With more money than the budget it may be overspent: then it stops, and
// returns false.
func (r *run) with(share float64) bool {
	r.cost = 0
	r.bought, r.prices, r.paid = r.bought[:0], r.prices[:0], nil
	for i, v := range r.voters {
		r.money[i] = share * v.weight
		r.dust[i] = dust * r.money[i]
	}
	for i := range r.candidates {
		c := &r.candidates[i]
		r.rho[i] = c.cost / c.total // when everybody can pay
	}
	for {
		i := r.cheapest()
		if i < 0 {
			return true
		}
		if c := &r.candidates[i]; !fits(r.cost+c.cost, r.budget) {
			if share > r.share {
				return false
			}
			r.rho[i] = math.Inf(1) // only the tolerance made it seem that there is money for it
			continue
		}
		r.buy(i)
	}
}

// cheapest is the candidate with the smallest price, -1 if none can be paid. Money
// only becomes less, so that an earlier price is the least that a later one can be:
// a candidate is priced again only if that is not above the best.
func (r *run) cheapest() int {
	clear(r.priced)
	best := math.Inf(1)
	for {
		next := -1
		for i, rho := range r.rho {
			if !r.priced[i] && (next < 0 || rho < r.rho[next]) {
				next = i
			}
		}
		if next < 0 || math.IsInf(r.rho[next], 1) || r.rho[next] > best+float64(best*tolerance) {
			break
		}
		r.rho[next] = r.price(&r.candidates[next], r.rho[next])
		r.priced[next] = true
		best = min(best, r.rho[next])
	}
	if math.IsInf(best, 1) {
		return -1
	}
	for i, rho := range r.rho {
		if r.priced[i] && rho <= best+float64(best*tolerance) {
			return i
		}
	}
	return -1
}

// price is the rho for which the supporters' payments min(money, rho*utility) are
// the cost; +Inf if they have less. It begins from a rho that is not above. Payments
// are concave in rho, so that to go where those pay who can, as far as the others
// already give all, never goes too far, and ends once nobody new gives all (Newton).
func (r *run) price(c *candidate, rho float64) float64 {
	for empty := -1; ; {
		given, free, worth := 0.0, 0.0, 0.0 // of who gives all; of the others
		n := 0
		for k, v := range c.voters {
			money := float64(c.counts[k] * r.money[v])
			if r.money[v] < float64(rho*c.utility[k]) {
				given += money
				n++
			} else {
				free += money
				worth += float64(c.counts[k] * c.utility[k])
			}
		}
		if given+free < c.cost-float64(c.cost*tolerance) {
			return math.Inf(1)
		}
		if n == len(c.voters) {
			return r.highest(c)
		}
		next := (c.cost - given) / worth
		if n == empty || next <= rho {
			return rho
		}
		empty, rho = n, next
	}
}

// highest is the rho for which everybody gives all.
func (r *run) highest(c *candidate) float64 {
	rho := 0.0
	for k, v := range c.voters {
		rho = max(rho, r.money[v]/c.utility[k])
	}
	return rho
}

// buy takes the candidate's price from its supporters.
func (r *run) buy(i int) {
	c, rho := &r.candidates[i], r.rho[i]
	var paid []float64
	if r.records {
		paid = make([]float64, len(c.voters))
		r.paid = append(r.paid, paid)
	}
	for k, v := range c.voters {
		amount := min(r.money[v], float64(rho*c.utility[k]))
		r.money[v] -= amount
		if r.money[v] <= r.dust[v] {
			r.money[v] = 0
		}
		if r.records {
			paid[k] = amount
		}
	}
	r.cost += c.cost
	r.bought, r.prices = append(r.bought, i), append(r.prices, rho)
	r.rho[i] = math.Inf(1)
}
