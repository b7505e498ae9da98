package board

import (
	"cmp"
	"math"
	"slices"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/locale"
)

// heat is the table of villages by needs, in parts that fit on a sheet.
type heat struct {
	Parts  []heatPart
	Orders []choice
	Hidden bool // some numbers are not shown
}

type heatPart struct {
	Villages []heatVillage
	Rows     []heatRow
}

// heatVillage heads a column.
type heatVillage struct {
	Name string
	Base string // how many answered; "" where that must not be shown
	Href string // the village's own ranking
}

type heatRow struct {
	Rank, Code, Name string
	Whole            string // the share of all; "" where it must not be shown
	Cells            []heatCell
}

// heatCell is a need within a village. Without a Share nothing may be shown.
type heatCell struct {
	Share string // in whole percent, without the sign
	Level int    // how dark it is, 0..heatLevels, by the greatest share of the table
	Place string // of the village's first three; "" of others
}

// heatLevels is how many shades there are beside none.
const heatLevels = 5

// villageTop is which places of a village are written into its cells.
const villageTop = 3

// newHeat returns nil where there are no two villages, or nothing may be shown of any.
func newHeat(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality, l look) *heat {
	var villages []int // of which anything is shown
	greatest := 0.0
	for v := range r.Villages {
		shown := false
		for i := range r.Items {
			if share := r.Items[i].Villages[v].Share; share != nil {
				shown, greatest = true, max(greatest, *share)
			}
		}
		if shown {
			villages = append(villages, v)
		}
	}
	if len(r.Villages) < 2 || len(villages) == 0 {
		return nil
	}
	h, items := heat{Orders: heatOrders(s, r, m, l)}, heatItems(r, l)
	for from := 0; from < len(villages); from += sheetColumns {
		part := heatPart{}
		some := villages[from:min(from+sheetColumns, len(villages))]
		for _, v := range some {
			seg := r.Villages[v]
			head := heatVillage{Name: villageName(s, m)(seg.Key), Href: l.with(func(l *look) { l.village = seg.Key }).path(r.Campaign, "chart")}
			if seg.Base != nil {
				head.Base = s.N("common.answers", int(*seg.Base))
			}
			part.Villages = append(part.Villages, head)
		}
		for _, it := range items {
			row := heatRow{Rank: placeOf(it.Rank), Code: it.Need.Code, Name: nameIn(s, it.Need.Name)}
			if it.Share != nil {
				row.Whole = s.Decimal(100**it.Share, 0)
			}
			for _, v := range some {
				c := newHeatCell(s, it.Villages[v], greatest)
				h.Hidden = h.Hidden || c.Share == ""
				row.Cells = append(row.Cells, c)
			}
			part.Rows = append(part.Rows, row)
		}
		h.Parts = append(h.Parts, part)
	}
	return &h
}

func newHeatCell(s locale.Speaker, p prioritize.Part, greatest float64) heatCell {
	if p.Share == nil {
		return heatCell{}
	}
	c := heatCell{Share: s.Decimal(100**p.Share, 0)}
	if greatest > 0 {
		c.Level = int(math.Ceil(heatLevels * *p.Share / greatest))
	}
	if p.Rank != nil && *p.Rank <= villageTop && *p.Share > 0 {
		c.Place = placeOf(*p.Rank)
	}
	return c
}

// heatOrders are the orders that the rows can have.
func heatOrders(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality, l look) []choice {
	order := func(id, text string) choice {
		return choice{Href: l.with(func(l *look) { l.heat = id }).path(r.Campaign, "villages"), Text: text, Current: l.heat == id}
	}
	all := []choice{order("", s.T("console.heat.by_place")), order(heatSpread, s.T("console.heat.by_spread"))}
	for _, v := range r.Villages {
		all = append(all, order(v.Key, villageName(s, m)(v.Key)))
	}
	return all
}

// heatItems are the needs in the order that is asked for; those of which nothing tells it come last.
func heatItems(r *prioritize.Ranking, l look) []*prioritize.Item {
	items := byPlace(r, everyPerson)
	if l.heat == "" {
		return items
	}
	key := func(it *prioritize.Item) float64 { // the greater, the earlier
		share := partOf(it.Villages, l.heat).Share
		if l.heat == heatSpread {
			share = it.Between
		}
		if share == nil {
			return -1
		}
		return *share
	}
	slices.SortStableFunc(items, func(x, y *prioritize.Item) int { return cmp.Compare(key(y), key(x)) })
	return items
}
