package board

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"ashar/prioritize"
	"ashar/survey/locale"
)

// slopes set the needs that matter most to one group beside those that matter most to
// another, each need joined to itself by a line.
type slopes struct {
	Left, Right []place
	Lines       template.HTML
}

// place is one need's place in a group's order. Apart says that the groups differ
// on it by more than chance.
type place struct {
	Rank       int
	Code, Name string
	Apart      bool
}

// slopeTop is how many of the first needs of either group are shown.
const slopeTop = 6

// compared is one need as two groups see it.
type compared struct {
	item     *prioritize.Item
	of, from prioritize.Part
	apart    bool
}

// newSlopes returns nil where too few of either group answered, or where none of the
// needs may be shown of both.
func newSlopes(s locale.Speaker, r *prioritize.Ranking, groups pair) *slopes {
	shown := compare(r, groups)
	if len(shown) == 0 {
		return nil
	}
	left := ordered(shown, func(c compared) int { return *c.of.Rank })
	right := ordered(shown, func(c compared) int { return *c.from.Rank })
	var out slopes
	var lines strings.Builder
	fmt.Fprintf(&lines, `<svg class="lines" viewBox="0 0 100 %d" preserveAspectRatio="none" aria-hidden="true">`, 2*len(shown))
	for i, c := range left {
		j := slices.IndexFunc(right, func(m compared) bool { return m.item == c.item })
		class := "near"
		if c.apart {
			class = "apart"
		}
		fmt.Fprintf(&lines, `<line class="%s" x1="0" y1="%d" x2="100" y2="%d" vector-effect="non-scaling-stroke"/>`, class, 2*i+1, 2*j+1)
		out.Left = append(out.Left, c.place(s, *c.of.Rank))
		out.Right = append(out.Right, right[i].place(s, *right[i].from.Rank))
	}
	lines.WriteString(`</svg>`)
	out.Lines = template.HTML(lines.String())
	return &out
}

func (c compared) place(s locale.Speaker, rank int) place {
	return place{Rank: rank, Code: c.item.Need.Code, Name: c.item.Need.Name.In(s.Lang()), Apart: c.apart}
}

// compare finds the needs that are among the first of either group, and may be shown of
// both.
func compare(r *prioritize.Ranking, groups pair) []compared {
	one, other := groups.sides()
	of, from := segment(r.Groups, string(one)), segment(r.Groups, string(other))
	var shown []compared
	for i := range r.Items {
		it := &r.Items[i]
		c := compared{item: it, of: partOf(it.Groups, of.Key), from: partOf(it.Groups, from.Key)}
		if c.of.Rank == nil || c.from.Rank == nil || min(*c.of.Rank, *c.from.Rank) > slopeTop {
			continue
		}
		c.apart = apart(c.of, of, c.from, from, r.Weighting.Deff)
		shown = append(shown, c)
	}
	return shown
}

func ordered(shown []compared, rank func(compared) int) []compared {
	shown = slices.Clone(shown)
	slices.SortStableFunc(shown, func(a, b compared) int { return cmp.Compare(rank(a), rank(b)) })
	return shown
}

// apart reports whether two groups' shares of a need differ by more than sampling
// variation, at 95 %: |p - q| > z sqrt(deff (p(1-p)/n + q(1-q)/m)), with the
// design effect of the whole for both. It is meant for a line's width, not for a
// conclusion.
func apart(a prioritize.Part, as prioritize.Segment, b prioritize.Part, bs prioritize.Segment, deff float64) bool {
	if a.Share == nil || b.Share == nil || as.Base == nil || bs.Base == nil {
		return false
	}
	p, q := *a.Share, *b.Share
	v := max(deff, 1) * (p*(1-p)/float64(*as.Base) + q*(1-q)/float64(*bs.Base))
	return math.Abs(p-q) > z95*math.Sqrt(v)
}
