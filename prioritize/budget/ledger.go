package budget

import (
	"cmp"
	"slices"
)

// ledger is an election as it is counted: ballots that are the same are one voter
// with a count, in an order that does not depend on how they were listed.
type ledger struct {
	budget float64
	share  float64 // of a voter whose weight is the mean
	// candidates are the projects that can be bought: somebody supports them and the
	// budget pays for each alone. A tie goes to the first.
	candidates []candidate
	voters     []voter
}

type voter struct {
	weight  float64 // the mean of all voters' is 1
	count   float64
	ballots []int // of the election
}

// candidate is a project that can be bought.
type candidate struct {
	project    int
	cost       float64
	supporters int
	voters     []int32   // indices of who supports it
	counts     []float64 // of each
	utility    []float64 // to each
	total      float64   // of the utility
	weight     float64   // of all supporters
	welfare    float64   // the utility by weight
}

// support is a project that a ballot supports.
type support struct {
	project int
	points  float64
}

func newLedger(e Election, u Utility) *ledger {
	l := &ledger{budget: e.Budget}
	ballots := supports(e)
	l.voters = merge(e, ballots)
	n := float64(e.Voters())
	if n > 0 {
		l.share = e.Budget / n
	}
	if !level(e) {
		sum := 0.0
		for _, v := range l.voters {
			sum += float64(v.weight * v.count)
		}
		for i := range l.voters {
			l.voters[i].weight *= n / sum
		}
	} else {
		for i := range l.voters {
			l.voters[i].weight = 1
		}
	}
	l.candidates = candidates(e, u, l.voters, ballots)
	return l
}

// supports lists for every ballot what it supports, by project.
func supports(e Election) [][]support {
	total := 0
	for _, b := range e.Ballots {
		total += len(b.Approves)
	}
	all := make([]support, 0, total)
	lists := make([][]support, len(e.Ballots))
	for i, b := range e.Ballots {
		from := len(all)
		for k, p := range b.Approves {
			points := 1.0
			if b.Points != nil {
				points = b.Points[k]
			}
			if points > 0 {
				all = append(all, support{p, points})
			}
		}
		lists[i] = all[from:len(all):len(all)]
		slices.SortFunc(lists[i], func(a, b support) int { return cmp.Compare(a.project, b.project) })
	}
	return lists
}

// merge makes one voter of all ballots that support the same with the same weight.
func merge(e Election, ballots [][]support) []voter {
	same := func(i, j int) int {
		return cmp.Or(cmp.Compare(e.Ballots[i].Weight, e.Ballots[j].Weight), slices.CompareFunc(ballots[i], ballots[j], func(a, b support) int {
			return cmp.Or(cmp.Compare(a.project, b.project), cmp.Compare(a.points, b.points))
		}))
	}
	order := make([]int, len(e.Ballots))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(same(i, j), cmp.Compare(i, j)) })
	var voters []voter
	for at, i := range order {
		if at == 0 || same(order[at-1], i) != 0 {
			from := at
			voters = append(voters, voter{weight: e.Ballots[i].Weight, ballots: order[from:from:len(order)]})
		}
		v := &voters[len(voters)-1]
		v.ballots = v.ballots[:len(v.ballots)+1]
		v.count += float64(e.Ballots[i].Count)
	}
	return voters
}

// level reports whether all ballots have the same weight.
func level(e Election) bool {
	return !slices.ContainsFunc(e.Ballots, func(b Ballot) bool { return b.Weight != e.Ballots[0].Weight })
}

// candidates are the projects that can be bought, in the order in which ties are
// broken: more supporters first, then by identifier.
func candidates(e Election, u Utility, voters []voter, ballots [][]support) []candidate {
	all := make([]candidate, len(e.Projects))
	for i, v := range voters {
		for _, s := range ballots[v.ballots[0]] {
			worth := s.points
			if u == Cost {
				worth *= e.Projects[s.project].Cost
			}
			c := &all[s.project]
			c.supporters += int(v.count)
			c.voters = append(c.voters, int32(i))
			c.counts = append(c.counts, v.count)
			c.utility = append(c.utility, worth)
			c.total += float64(v.count * worth)
			c.weight += float64(v.count * v.weight)
			c.welfare += float64(float64(v.count*v.weight) * worth)
		}
	}
	for p := range all {
		all[p].project, all[p].cost = p, e.Projects[p].Cost
	}
	all = slices.DeleteFunc(all, func(c candidate) bool { return c.supporters == 0 || !fits(c.cost, e.Budget) })
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.supporters, a.supporters), compareIDs(e.Projects[a.project].ID, e.Projects[b.project].ID))
	})
	return all
}

// cost is the cost of all candidates.
func (l *ledger) cost() float64 {
	sum := 0.0
	for _, c := range l.candidates {
		sum += c.cost
	}
	return sum
}
