package board

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/locale"
)

// row is one need as it is drawn. Without a Value nothing is drawn, since its
// figures must not be shown.
type row struct {
	Rank         string
	Code, Name   string
	Chart        template.HTML
	Value, Range string   // what the need is placed by, and its interval
	More         []string // what else is known of it, in words
	Badges       []badge  // whether its place holds
	Why          string   // where it is explained; "" where it is not
}

func newRow(s locale.Speaker, it *prioritize.Item) row {
	return row{Rank: placeOf(it.Rank), Code: it.Need.Code, Name: it.Need.Name.In(s.Lang())}
}

// untold stands for a place that must not be told.
const untold = "–"

func placeOf(rank int) string {
	if rank == 0 {
		return untold
	}
	return strconv.Itoa(rank)
}

// hiddenWords say why a need has no figures: those that keep their place are what all
// but a few chose.
func hiddenWords(s locale.Speaker, rank int) string {
	if rank > 0 {
		return s.T("board.hidden_most")
	}
	return s.T("board.hidden")
}

// tell adds what is known of a need to what the row tells of it.
func (w *row) tell(words string) {
	if words != "" {
		w.More = append(w.More, words)
	}
}

// chosen says how many people chose a need; "" where that must not be shown.
func chosen(s locale.Speaker, n *int64) string {
	if n == nil {
		return ""
	}
	return s.N("board.chosen", int(*n))
}

func bordaScore(s locale.Speaker, it *prioritize.Item) string {
	if it.Borda == nil {
		return ""
	}
	return s.T("board.borda", "Score", s.Decimal(it.Borda.Value, 2))
}

func pointScore(s locale.Speaker, it *prioritize.Item) string {
	if it.Points == nil {
		return ""
	}
	return s.T("board.points", "Score", s.Decimal(it.Points.Value, 2))
}

func severityWords(s locale.Speaker, it *prioritize.Item) string {
	if mean := severity(s, it); mean != "" {
		return s.T("board.severity", "Mean", mean)
	}
	return ""
}

// possible are the places that the need may have in truth, where there are several.
func possible(s locale.Speaker, it *prioritize.Item) string {
	if it.RankLow == it.RankHigh {
		return ""
	}
	return s.T("board.possible", "Low", it.RankLow, "High", it.RankHigh)
}

// groupRanks are the need's places among women and among men.
func groupRanks(s locale.Speaker, it *prioritize.Item) string {
	women, men := partOf(it.Groups, string(prioritize.Women)), partOf(it.Groups, string(prioritize.Men))
	if women.Rank == nil || men.Rank == nil {
		return ""
	}
	return s.T("board.ranks", "Women", *women.Rank, "Men", *men.Rank)
}

// severity is the mean level, 1..5; "" where too few told theirs.
func severity(s locale.Speaker, it *prioritize.Item) string {
	if it.Severity == nil {
		return ""
	}
	return s.Decimal(1+it.Severity.Mean*(survey.SeverityLevels-1), 1)
}

// percentRange writes an interval of shares.
func percentRange(s locale.Speaker, low, high float64) string {
	return s.Decimal(100*low, 0) + "–" + s.Percent(high, 0)
}

// reachRows are the needs by the share of people who chose them. The unweighted
// share is drawn beside it where there are weights.
func reachRows(s locale.Speaker, r *prioritize.Ranking) (axis, []row) {
	var values []float64
	for _, it := range r.Items {
		if it.Share != nil {
			values = append(values, *it.High, *it.Unweighted)
		}
	}
	a := axisOver(true, values...)
	var rows []row
	for i := range r.Items {
		it := &r.Items[i]
		w := newRow(s, it)
		w.tell(possible(s, it))
		if it.Share == nil {
			w.tell(hiddenWords(s, it.Rank))
			rows = append(rows, w)
			continue
		}
		w.Value, w.Range = s.Percent(*it.Share, 0), percentRange(s, *it.Low, *it.High)
		w.Chart = a.draw(mark{
			at: *it.Share, interval: true, low: *it.Low, high: *it.High,
			second: r.Weighting.Basis != prioritize.Unweighted, raw: *it.Unweighted,
		})
		w.tell(chosen(s, it.Chosen))
		w.tell(bordaScore(s, it))
		w.tell(pointScore(s, it))
		w.tell(severityWords(s, it))
		w.tell(groupRanks(s, it))
		rows = append(rows, w)
	}
	return a, rows
}

// scoreRows are the needs by their mean score, by Borda or by points.
func scoreRows(s locale.Speaker, r *prioritize.Ranking) (axis, []row) {
	score := func(it *prioritize.Item) *prioritize.Score {
		if r.Rule == prioritize.Points {
			return it.Points
		}
		return it.Borda
	}
	var values []float64
	for i := range r.Items {
		if x := score(&r.Items[i]); x != nil {
			low, high := scoreInterval(x)
			values = append(values, low, high)
		}
	}
	a := axisOver(false, values...)
	var rows []row
	for i := range r.Items {
		it := &r.Items[i]
		w := newRow(s, it)
		w.tell(possible(s, it))
		x := score(it)
		if x == nil {
			w.tell(hiddenWords(s, it.Rank))
			rows = append(rows, w)
			continue
		}
		low, high := scoreInterval(x)
		w.Value, w.Range = s.Decimal(x.Value, 2), s.Decimal(low, 2)+"–"+s.Decimal(high, 2)
		w.Chart = a.draw(mark{at: x.Value, interval: true, low: low, high: high})
		w.tell(chosen(s, it.Chosen))
		if it.Share != nil {
			w.tell(s.T("board.share", "Share", s.Percent(*it.Share, 0)))
		}
		w.tell(severityWords(s, it))
		rows = append(rows, w)
	}
	return a, rows
}

