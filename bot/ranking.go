package bot

import (
	"fmt"
	"slices"

	"ashar/survey"
)

// placeWidth is the room that "1. " takes in a label, in characters.
const placeWidth = 3

// ranking asks for the next place. Every choice keeps its button, with its place
// before it once it has one: nothing moves under the finger.
func (v view) ranking(p *page, number int) Card {
	p.blank()
	order := v.prompt.Value.Choices
	var buttons []Button
	for _, c := range v.prompt.Choices {
		label := v.text(c.Label)
		if at := slices.Index(order, c.Name); at >= 0 {
			label = fmt.Sprintf("%d. %s", at+1, label)
		}
		buttons = append(buttons, v.button(label, place, v.index[c.Name], 0))
	}
	if v.complete() {
		p.line(v.say.T("bot.ordered"))
	} else {
		p.line(v.say.T("bot.place", "Place", len(order)+1))
	}
	rows := append(v.paged(buttons, placeWidth, number), v.moves())
	if len(order) > 0 {
		keep := len(order) - 1
		if len(order) == len(v.prompt.Choices) {
			keep-- // the last one had only that place left
		}
		rows = append(rows, []Button{v.button(v.say.T("bot.undo"), undo, max(keep, 0), 0)})
	}
	return p.card(rows...)
}

// decidePlace gives a choice the next place. Where all are ranked, the one left over
// then takes the last.
func decidePlace(choice survey.Choice, x *survey.Question, p survey.Prompt) move {
	switch {
	case p.Value.Has(choice.Name):
		return move{kind: redraw}
	case len(p.Value.Choices) >= p.Places:
		return move{kind: refused, refusal: "bot.placed", max: p.Places}
	}
	order := append(slices.Clone(p.Value.Choices), choice.Name)
	if p.Places == len(p.Choices) && len(order) == p.Places-1 {
		for _, c := range p.Choices {
			if !slices.Contains(order, c.Name) {
				order = append(order, c.Name)
				break
			}
		}
	}
	return move{kind: keeping, question: x.Name, value: survey.Value{Choices: order}}
}
