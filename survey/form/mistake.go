package form

import (
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// words are a problem in the words of a language.
func words(s locale.Speaker, q *survey.Questionnaire, p *survey.Problem) string {
	choice := ""
	if x := q.Question(p.Question); x != nil && p.Choice != "" {
		choice = labelOf(q, x, p.Choice, s.Lang())
	}
	return s.T("problem."+string(p.Code), "Max", p.Max, "Given", p.Given, "Choice", choice)
}

// mistakes say what a problem asks for. A scale with gaps has one for each choice that has no level yet.
func (f *Form) mistakes(c echo.Context, s survey.Session, p *survey.Problem) []page.Mistake {
	prompt := s.Prompt()
	if p.Code != survey.Unfinished || p.Choice == "" || prompt.Question == nil || prompt.Question.Name != p.Question {
		return []page.Mistake{f.mistake(c, s, p)}
	}
	var all []page.Mistake
	for i, o := range options(prompt, func(t survey.Text) string { return s.Questionnaire.Say(t, s.Language) }) {
		if prompt.Value.LevelOf(prompt.Choices[i].Name) == 0 {
			text := f.pages.Speaker(c).T("form.scale.unrated", "Choice", o.Label)
			all = append(all, page.Mistake{Field: o.ID, Text: text})
		}
	}
	return all
}

// labelOf is what a choice of a question is called, or its name where the question has no such choice.
func labelOf(q *survey.Questionnaire, x *survey.Question, choice, lang string) string {
	list := x.List
	if of := q.Question(x.Of); of != nil {
		list = of.List
	}
	for _, c := range q.Choices(list) {
		if c.Name == choice {
			return q.Say(c.Label, lang)
		}
	}
	return choice
}

// mistake says what a problem asks for, beside the field that it is about.
func (f *Form) mistake(c echo.Context, s survey.Session, p *survey.Problem) page.Mistake {
	m := page.Mistake{Text: words(f.pages.Speaker(c), s.Questionnaire, p)}
	prompt := s.Prompt()
	if prompt.Question == nil || prompt.Question.Name != p.Question {
		return m // it is about something that is not on the screen
	}
	m.Field = groupID
	switch prompt.Question.Kind {
	case survey.TextAnswer:
		m.Field = textID
	case survey.Scale:
		i := slices.IndexFunc(prompt.Choices, func(c survey.Choice) bool { return c.Name == p.Choice })
		m.Field = optionID(max(i, 0))
	}
	return m
}
