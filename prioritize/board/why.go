package board

import (
	"cmp"
	"math"
	"slices"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/locale"
)

// why explains a need's place against another need's: what each village and group adds to the lead of one over the other,
// and what would turn it round. It is made of what the ranking shows, so that whoever has the page can work it out again.
type why struct {
	Needs, Rivals []option
	Kept          []kept // what else the address says
	Lead          string // which of the two leads, and by how much
	Note          string // that the order is by another rule; "" if it is not
	Villages      *pouring
	NoVillages    string // why there is nothing of villages; "" where there is, or where there are none
	Groups        []headcount
	Flips         []string
}

// option is one of a list to choose from.
type option struct {
	Value, Text string
	Current     bool
}

// kept is what an address says beside what a form asks for.
type kept struct{ Name, Value string }

// duel is two needs, of which the first has at least as large a share. ranked is which of them is before the other in the
// ranking; nil where that is not told, or they share a rank.
type duel struct {
	lead, follow *prioritize.Item
	before       *prioritize.Item
	after        *prioritize.Item
}

// duelOf is the need that is explained, the first if none is named, against the one that is named, or else its neighbour.
func duelOf(r *prioritize.Ranking, l look) (x, y *prioritize.Item, ok bool) {
	if len(r.Items) < 2 {
		return nil, nil, false
	}
	at := max(0, slices.IndexFunc(r.Items, func(it prioritize.Item) bool { return it.Need.Code == l.why }))
	x = &r.Items[at]
	if y = r.Item(l.than); y == nil || y == x {
		if at++; at == len(r.Items) {
			at -= 2
		}
		y = &r.Items[at]
	}
	return x, y, true
}

func newDuel(x, y *prioritize.Item) duel {
	d := duel{lead: x, follow: y}
	if x.Share != nil && y.Share != nil && *x.Share < *y.Share {
		d.lead, d.follow = y, x
	}
	switch {
	case x.Rank == 0 || y.Rank == 0 || x.Rank == y.Rank:
	case x.Rank < y.Rank:
		d.before, d.after = x, y
	default:
		d.before, d.after = y, x
	}
	return d
}

// told reports whether the shares of both may be shown.
func (d duel) told() bool { return d.lead.Share != nil && d.follow.Share != nil }

// by is the difference of the two shares, 0..1, from what is shown of them.
func (d duel) by() float64 { return thousandths(*d.lead.Share) - thousandths(*d.follow.Share) }

// thousandths is a share as pages write it: in tenths of a percent.
func thousandths(x float64) float64 { return math.Round(1000*x) / 1000 }

// newWhy returns nil where there are no two needs.
func newWhy(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality, l look, all []trial) *why {
	x, y, ok := duelOf(r, l)
	if !ok {
		return nil
	}
	w := why{Needs: options(s, r, x), Rivals: options(s, r, y), Kept: keptOf(l)}
	d := newDuel(x, y)
	args := []any{"Lead", quoted(s, d.lead), "Follow", quoted(s, d.follow)}
	if r.Rule != prioritize.Reach {
		w.Note = s.T("console.why.by_reach")
	}
	if !d.told() {
		w.Lead = s.T("console.why.untold", args...)
		w.Flips = reversals(s, r, m, d, all)
		return &w
	}
	args = append(args, "Share", s.Percent(*d.lead.Share, 1), "Other", s.Percent(*d.follow.Share, 1), "Points", points(s, d.by()))
	if d.by() == 0 {
		w.Lead = s.T("console.why.level", args...)
	} else {
		w.Lead = s.T("console.why.lead", args...)
	}
	w.Villages, w.Groups = newPouring(s, r, m, d), headcounts(s, r, d)
	if w.Villages == nil && len(r.Villages) > 1 {
		w.NoVillages = s.T("console.why.no_villages")
	}
	w.Flips = slices.Concat(flips(s, r, m, d), reversals(s, r, m, d, all))
	return &w
}

// points writes a difference of shares in percentage points.
func points(s locale.Speaker, x float64) string { return s.Decimal(100*x, 1) }

func signed(s locale.Speaker, x float64) string {
	if math.Round(1000*x) > 0 {
		return "+" + points(s, x)
	}
	return points(s, x)
}

func options(s locale.Speaker, r *prioritize.Ranking, current *prioritize.Item) []option {
	var all []option
	for i := range r.Items {
		it := &r.Items[i]
		all = append(all, option{it.Need.Code, placeOf(it.Rank) + ". " + nameIn(s, it.Need.Name), it == current})
		if it.Rank == 0 {
			all[i].Text = nameIn(s, it.Need.Name)
		}
	}
	return all
}

func keptOf(l look) []kept {
	var all []kept
	for name, values := range l.query() {
		if name != inWhy && name != inThan {
			all = append(all, kept{name, values[0]})
		}
	}
	slices.SortFunc(all, func(a, b kept) int { return cmp.Compare(a.Name, b.Name) })
	return all
}
