package appraisal

import (
	"fmt"
	"slices"

	"ashar/survey"
)

// Fault is one thing that is wrong with an Appraisal.
type Fault struct {
	Code FaultCode
	Need string // the need concerned, if one is
	// Project is the identifier of the project concerned, if one is.
	Project string
	Field   Field
}

// Field is what of a need or a project a fault is about.
type Field string

// The fields.
const (
	FieldEffectiveness Field = "effectiveness"
	FieldCost          Field = "cost"
	FieldNote          Field = "note"
	FieldSource        Field = "source"
	FieldOwner         Field = "owner"
	FieldWith          Field = "with"
	FieldName          Field = "name"
	FieldNeed          Field = "need"
	FieldVillage       Field = "village"
	FieldAmount        Field = "amount"
	FieldUtility       Field = "utility"
	FieldCompletion    Field = "completion"
	FieldVariant       Field = "variant"
)

// FaultCode says what is wrong. The words for it are in the locale under "criteria.fault.<code>".
type FaultCode string

// The things that can be wrong with an Appraisal.
const (
	OffScale    FaultCode = "off_scale"    // the effectiveness is not of 0 to 10
	NoChoice    FaultCode = "no_choice"    // what was chosen is nothing that can be
	OutOfBounds FaultCode = "money"        // an amount is not of 1 to MaxSom
	TooLong     FaultCode = "too_long"     // words have more letters than there is room for
	Unknown     FaultCode = "unknown"      // the campaign has no such need or village
	Nameless    FaultCode = "nameless"     // a project has no name
	TooMany     FaultCode = "too_many"     // more projects than MaxProjects
	Twice       FaultCode = "listed_twice" // of one need or project there are two
)

// FaultCodes lists them, for those who must have words for each.
func FaultCodes() []FaultCode {
	return []FaultCode{OffScale, NoChoice, OutOfBounds, TooLong, Unknown, Nameless, TooMany, Twice}
}

// Faults lists all that is wrong with it; nil if there is nothing. Needs are the codes that the campaign has, and
// villages its villages.
func (a *Appraisal) Faults(needs, villages []string) []Fault {
	var all []Fault
	wrong := func(code FaultCode, need, project string, field Field) {
		all = append(all, Fault{code, need, project, field})
	}
	if a.Variant != "" && !slices.Contains(Variants(), a.Variant) {
		wrong(NoChoice, "", "", FieldVariant)
	}
	for i := range a.Needs {
		s := &a.Needs[i]
		switch {
		case !slices.Contains(needs, s.Need):
			wrong(Unknown, s.Need, "", FieldNeed)
		case i > 0 && a.Needs[i-1].Need >= s.Need:
			wrong(Twice, s.Need, "", FieldNeed)
		}
		s.faults(func(code FaultCode, field Field) { wrong(code, s.Need, "", field) })
	}
	b := a.Budget
	if b.Som < 0 || b.Som > MaxSom {
		wrong(OutOfBounds, "", "", FieldAmount)
	}
	if b.Utility != "" && !slices.Contains(Utilities(), b.Utility) {
		wrong(NoChoice, "", "", FieldUtility)
	}
	if b.Completion != "" && !slices.Contains(Completions(), b.Completion) {
		wrong(NoChoice, "", "", FieldCompletion)
	}
	if len(a.Projects) > MaxProjects {
		wrong(TooMany, "", "", FieldName)
	}
	seen := map[string]bool{}
	for _, p := range a.Projects {
		say := func(code FaultCode, field Field) { wrong(code, p.Need, p.ID, field) }
		if p.ID == "" || seen[p.ID] {
			say(Twice, FieldName)
		}
		seen[p.ID] = true
		if p.Name == "" {
			say(Nameless, FieldName)
		}
		if letters(p.Name) > MaxName {
			say(TooLong, FieldName)
		}
		if !slices.Contains(needs, p.Need) {
			say(Unknown, FieldNeed)
		}
		if p.Village != "" && !slices.Contains(villages, p.Village) {
			say(Unknown, FieldVillage)
		}
		if p.Som < 1 || p.Som > MaxSom {
			say(OutOfBounds, FieldCost)
		}
	}
	return all
}

// Check is a survey.ErrInvalid that names what is wrong first, or nil; see Faults.
func (a *Appraisal) Check(needs, villages []string) error {
	if f := a.Faults(needs, villages); len(f) > 0 {
		return fmt.Errorf("appraisal: campaign %s: %+v: %w", a.Campaign, f[0], survey.ErrInvalid)
	}
	return nil
}

func (s *Said) faults(wrong func(FaultCode, Field)) {
	if e := s.Effectiveness; e != nil && (*e < 0 || *e > MaxEffectiveness) {
		wrong(OffScale, FieldEffectiveness)
	}
	for l, x := range s.Pearl {
		if !slices.Contains(Letters(), l) || !slices.Contains(Answers(), x.Answer) {
			wrong(NoChoice, Field(l))
		}
	}
	for _, l := range Letters() {
		if letters(s.Pearl[l].Note) > MaxNote {
			wrong(TooLong, Field(l))
		}
	}
	if !slices.Contains(Owners(), s.Owner) {
		wrong(NoChoice, FieldOwner)
	}
	if s.Cost.Som < 0 || s.Cost.Som > MaxSom {
		wrong(OutOfBounds, FieldCost)
	}
	for _, x := range []struct {
		text  string
		field Field
	}{{s.Cost.Note, FieldNote}, {s.Cost.Source, FieldSource}, {s.With, FieldWith}} {
		if letters(x.text) > MaxNote {
			wrong(TooLong, x.field)
		}
	}
}

func letters(s string) int { return len([]rune(s)) }
