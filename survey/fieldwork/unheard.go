package fieldwork

import (
	"math"

	"ashar/survey"
	"ashar/survey/locale"
)

// unheard says in words who is still to be heard, in a village or in the whole
// municipality.
type unheard struct {
	Where string
	Words []string // what would reach the targets: "12 more answers", "6 more women"
}

// allUnheard puts the gaps of a village's turnout into words; nothing where the
// targets are reached, or where the numbers must not be shown.
func allUnheard(s locale.Speaker, h survey.Heard, t survey.Targets) []string {
	var words []string
	switch {
	case h.Answers == 0:
		return []string{s.T("desk.unheard.nobody"), s.N("desk.unheard.answers", h.Wanted)}
	case h.Missing() > 0:
		words = append(words, s.N("desk.unheard.answers", h.Missing()))
	}
	return append(words, groupsUnheard(s, h, t)...)
}

// groupsUnheard is allUnheard for the groups alone.
func groupsUnheard(s locale.Speaker, h survey.Heard, t survey.Targets) []string {
	var words []string
	if n := wanting(h.Women, t.Women); n > 0 {
		words = append(words, s.N("desk.unheard.women", n))
	}
	if n := wanting(h.Youth, t.Youth); n > 0 {
		words = append(words, s.N("desk.unheard.youth", n, "Until", t.YouthUntil))
	}
	return words
}

// wanting is how many more of a group, and nobody else, would bring its share to
// the target: the least n with (count + n) / (base + n) >= target. It is 0 for a
// part that is not shown.
func wanting(p survey.Part, target float64) int {
	if !p.Shown || p.Share() >= target || target >= 1 {
		return 0
	}
	need := (target*float64(p.Base) - float64(p.Count)) / (1 - target)
	return int(math.Ceil(need - 1e-9)) // what is whole but for rounding is whole
}
