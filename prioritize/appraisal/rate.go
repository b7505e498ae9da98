package appraisal

import (
	"fmt"

	"ashar/prioritize"
)

// Feasibility is what a composite by the variant takes of the group, and whether enough was said for one: the
// effectiveness, and all of PEARL; or one no of PEARL, by which it is 0 whatever else is said. UIC does not look at PEARL.
func (s *Said) Feasibility(v prioritize.Variant) (prioritize.Feasibility, bool) {
	yes, no := 0, 0
	for _, l := range Letters() {
		switch s.Pearl[l].Answer {
		case Yes:
			yes++
		case No:
			no++
		}
	}
	f := prioritize.Feasibility{
		Propriety: s.yes(Propriety), Economics: s.yes(Economics), Acceptability: s.yes(Acceptability),
		Resources: s.yes(Resources), Legality: s.yes(Legality),
	}
	if s.Effectiveness != nil {
		f.Effectiveness = float64(*s.Effectiveness)
	}
	switch {
	case v != prioritize.UIC && no > 0:
		return f, true
	case s.Effectiveness == nil:
		return f, false
	}
	return f, v == prioritize.UIC || yes == len(Letters())
}

func (s *Said) yes(l Letter) bool { return s.Pearl[l].Answer == Yes }

// Missing is how many of the effectiveness and the five questions were not answered yet.
func (s *Said) Missing() int {
	n := 0
	if s.Effectiveness == nil {
		n++
	}
	for _, l := range Letters() {
		if s.Pearl[l].Answer == Unsaid {
			n++
		}
	}
	return n
}

// Rate puts the composite beside the residents' rank of the items, whose order it keeps. What is said of needs that are
// not among them is passed over. See prioritize.Rate.
func (a *Appraisal) Rate(items []prioritize.Item) ([]prioritize.Rated, error) {
	v := a.Composite()
	group := map[string]prioritize.Feasibility{}
	for i := range items {
		code := items[i].Need.Code
		s := a.Of(code)
		if f, enough := s.Feasibility(v); enough {
			group[code] = f
		}
	}
	rated, err := prioritize.Rate(v, items, group)
	if err != nil {
		return nil, fmt.Errorf("appraisal: campaign %s: %w", a.Campaign, err)
	}
	return rated, nil
}

// Decision is the places that a hearing gave a need.
type Decision struct {
	Vote  int    // by the votes in the hall; 0 if it was not put to the vote
	Final int    // in the end
	Why   string // the reason, where it departs from both
}

// Place is a need with all its places beside each other. None replaces another.
type Place struct {
	Need   string
	Survey int // the residents'; 0 where it must not be told, or there is none
	// Composite and CompositeRank are nil where the group has not said enough, or too little is known of the residents.
	Composite     *float64
	CompositeRank *int
	Hearing       *Decision // nil without a hearing in which it stood
}

// Beside lists the needs with their places: in the residents' order. Decided is by
// the codes of needs, and empty where there was no hearing.
func Beside(rated []prioritize.Rated, decided map[string]Decision) []Place {
	all := make([]Place, 0, len(rated))
	for _, r := range rated {
		p := Place{Need: r.Need, Survey: r.Rank, Composite: r.Composite, CompositeRank: r.CompositeRank}
		if d, stood := decided[r.Need]; stood {
			p.Hearing = &d
		}
		all = append(all, p)
	}
	return all
}

// Lobbied is a need that is not the municipality's own task: it is for the raion, the state or another owner, and goes
// on the list of what to ask them for.
type Lobbied struct {
	Need  prioritize.Need
	Owner Owner  // OwnerUnsaid: by the list of needs alone
	With  string // whom to ask
}

// localCompetence is the code that needs have which are a municipality's task.
const localCompetence = "local"

// Lobby lists the needs that are not the municipality's task, in their order: as the group says, or, where it has not
// said, as the list of needs does. Where that knows nothing of a need either, it is not on the list.
func (a *Appraisal) Lobby(needs []prioritize.Need) []Lobbied {
	var all []Lobbied
	for _, n := range needs {
		s := a.Of(n.Code)
		if s.Owner == State || s.Owner == Other || s.Owner == OwnerUnsaid && foreign(n) {
			all = append(all, Lobbied{Need: n, Owner: s.Owner, With: s.With})
		}
	}
	return all
}

// foreign reports whether the list of needs names others for it, and not the municipality.
func foreign(n prioritize.Need) bool {
	for _, c := range n.Competence {
		if c.Code == localCompetence {
			return false
		}
	}
	return len(n.Competence) > 0
}
