package bot

import (
	"fmt"
	"strconv"
	"strings"

	"ashar/survey"
)

// maxShown bounds how much of an answer the look-over repeats, in UTF-16 code
// units: enough to know it again.
const maxShown = 200

// maxCorrections bounds the numbered buttons under the look-over; further
// questions are reached by going back.
const maxCorrections = 90

// lookOver shows all answers before they are sent, each with a number by which
// it can be corrected.
func (v view) lookOver() Card {
	p := new(page)
	p.line(fmt.Sprintf("%d / %d", v.prompt.Step, v.prompt.Steps))
	p.blank()
	p.strong(v.say.T("bot.review"))
	p.line(v.say.T("bot.review_hint"))
	asked := v.answers(p)
	var numbers []Button
	for n, i := range asked[:min(len(asked), maxCorrections)] {
		numbers = append(numbers, v.button(strconv.Itoa(n+1), correct, i, 0))
	}
	rows := [][]Button{{v.button(v.say.T("bot.send"), send, 0, 0)}}
	return p.card(append(append(rows, lay(numbers, 0)...), v.onlyBack())...)
}

// sent is what stays of the look-over in the chat after sending.
func (v view) sent() Card {
	p := new(page)
	p.strong(v.say.T("bot.sent"))
	v.answers(p)
	return p.card()
}

// answers writes down the numbered answers, and returns the indexes of their
// questions.
func (v view) answers(p *page) (asked []int) {
	q := v.session.Questionnaire
	for i := range q.Questions {
		x := &q.Questions[i]
		value, ok := v.session.Given(q, x.Name)
		if !ok {
			continue // not asked of this person
		}
		asked = append(asked, i)
		p.blank()
		p.strong(strconv.Itoa(len(asked)) + ". " + clip(v.text(x.Label), maxShown))
		for line := range strings.Lines(clip(v.describe(x, value), maxShown)) {
			p.line(strings.TrimRight(line, "\n"))
		}
	}
	return asked
}

// onlyBack leads back from the look-over.
func (v view) onlyBack() []Button {
	if !v.prompt.CanGoBack {
		return nil
	}
	return []Button{v.button(v.say.T("bot.back"), goBack, 0, 0)}
}

// receipt says thanks and gives the code; words is what it says first.
func (v view) receipt(words string) Card {
	p := new(page)
	p.line(v.say.T(words))
	p.blank()
	p.strong(v.session.Receipt())
	p.blank()
	p.line(v.say.T("bot.keep_code"))
	return p.card()
}

// answered is what stays of a question in the chat: the question and the answer
// given to it, without buttons.
func (v view) answered(question string) Card {
	q := v.session.Questionnaire
	x := q.Question(question)
	value, _ := v.session.Given(q, question)
	p := new(page)
	p.strong(clip(v.text(x.Label), maxLabel))
	for line := range strings.Lines(v.describe(x, value)) {
		p.line(strings.TrimRight(line, "\n"))
	}
	return p.card()
}

// describe puts an answer into words.
func (v view) describe(x *survey.Question, value survey.Value) string {
	q := v.session.Questionnaire
	list := listOf(q, x)
	var said []string
	switch {
	case value.Skipped || value.IsZero():
		return v.say.T("bot.skipped")
	case x.Kind == survey.TextAnswer:
		return "«" + value.Text + "»"
	case x.Kind == survey.Scale:
		for _, l := range value.Levels {
			said = append(said, v.label(list, l.Choice)+": "+v.level(q.Choices(x.List), l.Level))
		}
		return strings.Join(said, "\n")
	case x.Kind == survey.Rank:
		for i, name := range value.Choices {
			said = append(said, fmt.Sprintf("%d. %s", i+1, v.label(list, name)))
		}
		return strings.Join(said, "\n")
	}
	for _, name := range value.Choices {
		said = append(said, mark+v.label(list, name))
	}
	return strings.Join(said, "\n")
}
