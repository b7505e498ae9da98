package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
)

// Bounds of what a screen repeats, in UTF-16 code units, so that what to do always
// has room below it.
const (
	maxWhere = 200  // where we are
	maxLabel = 1000 // a question's text
	maxNote  = 3000 // a note's text, below which there is nothing to do
	maxHint  = 700
	maxShown = 200 // an answer or a choice: enough to know it again
)

// view draws what a session asks now.
type view struct {
	session survey.Session
	prompt  survey.Prompt
	say     locale.Speaker
	now     time.Time
	index   map[string]int // of each choice put before the respondent, in the whole list
}

// newView looks at a session. Buttons name choices by their places in the whole list:
// these do not shift with the answers, nor with the order of chance.
func newView(words *locale.Words, s survey.Session, now time.Time) view {
	v := view{session: s, prompt: s.Prompt(), say: words.For(s.Language), now: now, index: map[string]int{}}
	if v.prompt.Question != nil {
		for i, c := range s.Questionnaire.Choices(v.source()) {
			v.index[c.Name] = i
		}
	}
	return v
}

// source names the list of what the question puts before the respondent.
func (v view) source() string { return v.session.Questionnaire.Source(v.prompt.Question) }

// screen is the message that asks, looks over or says thanks.
func (v view) screen() Card { return v.screenAt(0) }

// screenAt is the screen with this page of a long list.
func (v view) screenAt(number int) Card {
	switch {
	case v.prompt.Sent:
		return v.receipt("bot.thanks")
	case v.prompt.Review:
		return v.lookOver(number)
	}
	p := v.heading()
	switch x := v.prompt.Question; x.Kind {
	case survey.SelectOne:
		return p.card(append(v.choices(choose, number), v.moves())...)
	case survey.SelectMultiple:
		v.counted(p)
		return p.card(append(v.choices(tick, number), v.moves())...)
	case survey.Rank:
		return v.ranking(p, number)
	case survey.Scale:
		return v.scale(p)
	case survey.Points:
		return v.points(p, number)
	case survey.Pairwise:
		return v.pairs(p)
	case survey.Note:
		return p.card(v.moves())
	case survey.RangeNumber:
		if rows := v.numbers(); len(rows) > 0 {
			return p.card(append(rows, v.moves())...)
		}
	case survey.Date:
		v.asks(p)
		return p.card(append(v.days(), v.moves())...)
	}
	v.asks(p)
	card := p.card(v.moves())
	if v.prompt.Question.Kind == survey.Geopoint {
		card.Locate = v.say.T("bot.place_button")
	}
	return card
}

// heading begins a screen: where we are, the question and its hint.
func (v view) heading() *page {
	p := new(page)
	where := []string{fmt.Sprintf("%d / %d", v.prompt.Step, v.prompt.Steps)}
	for _, section := range v.prompt.Sections {
		where = append(where, v.session.Say(section))
	}
	p.line(clip(strings.Join(where, " · "), maxWhere))
	p.blank()
	v.question(p)
	return p
}

// question writes the question and its hint.
func (v view) question(p *page) {
	most := maxLabel
	if v.prompt.Question.Kind == survey.Note {
		most = maxNote
	}
	p.strong(clip(v.text(v.prompt.Label), most))
	if hint := v.text(v.prompt.Hint); hint != "" {
		p.line(clip(hint, maxHint))
	}
}

// asks says how to answer what is not answered with buttons, and what the answer
// is now.
func (v view) asks(p *page) {
	p.blank()
	if v.complete() {
		p.line(v.say.T("bot.current"))
		p.line(clip(v.describe(v.prompt.Question, v.prompt.Value), MaxText/4))
		p.blank()
	}
	p.line(v.how())
}

// how says how to answer what is not answered with buttons.
func (v view) how() string {
	switch x := v.prompt.Question; x.Kind {
	case survey.Integer, survey.Decimal, survey.RangeNumber:
		return v.howNumber(x)
	case survey.Date:
		return v.say.T("bot.write_date")
	case survey.Geopoint:
		return v.say.T("bot.send_place")
	case survey.Image:
		return v.say.T("bot.send_photo")
	case survey.Audio:
		return v.say.T("bot.send_voice")
	}
	return v.say.T("bot.write")
}

// instead says what to do to somebody who did something else.
func (v view) instead() string {
	x := v.prompt.Question
	switch {
	case x == nil || x.Kind.Takes() || len(buttonsOf(x)) > 0:
		return v.say.T("bot.use_buttons")
	case x.Kind == survey.Note:
		return v.say.T("bot.read_on")
	}
	return v.say.T("bot.otherwise") + " " + v.how()
}

func (v view) text(t survey.Text) string { return v.session.Questionnaire.Say(t, v.session.Language) }

// label is how a choice of the list is called; its name if it is not there.
func (v view) label(list, name string) string {
	if c := v.session.Questionnaire.Choice(list, name); c != nil {
		return v.text(c.Label)
	}
	return name
}

// button makes a button that belongs to this revision of the interview.
func (v view) button(label string, a action, item, level int) Button {
	return Button{Text: label, Data: tap{
		action: a, tag: tagOf(v.session.ID), rev: v.session.Rev,
		question: questionIndex(v.session), item: item, level: level,
	}.data()}
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
	case survey.Note:
		return true // that it was read
	case survey.Rank:
		return len(value.Choices) >= v.prompt.Places
	case survey.Scale:
		return len(value.Levels) == len(v.prompt.Choices)
	case survey.Points:
		return value.Given() > 0
	case survey.Pairwise:
		return len(value.Pairs) == len(v.prompt.Pairs)
	}
	value.Skipped = false
	return !value.IsZero()
}

// ticksFreely reports whether the button that leads on must be there from the
// start: it must not push others away when the first tick is made.
func (v view) ticksFreely() bool {
	return v.prompt.Question.Kind == survey.SelectMultiple && !v.prompt.CanSkip
}

// lines writes a text of several lines.
func lines(p *page, s string) {
	for line := range strings.Lines(s) {
		p.line(strings.TrimRight(line, "\n"))
	}
}

// takesWords reports whether the question is answered by writing.
func takesWords(k survey.Kind) bool {
	return k.Numeric() || slices.Contains([]survey.Kind{survey.TextAnswer, survey.Date, survey.Geopoint}, k)
}
