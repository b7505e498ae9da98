package form

import (
	"github.com/labstack/echo/v4"

	"ashar/survey"
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

// line is one choice, or the respondent's own words.
type line struct {
	Text  string
	Note  string // what the level given to the choice is called
	Place int    // in an order, from 1; 0 where there is none
}

func (f *Form) lookOver(c echo.Context, status int, v visit, p survey.Prompt, mistakes []page.Mistake) error {
	s := f.begun(c, v, p, mistakes)
	s.Title, s.Hint, s.Do = s.T("form.review.title"), s.T("form.review.text"), "send"
	return f.room.Render(c, status, "review", reviewView{screen: s, Items: items(v.Session)})
}

// items are the questions that were answered, in their order.
func items(s survey.Session) []item {
	q := s.Questionnaire
	var items []item
	for i := range q.Questions {
		x := &q.Questions[i]
		given, ok := s.Given(q, x.Name)
		if !ok {
			continue
		}
		items = append(items, item{
			Name: x.Name, Question: q.Say(x.Label, s.Language), Lines: lines(q, x, given, s.Language),
		})
	}
	return items
}

func lines(q *survey.Questionnaire, x *survey.Question, v survey.Value, lang string) []line {
	var lines []line
	for i, name := range v.Choices {
		l := line{Text: labelOf(q, x, name, lang)}
		if x.Kind == survey.Rank {
			l.Place = i + 1
		}
		lines = append(lines, l)
	}
	scale := q.Choices(x.List)
	for _, l := range v.Levels {
		lines = append(lines, line{
			Text: labelOf(q, x, l.Choice, lang),
			Note: q.Say(scale[l.Level-1].Label, lang), // Given has checked the level
		})
	}
	if v.Text != "" {
		lines = append(lines, line{Text: v.Text})
	}
	return lines
}
