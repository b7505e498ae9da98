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
	Gap          string // in words, which places before this row's are not shown, if any are not
	Rank         string
	Code, Name   string
	Chart        template.HTML
	Value, Range string   // what the need is placed by, and its interval
	More         []string // what else is known of it, in words
}

func newRow(s locale.Speaker, it *prioritize.Item) row {
	return row{Rank: strconv.Itoa(it.Rank), Code: it.Need.Code, Name: it.Need.Name.In(s.Lang())}
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
			w.tell(s.T("board.hidden"))
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
			w.tell(s.T("board.hidden"))
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

// villageRows are the needs within a village, in its own order; untold are those that must not be shown, in the order of
// the alphabet. When nothing that anybody chose may be shown, there are no rows.
func villageRows(s locale.Speaker, r *prioritize.Ranking, village string) (a axis, rows []row, untold []string) {
	shown := slices.Clone(r.Items)
	shown = slices.DeleteFunc(shown, func(it prioritize.Item) bool {
		p := partOf(it.Villages, village)
		return p.Rank == nil || p.Share == nil
	})
	slices.SortStableFunc(shown, func(x, y prioritize.Item) int {
		return cmp.Compare(*partOf(x.Villages, village).Rank, *partOf(y.Villages, village).Rank)
	})
	if len(shown) == 0 || *partOf(shown[0].Villages, village).Share == 0 {
		return axis{}, nil, nil
	}
	seg := segment(r.Villages, village)
	_, top := roughInterval(shown[0].Villages, seg, r.Weighting.Deff)
	a = axisOver(true, top)
	next := 1 // the place after those shown so far
	for i := range shown {
		w, p := newRow(s, &shown[i]), partOf(shown[i].Villages, village)
		w.Gap = gap(s, next, *p.Rank-1)
		next = max(next, *p.Rank) + 1
		low, high := roughInterval(shown[i].Villages, seg, r.Weighting.Deff)
		w.Rank, w.Value, w.Range = strconv.Itoa(*p.Rank), s.Percent(*p.Share, 0), percentRange(s, low, high)
		w.Chart = a.draw(mark{at: *p.Share, interval: true, low: low, high: high, grey: seg.Few})
		w.tell(chosen(s, p.Count))
		rows = append(rows, w)
	}
	for _, it := range r.Items {
		if !slices.ContainsFunc(shown, func(x prioritize.Item) bool { return x.Need.Code == it.Need.Code }) {
			untold = append(untold, it.Need.Name.In(s.Lang()))
		}
	}
	slices.Sort(untold)
	return a, rows, untold
}

// gap says that the places from one to another are not shown; "" if there are none between.
func gap(s locale.Speaker, from, to int) string {
	switch {
	case to < from:
		return ""
	case to == from:
		return s.T("board.gap_one", "Place", from)
	default:
		return s.T("board.gap", "From", from, "To", to)
	}
}

// roughInterval is about the 95 % interval of a need's share within a village:
// Wilson's, with the village's answers and the design effect of the whole. Where
// their number must not be shown, it is taken for the least that may be.
func roughInterval(parts []prioritize.Part, village prioritize.Segment, deff float64) (low, high float64) {
	n := int64(prioritize.MinBase)
	if village.Base != nil {
		n = *village.Base
	}
	return prioritize.Wilson(*partOf(parts, village.Key).Share, float64(n)/max(deff, 1))
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
			Rank: strconv.Itoa(it.Rank), Name: it.Need.Name.In(s.Lang()),
			Severity: severity(s, it),
			Women:    placed(s, partOf(it.Groups, string(prioritize.Women))),
			Men:      placed(s, partOf(it.Groups, string(prioritize.Men))),
		}
		if it.Share != nil {
			n.Chosen, n.Share, n.Unweighted = s.Number(int(*it.Chosen)), s.Percent(*it.Share, 1), s.Percent(*it.Unweighted, 1)
			n.Interval = percentRange(s, *it.Low, *it.High)
		}
		if it.Borda != nil {
			n.Borda = s.T("board.table.placed", "Value", s.Decimal(it.Borda.Value, 2), "Rank", it.Borda.Rank)
		}
		if it.Severity != nil && it.Severity.Grave != nil {
			n.Grave = s.Percent(*it.Severity.Grave, 0)
		}
		all = append(all, n)
	}
	return all
}

// placed writes a group's share of a need with its rank there.
func placed(s locale.Speaker, p prioritize.Part) string {
	if p.Share == nil || p.Rank == nil {
		return ""
	}
	return s.T("board.table.placed", "Value", s.Percent(*p.Share, 0), "Rank", *p.Rank)
}
