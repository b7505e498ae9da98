package prioritize

import (
	"slices"

	"ashar/survey"
)

// reading is how one response is read: as its version is, and where its own words for "other" were coded (see
// survey.Response.CodedAs of the question with survey.RoleOther), with what that stands for instead.
//
// The first need takes the place of "other" wherever that stands: among the chosen, in the order, and with its severity,
// points and pairs; where the need was given itself, that is what counts, and nothing is doubled. Further needs, and the
// first where "other" was not taken, are chosen beside the others, after them and without a place in the order, a
// severity or points; of a question of points, whoever gives none chooses none, and they are left out. Words that
// name no need leave the respondent with what else was chosen. Codes that the Reader does not know are passed over;
// where it knows none of them, "other" stays what it is.
type reading struct {
	*version
	coded   []int // the most important first
	recoded bool  // "other" does not stand for itself
	took    int   // how many needs were chosen, before those that come to them
}

// codedTo is what the words for "other" stand for, and whether they do not stand for "other" itself.
func (v *version) codedTo(resp *survey.Response) (needs []int, recoded bool) {
	if v.other.name == "" {
		return nil, false
	}
	codes, ok := resp.CodedAs(v.other.name)
	for _, c := range codes {
		if i, known := v.code[c]; known && i >= 0 && !slices.Contains(needs, i) {
			needs = append(needs, i)
		}
	}
	return needs, ok && (len(needs) > 0 || len(codes) == 0)
}

// needOf is the need that a choice stands for, -1 for none, and whether there is such a choice.
func (v *reading) needOf(choice string) (need int, ok bool) {
	need, ok = v.index[choice]
	if !ok || !v.recoded || !v.others[choice] {
		return need, ok
	}
	if len(v.coded) == 0 {
		return -1, true
	}
	return v.coded[0], true
}

// stoodFor reports whether it is the coding that makes a need come again.
func (v *reading) stoodFor(need int) bool {
	return v.recoded && len(v.coded) > 0 && v.coded[0] == need
}

// rated reports whether a choice is "other" and the need that it stands for was rated itself.
func (v *reading) rated(given survey.Value, choice string, need int) bool {
	return v.recoded && v.others[choice] && slices.ContainsFunc(given.Levels, func(l survey.Level) bool {
		return !v.others[l.Choice] && v.index[l.Choice] == need
	})
}

// add adds the needs that were named beside those chosen.
func (v *reading) add(b *Ballot) {
	if !v.recoded || v.need.kind == survey.Points {
		return
	}
	for _, i := range v.coded {
		if !slices.Contains(b.Chosen, i) {
			b.Chosen = append(b.Chosen, i)
		}
	}
}

// unoffered are the names of the needs that were in no list.
func (in *Input) unoffered() []survey.Text {
	var names []survey.Text
	for _, n := range in.Needs {
		if n.Unoffered {
			names = append(names, n.Name)
		}
	}
	return names
}
