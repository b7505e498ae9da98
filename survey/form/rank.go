package form

import (
	"context"
	"slices"

	"ashar/survey"
)

// rankView asks for an order, by taps.
type rankView struct {
	screen
	Options []option
	Order   []string // the names placed, best first
	Full    bool     // every place is taken
	Places  int      // how many there are, if not all the choices get one; else 0
	All     int      // how many there are
}

func ranking(s screen, p survey.Prompt, say func(survey.Text) string) rankView {
	v := rankView{screen: s, Options: options(p, say), Order: p.Value.Choices, All: p.Places}
	left := max(p.Places-len(v.Order), 0)
	if v.Full = left == 0; !v.Full {
		v.Do, v.Left = "", s.T("form.rank.left", "Count", left)
	}
	v.CanUndo = len(v.Order) > 0
	if p.Places < len(p.Choices) {
		v.Places = p.Places
	}
	return v
}

// place gives a choice the next place in the order and keeps that. It goes by the order that is kept, not by the one
// on the page, so that two quick taps both count where the network is slow. Where all choices are placed, the one that
// is left over takes the last place by itself. Placing a choice again changes nothing, nor does placing one more when
// every place is taken.
func (f *Form) place(ctx context.Context, s survey.Session, p survey.Prompt, choice string) (survey.Session, error) {
	if !offers(p, choice) {
		return s, &survey.Problem{Question: p.Question.Name, Code: survey.UnknownChoice, Choice: choice}
	}
	order := distinct(append(slices.Clone(p.Value.Choices), choice))
	if all := len(p.Choices); p.Places == all && len(order) == all-1 {
		for _, c := range p.Choices {
			order = append(order, c.Name)
		}
		order = distinct(order)
	}
	return f.keep(ctx, s, p.Question.Name, survey.Chosen(order[:min(len(order), p.Places)]...))
}

// undo takes the last tap back. It goes by the order on the page, so that a second tap on its button undoes no more.
func (f *Form) undo(ctx context.Context, s survey.Session, p survey.Prompt, order []string) (survey.Session, error) {
	return f.keep(ctx, s, p.Question.Name, survey.Chosen(order[:max(len(order)-taps(p, order), 0)]...))
}

// taps is how many places the last tap gave.
func taps(p survey.Prompt, order []string) int {
	if all := len(p.Choices); p.Places == all && len(order) == all {
		return 2 // the last one took its place by itself
	}
	return 1
}

func offers(p survey.Prompt, choice string) bool { return rowOf(p, choice) >= 0 }

// rowOf is where a choice stands on the screen, from 0; -1 if it does not.
func rowOf(p survey.Prompt, choice string) int {
	return slices.IndexFunc(p.Choices, func(c survey.Choice) bool { return c.Name == choice })
}
