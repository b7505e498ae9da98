package prioritize

import (
	"slices"

	"ashar/survey"
)

// part is a village or a group, with what was found there of every need.
type part struct {
	key     string // "" for what no village or group of its partition takes
	name    survey.Text
	base    int64
	counts  []int64   // how many chose it
	shares  []float64 // as they are shown
	exact   []float64 // shares before they are rounded, which places go by
	placed  []int     // by share; 0 where the place must not be told
	hidden  []bool    // need by need: must not be shown
	fence   fence
	minimum int64   // answers that the base must have to give shares
	few     bool    // it has fewer
	masked  bool    // the base must not be shown
	unsaid  bool    // of those who did not say
	tells   bool    // weighted shares would tell of a few; see weightsTell
	plain   bool    // everybody counts the same, since weights would tell of a few
	weight  float64 // of those who answered: people, or answers if unweighted
	of      sample
	scored  int64     // answers that the rule looks at by which the ranking is ordered
	scores  []float64 // by that rule
	firsts  []int     // places by that rule
}

// partition parts all who answered, so that what is hidden of one part follows
// from the others and the whole.
type partition []part

// partitions are the ways in which all who answered are parted: by village, by
// sex and by age; and those of each group that was asked for from all others.
type partitions struct {
	villages, sexes, ages partition
	asked                 []partition
	sole                  bool   // nobody is of two groups that were asked for
	within                []nest // groups that were asked for and parts of which one has the other
	hidden                []bool // need by need, of the whole
}

// newPartitions finds what was chosen in every part and decides what of it may be
// shown; of the bases that is only what the turnout shows too.
func (in *Input) newPartitions(x *weighed, basis Basis, d *survey.Disclosure) partitions {
	var p partitions
	of := in.areaOf()
	for _, id := range in.areas() {
		y := x.newPart(in.Rule, id, MinBase, func(c Cell) bool { return of[c.Village] == id })
		y.masked = !d.Total(id)
		p.villages = append(p.villages, y)
	}
	elsewhere := x.newPart(in.Rule, "", MinBase, func(c Cell) bool { return of[c.Village] == "" })
	elsewhere.masked = elsewhere.base > 0 && !d.Total(survey.Elsewhere)
	p.villages = append(p.villages, elsewhere)

	for _, g := range []Group{Women, Men} {
		y := x.newPart(in.Rule, string(g), MinGroup, g.Has)
		y.masked = !d.Sex("", g.sex())
		p.sexes = append(p.sexes, y)
	}
	y := x.newPart(in.Rule, "", MinGroup, func(c Cell) bool { return !Women.Has(c) && !Men.Has(c) })
	y.masked, y.unsaid = !d.Sex("", ""), true
	p.sexes = append(p.sexes, y)

	between := func(age string) bool { return age != "" && !Youth.hasAge(age) && !Older.hasAge(age) }
	for _, g := range []struct {
		key    string
		has    func(age string) bool
		unsaid bool
	}{
		{string(Youth), Youth.hasAge, false},
		{string(Older), Older.hasAge, false},
		{"", between, false},
		{"", func(age string) bool { return age == "" }, true},
	} {
		y := x.newPart(in.Rule, g.key, MinGroup, func(c Cell) bool { return g.has(c.Age) })
		y.masked, y.unsaid = !d.Ages("", g.has), g.unsaid
		p.ages = append(p.ages, y)
	}
	p.ask(in.Asked, x)
	p.maskBases()
	p.maskAsked()
	for j := range in.Needs {
		p.suppress(j, basis != Unweighted)
	}
	p.measure()
	p.place(in.Rule)
	return p
}

func (x *weighed) newPart(rule Rule, key string, minimum int64, has func(Cell) bool) part {
	s := x.sample(Reach, has)
	p := part{key: key, base: s.answers, minimum: minimum, few: s.answers < minimum, hidden: make([]bool, x.layout.m), weight: s.total, of: s}
	by := s
	if rule != Reach {
		by = x.sample(rule, has)
	}
	p.scored, p.scores = by.answers, by.scores()
	p.counts = s.counts()
	return p
}

// told are the partitions that the turnout shows too.
func (p *partitions) told() []partition { return []partition{p.villages, p.sexes, p.ages} }

func (p *partitions) all() []partition { return append(p.told(), p.asked...) }

