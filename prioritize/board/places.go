package board

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"ashar/prioritize"
	"ashar/survey/locale"
)

// places are a scale of so many places, each of which is as wide as the others.
type places int

// span is where the places from low to high are, in percent of the width.
func (n places) span(low, high int) (from, width float64) {
	one := 100 / float64(n)
	return one * float64(low-1), one * float64(high-low+1)
}

// draw makes an SVG of the places that a need may have, with a dot where it came out. It
// says no more than the words beside it, so that screen readers pass over it.
func (n places) draw(low, at, high int) template.HTML {
	x, width := n.span(low, high)
	dot, one := n.span(at, at)
	return template.HTML(fmt.Sprintf(`<svg class="spots" width="100%%" height="16" aria-hidden="true">`+
		`<rect class="axis" y="7" width="100%%" height="2"/>`+
		`<rect class="span" x="%.1f%%" y="1" width="%.1f%%" height="14" rx="7"/>`+
		`<circle class="dot" cx="%.1f%%" cy="8" r="5"/></svg>`, x, width, dot+one/2))
}

// labelled is how far apart the places are whose numbers stand above the scale.
const labelled = 5

// Labels writes the first place, every fifth and the last, each over its own.
func (n places) Labels() template.HTML {
	var b strings.Builder
	b.WriteString(`<svg class="spots" width="100%" height="16" aria-hidden="true">`)
	for p := 1; p <= int(n); p++ {
		crowded := p < int(n) && int(n)-p < labelled-2 // by the last
		if last := p == int(n); !last && (crowded || p > 1 && p%labelled > 0) {
			continue
		}
		x, one := n.span(p, p)
		fmt.Fprintf(&b, `<text x="%.1f%%" y="12" text-anchor="middle">%d</text>`, x+one/2, p)
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// tier are needs that cannot be told apart from one another.
type tier struct {
	Says string // that they cannot; "" of one alone
	Rows []spot
}

// spot is one need at the places that it may have.
type spot struct {
	Places       string // "2" or "2–4"
	Code, Name   string
	Chart        template.HTML
	Share, Range string // "" where that must not be shown
}

// tiers draw the needs whose places may be told, those that cannot be told apart
// together. untold are the others, each with its share where that may be shown.
func tiers(s locale.Speaker, r *prioritize.Ranking) (scale places, all []tier, untold []string) {
	scale = places(len(r.Items))
	last := 0
	for i := range r.Items {
		it := &r.Items[i]
		x := spot{Code: it.Need.Code, Name: nameIn(s, it.Need.Name)}
		if it.Share != nil {
			x.Share, x.Range = s.Percent(*it.Share, 0), percentRange(s, *it.Low, *it.High)
		}
		if it.Rank == 0 {
			if x.Share != "" {
				x.Name += "\u00a0— " + x.Share
			}
			untold = append(untold, x.Name)
			continue
		}
		if it.Share == nil {
			x.Share = s.T("results.most")
		}
		x.Places, x.Chart = placesOf(it), scale.draw(it.RankLow, it.Rank, it.RankHigh)
		if it.Tier != last {
			all, last = append(all, tier{}), it.Tier
		}
		t := &all[len(all)-1]
		t.Rows = append(t.Rows, x)
	}
	for i := range all {
		switch len(all[i].Rows) {
		case 1:
		case 2:
			all[i].Says = s.T("results.alike")
		default:
			all[i].Says = s.T("results.tier")
		}
	}
	return scale, all, untold
}

// placesOf are the places that a need may have, in figures.
func placesOf(it *prioritize.Item) string {
	if it.RankLow == it.RankHigh {
		return strconv.Itoa(it.RankLow)
	}
	return strconv.Itoa(it.RankLow) + "–" + strconv.Itoa(it.RankHigh)
}
