package board

import (
	"cmp"
	"html/template"
	"math"
	"slices"

	"ashar/prioritize"
	"ashar/survey/locale"
)

// comparison sets two groups side by side.
type comparison struct {
	Of, From string   // what the groups are called
	Slopes   *slopes  // nil where they cannot be compared
	Gaps     []gapRow // by how far they are apart, the widest first
	Pairs    []choice // what else can be compared
}

// gapRow is by how much more often one group chose a need than another of the same villages, and ages or sexes.
type gapRow struct {
	Code, Name       string
	Of, From         string // the shares; "" where they must not be shown
	Difference       string
	Range            string
	Chart            template.HTML
	Sure             bool // it is more than chance
	low, apart, high float64
}

func newComparison(s locale.Speaker, r *prioritize.Ranking, l look) comparison {
	of, from := l.groups.sides()
	c := comparison{Of: s.T("report.group." + string(of)), From: s.T("report.group." + string(from)), Slopes: newSlopes(s, r, l.groups)}
	for _, p := range []pair{womenAndMen, youngAndOlder} {
		c.Pairs = append(c.Pairs, choice{
			Href: l.with(func(l *look) { l.groups = p }).path(r.Campaign, "slopes"), Text: s.T("console.groups." + string(p)), Current: p == l.groups,
		})
	}
	for i := range r.Items {
		it := &r.Items[i]
		at := slices.IndexFunc(it.Gaps, func(g prioritize.Gap) bool { return g.Of == of && g.From == from })
		if at < 0 {
			continue
		}
		g := it.Gaps[at]
		c.Gaps = append(c.Gaps, gapRow{
			Code: it.Need.Code, Name: nameIn(s, it.Need.Name), Of: shareOf(s, partOf(it.Groups, string(of))), From: shareOf(s, partOf(it.Groups, string(from))),
			Difference: signed(s, g.Difference), Range: s.T("console.groups.range", "Low", signed(s, g.Low), "High", signed(s, g.High)),
			Sure: g.Low > 0 || g.High < 0, low: g.Low, apart: g.Difference, high: g.High,
		})
	}
	slices.SortStableFunc(c.Gaps, func(a, b gapRow) int { return cmp.Compare(math.Abs(b.apart), math.Abs(a.apart)) })
	ends := []float64{0}
	for _, g := range c.Gaps {
		ends = append(ends, g.low, g.high)
	}
	a := axisOver(false, ends...)
	for i := range c.Gaps {
		g := &c.Gaps[i]
		g.Chart = a.draw(mark{at: g.apart, interval: true, low: g.low, high: g.high, zero: true})
	}
	return c
}

// shareOf writes a part's share; "" where it must not be shown.
func shareOf(s locale.Speaker, p prioritize.Part) string {
	if p.Share == nil {
		return ""
	}
	return s.Percent(*p.Share, 0)
}
