package prioritize

import (
	"slices"

	"ashar/survey"
)

// Grave is how grave those who chose a need find it, weighted.
type Grave struct {
	Count int64    `json:"n" bson:"n"`
	Mean  float64  `json:"mean" bson:"mean"`   // of (level-1)/4: 0 light .. 1 grave
	Grave *float64 `json:"grave" bson:"grave"` // share of levels 4 and 5; nil when it would tell of a few
	// Dissent is how far people disagree: 0 when all give one level, 1 when half give
	// the lowest and half the highest; Agreement is van der Eijk's. See the functions.
	// Both are nil where a level was given by a few.
	Dissent   *float64 `json:"dissent,omitempty" bson:"dissent,omitempty"`
	Agreement *float64 `json:"agreement,omitempty" bson:"agreement,omitempty"`
}

// levelsGrave is the lowest level that counts as grave.
const levelsGrave = survey.SeverityLevels - 1

// severity is how grave need j is found; nil when too few rated it, or found it grave,
// or not.
func (x *weighed) severity(j int) *Grave {
	var levels [survey.SeverityLevels]float64
	var gave [survey.SeverityLevels]int64
	var g Grave
	var graves int64
	for _, c := range x.cells {
		for i, n := range x.layout.levels(c.sums, j) {
			levels[i] += float64(c.weight * float64(n))
			gave[i] += n
			g.Count += n
			if i+1 >= levelsGrave {
				graves += n
			}
		}
	}
	var weights, means, grave float64
	for i, w := range levels {
		weights += w
		means += w * float64(i) / (survey.SeverityLevels - 1)
		if i+1 >= levelsGrave {
			grave += w
		}
	}
	if g.Count < MinBase || weights <= 0 {
		return nil
	}
	if !survey.Disclosable(graves, g.Count) {
		return nil // the mean alone would tell of a few
	}
	share := roundTo(percent, grave/weights)
	g.Mean, g.Grave = roundTo(percent, means/weights), &share
	if !slices.ContainsFunc(gave[:], few) {
		dissent, agreement := roundTo(percent, Dissent(levels[:])), roundTo(percent, Agreement(levels[:]))
		g.Dissent, g.Agreement = &dissent, &agreement
	}
	return &g
}

// Dissent is how far those who used a scale disagree, from how many gave each of its
// K levels: 4/(K-1) sum of F(1-F) over all levels but the last, F being the part of
// those who gave that level or a lower one. It is 0 when all gave one level, 1 when
// half gave the first and half the last, and 0.8 when as many gave each of five
// (Leik's ordinal dispersion, 1966, with squares). It is 0 of nobody, and of fewer than
// two levels.
func Dissent(levels []float64) float64 {
	var all, below, sum float64
	for _, n := range levels {
		all += n
	}
	if all <= 0 || len(levels) < 2 {
		return 0
	}
	for _, n := range levels[:len(levels)-1] {
		below += n
		f := below / all
		sum += float64(f * (1 - f))
	}
	return 4 * sum / float64(len(levels)-1)
}

// Agreement is van der Eijk's coefficient A (Measuring agreement in ordered rating
// scales, 2001), from how many gave each level: 1 when all gave one level, 0 when as
// many gave each, -1 when half gave the first and half the last. It is 0 of nobody,
// and of fewer than three levels.
func Agreement(levels []float64) float64 {
	k := len(levels)
	if k < 3 {
		return 0
	}
	rest := append([]float64{}, levels...)
	var all, a float64
	for _, n := range levels {
		all += n
	}
	if all <= 0 {
		return 0
	}
	// Layer by layer: as many of each level that has any, each layer a pattern of
	// levels that are there and levels that are not.
	for {
		least, there := 0.0, 0
		for _, n := range rest {
			if n > 0 {
				there++
				if least == 0 || n < least {
					least = n
				}
			}
		}
		if there == 0 {
			return a
		}
		a += float64(least * float64(there) / all * patternAgreement(rest, there))
		for i := range rest {
			if rest[i] > 0 {
				rest[i] -= least
				if rest[i] < all*1e-12 {
					rest[i] = 0
				}
			}
		}
	}
}

// patternAgreement is the agreement of a pattern in which some levels are there: with
// S of K levels there, U (1 - (S-1)/(K-1)), where U compares the triples of levels
// that are there, missing, there with those that are there, there, missing.
func patternAgreement(levels []float64, s int) float64 {
	k := len(levels)
	if s == k {
		return 0 // all alike: no agreement
	}
	bimodal, unimodal := 0.0, 0.0
	for a := range k {
		for b := a + 1; b < k; b++ {
			for c := b + 1; c < k; c++ {
				x, y, z := levels[a] > 0, levels[b] > 0, levels[c] > 0
				switch {
				case x && !y && z:
					bimodal++
				case x && y && !z, !x && y && z:
					unimodal++
				}
			}
		}
	}
	u := 1.0
	if s > 1 {
		u = (float64(float64(k-2)*unimodal) - float64(float64(k-1)*bimodal)) / (float64(k-2) * (unimodal + bimodal))
	}
	return u * (1 - float64(s-1)/float64(k-1))
}
