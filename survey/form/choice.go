package form

import (
	"slices"

	"ashar/survey"
)

// choiceView asks for one choice (Type "radio"), or several (Type "checkbox").
type choiceView struct {
	screen
	Type    string
	Options []option
}

// option is one choice as a card.
type option struct {
	ID, Name, Label string
	In              string // the language of the label, where it is not that of the page; "" where it is
	Icon            string // "" where the choices have none
	Chosen          bool
	Place           int // in the order, from 1; 0 when it has none yet
}

func options(p survey.Prompt, say func(survey.Text) string) []option {
	place := map[string]int{}
	for i, name := range p.Value.Choices {
		place[name] = i + 1
	}
	needs := slices.ContainsFunc(p.Choices, func(c survey.Choice) bool { return c.Need != "" })
	options := make([]option, len(p.Choices))
	for i, c := range p.Choices {
		options[i] = option{
			ID: optionID(i), Name: c.Name, Label: say(c.Label), Icon: iconOf(c, needs),
			Chosen: place[c.Name] > 0, Place: place[c.Name],
		}
	}
	return options
}

// in notes in which language the labels of a prompt's choices are, where that is not the page's.
func in(options []option, p survey.Prompt, foreign func(survey.Text) string) []option {
	for i := range options {
		options[i].In = foreign(p.Choices[i].Label)
	}
	return options
}

// iconOf is the icon of the need that a choice stands for, and among needs of "none of these".
func iconOf(c survey.Choice, needs bool) string {
	if needs && c.Need == "" && c.Exclusive {
		return "none"
	}
	return c.Need
}
