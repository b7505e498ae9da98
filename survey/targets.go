package survey

import (
	"fmt"
	"math"
)

// Targets say whom a campaign wants to have heard. They are aims for those who
// carry the survey from house to house; they say nothing of how exact a result
// is, because those who answer chose to.
type Targets struct {
	Women      float64 `json:"women" bson:"women"`             // share of women among those who told their sex, 0..1
	Youth      float64 `json:"youth" bson:"youth"`             // share of the young among those who told their age, 0..1
	YouthUntil int     `json:"youth_until" bson:"youth_until"` // young are the age bands that end at this age or before
	Answers    int     `json:"answers" bson:"answers"`         // answers from each village, or ...
	Adults     float64 `json:"adults" bson:"adults"`           // ... answers from this share of its adults, 0..1, whichever is less
}

// Check is an error unless the shares lie within 0..1 and the counts are not below 0.
func (t Targets) Check() error {
	for _, share := range []float64{t.Women, t.Youth, t.Adults} {
		if !(share >= 0 && share <= 1) {
			return fmt.Errorf("target %v: a share lies within 0 and 1", share)
		}
	}
	if t.Answers < 0 || t.YouthUntil < 0 {
		return fmt.Errorf("target %d answers, youth until %d: neither lies below 0", t.Answers, t.YouthUntil)
	}
	return nil
}

// DefaultTargets are 45 % women, 20 % youth to the age of YouthUntil, and from every
// village 30 answers or a tenth of its adults.
func DefaultTargets() Targets {
	return Targets{Women: 0.45, Youth: 0.20, YouthUntil: YouthUntil, Answers: 30, Adults: 0.10}
}

// Village returns how many answers are wanted from a village.
func (t Targets) Village(v *Village) int {
	if adults := v.Total(); adults > 0 {
		return min(t.Answers, int(math.Ceil(t.Adults*float64(adults))))
	}
	return t.Answers
}

// Heard is a Turnout beside its targets: how many answered, and who they are.
type Heard struct {
	Answers, Wanted   int
	Women, Men, Youth Part
}

// Missing returns how many answers are still wanted, at least 0.
func (h Heard) Missing() int { return max(h.Wanted-h.Answers, 0) }

// Part is a group among those who said whether they belong to it. Shown is false
// where the numbers must not be shown; see Disclose.
type Part struct {
	Count, Base int64
	Shown       bool
}

// Share returns the part as a share of its base, 0..1; 0 for an empty base.
func (p Part) Share() float64 {
	if p.Base == 0 {
		return 0
	}
	return float64(p.Count) / float64(p.Base)
}

// Compare tells for the whole municipality and for each of its villages, in
// their order, how far the turnout comes towards the targets. byVillage may have
// the villages in any order; one that it lacks has no answers. What is shown of
// the groups is what Disclose lets be shown.
func (t Targets) Compare(m *Municipality, all Turnout, byVillage []Turnout) (whole Heard, villages []Heard) {
	turnouts := inOrder(m, byVillage)
	d := Disclose(all, turnouts)
	all.Village = ""
	whole = t.heard(d, all)
	for i, o := range turnouts {
		h := t.heard(d, o)
		h.Wanted = t.Village(&m.Villages[i])
		whole.Wanted += h.Wanted
		villages = append(villages, h)
	}
	return whole, villages
}

// inOrder are the turnouts of the municipality's villages, in their order; one that is not
// given has no answers.
func inOrder(m *Municipality, byVillage []Turnout) []Turnout {
	from := make(map[string]Turnout, len(byVillage))
	for _, o := range byVillage {
		from[o.Village] = o
	}
	var turnouts []Turnout
	for i := range m.Villages {
		o := from[m.Villages[i].ID]
		o.Village = m.Villages[i].ID
		turnouts = append(turnouts, o)
	}
	return turnouts
}

func (t Targets) heard(d *Disclosure, o Turnout) Heard {
	part := func(counts map[string]int64, belongs func(string) bool) Part {
		var p Part
		for name, n := range counts {
			if name == "" {
				continue
			}
			p.Base += n
			if belongs(name) {
				p.Count += n
			}
		}
		p.Shown = Disclosable(p.Count, p.Base)
		return p
	}
	young := func(band string) bool { return Young(band, t.YouthUntil) }
	h := Heard{
		Answers: int(o.Count),
		Women:   part(o.Sexes, func(sex string) bool { return sex == SexFemale }),
		Men:     part(o.Sexes, func(sex string) bool { return sex == SexMale }),
		Youth:   part(o.Ages, young),
	}
	// The base leaves out those who did not say, so a share gives their number away.
	told := d.Sex(o.Village, SexFemale) && d.Sex(o.Village, SexMale) && d.Sex(o.Village, "")
	h.Women.Shown, h.Men.Shown = h.Women.Shown && told, h.Men.Shown && told
	h.Youth.Shown = h.Youth.Shown && d.Ages(o.Village, young) && d.Age(o.Village, "")
	return h
}
