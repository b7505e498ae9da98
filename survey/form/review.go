package form

import (
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// reviewView shows the answers before they are sent.
type reviewView struct {
	screen
	Items []item
}

// item is one question with its answer; without Lines it was passed over.
type item struct {
	Name, Question string
	Lines          []line
}

// line is one choice, a pair, or what was typed or sent.
type line struct {
	Text  string
	Note  string // what the level given to the choice is called, or the points
	Place int    // in an order, from 1; 0 where there is none
}

func (f *Form) lookOver(c echo.Context, status int, v visit, p survey.Prompt, mistakes []page.Mistake) error {
	s := f.begun(c, v, p, mistakes)
	s.Title, s.Hint, s.Do = s.T("form.review.title"), s.T("form.review.text"), doSend
	if v.Reopened {
		s.Hint, s.Do = s.T("form.review.reopened"), doResend
	}
	return f.room.Render(c, status, "review", reviewView{screen: s, Items: items(s.Speaker, v.Session)})
}

// items are the questions that were answered, in their order.
func items(sp locale.Speaker, s survey.Session) []item {
	var items []item
	for x, given := range s.Answered() {
		items = append(items, item{Name: x.Name, Question: s.Say(x.Label), Lines: lines(sp, s, x, given)})
	}
	return items
}

// lines are an answer in words.
func lines(sp locale.Speaker, s survey.Session, x *survey.Question, v survey.Value) []line {
	called := func(choice string) string { return labelOf(s.Questionnaire, x, choice, s.Language) }
	var lines []line
	say := func(text, note string, place int) { lines = append(lines, line{Text: text, Note: note, Place: place}) }
	for i, name := range v.Choices {
		place := 0
		if x.Kind == survey.Rank {
			place = i + 1
		}
		say(called(name), "", place)
	}
	for _, l := range v.Levels {
		note := sp.Number(l.Level)
		if levels := s.Questionnaire.Choices(x.List); x.Kind == survey.Scale && l.Level <= len(levels) {
			note = s.Questionnaire.Say(levels[l.Level-1].Label, s.Language)
		}
		say(called(l.Choice), note, 0)
	}
	for _, p := range v.Pairs {
		say(compared(sp, p, called), "", 0)
	}
	if text := plain(sp, x, v); text != "" {
		say(text, "", 0)
	}
	return lines
}

// compared is a pair in words.
func compared(sp locale.Speaker, p survey.Pair, called func(choice string) string) string {
	switch p.Better {
	case "":
		return sp.T("form.review.equal", "First", called(p.First), "Second", called(p.Second))
	case p.First:
		return sp.T("form.review.better", "Better", called(p.First), "Other", called(p.Second))
	}
	return sp.T("form.review.better", "Better", called(p.Second), "Other", called(p.First))
}

// plain is an answer that was typed or sent, in words; "" if it is another one.
func plain(sp locale.Speaker, x *survey.Question, v survey.Value) string {
	switch {
	case v.Number != "":
		return sp.Digits(v.Number)
	case v.Date != "":
		if day, err := time.Parse(time.DateOnly, v.Date); err == nil {
			return sp.Date(day)
		}
		return v.Date
	case v.Point != nil:
		return place(*v.Point)
	case v.File != nil:
		return fileInWords(sp, *v.File, x.Kind)
	}
	return v.Text
}
