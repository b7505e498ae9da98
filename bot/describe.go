package bot

import (
	"fmt"
	"strconv"
	"strings"

	"ashar/survey"
)

// answered is what stays of a question in the chat: the question and the answer
// given to it, without buttons.
func (v view) answered(question string) Card {
	q := v.session.Questionnaire
	x := q.Question(question)
	p := new(page)
	if x.Kind == survey.Note {
		p.strong(clip(v.session.Say(x.Label), maxNote))
		if hint := v.session.Say(x.Hint); hint != "" {
			p.line(clip(hint, maxHint))
		}
		return p.card()
	}
	value, _ := v.session.Given(q, question)
	p.strong(clip(v.session.Say(x.Label), maxLabel))
	lines(p, v.describe(x, value))
	return p.card()
}

// describe puts an answer into words.
func (v view) describe(x *survey.Question, value survey.Value) string {
	q := v.session.Questionnaire
	list := q.Source(x)
	var said []string
	switch x.Kind {
	case survey.SelectOne, survey.SelectMultiple:
		for _, name := range value.Choices {
			said = append(said, mark+v.label(list, name))
		}
	case survey.Rank:
		for i, name := range value.Choices {
			said = append(said, fmt.Sprintf("%d. %s", i+1, v.label(list, name)))
		}
	case survey.Scale:
		for _, l := range value.Levels {
			said = append(said, v.label(list, l.Choice)+": "+v.level(q.Choices(x.List), l.Level))
		}
	case survey.Points:
		for _, l := range value.Levels {
			said = append(said, v.label(list, l.Choice)+": "+strconv.Itoa(l.Level))
		}
	case survey.Pairwise:
		for _, pair := range value.Pairs {
			said = append(said, v.compared(list, pair))
		}
	default:
		said = append(said, v.alone(value))
	}
	if value.Skipped || value.IsZero() {
		return v.say.T("bot.skipped")
	}
	return strings.Join(said, "\n")
}

// compared puts what was said of a pair into words: the better one first, with the
// mark.
func (v view) compared(list string, pair survey.Pair) string {
	one, other := v.label(list, pair.First), v.label(list, pair.Second)
	switch pair.Better {
	case pair.First:
		return mark + one + " · " + other
	case pair.Second:
		return mark + other + " · " + one
	}
	return one + " · " + other + ": " + v.say.T("bot.equal")
}

// alone puts an answer that is one thing into words.
func (v view) alone(value survey.Value) string {
	switch {
	case value.Number != "":
		return v.say.Digits(value.Number)
	case value.Date != "":
		return v.day(value.Date)
	case value.Point != nil:
		return v.point(value.Point)
	case value.File != nil && strings.HasPrefix(value.File.Type, "image/"):
		return v.say.T("bot.photo")
	case value.File != nil:
		return v.say.T("bot.voice")
	}
	return "«" + value.Text + "»"
}
