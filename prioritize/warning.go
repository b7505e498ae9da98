package prioritize

// WarningCode says what a reader of a ranking must know of it. The words for it
// are in the locale under "report.warning.<code>".
type WarningCode string

// The warnings, with the members of Warning that they fill.
const (
	WarnTooFew      WarningCode = "too_few"       // Count answers: under MinAnswers, so no figures are given
	WarnNoTotals    WarningCode = "no_totals"     // Villages without a known population: unweighted
	WarnNoStrata    WarningCode = "no_strata"     // Villages whose sex and age make-up is not known: weighted by village only
	WarnFewKnown    WarningCode = "few_known"     // too few said their sex and age: weighted by village only
	WarnNotRaked    WarningCode = "not_raked"     // raking failed for Reason: weighted with less, or not at all
	WarnClipped     WarningCode = "clipped"       // the weight of Count answers was held at a bound; the margins miss by Share
	WarnSilent      WarningCode = "silent"        // no answers came from Villages
	WarnNoVillage   WarningCode = "no_village"    // Count answers of villages that the municipality does not have
	WarnUnknownCell WarningCode = "unknown_group" // Count answers, Share of all, without sex or age
	WarnRepeated    WarningCode = "repeated"      // Count answers named a need twice; the first place counts
	WarnUnread      WarningCode = "unread"        // Count responses are to another version of the questionnaire and left out
)

// WarningCodes lists every code, for those who must have words for each.
func WarningCodes() []WarningCode {
	return []WarningCode{
		WarnTooFew, WarnNoTotals, WarnNoStrata, WarnFewKnown, WarnNotRaked,
		WarnClipped, WarnSilent, WarnNoVillage, WarnUnknownCell, WarnRepeated, WarnUnread,
	}
}

// Warning is a warning with what it speaks of.
type Warning struct {
	Code     WarningCode `json:"code" bson:"code"`
	Villages []string    `json:"villages,omitempty" bson:"villages,omitempty"` // identifiers
	Count    int64       `json:"count,omitempty" bson:"count,omitempty"`
	Share    float64     `json:"share,omitempty" bson:"share,omitempty"` // 0..1
	Reason   string      `json:"reason,omitempty" bson:"reason,omitempty"`
}

func (w *Weighting) warn(x Warning) { w.Warnings = append(w.Warnings, x) }