// maskBases hides the bases that are a few, and those that would tell them.
func (p *partitions) maskBases() {
	for _, parts := range p.told() {
		var l survey.Ledger
		var bases []int
		var total int64
		for _, x := range parts {
			i := l.Add(x.base)
			switch {
			case x.masked:
				l.Hide(i)
			case x.unsaid:
				l.Show(i)
			}
			bases, total = append(bases, i), total+x.base
		}
		l.Sum(l.AddKnown(total), bases...)
		l.Settle()
		for k, i := range bases {
			parts[k].masked = l.Hidden(i)
		}
	}
}

// suppress decides on need j in all parts and in the whole: how many chose it and
// how many did not are both hidden, or neither is. With weights, the share of the
// whole is a mean of the parts' that readers know besides the sum.
func (p *partitions) suppress(j int, weighted bool) {
	var l survey.Ledger
	var chosen, others int64
	for _, x := range p.villages {
		chosen, others = chosen+x.counts[j], others+x.base-x.counts[j]
	}
	yes, no := l.Add(chosen), l.Add(others)
	l.Sum(l.AddKnown(chosen+others), yes, no)
	entered := make([][]choosers, 0, len(p.all()))
	for _, parts := range p.told() {
		var of []choosers
		for _, x := range parts {
			of = append(of, enter(&l, x, j))
		}
		entered = append(entered, of)
		l.Sum(yes, column(of, func(n choosers) int { return n.yes })...)
		l.Sum(no, column(of, func(n choosers) int { return n.no })...)
		if weighted {
			l.Mix(yes, column(of, func(n choosers) int { return n.yes })...)
		}
	}
	entered = p.enterAsked(&l, tellers{choosers{yes, no}, chosen, others}, entered, j)
	l.Settle()
	p.hidden = append(p.hidden, l.Hidden(yes) || l.Hidden(no))
	for k, parts := range p.all() {
		for i := range parts {
			n := entered[k][i]
			parts[i].hidden[j] = parts[i].base < MinBase || l.Hidden(n.yes) || l.Hidden(n.no)
		}
	}
}

// choosers is what a ledger knows by those of a part who chose a need, and those who did not.
type choosers struct{ yes, no int }

func enter(l *survey.Ledger, x part, j int) choosers {
	n := choosers{yes: l.Add(x.counts[j]), no: l.Add(x.base - x.counts[j])}
	base := 0
	if x.masked {
		base = l.Add(x.base)
		l.Hide(base)
	} else {
		base = l.AddKnown(x.base)
	}
	switch {
	case x.unsaid: // nobody can be recognised by not having said: to hide it would cost all others
		l.Show(n.yes)
		l.Show(n.no)
	case x.base > 0 && (x.masked || x.base < MinBase):
		l.Hide(n.yes)
		l.Hide(n.no)
	}
	l.Sum(base, n.yes, n.no)
	return n
}

func column(of []choosers, pick func(choosers) int) []int {
	var all []int
	for _, n := range of {
		all = append(all, pick(n))
	}
	return all
}

// listed are the parts that are shown: those with a key.
func (p partition) listed() partition {
	return slices.DeleteFunc(slices.Clone(p), func(x part) bool { return x.key == "" })
}

// groups are the parts of the groups, in the order of Groups, and after them of those that were asked for.
func (p *partitions) groups() []part {
	all := slices.Concat(p.sexes.listed(), p.ages.listed())
	for _, parts := range p.asked {
		all = append(all, parts.listed()...)
	}
	return all
}

// partsOf is need j within the parts, without what is hidden or rests on too few.
func partsOf(parts []part, j int) []Part {
	out := make([]Part, 0, len(parts))
	for _, p := range parts {
		x := Part{Key: p.key}
		if !p.hidden[j] {
			x.Count = &p.counts[j]
		}
		if !p.hidden[j] && !p.few {
			x.Share = &p.shares[j]
		}
		if p.placed[j] > 0 && !p.few {
			x.Rank = &p.placed[j]
		}
		out = append(out, x)
	}
	return out
}

// segments are the bases of the parts.
func segments(parts []part) []Segment {
	out := make([]Segment, 0, len(parts))
	for _, p := range parts {
		s := Segment{Key: p.key, Name: p.name, Few: p.base < MinGroup, Plain: p.plain && p.of.uneven()}
		if !p.masked {
			s.Base = &p.base
		}
		out = append(out, s)
	}
	return out
}
