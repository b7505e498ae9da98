package board

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey/locale"
)

// placeBy is a need's place by these weights; 0 where it is not told.
func placeBy(it *prioritize.Item, by weights) int {
	switch by {
	case everyAnswer:
		return it.Ranks.Respondents
	case everyVillage:
		return it.Ranks.Villages
	default:
		return it.Rank
	}
}

// byPlace are the items in the order of their places by these weights; those whose place is not told come last.
func byPlace(r *prioritize.Ranking, by weights) []*prioritize.Item {
	var items []*prioritize.Item
	for i := range r.Items {
		items = append(items, &r.Items[i])
	}
	slices.SortStableFunc(items, func(x, y *prioritize.Item) int {
		a, b := placeBy(x, by), placeBy(y, by)
		return cmp.Or(cmp.Compare(min(b, 1), min(a, 1)), cmp.Compare(a, b))
	})
	return items
}

// orders are the places of all needs in several orders of the same answers, side by side.
type orders struct {
	Heads  []orderHead
	Places string // what the span of a need's places is called
	Rows   []orderRow
	Says   []string // what is otherwise from one to the other
}

// orderHead is one of the orders.
type orderHead struct {
	Name string
	Note string // how near it is to the ranking; "" where that is not said
	Own  bool   // it is the ranking itself
}

// orderRow is a need with its places.
type orderRow struct {
	Code, Name string
	Places     []orderPlace // beside the heads
	Ends       string       // the best and the worst of them: "2–5"; "" where none is told
	Chart      template.HTML
	Line       bool // it is the last of the first places that are sought
}

// orderPlace is a place in an order. Moved says that it is on the other side of the first places that are sought than
// the ranking has it.
type orderPlace struct {
	Place string
	Moved bool
}

// sought is how many first places a ranking is about.
func sought(r *prioritize.Ranking) int { return min(r.Method.Top, len(r.Items)) }

// newOrders sets orders beside one another, the ranking's own first; place tells of each need its place in the order.
func newOrders(s locale.Speaker, r *prioritize.Ranking, heads []orderHead, place func(item, order int) int) orders {
	o, top := orders{Heads: heads, Places: s.T("console.col.places")}, sought(r)
	for i := range r.Items {
		it := &r.Items[i]
		w := orderRow{Code: it.Need.Code, Name: nameIn(s, it.Need.Name), Line: i+1 == top && top < len(r.Items)}
		low, high := 0, 0
		for h := range heads {
			p := place(i, h)
			w.Places = append(w.Places, orderPlace{Place: placeOf(p), Moved: p > 0 && it.Rank > 0 && (p <= top) != (it.Rank <= top)})
			if p > 0 {
				low, high = min(cmp.Or(low, p), p), max(high, p)
			}
		}
		if low > 0 && it.Rank > 0 {
			w.Chart = places(len(r.Items)).draw(low, it.Rank, high)
		}
		switch {
		case low == 0:
		case low == high:
			w.Ends = placeOf(low)
		default:
			w.Ends = placeOf(low) + "–" + placeOf(high)
		}
		o.Rows = append(o.Rows, w)
	}
	return o
}

// newWeightings sets the three weightings side by side. By one village nothing would be otherwise: it is nil then.
func newWeightings(s locale.Speaker, r *prioritize.Ranking) *orders {
	if len(r.Villages) < 2 {
		return nil
	}
	all := []weights{everyPerson, everyAnswer, everyVillage}
	var heads []orderHead
	for i, by := range all {
		heads = append(heads, orderHead{Name: s.T(weightsWords(r, by)), Own: i == 0})
	}
	o := newOrders(s, r, heads, func(item, order int) int { return placeBy(&r.Items[item], all[order]) })
	for _, by := range all[1:] {
		o.Says = append(o.Says, weightsChange(s, r, by))
	}
	return &o
}

// weightsWords is the id of what weights are called; without figures of the people the ranking's own are none.
func weightsWords(r *prioritize.Ranking, by weights) string {
	if by == everyPerson && r.Weighting.Basis == prioritize.Unweighted {
		return "console.weights.none"
	}
	return "console.weights." + string(by)
}

// weightsChange says which needs come among the first by other weights, and which they put out.
func weightsChange(s locale.Speaker, r *prioritize.Ranking, by weights) string {
	top := sought(r)
	var in, out []string
	same, told := true, true
	for i := range r.Items {
		it := &r.Items[i]
		was, is := it.Rank, placeBy(it, by)
		told = told && (was == 0) == (is == 0)
		same = same && was == is
		switch {
		case is > 0 && is <= top && was > top:
			in = append(in, quoted(s, it))
		case was > 0 && was <= top && is > top:
			out = append(out, quoted(s, it))
		}
	}
	name := s.T(weightsWords(r, by) + ".if")
	switch {
	case same:
		return s.T("console.weights.same", "If", name)
	case len(in)+len(out) > 0:
		return s.T("console.weights.others", "If", name, "In", strings.Join(in, ", "), "Out", strings.Join(out, ", "), "Top", top)
	case told && top < len(r.Items):
		return s.T("console.weights.top_same", "If", name, "Top", top)
	default:
		return s.T("console.weights.places", "If", name)
	}
}

// quoted is the name of a need as it stands in a sentence.
func quoted(s locale.Speaker, it *prioritize.Item) string {
	return s.T("report.says.quote", "Name", nameIn(s, it.Need.Name))
}

// newAgreement sets what other rules make of the same answers beside the ranking; nil where there is no other.
func newAgreement(s locale.Speaker, r *prioritize.Ranking) *orders {
	if len(r.Checks) == 0 {
		return nil
	}
	heads := []orderHead{{Name: upperFirst(s.T("report.says.rule." + string(r.Rule))), Own: true}}
	for _, c := range r.Checks {
		heads = append(heads, orderHead{
			Name: upperFirst(s.T("report.says.rule." + c.Rule)), Note: s.T("console.tau."+tauWords(c.Tau), "Tau", s.Decimal(c.Tau, 2)),
		})
	}
	o := newOrders(s, r, heads, func(item, order int) int {
		if order == 0 {
			return r.Items[item].Rank
		}
		return r.Checks[order-1].Ranks[item]
	})
	for _, x := range r.Statements() {
		if x.Code == prioritize.SaysSameRules || x.Code == prioritize.SaysOtherRules {
			o.Says = append(o.Says, analysis.Sentence(s, x, needName(s, r), func(id string) string { return id }))
		}
	}
	for _, c := range r.Checks {
		switch name := s.T("report.says.rule." + c.Rule); {
		case c.Several:
			o.Says = append(o.Says, s.T("console.rules.several", "Rule", name))
		case c.Heuristic:
			o.Says = append(o.Says, s.T("console.rules.heuristic", "Rule", name))
		}
	}
	return &o
}

// tauWords is the last part of the id of the words for Kendall's tau: how alike two orders are.
func tauWords(tau float64) string {
	for _, x := range []struct {
		from  float64
		words string
	}{{0.95, "same"}, {0.8, "near"}, {0.6, "alike"}, {0.3, "part"}} {
		if tau >= x.from {
			return x.words
		}
	}
	return "apart"
}

// needName says what the need with a code is called.
func needName(s locale.Speaker, r *prioritize.Ranking) func(code string) string {
	return func(code string) string {
		if it := r.Item(code); it != nil {
			return nameIn(s, it.Need.Name)
		}
		return code
	}
}
