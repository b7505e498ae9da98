package prioritize

import (
	"slices"

	"ashar/survey"
)

// Groups that were asked for overlap each other and all other parts, so that each is parted from all who are not of it or
// did not say: how many of these chose a need follows from the group and the whole. Where one of a group and a part has all
// of the other, or where nobody is of two groups, readers may know that, and what is left between them follows too.

// nest says that all of the inner are of the outer: a group that was asked for and a part that the turnout shows.
type nest struct {
	group     int // among the groups that were asked for
	kind, at  int // of the part: which partition, and where in it
	groupIn   bool
	remainder []int64 // those of the outer that are not of the inner: who answered, and who chose each need
}

// ask parts the groups that were asked for.
func (p *partitions) ask(asked []Asked, x *weighed) {
	for g, a := range asked {
		own, rest := x.group(g)
		of := own.newPart(Reach, string(a.Group()), MinGroup, everywhere)
		of.name = a.Name
		p.asked = append(p.asked, partition{of, rest.newPart(Reach, "", MinGroup, everywhere)})
		p.sole = a.Sole
		answered := map[Cell]int64{}
		for _, c := range own.cells {
			answered[c.Cell] = c.sums[atAnswered]
		}
		for kind, parts := range p.told() {
			for at := range parts {
				p.nest(g, kind, at, answered)
			}
		}
	}
}

// group is what those of a group that was asked for answered, and what all others did, cell by cell.
func (x *weighed) group(g int) (own, rest weighed) {
	own.layout, rest.layout = x.layout, x.layout
	for _, c := range x.cells {
		in, out := make([]int64, x.layout.chosen.end), slices.Clone(c.sums[:x.layout.chosen.end])
		counted := x.layout.group(c.sums, g)
		in[atAnswered] = counted[0]
		copy(in[x.layout.chosen.at:], counted[1:])
		for i, n := range in {
			out[i] -= n
		}
		own.cells = append(own.cells, weighedCell{cellSums{c.Cell, in}, c.weight})
		rest.cells = append(rest.cells, weighedCell{cellSums{c.Cell, out}, c.weight})
	}
	return own, rest
}

// nest enters that all of a group are of a part, or all of a part of a group, if that is so. Answered are those of the group.
func (p *partitions) nest(g, kind, at int, answered map[Cell]int64) {
	x, group := &p.told()[kind][at], &p.asked[g][0]
	if x.key == "" || x.base == 0 || group.base == 0 {
		return
	}
	both := int64(0)
	for _, c := range x.of.cells {
		both += answered[c.Cell]
	}
	n := nest{group: g, kind: kind, at: at, groupIn: both == group.base}
	inner, outer := x, group
	if n.groupIn {
		inner, outer = group, x
	}
	if both != inner.base {
		return
	}
	n.remainder = append(n.remainder, outer.base-inner.base)
	for j := range outer.counts {
		n.remainder = append(n.remainder, outer.counts[j]-inner.counts[j])
	}
	p.within = append(p.within, n)
}

// maskAsked hides the bases of groups that were asked for that are a few, and those that would tell them or what is hidden
// of other parts.
func (p *partitions) maskAsked() {
	var l survey.Ledger
	var total int64
	for _, x := range p.villages {
		total += x.base
	}
	all := l.AddKnown(total)
	var groups, others []int
	rest := total
	for _, parts := range p.asked {
		own, other := l.Add(parts[0].base), l.Add(parts[1].base)
		l.Sum(all, own, other)
		groups, others, rest = append(groups, own), append(others, other), rest-parts[0].base
	}
	if p.sole && len(groups) > 0 {
		l.Sum(all, append(slices.Clone(groups), l.Add(rest))...)
	}
	for _, n := range p.within {
		x := &p.told()[n.kind][n.at]
		of := l.AddKnown(x.base)
		if x.masked {
			of = l.Add(x.base)
			l.Hide(of)
		}
		n.enter(&l, groups[n.group], of, n.remainder[0])
	}
	l.Settle()
	for g, parts := range p.asked {
		parts[0].masked, parts[1].masked = l.Hidden(groups[g]), l.Hidden(others[g])
	}
}

// tellers are all who chose a need and all who did not, and what a ledger knows them by.
type tellers struct {
	choosers
	chose, others int64
}

// enterAsked enters the groups that were asked for, and what follows from those of them who chose need j, or did not. What
// everybody, or nobody, did is known of each group, and nothing is hidden of that. Weights tell nothing: they are those
// of cells, of each of which some are of the group.
func (p *partitions) enterAsked(l *survey.Ledger, all tellers, entered [][]choosers, j int) [][]choosers {
	for _, parts := range p.asked {
		var of []choosers
		for _, x := range parts {
			of = append(of, enter(l, x, j))
		}
		entered = append(entered, of)
		if all.chose > 0 {
			l.Sum(all.yes, of[0].yes, of[1].yes)
		}
		if all.others > 0 {
			l.Sum(all.no, of[0].no, of[1].no)
		}
	}
	asked := entered[len(p.told()):]
	if p.sole && len(asked) > 0 {
		chose, others := all.chose, all.others
		var yes, no []int
		for g, of := range asked {
			n := p.asked[g][0].counts[j]
			yes, no = append(yes, of[0].yes), append(no, of[0].no)
			chose, others = chose-n, others-(p.asked[g][0].base-n)
		}
		if all.chose > 0 {
			l.Sum(all.yes, append(yes, l.Add(chose))...)
		}
		if all.others > 0 {
			l.Sum(all.no, append(no, l.Add(others))...)
		}
	}
	for _, n := range p.within {
		of, group, x := entered[n.kind][n.at], asked[n.group][0], &p.told()[n.kind][n.at]
		outer := &p.asked[n.group][0]
		if n.groupIn {
			outer = x
		}
		if outer.counts[j] > 0 {
			n.enter(l, group.yes, of.yes, n.remainder[1+j])
		}
		if outer.base > outer.counts[j] {
			n.enter(l, group.no, of.no, n.remainder[0]-n.remainder[1+j])
		}
	}
	return entered
}

// shutSole shuts the fences of groups of which nobody is of two where their places together would narrow down a few.
func (p *partitions) shutSole() {
	if !p.sole || len(p.asked) == 0 {
		return
	}
	m := len(p.hidden)
	others := part{counts: make([]int64, m), hidden: make([]bool, m), fence: fence{low: make([]bool, m), high: make([]bool, m), shut: true}}
	var all partition
	for j := range m {
		yes, no := p.sum(j)
		for _, parts := range p.asked {
			yes, no = yes-parts[0].counts[j], no-(parts[0].base-parts[0].counts[j])
		}
		others.base, others.counts[j], others.hidden[j] = yes+no, yes, !survey.Disclosable(yes, yes+no)
	}
	for _, parts := range p.asked {
		all = append(all, parts[0])
	}
	all = append(all, others)
	for all.shut(p.hidden) {
		continue
	}
	for g := range p.asked {
		p.asked[g][0].fence = all[g].fence
	}
}

// sum is how many of all chose need j, and how many did not.
func (p *partitions) sum(j int) (yes, no int64) {
	for _, x := range p.villages {
		yes, no = yes+x.counts[j], no+x.base-x.counts[j]
	}
	return yes, no
}

// enter states that the outer of the group and the part is the inner and what is left.
func (n *nest) enter(l *survey.Ledger, group, part int, left int64) {
	if n.groupIn {
		l.Sum(part, group, l.Add(left))
		return
	}
	l.Sum(group, part, l.Add(left))
}
