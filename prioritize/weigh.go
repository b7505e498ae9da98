package prioritize

import (
	"errors"
	"slices"

	"ashar/survey"
)

// Basis is what the weights rest on.
type Basis string

// The bases, best first.
const (
	ByVillageSexAge Basis = "village_sex_age" // raked to villages and to sex x age
	ByVillage       Basis = "village"         // people per answer, village by village
	Unweighted      Basis = "none"            // every answer counts the same: to be said in a banner
)

// Weighting is one weight per cell, and everything that has to be said of it.
type Weighting struct {
	Basis Basis `json:"basis" bson:"basis"`
	Count int64 `json:"n" bson:"n"`
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
// the villages' totals and to sex x age. With the totals alone, a village's
// answers share its total equally. With less, nothing is weighted. Each step down
// is a warning.
//
// Those who did not say their sex or age get the average weight of their village,
// and in each village they are taken to be like those who did: sex x age is
// raked among the latter. Answers of a village that the municipality does not
// have get the average weight of all.
func Weigh(t *Tally, m *survey.Municipality) Weighting {
	p := newPopulace(t, m)
	w := Weighting{Count: t.Count(), Silent: p.silent}
	p.describe(&w)
	weights := p.equal()
	switch {
	case p.people() == 0:
		w.Basis = Unweighted
		if len(p.withoutTotal) > 0 {
			w.warn(Warning{Code: WarnNoTotals, Villages: p.withoutTotal})
		}
	case len(p.withoutStrata) > 0:
		w.warn(Warning{Code: WarnNoStrata, Villages: p.withoutStrata})
		weights = p.byVillage(&w)
	default:
		weights = p.byVillageSexAge(&w)
	}
	for i, c := range p.cells {
		w.Cells = append(w.Cells, Weight{Cell: c, Count: p.counts[i], Weight: round(weights[i])})
	}
	w.measure()
	return w
}

// byVillageSexAge rakes to villages and sex x age, or falls back to villages.
func (p *populace) byVillageSexAge(w *Weighting) []float64 {
	villages := collapseVillages(p.villages)
	strata := p.strata(villages)
	if len(strata) < 2 {
		w.warn(Warning{Code: WarnFewKnown})
		return p.byVillage(w)
	}
	raked, err := Rake(p.counts, p.margins(villages, strata))
	if err != nil {
		w.warn(Warning{Code: WarnNotRaked, Reason: reason(err)})
		return p.byVillage(w)
	}
	w.Basis = ByVillageSexAge
	w.Collapsed = slices.Concat(joined(marginVillage, villages), joined(marginSexAge, strata))
	w.take(raked, p.counts)
	return raked.Weights
}

// byVillage shares each village's total among its answers.
func (p *populace) byVillage(w *Weighting) []float64 {
	villages := collapseVillages(p.villages)
	raked, err := Rake(p.counts, p.margins(villages, nil))
	if err != nil {
		w.Basis = Unweighted
		w.warn(Warning{Code: WarnNotRaked, Reason: reason(err)})
		return p.equal()
	}
	w.Basis = ByVillage
	w.Collapsed = joined(marginVillage, villages)
	w.take(raked, p.counts)
	return raked.Weights
}

func (w *Weighting) take(r Raked, counts []int64) {
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

// measure fills in Kish's design effect and the effective number of answers.
func (w *Weighting) measure() {
	var sum, squares float64
	for _, c := range w.Cells {
		gn := float64(c.Weight * float64(c.Count))
		sum += gn
		squares += float64(c.Weight * gn)
	}
	if sum <= 0 || w.Count <= 0 {
		return
	}
	w.Deff = float64(w.Count) * squares / (sum * sum)
	w.NEff = float64(w.Count) / w.Deff
}

func reason(err error) string {
	for _, known := range []error{ErrNoAnswers, ErrNoPeople, ErrMarginsDisagree, ErrNotConverged} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return survey.ErrInvalid.Error()
}
