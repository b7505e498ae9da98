package appraisal

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"ashar/prioritize"
	"ashar/prioritize/budget"
	"ashar/survey"
)

// Poll is the residents' votes on the projects, as they follow from what they chose.
//
// A person approves a project who chose its need; a project in one village only people of that village approve, so that
// no village pays for another's. Who approves none of the projects is no voter: nobody's money is put aside for wishes
// that there is no project for. Every voter weighs as in the ranking, with this difference: people of cells (village, sex
// and age) with fewer than survey.SmallCell voters weigh the same as the others of such cells in their village, or
// else of all villages, so that no weight tells who somebody is.
type Poll struct {
	Election budget.Election // its projects are the Appraisal's, numbered from 1
	voters   []voter         // all who answered, whether they approve anything or not
	in       *prioritize.Input
}

// voter are people of one cell who chose the same.
type voter struct {
	prioritize.Cell
	count    int64
	chosen   uint64 // bit j: need j
	approves []int
	weight   float64
}

// NewPoll takes the votes of what was counted. It is a survey.ErrUnavailable while these are not there, and a
// survey.ErrInvalid without an amount of money or projects.
func NewPoll(in *prioritize.Input, a *Appraisal) (*Poll, error) {
	switch {
	case len(in.Votes) == 0:
		return nil, fmt.Errorf("appraisal: campaign %s: what people chose together is not there: %w", in.Campaign, survey.ErrUnavailable)
	case a.Budget.Som < 1 || len(a.Projects) == 0:
		return nil, fmt.Errorf("appraisal: campaign %s: %d som for %d projects: %w", in.Campaign, a.Budget.Som, len(a.Projects), survey.ErrInvalid)
	}
	p := &Poll{in: in, Election: budget.Election{Budget: float64(a.Budget.Som), Votes: budget.Approval}}
	for i, x := range a.Projects {
		p.Election.Projects = append(p.Election.Projects, budget.Project{ID: strconv.Itoa(i + 1), Name: x.Name, Cost: float64(x.Som)})
	}
	p.read(a.Projects)
	p.weigh()
	p.cast()
	if err := p.Election.Validate(); err != nil {
		return nil, fmt.Errorf("appraisal: campaign %s: %w: %w", in.Campaign, survey.ErrInvalid, err)
	}
	return p, nil
}

// read says what everybody approves.
func (p *Poll) read(projects []Project) {
	bit := map[string]uint64{}
	for j, n := range p.in.Needs {
		bit[n.Code] = 1 << j
	}
	for x, n := range p.in.Votes {
		if !x.Answered {
			continue
		}
		v := voter{Cell: x.Cell, count: n, chosen: x.Chosen}
		for i, project := range projects {
			if x.Chosen&bit[project.Need] != 0 && (project.Village == "" || project.Village == x.Village) {
				v.approves = append(v.approves, i)
			}
		}
		p.voters = append(p.voters, v)
	}
	slices.SortFunc(p.voters, func(a, b voter) int { return cmp.Or(a.Compare(b.Cell), cmp.Compare(a.chosen, b.chosen)) })
}

// weigh gives everybody a weight, of which the mean of all voters is 1.
func (p *Poll) weigh() {
	of := map[prioritize.Cell]float64{}
	for _, c := range prioritize.Weigh(p.in.Tally, p.in.Municipality).Cells {
		of[c.Cell] = c.Weight
	}
	pools := newPools(p.voters)
	sum, all := map[prioritize.Cell]float64{}, 0.0
	for _, v := range p.voters {
		if len(v.approves) > 0 {
			weight := float64(of[v.Cell] * float64(v.count))
			sum[pools.in[v.Cell]] += weight
			all += weight
		}
	}
	for i := range p.voters {
		if v := &p.voters[i]; all > 0 && len(v.approves) > 0 {
			pool := pools.in[v.Cell]
			v.weight = sum[pool] / float64(pools.size[pool]) * float64(pools.all) / all
		}
	}
}

// pools are cells that weigh the same.
type pools struct {
	in   map[prioritize.Cell]prioritize.Cell // the pool of each cell: itself, its village, or all
	size map[prioritize.Cell]int64           // voters in each pool
	all  int64
}

// everywhere is the pool of villages with too few voters in small cells; no cell of people is it.
var everywhere = prioritize.Cell{Village: survey.Elsewhere, Sex: survey.Elsewhere}

// newPools joins cells with too few voters.
func newPools(voters []voter) pools {
	p := pools{in: map[prioritize.Cell]prioritize.Cell{}, size: map[prioritize.Cell]int64{}}
	for _, v := range voters {
		if len(v.approves) > 0 {
			p.in[v.Cell] = v.Cell
			p.size[v.Cell] += v.count
			p.all += v.count
		}
	}
	small := func(pool prioritize.Cell) bool { return p.size[pool] < survey.SmallCell }
	p.join(small, func(c prioritize.Cell) prioritize.Cell {
		return prioritize.Cell{Village: c.Village, Sex: survey.Elsewhere}
	})
	p.join(small, func(prioritize.Cell) prioritize.Cell { return everywhere })
	if n := p.size[everywhere]; n > 0 && n < survey.SmallCell { // with the smallest of the others
		least := everywhere
		for pool, n := range p.size {
			if pool != everywhere && (least == everywhere || cmp.Or(cmp.Compare(n, p.size[least]), pool.Compare(least)) < 0) {
				least = pool
			}
		}
		p.join(func(pool prioritize.Cell) bool { return pool == least }, func(prioritize.Cell) prioritize.Cell { return everywhere })
	}
	return p
}

// join puts what is in a pool that is to be joined into another one.
func (p *pools) join(joins func(pool prioritize.Cell) bool, into func(pool prioritize.Cell) prioritize.Cell) {
	moves := map[prioritize.Cell]prioritize.Cell{}
	for pool := range p.size {
		if joins(pool) {
			moves[pool] = into(pool)
		}
	}
	for cell, pool := range p.in {
		if to, moved := moves[pool]; moved {
			p.in[cell] = to
		}
	}
	for pool, to := range moves {
		if pool != to {
			p.size[to] += p.size[pool]
			delete(p.size, pool)
		}
	}
}

// cast makes the ballots: in the order of what they approve and not of the cells, of which they tell nothing.
func (p *Poll) cast() {
	type ballot struct {
		approves string
		weight   float64
	}
	merged := map[ballot]*budget.Ballot{}
	for _, v := range p.voters {
		if len(v.approves) == 0 {
			continue
		}
		at := ballot{fmt.Sprint(v.approves), v.weight}
		if merged[at] == nil {
			merged[at] = &budget.Ballot{Weight: v.weight, Approves: v.approves}
		}
		merged[at].Count += int(v.count)
	}
	for _, b := range merged {
		p.Election.Ballots = append(p.Election.Ballots, *b)
	}
	slices.SortFunc(p.Election.Ballots, func(a, b budget.Ballot) int {
		return cmp.Or(slices.Compare(a.Approves, b.Approves), cmp.Compare(a.Weight, b.Weight))
	})
}
