package form

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// screen is what every page of an interview has.
type screen struct {
	page.Page
	scripted
	Action    string   // where its form is posted to
	Sections  []string // the parts of the questionnaire that it stands in, outermost first
	Hint      string
	TitleIn   string // the language of the title, where it is not that of the page; "" where it is
	HintIn    string // that of the hint
	CanGoBack bool
	CanSkip   bool
	CanUndo   bool   // there is a tap to take back
	Limit     int    // how many choices may be ticked; 0 where nothing is counted
	Left      string // how much is still to be given, in words; "" where that is not said
	Do        string // the next step's button: "next", "send", "resend", or "" while there is none
	Telegram  string // the address at which the interview goes on in Telegram; "" without a bot
	Carried   string // the interview so far, with which a phone that loses its signal goes on
}

// The ids of the elements to which a mistake leads.
const (
	groupID = "answer"
	textID  = "text"
	fileID  = "file"
)

func optionID(i int) string { return "c" + strconv.Itoa(i) }

// boxID is the id of the input beside a choice.
func boxID(i int) string { return "n" + strconv.Itoa(i) }

// screen shows what is due in an interview.
func (f *Form) screen(c echo.Context, status int, v visit, mistakes ...page.Mistake) error {
	p := v.Prompt()
	switch {
	case p.Sent, v.Reopened && !v.open: // then what was sent counts
		return f.receipt(c, status, v, mistakes)
	case !v.open:
		return f.notOpen(c, v.entrance, &v.Session)
	case p.Review:
		return f.lookOver(c, status, v, p, mistakes)
	}
	name, view := question(f.begun(c, v, p, mistakes), v, p)
	return f.room.Render(c, status, name, view)
}

// begun begins the screen of a prompt.
func (f *Form) begun(c echo.Context, v visit, p survey.Prompt, mistakes []page.Mistake) screen {
	s := screen{
		Page:      f.pages.Page(c, ""),
		scripted:  f.scripted(v.Questionnaire),
		Action:    f.screenPath(v.entrance.Door.Code, v.Session),
		CanGoBack: p.CanGoBack,
		CanSkip:   p.CanSkip,
		Do:        "next",
		Telegram:  f.telegram(v.ID),
	}
	if !f.bare {
		s.Carried = carry(v.Session)
	}
	s.Step, s.Steps = p.Step, p.Steps
	s.Languages, s.Mistakes = v.Questionnaire.Languages, mistakes
	for _, section := range p.Sections {
		s.Sections = append(s.Sections, v.Questionnaire.Say(section, v.Language))
	}
	return s
}

// question is the page of a question, and what it shows.
func question(s screen, v visit, p survey.Prompt) (name string, view any) {
	say := func(t survey.Text) string { return v.Questionnaire.Say(t, v.Language) }
	foreign := func(t survey.Text) string { return v.Questionnaire.Foreign(t, v.Language) }
	s.Title, s.Hint = say(p.Label), say(p.Hint)
	s.TitleIn, s.HintIn = foreign(p.Label), foreign(p.Hint)
	switch x := p.Question; x.Kind {
	case survey.SelectMultiple:
		s.Limit = x.Max
		return "choice", choiceView{screen: s, Type: "checkbox", Options: in(options(p, say), p, foreign)}
	case survey.Rank:
		ranked := ranking(s, p, say)
		in(ranked.Options, p, foreign)
		return "rank", ranked
	case survey.Scale:
		return "scale", scale(s, p, say)
	case survey.Points:
		return "points", points(s, p, say)
	case survey.Pairwise:
		return "pairs", pairs(s, p, say)
	case survey.Integer, survey.Decimal, survey.Date, survey.Geopoint:
		return "typed", typed(s, p)
	case survey.RangeNumber:
		if numbers := x.Range.Numbers(maxButtons); numbers != nil {
			return "range", numbered(s, p, numbers)
		}
		return "typed", typed(s, p)
	case survey.TextAnswer:
		most := x.Max
		if most == 0 {
			most = survey.MaxTextLength
		}
		return "text", textView{screen: s, Text: p.Value.Text, Max: most}
	case survey.Image, survey.Audio:
		return "file", file(s, p)
	case survey.Note:
		return "note", note(s)
	default:
		return "choice", choiceView{screen: s, Type: "radio", Options: in(options(p, say), p, foreign)}
	}
}
