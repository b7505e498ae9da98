package form

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"ashar/survey"
)

// pointsView asks for points, by taps on − and +, or typed.
type pointsView struct {
	screen
	Shares  []share
	Most    int      // points to give
	Lefts   []string // how many are left, in words, with a "#" for the number
	Phrases string   // which of them it is, a digit for each number from none
}

// share is a choice with its points.
type share struct {
	option
	Box    string // the id of the input
	Points int
	More   bool // there are points left for it
}

func points(s screen, p survey.Prompt, say func(survey.Text) string) pointsView {
	left := max(p.Question.Max-p.Value.Given(), 0)
	s.Left = s.N("form.points.left", left)
	v := pointsView{screen: s, Shares: make([]share, len(p.Choices)), Most: p.Question.Max}
	for n := range v.Most + 1 {
		left := strings.Replace(s.N("form.points.left", n), strconv.Itoa(n), "#", 1)
		i := slices.Index(v.Lefts, left)
		if i < 0 {
			i = len(v.Lefts)
			v.Lefts = append(v.Lefts, left)
		}
		v.Phrases += strconv.Itoa(i)
	}
	for i, o := range options(p, say) {
		v.Shares[i] = share{option: o, Box: boxID(i), Points: p.Value.LevelOf(o.Name), More: left > 0}
	}
	return v
}

// merged is what was given: what stands in a box, unless that is what stood there when the page was made. Then what is
// kept by now counts, so that two quick taps both count where the network is slow.
func merged(p survey.Prompt, boxes, was survey.Value) survey.Value {
	var given []survey.Level
	for _, c := range p.Choices {
		n := boxes.LevelOf(c.Name)
		if n == was.LevelOf(c.Name) {
			n = p.Value.LevelOf(c.Name)
		}
		if n != 0 {
			given = append(given, survey.Level{Choice: c.Name, Level: n})
		}
	}
	for _, l := range boxes.Levels {
		if !offers(p, l.Choice) { // for the questionnaire to refuse
			given = append(given, l)
		}
	}
	return survey.Rated(given...)
}

// shift gives a choice one point more, or one less, and keeps that; not beyond what there is.
func (f *Form) shift(ctx context.Context, s survey.Session, p survey.Prompt, given survey.Value, choice string, by int) (survey.Session, error) {
	if !offers(p, choice) {
		return s, &survey.Problem{Question: p.Question.Name, Code: survey.UnknownChoice, Choice: choice}
	}
	n := given.LevelOf(choice) + by
	if n < 0 || by > 0 && given.Given() >= p.Question.Max {
		n -= by
	}
	levels := slices.DeleteFunc(slices.Clone(given.Levels), func(l survey.Level) bool { return l.Choice == choice })
	return f.keep(ctx, s, p.Question.Name, survey.Rated(append(levels, survey.Level{Choice: choice, Level: n})...))
}
