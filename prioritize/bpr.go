package prioritize

import (
	"fmt"

	"ashar/survey"
)

// Variant is a published form of the basic priority rating (Hanlon 1954; Hanlon and
// Pickett, "Public Health: Administration and Practice", 1984), which joins the size A
// of a problem, its seriousness B, and the effectiveness C of what can be done.
type Variant string

// The variants. They have scales of their own: see MaxSeriousness and MaxComposite.
const (
	// NACCHO is (A + 2B) C, or 0 of what PEARL screens out (National Association of
	// County and City Health Officials, "Guide to Prioritization Techniques").
	NACCHO Variant = "naccho"
	// UIC is the basic priority rating (A + B) C / 3, B being of 0..20. It does not look at
	// PEARL (University of Illinois at Chicago, School of Public Health, PH 440).
	UIC Variant = "uic"
	// OPR is the overall priority rating of the same source: UIC times D, which is 1, or 0
	// where PEARL fails.
	OPR Variant = "opr"
)

// maxCriterion is the most of A and of C, and of NACCHO's B. The least of each is 0.
const maxCriterion = 10

// MaxSeriousness is the most of B: 10 by NACCHO, 20 by UIC and OPR. The least is 0. It
// is 0 by a variant that is not known.
func (v Variant) MaxSeriousness() float64 {
	switch v {
	case NACCHO:
		return maxCriterion
	case UIC, OPR:
		return 2 * maxCriterion
	}
	return 0
}

// MaxComposite is the most that a need can have: 300 by NACCHO, 100 by UIC and OPR. The
// least is 0.
func (v Variant) MaxComposite() float64 {
	switch v {
	case NACCHO:
		return 300
	case UIC, OPR:
		return 100
	}
	return 0
}

// Criteria are what a composite is made of.
type Criteria struct {
	Size        float64 // A, 0..10
	Seriousness float64 // B, 0..the variant's MaxSeriousness
	Feasibility
}

// Feasibility is what a working group says of a need.
type Feasibility struct {
	Effectiveness float64 `json:"effectiveness" bson:"effectiveness"` // C, 0..10: of what can be done about it
	// PEARL: whether it is the municipality's to do, makes economic sense, is accepted by
	// the people, can be paid and staffed, and is lawful.
	Propriety     bool `json:"propriety" bson:"propriety"`
	Economics     bool `json:"economics" bson:"economics"`
	Acceptability bool `json:"acceptability" bson:"acceptability"`
	Resources     bool `json:"resources" bson:"resources"`
	Legality      bool `json:"legality" bson:"legality"`
}

// Pearl reports whether all five of PEARL hold.
func (f Feasibility) Pearl() bool {
	return f.Propriety && f.Economics && f.Acceptability && f.Resources && f.Legality
}

// Composite is the rating by a variant, 0..its MaxComposite. With twice NACCHO's B, OPR
// is a third of NACCHO: the order is the same. It is an ErrInvalid by a variant that
// is not known, or when a criterion is off its scale.
func Composite(v Variant, c Criteria) (float64, error) {
	most := v.MaxSeriousness()
	if most == 0 {
		return 0, fmt.Errorf("prioritize: composite by variant %q: %w", v, survey.ErrInvalid)
	}
	for _, x := range []struct {
		name        string
		value, most float64
	}{{"size", c.Size, maxCriterion}, {"seriousness", c.Seriousness, most}, {"effectiveness", c.Effectiveness, maxCriterion}} {
		if !(x.value >= 0 && x.value <= x.most) {
			return 0, fmt.Errorf("prioritize: composite by %s: %s %v is not of 0 to %v: %w", v, x.name, x.value, x.most, survey.ErrInvalid)
		}
	}
	switch {
	case v != UIC && !c.Pearl():
		return 0, nil
	case v == NACCHO:
		return (c.Size + float64(2*c.Seriousness)) * c.Effectiveness, nil
	default:
		return (c.Size + c.Seriousness) * c.Effectiveness / 3, nil
	}
}

// CriteriaOf takes size and seriousness from the residents: A is 10 times the share
// that chose the need, B its mean severity of 0..1 times the variant's MaxSeriousness.
// These scales are Ashar's: the published ones are for diseases, by their prevalence
// and by tables for experts. It reports false where share or severity are suppressed
// or not known.
func CriteriaOf(v Variant, it *Item, f Feasibility) (Criteria, bool) {
	if it.Share == nil || it.Severity == nil {
		return Criteria{}, false
	}
	return Criteria{Size: maxCriterion * *it.Share, Seriousness: v.MaxSeriousness() * it.Severity.Mean, Feasibility: f}, true
}

// Rated is a need by a composite, beside its rank by the residents alone.
type Rated struct {
	Need string `json:"need" bson:"need"` // its code
	Rank int    `json:"rank" bson:"rank"` // by the residents: the Item's
	// Composite is rounded to six decimals; nil where the need has no CriteriaOf, or
	// the working group said nothing of it, and then there is no rank by it.
	Composite     *float64 `json:"composite" bson:"composite"`
	CompositeRank *int     `json:"composite_rank" bson:"composite_rank"` // among those that have one; equal ones share it
}

// Rate puts the rank by a composite beside the residents' rank, which stays the
// ranking: the order is that of the items. What the working group says is by the codes
// of needs. It is an ErrInvalid as Composite is, or when the group speaks of a need
// that is not among the items.
func Rate(v Variant, items []Item, group map[string]Feasibility) ([]Rated, error) {
	all := make([]Rated, len(items))
	var scores []float64
	var of []int // the place of each score in all
	said := 0
	for i := range items {
		it := &items[i]
		all[i] = Rated{Need: it.Need.Code, Rank: it.Rank}
		f, yes := group[it.Need.Code]
		if !yes {
			continue
		}
		said++
		// What the group says is looked at also where the residents' part is missing.
		c, known := CriteriaOf(v, it, f)
		c.Feasibility = f
		x, err := Composite(v, c)
		if err != nil {
			return nil, fmt.Errorf("prioritize: need %s: %w", it.Need.Code, err)
		}
		if known {
			x = round(x)
			all[i].Composite = &x
			scores, of = append(scores, x), append(of, i)
		}
	}
	if said != len(group) {
		return nil, fmt.Errorf("prioritize: rate %d needs of which %d are ranked: %w", len(group), said, survey.ErrInvalid)
	}
	for n, rank := range ranks(scores) {
		all[of[n]].CompositeRank = &rank
	}
	return all, nil
}
