package board

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/locale"
)

// pouring is what each village adds to a lead, so that it can be added up.
type pouring struct {
	Lead, Follow string // the needs
	Says         string // what adds most, and what takes most away
	Rows         []pourRow
	Whole        pourRow
	Weighted     bool
}

// pourRow is a village: its part of the people, times the difference there, is what it adds.
type pourRow struct {
	Name, Part, Lead, Follow, Difference, Adds string
	Chart                                      template.HTML
}

// town is a village of which both shares are shown.
type town struct {
	at             int     // in Ranking.Villages
	part           float64 // of all people, 0..1
	lead, follow   float64
	answers        int64
	chose, notNext int64 // of the need that leads, at most; not of the other, at most
}

func (t town) difference() float64 { return t.lead - t.follow }
func (t town) adds() float64       { return thousandths(t.part * t.difference()) }

// towns are the villages that a lead can be explained by, with what is known of them by everybody: their part of the
// people as it was counted or, without such figures, of those who answered. left: there are others.
func towns(r *prioritize.Ranking, m *survey.Municipality, d duel) (all []town, left bool) {
	parts := villageParts(r, m)
	for v, seg := range r.Villages {
		p, q := d.lead.Villages[v], d.follow.Villages[v]
		switch {
		case seg.Base != nil && *seg.Base == 0:
		case seg.Base == nil || p.Share == nil || q.Share == nil || p.Count == nil || q.Count == nil || parts[v] == 0:
			left = true
		default:
			all = append(all, town{
				at: v, part: thousandths(parts[v]), lead: thousandths(*p.Share), follow: thousandths(*q.Share),
				answers: *seg.Base, chose: *p.Count, notNext: *seg.Base - *q.Count,
			})
		}
	}
	return all, left
}

// villageParts are the villages' parts of the people that the ranking speaks for, 0 where that is not known: where
// villages were joined for their weights, each has another part.
func villageParts(r *prioritize.Ranking, m *survey.Municipality) []float64 {
	parts := make([]float64, len(r.Villages))
	joined := map[string]bool{}
	for _, c := range r.Weighting.Collapsed {
		for _, cell := range c.Joined {
			joined[cell.Village] = joined[cell.Village] || c.Margin == "village"
		}
	}
	total := 0.0
	for v, seg := range r.Villages {
		of := m.Village(seg.Key)
		switch {
		case r.Weighting.Basis == prioritize.Unweighted:
			if seg.Base != nil {
				parts[v] = float64(*seg.Base)
			}
		case of != nil && !slices.Contains(r.Weighting.Silent, seg.Key):
			parts[v] = float64(of.Total())
		}
		total += parts[v]
		if joined[seg.Key] {
			parts[v] = 0
		}
	}
	if r.Weighting.Basis == prioritize.Unweighted {
		total = float64(r.Answered)
	}
	for v := range parts {
		parts[v] /= max(1, total)
	}
	return parts
}

// newPouring returns nil where no village can be shown.
func newPouring(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality, d duel) *pouring {
	all, left := towns(r, m, d)
	if len(r.Villages) < 2 || len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b town) int { return cmp.Compare(b.adds(), a.adds()) })
	p := pouring{Lead: nameIn(s, d.lead.Need.Name), Follow: nameIn(s, d.follow.Need.Name), Weighted: r.Weighting.Basis != prioritize.Unweighted}
	p.Says = mostWords(s, m, r, all)
	rest, steps, plain := d.by(), []float64{0}, false
	for _, t := range all {
		plain = plain || r.Villages[t.at].Plain
		rest -= t.adds()
		steps = append(steps, steps[len(steps)-1]+t.adds())
		p.Rows = append(p.Rows, pourRow{
			Name: villageName(s, m)(r.Villages[t.at].Key), Part: s.Percent(t.part, 1), Lead: s.Percent(t.lead, 1), Follow: s.Percent(t.follow, 1),
			Difference: signed(s, t.difference()), Adds: signed(s, t.adds()),
		})
	}
	if rest = thousandths(rest); left || rest != 0 {
		row := pourRow{Name: s.T("console.why.rounding"), Adds: signed(s, rest)}
		switch {
		case left:
			row.Name = s.T("console.why.rest")
		case plain:
			row.Name = s.T("console.why.weights")
		}
		p.Rows, steps = append(p.Rows, row), append(steps, d.by())
	}
	scale := fallOver(append(steps, d.by())...)
	for i := range p.Rows {
		p.Rows[i].Chart = scale.draw(steps[i], steps[i+1])
	}
	p.Whole = pourRow{
		Name: s.T("board.whole"), Lead: s.Percent(*d.lead.Share, 1), Follow: s.Percent(*d.follow.Share, 1),
		Difference: signed(s, d.by()), Adds: signed(s, d.by()), Chart: scale.draw(0, d.by()),
	}
	return &p
}

// mostWords name the villages that add most and take most away; all is in the order of what they add.
func mostWords(s locale.Speaker, m *survey.Municipality, r *prioritize.Ranking, all []town) string {
	name := villageName(s, m)
	first, last := all[0], all[len(all)-1]
	args := []any{"Most", name(r.Villages[first.at].Key), "Adds", signed(s, first.adds()), "Least", name(r.Villages[last.at].Key), "Takes", signed(s, last.adds())}
	switch {
	case first.adds() > 0 && last.adds() < 0:
		return s.T("console.why.most.both", args...)
	case first.adds() > 0:
		return s.T("console.why.most.adds", args...)
	case last.adds() < 0:
		return s.T("console.why.most.takes", args...)
	}
	return ""
}

// fall is the scale of a chart whose bars begin where the one before ends.
type fall struct{ low, high float64 }

func fallOver(steps ...float64) fall {
	return fall{min(0, slices.Min(steps)), max(slices.Max(steps), 0.001)}
}

func (f fall) at(x float64) float64 { return 100 * (x - f.low) / (f.high - f.low) }

// draw makes an SVG of one bar with a line at zero. It says no more than the numbers beside it, so that screen readers
// pass over it.
func (f fall) draw(from, to float64) template.HTML {
	class, left, right := "for", f.at(from), f.at(to)
	if to < from {
		class, left, right = "against", right, left
	}
	return template.HTML(fmt.Sprintf(`<svg class="fall" width="100%%" height="20" aria-hidden="true">`+
		`<line class="zero" x1="%[1]s" x2="%[1]s" y1="0" y2="20"/><rect class="%[2]s" x="%.2[3]f%%" y="4" width="%.2[4]f%%" height="12"/></svg>`,
		fmt.Sprintf("%.2f%%", f.at(0)), class, left, max(right-left, 0.4)))
}
