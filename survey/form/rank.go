package form

import (
	"context"
	"slices"

	"ashar/survey"
)

// place gives a choice the next place in the order and keeps that. It goes by the order that is kept, not by the one
// on the page, so that two quick taps both count where the network is slow. Once a single choice is left over, it takes
// the last place by itself. Placing a choice again changes nothing.
func (f *Form) place(ctx context.Context, s survey.Session, question, choice string) (survey.Session, error) {
	at, err := f.at(s, question)
	if err != nil {
		return s, err
	}
	p := at.Prompt()
	if !offers(p, choice) {
		return s, &survey.Problem{Question: question, Code: survey.UnknownChoice, Choice: choice}
	}
	order := distinct(append(slices.Clone(p.Value.Choices), choice))
	if len(order) == len(p.Choices)-1 {
		for _, c := range p.Choices {
			order = append(order, c.Name)
		}
		order = distinct(order)
	}
	return f.keep(ctx, s, question, survey.Chosen(order...))
}

// undo takes the last tap back. It goes by the order on the page, so that a second tap on its button undoes no more.
func (f *Form) undo(ctx context.Context, s survey.Session, question string, order []string) (survey.Session, error) {
	at, err := f.at(s, question)
	if err != nil {
		return s, err
	}
	taken := 1
	if len(order) == len(at.Prompt().Choices) {
		taken = 2 // the last one took its place by itself
	}
	return f.keep(ctx, s, question, survey.Chosen(order[:max(len(order)-taken, 0)]...))
}

func offers(p survey.Prompt, choice string) bool {
	return slices.ContainsFunc(p.Choices, func(c survey.Choice) bool { return c.Name == choice })
}