// z95 is the 0.975 quantile of the normal distribution.
const z95 = 1.959963984540054

// scoreInterval is the 95 % interval of a mean score, within 0..1.
func scoreInterval(s *prioritize.Score) (low, high float64) {
	return max(s.Value-z95*s.Error, 0), min(s.Value+z95*s.Error, 1)
}

// villageRows are the needs within a village that may be shown, by its own order and
// behind it those whose place there must not be told; hidden are the others, in the order
// of the alphabet. When nothing that anybody chose may be shown, there are no rows.
func villageRows(s locale.Speaker, r *prioritize.Ranking, village string) (a axis, rows []row, hidden []string) {
	var shown []*prioritize.Item
	seg, top := segment(r.Villages, village), 0.0
	place := func(it *prioritize.Item) int {
		if rank := partOf(it.Villages, village).Rank; rank != nil {
			return *rank
		}
		return 0
	}
	chose := false
	for i := range r.Items {
		it := &r.Items[i]
		p := partOf(it.Villages, village)
		if p.Share == nil && p.Rank == nil {
			hidden = append(hidden, it.Need.Name.In(s.Lang()))
			continue
		}
		shown = append(shown, it)
		chose = chose || p.Share == nil || *p.Share > 0
		if p.Share != nil {
			_, high := roughInterval(p, seg, r.Weighting.Deff)
			top = max(top, high)
		}
	}
	if !chose {
		return axis{}, nil, nil
	}
	slices.SortStableFunc(shown, func(x, y *prioritize.Item) int {
		a, b := place(x), place(y)
		if a == 0 && b == 0 {
			return cmp.Compare(*partOf(y.Villages, village).Share, *partOf(x.Villages, village).Share)
		}
		return cmp.Or(cmp.Compare(min(b, 1), min(a, 1)), cmp.Compare(a, b))
	})
	a = axisOver(true, top)
	for _, it := range shown {
		w, p := newRow(s, it), partOf(it.Villages, village)
		w.Rank = placeOf(place(it))
		if p.Share == nil {
			w.tell(hiddenWords(s, place(it)))
			rows = append(rows, w)
			continue
		}
		low, high := roughInterval(p, seg, r.Weighting.Deff)
		w.Value, w.Range = s.Percent(*p.Share, 0), percentRange(s, low, high)
		w.Chart = a.draw(mark{at: *p.Share, interval: true, low: low, high: high, grey: seg.Few})
		w.tell(chosen(s, p.Count))
		rows = append(rows, w)
	}
	slices.Sort(hidden)
	return a, rows, hidden
}

// roughInterval is about the 95 % interval of a need's share within a village:
// Wilson's, with the village's answers and the design effect of the whole. Where
// their number must not be shown, it is taken for the least that may be.
func roughInterval(p prioritize.Part, village prioritize.Segment, deff float64) (low, high float64) {
	n := int64(prioritize.MinBase)
	if village.Base != nil {
		n = *village.Base
	}
	return prioritize.Wilson(*p.Share, float64(n)/max(deff, 1))
}

// numbers is every figure of one need, as it is written; "" is not known.
type numbers struct {
	Rank, Name, Chosen                 string
	Share, Interval, Unweighted, Borda string
	Severity, Grave                    string
	Women, Men                         string
}

// table writes every figure of the whole municipality, in the ranking's order.
func table(s locale.Speaker, r *prioritize.Ranking) []numbers {
	var all []numbers
	for i := range r.Items {
		it := &r.Items[i]
		n := numbers{
			Rank: placeOf(it.Rank), Name: it.Need.Name.In(s.Lang()),
			Severity: severity(s, it),
			Women:    placed(s, partOf(it.Groups, string(prioritize.Women))),
			Men:      placed(s, partOf(it.Groups, string(prioritize.Men))),
		}
		if it.Share != nil {
			n.Chosen, n.Share, n.Unweighted = s.Number(int(*it.Chosen)), s.Percent(*it.Share, 1), s.Percent(*it.Unweighted, 1)
			n.Interval = percentRange(s, *it.Low, *it.High)
		}
		if it.Borda != nil {
			n.Borda = s.T("board.table.placed", "Value", s.Decimal(it.Borda.Value, 2), "Rank", placeOf(it.Borda.Rank))
		}
		if it.Severity != nil && it.Severity.Grave != nil {
			n.Grave = s.Percent(*it.Severity.Grave, 0)
		}
		all = append(all, n)
	}
	return all
}

// placed writes a group's share of a need with its rank there, if that may be told.
func placed(s locale.Speaker, p prioritize.Part) string {
	switch {
	case p.Share == nil:
		return ""
	case p.Rank == nil:
		return s.Percent(*p.Share, 0)
	}
	return s.T("board.table.placed", "Value", s.Percent(*p.Share, 0), "Rank", *p.Rank)
}

// segment returns the part of the ranking with this key; the zero Segment, which
// is few, if there is none.
func segment(parts []prioritize.Segment, key string) prioritize.Segment {
	for _, p := range parts {
		if p.Key == key {
			return p
		}
	}
	return prioritize.Segment{Few: true}
}

// partOf returns the part with this key; the zero Part, which tells nothing, if
// there is none.
func partOf(parts []prioritize.Part, key string) prioritize.Part {
	for _, p := range parts {
		if p.Key == key {
			return p
		}
	}
	return prioritize.Part{}
}
