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

// slopes set the needs that matter most to women beside those that matter most to
// men, each need joined to itself by a line.
type slopes struct {
	Women, Men []place
	Lines      template.HTML
}

// place is one need's place in a group's order. Apart says that the groups differ
// on it by more than chance.
type place struct {
	Rank       int
	Code, Name string
	Apart      bool
}

// slopeTop is how many of the first needs of women, and of men, are shown.
const slopeTop = 6

// compared is one need as women and as men see it.
type compared struct {
	item       *prioritize.Item
	women, men prioritize.Part
	apart      bool
}

// newSlopes returns nil where too few women or men answered, or where none of the
// needs may be shown of both.
func newSlopes(s locale.Speaker, r *prioritize.Ranking) *slopes {
	shown := compare(r)
	if len(shown) == 0 {
		return nil
	}
	byWomen := ordered(shown, func(c compared) int { return *c.women.Rank })
	byMen := ordered(shown, func(c compared) int { return *c.men.Rank })
	var out slopes
	var lines strings.Builder
	fmt.Fprintf(&lines, `<svg class="lines" viewBox="0 0 100 %d" preserveAspectRatio="none" aria-hidden="true">`, 2*len(shown))
	for i, c := range byWomen {
		j := slices.IndexFunc(byMen, func(m compared) bool { return m.item == c.item })
		class := "near"
		if c.apart {
			class = "apart"
		}
		fmt.Fprintf(&lines, `<line class="%s" x1="0" y1="%d" x2="100" y2="%d" vector-effect="non-scaling-stroke"/>`, class, 2*i+1, 2*j+1)
		out.Women = append(out.Women, c.place(s, *c.women.Rank))
		out.Men = append(out.Men, byMen[i].place(s, *byMen[i].men.Rank))
	}
	lines.WriteString(`</svg>`)
	out.Lines = template.HTML(lines.String())
	return &out
}

func (c compared) place(s locale.Speaker, rank int) place {
	return place{Rank: rank, Code: c.item.Need.Code, Name: c.item.Need.Name.In(s.Lang()), Apart: c.apart}
}

// compare finds the needs that are among the first of women or of men, and may be
// shown of both.
func compare(r *prioritize.Ranking) []compared {
	women, men := segment(r.Groups, string(prioritize.Women)), segment(r.Groups, string(prioritize.Men))
	var shown []compared
	for i := range r.Items {
		it := &r.Items[i]
		c := compared{item: it, women: partOf(it.Groups, women.Key), men: partOf(it.Groups, men.Key)}
		if c.women.Rank == nil || c.men.Rank == nil || min(*c.women.Rank, *c.men.Rank) > slopeTop {
			continue
		}
		c.apart = apart(c.women, women, c.men, men, r.Weighting.Deff)
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
