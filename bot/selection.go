package bot

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"ashar/survey"
)

// mark stands before what is chosen.
const mark = "✅ "

// markWidth is the room that the mark takes in a label, in characters.
const markWidth = 2

// pageSize is how many choices one message offers; a longer list has pages.
// Telegram takes 100 buttons, and points have two for each choice.
func pageSize(k survey.Kind) int {
	if k == survey.Points {
		return 12
	}
	return 60
}

// choices are the buttons of a selection, and of its pages if it is long.
func (v view) choices(a action, number int) [][]Button {
	var all []Button
	for _, c := range v.prompt.Choices {
		label, level := v.text(c.Label), 1
		if v.prompt.Value.Has(c.Name) {
			label, level = mark+label, 0
		}
		all = append(all, v.button(label, a, v.index[c.Name], level))
	}
	return v.paged(all, markWidth, number)
}

// paged lays out the buttons of the choices, on pages if there are many. extra is the
// room for a mark that a label may get.
func (v view) paged(all []Button, extra, number int) [][]Button {
	size := pageSize(v.prompt.Question.Kind)
	number, pages := pageOf(number, len(all), size)
	from, to := number*size, min((number+1)*size, len(all))
	longest := 0
	for _, c := range v.prompt.Choices[from:to] {
		longest = max(longest, utf8.RuneCountInString(v.text(c.Label)))
	}
	rows := layFor(all[from:to], longest+extra)
	if pages > 1 {
		rows = append(rows, v.turning(number, pages))
	}
	return rows
}

// pageOf is the page nearest to the one asked for, and how many there are, when so
// many choices stand on pages of this size.
func pageOf(number, choices, size int) (page, pages int) {
	pages = (choices + size - 1) / size
	return min(max(number, 0), max(pages-1, 0)), pages
}

// turning is the row that turns pages: this one of so many.
func (v view) turning(number, pages int) []Button {
	around := []Button{v.button(fmt.Sprintf("%d / %d", number+1, pages), showPage, number, 0)}
	if number > 0 {
		around = slices.Insert(around, 0, v.button("◀", showPage, number-1, 0))
	}
	if number < pages-1 {
		around = append(around, v.button("▶", showPage, number+1, 0))
	}
	return around
}

// counted says how many are ticked.
func (v view) counted(p *page) {
	p.blank()
	limit := len(v.prompt.Choices)
	if v.prompt.Question.Max > 0 {
		limit = min(limit, v.prompt.Question.Max)
	}
	p.line(v.say.T("bot.ticked", "Given", len(v.prompt.Value.Choices), "Max", limit))
}

// decideTick ticks or unticks one choice. An exclusive one ("none") cannot stand
// beside others, so whichever was tapped last stays.
func decideTick(on bool, choice survey.Choice, x *survey.Question, p survey.Prompt) move {
	if p.Value.Has(choice.Name) == on {
		return move{kind: redraw}
	}
	names := slices.Clone(p.Value.Choices)
	switch {
	case !on:
		names = slices.DeleteFunc(names, func(n string) bool { return n == choice.Name })
	case choice.Exclusive:
		names = []string{choice.Name}
	default:
		names = slices.DeleteFunc(names, func(n string) bool {
			return slices.ContainsFunc(p.Choices, func(c survey.Choice) bool { return c.Name == n && c.Exclusive })
		})
		if x.Max > 0 && len(names) >= x.Max {
			return move{kind: refused, refusal: "bot.full", max: x.Max}
		}
		names = append(names, choice.Name)
	}
	return move{kind: keeping, question: x.Name, value: survey.Value{Choices: names}}
}
