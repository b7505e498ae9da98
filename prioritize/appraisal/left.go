package appraisal

import (
	"slices"

	"ashar/prioritize"
	"ashar/survey"
)

// quad counts the people of a part by whether greedy leaves them out, and whether Equal Shares does.
type quad [2][2]int64

// of counts those whom one of the rules leaves out: 0 is greedy, 1 Equal Shares.
func (q quad) of(rule int) int64 {
	if rule == 0 {
		return q[1][0] + q[1][1]
	}
	return q[0][1] + q[1][1]
}

func (q quad) all() int64 { return q[0][0] + q[0][1] + q[1][0] + q[1][1] }

// portion is a part of the people as it is entered in a ledger. One without a kind is what is left of a partition: it is
// not shown, and yet what is shown adds up with it.
type portion struct {
	kind   PartKind
	key    string
	has    func(prioritize.Cell) bool
	base   *int64 // as the ranking tells it
	unsaid bool   // of those who did not say
	counts quad
}

// leftOut counts for every part how many have nothing bought that they chose, and decides what of that may be shown.
func (p *Poll) leftOut(r *prioritize.Ranking, a *Appraisal, c *Comparison) []LeftOut {
	whole := portion{kind: Whole, has: func(prioritize.Cell) bool { return true }, base: &r.Answered}
	partitions := partitions(r)
	bought := c.bought()
	for _, v := range p.voters {
		left := v.leftOut(bought)
		whole.counts[left[0]][left[1]] += v.count
		for _, parts := range partitions {
			for i := range parts {
				if parts[i].has(v.Cell) {
					parts[i].counts[left[0]][left[1]] += v.count
				}
			}
		}
	}
	var l survey.Ledger
	top := enter(&l, &whole, only(a, c, &whole))
	entered := [][]figures{{top}}
	for _, parts := range partitions {
		var of []figures
		for i := range parts {
			of = append(of, enter(&l, &parts[i], only(a, c, &parts[i])))
		}
		for k := range top.all {
			var column []int
			for _, f := range of {
				column = append(column, f.all[k])
			}
			l.Sum(top.all[k], column...)
		}
		entered = append(entered, of)
	}
	shown := append([][]portion{{whole}}, partitions...)
	for i, parts := range shown {
		for j := range parts {
			for rule := range 2 {
				if parts[j].tells(r, a, c, rule) {
					entered[i][j].hide(&l)
				}
			}
		}
	}
	l.Settle()
	var all []LeftOut
	for i, parts := range shown {
		for j, x := range parts {
			if x.kind == "" {
				continue
			}
			out, f := LeftOut{Part: x.kind, Key: x.key, Base: x.base}, entered[i][j]
			for rule, to := range []**int64{&out.Greedy, &out.Shares} {
				if x.base != nil && !l.Hidden(f.left(rule)) && !l.Hidden(f.served(rule)) {
					n := x.counts.of(rule)
					*to = &n
				}
			}
			all = append(all, out)
		}
	}
	return all
}

// partitions are the ways in which the ranking parts the people: by village, by sex and by age.
func partitions(r *prioritize.Ranking) [][]portion {
	base := func(key string, of []prioritize.Segment) *int64 {
		i := slices.IndexFunc(of, func(s prioritize.Segment) bool { return s.Key == key })
		if i < 0 {
			return nil
		}
		return of[i].Base
	}
	group := func(g prioritize.Group) portion {
		return portion{kind: Group, key: string(g), has: g.Has, base: base(string(g), r.Groups)}
	}
	var villages []portion
	listed := map[string]bool{}
	for _, s := range r.Villages {
		listed[s.Key] = true
		villages = append(villages, portion{kind: Village, key: s.Key, base: s.Base, has: func(c prioritize.Cell) bool { return c.Village == s.Key }})
	}
	return [][]portion{
		append(villages, portion{has: func(c prioritize.Cell) bool { return !listed[c.Village] }}),
		{
			group(prioritize.Women), group(prioritize.Men),
			{unsaid: true, has: func(c prioritize.Cell) bool { return !prioritize.Women.Has(c) && !prioritize.Men.Has(c) }},
		},
		{
			group(prioritize.Youth), group(prioritize.Older),
			{has: func(c prioritize.Cell) bool {
				return c.Age != "" && !prioritize.Youth.Has(c) && !prioritize.Older.Has(c)
			}},
			{unsaid: true, has: func(c prioritize.Cell) bool { return c.Age == "" }},
		},
	}
}

