package board

import (
	"cmp"
	"slices"

	"ashar/prioritize"
	"ashar/survey/locale"
)

// How many needs are shown of a village by itself, and of a group.
const (
	villageFirst = 5
	groupFirst   = 3
)

// choices are the needs that a part of the people chose most, by itself.
type choices struct {
	Name string   // "" where there is no such part
	Base string   // how many answered; "" where that must not be shown
	Few  bool     // they are too few for an order of their own
	Rows []ownRow // none where the order must not be shown
}

// ownRow is one need as a part of the people chose it. Without a Range nothing is drawn.
type ownRow struct {
	Code, Name    string
	Share, Range  string
	Low, At, High float64
}

// own is a part of the people, with where in an item it is.
type own struct {
	prioritize.Segment
	parts func(*prioritize.Item) []prioritize.Part
}

// groupChoices are what women, men, youth and older people chose most; untold names the groups of which that
// must not be shown. The groups that a questionnaire asked for, such as people with a disability, are for the working
// group and its tables: in a village everybody knows who they are.
func groupChoices(s locale.Speaker, r *prioritize.Ranking) (all []choices, untold []string) {
	for _, g := range r.Groups {
		if g.Asked() {
			continue
		}
		of := ownChoices(s, r, groupFirst, own{g, func(it *prioritize.Item) []prioritize.Part { return it.Groups }})
		of.Name = groupName(s, g)
		if len(of.Rows) == 0 {
			untold = append(untold, of.Name)
			continue
		}
		all = append(all, of)
	}
	return all, untold
}

// ownChoices are the first needs of a part by its own order. Where it has too few answers
// for an order, or their number must not be shown, there are none.
func ownChoices(s locale.Speaker, r *prioritize.Ranking, first int, of own) choices {
	all := choices{Few: of.Few}
	if of.Base != nil {
		all.Base = s.N("common.answers", int(*of.Base))
	}
	for _, x := range of.first(r, first) {
		w := ownRow{Code: x.item.Need.Code, Name: nameIn(s, x.item.Need.Name), Share: s.T("results.most")}
		if x.share != nil {
			w.Low, w.At, w.High = x.low, *x.share, x.high
			w.Share, w.Range = s.Percent(w.At, 0), percentRange(s, w.Low, w.High)
		}
		all.Rows = append(all.Rows, w)
	}
	return all
}

// ownPlace is the place of a need in a part's own order, with its share there, which is
// nil for what all but a few chose, and about the 95 % interval of that.
type ownPlace struct {
	item      *prioritize.Item
	rank      int
	share     *float64
	low, high float64
}

// first are the needs of the part's first places; none of those that nobody chose.
func (o own) first(r *prioritize.Ranking, places int) []ownPlace {
	if o.Few || o.Base == nil {
		return nil
	}
	var all []ownPlace
	for i := range r.Items {
		it := &r.Items[i]
		p := partOf(o.parts(it), o.Key)
		if p.Rank == nil || *p.Rank > places || p.Share != nil && *p.Share == 0 {
			continue
		}
		x := ownPlace{item: it, rank: *p.Rank, share: p.Share}
		if p.Share != nil {
			x.low, x.high = roughInterval(p, o.Segment, r.Weighting.Deff)
		}
		all = append(all, x)
	}
	slices.SortStableFunc(all, func(x, y ownPlace) int { return cmp.Compare(x.rank, y.rank) })
	return all
}

// groupName is what a group is called.
func groupName(s locale.Speaker, g prioritize.Segment) string {
	if g.Asked() {
		return nameIn(s, g.Name)
	}
	return s.T("report.group." + g.Key)
}
