package form

import (
	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// words are a problem in words: the questionnaire's own, in the language given, if it has any for it.
func words(s locale.Speaker, q *survey.Questionnaire, p *survey.Problem, lang string) string {
	if p.Message != nil {
		return q.Say(p.Message, lang)
	}
	code, choice := p.Code, ""
	if code == survey.OverPoints && p.Given < 0 {
		code = survey.NotWhole // there was something else in the box than a number
	}
	if x := q.Question(p.Question); x != nil && p.Choice != "" {
		choice = labelOf(q, x, p.Choice, lang)
	}
	return s.T("problem."+string(code), "Max", p.Max, "Given", p.Given, "Choice", choice,
		"Low", s.Digits(p.Low), "High", s.Digits(p.High), "Step", s.Digits(p.Step), "Time", s.DateTime(p.When))
}

// labelOf is what a choice of a question is called, or its name where the question has no such choice.
func labelOf(q *survey.Questionnaire, x *survey.Question, choice, lang string) string {
	if c := q.Choice(q.Source(x), choice); c != nil {
		return q.Say(c.Label, lang)
	}
	return choice
}

// mistakes say what a problem asks for. A scale, or a comparison, with gaps has one for each of them.
func (f *Form) mistakes(c echo.Context, s survey.Session, p *survey.Problem) []page.Mistake {
	prompt := s.Prompt()
	if p.Code != survey.Unfinished || p.Choice == "" || prompt.Question == nil || prompt.Question.Name != p.Question {
		return []page.Mistake{f.mistake(c, s, p)}
	}
	speaker := f.pages.Speaker(c)
	var all []page.Mistake
	gap := func(i int, text string) { all = append(all, page.Mistake{Field: optionID(i), Text: text}) }
	for i, asked := range prompt.Pairs {
		if _, said := prompt.Value.PairOf(asked.First, asked.Second); !said {
			gap(i, speaker.T("form.pairs.unsaid", "Number", i+1))
		}
	}
	for i, choice := range prompt.Choices {
		if prompt.Question.Kind == survey.Scale && prompt.Value.LevelOf(choice.Name) == 0 {
			gap(i, speaker.T("form.scale.unrated", "Choice", s.Questionnaire.Say(choice.Label, s.Language)))
		}
	}
	return all
}

// mistake says what a problem asks for, beside the field that it is about.
func (f *Form) mistake(c echo.Context, s survey.Session, p *survey.Problem) page.Mistake {
	m := page.Mistake{Text: words(f.pages.Speaker(c), s.Questionnaire, p, s.Language)}
	prompt := s.Prompt()
	if prompt.Question == nil || prompt.Question.Name != p.Question {
		return m // it is about something that is not on the screen
	}
	m.Field = field(prompt, p)
	return m
}

// field is the id of the element that a problem with what is asked is about.
func field(asked survey.Prompt, p *survey.Problem) string {
	row := rowOf(asked, p.Choice)
	switch x := asked.Question; {
	case x.Kind == survey.Scale:
		return optionID(max(row, 0))
	case x.Kind == survey.Pairwise:
		return optionID(0) // that one pair lacks an answer is said by mistakes
	case x.Kind == survey.Points && row >= 0:
		return boxID(row)
	case x.Kind.Stored():
		return fileID
	case x.Kind == survey.RangeNumber && x.Range.Numbers(maxButtons) != nil, x.Kind.Takes():
		return groupID
	}
	return textID
}
