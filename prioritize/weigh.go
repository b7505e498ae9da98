package prioritize

import (
	"errors"
	"math"
	"slices"

	"ashar/prioritize/raking"
	"ashar/survey"
)

// Basis is what the weights rest on.
type Basis string

// The bases, best first.
const (
	ByVillageSexAge Basis = "village_sex_age" // raked to villages, to sex x age, and to village x sex where that can be met
	ByVillage       Basis = "village"         // people per answer, village by village
	Unweighted      Basis = "none"            // every answer counts the same: to be said in a banner
)

// Weighting is one weight per cell, and everything that has to be said of it.
type Weighting struct {
	Basis   Basis    `json:"basis" bson:"basis"`
	Margins []string `json:"margins,omitempty" bson:"margins,omitempty"` // raked to: "village", "sex_age", "village_sex"
	Count   int64    `json:"n" bson:"n"`
	// Cells are in the order of Cell.Compare. They are in no document: a cell is a few
	// people of one village, and with the population its weight tells how many.
	Cells  []Weight `json:"-" bson:"-"`
	Deff   float64  `json:"deff" bson:"deff"`   // n sum(g^2 n_h) / (sum g n_h)^2 (Kish)
	NEff   float64  `json:"n_eff" bson:"n_eff"` // n / deff
	Sweeps int      `json:"sweeps" bson:"sweeps"`
	// Residual is the largest |target/sum - 1| that the margins still miss.
	Residual  float64    `json:"residual" bson:"residual"`
	Collapsed []Collapse `json:"collapsed,omitempty" bson:"collapsed,omitempty"`
	// Silent names the villages that no answer came from: they are not represented.
	Silent   []string  `json:"silent,omitempty" bson:"silent,omitempty"`
	Warnings []Warning `json:"warnings,omitempty" bson:"warnings,omitempty"`
}

// Weight is how many people one answer of a cell stands for; 1 when Unweighted.
type Weight struct {
	Cell
	Count  int64
	Weight float64
}

// Weigh weights the cells of a tally to the population of the municipality.
//
// Villages without answers are left out and named as Silent. With the adults of
// every answering village known by sex and age band, the weights are raked to
// the villages' totals, to sex x age and to village x sex. With the totals alone, a village's
// answers share its total equally. With less, nothing is weighted. Each step down
// is a warning.
//
// Those who did not say their sex or age get the average weight of their village,
// and in each village they are taken to be like those who did: sex x age is
// raked among the latter. Answers of a village that the municipality does not
// have get the average weight of all.
func Weigh(t *Tally, m *survey.Municipality) Weighting {
	w, _ := t.weigh(m, everySource)
	return w
}

// weigh weights the cells of some sources, and lays the weights beside their sums.
func (t *Tally) weigh(m *survey.Municipality, of func(Source) bool) (Weighting, weighed) {
	return t.weighBy(ByVillageSexAge, m, of)
}

// weighBy is weigh by this basis at best; "" is the best there is.
func (t *Tally) weighBy(best Basis, m *survey.Municipality, of func(Source) bool) (Weighting, weighed) {
	sums := t.byCell(of)
	cells, counts := make([]Cell, len(sums)), make([]int64, len(sums))
	for h, c := range sums {
		cells[h], counts[h] = c.Cell, c.sums[atCount]
	}
	w := newFrame(cells, m).weigh(best, counts)
	x := weighed{layout: &t.layout, cells: make([]weighedCell, len(sums))}
	for h, c := range sums {
		x.cells[h] = weighedCell{c, w.Cells[h].Weight}
	}
	return w, x
}

