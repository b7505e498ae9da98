package prioritize

import "ashar/survey"

// WarningCode says what a reader of a ranking must know of it. The words for it
// are in the locale under "report.warning.<code>"; see Warning.Message.
type WarningCode string

// The warnings, with the members of Warning that they fill.
const (
	WarnTooFew       WarningCode = "too_few"        // under MinAnswers answers, so no figures are given
	WarnHidden       WarningCode = "hidden"         // nothing is told of the village, since it would tell how few answered in another
	WarnTooFewRanked WarningCode = "too_few_ranked" // fewer than MinAnswers ranked, so there is no order by Borda
	WarnNoTotals     WarningCode = "no_totals"      // Villages without a known population: unweighted
	WarnNoStrata     WarningCode = "no_strata"      // Villages whose sex and age make-up is not known: weighted by village only
	WarnFewKnown     WarningCode = "few_known"      // too few said their sex and age: weighted by village only
	WarnNotRaked     WarningCode = "not_raked"      // raking failed for Reason: weighted with less, or not at all
	WarnClipped      WarningCode = "clipped"        // the weight of Count answers was held at a bound; the margins miss by Share
	WarnSilent       WarningCode = "silent"         // no answers came from Villages
	WarnCrowded      WarningCode = "crowded"        // more answers came from Villages than they have adults
	WarnNoVillage    WarningCode = "no_village"     // Count answers of villages that the municipality does not have
	WarnUnknownCell  WarningCode = "unknown_group"  // Count answers, Share of all, without sex or age
	WarnPlain        WarningCode = "plain"          // not weighted by sex and age, since that would tell how few of them chose a need
	WarnRepeated     WarningCode = "repeated"       // Count answers named a need twice; the first place counts
	WarnUnread       WarningCode = "unread"         // Count responses are to another version of the questionnaire and left out
	WarnSetAside     WarningCode = "set_aside"      // Count responses were looked at and do not count
	WarnUnoffered    WarningCode = "unoffered"      // Needs were in no list: fewer name them than would have chosen them
)

// WarningCodes lists every code, for those who must have words for each.
func WarningCodes() []WarningCode {
	return []WarningCode{
		WarnTooFew, WarnHidden, WarnTooFewRanked, WarnNoTotals, WarnNoStrata, WarnFewKnown, WarnNotRaked,
		WarnClipped, WarnSilent, WarnCrowded, WarnNoVillage, WarnUnknownCell, WarnPlain, WarnRepeated, WarnUnread, WarnSetAside,
		WarnUnoffered,
	}
}

// Counts reports whether warnings of this code fill Count.
func (c WarningCode) Counts() bool {
	switch c {
	case WarnClipped, WarnNoVillage, WarnUnknownCell, WarnRepeated, WarnUnread, WarnSetAside:
		return true
	default:
		return false
	}
}

// Warning is a warning with what it speaks of.
type Warning struct {
	Code     WarningCode `json:"code" bson:"code"`
	Villages []string    `json:"villages,omitempty" bson:"villages,omitempty"` // identifiers
	// Needs are the names of needs.
	Needs []survey.Text `json:"needs,omitempty" bson:"needs,omitempty"`
	Count int64         `json:"count,omitempty" bson:"count,omitempty"`
	Share float64       `json:"share,omitempty" bson:"share,omitempty"` // 0..1
	// Some: the Count must not be shown and is not given.
	Some   bool   `json:"some,omitempty" bson:"some,omitempty"`
	Reason string `json:"reason,omitempty" bson:"reason,omitempty"`
}

// Message is the id of the message that says the warning. Where counted is true,
// the Count decides its plural form, also when that is 0.
func (w Warning) Message() (id string, counted bool) {
	id = "report.warning." + string(w.Code)
	switch {
	case !w.Code.Counts():
		return id, false
	case w.Some:
		return id + ".some", false
	default:
		return id, true
	}
}

func (w *Weighting) warn(x Warning) { w.Warnings = append(w.Warnings, x) }

// veil takes the counts that must not be shown of a village, or of all, out of the
// warnings.
func veil(warnings []Warning, village string, d *survey.Disclosure) []Warning {
	var all []Warning
	for _, w := range warnings {
		shown := true
		switch w.Code {
		case WarnUnknownCell: // who skipped a question
			shown = d.Sex(village, "") && d.Age(village, "")
		case WarnNoVillage:
			shown = d.Total(survey.Elsewhere)
		case WarnClipped, WarnRepeated, WarnUnread, WarnSetAside:
			shown = w.Count >= survey.SmallCell
		}
		if !shown {
			w.Some, w.Count = true, 0
			if w.Code == WarnUnknownCell {
				w.Share = 0
			}
		}
		all = append(all, w)
	}
	return all
}
