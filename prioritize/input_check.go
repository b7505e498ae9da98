package prioritize

import (
	"cmp"
	"fmt"
	"slices"

	"ashar/survey"
)

// check is an ErrInvalid that names what is malformed, of an input with its rule and
// top filled in. Evidence may be edited: whatever passes can be ranked.
func (in *Input) check() error {
	switch {
	case in.Municipality == nil:
		return fmt.Errorf("prioritize: rank without a municipality: %w", survey.ErrInvalid)
	case in.Tally == nil:
		return fmt.Errorf("prioritize: rank without a tally: %w", survey.ErrInvalid)
	case !slices.Contains(Rules(), in.Rule):
		return fmt.Errorf("prioritize: rank by rule %q: %w", in.Rule, survey.ErrInvalid)
	case len(in.Needs) != in.Tally.Needs():
		return fmt.Errorf("prioritize: rank %d needs by a tally of %d: %w", len(in.Needs), in.Tally.Needs(), survey.ErrInvalid)
	case len(in.Services) > 0 && len(in.Services) != in.Tally.layout.Services:
		return fmt.Errorf("prioritize: %d services with a tally of %d: %w", len(in.Services), in.Tally.layout.Services, survey.ErrInvalid)
	case in.Aside != nil && in.Aside.Shape() != in.Tally.Shape():
		return fmt.Errorf("prioritize: rank with a tally of %+v and one of %+v set aside: %w", in.Tally.Shape(), in.Aside.Shape(), survey.ErrInvalid)
	case in.Top < 1:
		return fmt.Errorf("prioritize: rank the first %d: %w", in.Top, survey.ErrInvalid)
	case in.Unread < 0:
		return fmt.Errorf("prioritize: rank with %d unread responses: %w", in.Unread, survey.ErrInvalid)
	}
	for _, check := range []func() error{in.checkNeeds, in.checkVillages, in.checkAreas, in.Tally.valid, in.checkAsked, in.checkCrowds} {
		if err := check(); err != nil {
			return err
		}
	}
	if in.Aside != nil {
		if err := in.Aside.valid(); err != nil {
			return err
		}
	}
	if len(in.Votes) > 0 {
		return in.Votes.checkAgainst(in.Tally)
	}
	return nil
}

func (in *Input) checkNeeds() error {
	seen := map[string]bool{}
	for i, n := range in.Needs {
		if n.Code == "" || seen[n.Code] {
			return fmt.Errorf("prioritize: need %d: the code %q is empty, or that of another need: %w", i+1, n.Code, survey.ErrInvalid)
		}
		seen[n.Code] = true
	}
	return nil
}

// checkVillages looks at what a ranking goes by. It asks less than Municipality.Check:
// the villages of a region are "municipality/village", and names are nothing to it.
func (in *Input) checkVillages() error {
	if m := in.Municipality; !identifies(m.ID) || len(m.Villages) == 0 {
		return fmt.Errorf("prioritize: municipality %q: it has no id, or no villages: %w", m.ID, survey.ErrInvalid)
	}
	seen := map[string]bool{}
	for i, v := range in.Municipality.Villages {
		if !identifies(v.ID) || seen[v.ID] {
			return fmt.Errorf("prioritize: village %d: the id %q is none, or that of another village: %w", i+1, v.ID, survey.ErrInvalid)
		}
		seen[v.ID] = true
		if v.Adults < 0 || v.Adults > survey.MostPeople {
			return fmt.Errorf("prioritize: village %s: %d adults: %w", v.ID, v.Adults, survey.ErrInvalid)
		}
		strata := map[Cell]bool{}
		for _, s := range v.Population {
			c := Cell{Sex: s.Sex, Age: s.Age}
			if s.Count < 0 || s.Count > survey.MostPeople || strata[c] {
				return fmt.Errorf("prioritize: village %s: %d people of sex %q and age %q, or they come twice: %w", v.ID, s.Count, s.Sex, s.Age, survey.ErrInvalid)
			}
			strata[c] = true
		}
	}
	return nil
}

// checkAreas refuses an area without villages too: nobody can have answered there.
func (in *Input) checkAreas() error {
	areas, of := map[string]bool{}, map[string]string{} // of: the area of every village
	for _, v := range in.Municipality.Villages {
		of[v.ID] = ""
	}
	for i, a := range in.Areas {
		if !identifies(a.ID) || areas[a.ID] {
			return fmt.Errorf("prioritize: area %d: the id %q is none, or that of another area: %w", i+1, a.ID, survey.ErrInvalid)
		}
		areas[a.ID] = true
		if len(a.Villages) == 0 {
			return fmt.Errorf("prioritize: area %s: it has no villages: %w", a.ID, survey.ErrInvalid)
		}
		for _, v := range a.Villages {
			switch other, ours := of[v]; {
			case !ours:
				return fmt.Errorf("prioritize: area %s: the municipality has no village %q: %w", a.ID, v, survey.ErrInvalid)
			case other != "":
				return fmt.Errorf("prioritize: area %s: village %s is in area %s: %w", a.ID, v, other, survey.ErrInvalid)
			}
			of[v] = a.ID
		}
	}
	return nil
}

// maxCrowd is how many answers there may be for each adult of a village. How many adults
// there are may be wrong, but with more answers than this weights come to nothing.
const maxCrowd = 10_000

func (in *Input) checkCrowds() error {
	answers := map[string]int64{}
	for _, t := range []*Tally{in.Tally, in.Aside} {
		if t == nil {
			continue
		}
		for s, sums := range t.sources {
			answers[s.Village] += sums[atCount]
		}
	}
	for _, v := range in.Municipality.Villages {
		if adults := int64(v.Total()); adults > 0 && answers[v.ID]/adults >= maxCrowd {
			return fmt.Errorf("prioritize: village %s: it has %d adults, and %d or more answers for each: %w", v.ID, adults, maxCrowd, survey.ErrInvalid)
		}
	}
	return nil
}

// identifies reports whether an area or village can have this identifier.
func identifies(id string) bool { return id != "" && id != survey.Elsewhere }

// mergeable is an ErrInvalid of what Rank would refuse.
func (in Input) mergeable() error {
	in.Rule, in.Top = cmp.Or(in.Rule, Reach), cmp.Or(in.Top, DefaultTop)
	return in.check()
}