// weigh weights the cells of the frame, of which each has so many answers.
func (f *frame) weigh(best Basis, counts []int64) Weighting {
	p := f.populace(counts)
	var w Weighting
	for _, n := range counts {
		w.Count += n
	}
	w.Silent = p.silent
	p.describe(&w)
	var weights []float64
	switch {
	case best == Unweighted:
		w.Basis, weights = Unweighted, p.equal()
	case p.adults() == 0:
		w.Basis, weights = Unweighted, p.equal()
		if len(p.withoutTotal) > 0 {
			w.warn(Warning{Code: WarnNoTotals, Villages: p.withoutTotal})
		}
	case len(p.withoutStrata) > 0:
		w.warn(Warning{Code: WarnNoStrata, Villages: p.withoutStrata})
		weights = p.byVillage(&w)
	case best == ByVillage:
		weights = p.byVillage(&w)
	default:
		weights = p.byVillageSexAge(&w)
	}
	w.Cells = slices.Grow(w.Cells, len(p.cells))
	for i, c := range p.cells {
		w.Cells = append(w.Cells, Weight{Cell: c, Count: p.counts[i], Weight: round(weights[i])})
	}
	w.measure()
	return w
}

// bounds hold weights within [0.2, 5] of their mean.
var bounds = raking.Bounds{Low: lowestWeight, High: highestWeight}

const (
	lowestWeight  = 0.2 // of the mean weight of an answer
	highestWeight = 5.0
)

// byVillageSexAge rakes to villages, sex x age and village x sex; without the last
// if that cannot be met, or else falls back to villages.
func (p *populace) byVillageSexAge(w *Weighting) []float64 {
	villages := collapseVillages(p.villages)
	strata := p.collapsedStrata(villages)
	if len(strata) < 2 {
		w.warn(Warning{Code: WarnFewKnown})
		return p.byVillage(w)
	}
	margins := p.margins(villages, strata)
	raked, err := raking.Rake(p.counts, margins, bounds)
	if err != nil && len(margins) > 2 {
		margins = margins[:2]
		raked, err = raking.Rake(p.counts, margins, bounds)
	}
	if err != nil {
		w.warn(Warning{Code: WarnNotRaked, Reason: reason(err)})
		return p.byVillage(w)
	}
	w.Basis = ByVillageSexAge
	w.Collapsed = slices.Concat(
		joined(marginVillage, villages, func(i int) Cell { return Cell{Village: p.municipality.Villages[i].ID} }),
		joined(marginSexAge, strata, func(g int) Cell { return p.strata[g] }))
	w.take(raked, margins, p.counts)
	return raked.Weights
}

// byVillage shares each village's total among its answers.
func (p *populace) byVillage(w *Weighting) []float64 {
	villages := collapseVillages(p.villages)
	margins := p.margins(villages, nil)
	raked, err := raking.Rake(p.counts, margins, bounds)
	if err != nil {
		w.Basis = Unweighted
		w.warn(Warning{Code: WarnNotRaked, Reason: reason(err)})
		return p.equal()
	}
	w.Basis = ByVillage
	w.Collapsed = joined(marginVillage, villages, func(i int) Cell { return Cell{Village: p.municipality.Villages[i].ID} })
	w.take(raked, margins, p.counts)
	return raked.Weights
}

func (w *Weighting) take(r raking.Weights, margins []raking.Margin, counts []int64) {
	for _, m := range margins {
		w.Margins = append(w.Margins, m.Name)
	}
	w.Sweeps, w.Residual = r.Sweeps, round(r.Residual)
	var clipped int64
	for h, yes := range r.Clipped {
		if yes {
			clipped += counts[h]
		}
	}
	if clipped > 0 {
		w.warn(Warning{Code: WarnClipped, Count: clipped, Share: w.Residual})
	}
}

// published is the weighting as a ranking tells it: the design effect of exact figures
// would tell how few are in a cell.
func (w Weighting) published() Weighting {
	w.Deff, w.NEff, w.Residual = roundTo(percent, w.Deff), math.Round(w.NEff), publish(w.Residual)
	return w
}

// measure fills in Kish's design effect and the effective number of answers.
func (w *Weighting) measure() {
	counts, weights := make([]int64, len(w.Cells)), make([]float64, len(w.Cells))
	for h, c := range w.Cells {
		counts[h], weights[h] = c.Count, c.Weight
	}
	w.Deff, w.NEff = raking.Effect(counts, weights)
}

func reason(err error) string {
	for _, known := range []error{raking.ErrNoAnswers, raking.ErrNoPeople, raking.ErrMarginsDisagree, raking.ErrNotConverged} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return survey.ErrInvalid.Error()
}
