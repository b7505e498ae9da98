package prioritize

import (
	"cmp"
	"fmt"
	"slices"

	"ashar/prioritize/rankset"
	"ashar/survey"
)

// Input is everything that a ranking follows from. As JSON it is evidence: whoever
// has it can make the same ranking again.
type Input struct {
	Campaign      string               `json:"campaign"`
	Questionnaire string               `json:"questionnaire"` // key of the version
	Municipality  *survey.Municipality `json:"municipality"`
	// Village is the one that is ranked; "" means all of the municipality.
	Village string `json:"village,omitempty"`
	// Areas are what is shown side by side; none means every village. Each has a village
	// or more, and no two have one.
	Areas []Area `json:"areas,omitempty"`
	Needs []Need `json:"needs"` // of the Reader whose ballots were counted
	// Services are what ballots rate, of that Reader. No ranking follows from them, but
	// what a Snapshot tells of services; none where they are not known.
	Services []Service `json:"services,omitempty"`
	// Asked are the groups that residents were asked whether they belong to, of that Reader.
	Asked []Asked `json:"asked,omitempty"`
	Tally *Tally  `json:"tally"`
	// Aside are the answers that were set aside and do not count, such as doubles; nil if
	// none were. They tell only what the order would be with them; see LeftExcluded.
	Aside  *Tally `json:"aside,omitempty"`
	Rule   Rule   `json:"rule"`             // what to order by; "" means Reach
	Top    int    `json:"top"`              // how many needs are sought; 0 means DefaultTop
	Unread int64  `json:"unread,omitempty"` // responses that the Reader could not read, which the tally lacks
	// Votes are the choices and orders that belong together, without which Equal Shares
	// and a bootstrap cannot be asked for. They may be nil.
	Votes Votes  `json:"votes,omitempty"`
	Code  string `json:"code_version"` // of the program that ranks
}

// Area is one or more villages that are shown as one.
type Area struct {
	ID       string      `json:"id"`
	Name     survey.Text `json:"name"`
	Villages []string    `json:"villages"`
}

// areaOf says which area each village is of; others are of none.
func (in *Input) areaOf() map[string]string {
	of := map[string]string{}
	for _, a := range in.Areas {
		for _, v := range a.Villages {
			of[v] = a.ID
		}
	}
	if len(in.Areas) == 0 {
		for _, v := range in.Municipality.Villages {
			of[v.ID] = v.ID
		}
	}
	return of
}

// areas are the identifiers of what is shown side by side.
func (in *Input) areas() []string {
	var ids []string
	for _, a := range in.Areas {
		ids = append(ids, a.ID)
	}
	if ids == nil {
		for _, v := range in.Municipality.Villages {
			ids = append(ids, v.ID)
		}
	}
	return ids
}

// turnout is who answered in each area, and in all.
func (in *Input) turnout() (areas []survey.Turnout, whole survey.Turnout) {
	areas, whole = in.Tally.turnout(in.areas(), in.areaOf())
	if in.Aside != nil {
		aside, all := in.Aside.turnout(in.areas(), in.areaOf())
		whole.Aside = all.Count
		for i := range areas {
			areas[i].Aside = aside[i].Count
		}
	}
	return areas, whole
}

// aside is how many answers were set aside.
func (in *Input) aside() int64 {
	if in.Aside == nil {
		return 0
	}
	return in.Aside.Count()
}

// method are the parameters that the ranking is made with.
func (in *Input) method() Method {
	return Method{
		Level: rankset.DefaultLevel, Draws: rankset.DefaultDraws, Seed: rankset.DefaultSeed, Top: in.Top, Prior: prior,
		MinAnswers: MinAnswers, MinBase: MinBase, MinGroup: MinGroup,
		WeightLow: lowestWeight, WeightHigh: highestWeight, Census: census, Bootstrap: in.Votes.samples(),
	}
}

// Merge joins municipalities to a region: a raion, an oblast, the country. Its
// villages are all theirs, each weighted to its people, and its areas are the
// municipalities. Their identifiers become "municipality/village". Needs and groups that
// were asked for are the same where their codes are, and those of all are ranked; unless all offered the
// same needs, their orders do not compare and are left out. Services are left out too. What belongs together of
// single answers is not taken along. It is an ErrInvalid without municipalities, when
// two have one identifier or other rules, and with a part that Rank would refuse.
func Merge(region survey.Municipality, parts ...Input) (Input, error) {
	if len(parts) == 0 {
		return Input{}, fmt.Errorf("prioritize: merge no municipalities: %w", survey.ErrInvalid)
	}
	out := Input{Campaign: region.ID, Municipality: &region, Rule: parts[0].Rule, Top: parts[0].Top, Code: parts[0].Code}
	region.Villages = nil
	index := map[string]int{}
	shape := Shape{}
	for i := range parts {
		in := &parts[i]
		if err := in.mergeable(); err != nil {
			return Input{}, fmt.Errorf("prioritize: merge: part %d: %w", i+1, err)
		}
		if cmp.Or(in.Rule, Reach) != cmp.Or(out.Rule, Reach) || slices.ContainsFunc(out.Areas, func(a Area) bool { return a.ID == in.Municipality.ID }) {
			return Input{}, fmt.Errorf("prioritize: merge %s: it is there already, or ranked by another rule: %w", in.Municipality.ID, survey.ErrInvalid)
		}
		area := Area{ID: in.Municipality.ID, Name: in.Municipality.Name}
		for _, v := range in.Municipality.Villages {
			v.ID = in.Municipality.ID + "/" + v.ID
			area.Villages = append(area.Villages, v.ID)
			region.Villages = append(region.Villages, v)
		}
		out.Areas = append(out.Areas, area)
		out.Unread += in.Unread
		region.Invented = region.Invented || in.Municipality.Invented
		for _, n := range in.Needs {
			if _, known := index[n.Code]; !known {
				index[n.Code] = len(out.Needs)
				out.Needs = append(out.Needs, n)
			}
		}
		shape.Points, shape.Pairs = shape.Points || in.Tally.layout.Points, shape.Pairs || in.Tally.layout.Pairs
	}
	groups := out.mergeAsked(parts)
	shape.Needs, shape.Asked = len(out.Needs), len(out.Asked)
	if !shape.valid() {
		return Input{}, fmt.Errorf("prioritize: merge %d needs and %d groups: at most %d and %d are possible: %w", shape.Needs, shape.Asked, MaxNeeds, MaxAsked, survey.ErrInvalid)
	}
	same := !slices.ContainsFunc(parts, func(in Input) bool { return len(in.Needs) != len(out.Needs) })
	out.Tally = NewTally(shape)
	for i := range parts {
		in := &parts[i]
		places := make([]int, len(in.Needs))
		for j, n := range in.Needs {
			places[j] = index[n.Code]
		}
		named := func(s Source) Source {
			s.Village = in.Municipality.ID + "/" + s.Village
			return s
		}
		if err := out.Tally.Merge(in.Tally.move(shape, places, groups[i], same, named)); err != nil {
			return Input{}, err
		}
		if in.aside() == 0 {
			continue
		}
		if out.Aside == nil {
			out.Aside = NewTally(shape)
		}
		if err := out.Aside.Merge(in.Aside.move(shape, places, groups[i], same, named)); err != nil {
			return Input{}, err
		}
	}
	return out, nil
}