// bought says of both rules which projects they buy.
func (c *Comparison) bought() [2]map[int]bool {
	all := [2]map[int]bool{{}, {}}
	for i, x := range c.Projects {
		all[0][i], all[1][i] = x.Greedy != nil, x.Shares != nil
	}
	return all
}

// leftOut says whether people have nothing bought that they chose: 1 if so.
func (v *voter) leftOut(bought [2]map[int]bool) (left [2]int) {
	for rule := range left {
		if v.chosen != 0 && !slices.ContainsFunc(v.approves, func(i int) bool { return bought[rule][i] }) {
			left[rule] = 1
		}
	}
	return left
}

// figures are what a ledger knows by a portion: the four counts of its quad, who is left out by each rule and who is
// not, and all.
type figures struct{ all [9]int }

const (
	atLeft   = 4 // two of them
	atServed = 6 // two of them
	atBase   = 8
)

func (f figures) left(rule int) int   { return f.all[atLeft+rule] }
func (f figures) served(rule int) int { return f.all[atServed+rule] }

// hide hides all of it but how many answered.
func (f figures) hide(l *survey.Ledger) {
	for _, i := range f.all[:atBase] {
		l.Hide(i)
	}
}

// enter enters a portion. Whoever sees both rules' figures sees their difference too: so that this tells of nobody
// either, the people whom one leaves out and the other does not are figures of their own. Where a rule buys nothing there
// that the other does not buy too, everybody knows that it leaves nobody in who is left out by the other.
func enter(l *survey.Ledger, x *portion, only [2]bool) figures {
	var f figures
	var cell [2][2]int
	add := func(at int, n int64) {
		f.all[at] = l.Add(n)
		switch {
		case x.unsaid:
			l.Show(f.all[at])
		case x.kind != "" && x.base == nil:
			l.Hide(f.all[at])
		}
	}
	for greedy := range 2 {
		for shares := range 2 {
			at := 2*greedy + shares
			if greedy != shares && !only[greedy] { // whom greedy leaves out and Equal Shares serves is at 1, 0
				f.all[at] = l.AddKnown(0)
			} else {
				add(at, x.counts[greedy][shares])
			}
			cell[greedy][shares] = f.all[at]
		}
	}
	for rule := range 2 {
		add(atLeft+rule, x.counts.of(rule))
		add(atServed+rule, x.counts.all()-x.counts.of(rule))
	}
	if x.base != nil || x.unsaid {
		f.all[atBase] = l.AddKnown(x.counts.all())
	} else {
		add(atBase, x.counts.all())
	}
	for rule := range 2 {
		if !x.unsaid && (l.Hidden(f.left(rule)) || l.Hidden(f.served(rule))) {
			for _, i := range f.all[:atLeft] { // which would tell them
				l.Hide(i)
			}
		}
	}
	l.Sum(f.left(0), cell[1][0], cell[1][1])
	l.Sum(f.served(0), cell[0][0], cell[0][1])
	l.Sum(f.left(1), cell[0][1], cell[1][1])
	l.Sum(f.served(1), cell[0][0], cell[1][0])
	for rule := range 2 {
		l.Sum(f.all[atBase], f.left(rule), f.served(rule))
	}
	return f
}

// only says of each rule whether it buys something for a part of the people that the other does not.
func only(a *Appraisal, c *Comparison, x *portion) (all [2]bool) {
	for i, bid := range c.Projects {
		if in := a.Projects[i].Village; x.kind == Village && in != "" && in != x.key {
			continue
		}
		all[0] = all[0] || bid.Greedy != nil && bid.Shares == nil
		all[1] = all[1] || bid.Shares != nil && bid.Greedy == nil
	}
	return all
}

// tells reports whether the number of those whom a rule leaves out would tell how many chose a need, where the ranking
// does not: when it is the only need that something is bought for which they could approve.
func (x *portion) tells(r *prioritize.Ranking, a *Appraisal, c *Comparison, rule int) bool {
	if x.counts.all() == 0 {
		return false
	}
	need := ""
	for i, bid := range c.Projects {
		project := &a.Projects[i]
		switch bought := []bool{bid.Greedy != nil, bid.Shares != nil}[rule]; {
		case !bought, x.kind == Village && project.Village != "" && project.Village != x.key:
			continue
		case x.kind != Village && project.Village != "", need != "" && need != project.Need:
			return false
		}
		need = project.Need
	}
	it := r.Item(need)
	switch {
	case it == nil:
		return false
	case x.kind == Village:
		return count(it.Villages, x.key) == nil
	case x.kind == Group:
		return count(it.Groups, x.key) == nil
	}
	return x.kind == Whole && it.Chosen == nil
}
