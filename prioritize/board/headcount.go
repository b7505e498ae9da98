package board

import (
	"html/template"
	"slices"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/locale"
)

// headcount is who chose two needs, by sex or by age, in numbers of answers that add up to those of all.
type headcount struct {
	Lead, Follow string // the needs
	Rows         []headRow
	Whole        headRow
}

// headRow is a group; "" in a member must not be shown.
type headRow struct {
	Name, Base, Lead, Follow, More string
	Chart                          template.HTML // where the leads of all groups may be shown
	more                           *int64
}

// headcounts are by sex and by age; none of a parting of which no group may be shown.
func headcounts(s locale.Speaker, r *prioritize.Ranking, d duel) []headcount {
	if d.lead.Chosen == nil || d.follow.Chosen == nil {
		return nil
	}
	var all []headcount
	for _, parting := range [][]prioritize.Group{{prioritize.Women, prioritize.Men}, {prioritize.Youth, prioritize.Older}} {
		base, lead, follow := column{all: r.Answered}, column{all: *d.lead.Chosen}, column{all: *d.follow.Chosen}
		for _, g := range parting {
			base.of = append(base.of, segment(r.Groups, string(g)).Base)
			lead.of = append(lead.of, partOf(d.lead.Groups, string(g)).Count)
			follow.of = append(follow.of, partOf(d.follow.Groups, string(g)).Count)
		}
		for _, c := range []*column{&base, &lead, &follow} {
			c.settle()
		}
		of := headcount{Lead: nameIn(s, d.lead.Need.Name), Follow: nameIn(s, d.follow.Need.Name)}
		row := func(name string, base, lead, follow *int64) headRow {
			w := headRow{Name: name, Base: number(s, base), Lead: number(s, lead), Follow: number(s, follow)}
			if lead != nil && follow != nil {
				more := *lead - *follow
				w.More, w.more = signedNumber(s, more), &more
			}
			return w
		}
		shown := false
		for i, g := range parting {
			of.Rows = append(of.Rows, row(s.T("report.group."+string(g)), base.of[i], lead.of[i], follow.of[i]))
			shown = shown || lead.of[i] != nil && follow.of[i] != nil
		}
		if base.rest == nil || *base.rest > 0 {
			of.Rows = append(of.Rows, row(s.T("console.why.others"), base.rest, lead.rest, follow.rest))
		}
		of.Whole = row(s.T("console.why.all"), &base.all, &lead.all, &follow.all)
		of.draw()
		if shown {
			all = append(all, of)
		}
	}
	return all
}

// draw adds up the leads of the groups to that of all.
func (h *headcount) draw() {
	steps := []float64{0}
	for _, w := range h.Rows {
		if w.more == nil {
			return
		}
		steps = append(steps, steps[len(steps)-1]+float64(*w.more))
	}
	scale := fallOver(steps...)
	for i := range h.Rows {
		h.Rows[i].Chart = scale.draw(steps[i], steps[i+1])
	}
	h.Whole.Chart = scale.draw(0, float64(*h.Whole.more))
}

// column is a number of answers by groups, with that of all; what is nil is not shown.
type column struct {
	all  int64
	of   []*int64
	rest *int64 // of no group, or of one that is not shown
}

// settle finds the rest. Where that is a few, neither it nor the least of the others is shown, so that it cannot be worked
// out from these.
func (c *column) settle() {
	rest, least := c.all, -1
	for i, n := range c.of {
		if n == nil {
			continue
		}
		rest -= *n
		if least < 0 || *n < *c.of[least] {
			least = i
		}
	}
	switch {
	case rest <= 0 || rest >= survey.SmallCell:
		c.rest = &rest
	case least >= 0:
		c.of = slices.Clone(c.of)
		c.of[least] = nil
	}
}

func number(s locale.Speaker, n *int64) string {
	if n == nil {
		return ""
	}
	return s.Number(int(*n))
}

func signedNumber(s locale.Speaker, n int64) string {
	if n > 0 {
		return "+" + s.Number(int(n))
	}
	return s.Number(int(n))
}
