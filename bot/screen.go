package bot

import (
	"fmt"
	"slices"
	"strconv"

	"ashar/survey"
	"ashar/survey/locale"
)

// pageSize is how many choices one message offers; a longer list has pages.
// Telegram takes 100 buttons.
const pageSize = 60

// maxLabel bounds a question's text and its hint, in UTF-16 code units, so that
// what to do always has room below them.
const maxLabel = 1000

// mark stands before what is chosen.
const mark = "✅ "

// The room that marks take in a label, in characters.
const (
	markWidth  = 2
	placeWidth = 3 // "1. "
)

// view draws what a session asks now.
type view struct {
	session survey.Session
	prompt  survey.Prompt
	say     locale.Speaker
}

func newView(words *locale.Words, s survey.Session) view {
	return view{session: s, prompt: s.Prompt(), say: words.For(s.Language)}
}

// screen is the message that asks, looks over or says thanks.
func (v view) screen() Card { return v.screenAt(0) }

// screenAt is the screen with this page of a long list of choices.
func (v view) screenAt(number int) Card {
	switch {
	case v.prompt.Sent:
		return v.receipt("bot.thanks")
	case v.prompt.Review:
		return v.lookOver()
	}
	p := v.heading()
	switch v.prompt.Question.Kind {
	case survey.SelectOne:
		return p.card(append(v.choices(choose, number), v.moves())...)
	case survey.SelectMultiple:
		v.counted(p)
		return p.card(append(v.choices(tick, number), v.moves())...)
	case survey.Rank:
		return v.ranking(p, number)
	case survey.Scale:
		return v.scale(p)
	default:
		v.asksWords(p)
		return p.card(v.moves())
	}
}

// heading begins a screen: where we are, the question and its hint.
func (v view) heading() *page {
	p := new(page)
	p.line(fmt.Sprintf("%d / %d", v.prompt.Step, v.prompt.Steps))
	p.blank()
	p.strong(clip(v.text(v.prompt.Question.Label), maxLabel))
	if hint := v.text(v.prompt.Question.Hint); hint != "" {
		p.line(clip(hint, maxLabel))
	}
	return p
}

func (v view) text(t survey.Text) string { return v.session.Questionnaire.Say(t, v.session.Language) }

// button makes a button that belongs to this revision of the interview.
func (v view) button(label string, a action, item, level int) Button {
	return Button{Text: label, Data: tap{
		action: a, tag: tagOf(v.session.ID), rev: v.session.Rev,
		question: questionIndex(v.session), item: item, level: level,
	}.data()}
}

// index is the choice's place in the whole list.
func (v view) index(c survey.Choice) int {
	q := v.session.Questionnaire
	list := q.Choices(listOf(q, v.prompt.Question))
	return slices.IndexFunc(list, func(x survey.Choice) bool { return x.Name == c.Name })
}

// choices are the buttons of a selection, and of its pages if it is long.
func (v view) choices(a action, number int) [][]Button {
	var all []Button
	for _, c := range v.prompt.Choices {
		label, level := v.text(c.Label), 1
		if v.prompt.Value.Has(c.Name) {
			label, level = mark+label, 0
		}
		all = append(all, v.button(label, a, v.index(c), level))
	}
	return v.paged(all, markWidth, number)
}

// paged lays out buttons, on pages if there are many.
func (v view) paged(all []Button, extra, number int) [][]Button {
	pages := (len(all) + pageSize - 1) / pageSize
	if pages < 2 {
		return lay(all, extra)
	}
	number = min(max(number, 0), pages-1)
	shown := all[number*pageSize : min((number+1)*pageSize, len(all))]
	around := []Button{v.button(fmt.Sprintf("%d / %d", number+1, pages), showPage, number, 0)}
	if number > 0 {
		around = slices.Insert(around, 0, v.button("◀", showPage, number-1, 0))
	}
	if number < pages-1 {
		around = append(around, v.button("▶", showPage, number+1, 0))
	}
	return append(lay(shown, extra), around)
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

// moves is the row that leads on and back. Where a value may be left out and none
// is given, on means skip.
func (v view) moves() []Button {
	var row []Button
	if v.prompt.CanGoBack {
		row = append(row, v.button(v.say.T("bot.back"), goBack, 0, 0))
	}
	given := v.complete()
	switch {
	case given || v.ticksFreely():
		row = append(row, v.button(v.say.T("bot.next"), goOn, 0, 0))
	case v.prompt.CanSkip:
		row = append(row, v.button(v.say.T("bot.skip"), skip, 0, 0))
	}
	return row
}

// complete reports whether what is shown could be the answer as it stands.
func (v view) complete() bool {
	value := v.prompt.Value
	switch v.prompt.Question.Kind {
	case survey.Rank:
		return len(value.Choices) == len(v.prompt.Choices)
	case survey.Scale:
		return len(value.Levels) == len(v.prompt.Choices)
	case survey.TextAnswer:
		return value.Text != ""
	default:
		return len(value.Choices) > 0
	}
}

// ticksFreely reports whether the button that leads on must be there from the
// start: it must not push others away when the first tick is made.
func (v view) ticksFreely() bool {
	return v.prompt.Question.Kind == survey.SelectMultiple && !v.prompt.CanSkip
}

// asksWords says how to answer a text question, and what was written before.
func (v view) asksWords(p *page) {
	p.blank()
	if words := v.prompt.Value.Text; words != "" {
		p.line(v.say.T("bot.current"))
		p.line("«" + clip(words, MaxText/2) + "»")
		p.blank()
	}
	p.line(v.say.T("bot.write"))
}

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
		buttons = append(buttons, v.button(label, place, v.index(c), 0))
	}
	if v.complete() {
		p.line(v.say.T("bot.ordered"))
	} else {
		p.line(v.say.T("bot.place", "Place", len(order)+1))
	}
	rows := append(v.paged(buttons, placeWidth, number), v.moves())
	if len(order) > 0 {
		keep := len(order) - 1
		if v.complete() {
			keep-- // the last one had only that place left
		}
		rows = append(rows, []Button{v.button(v.say.T("bot.undo"), undo, max(keep, 0), 0)})
	}
	return p.card(rows...)
}

// scale shows the levels given so far and asks for the next.
func (v view) scale(p *page) Card {
	p.blank()
	rated := 0
	var next *survey.Choice
	for i, c := range v.prompt.Choices {
		level := v.prompt.Value.LevelOf(c.Name)
		switch {
		case level > 0:
			rated++
			p.line(v.text(c.Label) + ": " + v.level(v.prompt.Levels, level))
		case next == nil:
			next = &v.prompt.Choices[i]
		}
	}
	var rows [][]Button
	if next != nil {
		p.blank()
		p.strong(v.text(next.Label))
		for i := range v.prompt.Levels {
			rows = append(rows, []Button{v.button(v.level(v.prompt.Levels, i+1), grade, v.index(*next), i+1)})
		}
	}
	rows = append(rows, v.moves())
	if rated > 0 {
		rows = append(rows, []Button{v.button(v.say.T("bot.undo"), undo, rated-1, 0)})
	}
	return p.card(rows...)
}

// level names a level with its number: the numbers carry the order.
func (v view) level(levels []survey.Choice, level int) string {
	number := strconv.Itoa(level)
	if level > len(levels) {
		return number
	}
	return number + " · " + v.text(levels[level-1].Label)
}

// label is how a choice of the list is called; its name if it is not there.
func (v view) label(list, name string) string {
	if c := v.session.Questionnaire.Choice(list, name); c != nil {
		return v.text(c.Label)
	}
	return name
}
