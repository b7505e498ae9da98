package board

import (
	"math"

	"ashar/prioritize"
	"ashar/survey/locale"
)

// band is needs that stand together in the chart: those of one tier, which cannot be told apart from one another.
type band struct {
	Says string // that they cannot; "" of one alone, and where nothing is known of tiers
	Rows []row
}

// oneBand holds rows that no tiers are known of.
func oneBand(rows []row) []band {
	if len(rows) == 0 {
		return nil
	}
	return []band{{Rows: rows}}
}

// tierBands hold the rows of a whole ranking by tier. Needs whose places are not told stand in the last.
func tierBands(s locale.Speaker, r *prioritize.Ranking, rows []row) []band {
	var all []band
	last := -1
	for _, w := range rows {
		it := r.Item(w.Code)
		tier := it.Tier
		if it.Rank == 0 {
			tier = 0
		}
		if tier != last {
			all, last = append(all, band{}), tier
		}
		b := &all[len(all)-1]
		b.Rows = append(b.Rows, w)
	}
	for i := range all {
		switch n := len(all[i].Rows); {
		case all[i].Rows[0].Rank == untold || n == 1:
		case n == 2:
			all[i].Says = s.T("results.alike")
		default:
			all[i].Says = s.T("results.tier")
		}
	}
	return all
}

// otherRows are the needs as they would be ordered by other weights than the ranking's. By Reach each has its share by
// these weights, where it follows from what is shown; by another rule its place alone is known.
func otherRows(s locale.Speaker, r *prioritize.Ranking, by weights) (axis, []row) {
	items := byPlace(r, by)
	shares := make([]*estimate, len(items))
	var highs []float64
	for i, it := range items {
		if shares[i] = shareBy(r, it, by); shares[i] != nil {
			highs = append(highs, shares[i].high)
		}
	}
	a := axisOver(true, highs...)
	if r.Rule != prioritize.Reach {
		a = placeAxis(len(items))
	}
	var rows []row
	for i, it := range items {
		w, place := newRow(s, it), placeBy(it, by)
		w.Rank = placeOf(place)
		switch e := shares[i]; {
		case e != nil:
			w.Value, w.Range = s.Percent(e.share, 0), percentRange(s, e.low, e.high)
			w.Chart = a.draw(mark{at: e.share, interval: true, low: e.low, high: e.high})
		case it.Share == nil || place == 0:
			w.tell(hiddenWords(s, place))
		case r.Rule == prioritize.Reach:
			w.tell(s.T("console.weights.no_mean"))
		default:
			w.Chart = a.draw(mark{at: float64(place)})
		}
		if place > 0 && it.Rank > 0 && place != it.Rank {
			w.tell(s.T("console.weights.was", "Rank", it.Rank))
		}
		rows = append(rows, w)
	}
	return a, rows
}

// estimate is a share with its 95 % interval.
type estimate struct{ share, low, high float64 }

// shareBy is the share of a need by these weights, from what is shown of the need; nil where that does not tell it.
func shareBy(r *prioritize.Ranking, it *prioritize.Item, by weights) *estimate {
	switch {
	case it.Share == nil || r.Rule != prioritize.Reach:
		return nil
	case by == everyAnswer:
		low, high := prioritize.Wilson(*it.Unweighted, float64(r.Answered))
		return &estimate{*it.Unweighted, low, high}
	default:
		return meanOfVillages(r, it)
	}
}

// meanOfVillages is the mean of the shares of all villages from which there are enough answers, with an interval that is
// about right: z sqrt(deff sum p(1-p)/n) / villages. It is nil where any of them is not shown.
func meanOfVillages(r *prioritize.Ranking, it *prioritize.Item) *estimate {
	n, sum, variance := 0.0, 0.0, 0.0
	for i, v := range r.Villages {
		switch p := it.Villages[i]; {
		case v.Base == nil:
			return nil
		case *v.Base < prioritize.MinBase:
		case p.Share == nil:
			return nil
		default:
			n++
			sum += *p.Share
			variance += max(r.Weighting.Deff, 1) * *p.Share * (1 - *p.Share) / float64(*v.Base)
		}
	}
	if n == 0 {
		return nil
	}
	mean, half := sum/n, z95*math.Sqrt(variance)/n
	return &estimate{mean, max(mean-half, 0), min(mean+half, 1)}
}

// placeAxis is a scale of places.
func placeAxis(n int) axis {
	step := math.Ceil(float64(max(n-1, 1)) / maxTicks)
	return axis{From: 1, To: 1 + step*math.Ceil(float64(max(n-1, 1))/step), step: step}
}
